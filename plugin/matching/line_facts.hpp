// SPDX-License-Identifier: MIT
//
// What the rules of the matcher share: which items a line may pay, what is left of them after the
// certain proposals, and how an amount is spread. The rules themselves are in the *_rules.cpp
// files, in the order of their strength.
#pragma once

#include "matching/matcher.hpp"
#include "matching/number_index.hpp"
#include "matching/payer_index.hpp"
#include "matching/remittance_text.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace afpunt::matching {

using Items = std::vector<std::uint32_t>; // positions in the snapshot's items

struct ReferenceHash {
    [[nodiscard]] std::size_t operator()(const StructuredReference& reference) const {
        return std::hash<std::string>()(reference.value);
    }
};

// The indexes over one book, built once per call of propose().
struct Indexes {
    explicit Indexes(const book::Book& book);
    NumberIndex numbers;
    PayerIndex payers;
    std::unordered_map<StructuredReference, Items, ReferenceHash> by_reference;
};

// One bank line, read once.
struct LineFacts {
    const book::BankLine* line = nullptr;
    std::vector<StructuredReference> references; // check digits verified
    std::vector<NearReference> near_references;
    std::vector<NumberInText> numbers;
};
[[nodiscard]] LineFacts read_line(const book::BankLine& line, const Indexes& indexes);

// What is still to be paid while proposals are made, and the questions that every rule asks.
class Ledger {
public:
    Ledger(const book::Book& book, const Options& options);

    [[nodiscard]] const book::Book& book() const { return book_; }
    [[nodiscard]] const book::OpenItem& item(std::uint32_t at) const;
    [[nodiscard]] std::int64_t tolerance_minor() const { return tolerance_minor_; }
    [[nodiscard]] std::int64_t left_minor(std::uint32_t item) const { return left_minor_[item]; }
    [[nodiscard]] bool is_refused(const book::BankLine& line) const;
    // A person said that this line does not pay this item.
    [[nodiscard]] bool is_refused(const book::BankLine& line, std::uint32_t item) const;

    // Of `candidates`, those that this line may pay: owed, something left, the line's currency, not
    // refused. Oldest due first.
    [[nodiscard]] Items payable(const Items& candidates, const book::BankLine& line) const;
    [[nodiscard]] Items payable_of(const book::Party& party, const book::BankLine& line) const;
    // Credit notes with unused credit in the line's currency.
    [[nodiscard]] Items credits(const Items& candidates, const book::BankLine& line) const;
    // What is left of the items together; the largest number there is when it does not fit.
    [[nodiscard]] std::int64_t sum_minor(const Items& items) const;
    // The exact amount, or the one that an early payment discount leaves.
    [[nodiscard]] bool is_paid_exactly(std::uint32_t item, const book::BankLine& line) const;
    [[nodiscard]] bool have_one_customer(const Items& items) const;
    [[nodiscard]] bool are_consistent(const Items& items) const;

    // Spreads the line's money over the items, in their order, never above what is left.
    [[nodiscard]] Proposal spread(const book::BankLine& line, const Items& items, MatchRule rule,
                                  Confidence confidence, std::string evidence) const;
    // Takes a certain proposal into account for all that follow.
    void book_certain(const Proposal& proposal);

private:
    [[nodiscard]] bool may_pay(std::uint32_t item, const book::BankLine& line) const;
    void sort_oldest_first(Items& items) const;

    const book::Book& book_;
    const Options& options_;
    std::int64_t tolerance_minor_;
    std::vector<std::int64_t> left_minor_; // per item of the snapshot
    std::unordered_map<std::string_view, std::uint32_t> position_;
};

// The line's money, which the rules only meet when it is positive.
[[nodiscard]] inline std::int64_t amount_of(const book::BankLine& line) {
    return line.unallocated.minor;
}
// Puts `more` into `items`; each once, in the order of the snapshot.
void merge_into(Items& items, const Items& more);

} // namespace afpunt::matching
