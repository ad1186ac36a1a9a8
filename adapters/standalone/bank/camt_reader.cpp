// SPDX-License-Identifier: MIT
//
// Puts a statement together from its pieces. Everything that describes it stands before its entries
// (all schemas say so), so the head is complete when the first entry comes.
#include "bank/camt_reader.hpp"

#include "bank/camt_nodes.hpp"
#include "common/text_encoding.hpp"

#include <afpunt/iban.hpp>
#include <afpunt/text.hpp>

#include <algorithm>
#include <charconv>

namespace afpunt::standalone {

namespace {

// The first versions have "V01" behind the name of the message.
BankFormat format_of_message(std::string_view name) {
    if (name.starts_with("BkToCstmrStmt")) return BankFormat::Camt053;
    if (name.starts_with("BkToCstmrAcctRpt")) return BankFormat::Camt052;
    if (name.starts_with("BkToCstmrDbtCdtNtfctn")) return BankFormat::Camt054;
    return BankFormat::Unknown;
}

bool is_statement(std::string_view name) {
    return name == "Stmt" || name == "Rpt" || name == "Ntfctn";
}

bool is_page(std::string_view name) {
    return name == "StmtPgntn" || name == "RptPgntn" || name == "NtfctnPgntn";
}

bool is_wanted_piece(std::string_view name) {
    return name == "Ntry" || name == "Bal" || name == "Acct" || name == "Id" ||
           name == "ElctrncSeqNb" || name == "LglSeqNb" || name == "CreDtTm" || name == "FrToDt" ||
           name == "CpyDplctInd" || is_page(name);
}

int whole_number(std::string_view digits) {
    int value = 0;
    const char* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value);
    return error == std::errc() && stop == end && value > 0 ? value : 0;
}

// "177", "2026-177" and "2026/00177" are the number 177. Longer identifications are no numbers but
// keys, from which no gap can be told.
int number_in_id(std::string_view id) {
    constexpr std::size_t most_digits = 6;
    const std::size_t mark = id.find_first_not_of("0123456789");
    if (mark == 4 && (id[4] == '-' || id[4] == '/' || id[4] == '.')) id.remove_prefix(5);
    return id.size() <= most_digits ? whole_number(id) : 0;
}

} // namespace

Result<BankFormat> read_camt(ByteSource& source, StatementSink& sink) {
    return CamtReader(sink).read(source);
}

Result<BankFormat> CamtReader::read(ByteSource& source) {
    Utf8Source text(source);
    const Result<void> scanned = XmlScanner(text, *this).scan();
    if (!scanned) {
        if (statements_ == 0) return tl::unexpected(scanned.error());
        const Failure failure = scanned.error().at(open_ ? where_ : message_);
        if (open_ && !begun_) begin_statement(std::nullopt);
        log_.error(failure);
        if (open_) end_statement();
    }
    if (text.repaired()) {
        log_.warning({message_, "text", "characters that are not allowed",
                      "valid text; names and messages may look odd"});
    }
    log_.finish();
    if (format_ == BankFormat::Unknown) {
        return fail("XML", "another kind of document", "a message of camt.052, .053 or .054");
    }
    if (statements_ == 0) {
        return fail(message_, "no statement", "at least one Stmt, Rpt or Ntfctn");
    }
    return format_;
}

XmlInterest CamtReader::opened(std::string_view name, std::size_t depth) {
    if (message_depth_ == 0) {
        const BankFormat format = format_of_message(name);
        if (format == BankFormat::Unknown) {
            // Some channels put the document into an envelope with a header of its own.
            return name == "AppHdr" ? XmlInterest::Skip : XmlInterest::Descend;
        }
        format_ = format;
        message_ = name;
        message_depth_ = depth;
        return XmlInterest::Descend;
    }
    if (depth == message_depth_ + 1 && is_statement(name)) {
        start_statement(name);
        return XmlInterest::Descend;
    }
    return open_ && is_wanted_piece(name) ? XmlInterest::Cut : XmlInterest::Skip;
}

void CamtReader::closed(std::string_view, std::size_t depth) {
    // An envelope may hold more than one message.
    if (depth == message_depth_) message_depth_ = 0;
    if (open_ && depth == message_depth_ + 1) {
        if (!begun_) begin_statement(std::nullopt);
        end_statement();
    }
}

void CamtReader::cut(std::string_view name, const char* xml, std::size_t size) {
    piece_.read({xml, size});
    use_piece(name, piece_.root());
}

// Nine tenths of a file are entries, and most of them look like one before.
std::size_t CamtReader::take(std::string_view ahead, std::size_t depth) {
    constexpr std::size_t deepest = XmlLimits::max_depth - CamtEntryScanner::max_depth;
    if (!open_ || depth != message_depth_ + 2 || depth > deepest) return 0;
    const std::size_t size = entry_.scan(ahead);
    if (size > 0) use_entry();
    return size;
}

