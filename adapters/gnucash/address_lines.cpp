// SPDX-License-Identifier: MIT
#include "gnucash/address_lines.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace afpunt::gnucash {
namespace {

struct CountryName {
    std::string_view name; // lower case, accents too
    std::string_view code;
};
// In the four languages of the books, and as the countries call themselves.
constexpr std::array<CountryName, 62> country_names{{
    {"belgië", "BE"},          {"belgie", "BE"},
    {"belgique", "BE"},        {"belgien", "BE"},
    {"belgium", "BE"},         {"nederland", "NL"},
    {"the netherlands", "NL"}, {"netherlands", "NL"},
    {"pays-bas", "NL"},        {"niederlande", "NL"},
    {"holland", "NL"},         {"frankrijk", "FR"},
    {"france", "FR"},          {"frankreich", "FR"},
    {"duitsland", "DE"},       {"allemagne", "DE"},
    {"deutschland", "DE"},     {"germany", "DE"},
    {"luxemburg", "LU"},       {"luxembourg", "LU"},
    {"lëtzebuerg", "LU"},      {"oostenrijk", "AT"},
    {"autriche", "AT"},        {"österreich", "AT"},
    {"austria", "AT"},         {"zwitserland", "CH"},
    {"suisse", "CH"},          {"schweiz", "CH"},
    {"switzerland", "CH"},     {"svizzera", "CH"},
    {"italië", "IT"},          {"italie", "IT"},
    {"italien", "IT"},         {"italia", "IT"},
    {"italy", "IT"},           {"spanje", "ES"},
    {"espagne", "ES"},         {"spanien", "ES"},
    {"españa", "ES"},          {"spain", "ES"},
    {"portugal", "PT"},        {"ierland", "IE"},
    {"irlande", "IE"},         {"irland", "IE"},
    {"ireland", "IE"},         {"verenigd koninkrijk", "GB"},
    {"royaume-uni", "GB"},     {"united kingdom", "GB"},
    {"great britain", "GB"},   {"denemarken", "DK"},
    {"danemark", "DK"},        {"dänemark", "DK"},
    {"denmark", "DK"},         {"danmark", "DK"},
    {"zweden", "SE"},          {"suède", "SE"},
    {"schweden", "SE"},        {"sweden", "SE"},
    {"sverige", "SE"},         {"polen", "PL"},
    {"pologne", "PL"},         {"poland", "PL"},
}};
constexpr std::array<std::string_view, 13> country_codes{"BE", "NL", "FR", "DE", "LU", "AT", "CH",
                                                         "IT", "ES", "PT", "IE", "GB", "DK"};
// What stands before a postal code, as the posts recommended until 1999 and people still write.
constexpr std::array<CountryName, 13> code_prefixes{{{"B", "BE"},
                                                     {"BE", "BE"},
                                                     {"NL", "NL"},
                                                     {"F", "FR"},
                                                     {"FR", "FR"},
                                                     {"D", "DE"},
                                                     {"DE", "DE"},
                                                     {"L", "LU"},
                                                     {"LU", "LU"},
                                                     {"A", "AT"},
                                                     {"AT", "AT"},
                                                     {"CH", "CH"},
                                                     {"I", "IT"}}};

// Capitals of Latin-1 as well: "BELGIË" is written in all of them.
std::string lower_with_accents(std::string_view written) {
    std::string lowered = text::lower(written);
    for (std::size_t at = 0; at + 1 < lowered.size(); ++at) {
        const auto next = static_cast<unsigned char>(lowered[at + 1]);
        if (lowered[at] == '\xC3' && next >= 0x80 && next <= 0x9E && next != 0x97) {
            lowered[at + 1] = static_cast<char>(next + 0x20U);
        }
    }
    return lowered;
}

std::size_t digits_at_front(std::string_view line) {
    std::size_t count = 0;
    while (count < line.size() && text::is_digit(line[count]))
        ++count;
    return count;
}

struct PostalLine {
    std::string code, city;
    std::string_view country;
};

// "B-" of "B-9930 Lievegem" is taken off the line and tells the country.
std::string_view take_prefix(std::string_view& line) {
    for (const CountryName& prefix : code_prefixes) {
        const std::size_t length = prefix.name.size();
        if (line.size() > length + 1 && line.starts_with(prefix.name) && line[length] == '-' &&
            text::is_digit(text::trim(line.substr(length + 1)).front())) {
            line = text::trim(line.substr(length + 1));
            return prefix.code;
        }
    }
    return {};
}

// "1017 AB Amsterdam" and "1017AB Amsterdam": two capitals behind four digits are Dutch only.
std::optional<PostalLine> dutch_line(std::string_view line) {
    const std::string_view rest = text::trim(line.substr(4));
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    const bool has_letters =
        rest.size() > 3 && is_capital(rest[0]) && is_capital(rest[1]) && text::is_space(rest[2]);
    if (!has_letters) return std::nullopt;
    return PostalLine{std::string(line.substr(0, 4)) + " " + std::string(rest.substr(0, 2)),
                      std::string(text::trim(rest.substr(2))), "NL"};
}

// The code in front of the city: four digits (Belgium, Luxembourg, Austria, Switzerland, Denmark)
// or five (France, Germany, Italy, Spain).
std::optional<PostalLine> postal_line(std::string_view line) {
    const std::string_view prefixed = take_prefix(line);
    const std::size_t digits = digits_at_front(line);
    if (digits == 4) {
        if (auto dutch = dutch_line(line)) return dutch;
    }
    if ((digits != 4 && digits != 5) || digits + 1 >= line.size() ||
        !text::is_space(line[digits])) {
        return std::nullopt;
    }
    const std::string_view city = text::trim(line.substr(digits));
    const char first = city.front();
    if (text::is_digit(first) || first == '-' || first == '/') return std::nullopt;
    return PostalLine{std::string(line.substr(0, digits)), std::string(city), prefixed};
}

// "9930 Lievegem, België" and "9930 Lievegem (België)" become two lines.
void split_off_country(std::vector<std::string_view>& lines) {
    if (lines.empty()) return;
    std::string_view& last = lines.back();
    const std::size_t mark = last.find_last_of(",(");
    if (mark == std::string_view::npos || mark == 0) return;
    std::string_view behind = text::trim(last.substr(mark + 1));
    if (!behind.empty() && behind.back() == ')')
        behind = text::trim(behind.substr(0, behind.size() - 1));
    if (country_named(behind).empty()) return;
    last = text::trim(last.substr(0, mark));
    lines.push_back(behind);
}

bool has_digit(std::string_view line) {
    return std::any_of(line.begin(), line.end(), text::is_digit);
}

// The street is the first line with a house number: above it stand departments and buildings.
void put_streets(const std::vector<std::string_view>& lines, ReadAddress& address) {
    auto street = std::find_if(lines.begin(), lines.end(), has_digit);
    if (street == lines.end()) street = lines.begin();
    for (auto line = lines.begin(); line != lines.end(); ++line) {
        if (line == street) {
            address.street = *line;
        } else {
            address.street_extra += (address.street_extra.empty() ? "" : ", ") + std::string(*line);
        }
    }
}

ReadAddress read(std::vector<std::string_view> lines) {
    ReadAddress address;
    split_off_country(lines);
    if (!lines.empty()) {
        address.country = country_named(lines.back());
        if (!address.country.empty()) lines.pop_back();
    }
    // From the end: a street such as "1000 Ridderstraat" would stand further up.
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        auto postal = postal_line(*line);
        if (!postal) continue;
        address.postal_code = std::move(postal->code);
        address.city = std::move(postal->city);
        if (address.country.empty()) address.country = postal->country;
        lines.erase(std::next(line).base());
        break;
    }
    put_streets(lines, address);
    return address;
}

} // namespace

std::string_view country_named(std::string_view line) {
    const std::string_view written = text::trim(line);
    const auto* const code = std::find(country_codes.begin(), country_codes.end(), written);
    if (code != country_codes.end()) return *code;
    const std::string lowered = lower_with_accents(written);
    for (const CountryName& country : country_names) {
        if (lowered == country.name) return country.code;
    }
    return {};
}

ReadAddress read_address_lines(std::initializer_list<std::string_view> lines) {
    std::vector<std::string_view> written;
    for (const std::string_view line : lines) {
        if (!text::trim(line).empty()) written.push_back(text::trim(line));
    }
    return read(std::move(written));
}

ReadAddress read_address_text(std::string_view rest) {
    std::vector<std::string_view> written;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = text::trim(rest.substr(0, end));
        if (!line.empty()) written.push_back(line);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return read(std::move(written));
}

} // namespace afpunt::gnucash
