// SPDX-License-Identifier: MIT
//
// GnuCash's fractions as money. A fraction that is no whole number of the currency's minor units is
// refused and never rounded: the item that it stands in is held, and a person looks.
#pragma once

#include "gnucash/engine_types.hpp"

#include <afpunt/money.hpp>

namespace afpunt::gnucash {

[[nodiscard]] Result<Money> exact_amount(Numeric fraction, Currency currency);
// The same with the currency's code as GnuCash has it ("EUR").
[[nodiscard]] Result<Money> exact_amount(Numeric fraction, const char* currency_code);
// For GnuCash: always over the currency's minor units, 12.50 EUR is 1250/100.
[[nodiscard]] Numeric fraction_of(const Money& money);

} // namespace afpunt::gnucash
