// SPDX-License-Identifier: MIT
//
// The forms in which one invoice number is written, and how near two of them are: what is compared
// is never the text itself but one of these forms.
#pragma once

#include "matching/remittance_text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace afpunt::matching {

// "0107" becomes "107"; "000" becomes "0".
[[nodiscard]] std::string_view without_zeros(std::string_view digits);
// "V26-0107" becomes "V260107".
[[nodiscard]] std::string compact_number(std::string_view number);
// Each run of digits without its leading zeros: "V26-0107" becomes "V26107".
[[nodiscard]] std::string loose_number(std::string_view number);
// The letters that people take for digits, O and I and L, as those digits: "V26-O1O7" and
// "V26-0107" become one.
[[nodiscard]] std::string with_digits_for_letters(std::string_view compact);

// One sign wrong, missing or too many, two neighbours swapped, or letters for digits; also when
// both are one and the same. Both compact, or both loose.
[[nodiscard]] bool is_near(std::string_view written, std::string_view meant);
// The same for a text and a number as they stand, with or without leading zeros.
[[nodiscard]] bool is_near_number(std::string_view written, std::string_view number);

// The digits by which people tell one invoice from the next: the last ones, or those before them
// where the number ends with its year ("0107/2026"). nullptr for a number without digits.
[[nodiscard]] const TextRun* telling_run(const std::vector<TextRun>& runs, int year);
// The rest of a run that begins with its year: "43" of "20260043" and of "260043". Empty when there
// is none.
[[nodiscard]] std::string_view without_year(std::string_view digits, int year);

} // namespace afpunt::matching
