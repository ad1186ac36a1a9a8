// SPDX-License-Identifier: MIT
//
// The slips that studies of typed numbers and every accountant know: one digit wrong, two
// neighbours swapped, a digit left out or doubled, a letter for a digit.
#include "mistakes.hpp"

#include <afpunt/iban.hpp>
#include <afpunt/text.hpp>

#include <algorithm>
#include <array>

namespace afpunt::matching {
namespace {

[[nodiscard]] std::vector<std::size_t> digits_of(std::string_view text) {
    std::vector<std::size_t> places;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text::is_digit(text[at])) places.push_back(at);
    }
    return places;
}

} // namespace

std::string padded(std::uint64_t number, std::size_t width) {
    const std::string digits = std::to_string(number);
    return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

std::string ogm_of(std::uint64_t number) {
    const std::uint64_t rest = number % 97;
    const std::string digits = padded(number, 10) + padded(rest == 0 ? 97 : rest, 2);
    return "+++" + digits.substr(0, 3) + "/" + digits.substr(3, 4) + "/" + digits.substr(7) + "+++";
}

std::string creditor_reference_of(std::uint64_t number) {
    const std::string text = padded(number, 9);
    const unsigned check = 98 - afpunt::detail::mod_97(text + "RF00");
    return "RF" + padded(check, 2) + text;
}

std::string betalingskenmerk_of(std::uint64_t number) {
    constexpr std::array<unsigned, 10> weights{2, 4, 8, 5, 10, 9, 7, 3, 6, 1};
    const std::string digits = padded(number, 15);
    unsigned sum = 0;
    for (std::size_t at = 0; at < digits.size(); ++at) {
        sum += static_cast<unsigned>(digits[digits.size() - 1 - at] - '0') * weights[at % 10];
    }
    const unsigned check = 11 - sum % 11;
    return std::to_string(check == 10 ? 1U : check == 11 ? 0U : check) + digits;
}

std::string written_whole(std::string_view number, Chance& chance) {
    std::string text = chance.percent(30) ? text::lower(number) : std::string(number);
    if (chance.percent(60)) return text;
    const std::string separator = chance.word({" ", "", "/", "-", ".", " - "});
    std::string result;
    for (const char c : text) {
        if (text::is_digit(c) || text::is_letter(c)) {
            result += c;
        } else {
            result += separator;
        }
    }
    return result;
}

std::string written_loosely(std::string_view number, Chance& chance) {
    std::string result;
    bool in_digits = false;
    for (const char c : number) {
        const bool is_leading_zero = c == '0' && !in_digits;
        if (!is_leading_zero) result += c;
        in_digits = text::is_digit(c) && !is_leading_zero;
    }
    return chance.percent(50) ? text::lower(result) : result;
}

std::uint64_t last_digits(std::string_view number) {
    std::size_t begin = number.size();
    while (begin > 0 && text::is_digit(number[begin - 1]))
        --begin;
    return begin == number.size() ? 0 : std::stoull(std::string(number.substr(begin)));
}

std::string written_short(std::string_view number, Chance& chance) {
    const std::uint64_t value = last_digits(number);
    return chance.percent(70) ? std::to_string(value) : padded(value, 4);
}

std::string with_slip(std::string_view text, Chance& chance) {
    const std::vector<std::size_t> places = digits_of(text);
    std::string result(text);
    if (places.size() < 2) return result;
    for (int tries = 0; tries < 20 && result == text; ++tries) {
        const std::size_t at = chance.below(places.size());
        if (chance.percent(50)) {
            result[places[at]] = static_cast<char>('0' + chance.below(10));
        } else if (at + 1 < places.size()) {
            std::swap(result[places[at]], result[places[at + 1]]);
        }
    }
    return result;
}

std::string with_any_slip(std::string_view text, Chance& chance) {
    const std::vector<std::size_t> places = digits_of(text);
    if (places.empty() || chance.percent(70)) return with_slip(text, chance);
    std::string result(text);
    const std::size_t at = places[chance.below(places.size())];
    if (chance.percent(50)) {
        result.erase(at, 1);
    } else {
        result.insert(at, 1, result[at]);
    }
    return result;
}

std::string with_letters_for_digits(std::string_view text, Chance& chance) {
    std::string result(text);
    for (char& c : result) {
        if (c == '0' && chance.percent(70)) {
            c = chance.percent(50) ? 'O' : 'o';
        } else if (c == '1' && chance.percent(70)) {
            c = chance.percent(50) ? 'I' : 'l';
        }
    }
    return result;
}

std::string name_at_the_bank(std::string_view name, Chance& chance) {
    const std::size_t blank = name.find(' ');
    std::string result(name);
    if (blank != std::string_view::npos && chance.percent(60)) {
        const std::string first(name.substr(0, blank));
        const std::string rest(name.substr(blank + 1));
        result = rest + " " + (chance.percent(30) ? first.substr(0, 1) : first);
    }
    return chance.percent(70) ? text::upper(result) : result;
}

std::string with_small_talk(std::string_view text, Chance& chance) {
    std::string result(text);
    if (chance.percent(50)) {
        result = chance.word({"factuur ", "fact. ", "facture ", "Rechnung ", "invoice ",
                              "betaling ", "paiement facture no ", "uw factuur nr. ", "fattura "}) +
                 result;
    }
    switch (chance.below(6)) {
    case 0:
        result += " dd " + padded(1 + chance.below(28), 2) + "/" + padded(1 + chance.below(12), 2) +
                  "/2026";
        break;
    case 1: result += " klant " + std::to_string(chance.below(9000) + 100); break;
    case 2: result += ", met dank"; break;
    case 3:
        result += " bedrag " + std::to_string(chance.below(900) + 10) + "," +
                  padded(chance.below(100), 2);
        break;
    default: break;
    }
    return result;
}

} // namespace afpunt::matching
