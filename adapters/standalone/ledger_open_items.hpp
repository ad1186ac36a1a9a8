// SPDX-License-Identifier: MIT
//
// Lists of open items that the bookkeeping package exported: the package knows of payments that no
// bank file here shows, so what its list has no longer open is settled "elsewhere", as of the day
// of the list. That is an allocation of its own kind, and a later list that has the invoice open
// again undoes it.
//
//   elsewhere = total - what the list has open - what is allocated here
//
// and never below zero: a payment that was matched here and is not yet booked in the package stays.
// One list counts per source, the one that was made last; an older one changes nothing.
#pragma once

#include "ledger.hpp"
#include "ledger_database.hpp"

namespace afpunt::standalone {

// See Ledger::take_open_items.
[[nodiscard]] Result<OpenItemsCounts> keep_open_items(LedgerDatabase& database,
                                                      const OpenItemsList& list, Date entered_on,
                                                      ListTrust trust, std::string_view file);

// Brings "elsewhere" of an item up to date after something that was allocated to it was undone.
// Nothing happens for an item that no list knows.
void level_with_list(LedgerDatabase& database, std::string_view item_id);
// The same, unless the list was made before `day`: what happened later the list cannot know.
void level_with_list_of(LedgerDatabase& database, std::string_view item_id, Date day);
// A person undid "elsewhere" himself: until the next list the item is open.
void reopen_in_list(LedgerDatabase& database, std::string_view item_id, std::int64_t minor);

// See Ledger::find_listed_payments.
[[nodiscard]] std::vector<LedgerAllocation> pair_listed_payments(LedgerDatabase& database);

// How a document that only lists know says where it comes from, in the place of its content.
[[nodiscard]] std::string listed_content(std::string_view source);
[[nodiscard]] bool is_listed_content(std::string_view content);

} // namespace afpunt::standalone
