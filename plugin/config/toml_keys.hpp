// SPDX-License-Identifier: MIT
//
// A table of the settings as a list of keys, each with what to do with its value. An unknown key is
// refused with its line and the keys that are known: a typing error must not pass for a default.
#pragma once

#include <afpunt/result.hpp>
#include <afpunt/toml_library.hpp>

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace afpunt::config {

using TomlTaker = std::function<Result<void>(const toml::node&)>;
using TomlKeys = std::map<std::string, TomlTaker, std::less<>>;

[[nodiscard]] tl::unexpected<Failure> refuse_toml(std::string_view file, const toml::node& node,
                                                  const std::string& key, std::string found,
                                                  std::string expected);
// `out` and what it belongs to must outlive the taker.
[[nodiscard]] TomlTaker take_text(std::string& out, std::string_view file, const std::string& key);
[[nodiscard]] TomlTaker take_number(int& out, int least, int most, std::string_view file,
                                    const std::string& key);
template <typename Enum>
[[nodiscard]] TomlTaker take_choice(Enum& out, std::string_view file, const std::string& key,
                                    std::map<std::string, Enum> choices) {
    return [&out, file, key, choices = std::move(choices)](const toml::node& node) -> Result<void> {
        const auto text = node.value_exact<std::string>().value_or("another kind of value");
        const auto choice = choices.find(text);
        if (choice == choices.end()) {
            std::string expected = "one of";
            for (const auto& [name, value] : choices)
                expected += " \"" + name + "\"";
            return refuse_toml(file, node, key, text, expected);
        }
        out = choice->second;
        return {};
    };
}
[[nodiscard]] Result<void> read_toml_table(const toml::table& document, const std::string& name,
                                           std::string_view file, const TomlKeys& keys);

// One mail address: the form is checked narrowly when a mail is made.
[[nodiscard]] bool looks_like_mail_address(std::string_view address);

} // namespace afpunt::config
