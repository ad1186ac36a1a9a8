// SPDX-License-Identifier: MIT
//
// Rows become entries, entries of an account become one statement.
#include "bank/csv_bank_reader.hpp"

#include "bank/account_number.hpp"
#include "bank/csv_value.hpp"
#include "common/text_encoding.hpp"
#include "csv_table.hpp"

#include <afpunt/text.hpp>

#include <algorithm>

namespace afpunt::standalone {

std::optional<CsvMatch> match_csv(std::string_view utf8, std::span<const CsvMapping> mappings) {
    for (const CsvMapping& mapping : mappings) {
        std::vector<std::string> names = mapping.text_columns;
        for (const auto& [column, name] : mapping.columns)
            names.push_back(name);
        if (const auto header = find_csv_header(utf8, names)) {
            return CsvMatch{&mapping, header->separator, header->line};
        }
    }
    return std::nullopt;
}

Result<void> read_csv_bank(const CsvMatch& match, ByteSource& source, StatementSink& sink) {
    return CsvBankReader(match, sink).read(source);
}

Result<void> CsvBankReader::read(ByteSource& source) {
    Cp1252Source western(source);
    Utf8Source any(source);
    ByteSource& text = mapping_.windows_1252 ? static_cast<ByteSource&>(western) : any;
    CsvRows rows(text, match_.separator, csv_table_limits);
    TableRow row;
    while (true) {
        const Result<bool> more = rows.next(row);
        if (!more) {
            refuse(row, more.error());
            break;
        }
        if (!*more) break;
        if (row.line == match_.header_line) use_header(row);
        if (row.line <= match_.header_line) continue;
        if (++lines_ > max_lines) {
            refuse(row, {"", "lines", "more than " + std::to_string(max_lines),
                         "files of a shorter period"});
            break;
        }
        use_row(row);
        if (rows.row_is_open()) check_open_row(row);
    }
    if (accounts_.empty()) {
        if (!errors_.empty()) return tl::unexpected(errors_.front());
        return fail("CSV", "no line below the names of the columns", "at least one bank line");
    }
    for (Account& account : accounts_) {
        emit(account);
        // Told once; the other accounts of the file are refused with it.
        if (errors_.size() > 1) errors_.resize(1);
    }
    log_.finish();
    return {};
}

void CsvBankReader::use_header(const TableRow& row) {
    columns_ = row.fields.size();
    for (const auto& [column, name] : mapping_.columns)
        places_[column] = place_of(row, name);
    for (const std::string& name : mapping_.text_columns)
        text_places_.push_back(place_of(row, name));
}

std::string CsvBankReader::field(const TableRow& row, CsvColumn column) const {
    const auto place = places_.find(column);
    return place == places_.end() ? std::string() : single_spaced(row.fields[place->second]);
}

std::string CsvBankReader::text_of(const TableRow& row) const {
    std::string text;
    for (const std::size_t place : text_places_) {
        if (!row.fields[place].empty()) text.append(" ").append(row.fields[place]);
    }
    return single_spaced(text);
}

void CsvBankReader::refuse(const TableRow& row, Failure failure) {
    // More of them help nobody.
    if (errors_.size() > static_cast<std::size_t>(ProblemLog::max_problems)) return;
    if (failure.where.empty()) failure.where = "line " + std::to_string(row.line);
    errors_.push_back(std::move(failure));
}

// A file may end without a line end. Then its last field may be cut: a text is shorter, but an
// amount would be another one.
void CsvBankReader::check_open_row(const TableRow& row) {
    const std::size_t last = row.fields.size() - 1;
    const bool is_text = std::ranges::find(text_places_, last) != text_places_.end();
    const bool is_mapped =
        std::ranges::any_of(places_, [&](const auto& place) { return place.second == last; });
    if (row.fields.size() >= columns_ && (is_text || !is_mapped)) return;
    refuse(row, {"", "end of the file", row.fields[last],
                 "a line end behind the last line (the file may be cut off)"});
}

void CsvBankReader::use_row(const TableRow& row) {
    // Spreadsheets leave out empty fields at the end, or add some.
    const bool longer =
        row.fields.size() > columns_ &&
        !std::ranges::all_of(row.fields.begin() + static_cast<std::ptrdiff_t>(columns_),
                             row.fields.end(), &std::string::empty);
    std::size_t last = 0;
    for (const auto& [column, place] : places_)
        last = std::max(last, place);
    for (const std::size_t place : text_places_)
        last = std::max(last, place);
    if (longer || row.fields.size() <= last) {
        return refuse(row, {"", "columns", std::to_string(row.fields.size()),
                            std::to_string(columns_) + ", as in the line of their names"});
    }
    std::string code = field(row, CsvColumn::Currency);
    if (code.empty()) code = mapping_.currency;
    const Result<Currency> currency = Currency::parse(code);
    if (!currency) return refuse(row, currency.error());
    std::string number = without_blanks(field(row, CsvColumn::Account));
    if (number.empty()) number = mapping_.account;
    if (number.empty()) return refuse(row, {"", "account", "", "the number of the account"});
    Account& account = account_of(std::move(number), std::move(code));
    Result<Line> line = line_of(row, *currency);
    if (!line) return refuse(row, line.error());
    account.lines.push_back(std::move(*line));
}

CsvBankReader::Account& CsvBankReader::account_of(std::string number, std::string currency) {
    for (Account& account : accounts_) {
        if (account.number == number && account.currency == currency) return account;
    }
    accounts_.push_back({std::move(number), std::move(currency), {}});
    return accounts_.back();
}

Result<Money> CsvBankReader::amount_of(const TableRow& row, Currency currency) const {
    const auto read = [&](CsvColumn column) {
        return csv_amount(field(row, column), mapping_.decimal_mark, currency);
    };
    if (places_.contains(CsvColumn::Amount)) {
        Result<Money> amount = read(CsvColumn::Amount);
        if (!amount || !places_.contains(CsvColumn::Sign)) return amount;
        const std::string sign = text::lower(field(row, CsvColumn::Sign));
        if (sign == text::lower(mapping_.debit_word)) return amount->negated();
        if (sign == text::lower(mapping_.credit_word)) return amount;
        return fail(mapping_.columns.at(CsvColumn::Sign), field(row, CsvColumn::Sign),
                    mapping_.debit_word + " or " + mapping_.credit_word);
    }
    const bool debit = !field(row, CsvColumn::Debit).empty();
    const bool credit = !field(row, CsvColumn::Credit).empty();
    if (debit == credit) {
        return fail("amount", debit ? "a debit and a credit" : "", "a debit or a credit");
    }
    if (credit) return read(CsvColumn::Credit);
    const Result<Money> amount = read(CsvColumn::Debit);
    // Some write debits with their minus in the column of debits.
    if (amount && amount->is_positive()) return amount->negated();
    return amount;
}

Result<CsvBankReader::Line> CsvBankReader::line_of(const TableRow& row, Currency currency) const {
    Line line;
    line.at = row.line;
    const Result<Money> amount = amount_of(row, currency);
    if (!amount) return tl::unexpected(amount.error());
    const Result<Date> day = csv_date(field(row, CsvColumn::Date), mapping_.date_format);
    if (!day) return tl::unexpected(day.error());
    const std::string value_day = field(row, CsvColumn::ValueDate);
    if (!value_day.empty()) {
        const Result<Date> value_on = csv_date(value_day, mapping_.date_format);
        if (!value_on) return tl::unexpected(value_on.error());
        line.entry.value_on = *value_on;
    }
    const std::string balance = field(row, CsvColumn::Balance);
    if (!balance.empty()) {
        const Result<Money> after = csv_amount(balance, mapping_.decimal_mark, currency);
        if (!after) return tl::unexpected(after.error());
        line.balance = *after;
    }
    BankEntry& entry = line.entry;
    entry.amount = *amount;
    entry.booked_on = *day;
    entry.kind = amount->is_positive() ? EntryKind::CustomerPayment : EntryKind::NotCustomerMoney;
    entry.counterparty_name = field(row, CsvColumn::Name);
    entry.counterparty_iban = without_blanks(field(row, CsvColumn::Iban));
    entry.counterparty_bic = field(row, CsvColumn::Bic);
    entry.structured_reference = field(row, CsvColumn::Reference);
    entry.bank_reference = field(row, CsvColumn::Id);
    entry.transaction_code = field(row, CsvColumn::Code);
    entry.remittance = text_of(row);
    return line;
}

void CsvBankReader::emit(Account& account) {
    // Most banks list the newest first.
    if (account.lines.size() > 1 &&
        account.lines.back().entry.booked_on < account.lines.front().entry.booked_on) {
        std::ranges::reverse(account.lines);
    }
    StatementHead head;
    StatementFoot foot;
    head.account = account.number;
    head.currency = account.currency;
    log_.statement_opens();
    for (const Failure& error : errors_)
        log_.error(error);
    if (errors_.empty()) use_balances(account, head, foot);
    bool first = true;
    for (const Line& line : account.lines) {
        foot.from = first ? line.entry.booked_on : std::min(foot.from, line.entry.booked_on);
        foot.until = first ? line.entry.booked_on : std::max(foot.until, line.entry.booked_on);
        first = false;
    }
    sink_.begin(head);
    log_.statement_begun();
    int number = 0;
    for (Line& line : account.lines) {
        line.entry.line = ++number;
        if (line.entry.amount.is_zero() || !log_.sound()) continue;
        ++foot.entry_count;
        sink_.entry(line.entry);
    }
    sink_.end(foot, log_.sound());
    account.lines.clear();
}

// Each balance is that of the line before and this line's amount; otherwise a line is missing.
void CsvBankReader::use_balances(const Account& account, StatementHead& head, StatementFoot& foot) {
    std::optional<Money> before;
    for (const Line& line : account.lines) {
        if (!line.balance) return;
        const Result<Money> opening = subtract(*line.balance, line.entry.amount);
        if (!opening || (before && *before != *opening)) {
            log_.error({"line " + std::to_string(line.at), "balance", line.balance->decimal(),
                        "the balance of the line before it, " +
                            (before ? before->decimal() : std::string("a smaller one")) +
                            ", with " + line.entry.amount.decimal()});
            return;
        }
        if (!before) head.opening = *opening;
        before = *line.balance;
    }
    foot.closing = before;
}

} // namespace afpunt::standalone
