// SPDX-License-Identifier: MIT
//
// Most banks give no more than NTRF or NMSC: what comes in counts as a customer's payment unless a
// code says otherwise. A wrongly dismissed payment would let a wrong letter go.
#include "bank/mt940_code.hpp"

#include <algorithm>
#include <array>

namespace afpunt::standalone {

namespace {

template <std::size_t size>
bool is_one_of(std::string_view code, const std::array<std::string_view, size>& list) {
    return std::ranges::find(list, code) != list.end();
}

// Interest, charges, commission, dividends, securities, foreign exchange, loans, brokerage.
constexpr std::array<std::string_view, 9> bank_money{"INT", "CHG", "COM", "DIV", "SEC",
                                                     "FEX", "LDP", "BRF", "BNK"};
// Cash management between accounts of one firm.
constexpr std::array<std::string_view, 6> own_transfers{"CMI", "CMN", "CMP", "CMS", "CMT", "CMZ"};
// SEPA direct debits of ours that come back: from firms and from consumers.
constexpr std::array<std::string_view, 2> german_returned_debits{"108", "109"};
// What we sent or paid comes back: a transfer, direct debits that were taken from us.
constexpr std::array<std::string_view, 3> german_own_returned{"159", "181", "184"};

EntryKind credit_kind(std::string_view type, std::string_view german) {
    // 8xx: closings, interest, fees.
    if (german.starts_with('8') || is_one_of(german, german_own_returned)) {
        return EntryKind::NotCustomerMoney;
    }
    // A returned item that comes in is one that we had paid.
    if (is_one_of(type, bank_money) || type == "RTI") return EntryKind::NotCustomerMoney;
    return is_one_of(type, own_transfers) ? EntryKind::OwnTransfer : EntryKind::CustomerPayment;
}

} // namespace

EntryKind kind_of_mt940_code(std::string_view type, std::string_view german, bool credit,
                             Mt940Undoing undoing) {
    // A credit that undoes is money of ours that comes back, a debit one takes away what came in.
    if (undoing == Mt940Undoing::ReversedOrReturned) {
        return credit ? EntryKind::NotCustomerMoney : EntryKind::ReturnedDebit;
    }
    const std::string_view kind = type.substr(std::min<std::size_t>(1, type.size()));
    if (credit) return credit_kind(kind, german);
    if (is_one_of(german, german_returned_debits) || kind == "RTI") {
        return EntryKind::ReturnedDebit;
    }
    return EntryKind::NotCustomerMoney;
}

} // namespace afpunt::standalone
