// SPDX-License-Identifier: MIT
//
// Bank statements of the ledger: stored whole, and no payment twice (ledger_identity.hpp says when
// two are one).
#pragma once

#include "ledger.hpp"
#include "ledger_database.hpp"

namespace afpunt::standalone {

// See Ledger::add_statement.
[[nodiscard]] Result<ImportCounts> keep_statement(LedgerDatabase& database,
                                                  const Ledger::StatementIntake& intake,
                                                  std::string_view file);

// The account of a statement, made when it is new: one per bank account and currency.
[[nodiscard]] std::string keep_account_of(LedgerDatabase& database, const StatementHead& head);
// See Ledger::set_account.
[[nodiscard]] Result<void> keep_account(LedgerDatabase& database, const LedgerAccount& account);

[[nodiscard]] std::vector<LedgerAccount> accounts_of(LedgerDatabase& database);
[[nodiscard]] std::vector<LedgerStatement> statements_of(LedgerDatabase& database);
[[nodiscard]] std::vector<LedgerBankLine> bank_lines_of(LedgerDatabase& database);

} // namespace afpunt::standalone
