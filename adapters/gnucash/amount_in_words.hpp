// SPDX-License-Identifier: MIT
//
// Sums that this adapter makes itself, as the module writes its amounts: nl and de "1.234,50 EUR",
// fr "1 234,50 EUR", en "EUR 1,234.50". No locale of the machine has a say in it.
#pragma once

#include <afpunt/money.hpp>

#include <string>
#include <string_view>

namespace afpunt::gnucash {

[[nodiscard]] std::string amount_in_words(const Money& money, std::string_view language);

} // namespace afpunt::gnucash
