// SPDX-License-Identifier: MIT
//
// Rows of bank lines: which stored lines an entry could be, and writing them.
#pragma once

#include "bank/statement.hpp"
#include "ledger_database.hpp"

#include <set>
#include <vector>

namespace afpunt::standalone {

struct StoredLine {
    std::int64_t id = 0;
    std::string identity, bank_reference;
    bool provisional = false;
    bool paired = false;
};

// Lines of one account, day and amount; not those of `other_statements`.
[[nodiscard]] std::vector<StoredLine> stored_lines(LedgerDatabase& database,
                                                   const std::string& account, Date day,
                                                   std::int64_t amount,
                                                   const std::set<std::int64_t>& other_statements);

void insert_line(LedgerDatabase& database, const std::string& account, std::int64_t statement,
                 const BankEntry& entry);
// The final statement knows best: the line keeps its id and its matches, and takes the rest.
void confirm_line(LedgerDatabase& database, std::int64_t line, std::int64_t statement,
                  const BankEntry& entry);
// Removes provisional lines that the final statements of their day did not bring, once the bank
// has gone on to a later day.
void drop_unconfirmed_lines(LedgerDatabase& database, const std::string& account);

} // namespace afpunt::standalone
