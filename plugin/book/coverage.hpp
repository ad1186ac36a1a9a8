// SPDX-License-Identifier: MIT
//
// Coverage: the last day for which an account's statements are all in (product rule 2). Nothing
// that afpunt writes claims non-payment beyond it. A gap is found by statement numbers that do not
// follow and by balances that do not connect; the missing statement is named.
#pragma once

#include "book/bank_account.hpp"

#include <optional>
#include <string>
#include <vector>

namespace afpunt::book {

// Why statements do not connect.
enum class GapKind { MissingNumber, BalanceJump, MissingDays };

struct CoverageGap {
    GapKind kind = GapKind::MissingNumber;
    int first_missing = 0; // statement numbers, for MissingNumber
    int last_missing = 0;
    Date after;                            // last day of the statement before the gap
    Date before;                           // first day of the statement after it
    std::optional<Money> closing, opening; // the two balances that do not connect
    friend bool operator==(const CoverageGap&, const CoverageGap&) = default;
};

struct AccountCoverage {
    std::string account_id;
    std::string iban, name;
    bool counts = true;                     // in use, and customers pay here
    std::optional<Date> until;              // nullopt = no statement at all and no confirmation
    std::optional<Date> last_statement_day; // newest final statement, whatever gaps lie before it
    std::vector<CoverageGap> gaps; // oldest first; those before a confirmation are left out
    std::optional<CoverageConfirmation> confirmation; // the newest, where it raised `until`
    friend bool operator==(const AccountCoverage&, const AccountCoverage&) = default;
};

struct Coverage {
    std::vector<AccountCoverage> accounts; // in the order of the snapshot's accounts
    // The earliest `until` of the accounts that count; nullopt when one of them has none, or when
    // no account counts at all.
    [[nodiscard]] std::optional<Date> until() const;
    // The account that decides until(): the one to complain about. nullptr when none counts.
    [[nodiscard]] const AccountCoverage* weakest() const;
    friend bool operator==(const Coverage&, const Coverage&) = default;
};

// Pure. Statements may come in any order and twice (same account, number, days); provisional ones
// are passed over. Numbers restart at 1 each year; Julian numbering (day of the year) is told from
// sequence numbering by the numbers themselves: where balances connect, numbers that keep in step
// with the calendar on both sides (give or take a day) are no gap. A confirmation covers the gaps
// before its day. Where no whole day lies between the statements around a gap, the missing one
// shares a day with one of them: then `until` is the day before.
[[nodiscard]] Coverage coverage_of(const std::vector<BankAccount>& accounts,
                                   const std::vector<Statement>& statements,
                                   const std::vector<CoverageConfirmation>& confirmations);

} // namespace afpunt::book
