// SPDX-License-Identifier: MIT
//
// One file gives a batch as a sum, another lists its payments: CAMT.053 with CAMT.054 in most banks
// of the Netherlands, CODA with and without details. Both are the same money. The payments are
// worth more, for they name payers, so they take the place of their sum; one that was matched
// already stays, for a match must not get lost.
#pragma once

#include "bank/statement.hpp"
#include "ledger_database.hpp"

#include <set>
#include <vector>

namespace afpunt::standalone {

struct BatchImport {
    std::string account;
    std::int64_t statement = 0; // that is being imported
    bool provisional = false;
    std::set<std::int64_t> other_statements; // that follow it: never the same lines
};

struct BatchMerge {
    std::set<const BankEntry*> known;  // of the entries: nothing more is to be done about these
    std::set<std::int64_t> used_lines; // stored lines that were recognised in them
    bool has_changed = false;
};

// `entries`: all of one day. A sum and a batch pair off where the one has such an amount more often
// than the other.
[[nodiscard]] BatchMerge merge_batches(LedgerDatabase& database, const BatchImport& import,
                                       Date day, const std::vector<const BankEntry*>& entries);

} // namespace afpunt::standalone
