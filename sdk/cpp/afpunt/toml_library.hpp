// SPDX-License-Identifier: MIT
//
// toml++ as both sides of the ABI use it: compiled into the file that includes it, so that nothing
// is shared between host and module. Version 3.3.0 breaks its own assertions on malformed headers
// such as "[[[": an assertion would end the host's process and, compiled out, be undefined
// behaviour. Here it is an exception, caught with those of the parser right where it is called.
#pragma once

namespace afpunt::toml_library {
struct BrokenAssertion {};
[[noreturn]] inline void break_assertion() {
    throw BrokenAssertion();
}
} // namespace afpunt::toml_library

#pragma push_macro("NDEBUG")
#undef NDEBUG
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 1
#define TOML_ENABLE_FORMATTERS 0
#define TOML_ASSERT(condition) ((condition) ? void() : ::afpunt::toml_library::break_assertion())
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wshadow"
#include <toml++/toml.h>
#pragma GCC diagnostic pop
#pragma pop_macro("NDEBUG")

#include <afpunt/result.hpp>

#include <string>
#include <string_view>

namespace afpunt::toml_library {

// The document, or where it is not TOML: line and column.
[[nodiscard]] inline Result<toml::table> parse(std::string_view text, std::string_view file) {
    const auto refuse = [&](std::string where, std::string found) {
        return tl::unexpected<Failure>(
            Failure{std::move(where), "TOML", std::move(found), "text that is valid TOML"});
    };
    try {
        return toml::parse(text, file);
    } catch (const toml::parse_error& error) {
        return refuse(std::string(file) + ", line " + std::to_string(error.source().begin.line) +
                          ", column " + std::to_string(error.source().begin.column),
                      std::string(error.description()));
    } catch (const BrokenAssertion&) {
        return refuse(std::string(file), "a malformed table header");
    }
}

} // namespace afpunt::toml_library
