// SPDX-License-Identifier: MIT
//
// Families and operations of the CODA standard, enclosure II. What is not sure stays Unknown: an
// unknown credit may hold a letter, a wrongly dismissed one would let a wrong letter go.
#include "bank/coda_code.hpp"

namespace afpunt::standalone {

namespace {

bool is_one_of(std::string_view operation, std::string_view list) {
    for (std::size_t at = 0; at + 2 <= list.size(); at += 3) {
        if (list.substr(at, 2) == operation) return true;
    }
    return false;
}

EntryKind credit_transfer(std::string_view operation) {
    // 50 transfer, 51 the same initiated by the bank, 52 payment in your favour.
    if (is_one_of(operation, "50 51 52")) return EntryKind::CustomerPayment;
    // 64 from your other account, 66 financial centralisation.
    if (is_one_of(operation, "64 66")) return EntryKind::OwnTransfer;
    // 54 an order of our own that could not be executed, 60 and 62 our own cheques and money
    // orders.
    if (is_one_of(operation, "54 60 62")) return EntryKind::NotCustomerMoney;
    return EntryKind::Unknown;
}

EntryKind credit_kind(std::string_view family, std::string_view operation) {
    // 35 closing (interest, costs), 80 costs; operation 87 in each family: costs paid back.
    if (family == "35" || family == "80" || operation == "87") return EntryKind::NotCustomerMoney;
    // 01 SEPA transfers, 02 instant ones, 41 foreign ones.
    if (is_one_of(family, "01 02 41")) return credit_transfer(operation);
    // Direct debits: 50 and 52 what we collected, 54 to 58 what was collected from us comes back.
    if (family == "05") {
        if (is_one_of(operation, "50 52")) return EntryKind::CustomerPayment;
        if (is_one_of(operation, "54 56 58")) return EntryKind::NotCustomerMoney;
    }
    // Cards: what terminals, telephones and purses took in, paid out in one sum.
    if (family == "04" && is_one_of(operation, "50 55 68")) return EntryKind::ProviderPayout;
    return EntryKind::Unknown;
}

} // namespace

EntryKind kind_of_coda_code(std::string_view code, bool credit) {
    if (code.size() == 8) code.remove_prefix(1);
    if (code.size() != 7) return credit ? EntryKind::Unknown : EntryKind::NotCustomerMoney;
    const std::string_view family = code.substr(0, 2);
    const std::string_view operation = code.substr(2, 2);
    if (credit) return credit_kind(family, operation);
    // 05/03 unpaid, 05/05 refunded to the debtor: a collection of ours comes back.
    if (family == "05" && is_one_of(operation, "03 05")) return EntryKind::ReturnedDebit;
    return EntryKind::NotCustomerMoney;
}

} // namespace afpunt::standalone
