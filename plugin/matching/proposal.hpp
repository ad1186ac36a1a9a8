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
    StructuredReference, // OGM, RF or betalingskenmerk with verified check digits, item's own
    InvoiceNumber,       // the invoice number stands in the free text
    SeveralNumbers,      // several numbers stand there and the open amounts add up exactly
    PayerAndAmount,      // known payer's IBAN, and the amount of one open item
    PayerOnly,           // known payer's IBAN, another amount
    AmountOnly,          // the exact amount of one single open item, payer's name alike
    ReferenceTypo,       // a reference with wrong check digits, near one that exists
    WholeBalance         // the payer's whole open balance in that currency
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
    std::string evidence; // the text that led here: "+++010/8068/17183+++", "V26-0107"
    // Never more than the line's unallocated amount in sum; what is left is over-payment and stays
    // unallocated with the customer.
    std::vector<ProposedAllocation> allocations;
    std::vector<std::string> party_ids; // whose letters it concerns
    friend bool operator==(const Proposal&, const Proposal&) = default;
};

} // namespace afpunt::matching
