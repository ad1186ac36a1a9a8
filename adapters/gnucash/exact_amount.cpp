// SPDX-License-Identifier: MIT
#include "gnucash/exact_amount.hpp"

#include <limits>

namespace afpunt::gnucash {
namespace {

std::int64_t units_of(Currency currency) {
    std::int64_t units = 1;
    for (int digit = 0; digit < currency.exponent(); ++digit)
        units *= 10;
    return units;
}

std::string written(Numeric fraction) {
    return std::to_string(fraction.num) + "/" + std::to_string(fraction.denom);
}

} // namespace

Result<Money> exact_amount(Numeric fraction, Currency currency) {
    const auto refuse = [&] {
        return fail("amount", written(fraction),
                    "a whole number of the smallest unit of " + std::string(currency.code()));
    };
    // gnc-numeric.h: a denominator of zero is an error, a negative one multiplies.
    if (fraction.denom == 0 || fraction.denom == std::numeric_limits<std::int64_t>::min()) {
        return refuse();
    }
    // 128 bits: the product of two numbers of 64 always fits.
    __extension__ using Wide = __int128;
    Wide minor = Wide{fraction.num} * units_of(currency);
    if (fraction.denom < 0) {
        const Wide factor = -Wide{fraction.denom};
        if (fraction.num > std::numeric_limits<std::int32_t>::max() ||
            fraction.num < std::numeric_limits<std::int32_t>::min()) {
            return refuse(); // nobody's amount; keeps the product within 128 bits
        }
        minor *= factor;
    } else if (minor % fraction.denom != 0) {
        return refuse();
    } else {
        minor /= fraction.denom;
    }
    if (minor > std::numeric_limits<std::int64_t>::max() ||
        minor < -std::numeric_limits<std::int64_t>::max()) {
        return refuse();
    }
    return Money{static_cast<std::int64_t>(minor), currency};
}

Result<Money> exact_amount(Numeric fraction, const char* currency_code) {
    auto currency = Currency::parse(currency_code == nullptr ? "" : currency_code);
    if (!currency) return tl::unexpected<Failure>(currency.error());
    return exact_amount(fraction, *currency);
}

Numeric fraction_of(const Money& money) {
    return {money.minor, units_of(money.currency)};
}

} // namespace afpunt::gnucash
