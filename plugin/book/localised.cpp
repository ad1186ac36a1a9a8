// SPDX-License-Identifier: MIT
//
// Amounts and dates in the reader's language, written out here because the host's locale may be
// anything (GnuCash may run with a decimal comma) and must not change a letter. French groups
// thousands with U+00A0, the no-break space, so that an amount is never broken over two lines.
#include "book/localised.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace afpunt::book {
namespace {

struct Habits {
    std::string_view language;
    std::string_view thousands;
    std::string_view decimal_mark;
    std::array<std::string_view, 12> months;
};

constexpr std::array<Habits, 4> all_habits{{
    {"en",
     ",",
     ".",
     {"January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December"}},
    {"nl",
     ".",
     ",",
     {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
      "oktober", "november", "december"}},
    {"fr",
     "\xC2\xA0",
     ",",
     {"janvier", "f\xC3\xA9vrier", "mars", "avril", "mai", "juin", "juillet", "ao\xC3\xBBt",
      "septembre", "octobre", "novembre",
      "d\xC3\xA9"
      "cembre"}},
    {"de",
     ".",
     ",",
     {"Januar", "Februar", "M\xC3\xA4rz", "April", "Mai", "Juni", "Juli", "August", "September",
      "Oktober", "November", "Dezember"}},
}};

[[nodiscard]] const Habits& habits_of(std::string_view language) {
    const std::string primary = text::lower(language.substr(0, language.find_first_of("-_")));
    for (const Habits& habits : all_habits) {
        if (habits.language == primary) return habits;
    }
    return all_habits.front();
}

} // namespace

std::string_view base_language(std::string_view language) {
    return habits_of(language).language;
}

std::string localised(const Money& amount, std::string_view language) {
    const Habits& habits = habits_of(language);
    const std::string plain = amount.decimal();
    const std::size_t start = plain.front() == '-' ? 1 : 0;
    const std::size_t dot = std::min(plain.find('.'), plain.size());
    std::string number(plain, 0, start);
    for (std::size_t at = start; at < dot; ++at) {
        if (at > start && (dot - at) % 3 == 0) number += habits.thousands;
        number += plain[at];
    }
    if (dot < plain.size()) number.append(habits.decimal_mark).append(plain, dot + 1);
    const std::string code(amount.currency.code());
    return habits.language == "en" ? code + " " + number : number + " " + code;
}

std::string localised(Date day, std::string_view language) {
    const Habits& habits = habits_of(language);
    std::string written = std::to_string(day.day());
    if (habits.language == "fr" && day.day() == 1) written += "er";
    if (habits.language == "de") written += ".";
    written.append(" ").append(habits.months[day.month() - 1]);
    return written + " " + std::to_string(day.year());
}

} // namespace afpunt::book
