// SPDX-License-Identifier: MIT
#include "bank/csv_value.hpp"

#include <afpunt/text.hpp>

#include <algorithm>

namespace afpunt::standalone {

namespace {

// A run of the same letter in a format: "YYYY" is {'Y', 4}; any other character stands for itself.
struct Part {
    char letter = 0;
    std::size_t length = 0;
};

Part part_at(std::string_view format) {
    const char letter = format.front();
    if (letter != 'Y' && letter != 'M' && letter != 'D') return {letter, 1};
    const std::size_t end = format.find_first_not_of(letter);
    return {letter, std::min(end, format.size())};
}

bool is_number_part(const Part& part) {
    return part.letter == 'Y' || part.letter == 'M' || part.letter == 'D';
}

// Digits of one number: exactly `length`, or one or two where the format has a single letter.
std::string_view take_digits(std::string_view& text, std::size_t length) {
    std::size_t count = 0;
    const std::size_t most = length == 1 ? 2 : length;
    while (count < most && count < text.size() && text::is_digit(text[count]))
        ++count;
    const std::string_view digits = text.substr(0, count);
    text.remove_prefix(count);
    return length == 1 || count == length ? digits : std::string_view();
}

// Drops marks between thousands; empty when they stand elsewhere.
std::string without_group_marks(std::string_view whole, char decimal_mark) {
    static constexpr std::string_view no_break_blank = "\xC2\xA0";
    static constexpr std::string_view narrow_blank = "\xE2\x80\xAF";
    std::string digits;
    std::size_t in_group = 0;
    bool grouped = false;
    while (!whole.empty()) {
        if (text::is_digit(whole.front())) {
            digits += whole.front();
            ++in_group;
            whole.remove_prefix(1);
            continue;
        }
        std::size_t mark = 0;
        if (whole.starts_with(no_break_blank)) mark = no_break_blank.size();
        if (whole.starts_with(narrow_blank)) mark = narrow_blank.size();
        if (std::string_view(".,' ").find(whole.front()) != std::string_view::npos &&
            whole.front() != decimal_mark) {
            mark = 1;
        }
        const bool fits = grouped ? in_group == 3 : in_group >= 1 && in_group <= 3;
        if (mark == 0 || !fits) return {};
        grouped = true;
        in_group = 0;
        whole.remove_prefix(mark);
    }
    return grouped && in_group != 3 ? std::string() : digits;
}

} // namespace

bool is_date_format(std::string_view format) {
    int years = 0, months = 0, days = 0;
    while (!format.empty()) {
        const Part part = part_at(format);
        if (part.letter == 'Y' && (part.length == 2 || part.length == 4)) ++years;
        if (part.letter == 'M' && part.length <= 2) ++months;
        if (part.letter == 'D' && part.length <= 2) ++days;
        const bool known =
            !is_number_part(part) || part.length <= 2 || (part.letter == 'Y' && part.length == 4);
        if (!known || text::is_digit(part.letter)) return false;
        format.remove_prefix(part.length);
    }
    return years == 1 && months == 1 && days == 1;
}

Result<Date> csv_date(std::string_view text, std::string_view format) {
    const auto refuse = [&] {
        return fail("date", std::string(text.substr(0, 40)),
                    "a day that exists, written " + std::string(format));
    };
    std::string_view rest = text::trim(text);
    std::string_view pattern = format;
    std::string year, month, day;
    while (!pattern.empty()) {
        const Part part = part_at(pattern);
        pattern.remove_prefix(part.length);
        if (is_number_part(part)) {
            const std::string_view digits = take_digits(rest, part.length);
            if (digits.empty()) return refuse();
            std::string& number = part.letter == 'Y' ? year : part.letter == 'M' ? month : day;
            number = digits;
        } else if (!rest.starts_with(part.letter)) {
            return refuse();
        } else {
            rest.remove_prefix(1);
        }
    }
    if (!rest.empty() && rest.front() != ' ' && rest.front() != 'T') return refuse();
    if (year.size() == 2) year.insert(0, "20");
    if (month.size() == 1) month.insert(0, "0");
    if (day.size() == 1) day.insert(0, "0");
    const Result<Date> date = Date::parse(year + "-" + month + "-" + day);
    if (!date) return refuse();
    return *date;
}

Result<Money> csv_amount(std::string_view text, char decimal_mark, Currency currency) {
    const std::string mark(1, decimal_mark);
    const auto refuse = [&] {
        return fail("amount", std::string(text.substr(0, 40)),
                    "an amount such as 1234" + mark + "56, with '" + mark + "' before at most " +
                        std::to_string(currency.exponent()) + " decimals");
    };
    std::string_view rest = text::trim(text);
    bool negative = false;
    if (rest.starts_with('-') || rest.starts_with('+')) {
        negative = rest.front() == '-';
        rest = text::trim(rest.substr(1));
    } else if (rest.ends_with('-') || rest.ends_with('+')) {
        negative = rest.back() == '-';
        rest = text::trim(rest.substr(0, rest.size() - 1));
    }
    const std::size_t point = std::min(rest.find(decimal_mark), rest.size());
    std::string decimal = without_group_marks(rest.substr(0, point), decimal_mark);
    const std::string_view decimals = rest.substr(std::min(point + 1, rest.size()));
    if (decimal.empty() || !std::ranges::all_of(decimals, text::is_digit)) return refuse();
    decimal.append(".").append(decimals);
    const Result<Money> amount = parse_money(decimal, currency);
    if (!amount) return refuse();
    return negative ? amount->negated() : *amount;
}

} // namespace afpunt::standalone
