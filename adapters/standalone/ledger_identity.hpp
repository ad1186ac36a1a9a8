// SPDX-License-Identifier: MIT
//
// When are two bank lines, or two statements, the same one? The same day reaches a firm as CODA, as
// CAMT.053 and beforehand as CAMT.052 or 054, in files that overlap, and no field of an entry is
// equal in all of them: each format has its own reference of the bank, its own numbering, cuts
// names and texts elsewhere, and one lists a batch in detail where the other gives its sum. So the
// ledger asks three questions, the surest first:
//
//   1. Is it the same statement? Same account and last day, with the same number and first day, or
//      with the same balances and the same sum of what came in. (The first day alone says little:
//      CODA gives the day of the old balance, others the first day of the entries.)
//   2. Is it the same day? When two final statements that tie out give the same balance before and
//      after a day's entries, and the same sum came in, they list the same money, however they cut
//      it up.
//   3. Is it the same line? Same account, day and amount, and the same bank reference; or else the
//      same identity text (counterparty account and the digits of reference or text). Lines pair
//      off one to one: two equal payments in one statement are two, and stay two when another
//      statement lists both again. A sum that names nobody pairs with one that has no word at all.
//      A provisional line also pairs with a final one of that day and amount that nothing
//      contradicts.
//
// Two statements that follow each other on one day (101 closes with what 102 opens with) never
// share a line, however much their lines look alike.
#pragma once

#include "bank/statement.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace afpunt::standalone {

struct StatementFacts {
    std::int64_t id = 0; // 0: not stored yet
    std::string number;
    int sequence = 0;
    Date from, until;
    std::optional<std::int64_t> opening, closing;
    std::int64_t came_in = 0; // sum of the entries above zero
    std::int64_t first_day_net = 0, last_day_net = 0;
    bool provisional = false;
};

// Question 1 by number, and by balances.
[[nodiscard]] bool same_by_number(const StatementFacts& left, const StatementFacts& right);
[[nodiscard]] bool same_by_balances(const StatementFacts& left, const StatementFacts& right);

// Two statements of which one ends on the day that the other begins, and that split that day.
[[nodiscard]] bool follow_each_other(const StatementFacts& left, const StatementFacts& right);

// The identity text of question 3, without account, day and amount.
[[nodiscard]] std::string identity_of(const BankEntry& entry);

// Whether two lines of one day and amount may be one, judged by identity texts.
[[nodiscard]] bool may_be_same(std::string_view left_identity, std::string_view right_identity);

// Two lines of one day and amount that name no payer, one of them without any word: the sum of a
// batch, which each format words in its own way.
[[nodiscard]] bool is_same_sum(std::string_view left_identity, std::string_view right_identity);

// An account as letters and digits only.
[[nodiscard]] std::string plain_account(std::string_view written);

} // namespace afpunt::standalone
