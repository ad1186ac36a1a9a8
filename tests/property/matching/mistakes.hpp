// SPDX-License-Identifier: MIT
//
// How people write invoice numbers and references, and what goes wrong with it under their fingers.
#pragma once

#include "chance.hpp"

#include <string>
#include <string_view>

namespace afpunt::matching {

// Structured references with right check digits, near each other as a firm's are.
[[nodiscard]] std::string ogm_of(std::uint64_t number);
[[nodiscard]] std::string creditor_reference_of(std::uint64_t number);
[[nodiscard]] std::string betalingskenmerk_of(std::uint64_t number);
[[nodiscard]] std::string padded(std::uint64_t number, std::size_t width);

// Every sign of it, with other capitals and separators.
[[nodiscard]] std::string written_whole(std::string_view number, Chance& chance);
// "V26-0107" as "v26 107".
[[nodiscard]] std::string written_loosely(std::string_view number, Chance& chance);
// "107", "0107".
[[nodiscard]] std::string written_short(std::string_view number, Chance& chance);
// The value of the last digits: 107.
[[nodiscard]] std::uint64_t last_digits(std::string_view number);
// One digit wrong, or two neighbours swapped.
[[nodiscard]] std::string with_slip(std::string_view text, Chance& chance);
// The same, or a digit missing, or one too many.
[[nodiscard]] std::string with_any_slip(std::string_view text, Chance& chance);
// The letter O for a zero, I or l for a one; the text itself where it has neither.
[[nodiscard]] std::string with_letters_for_digits(std::string_view text, Chance& chance);
// "Jan Janssens" as "JANSSENS JAN", "Janssens J".
[[nodiscard]] std::string name_at_the_bank(std::string_view name, Chance& chance);
// Polite words, dates, customer numbers and amounts around what matters.
[[nodiscard]] std::string with_small_talk(std::string_view text, Chance& chance);

} // namespace afpunt::matching
