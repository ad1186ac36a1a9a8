// SPDX-License-Identifier: MIT
//
// What the rules of the matcher share: which items a line may pay, what is left of them after the
// proposals before it, and how an amount is spread. The rules themselves are in the *_rules.cpp
// files, in the order of their strength.
#pragma once

#include "matching/combination.hpp"
#include "matching/key_index.hpp"
#include "matching/matcher.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace afpunt::matching {

using Items = std::vector<std::uint32_t>; // positions in the snapshot's items

// Some items of one customer that a line pays together.
struct ItemCombination {
    struct Part {
        std::uint32_t item = 0;
        std::int64_t minor = 0;
    };
    std::vector<Part> parts; // invoices only, oldest first
    bool is_only = false;    // no other set fits
    bool is_exact = false;   // nothing is missing
    bool is_several = false; // more than one invoice or credit note
    // So few to choose from that chance is no explanation.
    bool has_few_parts = false;
};

// What is still to be paid while proposals are made, and the questions that every rule asks.
class Ledger {
public:
    Ledger(const book::Book& book, const Options& options);

    [[nodiscard]] const book::Book& book() const { return book_; }
    [[nodiscard]] const book::OpenItem& item(std::uint32_t at) const;
    [[nodiscard]] std::int64_t left_minor(std::uint32_t item) const { return left_minor_[item]; }
    [[nodiscard]] bool is_refused(const book::BankLine& line) const;
    // Position in the snapshot's parties; nothing for a customer whom the book does not know.
    [[nodiscard]] std::optional<std::uint32_t> customer_of(std::uint32_t item) const;
    // A person said that this line does not pay this item.
    [[nodiscard]] bool is_refused(const book::BankLine& line, std::uint32_t item) const;

    // Of `candidates`, those that this line may pay: owed, something left, the line's currency, not
    // refused. Oldest due first.
    [[nodiscard]] Items payable(Positions candidates, const book::BankLine& line) const;
    // A collective customer ("cash sales"), with more items than are looked at.
    [[nodiscard]] bool is_collective(const book::Party& party) const;
    // Nothing for a collective customer.
    [[nodiscard]] Items payable_of(const book::Party& party, const book::BankLine& line) const;
    // Credit notes with unused credit in the line's currency.
    [[nodiscard]] Items credits(Positions candidates, const book::BankLine& line) const;
    // What is left of the items together; the largest number there is when it does not fit.
    [[nodiscard]] std::int64_t sum_minor(const Items& items) const;
    // What an early payment discount leaves to pay on the line's value date; 0 = there is none.
    [[nodiscard]] std::int64_t discounted_minor(std::uint32_t item,
                                                const book::BankLine& line) const;
    // The exact amount, or the one that an early payment discount leaves.
    [[nodiscard]] bool is_paid_exactly(std::uint32_t item, const book::BankLine& line) const;
    // Bank charges or rounding apart: at most the tolerance, and at most a tenth of it.
    [[nodiscard]] bool is_paid_nearly(std::uint32_t item, const book::BankLine& line) const;
    // The line's amount as the sum of some of these invoices and credit notes of one customer, or
    // as at most `shortfall` less than such a sum.
    [[nodiscard]] std::optional<ItemCombination> combination(const Items& items,
                                                             const Items& credits,
                                                             const book::BankLine& line,
                                                             std::int64_t shortfall) const;
    // Bank charges and rounding that a payment of this amount may miss.
    [[nodiscard]] std::int64_t tolerance_of(std::int64_t minor) const;
    [[nodiscard]] bool have_one_customer(const Items& items) const;
    [[nodiscard]] bool are_consistent(const Items& items) const;

    // Spreads the line's money over the items, in their order, never above what is left.
    [[nodiscard]] Proposal spread(const book::BankLine& line, const Items& items, MatchRule rule,
                                  Confidence confidence, std::string evidence) const;
    // The same where it is known how much of each.
    [[nodiscard]] Proposal spread(const book::BankLine& line, const ItemCombination& combination,
                                  MatchRule rule, Confidence confidence,
                                  std::string evidence) const;
    // Takes a proposal into account for all that follow.
    void reserve(const Proposal& proposal);

private:
    [[nodiscard]] bool may_pay(std::uint32_t item, const book::BankLine& line) const;
    void sort_oldest_first(Items& items) const;

    const book::Book& book_;
    const Options& options_;
    std::int64_t tolerance_minor_;
    std::vector<std::int64_t> left_minor_; // per item of the snapshot
    std::vector<bool> is_repeated_;        // an id that an earlier item has as well
    std::vector<std::uint32_t> customers_; // positions; nobody for an unknown one
    // What all searches of one call together may still cost, in sums looked at.
    mutable std::size_t sums_left_;
};

// The line's money, which the rules only meet when it is positive.
[[nodiscard]] inline std::int64_t amount_of(const book::BankLine& line) {
    return line.unallocated.minor;
}
// Puts `more` into `items`; each once, in the order of the snapshot.
void merge_into(Items& items, Positions more);

} // namespace afpunt::matching
