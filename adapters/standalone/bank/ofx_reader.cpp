// SPDX-License-Identifier: MIT
//
// Elements that hold others are known by name and must nest; every other element is a field of the
// one that it stands in.
#include "bank/ofx_reader.hpp"

#include "bank/account_number.hpp"
#include "common/text_encoding.hpp"

#include <afpunt/iban.hpp>
#include <afpunt/text.hpp>

#include <algorithm>
#include <array>

namespace afpunt::standalone {

namespace {

constexpr std::array<std::string_view, 10> holders{
    "STMTRS",       "BANKTRANLIST", "STMTTRN", "LEDGERBAL", "AVAILBAL",
    "BANKACCTFROM", "BANKACCTTO",   "PAYEE",   "CURRENCY",  "ORIGCURRENCY"};
// Statements of credit cards, investments and loans.
constexpr std::array<std::string_view, 4> other_statements{"CCSTMTRS", "INVSTMTRS", "LOANSTMTRS",
                                                           "CCSTMTENDRS"};

template <std::size_t size>
bool is_one_of(std::string_view name, const std::array<std::string_view, size>& list) {
    return std::ranges::find(list, name) != list.end();
}

// Amounts may have a comma or a dot, no marks between thousands.
Result<Money> ofx_amount(std::string_view field, std::string_view written, Currency currency) {
    std::string decimal(written);
    if (decimal.find('.') == std::string::npos) std::ranges::replace(decimal, ',', '.');
    Result<Money> amount = parse_money(decimal, currency);
    if (amount) return amount;
    Failure failure = amount.error();
    failure.field = field;
    failure.found = std::string(written.substr(0, 40));
    return tl::unexpected(std::move(failure));
}

EntryKind kind_of_ofx_type(std::string_view type, bool credit) {
    if (!credit) return EntryKind::NotCustomerMoney;
    static constexpr std::array<std::string_view, 4> bank_money{"INT", "DIV", "FEE", "SRVCHG"};
    if (is_one_of(type, bank_money)) return EntryKind::NotCustomerMoney;
    // Cards and cash: it may be anything.
    static constexpr std::array<std::string_view, 3> unsure{"ATM", "POS", "CASH"};
    return is_one_of(type, unsure) ? EntryKind::Unknown : EntryKind::CustomerPayment;
}

} // namespace

bool is_ofx(std::string_view utf8) {
    return text::trim(utf8).starts_with("OFXHEADER") ||
           utf8.find("<?OFX") != std::string_view::npos ||
           utf8.find("<OFX>") != std::string_view::npos;
}

Result<void> read_ofx(ByteSource& source, StatementSink& sink) {
    return OfxReader(sink).read(source);
}

Result<void> OfxReader::read(ByteSource& source) {
    Utf8Source text(source);
    OfxScanner scanner(text);
    while (true) {
        const Result<OfxToken> token = scanner.next();
        line_ = scanner.line();
        if (!token) {
            if (statements_ == 0) return tl::unexpected(token.error());
            log_.error(token.error());
            break;
        }
        if (token->kind == OfxToken::Kind::End) break;
        take(*token);
    }
    if (in_statement_) {
        log_.error({where(), "OFX", "the end of the file", "</STMTRS> (the file is cut off)"});
        end_statement();
    }
    log_.finish();
    if (statements_ == 0) {
        return fail("OFX", "no bank statement", "at least one STMTRS with an account");
    }
    return {};
}

void OfxReader::take(const OfxToken& token) {
    if (!passed_over_.empty()) {
        if (token.kind == OfxToken::Kind::Close && token.text == passed_over_) {
            passed_over_.clear();
        }
        return;
    }
    switch (token.kind) {
    case OfxToken::Kind::Open: open(token.text); break;
    case OfxToken::Kind::Close: close(token.text); break;
    case OfxToken::Kind::Text: leaf(std::string_view(token.text).substr(0, max_text_bytes)); break;
    case OfxToken::Kind::End: break;
    }
}

void OfxReader::open(const std::string& name) {
    leaf_.clear();
    if (is_one_of(name, other_statements)) {
        passed_over_ = name;
        log_.notice({where(), name, "a statement of a card, of securities or of a loan",
                     "a bank statement (STMTRS); it is passed over"});
        return;
    }
    if (!in_statement_ && name != "STMTRS") {
        leaf_ = name;
        return;
    }
    if (!is_one_of(name, holders)) {
        leaf_ = name;
        return;
    }
    // Statements and their lines do not hold each other.
    const bool nested = std::ranges::find(open_, name) != open_.end();
    const bool stray = name == "STMTTRN" && inside() != "BANKTRANLIST";
    if (nested || stray) {
        log_.error({where(), name, "inside " + std::string(inside()),
                    "</" + std::string(inside()) + "> first"});
    }
    if (nested && name == "STMTRS") end_statement();
    if (name == "STMTRS") start_statement();
    if (name == "STMTTRN") transaction_ = {};
    open_.push_back(name);
}

void OfxReader::close(const std::string& name) {
    leaf_.clear();
    if (!in_statement_ || !is_one_of(name, holders)) return;
    if (name != inside()) {
        log_.error({where(), "</" + name + ">", "inside " + std::string(inside()),
                    "</" + std::string(inside()) + ">"});
        // From here on nothing inside can be trusted; the statement's own end is still its end.
        if (name == "STMTRS") end_statement();
        return;
    }
    open_.pop_back();
    if (name == "STMTTRN") finish_transaction();
    if (name == "STMTRS") end_statement();
}

void OfxReader::leaf(std::string_view text) {
    if (leaf_.empty()) return;
    if (!in_statement_) {
        if (leaf_ == "DTSERVER") asked_on_ = day("DTSERVER", text);
        return;
    }
    const std::string_view place = inside();
    if (place == "STMTTRN" || place == "PAYEE" || place == "BANKACCTTO" || place == "CURRENCY") {
        transaction_leaf(text);
    } else if (place == "BANKACCTFROM") {
        account_leaf(text);
    } else if (place == "STMTRS" && leaf_ == "CURDEF") {
        currency_code_ = text;
    } else if (place == "BANKTRANLIST" && leaf_ == "DTSTART") {
        const std::optional<Date> start = day("DTSTART", text);
        if (start && (!from_ || *start < *from_)) from_ = start;
    } else if (place == "BANKTRANLIST" && leaf_ == "DTEND") {
        const std::optional<Date> end = day("DTEND", text);
        if (end && (!until_ || *end > *until_)) until_ = end;
    } else if (place == "LEDGERBAL" && leaf_ == "BALAMT") {
        balance_amount_ = text;
    } else if (place == "LEDGERBAL" && leaf_ == "DTASOF") {
        balance_on_ = day("DTASOF", text);
    }
}

void OfxReader::account_leaf(std::string_view text) {
    if (leaf_ == "BANKID") bank_id_ = without_blanks(text);
    if (leaf_ == "ACCTID") account_id_ = without_blanks(text);
}

void OfxReader::transaction_leaf(std::string_view text) {
    struct Field {
        std::string_view place, name;
        std::string Transaction::*field;
    };
    static constexpr std::array<Field, 15> fields{{
        {"STMTTRN", "TRNTYPE", &Transaction::type},
        {"STMTTRN", "DTPOSTED", &Transaction::posted_on},
        {"STMTTRN", "DTAVAIL", &Transaction::value_on},
        {"STMTTRN", "TRNAMT", &Transaction::amount},
        {"STMTTRN", "FITID", &Transaction::id},
        {"STMTTRN", "REFNUM", &Transaction::reference},
        {"STMTTRN", "CHECKNUM", &Transaction::reference},
        {"STMTTRN", "NAME", &Transaction::name},
        {"STMTTRN", "EXTDNAME", &Transaction::payee},
        {"STMTTRN", "MEMO", &Transaction::memo},
        {"STMTTRN", "CORRECTFITID", &Transaction::correction},
        {"STMTTRN", "CORRECTACTION", &Transaction::correction},
        {"PAYEE", "NAME", &Transaction::payee},
        {"BANKACCTTO", "ACCTID", &Transaction::account},
        {"CURRENCY", "CURSYM", &Transaction::currency},
    }};
    for (const Field& one : fields) {
        if (one.place != inside() || one.name != leaf_) continue;
        std::string& field = transaction_.*one.field;
        // Text that comments cut comes in parts.
        if (!field.empty() && field.size() < max_text_bytes) field += ' ';
        if (field.size() + text.size() <= max_text_bytes) field += text;
    }
}

std::optional<Date> OfxReader::day(std::string_view field, std::string_view text) {
    // YYYYMMDD, then perhaps an hour and a time zone: the day is the bank's.
    std::string iso(text.substr(0, 4));
    if (text.size() >= 8) {
        iso.append("-").append(text.substr(4, 2)).append("-").append(text.substr(6, 2));
    }
    const Result<Date> date = Date::parse(iso);
    if (date) return *date;
    log_.error({where(), std::string(field), std::string(text.substr(0, 40)),
                "a day that exists, written YYYYMMDD"});
    return std::nullopt;
}

void OfxReader::start_statement() {
    ++statements_;
    in_statement_ = true;
    begun_ = false;
    open_.clear();
    bank_id_.clear();
    account_id_.clear();
    currency_code_.clear();
    balance_amount_.clear();
    from_ = until_ = balance_on_ = std::nullopt;
    currency_known_ = false;
    lines_ = 0;
    head_ = {};
    foot_ = {};
    days_known_ = false;
    log_.statement_opens();
}

void OfxReader::begin_statement() {
    begun_ = true;
    const std::string bank = bank_id_.substr(0, 4);
    const bool dutch = looks_like_bic(bank_id_) && bank_id_.substr(4, 2) == "NL";
    const std::string iban = dutch ? dutch_iban(bank, account_id_) : std::string();
    head_.account = iban.empty() ? account_id_ : iban;
    if (looks_like_bic(bank_id_)) head_.bic = bank_id_;
    if (head_.account.empty()) {
        log_.error({where(), "BANKACCTFROM/ACCTID", "", "the number of the account"});
    } else if (looks_like_iban(head_.account) && !Iban::parse(head_.account)) {
        log_.warning({where(), "ACCTID", head_.account, "an IBAN with check digits that agree"});
    }
    const Result<Currency> currency = Currency::parse(currency_code_);
    currency_known_ = currency.has_value();
    if (currency) {
        currency_ = *currency;
        head_.currency = currency_code_;
    } else {
        log_.error({where(), "CURDEF", currency_code_, "a currency code of ISO 4217, such as EUR"});
    }
    head_.from = from_;
    sink_.begin(head_);
    log_.statement_begun();
}

void OfxReader::finish_transaction() {
    ++lines_;
    if (!begun_) begin_statement();
    if (!currency_known_) return;
    std::optional<BankEntry> entry = entry_of(transaction_);
    if (!entry) return;
    foot_.from = days_known_ ? std::min(foot_.from, entry->booked_on) : entry->booked_on;
    foot_.until = days_known_ ? std::max(foot_.until, entry->booked_on) : entry->booked_on;
    days_known_ = true;
    if (!log_.sound()) return;
    ++foot_.entry_count;
    sink_.entry(*entry);
}

std::optional<BankEntry> OfxReader::entry_of(const Transaction& one) {
    const std::optional<Date> booked_on = day("DTPOSTED", one.posted_on);
    const Result<Money> amount = ofx_amount("TRNAMT", one.amount, currency_);
    if (!amount) log_.error(amount.error().at(where()));
    if (!one.currency.empty() && one.currency != currency_code_) {
        log_.error({where(), "CURRENCY", one.currency, "an amount in " + currency_code_});
    }
    if (!booked_on || !amount) return std::nullopt;
    if (!one.correction.empty()) {
        log_.warning({where(), "CORRECTFITID", one.correction,
                      "a new line; corrections of earlier ones are passed over"});
        return std::nullopt;
    }
    if (amount->is_zero()) {
        log_.notice({where(), "TRNAMT", amount->decimal(),
                     "an amount; the line moves no money and is passed over"});
        return std::nullopt;
    }
    BankEntry entry;
    entry.line = lines_;
    entry.amount = *amount;
    entry.booked_on = *booked_on;
    if (!one.value_on.empty()) entry.value_on = day("DTAVAIL", one.value_on);
    entry.kind = kind_of_ofx_type(one.type, amount->is_positive());
    entry.counterparty_name = one.payee.empty() ? one.name : one.payee;
    entry.counterparty_iban = without_blanks(one.account);
    entry.remittance = one.memo;
    if (!one.payee.empty() && !one.name.empty() && one.name != one.payee) {
        entry.remittance = single_spaced(one.name + " " + one.memo);
    }
    entry.end_to_end_id = one.reference;
    entry.bank_reference = one.id;
    entry.transaction_code = one.type;
    return entry;
}

void OfxReader::close_days() {
    std::optional<Date> until = until_;
    if (until && balance_on_ && *balance_on_ < *until) until = balance_on_;
    if (until && asked_on_ && *asked_on_ <= *until) until = *asked_on_ - 1;
    for (const std::optional<Date>& day : {from_, until}) {
        if (!day || (until && from_ && *until < *from_)) continue;
        foot_.from = days_known_ ? std::min(foot_.from, *day) : *day;
        foot_.until = days_known_ ? std::max(foot_.until, *day) : *day;
        days_known_ = true;
    }
    if (!days_known_) log_.error({where(), "BANKTRANLIST", "", "the days DTSTART and DTEND"});
}

void OfxReader::end_statement() {
    if (!begun_) begin_statement();
    if (currency_known_ && !balance_amount_.empty()) {
        const Result<Money> closing = ofx_amount("BALAMT", balance_amount_, currency_);
        if (closing) {
            foot_.closing = *closing;
        } else {
            log_.error(closing.error().at(where()));
        }
    }
    close_days();
    in_statement_ = false;
    open_.clear();
    sink_.end(foot_, log_.sound());
}

} // namespace afpunt::standalone
