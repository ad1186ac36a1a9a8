// SPDX-License-Identifier: MIT
//
// Versions differ in where things stand: TxDtls/Amt came with version 4 (before: AmtDtls/TxAmt),
// Sts/Cd and Pty with version 8. All places are looked at, whatever the version says.
#include "bank/camt_entry.hpp"

#include "bank/camt_nodes.hpp"

namespace afpunt::standalone {

namespace {

void append_text(std::string& text, std::string_view line) {
    if (line.empty() || text.size() + line.size() > CamtEntryReader::max_remittance_bytes) return;
    if (!text.empty()) text += ' ';
    text += line;
}

// Ustrd is free text; Strd holds a reference, numbers of documents, more text. A second reference
// is for people and for the search in texts: one payment for several invoices.
void use_remittance(BankEntry& entry, XmlNode remittance) {
    for_each_camt_child(remittance, "Ustrd", [&](XmlNode free_text) {
        append_text(entry.remittance, camt_text(free_text));
    });
    for_each_camt_child(remittance, "Strd", [&](XmlNode structured) {
        std::string reference = camt_text(structured, {"CdtrRefInf", "Ref"});
        if (reference.empty()) reference = camt_text(structured, {"CdtrRefInf", "CdtrRef"});
        if (entry.structured_reference.empty()) {
            entry.structured_reference = reference;
        } else if (reference != entry.structured_reference) {
            append_text(entry.remittance, reference);
        }
        for_each_camt_child(structured, "RfrdDocInf", [&](XmlNode document) {
            append_text(entry.remittance, camt_text(document, {"Nb"}));
        });
        for_each_camt_child(structured, "AddtlRmtInf", [&](XmlNode additional) {
            append_text(entry.remittance, camt_text(additional));
        });
    });
}

// The charges of one Chrgs element, negative when they were taken. Version 2 has one amount, later
// ones a total and records.
std::optional<Money> charges_of(XmlNode charges, Currency currency) {
    Money sum{0, currency};
    bool any = false;
    const auto count = [&](XmlNode holder) {
        const Result<Money> amount = camt_amount(camt_child(holder, "Amt"));
        const Result<bool> credit = camt_is_credit(holder);
        if (!amount || amount->currency != currency) return;
        const Result<Money> next = add(sum, credit && *credit ? *amount : amount->negated());
        if (next) sum = *next;
        any = any || next.has_value();
    };
    for_each_camt_child(charges, "Rcrd", count);
    if (!any && camt_child(charges, "Amt")) count(charges);
    if (!any) {
        const Result<Money> total = camt_amount(camt_child(charges, "TtlChrgsAndTaxAmt"));
        if (total && total->currency == currency) return total->negated();
        return std::nullopt;
    }
    return sum;
}

Money all_charges_of(XmlNode holder, Currency currency) {
    Money sum{0, currency};
    for_each_camt_child(holder, "Chrgs", [&](XmlNode charges) {
        const std::optional<Money> one = charges_of(charges, currency);
        if (!one) return;
        if (const Result<Money> next = add(sum, *one)) sum = *next;
    });
    return sum;
}

} // namespace

std::vector<BankEntry> CamtEntryReader::read(XmlNode entry, const Context& context) {
    node_ = entry;
    context_ = &context;
    if (!is_booked() || !read_base()) return {};
    const std::vector<Detail> parts = details();
    const std::optional<Money> sum = parts.empty() ? std::nullopt : total(parts);
    if (sum && (*sum != base_.amount || parts.size() > 1)) {
        const std::optional<Money> charges = charges_that_explain(parts, *sum);
        if (charges) return split(parts, *charges);
        log_.warning({context.where(), "TxDtls", sum->decimal() + " in total",
                      "amounts that add up to " + base_.amount.decimal() +
                          "; the entry is read as one payment"});
    } else if (parts.size() > 1) {
        log_.warning({context.where(), "TxDtls", std::to_string(parts.size()) + " details",
                      "an amount in " + std::string(base_.amount.currency.code()) +
                          " in each; the entry is read as one payment"});
    }
    return {whole(parts)};
}

// Pending and informative entries are not money yet. A statement holds booked entries only, so a
// missing status there is a slip; in a report of the day it could be anything.
bool CamtEntryReader::is_booked() const {
    std::string status = camt_text(node_, {"Sts"});
    if (status.empty()) status = camt_text(node_, {"Sts", "Cd"});
    if (status.empty()) status = camt_text(node_, {"Sts", "Prtry"});
    if (status == "BOOK") return true;
    if (status.empty()) {
        log_.warning({context_->where(), "Sts", "",
                      context_->provisional ? "BOOK; the entry is passed over"
                                            : "BOOK; the entry is read as booked"});
        return !context_->provisional;
    }
    log_.notice({context_->where(), "Sts", status, "BOOK; the entry is passed over"});
    return false;
}

bool CamtEntryReader::read_base() {
    base_ = {};
    const Result<Money> amount = camt_amount(camt_child(node_, "Amt"));
    const Result<bool> credit = camt_is_credit(node_);
    const Result<std::optional<Date>> value_on = camt_day(camt_child(node_, "ValDt"));
    if (!amount) log_.error(amount.error().at(context_->where()));
    if (!credit) log_.error(credit.error().at(context_->where()));
    if (!value_on) log_.warning(value_on.error().at(context_->where() + "/ValDt"));
    if (!amount || !credit) return false;
    if (amount->is_zero()) {
        log_.notice({context_->where(), "Amt", amount->decimal(),
                     "an amount; the entry moves no money and is passed over"});
        return false;
    }
    base_.amount = *credit ? *amount : amount->negated();
    if (value_on) base_.value_on = *value_on;
    const std::optional<Date> day = booking_day();
    if (!day) return false;
    base_.booked_on = *day;
    base_.bank_reference = camt_text(node_, {"AcctSvcrRef"});
    code_ = CamtCode::parse(camt_child(node_, "BkTxCd"));
    const std::string reversal = camt_text(node_, {"RvslInd"});
    reversed_ = reversal == "true" || reversal == "1";
    return true;
}

std::optional<Date> CamtEntryReader::booking_day() {
    const Result<std::optional<Date>> day = camt_day(camt_child(node_, "BookgDt"));
    if (!day) {
        log_.error(day.error().at(context_->where() + "/BookgDt"));
        return std::nullopt;
    }
    if (*day) return *day;
    const std::optional<Date> fallback = base_.value_on ? base_.value_on : context_->fallback_day;
    if (fallback) {
        log_.warning({context_->where(), "BookgDt", "",
                      "the day of the booking; " + fallback->iso() + " is taken"});
    } else {
        log_.error({context_->where(), "BookgDt", "", "the day of the booking"});
    }
    return fallback;
}

std::vector<CamtEntryReader::Detail> CamtEntryReader::details() const {
    std::vector<Detail> found;
    const auto collect = [&](XmlNode holder) {
        for_each_camt_child(holder, "TxDtls", [&](XmlNode detail) {
            found.push_back({detail, detail_amount(detail)});
        });
    };
    collect(node_); // the first version of camt.052 has them here
    for_each_camt_child(node_, "NtryDtls", collect);
    return found;
}

std::optional<Money> CamtEntryReader::detail_amount(XmlNode detail) const {
    const Result<bool> credit = camt_is_credit(detail);
    const bool incoming = credit ? *credit : base_.amount.is_positive();
    const XmlNode amounts = camt_child(detail, "AmtDtls");
    for (const XmlNode place : {camt_child(detail, "Amt"), camt_path(amounts, {"TxAmt", "Amt"}),
                                camt_path(amounts, {"CntrValAmt", "Amt"})}) {
        if (!place) continue;
        const Result<Money> amount = camt_amount(place);
        if (amount && amount->currency == base_.amount.currency) {
            return incoming ? *amount : amount->negated();
        }
    }
    return std::nullopt;
}

std::optional<Money> CamtEntryReader::total(const std::vector<Detail>& details) const {
    Money sum{0, base_.amount.currency};
    for (const Detail& detail : details) {
        if (!detail.amount) return std::nullopt;
        const Result<Money> next = add(sum, *detail.amount);
        if (!next) return std::nullopt;
        sum = *next;
    }
    return sum;
}

// Zero when the details alone add up; nothing when no charges explain the difference.
std::optional<Money> CamtEntryReader::charges_that_explain(const std::vector<Detail>& details,
                                                           const Money& total) const {
    const Currency currency = base_.amount.currency;
    if (total == base_.amount) return Money{0, currency};
    // Banks give the charges with the entry, with the details, or twice.
    Money of_details{0, currency};
    for (const Detail& detail : details) {
        if (const Result<Money> next = add(of_details, all_charges_of(detail.node, currency))) {
            of_details = *next;
        }
    }
    for (const Money& charges : {all_charges_of(node_, currency), of_details}) {
        const Result<Money> net = add(total, charges);
        if (net && *net == base_.amount) return charges;
    }
    return std::nullopt;
}

std::vector<BankEntry> CamtEntryReader::split(const std::vector<Detail>& details,
                                              const Money& charges) const {
    std::vector<BankEntry> entries;
    int batch_line = 0;
    for (const Detail& detail : details) {
        if (detail.amount->is_zero()) continue;
        BankEntry entry = base_;
        entry.amount = *detail.amount;
        entry.batch_line = ++batch_line;
        use_detail(entry, detail.node);
        entries.push_back(std::move(entry));
    }
    if (!charges.is_zero()) {
        BankEntry entry = base_;
        entry.amount = charges;
        entry.batch_line = ++batch_line;
        entry.kind = EntryKind::NotCustomerMoney;
        entry.transaction_code = code_.text();
        entries.push_back(std::move(entry));
    }
    return entries;
}

// One detail stands for the whole entry, unless the bank says that it left others out.
bool CamtEntryReader::is_the_payment(const std::vector<Detail>& details) const {
    if (details.size() != 1) return false;
    return announced_payments() <= 1 || details.front().amount == base_.amount;
}

// How many payments the bank says that a batch has; 1 where it says nothing.
int CamtEntryReader::announced_payments() const {
    std::string announced = camt_text(node_, {"NtryDtls", "Btch", "NbOfTxs"});
    if (announced.empty()) announced = camt_text(node_, {"Btch", "NbOfTxs"});
    return announced.empty() || announced == "1" ? 1 : 2;
}

BankEntry CamtEntryReader::whole(const std::vector<Detail>& details) const {
    BankEntry entry = base_;
    if (is_the_payment(details)) {
        use_detail(entry, details.front().node);
        return entry;
    }
    const bool credit = base_.amount.is_positive();
    bool returned = reversed_;
    for (const Detail& detail : details) {
        // Who paid which part is not known: only the texts are kept, all of them.
        BankEntry part;
        use_remittance(part, camt_child(detail.node, "RmtInf"));
        append_text(entry.remittance, part.structured_reference);
        append_text(entry.remittance, part.remittance);
        returned = returned || camt_child(detail.node, "RtrInf");
    }
    // What the bank says of a batch that it does not detail is no payer's text.
    const bool is_sum = details.empty() && announced_payments() > 1;
    if (entry.remittance.empty() && !is_sum) {
        entry.remittance = camt_text(node_, {"AddtlNtryInf"});
    }
    entry.transaction_code = code_.text();
    entry.kind = kind_of_camt_code(code_, credit,
                                   returned ? CamtUndoing::ReversedOrReturned : CamtUndoing::No);
    return entry;
}

void CamtEntryReader::use_detail(BankEntry& entry, XmlNode detail) const {
    CamtCode code = CamtCode::parse(camt_child(detail, "BkTxCd"));
    if (code.empty()) code = code_;
    const XmlNode returned = camt_child(detail, "RtrInf");
    entry.return_reason = camt_text(returned, {"Rsn", "Cd"});
    if (entry.return_reason.empty()) entry.return_reason = camt_text(returned, {"Rsn", "Prtry"});
    entry.transaction_code = code.text();
    entry.kind = kind_of_camt_code(code, entry.amount.is_positive(),
                                   reversed_ || returned ? CamtUndoing::ReversedOrReturned
                                                         : CamtUndoing::No);
    const XmlNode references = camt_child(detail, "Refs");
    entry.end_to_end_id = camt_text(references, {"EndToEndId"});
    if (entry.end_to_end_id == "NOTPROVIDED") entry.end_to_end_id.clear();
    entry.mandate_id = camt_text(references, {"MndtId"});
    const std::string reference = camt_text(references, {"AcctSvcrRef"});
    if (!reference.empty()) entry.bank_reference = reference;
    use_parties(entry, detail);
    use_remittance(entry, camt_child(detail, "RmtInf"));
    if (!entry.remittance.empty() || !entry.structured_reference.empty()) return;
    // Some banks put the payer's text only here, with words of their own around it.
    entry.remittance = camt_text(detail, {"AddtlTxInf"});
    if (entry.remittance.empty()) entry.remittance = camt_text(node_, {"AddtlNtryInf"});
}

void CamtEntryReader::use_parties(BankEntry& entry, XmlNode detail) const {
    if (entry.kind == EntryKind::ReturnedDebit) {
        // In a return the parties keep their roles: the debtor is our customer. Some banks turn
        // them round.
        if (!use_side(entry, detail, "Dbtr")) static_cast<void>(use_side(entry, detail, "Cdtr"));
        return;
    }
    static_cast<void>(use_side(entry, detail, entry.amount.is_positive() ? "Dbtr" : "Cdtr"));
}

bool CamtEntryReader::use_side(BankEntry& entry, XmlNode detail, std::string_view side) const {
    const XmlNode parties = camt_child(detail, "RltdPties");
    const std::string prefix(side);
    const std::string account = camt_account_number(camt_child(parties, prefix + "Acct"));
    if (!account.empty() && account == context_->own_account) return false; // that is us
    std::string name = camt_party_name(camt_child(parties, prefix));
    if (name.empty()) name = camt_party_name(camt_child(parties, "Ultmt" + prefix));
    entry.counterparty_name = name;
    entry.counterparty_iban = account;
    entry.counterparty_bic = camt_bic(camt_path(detail, {"RltdAgts", prefix + "Agt"}));
    return !name.empty() || !account.empty();
}

} // namespace afpunt::standalone