void CamtReader::start_statement(std::string_view name) {
    ++statements_;
    open_ = true;
    begun_ = false;
    entry_number_ = 0;
    where_ = message_ + "/" + std::string(name) + "[" + std::to_string(statements_) + "]";
    id_.clear();
    electronic_number_.clear();
    legal_number_.clear();
    account_currency_.clear();
    opening_ = closing_ = std::nullopt;
    from_ = until_ = created_on_ = std::nullopt;
    head_ = {};
    foot_ = {};
    days_known_ = false;
    moved_.reset();
    log_.statement_opens();
}

void CamtReader::use_piece(std::string_view name, XmlNode piece) {
    if (name == "Ntry") {
        entry_.read(piece);
        use_entry();
    } else if (name == "Bal") {
        use_balance(piece);
    } else if (name == "Acct") {
        use_account(piece);
    } else if (name == "FrToDt") {
        use_period(piece);
    } else if (is_page(name)) {
        use_page(piece);
    } else if (name == "Id") {
        id_ = camt_text(piece);
    } else if (name == "ElctrncSeqNb") {
        electronic_number_ = camt_text(piece);
    } else if (name == "LglSeqNb") {
        legal_number_ = camt_text(piece);
    } else if (name == "CpyDplctInd") {
        log_.notice({where_, "CpyDplctInd", camt_text(piece),
                     "nothing; the bank sent this statement before"});
    } else if (const auto day = Date::parse(camt_text(piece).substr(0, 10))) {
        created_on_ = *day; // CreDtTm
    }
}

void CamtReader::use_account(XmlNode account) {
    head_.account = camt_account_number(account);
    head_.holder = camt_party_name(camt_child(account, "Ownr"));
    if (head_.holder.empty()) head_.holder = camt_text(account, {"Nm"});
    head_.bic = camt_bic(camt_child(account, "Svcr"));
    account_currency_ = camt_text(account, {"Ccy"});
    if (camt_path(account, {"Id", "IBAN"}) && !Iban::parse(head_.account)) {
        log_.warning({where_, "IBAN", head_.account, "an IBAN with check digits that agree"});
    }
}

// Only booked balances tell where the statement begins and ends; the others forecast. A statement
// of several days may give one pair a day: the first opening and the last closing count.
void CamtReader::use_balance(XmlNode balance) {
    const std::string code = camt_text(balance, {"Tp", "CdOrPrtry", "Cd"});
    const bool opens = code == "OPBD" || code == "PRCD";
    if (!opens && code != "CLBD") return;
    const Result<Money> amount = camt_amount(camt_child(balance, "Amt"));
    const Result<bool> credit = camt_is_credit(balance);
    const Result<std::optional<Date>> day = camt_day(camt_child(balance, "Dt"));
    if (!amount) log_.error(amount.error().at(where_ + "/Bal " + code));
    if (!credit) log_.error(credit.error().at(where_ + "/Bal " + code));
    if (!day) log_.warning(day.error().at(where_ + "/Bal " + code));
    if (begun_) {
        log_.warning({where_, "Bal", code + " after the entries", "balances before the entries"});
    }
    if (!amount || !credit) return;
    const Balance read{*credit ? *amount : amount->negated(), day ? *day : std::nullopt, code};
    std::optional<Balance>& kept = opens ? opening_ : closing_;
    // OPBD goes before PRCD, which is yesterday's.
    const bool better = !kept || (opens && kept->code == "PRCD" && code == "OPBD") ||
                        (kept->code == code && kept->day && read.day &&
                         (opens ? *read.day < *kept->day : *read.day > *kept->day));
    if (better) kept = read;
}

void CamtReader::use_period(XmlNode period) {
    const std::string start = camt_text(period, {"FrDtTm"}) + camt_text(period, {"FrDt"});
    const std::string end = camt_text(period, {"ToDtTm"}) + camt_text(period, {"ToDt"});
    const Result<Date> from = Date::parse(std::string_view(start).substr(0, 10));
    const Result<Date> until = Date::parse(std::string_view(end).substr(0, 10));
    if (!from || !until || *until < *from) {
        log_.warning({where_, "FrToDt", start + " to " + end, "the first and the last day"});
        return;
    }
    from_ = *from;
    until_ = *until;
    // Until midnight is until the day before: nothing of the new day is in.
    const std::string_view hour = std::string_view(end).substr(10);
    if (hour.starts_with("T00:00:00") && *until > *from) until_ = *until - 1;
}

void CamtReader::use_page(XmlNode page) {
    const std::string last = camt_text(page, {"LastPgInd"});
    if (last == "true" || last == "1") return;
    log_.notice({where_, "page", camt_text(page, {"PgNb"}),
                 "the last page; the statement goes on in another part"});
}

