// SPDX-License-Identifier: MIT
//
// Texts compared as people mean them: numbers and references as they stand in a bank's text,
// however they are spaced and marked.
#pragma once

#include <string>
#include <string_view>

namespace afpunt::standalone {

// Letters, digits and what is beyond ASCII, in capitals: "fact. v26-0107" becomes "FACTV260107".
[[nodiscard]] std::string plain_text(std::string_view written);

// Whether a number, made plain, stands in a plain text as a whole: 20261 does not stand in 202610,
// nor in 120261, which are other invoices. Numbers that were written close together ("107 108") are
// not told apart, and do not stand there either: an invoice that is not found costs a look, a wrong
// one a reminder to somebody who paid.
[[nodiscard]] bool stands_whole_in(std::string_view plain_number, std::string_view plain);

} // namespace afpunt::standalone
