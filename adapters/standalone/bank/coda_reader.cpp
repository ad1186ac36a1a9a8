// SPDX-License-Identifier: MIT
//
// The order of CODA records and what must agree between them.
#include "bank/coda_reader.hpp"

#include "common/text_encoding.hpp"

#include <afpunt/iban.hpp>
#include <afpunt/text.hpp>

#include <algorithm>
#include <charconv>

namespace afpunt::standalone {

namespace {

// -1 when it is no number.
int whole_number(std::string_view digits) {
    int value = 0;
    const char* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value);
    return error == std::errc() && stop == end && value >= 0 ? value : -1;
}

void fill(std::string& field, const std::string& fallback) {
    if (field.empty()) field = fallback;
}

// What the booked line says and its only detail does not.
void complete(BankEntry& detail, const BankEntry& booked) {
    fill(detail.counterparty_name, booked.counterparty_name);
    fill(detail.counterparty_iban, booked.counterparty_iban);
    fill(detail.counterparty_bic, booked.counterparty_bic);
    fill(detail.structured_reference, booked.structured_reference);
    fill(detail.remittance, booked.remittance);
    fill(detail.end_to_end_id, booked.end_to_end_id);
    fill(detail.mandate_id, booked.mandate_id);
    fill(detail.return_reason, booked.return_reason);
    if (detail.kind == EntryKind::Unknown) detail.kind = booked.kind;
}

} // namespace

Result<void> read_coda(ByteSource& source, StatementSink& sink) {
    return CodaReader(sink).read(source);
}

Result<void> CodaReader::read(ByteSource& source) {
    std::string buffer;
    bool more = true;
    while (more) {
        const Result<bool> read = source.read(buffer);
        if (!read) {
            if (open_) {
                log_.error(read.error());
                end_statement();
            }
            return tl::unexpected(read.error());
        }
        more = *read;
        std::size_t start = 0;
        for (std::size_t end = buffer.find('\n'); end != std::string::npos;
             end = buffer.find('\n', start)) {
            line(std::string_view(buffer).substr(start, end - start));
            start = end + 1;
        }
        buffer.erase(0, start);
        // What is too long for a line is shortened at once; its length still betrays it.
        if (buffer.size() > max_line_bytes) buffer.resize(max_line_bytes);
    }
    if (!buffer.empty()) line(buffer);
    if (open_) {
        log_.error({"line " + std::to_string(line_number_), "", "the end of the file",
                    "the records 8 and 9 that close a statement (the file is cut off)"});
        end_statement();
    } else if (expect_ == Expect::OldBalance && statements_ > 0) {
        log_.error({"line " + std::to_string(line_number_), "", "the end of the file",
                    "a statement after the header (the file is cut off)"});
    } else if (more_announced_ && expect_ == Expect::NextFile) {
        log_.warning({"line " + std::to_string(line_number_), "multiple file code (column 128)",
                      "1: another file follows", "another file, or 2 in the last one"});
    }
    log_.finish();
    if (statements_ == 0) {
        return fail("CODA", "no old balance (record 1)", "at least one statement of version 2");
    }
    return {};
}

