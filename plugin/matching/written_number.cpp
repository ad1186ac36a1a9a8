// SPDX-License-Identifier: MIT
//
// Invoice numbers as people write them: capitals or not, any separators or none, zeros and years
// left out, a sign mistyped.
#include "matching/written_number.hpp"

#include "matching/structured_reference.hpp"

#include <afpunt/text.hpp>

#include <algorithm>

namespace afpunt::matching {
namespace {

// One sign too many or too few.
[[nodiscard]] bool lacks_one_sign(std::string_view shorter, std::string_view longer) {
    if (shorter.size() + 1 != longer.size()) return false;
    const auto [first, other] = std::mismatch(shorter.begin(), shorter.end(), longer.begin());
    return std::equal(first, shorter.end(), other + 1);
}

} // namespace

std::string_view without_zeros(std::string_view digits) {
    const std::size_t first = digits.find_first_not_of('0');
    return first == std::string_view::npos ? digits.substr(digits.size() - 1)
                                           : digits.substr(first);
}

std::string compact_number(std::string_view number) {
    std::string compact;
    for (const char c : number) {
        if (text::is_digit(c) || text::is_letter(c)) compact += text::upper(c);
    }
    return compact;
}

std::string loose_number(std::string_view number) {
    std::string loose;
    for (std::size_t at = 0; at < number.size();) {
        const std::size_t begin = at;
        while (at < number.size() && text::is_digit(number[at]))
            ++at;
        if (at > begin) {
            loose += without_zeros(number.substr(begin, at - begin));
            continue;
        }
        if (text::is_letter(number[at])) loose += text::upper(number[at]);
        ++at;
    }
    return loose;
}

std::string with_digits_for_letters(std::string_view compact) {
    std::string digits(compact);
    std::replace(digits.begin(), digits.end(), 'O', '0');
    std::replace(digits.begin(), digits.end(), 'I', '1');
    std::replace(digits.begin(), digits.end(), 'L', '1');
    return digits;
}

bool is_near(std::string_view written, std::string_view meant) {
    return written == meant || is_one_slip_away(written, meant) || lacks_one_sign(written, meant) ||
           lacks_one_sign(meant, written) ||
           with_digits_for_letters(written) == with_digits_for_letters(meant);
}

bool is_near_number(std::string_view written, std::string_view number) {
    return is_near(compact_number(written), compact_number(number)) ||
           is_near(loose_number(written), loose_number(number));
}

const TextRun* telling_run(const std::vector<TextRun>& runs, int year) {
    const TextRun* last = nullptr;
    const TextRun* before_last = nullptr;
    for (const TextRun& run : runs) {
        if (!run.is_digits) continue;
        before_last = last;
        last = &run;
    }
    const bool ends_with_year = last != nullptr && last->text == std::to_string(year);
    return ends_with_year && before_last != nullptr ? before_last : last;
}

std::string_view without_year(std::string_view digits, int year) {
    const std::string full = std::to_string(year);
    for (const std::string_view form :
         {std::string_view(full), std::string_view(full).substr(full.size() - 2)}) {
        if (digits.size() > form.size() + 1 && digits.substr(0, form.size()) == form) {
            return without_zeros(digits.substr(form.size()));
        }
    }
    return {};
}

} // namespace afpunt::matching
