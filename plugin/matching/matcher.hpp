// SPDX-License-Identifier: MIT
//
// Finds which open items the unallocated bank lines pay. Pure: no clock, no I/O. A wrong match is
// worse than none, and a reminder to a payer is worse than both.
//
// Certain means that two witnesses agree and none disagrees. A structured reference brings its own
// second witness, the check digits. An invoice number needs one: the amount (exact, or less the
// discount for early payment, or charges apart), or its own customer's account or name where he
// pays a part. It is doubted where a slip of the finger leads to another item that fits as well,
// where the payer is known as another customer, where the amount is exactly that of another of his
// items, and where the item contradicts itself. Sums that nobody named are never certain.
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
    // Bank charges and rounding that still count as paid in full, minor units; never more than a
    // tenth of the amount.
    std::int64_t tolerance_minor = 100;
    std::set<Refusal> refusals;
};

// A line of which nothing tells who paid it gets a proposal without items and customers: it may be
// anybody's.
//
// One proposal at most per line, the strongest; lines in the order of the snapshot, so that the
// same book always gives the same proposals. Lines that are no customer money, or that are
// allocated whole, or negative, get none; nor do those from the firm's own accounts. An item is
// proposed for at most its open amount over all certain proposals together (first booked line
// first), and likely ones are not given what an earlier one was.
[[nodiscard]] std::vector<Proposal> propose(const book::Book& book, const Options& options);

} // namespace afpunt::matching
