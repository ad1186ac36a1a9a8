// SPDX-License-Identifier: MIT
//
// The book of one administration as decisions see it: a snapshot that was checked, with indexes.
// What does not add up is not repaired: the item is marked and policy holds it.
#pragma once

#include "book/coverage.hpp"
#include "book/snapshot.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::book {

// Something in the host's data that contradicts itself.
struct Inconsistency {
    std::string item_id; // empty = not about one item
    std::string field;
    std::string found, expected;
    friend bool operator==(const Inconsistency&, const Inconsistency&) = default;
};

// Moved, never copied: its indexes point into its own snapshot.
class Book {
public:
    Book(Book&& other) noexcept;
    Book& operator=(Book&& other) noexcept;
    Book(const Book&) = delete;
    Book& operator=(const Book&) = delete;
    ~Book();

    // Never fails: contradictions become inconsistencies() and the items concerned are marked.
    // Checked: ids unique; customer known; one currency per item (total, open, allocations,
    // discount, retention); 0 <= open <= total for open invoices; open = total - allocations where
    // the host gives any allocation for the item; bank lines with |unallocated| <= |amount|.
    [[nodiscard]] static Book build(Snapshot snapshot,
                                    const std::vector<CoverageConfirmation>& confirmations);

    [[nodiscard]] const Snapshot& snapshot() const { return snapshot_; }
    [[nodiscard]] const Coverage& coverage() const { return coverage_; }
    [[nodiscard]] const std::vector<Inconsistency>& inconsistencies() const {
        return inconsistencies_;
    }
    [[nodiscard]] bool is_inconsistent(std::string_view item_id) const;
    [[nodiscard]] const Party* party(std::string_view id) const;   // nullptr = unknown
    [[nodiscard]] const OpenItem* item(std::string_view id) const; // nullptr = unknown
    // By what people type: number, id, or document id; case and spaces ignored. Several when
    // instalments share a number.
    [[nodiscard]] std::vector<const OpenItem*> find_items(std::string_view text) const;
    // Positions in snapshot().items, ascending.
    [[nodiscard]] std::span<const std::uint32_t> items_of(std::string_view party_id) const;
    // The account on which an amount of this currency is asked: in use, customers pay here, same
    // currency; the first in the host's order. nullptr = none: then nothing is asked.
    [[nodiscard]] const BankAccount* account_for(Currency currency) const;
    [[nodiscard]] const BankAccount* account_by_iban(std::string_view iban) const;
    [[nodiscard]] const BankLine* bank_line(std::string_view id) const; // nullptr = unknown

private:
    struct Indexes;
    Book() = default;

    Snapshot snapshot_;
    Coverage coverage_;
    std::vector<Inconsistency> inconsistencies_;
    std::unique_ptr<const Indexes> indexes_;
};

} // namespace afpunt::book
