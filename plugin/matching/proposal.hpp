// SPDX-License-Identifier: MIT
//
// What a bank line probably pays. A proposal is never a booking: the host books it (by itself for
// certain ones where the book is set so, otherwise when a person says so).
#pragma once

#include <afpunt/money.hpp>

#include <string>
#include <vector>

namespace afpunt::matching {

// Certain: may be booked without a person. Likely and Possible hold letters and are shown.
enum class Confidence { Certain, Likely, Possible };

enum class MatchRule {
    StructuredReference,  // OGM, RF or betalingskenmerk with verified check digits, item's own
    InvoiceNumber,        // the invoice number stands in the free text
    SeveralNumbers,       // several numbers stand there and the open amounts add up exactly
    PayerAndAmount,       // known payer's IBAN, and the amount of one open item
    PayerOnly,            // known payer's IBAN, another amount
    AmountOnly,           // the exact amount of one single open item, payer's name alike
    ReferenceTypo,        // a reference with wrong check digits, near one that exists
    WholeBalance,         // the payer's whole open balance in that currency
    Combination,          // some of the payer's invoices and credit notes, which add up
    AmbiguousCombination, // the same, but others add up as well: the oldest are proposed
    DiscountTaken,        // one item less its discount for early payment, in time
    NumberTypo,           // almost the number of an invoice: a slip, or a letter for a digit
    SeveralPayments,      // lines of one payer that together are one item
    Person                // somebody said so; the matcher never proposes by it
};

struct ProposedAllocation {
    std::string item_id;
    Money amount; // > 0, at most the item's open amount
    friend bool operator==(const ProposedAllocation&, const ProposedAllocation&) = default;
};

struct Proposal {
    std::string bank_line_id;
    Confidence confidence = Confidence::Possible;
    MatchRule rule = MatchRule::PayerOnly;
    // The text in the line that led here, as it stands there: "+++010/8068/17183+++", "v26 107",
    // the payer's account or name. A bare reference of the bank's structured field as it is
    // printed.
    std::string evidence;
    // Never more than the line's unallocated amount in sum; what is left is over-payment and stays
    // unallocated with the customer.
    std::vector<ProposedAllocation> allocations;
    std::vector<std::string> party_ids; // whose letters it concerns
    friend bool operator==(const Proposal&, const Proposal&) = default;
};

} // namespace afpunt::matching