void CodaReader::line(std::string_view bytes) {
    ++line_number_;
    // A line that is too long is refused for its length; there is no need to read all of it.
    bytes = bytes.substr(0, max_line_bytes);
    if (bytes.ends_with('\r')) bytes.remove_suffix(1);
    // Some programs close files with the end mark of CP/M; blank lines carry nothing.
    if (text::trim(bytes).empty() || bytes == "\x1A") return;
    if (line_number_ == 1 && bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (expect_ == Expect::Resume && !bytes.starts_with("0")) return;
    const Result<CodaRecord> parsed = CodaRecord::parse(bytes, line_number_);
    if (parsed) {
        record(*parsed);
        return;
    }
    log_.error(parsed.error());
    if (open_) end_statement();
    expect_ = Expect::Resume;
}

void CodaReader::give_up(const CodaRecord& record, std::string field, std::string found,
                         std::string expected) {
    log_.error({record.where(), std::move(field), std::move(found), std::move(expected)});
    if (open_) end_statement();
    expect_ = Expect::Resume;
}

void CodaReader::record(const CodaRecord& record) {
    const char type = record.type();
    if (type == '0') {
        if (open_) {
            give_up(record, "record type", "0", "the records 8 and 9 of the statement before");
        } else if (expect_ == Expect::OldBalance) {
            log_.error({record.where(), "record type", "0", "the old balance (record 1) first"});
        }
        header(record);
        return;
    }
    if (open_ && type != '4' && type != '9') ++records_;
    const bool in_statement = expect_ == Expect::Movements || expect_ == Expect::AfterNewBalance;
    if (type == '1' && expect_ == Expect::OldBalance) {
        old_balance(record);
    } else if (type == '2' && expect_ == Expect::Movements) {
        movement(record);
    } else if (type == '3' && expect_ == Expect::Movements) {
        information(record);
    } else if (type == '8' && expect_ == Expect::Movements) {
        new_balance(record);
    } else if (type == '9' && expect_ == Expect::AfterNewBalance) {
        trailer(record);
    } else if (type != '4' || !in_statement) {
        give_up(record, "record type", coda_text(record.raw(1, 2)),
                "the records of a statement in the order 0, 1, 2 and 3, 8, 4, 9");
        return;
    }
    previous_type_ = type;
    previous_part_ = record.at(2);
}

void CodaReader::header(const CodaRecord& record) {
    if (record.at(128) != '2') {
        give_up(record, "version (column 128)", coda_text(record.raw(128, 128)), "2");
        return;
    }
    if (record.at(17) == 'D') {
        log_.notice({record.where(), "duplicate code (column 17)", "D",
                     "a blank; the bank sent this statement before"});
    }
    bic_ = record.text(61, 71);
    expect_ = Expect::OldBalance;
}

StatementHead CodaReader::head_of(const CodaRecord& record) {
    StatementHead head;
    account_structure_ = record.at(2);
    const CodaAccount account = coda_account(account_structure_, record.raw(6, 42));
    head.account = account.number;
    const Result<Currency> currency = Currency::parse(account.currency);
    currency_known_ = currency.has_value();
    if (currency) {
        currency_ = *currency;
        head.currency = account.currency;
    } else {
        log_.error(currency.error().at(record.where()));
    }
    if (head.account.empty()) {
        log_.error({record.where(), "account (columns 6-42)", "", "the number of the account"});
    } else if (account_structure_ >= '2' && !Iban::parse(head.account)) {
        log_.warning({record.where(), "account (columns 6-42)", head.account,
                      "an IBAN with check digits that agree"});
    }
    head.holder = record.text(65, 90);
    head.bic = bic_;
    for (const std::string_view digits : {record.raw(126, 128), record.raw(3, 5)}) {
        if (head.sequence > 0 || whole_number(digits) <= 0) continue;
        head.sequence = whole_number(digits);
        head.number = std::to_string(head.sequence);
    }
    const auto day = coda_date("old balance date (columns 59-64)", record.raw(59, 64));
    if (day) {
        head.from = *day;
    } else {
        log_.error(day.error().at(record.where()));
    }
    if (currency_known_) {
        const Result<Money> opening = coda_amount("old balance (columns 44-58)", record.at(43),
                                                  record.raw(44, 58), currency_);
        if (opening) {
            head.opening = *opening;
        } else {
            log_.error(opening.error().at(record.where()));
        }
    }
    return head;
}

void CodaReader::old_balance(const CodaRecord& record) {
    log_.statement_opens();
    head_ = head_of(record);
    foot_ = {};
    debit_ = credit_ = Money{0, currency_};
    booked_.reset();
    details_.clear();
    previous_sequence_ = booked_lines_ = 0;
    records_ = 1;
    days_known_ = false;
    open_ = true;
    ++statements_;
    sink_.begin(head_);
    log_.statement_begun();
    expect_ = Expect::Movements;
}

void CodaReader::movement(const CodaRecord& record) {
    if (record.at(2) == '1') {
        movement_start(record);
    } else {
        continuation(record);
    }
}

void CodaReader::movement_start(const CodaRecord& record) {
    Result<CodaMovement> parsed = CodaMovement::parse(record, currency_);
    const int sequence = whole_number(record.raw(3, 6));
    const bool same = booked_ && record.raw(3, 6) == booked_->sequence;
    // After 9999 the numbers of movements and of details go on with 0000.
    const bool wrapped_detail = same && details_.size() >= 9999;
    const bool detail = same && (record.raw(7, 10) != "0000" || wrapped_detail);
    if (!detail) {
        flush_movement(record);
        const int next = (previous_sequence_ + 1) % 10000;
        if (sequence != next || record.raw(7, 10) != "0000") {
            give_up(
                record, "sequence and detail number (columns 3-10)", coda_text(record.raw(3, 10)),
                "the next movement, number " + std::to_string(next) + " (movements are missing)");
            return;
        }
        previous_sequence_ = sequence;
        ++booked_lines_;
    }
    if (!parsed) {
        // The place is kept, so that what belongs to the line finds it; the statement is refused.
        log_.error(parsed.error());
        parsed = CodaMovement();
        parsed->sequence = record.raw(3, 6);
        parsed->amount = Money{0, currency_};
    }
    if (detail) {
        if (details_.size() == max_batch_details) {
            give_up(record, "details", "more than 10000", "at most 9999 details for a booking");
            return;
        }
        details_.push_back(std::move(*parsed));
        return;
    }
    count_movement(record, parsed->amount);
    booked_ = std::move(*parsed);
}

void CodaReader::count_movement(const CodaRecord& record, const Money& amount) {
    Money& total = amount.is_negative() ? debit_ : credit_;
    const Result<Money> sum = add(total, amount);
    if (sum) {
        total = *sum;
    } else {
        log_.error(sum.error().at(record.where()));
    }
}

void CodaReader::continuation(const CodaRecord& record) {
    const char part = record.at(2);
    const bool follows = previous_type_ == '2' &&
                         ((part == '2' && previous_part_ == '1') ||
                          (part == '3' && (previous_part_ == '1' || previous_part_ == '2')));
    if (!follows || !booked_ || record.raw(3, 6) != booked_->sequence) {
        give_up(record, "record and sequence (columns 1-6)", coda_text(record.raw(1, 6)),
                "2.2 or 2.3 of the movement on the line before");
        return;
    }
    if (part == '2') {
        latest().add_2_2(record);
    } else {
        latest().add_2_3(record);
    }
}

void CodaReader::information(const CodaRecord& record) {
    const char part = record.at(2);
    const bool follows =
        part == '1' || (previous_type_ == '3' && ((part == '2' && previous_part_ == '1') ||
                                                  (part == '3' && previous_part_ != '3')));
    if (!follows || !booked_ || record.raw(3, 6) != booked_->sequence) {
        give_up(record, "record and sequence (columns 1-6)", coda_text(record.raw(1, 6)),
                "information (records 3.1, 3.2, 3.3) on the movement before");
        return;
    }
    latest().add_information(record);
}

bool CodaReader::details_add_up() const {
    if (details_.empty()) return false;
    Money sum{0, currency_};
    for (const CodaMovement& detail : details_) {
        const Result<Money> next = add(sum, detail.amount);
        if (!next) return false;
        sum = *next;
    }
    return sum == booked_->amount;
}

void CodaReader::flush_movement(const CodaRecord& record) {
    if (!booked_) return;
    if (details_add_up()) {
        int batch_line = 0;
        for (const CodaMovement& detail : details_) {
            BankEntry entry = detail.entry();
            if (details_.size() == 1) complete(entry, booked_->entry());
            emit(std::move(entry), ++batch_line);
        }
    } else {
        if (!details_.empty()) {
            log_.warning({"before " + record.where(), "details of movement " + booked_->sequence,
                          "amounts with another total",
                          "a total of " + booked_->amount.decimal() +
                              "; the booking is read as one payment"});
        }
        emit(booked_->entry(), 0);
    }
    booked_.reset();
    details_.clear();
}

void CodaReader::emit(BankEntry entry, int batch_line) {
    foot_.from = days_known_ ? std::min(foot_.from, entry.booked_on) : entry.booked_on;
    foot_.until = days_known_ ? std::max(foot_.until, entry.booked_on) : entry.booked_on;
    days_known_ = true;
    // Bookings of nothing announce something (a closing, a card): no payment.
    if (!log_.sound() || entry.amount.is_zero()) return;
    entry.line = booked_lines_;
    entry.batch_line = batch_line;
    ++foot_.entry_count;
    sink_.entry(entry);
}

void CodaReader::new_balance(const CodaRecord& record) {
    // flush_movement numbers by booked_lines_, which counts the line that is flushed last.
    flush_movement(record);
    expect_ = Expect::AfterNewBalance;
    const CodaAccount account = coda_account(account_structure_, record.raw(5, 41));
    if (account.number != head_.account) {
        log_.warning({record.where(), "account (columns 5-41)", account.number, head_.account});
    }
    const Result<Money> closing =
        coda_amount("new balance (columns 43-57)", record.at(42), record.raw(43, 57), currency_);
    if (closing) {
        foot_.closing = *closing;
    } else {
        log_.error(closing.error().at(record.where()));
    }
    const auto day = coda_date("new balance date (columns 58-63)", record.raw(58, 63));
    if (!day || !*day) {
        log_.error(day ? Failure{record.where(), "new balance date (columns 58-63)", "000000",
                                 "the last day of the statement"}
                       : day.error().at(record.where()));
        return;
    }
    Date from = head_.from.value_or(**day);
    if (from > **day) {
        log_.warning({record.where(), "new balance date (columns 58-63)", (**day).iso(),
                      "a day not before the old balance, " + from.iso()});
        from = **day;
    }
    foot_.from = days_known_ ? std::min(foot_.from, from) : from;
    foot_.until = days_known_ ? std::max(foot_.until, **day) : **day;
    days_known_ = true;
}

void CodaReader::trailer(const CodaRecord& record) {
    // What is wrong already would only be said twice.
    if (log_.sound()) check_totals(record);
    more_announced_ = record.at(128) == '1';
    end_statement();
    expect_ = Expect::NextFile;
}

// Samples with changed names and amounts are common, and every movement was read: what does not add
// up is shown and does not refuse the statement.
void CodaReader::check_totals(const CodaRecord& record) {
    if (whole_number(record.raw(17, 22)) != records_) {
        log_.warning({record.where(), "number of records (columns 17-22)",
                      coda_text(record.raw(17, 22)), std::to_string(records_)});
    }
    const auto compare = [&](std::string field, std::size_t first, const Money& read) {
        const Result<Money> stated =
            coda_amount(field, '0', record.raw(first, first + 14), currency_);
        if (stated && stated->decimal() == read.decimal()) return;
        log_.warning({record.where(), std::move(field), coda_text(record.raw(first, first + 14)),
                      read.decimal() + ", which the movements add up to"});
    };
    compare("debit total (columns 23-37)", 23, debit_.negated());
    compare("credit total (columns 38-52)", 38, credit_);
    if (!head_.opening || !foot_.closing) return;
    const Result<Money> moved = add(debit_, credit_);
    const Result<Money> closing = moved ? add(*head_.opening, *moved) : moved;
    if (!closing || *closing != *foot_.closing) {
        log_.warning({record.where(), "new balance", foot_.closing->decimal(),
                      (closing ? closing->decimal() : std::string("another balance")) +
                          ", the old balance with the movements"});
    }
}

void CodaReader::end_statement() {
    open_ = false;
    sink_.end(foot_, log_.sound());
}

} // namespace afpunt::standalone
