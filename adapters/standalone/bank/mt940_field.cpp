// SPDX-License-Identifier: MIT
//
// Each field is read whole or refused; what banks do outside the standard is named where it is
// allowed for.
#include "bank/mt940_field.hpp"

#include "bank/account_number.hpp"
#include "common/text_encoding.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

namespace afpunt::standalone {

namespace {

bool all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, text::is_digit);
}

// Five digits in the standard; -1 when it is no such number.
int small_number(std::string_view digits) {
    int value = 0;
    const char* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value);
    return all_digits(digits) && digits.size() <= 9 && error == std::errc() && stop == end ? value
                                                                                           : -1;
}

// References that only say that there is none, or that it stands in field 86.
std::string real_reference(std::string_view text) {
    const std::string reference = single_spaced(text);
    static constexpr std::array<std::string_view, 8> none{"NONREF", "NONE",  "EREF",  "PREF",
                                                          "MARF",   "KREF+", "EREF+", "NOREF"};
    return std::ranges::find(none, reference) == none.end() ? reference : std::string();
}

// The month and day of an entry stand without a year: it is booked in the year that brings it
// nearest to the value date, which may lie on the other side of New Year.
Result<Date> entry_day(std::string_view month_day, Date value_on) {
    std::optional<Date> nearest;
    for (const int year : {value_on.year() - 1, value_on.year(), value_on.year() + 1}) {
        std::string iso = std::to_string(year) + "-";
        iso.append(month_day.substr(0, 2)).append("-").append(month_day.substr(2));
        const Result<Date> day = Date::parse(iso);
        if (!day) continue;
        if (!nearest || std::abs(*day - value_on) < std::abs(*nearest - value_on)) nearest = *day;
    }
    if (!nearest) {
        return fail("entry date (:61:)", std::string(month_day), "a month and a day, MMDD");
    }
    return *nearest;
}

// Takes characters from the front.
class Cursor {
public:
    explicit Cursor(std::string_view text) : rest(text) {}
    std::string_view take(std::size_t count) {
        const std::string_view taken = rest.substr(0, count);
        rest.remove_prefix(taken.size());
        return taken;
    }
    bool accept(char c) {
        if (!rest.starts_with(c)) return false;
        rest.remove_prefix(1);
        return true;
    }
    std::string_view rest;
};

struct Mark {
    bool debit = false, reversal = false, expected = false;
};

// C, D, RC, RD, EC, ED. RC takes a credit back, so the money goes out.
std::optional<Mark> take_mark(Cursor& cursor) {
    Mark mark;
    mark.reversal = cursor.accept('R');
    mark.expected = !mark.reversal && cursor.accept('E');
    const bool credit = cursor.accept('C');
    if (!credit && !cursor.accept('D')) return std::nullopt;
    mark.debit = credit == mark.reversal;
    return mark;
}

std::string_view take_amount(Cursor& cursor) {
    const std::size_t end = cursor.rest.find_first_not_of("0123456789,");
    return cursor.take(std::min(end, cursor.rest.size()));
}

} // namespace

Mt940Account mt940_account(std::string_view field, std::string_view bank_code) {
    // :25P: has the BIC of the servicer on a second line.
    const std::size_t line_end = std::min(field.find('\n'), field.size());
    const std::string second = without_blanks(field.substr(line_end));
    Mt940Account account;
    if (looks_like_bic(second)) account.bic = second;
    std::string number = without_blanks(field.substr(0, line_end));
    const std::string_view end =
        std::string_view(number).substr(number.size() - std::min<std::size_t>(3, number.size()));
    if (number.size() > 5 && Currency::parse(end)) number.resize(number.size() - 3);
    // In front of a slash: a bank's name or BIC, or the German bank code, which belongs to the
    // number.
    const std::size_t slash = number.find('/');
    const std::string bank = slash == std::string::npos ? std::string() : number.substr(0, slash);
    const std::string after = slash == std::string::npos ? std::string() : number.substr(slash + 1);
    account.always_number_one = bank == "TRIODOSBANK";
    if (looks_like_bic(bank)) account.bic = bank;
    const bool names_bank = std::ranges::any_of(bank, text::is_letter);
    account.number = !after.empty() && (names_bank || looks_like_iban(after)) ? after : number;
    const std::string iban =
        dutch_iban(account.always_number_one ? "TRIO" : bank_code, account.number);
    if (!iban.empty()) account.number = iban;
    return account;
}

