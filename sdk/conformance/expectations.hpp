// SPDX-License-Identifier: MIT
//
// How a case says what it expects. A broken expectation ends the case at once and becomes its
// sentence in the report, so it is thrown: what follows would only complain about the same thing.
#pragma once

#include <afpunt/values.h>

#include <stdexcept>
#include <string>
#include <string_view>

namespace afpunt::conformance {

struct CaseFailed : std::runtime_error {
    using std::runtime_error::runtime_error;
};
struct CaseSkipped : std::runtime_error {
    using std::runtime_error::runtime_error;
};

[[noreturn]] inline void fail_case(const std::string& sentence) {
    throw CaseFailed(sentence);
}
[[noreturn]] inline void skip_case(const std::string& reason) {
    throw CaseSkipped(reason);
}
inline void require(bool fulfilled, const std::string& sentence) {
    if (!fulfilled) fail_case(sentence);
}

[[nodiscard]] std::string name_of(afpunt_status status);

// `call` is the function and what is odd about this call of it.
void require_status(std::string_view call, afpunt_status found, afpunt_status expected);

// A room for errors, as a caller hands it over.
[[nodiscard]] inline afpunt_error empty_error() {
    afpunt_error error{};
    error.struct_size = sizeof error;
    return error;
}

// The word `field` names what is wrong; "host.book_id" names "book_id" as well.
void require_named(std::string_view call, const afpunt_error& error, std::string_view field);

} // namespace afpunt::conformance
