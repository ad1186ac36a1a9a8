// SPDX-License-Identifier: MIT
#include "gnucash/amount_in_words.hpp"

#include <algorithm>

namespace afpunt::gnucash {

std::string amount_in_words(const Money& money, std::string_view language) {
    const std::string_view base = language.substr(0, 2);
    const bool is_dutch_or_german = base == "nl" || base == "de";
    const std::string_view thousands = is_dutch_or_german ? "." : base == "fr" ? "\xC2\xA0" : ",";
    const bool is_english = !is_dutch_or_german && base != "fr";
    const std::string plain = money.decimal();
    const std::size_t start = plain.front() == '-' ? 1 : 0;
    const std::size_t dot = std::min(plain.find('.'), plain.size());
    std::string number(plain, 0, start);
    for (std::size_t at = start; at < dot; ++at) {
        if (at > start && (dot - at) % 3 == 0) number += thousands;
        number += plain[at];
    }
    if (dot < plain.size()) number += (is_english ? "." : ",") + plain.substr(dot + 1);
    const std::string code(money.currency.code());
    return is_english ? code + " " + number : number + " " + code;
}

} // namespace afpunt::gnucash
