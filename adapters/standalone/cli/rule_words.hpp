// SPDX-License-Identifier: MIT
//
// Why a payment stands at its invoice, in the reader's words: each booking says by which rule it
// came.
#pragma once

#include <string>
#include <string_view>

namespace afpunt::standalone::cli {

// `code` as it was booked, "structured-reference"; one that is not known is shown as it stands.
[[nodiscard]] std::string rule_words(std::string_view code, std::string_view language);

} // namespace afpunt::standalone::cli
