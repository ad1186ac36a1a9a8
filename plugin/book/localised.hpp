// SPDX-License-Identifier: MIT
//
// Amounts and dates as a reader of each language expects them, without any locale of the machine:
// nl "1.234,56 EUR" and "20 november 2026", fr "1 234,56 EUR" and "20 novembre 2026" ("1er" for the
// first day), de "1.234,56 EUR" and "20. November 2026", en "EUR 1,234.56" and "20 November 2026".
#pragma once

#include <afpunt/date.hpp>
#include <afpunt/money.hpp>

#include <string>
#include <string_view>

namespace afpunt::book {

// The four languages that texts exist in; "nl-BE" gives nl, anything unknown gives en.
[[nodiscard]] std::string_view base_language(std::string_view language);
[[nodiscard]] std::string localised(const Money& amount, std::string_view language);
[[nodiscard]] std::string localised(Date day, std::string_view language);

} // namespace afpunt::book
