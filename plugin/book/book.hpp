// SPDX-License-Identifier: MIT
//
// The book of one administration as decisions see it: a snapshot that was checked, with indexes.
// What does not add up is not repaired: the item is marked and policy holds it.
#pragma once

#include "book/coverage.hpp"
#include "book/snapshot.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace afpunt::book {

// Something in the host's data that contradicts itself.
struct Inconsistency {
    std::string item_id; // empty = not about one item
    std::string field;
    std::string found, expected;
    friend bool operator==(const Inconsistency&, const Inconsistency&) = default;
};

class Book {
public:
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
    // Positions in snapshot().items; empty span semantics: a reference to an empty vector.
    [[nodiscard]] const std::vector<std::uint32_t>& items_of(std::string_view party_id) const;
    // The account on which an amount of this currency is asked: in use, customers pay here, same
    // currency; the first in the host's order. nullptr = none: then nothing is asked.
    [[nodiscard]] const BankAccount* account_for(Currency currency) const;
    [[nodiscard]] const BankAccount* account_by_iban(std::string_view iban) const;
    [[nodiscard]] const BankLine* bank_line(std::string_view id) const; // nullptr = unknown

private:
    Snapshot snapshot_;
    Coverage coverage_;
    std::vector<Inconsistency> inconsistencies_;
    std::unordered_map<std::string, std::uint32_t> party_by_id_;
    std::unordered_map<std::string, std::uint32_t> item_by_id_;
    std::unordered_map<std::string, std::vector<std::uint32_t>> items_by_party_;
    std::unordered_map<std::string, std::uint32_t> bank_line_by_id_;
    std::unordered_map<std::string, bool> inconsistent_;
    // What items_of() answers for a party without items; a member, so that nothing is static.
    std::vector<std::uint32_t> no_items_;
};

} // namespace afpunt::book
