// SPDX-License-Identifier: MIT
//
// Account numbers as bank files write them: with blanks, without their bank, or as an IBAN.
#pragma once

#include <string>
#include <string_view>

namespace afpunt::standalone {

// The account's country and the characters that an IBAN of that country has; check digits are not
// judged, because a bank's own data need no proof and samples have invented numbers.
[[nodiscard]] bool looks_like_iban(std::string_view compact);
[[nodiscard]] bool looks_like_bic(std::string_view text);
[[nodiscard]] std::string without_blanks(std::string_view text);
// Bank code and account number in ten digits are the Dutch IBAN without its check digits (ISO 7064,
// mod 97-10). `bank`: the first four letters of the BIC. Empty when the number is none.
[[nodiscard]] std::string dutch_iban(std::string_view bank, std::string_view number);

} // namespace afpunt::standalone
