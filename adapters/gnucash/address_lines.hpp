// SPDX-License-Identifier: MIT
//
// GnuCash keeps an address as four free lines. Postal code, city and country are taken out where
// they are written as in Belgium, the Netherlands, France, Germany and their neighbours; what is
// not understood stays in the lines for the street, as it was written. Nothing is guessed: a
// country is given only where it is named, or where the form of the postal code leaves no other.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace afpunt::gnucash {

struct ReadAddress {
    std::string street, street_extra, postal_code, city;
    std::string country; // ISO 3166-1 alpha-2; empty = not known
    friend bool operator==(const ReadAddress&, const ReadAddress&) = default;
};

[[nodiscard]] ReadAddress read_address_lines(std::initializer_list<std::string_view> lines);
// The same for one text with line ends, as the book's options keep the firm's own address.
[[nodiscard]] ReadAddress read_address_text(std::string_view text);
// "België", "Deutschland", "FRANCE", "LU"; empty when it names no country that we know.
[[nodiscard]] std::string_view country_named(std::string_view line);

} // namespace afpunt::gnucash
