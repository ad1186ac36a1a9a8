// SPDX-License-Identifier: MIT
//
// The external code list of bank transaction codes, as far as it tells whose money it is. What is
// not sure stays Unknown: an unknown credit may hold a letter, a wrongly dismissed one would not.
#include "bank/camt_code.hpp"

#include "bank/coda_code.hpp"

#include <algorithm>
#include <array>

namespace afpunt::standalone {

namespace {

template <std::size_t size>
bool is_one_of(std::string_view code, const std::array<std::string_view, size>& list) {
    return std::ranges::find(list, code) != list.end();
}

// Unpaid direct debit, reversals of a direct debit by the debtor's bank or on request.
constexpr std::array<std::string_view, 3> returned_debits{"UPDD", "PRDD", "RCDD"};
// Charges, commissions, fees, interest, taxes: the bank's money whatever the family.
constexpr std::array<std::string_view, 6> bank_money{"CHRG", "COMM", "FEES",
                                                     "INTR", "TAXE", "COMT"};
// Returned or cancelled transfers of our own.
constexpr std::array<std::string_view, 2> returned_transfers{"RRTN", "RPCR"};
// Account management, securities, derivatives, foreign exchange, commodities, metals, loans.
constexpr std::array<std::string_view, 7> other_business{"ACMT", "SECU", "DERV", "FORX",
                                                         "CMDT", "PMET", "LDAS"};

EntryKind credit_kind(const CamtCode& code) {
    if (is_one_of(code.sub_family, bank_money)) return EntryKind::NotCustomerMoney;
    if (code.domain == "CAMT") return EntryKind::OwnTransfer; // cash management, pooling
    if (is_one_of(code.domain, other_business)) return EntryKind::NotCustomerMoney;
    if (code.domain != "PMNT") return EntryKind::Unknown;
    // Received credit transfers, ordinary and in real time.
    if (code.family == "RCDT" || code.family == "RRCT") {
        return is_one_of(code.sub_family, returned_transfers) ? EntryKind::NotCustomerMoney
                                                              : EntryKind::CustomerPayment;
    }
    if (code.family == "IDDT") return EntryKind::CustomerPayment;  // what we collected
    if (code.family == "RDDT") return EntryKind::NotCustomerMoney; // what others collected, back
    if (code.family == "MCRD") return EntryKind::ProviderPayout;   // merchant card transactions
    return EntryKind::Unknown;
}

} // namespace

CamtCode CamtCode::of(const CamtTexts& texts) {
    return {texts[CamtField::Domain], texts[CamtField::Family], texts[CamtField::SubFamily],
            texts[CamtField::ProprietaryCode], texts[CamtField::ProprietaryIssuer]};
}

void CamtCode::write_to(std::string& text) const {
    text = domain.empty() ? proprietary : domain;
    if (domain.empty()) return;
    text += '/';
    text += family;
    text += '/';
    text += sub_family;
}

EntryKind kind_of_camt_code(const CamtCode& code, bool credit, CamtUndoing undoing) {
    // A credit that undoes is money of ours that comes back, a debit one takes away what came in.
    if (undoing == CamtUndoing::ReversedOrReturned) {
        return credit ? EntryKind::NotCustomerMoney : EntryKind::ReturnedDebit;
    }
    if (code.issuer == "BBA") {
        const EntryKind kind = kind_of_coda_code(code.proprietary, credit);
        // For debits the BBA code only adds the returned collections to what ISO 20022 tells.
        if (kind != EntryKind::Unknown && (credit || kind == EntryKind::ReturnedDebit)) return kind;
    }
    if (credit) return credit_kind(code);
    if (code.family == "IDDT" && is_one_of(code.sub_family, returned_debits)) {
        return EntryKind::ReturnedDebit;
    }
    return EntryKind::NotCustomerMoney;
}

} // namespace afpunt::standalone
