// SPDX-License-Identifier: MIT
//
// Days and amounts as people and banks write them in tables, by a stated format: nothing is
// guessed, because 03/04 is two different days and 1.234 two different amounts.
#pragma once

#include <afpunt/date.hpp>
#include <afpunt/money.hpp>
#include <afpunt/result.hpp>

#include <string>
#include <string_view>

namespace afpunt::standalone {

// YYYY or YY (of this century), MM or M, DD or D, each once; M and D take one digit or two.
[[nodiscard]] bool is_date_format(std::string_view format);
// What follows behind a blank or a T (an hour) is left out.
[[nodiscard]] Result<Date> csv_date(std::string_view text, std::string_view format);
// "1.234,56", "-1 234,56", "1234,56-" with the mark ','. Marks between thousands are a dot, a
// comma, an apostrophe or a blank, and stand before each three digits.
[[nodiscard]] Result<Money> csv_amount(std::string_view text, char decimal_mark, Currency currency);

} // namespace afpunt::standalone