Result<Mt940Number> mt940_number(std::string_view field) {
    const std::string_view text = text::trim(field);
    const std::size_t slash = std::min(text.find('/'), text.size());
    Mt940Number number;
    number.statement = small_number(text.substr(0, slash));
    // Some write a third part, the section of a page.
    const std::string_view pages = text.substr(std::min(slash + 1, text.size()));
    if (!pages.empty()) number.page = small_number(pages.substr(0, pages.find('/')));
    if (number.statement < 0 || number.page < 0) {
        return fail("statement number (:28C:)", std::string(text),
                    "a number, perhaps with a page: 27 or 27/1");
    }
    return number;
}

Result<Date> mt940_date(std::string_view digits) {
    if (digits.size() == 6 && all_digits(digits)) {
        std::string iso = digits.front() >= '8' ? "19" : "20";
        iso.append(digits.substr(0, 2)).append("-").append(digits.substr(2, 2)).append("-");
        iso.append(digits.substr(4));
        if (const Result<Date> day = Date::parse(iso)) return *day;
    }
    return fail("date", std::string(digits), "a day that exists, written YYMMDD");
}

Result<Money> mt940_amount(std::string_view text, Currency currency) {
    std::string decimal(text);
    std::ranges::replace(decimal, ',', '.');
    const bool plain = !text.empty() && text::is_digit(text.front()) &&
                       text.find_first_not_of("0123456789,") == std::string_view::npos;
    Result<Money> amount =
        plain ? parse_money(decimal, currency) : tl::unexpected<Failure>(Failure{});
    if (amount) return amount;
    return fail("amount", std::string(text.substr(0, 40)),
                "an amount such as 1234,56, with a comma and at most " +
                    std::to_string(currency.exponent()) + " decimals for " +
                    std::string(currency.code()));
}

Result<Mt940Balance> mt940_balance(std::string_view field) {
    Cursor cursor(text::trim(field));
    const bool credit = cursor.accept('C');
    if (!credit && !cursor.accept('D')) {
        return fail("balance", std::string(field.substr(0, 40)),
                    "C or D, a day, a currency and an amount: C260318EUR380115,12");
    }
    const Result<Date> day = mt940_date(cursor.take(6));
    if (!day) return tl::unexpected(day.error());
    const Result<Currency> currency = Currency::parse(cursor.take(3));
    if (!currency) return tl::unexpected(currency.error());
    const Result<Money> amount = mt940_amount(cursor.rest, *currency);
    if (!amount) return tl::unexpected(amount.error());
    return Mt940Balance{*day, credit ? *amount : amount->negated()};
}

Result<Mt940Line> mt940_line(std::string_view field, Currency currency) {
    const std::size_t line_end = std::min(field.find('\n'), field.size());
    Cursor cursor(field.substr(0, line_end));
    Mt940Line line;
    line.supplement = single_spaced(field.substr(line_end));
    const Result<Date> value_on = mt940_date(cursor.take(6));
    if (!value_on) return tl::unexpected(value_on.error());
    line.value_on = line.booked_on = *value_on;
    // The entry date may be left out; some banks write blanks in its place.
    const std::string_view entry = cursor.rest.substr(0, 4);
    if (entry.size() == 4 && all_digits(entry)) {
        const Result<Date> day = entry_day(cursor.take(4), *value_on);
        if (!day) return tl::unexpected(day.error());
        line.booked_on = *day;
    } else if (text::trim(entry).empty()) {
        static_cast<void>(cursor.take(4));
    }
    const std::optional<Mark> mark = take_mark(cursor);
    if (!mark) {
        return fail("debit or credit (:61:)", std::string(cursor.rest.substr(0, 2)),
                    "C, D, RC or RD");
    }
    // The funds code: the third letter of the currency, for people.
    if (!cursor.rest.empty() && text::is_letter(cursor.rest.front())) cursor.rest.remove_prefix(1);
    const Result<Money> amount = mt940_amount(take_amount(cursor), currency);
    if (!amount) return tl::unexpected(amount.error());
    line.amount = mark->debit ? amount->negated() : *amount;
    line.reversal = mark->reversal;
    line.expected = mark->expected;
    line.type = std::string(text::trim(cursor.take(4)));
    const std::size_t slashes = cursor.rest.find("//");
    line.customer_reference = real_reference(cursor.rest.substr(0, slashes));
    if (slashes != std::string_view::npos) {
        line.bank_reference = real_reference(cursor.rest.substr(slashes + 2));
    }
    return line;
}

} // namespace afpunt::standalone
