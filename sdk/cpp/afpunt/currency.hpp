// SPDX-License-Identifier: MIT
//
// Currencies of ISO 4217 with their minor-unit digits. A code that is not in the list is refused:
// guessing two decimals for an unknown currency would misread money by a factor of a hundred.
#pragma once

#include <afpunt/result.hpp>
#include <afpunt/text.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace afpunt {

class Currency {
public:
    constexpr Currency() = default; // EUR
    [[nodiscard]] static Result<Currency> parse(std::string_view code);
    [[nodiscard]] static constexpr Currency eur() { return {}; }

    [[nodiscard]] constexpr std::string_view code() const { return {code_.data(), code_.size()}; }
    [[nodiscard]] constexpr int exponent() const { return exponent_; }
    friend constexpr auto operator<=>(const Currency&, const Currency&) = default;

private:
    constexpr Currency(std::string_view code, int exponent)
        : code_{code[0], code[1], code[2]}, exponent_(static_cast<std::uint8_t>(exponent)) {}
    std::array<char, 3> code_{'E', 'U', 'R'};
    std::uint8_t exponent_ = 2;
};

namespace detail {
// ISO 4217 list one, active codes, as of 2025; funds and precious metals (no minor unit) left out.
inline constexpr std::string_view no_decimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI "
                                                "VND VUV XAF XOF XPF";
inline constexpr std::string_view three_decimals = "BHD IQD JOD KWD LYD OMR TND";
inline constexpr std::string_view four_decimals = "CLF UYW";
inline constexpr std::string_view two_decimals =
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD "
    "CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL "
    "GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR "
    "LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD "
    "PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC "
    "SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD YER ZAR ZMW ZWG";

[[nodiscard]] constexpr bool lists(std::string_view list, std::string_view code) {
    for (std::size_t at = 0; at + 3 <= list.size(); at += 4) {
        if (list.substr(at, 3) == code) return true;
    }
    return false;
}
} // namespace detail

inline Result<Currency> Currency::parse(std::string_view code) {
    if (code.size() == 3) {
        if (detail::lists(detail::two_decimals, code)) return Currency(code, 2);
        if (detail::lists(detail::no_decimals, code)) return Currency(code, 0);
        if (detail::lists(detail::three_decimals, code)) return Currency(code, 3);
        if (detail::lists(detail::four_decimals, code)) return Currency(code, 4);
    }
    // What was found ends up in messages: a host's three bytes need not be text.
    return fail("currency",
                text::is_utf8(code) ? std::string(text::utf8_prefix(code, 16))
                                    : "bytes that are not text",
                "a currency code of ISO 4217, such as EUR");
}

} // namespace afpunt
