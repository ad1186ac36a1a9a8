// SPDX-License-Identifier: MIT
//
// Allocations: money of a bank line, or the credit of a credit note, tied to an item. Each one and
// its event are written together, so that the module can miss neither.
#pragma once

#include "ledger.hpp"
#include "ledger_database.hpp"

namespace afpunt::standalone {

struct NewAllocation {
    std::int64_t item = 0;
    std::optional<std::int64_t> bank_line, credit_item; // one of the three
    std::optional<std::string> elsewhere;               // source of a list of open items
    std::int64_t amount = 0;
    Date booked_on;
    std::optional<Date> value_on;
    std::string_view rule;
};

// Writes the row and its event; the caller has checked the amounts. Gives the new row's id.
std::int64_t insert_allocation(LedgerDatabase& database, const NewAllocation& allocation);

// Removes it, with its event.
[[nodiscard]] Result<LedgerAllocation> delete_allocation(LedgerDatabase& database,
                                                         std::string_view public_id);

// See Ledger::remove_allocation: a person undoes it.
[[nodiscard]] Result<LedgerAllocation> undo_allocation(LedgerDatabase& database,
                                                       std::string_view public_id);

// See Ledger::allocate and Ledger::undo_returned_debits.
[[nodiscard]] Result<LedgerAllocation>
allocate_line(LedgerDatabase& database, std::string_view bank_line_id, std::string_view item_id,
              std::optional<Money> amount, std::string_view rule);
[[nodiscard]] Result<std::vector<LedgerAllocation>> undo_returns(LedgerDatabase& database);

// What an invoice still owes; nullopt = no such item.
[[nodiscard]] std::optional<Money> open_amount_of(LedgerDatabase& database,
                                                  std::string_view item_id);

[[nodiscard]] std::vector<LedgerAllocation> allocations_of(LedgerDatabase& database);

// Undoes everything that was allocated from a bank line; gives back what that was.
std::vector<LedgerAllocation> release_line(LedgerDatabase& database, std::int64_t bank_line);

} // namespace afpunt::standalone
