// SPDX-License-Identifier: MIT
//
// Finds which open items the unallocated bank lines pay. Pure: no clock, no I/O. A wrong match is
// worse than none, and a reminder to a payer is worse than both: certain means that a structured
// reference with verified check digits, or the invoice number, names the item and nothing in the
// line contradicts it (currency, amount above what is owed by more than the tolerance, another
// customer's known account).
#pragma once

#include "book/book.hpp"
#include "matching/proposal.hpp"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace afpunt::matching {

// A person said "not his": this line does not pay this item (or, with an empty item, this party).
struct Refusal {
    std::string bank_line_id;
    std::string item_id;
    friend auto operator<=>(const Refusal&, const Refusal&) = default;
};

struct Options {
    // Bank charges and rounding that still count as "paid exactly" for proposals, minor units.
    std::int64_t tolerance_minor = 100;
    std::set<Refusal> refusals;
};

// One proposal at most per line, the strongest; lines in the order of the snapshot, so that the
// same book always gives the same proposals. Lines that are no customer money, or that are
// allocated whole, or negative, get none. An item is proposed for at most its open amount over all
// certain proposals together (first booked line first).
[[nodiscard]] std::vector<Proposal> propose(const book::Book& book, const Options& options);

} // namespace afpunt::matching
