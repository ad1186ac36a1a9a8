// SPDX-License-Identifier: MIT
//
// One statement: how it begins, its lines, what must add up before it is believed.
#include "bank/mt940_reader.hpp"

#include "bank/account_number.hpp"
#include "bank/mt940_code.hpp"
#include "bank/mt940_details.hpp"
#include "common/text_encoding.hpp"

#include <afpunt/iban.hpp>
#include <afpunt/text.hpp>

#include <algorithm>
#include <charconv>

namespace afpunt::standalone {

namespace {

// ABN AMRO writes 33001 for the first statement of day 330: day and number within the day, which
// would look like a hundred missing statements each day.
int day_in_number(int number) {
    return number % 100 == 1 ? number / 100 : 0;
}

// 90D: "3EUR120,50": how many, and their sum.
struct InterimSum {
    int count = 0;
    Money amount;
};
Result<InterimSum> interim_sum_of(std::string_view value) {
    const std::size_t digits = value.find_first_not_of("0123456789");
    InterimSum sum;
    const auto [stop, error] =
        std::from_chars(value.data(), value.data() + std::min(digits, value.size()), sum.count);
    if (digits == std::string_view::npos || error != std::errc() || digits == 0) {
        return fail("sum", std::string(value.substr(0, 40)),
                    "a number, a currency and an amount: 3EUR120,50");
    }
    const Result<Currency> currency = Currency::parse(value.substr(digits, 3));
    if (!currency) return tl::unexpected(currency.error());
    const Result<Money> amount =
        mt940_amount(value.substr(std::min(digits + 3, value.size())), *currency);
    if (!amount) return tl::unexpected(amount.error());
    sum.amount = *amount;
    return sum;
}

} // namespace

void Mt940Reader::opening_balance(std::string_view tag, std::string_view value) {
    const Result<Mt940Balance> balance = mt940_balance(value);
    const bool joins = page_follows_;
    if (!balance) {
        const Failure& failure = balance.error();
        return give_up(":" + std::string(tag) + ": " + failure.field, failure.found,
                       failure.expected);
    }
    if (joins) {
        join_page(*balance);
        if (begun_) {
            stage_ = Stage::Open;
            return;
        }
    }
    head_ = {};
    head_.opening = balance->amount;
    head_.from = balance->day;
    begin_statement(balance->amount.currency);
    if (tag == "60M" && number_.page > 1) {
        log_.error({where(), ":60M:", "page " + std::to_string(number_.page),
                    "the pages before it in the same file"});
    }
    stage_ = Stage::Open;
}

// The next page of the statement under way, or the end of that statement.
void Mt940Reader::join_page(const Mt940Balance& balance) {
    const bool fits = foot_.closing && *foot_.closing == balance.amount &&
                      account_.number == head_.account &&
                      (number_.page == 0 || number_.page == page_ + 1);
    page_follows_ = false;
    if (fits) {
        page_ = number_.page;
        foot_.closing.reset();
        return;
    }
    log_.error({where(), ":60M:", account_.number + " " + balance.amount.code_and_decimal(),
                "the page behind page " + std::to_string(page_) + " of statement " + head_.number});
    end_statement();
}

void Mt940Reader::number_statement() {
    page_ = number_.page;
    head_.sequence = account_.always_number_one ? 0 : number_.statement;
    if (bank_ == "ABNA" && number_.statement > 99)
        head_.sequence = day_in_number(number_.statement);
    if (number_.statement > 0 && !account_.always_number_one) {
        head_.number = std::to_string(number_.statement);
    }
}

void Mt940Reader::begin_statement(Currency currency) {
    if (begun_) {
        log_.error({where(), "message", "another statement",
                    "the next page of statement " + head_.number});
        end_statement();
    }
    log_.statement_opens();
    ++statements_;
    if (interim_message_) {
        ++interim_;
        head_ = {};
        if (created_on_) head_.until = created_on_;
    }
    currency_ = currency;
    head_.currency = std::string(currency.code());
    head_.account = account_.number;
    head_.bic = account_.bic;
    head_.provisional = interim_message_;
    number_statement();
    if (head_.account.empty()) {
        log_.error({where(), ":25:", "", "the number of the account"});
    } else if (looks_like_iban(head_.account) && !Iban::parse(head_.account) &&
               head_.account != doubted_account_) {
        doubted_account_ = head_.account;
        log_.warning({where(), ":25:", head_.account, "an IBAN with check digits that agree"});
    }
    foot_ = {};
    days_known_ = false;
    if (head_.from) widen(*head_.from);
    lines_ = debits_ = credits_ = 0;
    debit_ = credit_ = Money{0, currency};
    pending_.reset();
    begun_ = true;
    page_follows_ = false;
    sink_.begin(head_);
    log_.statement_begun();
}

// 34F: "EUR0", "EURD20,50": the amount from which entries are told of. Only the currency counts.
void Mt940Reader::floor_limit(std::string_view value) {
    const Result<Currency> currency = Currency::parse(text::trim(value).substr(0, 3));
    if (!currency) {
        log_.warning(currency.error().at(where()));
        return;
    }
    floor_currency_ = *currency;
}

// 13D: "2603191815+0100"; some banks write a C in front.
void Mt940Reader::interim_day(std::string_view value) {
    value = text::trim(value);
    if (value.starts_with('C')) value.remove_prefix(1);
    const Result<Date> day = mt940_date(value.substr(0, 6));
    if (!day) {
        log_.warning(day.error().at(where()));
        return;
    }
    created_on_ = *day;
    if (begun_) widen(*day);
}

void Mt940Reader::interim_sum(std::string_view tag, std::string_view value) {
    if (!interim_message_) {
        return give_up(":" + std::string(tag) + ":", "a sum of an interim report",
                       "the closing balance, :62F:");
    }
    flush_line();
    const Result<InterimSum> sum = interim_sum_of(text::trim(value));
    if (!sum) return log_.error(sum.error().at(where()));
    const bool debit = tag == "90D";
    const Money& moved = debit ? debit_ : credit_;
    const int count = debit ? debits_ : credits_;
    if (sum->amount == moved && sum->count == count) return;
    log_.error({where(), ":" + std::string(tag) + ":",
                std::to_string(sum->count) + " entries, " + sum->amount.decimal(),
                std::to_string(count) + " entries, " + moved.decimal() + ", as read"});
}

void Mt940Reader::statement_line(std::string_view value) {
    flush_line();
    ++lines_;
    pending_where_ = where();
    Result<Mt940Line> line = mt940_line(value, currency_);
    if (!line) return log_.error(line.error().at(where()));
    pending_ = std::move(*line);
}

// Without a line before it, or behind the closing balance, the field tells of the statement.
void Mt940Reader::details(std::string_view value) {
    if (!pending_ || stage_ != Stage::Open) return;
    if (!pending_details_.empty()) pending_details_ += '\n';
    pending_details_.append(
        value.substr(0, max_field_bytes - std::min(max_field_bytes, pending_details_.size())));
}

void Mt940Reader::flush_line() {
    if (!pending_) return;
    const Mt940Line line = std::move(*pending_);
    const std::string text = std::move(pending_details_);
    pending_.reset();
    pending_details_.clear();
    if (line.expected || line.amount.is_zero()) {
        log_.notice({pending_where_, ":61:", line.amount.decimal(),
                     line.expected ? "a booking; the line announces one and is passed over"
                                   : "an amount; the line moves no money and is passed over"});
        return;
    }
    Money& total = line.amount.is_negative() ? debit_ : credit_;
    ++(line.amount.is_negative() ? debits_ : credits_);
    const Result<Money> sum =
        line.amount.is_negative() ? subtract(total, line.amount) : add(total, line.amount);
    if (!sum) return log_.error(sum.error().at(pending_where_));
    total = *sum;
    widen(line.booked_on);
    if (!log_.sound()) return;
    BankEntry entry = entry_of(line, text);
    entry.line = lines_;
    ++foot_.entry_count;
    sink_.entry(entry);
}

BankEntry Mt940Reader::entry_of(const Mt940Line& line, std::string_view text) const {
    const Mt940Details details = mt940_details(text);
    BankEntry entry;
    entry.amount = line.amount;
    entry.booked_on = line.booked_on;
    entry.value_on = line.value_on;
    entry.counterparty_name = details.name;
    entry.counterparty_iban = details.account;
    entry.counterparty_bic = details.bic;
    entry.structured_reference = details.structured_reference;
    entry.remittance = details.remittance;
    entry.end_to_end_id = details.end_to_end_id;
    entry.mandate_id = details.mandate_id;
    entry.return_reason = details.return_reason;
    entry.bank_reference = line.bank_reference;
    entry.transaction_code = line.type + (details.code.empty() ? "" : "/" + details.code);
    entry.kind = kind_of_mt940_code(line.type, details.code, !line.amount.is_negative(),
                                    line.reversal || !details.return_reason.empty()
                                        ? Mt940Undoing::ReversedOrReturned
                                        : Mt940Undoing::No);
    // ASN writes the payer's account where the standard has a reference, Rabobank on the line
    // behind.
    for (const std::string& place : {line.customer_reference, line.supplement}) {
        if (entry.counterparty_iban.empty() && looks_like_iban(without_blanks(place))) {
            entry.counterparty_iban = without_blanks(place);
        }
    }
    if (entry.end_to_end_id.empty() && !looks_like_iban(line.customer_reference)) {
        entry.end_to_end_id = line.customer_reference;
    }
    if (text.empty() && !looks_like_iban(without_blanks(line.supplement))) {
        entry.remittance = line.supplement;
    }
    return entry;
}

void Mt940Reader::closing_balance(std::string_view tag, std::string_view value) {
    flush_line();
    const Result<Mt940Balance> balance = mt940_balance(value);
    stage_ = Stage::Closed;
    if (!balance) return log_.error(balance.error().at(where()));
    if (balance->amount.currency != currency_) {
        return log_.error({where(), ":" + std::string(tag) + ":",
                           balance->amount.code_and_decimal(), "a balance in " + head_.currency});
    }
    if (balance->day < *head_.from) {
        log_.warning({where(), ":" + std::string(tag) + ":", balance->day.iso(),
                      "a day not before the opening balance, " + head_.from->iso()});
    }
    widen(balance->day);
    foot_.closing = balance->amount;
    page_follows_ = tag == "62M";
}

// The end of a message: by its mark, by the next message, or by the end of the file.
void Mt940Reader::end_message(bool file_ended) {
    const Stage ended = stage_;
    stage_ = Stage::Outside;
    other_type_ = false;
    if (ended == Stage::Head && !account_.number.empty()) {
        stage_ = Stage::Head;
        give_up("message", "no balance", "an opening balance (:60F:)");
        stage_ = Stage::Outside;
    }
    if (begun_ && ended != Stage::Ignored && ended != Stage::Outside && ended != Stage::Head) {
        flush_line();
        if (interim_message_) {
            end_interim(file_ended);
        } else if (ended == Stage::Open) {
            log_.error({where(), "message", "its end",
                        "the closing balance (:62F:); the statement is cut off"});
            page_follows_ = false;
        } else {
            check_sums(file_ended);
        }
        if (!page_follows_) end_statement();
    }
    if (file_ended && begun_) {
        log_.error({where(), ":62M:", "the end of the file",
                    "the next page of statement " + head_.number});
        end_statement();
    }
}

// An interim report need not have sums; without them only its mark tells that it is whole.
void Mt940Reader::end_interim(bool file_ended) {
    if (file_ended) {
        log_.error({where(), "message", "the end of the file",
                    "the mark of the end, -, of an interim report (the file is cut off)"});
    }
    if (created_on_) widen(*created_on_);
    if (!days_known_) log_.error({where(), ":13D:", "", "the day of the report"});
}

void Mt940Reader::check_sums(bool file_ended) {
    // What is wrong already would only be said twice.
    if (!foot_.closing || !head_.opening || !log_.sound() || page_follows_) return;
    const Result<Money> moved = subtract(credit_, debit_);
    const Result<Money> closing = moved ? add(*head_.opening, *moved) : moved;
    if (closing && *closing == *foot_.closing) return;
    const Failure failure{where(), "closing balance (:62F:)", foot_.closing->decimal(),
                          (closing ? closing->decimal() : std::string("another balance")) +
                              ", the opening balance with the lines"};
    if (file_ended) {
        log_.error(failure);
    } else {
        log_.warning(failure);
    }
}

void Mt940Reader::widen(Date day) {
    foot_.from = days_known_ ? std::min(foot_.from, day) : day;
    foot_.until = days_known_ ? std::max(foot_.until, day) : day;
    days_known_ = true;
}

void Mt940Reader::end_statement() {
    begun_ = false;
    page_follows_ = false;
    pending_.reset();
    pending_details_.clear();
    sink_.end(foot_, log_.sound());
}

// Structure that cannot be trusted: the statement is dropped, reading resumes at the next message.
void Mt940Reader::give_up(std::string field, std::string found, std::string expected) {
    if (!begun_ && stage_ == Stage::Head) {
        // The sink hears which statement is refused.
        log_.statement_opens();
        ++statements_;
        head_ = {};
        head_.account = account_.number;
        foot_ = {};
        number_statement();
        sink_.begin(head_);
        log_.statement_begun();
        begun_ = true;
    }
    log_.error({where(), std::move(field), std::move(found), std::move(expected)});
    if (begun_) end_statement();
    stage_ = Stage::Ignored;
}

} // namespace afpunt::standalone
