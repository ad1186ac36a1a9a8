// SPDX-License-Identifier: MIT
//
// Money that came in, and what it was tied to. An allocation ties money (or a credit note,
// discount, write-off) to one open item on a day; a bank line that is not allocated whole is
// "unallocated money" and holds the letters that it might concern (product rule 3).
#pragma once

#include <afpunt/date.hpp>
#include <afpunt/money.hpp>

#include <optional>
#include <string>

namespace afpunt::book {

enum class AllocationKind { Bank, Cash, Card, CreditNote, Discount, WriteOff, Other };

struct Allocation {
    std::string id; // stable: an un-match names the same id
    std::string item_id;
    std::string source_id; // bank line or credit note that was used; may be empty
    AllocationKind kind = AllocationKind::Bank;
    Date booked_on;
    std::optional<Date> value_on;
    Money amount;       // > 0 lowers what is owed
    std::string rule{}; // by which it was booked, as the host says; may be empty
    friend bool operator==(const Allocation&, const Allocation&) = default;
};

// What a bank line is, as far as the host can tell from the bank's own codes.
enum class BankLineKind {
    Unknown,         // may be customers' money: treated as such
    CustomerPayment, // credit transfer in our favour
    ReturnedDebit,   // a collected direct debit comes back: negative amount
    OwnTransfer,     // between accounts of the firm
    ProviderPayout,  // card or payment-provider settlement, many payments in one sum
    NotCustomerMoney // charges, interest, tax, salaries, own payments
};

struct BankLine {
    std::string id;
    std::string account_id;
    std::string statement_id;
    std::string label; // how people find it: "line 17 of 19 November (statement 102)"
    BankLineKind kind = BankLineKind::Unknown;
    Date booked_on;
    std::optional<Date> value_on;
    Money amount;      // signed: > 0 came in
    Money unallocated; // what is left of it, same sign as amount or zero
    std::string payer_name, payer_iban;
    std::string structured_reference; // the bank's structured field, as it came
    std::string remittance;           // free text
    std::string end_to_end_id;
    std::string party_id{}; // whose it is, where the host's own books say so; may be empty
    friend bool operator==(const BankLine&, const BankLine&) = default;
};

} // namespace afpunt::book
