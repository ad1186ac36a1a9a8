// SPDX-License-Identifier: MIT
//
// Versions differ in where things stand: TxDtls/Amt came with version 4 (before: AmtDtls/TxAmt),
// Sts/Cd and Pty with version 8. All places are looked at, whatever the version says.
#include "bank/camt_entry.hpp"

#include "bank/camt_nodes.hpp"

#include <algorithm>

namespace afpunt::standalone {

namespace {

void append_text(std::string& text, std::string_view line) {
    if (line.empty() || text.size() + line.size() > CamtEntryReader::max_remittance_bytes) return;
    if (!text.empty()) text += ' ';
    text += line;
}

bool says_yes(std::string_view indicator) {
    return indicator == "true" || indicator == "1";
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

void CamtEntryReader::read(CamtEntryTexts& texts, const Context& context, const Taker& take) {
    texts_ = &texts;
    context_ = &context;
    if (!is_booked() || !read_base()) return;
    read_amounts();
    const std::size_t parts = amounts_.size();
    const std::optional<Money> sum = parts == 0 ? std::nullopt : total();
    if (sum && (*sum != amount_ || parts > 1)) {
        const std::optional<Money> charges = charges_that_explain(*sum);
        if (charges) {
            split(*charges, take);
            return;
        }
        log_.warning(
            {context.where(), "TxDtls", sum->decimal() + " in total",
             "amounts that add up to " + amount_.decimal() + "; the entry is read as one payment"});
    } else if (parts > 1) {
        log_.warning({context.where(), "TxDtls", std::to_string(parts) + " details",
                      "an amount in " + std::string(amount_.currency.code()) +
                          " in each; the entry is read as one payment"});
    }
    whole(take);
}

// Pending and informative entries are not money yet. A statement holds booked entries only, so a
// missing status there is a slip; in a report of the day it could be anything.
bool CamtEntryReader::is_booked() const {
    const CamtTexts& entry = texts_->entry();
    std::string_view status = entry.first_of(CamtField::Status, CamtField::StatusCode);
    if (status.empty()) status = entry[CamtField::StatusProprietary];
    if (status == "BOOK") return true;
    if (status.empty()) {
        log_.warning({context_->where(), "Sts", "",
                      context_->provisional ? "BOOK; the entry is passed over"
                                            : "BOOK; the entry is read as booked"});
        return !context_->provisional;
    }
    log_.notice({context_->where(), "Sts", std::string(status), "BOOK; the entry is passed over"});
    return false;
}

bool CamtEntryReader::read_base() {
    const CamtTexts& entry = texts_->entry();
    const Result<Money> amount =
        camt_amount(entry[CamtField::AmountCurrency], entry[CamtField::Amount]);
    const Result<bool> credit = camt_is_credit(entry[CamtField::Direction]);
    const Result<std::optional<Date>> value_on =
        camt_day(entry[CamtField::ValueOn], entry[CamtField::ValueAt]);
    if (!amount) log_.error(amount.error().at(context_->where()));
    if (!credit) log_.error(credit.error().at(context_->where()));
    if (!value_on) log_.warning(value_on.error().at(context_->where() + "/ValDt"));
    if (!amount || !credit) return false;
    if (amount->is_zero()) {
        log_.notice({context_->where(), "Amt", amount->decimal(),
                     "an amount; the entry moves no money and is passed over"});
        return false;
    }
    amount_ = *credit ? *amount : amount->negated();
    value_on_ = value_on ? *value_on : std::nullopt;
    const std::optional<Date> day = booking_day();
    if (!day) return false;
    booked_on_ = *day;
    code_ = CamtCode::of(entry);
    reversed_ = says_yes(entry[CamtField::Reversal]);
    return true;
}

std::optional<Date> CamtEntryReader::booking_day() {
    const CamtTexts& entry = texts_->entry();
    const Result<std::optional<Date>> day =
        camt_day(entry[CamtField::BookedOn], entry[CamtField::BookedAt]);
    if (!day) {
        log_.error(day.error().at(context_->where() + "/BookgDt"));
        return std::nullopt;
    }
    if (*day) return *day;
    const std::optional<Date> fallback = value_on_ ? value_on_ : context_->fallback_day;
    if (fallback) {
        log_.warning({context_->where(), "BookgDt", "",
                      "the day of the booking; " + fallback->iso() + " is taken"});
    } else {
        log_.error({context_->where(), "BookgDt", "", "the day of the booking"});
    }
    return fallback;
}

void CamtEntryReader::read_amounts() {
    amounts_.clear();
    const std::size_t count = texts_->detail_count();
    for (std::size_t at = 0; at < count; ++at)
        amounts_.push_back(detail_amount(texts_->detail(at)));
}

std::optional<Money> CamtEntryReader::detail_amount(const CamtTexts& detail) const {
    const std::string_view direction = detail[CamtField::Direction];
    const bool is_told = direction == "CRDT" || direction == "DBIT";
    const bool incoming = is_told ? direction == "CRDT" : amount_.is_positive();
    struct Place {
        CamtField amount, currency;
    };
    for (const Place place : {Place{CamtField::Amount, CamtField::AmountCurrency},
                              Place{CamtField::TransactionAmount, CamtField::TransactionCurrency},
                              Place{CamtField::CounterValue, CamtField::CounterValueCurrency}}) {
        if (!detail.has(place.amount)) continue;
        const Result<Money> amount = camt_amount(detail[place.currency], detail[place.amount]);
        if (amount && amount->currency == amount_.currency) {
            return incoming ? *amount : amount->negated();
        }
    }
    return std::nullopt;
}

std::optional<Money> CamtEntryReader::total() const {
    Money sum{0, amount_.currency};
    for (const std::optional<Money>& amount : amounts_) {
        if (!amount) return std::nullopt;
        const Result<Money> next = add(sum, *amount);
        if (!next) return std::nullopt;
        sum = *next;
    }
    return sum;
}

// Zero when the details alone add up; nothing when no charges explain the difference.
std::optional<Money> CamtEntryReader::charges_that_explain(const Money& total) const {
    const Currency currency = amount_.currency;
    if (total == amount_) return Money{0, currency};
    // Banks give the charges with the entry, with the details, or twice.
    Money of_details{0, currency};
    for (std::size_t at = 0; at < amounts_.size(); ++at) {
        const Money charges = all_charges_of(texts_->detail_node(at), currency);
        if (const Result<Money> next = add(of_details, charges)) of_details = *next;
    }
    for (const Money& charges : {all_charges_of(texts_->entry_node(), currency), of_details}) {
        const Result<Money> net = add(total, charges);
        if (net && *net == amount_) return charges;
    }
    return std::nullopt;
}

void CamtEntryReader::split(const Money& charges, const Taker& take) {
    int batch_line = 0;
    for (std::size_t at = 0; at < amounts_.size(); ++at) {
        if (amounts_[at]->is_zero()) continue;
        begin_payment(*amounts_[at], ++batch_line);
        use_detail(texts_->detail(at));
        take(payment_);
    }
    if (!charges.is_zero()) {
        begin_payment(charges, ++batch_line);
        payment_.kind = EntryKind::NotCustomerMoney;
        code_.write_to(payment_.transaction_code);
        take(payment_);
    }
}

// One detail stands for the whole entry, unless the bank says that it left others out.
bool CamtEntryReader::is_the_payment() const {
    return amounts_.size() == 1 && (!announces_several() || amounts_.front() == amount_);
}

// The bank says that a batch has more than one payment.
bool CamtEntryReader::announces_several() const {
    const std::string_view announced =
        texts_->entry().first_of(CamtField::AnnouncedInDetails, CamtField::Announced);
    return !announced.empty() && announced != "1";
}

void CamtEntryReader::whole(const Taker& take) {
    begin_payment(amount_, 0);
    if (is_the_payment()) {
        use_detail(texts_->detail(0));
    } else {
        sum_of_unknown_parts();
    }
    take(payment_);
}

// Who paid which part is not known: only the texts are kept, all of them.
void CamtEntryReader::sum_of_unknown_parts() {
    bool returned = reversed_;
    std::string all_texts;
    for (std::size_t at = 0; at < amounts_.size(); ++at) {
        const CamtTexts& detail = texts_->detail(at);
        payment_.structured_reference.clear();
        payment_.remittance.clear();
        use_remittance(detail);
        append_text(all_texts, payment_.structured_reference);
        append_text(all_texts, payment_.remittance);
        returned = returned || detail.has(CamtField::ReturnInformation);
    }
    payment_.structured_reference.clear();
    // What the bank says of a batch that it does not detail is no payer's text.
    const bool is_sum = amounts_.empty() && announces_several();
    if (all_texts.empty() && !is_sum) all_texts = texts_->entry()[CamtField::AdditionalText];
    payment_.remittance = all_texts;
    code_.write_to(payment_.transaction_code);
    payment_.kind = kind_of_camt_code(code_, amount_.is_positive(),
                                      returned ? CamtUndoing::ReversedOrReturned : CamtUndoing::No);
}

// What holds for the entry as a whole, and nothing of the payment before.
void CamtEntryReader::begin_payment(const Money& amount, int batch_line) {
    payment_.amount = amount;
    payment_.batch_line = batch_line;
    payment_.booked_on = booked_on_;
    payment_.value_on = value_on_;
    payment_.kind = EntryKind::Unknown;
    payment_.bank_reference = texts_->entry()[CamtField::BankReference];
    for (std::string* text :
         {&payment_.counterparty_name, &payment_.counterparty_iban, &payment_.counterparty_bic,
          &payment_.structured_reference, &payment_.remittance, &payment_.end_to_end_id,
          &payment_.transaction_code, &payment_.return_reason, &payment_.mandate_id}) {
        text->clear();
    }
}

void CamtEntryReader::use_detail(const CamtTexts& detail) {
    CamtCode code = CamtCode::of(detail);
    if (code.empty()) code = code_;
    payment_.return_reason = detail.first_of(CamtField::ReturnReason, CamtField::ReturnProprietary);
    code.write_to(payment_.transaction_code);
    const bool returned = reversed_ || detail.has(CamtField::ReturnInformation);
    payment_.kind = kind_of_camt_code(code, payment_.amount.is_positive(),
                                      returned ? CamtUndoing::ReversedOrReturned : CamtUndoing::No);
    const std::string_view end_to_end_id = detail[CamtField::EndToEndId];
    if (end_to_end_id != "NOTPROVIDED") payment_.end_to_end_id = end_to_end_id;
    payment_.mandate_id = detail[CamtField::MandateId];
    const std::string_view reference = detail[CamtField::BankReference];
    if (!reference.empty()) payment_.bank_reference = reference;
    use_parties(detail);
    use_remittance(detail);
    if (!payment_.remittance.empty() || !payment_.structured_reference.empty()) return;
    // Some banks put the payer's text only here, with words of their own around it.
    payment_.remittance = detail[CamtField::AdditionalText];
    if (payment_.remittance.empty()) {
        payment_.remittance = texts_->entry()[CamtField::AdditionalText];
    }
}

// Ustrd is free text; Strd holds a reference, numbers of documents, more text. A second reference
// is for people and for the search in texts: one payment for several invoices.
void CamtEntryReader::use_remittance(const CamtTexts& detail) {
    const auto& texts = detail.remittance();
    const auto append_all = [&](CamtRemittance kind, auto from, auto until) {
        for (; from != until; ++from) {
            if (from->kind == kind) append_text(payment_.remittance, from->text);
        }
    };
    const auto is_structured = [](const CamtTexts::Remittance& one) {
        return one.kind == CamtRemittance::Structured;
    };
    append_all(CamtRemittance::Free, texts.begin(), texts.end());
    auto from = std::find_if(texts.begin(), texts.end(), is_structured);
    while (from != texts.end()) {
        const auto until = std::find_if(from + 1, texts.end(), is_structured);
        std::string_view reference;
        std::string_view early_reference;
        for (auto one = from; one != until; ++one) {
            if (one->kind == CamtRemittance::Reference) reference = one->text;
            if (one->kind == CamtRemittance::EarlyReference) early_reference = one->text;
        }
        if (reference.empty()) reference = early_reference;
        if (payment_.structured_reference.empty()) {
            payment_.structured_reference = reference;
        } else if (reference != payment_.structured_reference) {
            append_text(payment_.remittance, reference);
        }
        append_all(CamtRemittance::Document, from, until);
        append_all(CamtRemittance::Additional, from, until);
        from = until;
    }
}

void CamtEntryReader::use_parties(const CamtTexts& detail) {
    if (payment_.kind == EntryKind::ReturnedDebit) {
        // In a return the parties keep their roles: the debtor is our customer. Some banks turn
        // them round.
        if (!use_side(detail, CamtParty::Debtor)) {
            static_cast<void>(use_side(detail, CamtParty::Creditor));
        }
        return;
    }
    static_cast<void>(
        use_side(detail, payment_.amount.is_positive() ? CamtParty::Debtor : CamtParty::Creditor));
}

bool CamtEntryReader::use_side(const CamtTexts& detail, CamtParty side) {
    const auto first_of = [&](CamtField field, CamtField otherwise) {
        return detail.first_of(field_of(side, field), field_of(side, otherwise));
    };
    std::string& account = payment_.counterparty_iban;
    account = first_of(CamtField::DebtorIban, CamtField::DebtorOther);
    if (account.empty()) account = first_of(CamtField::DebtorProprietary, CamtField::DebtorBban);
    std::erase(account, ' ');
    if (!account.empty() && account == context_->own_account) { // that is us
        account.clear();
        return false;
    }
    std::string& name = payment_.counterparty_name;
    name = first_of(CamtField::DebtorName, CamtField::DebtorPartyName);
    if (name.empty()) {
        name = first_of(CamtField::DebtorUltimateName, CamtField::DebtorUltimatePartyName);
    }
    payment_.counterparty_bic = first_of(CamtField::DebtorBicfi, CamtField::DebtorBic);
    return !name.empty() || !account.empty();
}

} // namespace afpunt::standalone
