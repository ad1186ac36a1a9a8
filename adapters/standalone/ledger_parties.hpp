// SPDX-License-Identifier: MIT
//
// Customers of the ledger: who is the same customer as before, and what contacts.csv adds.
#pragma once

#include "ledger.hpp"
#include "ledger_database.hpp"

namespace afpunt::standalone {

// The known customer that an invoice names; 0 when it is a new one. The same VAT or registration id
// is the same customer; else the sender's customer number, else the same name at the same address,
// as long as no stronger sign contradicts.
[[nodiscard]] std::int64_t find_party(LedgerDatabase& database, const InvoiceParty& details);

// Finds or makes the customer, learns new signs, and keeps the details of the latest document.
[[nodiscard]] std::int64_t keep_party(LedgerDatabase& database, const InvoiceParty& details,
                                      Date issued_on);

// The same for a customer who is known already, whatever the document calls him.
void learn_party(LedgerDatabase& database, std::int64_t party, const InvoiceParty& details,
                 Date issued_on);

// Replaces the contacts; nothing changes when they are the same.
void keep_contacts(LedgerDatabase& database, const std::vector<ContactRow>& rows);

// With the contact that fits each: by customer number, VAT id, registration id or exact name.
[[nodiscard]] std::vector<LedgerParty> parties_of(LedgerDatabase& database);

} // namespace afpunt::standalone
