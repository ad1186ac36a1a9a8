// SPDX-License-Identifier: MIT
//
// Invoices and credit notes of the ledger, and credit that settles what it names.
#pragma once

#include "ledger.hpp"
#include "ledger_database.hpp"

namespace afpunt::standalone {

// See Ledger::add_invoice.
[[nodiscard]] Result<bool> keep_document(LedgerDatabase& database, const Invoice& invoice,
                                         Date entered_on, std::string_view file);

[[nodiscard]] std::vector<LedgerItem> items_of(LedgerDatabase& database);

} // namespace afpunt::standalone
