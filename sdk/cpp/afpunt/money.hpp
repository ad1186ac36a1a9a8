// SPDX-License-Identifier: MIT
//
// Money is a whole number of minor units (euro cents) with its currency. The number of decimals is
// that of ISO 4217 and is never guessed; amounts of two currencies are never added; nothing here
// rounds: an amount that does not fit is refused.
#pragma once

#include <afpunt/currency.hpp>
#include <afpunt/result.hpp>

#include <compare>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace afpunt {

struct Money {
    std::int64_t minor = 0;
    Currency currency{};

    friend constexpr bool operator==(const Money&, const Money&) = default;

    [[nodiscard]] constexpr bool is_zero() const { return minor == 0; }
    [[nodiscard]] constexpr bool is_positive() const { return minor > 0; }
    [[nodiscard]] constexpr bool is_negative() const { return minor < 0; }
    [[nodiscard]] constexpr bool same_currency(const Money& other) const {
        return currency == other.currency;
    }
    [[nodiscard]] constexpr Money negated() const { return Money{-minor, currency}; }
    // "1234.56", "-0.05", "1000" for a currency without decimals: the form of XML and QR codes.
    [[nodiscard]] std::string decimal() const;
    // "EUR 1234.56": for logs and machine output; people get a localised form from document/.
    [[nodiscard]] std::string code_and_decimal() const {
        return std::string(currency.code()) + " " + decimal();
    }
};

// The sum, or a Failure when the currencies differ or the sum does not fit 64 bits.
[[nodiscard]] inline Result<Money> add(const Money& left, const Money& right) {
    if (!left.same_currency(right)) {
        return fail("currency", std::string(right.currency.code()),
                    "the same currency as the other amount, " + std::string(left.currency.code()));
    }
    Money sum{0, left.currency};
    if (__builtin_add_overflow(left.minor, right.minor, &sum.minor)) {
        return fail("amount", right.decimal(), "a sum below 92 million billion");
    }
    return sum;
}
[[nodiscard]] inline Result<Money> subtract(const Money& left, const Money& right) {
    if (right.minor == std::numeric_limits<std::int64_t>::min()) {
        return fail("amount", right.decimal(), "an amount that fits 64 bits");
    }
    return add(left, right.negated());
}

// "1234.56", "+5", "-5.00": a dot, no thousands marks, no exponent. Decimals beyond those of the
// currency must be zero ("12.50000" is 12.50 EUR, "12.505" is refused). Locale-free.
[[nodiscard]] inline Result<Money> parse_money(std::string_view text, Currency currency) {
    const auto refuse = [&](std::string expected) {
        return fail("amount", std::string(text.substr(0, 40)), std::move(expected));
    };
    const std::string shape = "an amount such as 1234.56, with a dot and at most " +
                              std::to_string(currency.exponent()) + " decimals for " +
                              std::string(currency.code());
    bool negative = false;
    std::string_view rest = text;
    if (!rest.empty() && (rest.front() == '-' || rest.front() == '+')) {
        negative = rest.front() == '-';
        rest.remove_prefix(1);
    }
    std::int64_t value = 0;
    int decimals = -1; // -1: the dot has not been seen
    bool digit_seen = false;
    for (const char c : rest) {
        if (c == '.' && decimals < 0) {
            decimals = 0;
            continue;
        }
        if (c < '0' || c > '9') return refuse(shape);
        digit_seen = true;
        if (decimals >= currency.exponent()) {
            if (c != '0') return refuse(shape);
            continue;
        }
        if (decimals >= 0) ++decimals;
        if (__builtin_mul_overflow(value, std::int64_t{10}, &value) ||
            __builtin_add_overflow(value, std::int64_t{c - '0'}, &value)) {
            return refuse("an amount below 92 million billion");
        }
    }
    if (!digit_seen) return refuse(shape);
    for (int place = decimals < 0 ? 0 : decimals; place < currency.exponent(); ++place) {
        if (__builtin_mul_overflow(value, std::int64_t{10}, &value)) {
            return refuse("an amount below 92 million billion");
        }
    }
    return Money{negative ? -value : value, currency};
}

inline std::string Money::decimal() const {
    const bool negative = minor < 0;
    // Negating in unsigned arithmetic keeps the smallest 64-bit number defined.
    const std::uint64_t magnitude =
        negative ? 0 - static_cast<std::uint64_t>(minor) : static_cast<std::uint64_t>(minor);
    std::string digits = std::to_string(magnitude);
    const std::size_t exponent = static_cast<std::size_t>(currency.exponent());
    if (digits.size() <= exponent) digits.insert(0, exponent + 1 - digits.size(), '0');
    if (exponent > 0) digits.insert(digits.size() - exponent, 1, '.');
    return negative ? "-" + digits : digits;
}

} // namespace afpunt
