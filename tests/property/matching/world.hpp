// SPDX-License-Identifier: MIT
//
// An invented firm with its customers and open invoices, and a year of bank lines that were typed
// by people. For each line it is known what the payer meant.
#pragma once

#include "chance.hpp"

#include "book/snapshot.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace afpunt::matching {

enum class LineKind {
    ReferenceByBank, // the structured field
    ReferenceInText,
    ReferenceMistyped, // one digit wrong or two swapped
    ReferenceTwoSlips,
    NumberWhole,
    NumberLoose, // leading zeros dropped
    NumberShort, // "107"
    NumberMistyped,
    NumberWithLetters, // O for 0, I for 1
    NumberGlued,       // "factuurV260107"
    NumberOfOtherYear, // last year's number, this year's invoice
    SeveralListed,     // "V26-0107 en V26-0109"
    SeveralShort,      // "107 + 109"
    SeveralAsRange,    // "107 t/m 109"
    SeveralWithSlip,   // one of the listed numbers mistyped
    SeveralUnnamed,    // the sum, no number
    CreditDeducted,    // named or not
    DiscountTaken,
    ChargesDeducted,
    PartNamed,
    PartNumberMistyped, // two mistakes at once
    PartsUnnamed,       // several payments for one invoice
    OverPaid,
    PaidTwice,
    OtherCustomersReference, // a customer's own amount on somebody else's reference or number
    OwnOldReference,         // copied from an earlier payment
    StrangerNames,           // somebody unknown pays and names the invoice
    StrangerMistypes,        // the same, with a slip in the number
    ThirdPayerNames,         // pays for several customers, known as such
    ThirdPayerUnnamed,
    AmountAndAccount, // no text
    AmountAndName,
    PayerOtherAmount,
    Noise, // no customer's money
    OwnTransfer,
    ProviderPayout,
    Count
};
[[nodiscard]] const char* name_of(LineKind kind);

struct Truth {
    LineKind kind = LineKind::Noise;
    std::map<std::string, std::int64_t> items; // what the payer meant, in minor units
    std::string customer_id;                   // whose money it is; empty = no customer's
};

struct World {
    book::Snapshot snapshot;
    std::map<std::string, Truth> truth; // by bank line
};

[[nodiscard]] World make_world(std::uint64_t seed);

} // namespace afpunt::matching