// "177": the electronic number is what banks count on without gaps; the legal one is the paper's.
void CamtReader::number_statement() {
    for (const std::string& number : {electronic_number_, legal_number_, id_}) {
        if (head_.number.empty()) head_.number = number;
    }
    head_.sequence = whole_number(electronic_number_);
    if (head_.sequence == 0) head_.sequence = whole_number(legal_number_);
    if (head_.sequence == 0) head_.sequence = number_in_id(id_);
}

std::string CamtReader::choose_currency(const std::optional<Currency>& of_entry) {
    if (!account_currency_.empty()) {
        const Result<Currency> known = Currency::parse(account_currency_);
        if (known) return account_currency_;
        log_.error(known.error().at(where_ + "/Acct"));
        return {};
    }
    if (opening_) return std::string(opening_->amount.currency.code());
    if (closing_) return std::string(closing_->amount.currency.code());
    if (of_entry) return std::string(of_entry->code());
    log_.error({where_, "currency", "", "the currency of the account, a balance or an entry"});
    return {};
}

void CamtReader::drop_foreign_balance(std::optional<Balance>& balance, std::string_view name) {
    if (!balance || balance->amount.currency.code() == head_.currency) return;
    log_.warning({where_, std::string(name), balance->amount.code_and_decimal(),
                  "a balance in " + head_.currency + "; it is not used"});
    balance.reset();
}

void CamtReader::begin_statement(const std::optional<Currency>& of_entry) {
    begun_ = true;
    number_statement();
    if (head_.account.empty()) {
        log_.error({where_, "Acct", "", "the number of the account"});
    }
    head_.currency = choose_currency(of_entry);
    drop_foreign_balance(opening_, "opening balance");
    drop_foreign_balance(closing_, "closing balance");
    head_.from = from_;
    head_.until = until_;
    if (!head_.from && opening_) head_.from = opening_->day;
    if (!head_.until && closing_) head_.until = closing_->day;
    if (head_.from && head_.until && *head_.until < *head_.from) {
        log_.warning({where_, "days", head_.from->iso() + " to " + head_.until->iso(),
                      "a first day before the last"});
        head_.from = head_.until;
    }
    if (opening_) {
        head_.opening = opening_->amount;
        moved_ = Money{0, opening_->amount.currency};
    }
    head_.provisional = format_ != BankFormat::Camt053;
    sink_.begin(head_);
    log_.statement_begun();
}

void CamtReader::use_entry() {
    ++entry_number_;
    if (!begun_) {
        const Result<Currency> currency =
            Currency::parse(entry_.entry()[CamtField::AmountCurrency]);
        begin_statement(currency ? std::optional<Currency>(*currency) : std::nullopt);
    }
    CamtEntryReader::Context context;
    context.statement = &where_;
    context.number = entry_number_;
    context.own_account = head_.account;
    context.fallback_day = head_.until ? head_.until : created_on_;
    context.provisional = head_.provisional;
    bool is_first = true;
    entries_.read(entry_, context, [&](BankEntry& payment) {
        if (is_first && payment.amount.currency.code() != head_.currency) {
            log_.warning({context.where(), "Amt", payment.amount.code_and_decimal(),
                          "an amount in " + head_.currency + ", the account's currency"});
        }
        is_first = false;
        push(payment);
    });
}

void CamtReader::push(BankEntry& entry) {
    widen(entry.booked_on);
    if (moved_) {
        const Result<Money> sum = add(*moved_, entry.amount);
        moved_ = sum ? std::optional<Money>(*sum) : std::nullopt;
    }
    if (!log_.sound()) return;
    entry.line = entry_number_;
    ++foot_.entry_count;
    sink_.entry(entry);
}

void CamtReader::widen(Date day) {
    foot_.from = days_known_ ? std::min(foot_.from, day) : day;
    foot_.until = days_known_ ? std::max(foot_.until, day) : day;
    days_known_ = true;
}

void CamtReader::close_days() {
    if (head_.from) widen(*head_.from);
    if (head_.until) widen(*head_.until);
    if (!days_known_ && created_on_) widen(*created_on_);
    if (!days_known_) log_.error({where_, "FrToDt", "", "the days of the statement"});
}

void CamtReader::check_balance() {
    if (!head_.opening || !foot_.closing || !moved_) return;
    const Result<Money> expected = add(*head_.opening, *moved_);
    if (expected && *expected == *foot_.closing) return;
    log_.warning({where_, "closing balance", foot_.closing->decimal(),
                  (expected ? expected->decimal() : std::string("another balance")) +
                      ", the opening balance with the entries"});
}

void CamtReader::end_statement() {
    // A closing balance behind the entries is late, but not too late.
    drop_foreign_balance(closing_, "closing balance");
    if (closing_) foot_.closing = closing_->amount;
    close_days();
    check_balance();
    open_ = false;
    sink_.end(foot_, log_.sound());
}

} // namespace afpunt::standalone
