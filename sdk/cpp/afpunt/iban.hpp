// SPDX-License-Identifier: MIT
//
// International bank account numbers, ISO 13616: country, two check digits (ISO 7064 mod 97-10) and
// an account part whose shape each country registered with SWIFT (registry version 101). An unknown
// bank code is no reason to refuse: lists of banks age faster than books.
#pragma once

#include <afpunt/result.hpp>

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace afpunt {

class Iban {
public:
    // Accepts spaces and lower case; anything else that is not an IBAN is refused with the reason.
    [[nodiscard]] static Result<Iban> parse(std::string_view text);
    // "BE68539007547034"
    [[nodiscard]] const std::string& electronic() const { return text_; }
    // "BE68 5390 0754 7034"
    [[nodiscard]] std::string print() const;
    [[nodiscard]] std::string_view country() const { return std::string_view(text_).substr(0, 2); }
    friend auto operator<=>(const Iban&, const Iban&) = default;

private:
    explicit Iban(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

namespace detail {
struct IbanCountry {
    std::string_view code;
    // The account part: runs of a length and a kind of character (n digits, a capitals, c both).
    std::string_view account_part;
};
inline constexpr std::array<IbanCountry, 89> iban_countries{{
    {"AD", "4n4n12c"},     {"AE", "3n16n"},     {"AL", "8n16c"},         {"AT", "5n11n"},
    {"AZ", "4a20c"},       {"BA", "3n3n8n2n"},  {"BE", "3n7n2n"},        {"BG", "4a4n2n8c"},
    {"BH", "4a14c"},       {"BI", "5n5n11n2n"}, {"BR", "8n5n10n1a1c"},   {"BY", "4c4n16c"},
    {"CH", "5n12c"},       {"CR", "4n14n"},     {"CY", "3n5n16c"},       {"CZ", "4n16n"},
    {"DE", "8n10n"},       {"DJ", "5n5n11n2n"}, {"DK", "4n9n1n"},        {"DO", "4c20n"},
    {"EE", "2n14n"},       {"EG", "4n4n17n"},   {"ES", "4n4n1n1n10n"},   {"FI", "3n11n"},
    {"FK", "2a12n"},       {"FO", "4n9n1n"},    {"FR", "5n5n11c2n"},     {"GB", "4a6n8n"},
    {"GE", "2a16n"},       {"GI", "4a15c"},     {"GL", "4n9n1n"},        {"GR", "3n4n16c"},
    {"GT", "4c20c"},       {"HN", "4a20n"},     {"HR", "7n10n"},         {"HU", "3n4n1n15n1n"},
    {"IE", "4a6n8n"},      {"IL", "3n3n13n"},   {"IQ", "4a3n12n"},       {"IS", "4n2n6n10n"},
    {"IT", "1a5n5n12c"},   {"JO", "4a4n18c"},   {"KW", "4a22c"},         {"KZ", "3n13c"},
    {"LB", "4n20c"},       {"LC", "4a24c"},     {"LI", "5n12c"},         {"LT", "5n11n"},
    {"LU", "3n13c"},       {"LV", "4a13c"},     {"LY", "3n3n15n"},       {"MC", "5n5n11c2n"},
    {"MD", "2c18c"},       {"ME", "3n13n2n"},   {"MK", "3n10c2n"},       {"MN", "4n12n"},
    {"MR", "5n5n11n2n"},   {"MT", "4a5n18c"},   {"MU", "4a2n2n12n3n3a"}, {"NI", "4a20n"},
    {"NL", "4a10n"},       {"NO", "4n6n1n"},    {"OM", "3n16c"},         {"PK", "4a16c"},
    {"PL", "8n16n"},       {"PS", "4a21c"},     {"PT", "4n4n11n2n"},     {"QA", "4a21c"},
    {"RO", "4a16c"},       {"RS", "3n13n2n"},   {"RU", "9n5n15c"},       {"SA", "2n18c"},
    {"SC", "4a2n2n16n3a"}, {"SD", "2n12n"},     {"SE", "3n16n1n"},       {"SI", "5n8n2n"},
    {"SK", "4n6n10n"},     {"SM", "1a5n5n12c"}, {"SO", "4n3n12n"},       {"ST", "4n4n11n2n"},
    {"SV", "4a20n"},       {"TL", "3n14n2n"},   {"TN", "2n3n13n2n"},     {"TR", "5n1n16c"},
    {"UA", "6n19c"},       {"VA", "3n15n"},     {"VG", "4a16n"},         {"XK", "4n10n2n"},
    {"YE", "4a4n18c"},
}};

[[nodiscard]] inline const IbanCountry* iban_country(std::string_view code) {
    for (const IbanCountry& country : iban_countries) {
        if (country.code == code) return &country;
    }
    return nullptr;
}
[[nodiscard]] inline bool fits_kind(char c, char kind) {
    const bool digit = c >= '0' && c <= '9';
    const bool capital = c >= 'A' && c <= 'Z';
    return kind == 'n' ? digit : kind == 'a' ? capital : digit || capital;
}
// True when `account` consists of exactly the runs that `shape` names.
[[nodiscard]] inline bool fits_shape(std::string_view account, std::string_view shape) {
    std::size_t at = 0;
    std::size_t run = 0;
    for (const char c : shape) {
        if (c >= '0' && c <= '9') {
            run = run * 10 + static_cast<std::size_t>(c - '0');
            continue;
        }
        for (; run > 0; --run, ++at) {
            if (at >= account.size() || !fits_kind(account[at], c)) return false;
        }
    }
    return at == account.size();
}
// ISO 7064: letters count as 10 to 35; the caller has checked that only digits and capitals come.
[[nodiscard]] inline unsigned mod_97(std::string_view text) {
    unsigned rest = 0;
    for (const char c : text) {
        rest = c <= '9' ? (rest * 10 + static_cast<unsigned>(c - '0')) % 97
                        : (rest * 100 + static_cast<unsigned>(c - 'A' + 10)) % 97;
    }
    return rest;
}
} // namespace detail

inline Result<Iban> Iban::parse(std::string_view text) {
    std::string compact;
    for (const char c : text) {
        if (c == ' ') continue;
        compact += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    const auto refuse = [&](std::string expected) {
        return fail("IBAN", std::string(text.substr(0, 48)), std::move(expected));
    };
    if (compact.size() < 5 || compact.size() > 34) return refuse("5 to 34 letters and digits");
    const detail::IbanCountry* country =
        detail::iban_country(std::string_view(compact).substr(0, 2));
    if (country == nullptr) return refuse("a country that uses IBANs in the first two letters");
    if (!detail::fits_shape(std::string_view(compact).substr(2, 2), "2n") ||
        !detail::fits_shape(std::string_view(compact).substr(4), country->account_part)) {
        return refuse("the length and characters of an IBAN of " + std::string(country->code));
    }
    if (detail::mod_97(compact.substr(4) + compact.substr(0, 4)) != 1 ||
        compact.substr(2, 2) < "02" || compact.substr(2, 2) > "98") {
        return refuse("check digits that agree (a digit may be mistyped)");
    }
    return Iban(std::move(compact));
}

inline std::string Iban::print() const {
    std::string grouped;
    for (std::size_t at = 0; at < text_.size(); at += 4) {
        if (at > 0) grouped += ' ';
        grouped += text_.substr(at, 4);
    }
    return grouped;
}

} // namespace afpunt
