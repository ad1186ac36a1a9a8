// SPDX-License-Identifier: MIT
//
// Works out the last day for which all statements of an account are in (product rule 2: no
// reminder on stale books). Statements are put in one fixed order first, so that neither the order
// of import nor a second import of the same file changes the answer; then each is compared with the
// one before it. Where the data leave a doubt the earlier day is taken: a letter that waits is
// better than a reminder to somebody who paid.
#include "book/coverage.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <unordered_map>

namespace afpunt::book {
namespace {

// Statements with exactly the same days are compared with each other, which takes squared time.
// No bank gives a dozen in a day; beyond this many they stay in their sorted order.
constexpr std::size_t most_statements_of_the_same_days = 64;

struct ByAccount {
    std::unordered_map<std::string_view, std::vector<Statement>> statements;
    std::unordered_map<std::string_view, const CoverageConfirmation*> newest_confirmation;
};

[[nodiscard]] auto order_of(const Statement& statement) {
    const auto amount = [](const std::optional<Money>& balance) {
        return std::make_tuple(balance.has_value(), balance ? balance->minor : 0,
                               balance ? balance->currency : Currency::eur());
    };
    return std::make_tuple(statement.until, statement.from, statement.sequence,
                           std::string_view(statement.number), amount(statement.opening),
                           amount(statement.closing));
}
[[nodiscard]] bool same_days(const Statement& left, const Statement& right) {
    return left.from == right.from && left.until == right.until;
}
[[nodiscard]] bool balances_known(const Statement& previous, const Statement& next) {
    return previous.closing.has_value() && next.opening.has_value();
}
[[nodiscard]] bool balances_connect(const Statement& previous, const Statement& next) {
    return balances_known(previous, next) && *previous.closing == *next.opening;
}
[[nodiscard]] bool both_numbered(const Statement& left, const Statement& right) {
    return left.sequence > 0 && right.sequence > 0;
}

// Two readings of one statement: the same days, the same name or none, no balance that differs.
[[nodiscard]] bool is_same_statement(const Statement& left, const Statement& right) {
    const auto agree = [](const std::optional<Money>& one, const std::optional<Money>& other) {
        return !one || !other || *one == *other;
    };
    const bool left_is_named = left.sequence > 0 || !left.number.empty();
    const bool right_is_named = right.sequence > 0 || !right.number.empty();
    const bool same_name =
        both_numbered(left, right) ? left.sequence == right.sequence : left.number == right.number;
    return same_days(left, right) && (same_name || !left_is_named || !right_is_named) &&
           agree(left.opening, right.opening) && agree(left.closing, right.closing);
}

// Takes over from a second reading of the same statement what the first one did not have.
void complete(Statement& statement, const Statement& second) {
    if (statement.sequence == 0) {
        statement.sequence = second.sequence;
        statement.number = second.number;
    }
    if (!statement.opening) statement.opening = second.opening;
    if (!statement.closing) statement.closing = second.closing;
}

[[nodiscard]] std::vector<Statement> without_second_readings(std::vector<Statement> group) {
    if (group.size() > most_statements_of_the_same_days) return group;
    // The ones with a number first: a reading without one joins them, not the other way round.
    std::stable_partition(group.begin(), group.end(),
                          [](const Statement& statement) { return statement.sequence > 0; });
    std::vector<Statement> kept;
    for (const Statement& statement : group) {
        const auto same = std::find_if(kept.begin(), kept.end(), [&](const Statement& other) {
            return is_same_statement(other, statement);
        });
        if (same == kept.end()) {
            kept.push_back(statement);
        } else {
            complete(*same, statement);
        }
    }
    return kept;
}

// Statements of the same days without numbers follow one another by their balances.
void chain_by_balances(std::vector<Statement>& group, const Statement* previous) {
    const bool has_numbers = std::any_of(group.begin(), group.end(),
                                         [](const Statement& one) { return one.sequence > 0; });
    if (has_numbers || group.size() > most_statements_of_the_same_days) return;
    for (auto place = group.begin(); place != group.end(); ++place) {
        auto next = std::find_if(place, group.end(), [&](const Statement& candidate) {
            return previous != nullptr && balances_connect(*previous, candidate);
        });
        if (next == group.end() && place == group.begin()) {
            // The first of the chain is the one that no other leads to.
            next = std::find_if(place, group.end(), [&](const Statement& candidate) {
                return std::none_of(group.begin(), group.end(), [&](const Statement& other) {
                    return &other != &candidate && balances_connect(other, candidate);
                });
            });
        }
        if (next != group.end()) std::rotate(place, next, next + 1);
        previous = &*place;
    }
}

// The statements of one account in the order in which the bank made them, each once.
[[nodiscard]] std::vector<Statement> in_bank_order(std::vector<Statement> statements) {
    std::sort(statements.begin(), statements.end(),
              [](const Statement& left, const Statement& right) {
                  return order_of(left) < order_of(right);
              });
    const auto same = [](const Statement& left, const Statement& right) {
        return order_of(left) == order_of(right);
    };
    statements.erase(std::unique(statements.begin(), statements.end(), same), statements.end());
    std::vector<Statement> ordered;
    for (auto begin = statements.begin(); begin != statements.end();) {
        const auto end = std::find_if(
            begin, statements.end(), [&](const Statement& one) { return !same_days(*begin, one); });
        std::vector<Statement> group = without_second_readings({begin, end});
        chain_by_balances(group, ordered.empty() ? nullptr : &ordered.back());
        ordered.insert(ordered.end(), group.begin(), group.end());
        begin = end;
    }
    return ordered;
}

[[nodiscard]] CoverageGap gap_between(const Statement& previous, const Statement& next,
                                      GapKind kind) {
    CoverageGap gap;
    gap.kind = kind;
    gap.after = previous.until;
    gap.before = next.from;
    if (kind == GapKind::BalanceJump) {
        gap.closing = previous.closing;
        gap.opening = next.opening;
    }
    return gap;
}
[[nodiscard]] CoverageGap missing_numbers(const Statement& previous, const Statement& next,
                                          int first) {
    CoverageGap gap = gap_between(previous, next, GapKind::MissingNumber);
    gap.first_missing = first;
    gap.last_missing = next.sequence - 1;
    return gap;
}

// Compares by balances, and by days only where a balance is unknown. Days that overlap are all
// there, whatever the balances say: people download the same weeks twice.
[[nodiscard]] std::optional<CoverageGap> gap_by_balances(const Statement& previous,
                                                         const Statement& next) {
    if (balances_known(previous, next)) {
        if (balances_connect(previous, next)) return std::nullopt;
        const bool days_overlap = !both_numbered(previous, next) && next.from < previous.until;
        if (days_overlap) return std::nullopt;
        return gap_between(previous, next, GapKind::BalanceJump);
    }
    if (next.from - previous.until <= 1) return std::nullopt;
    return gap_between(previous, next, GapKind::MissingDays);
}

// Some banks number by the day of the year instead of counting ("Julian" numbers), a day early or
// late where they print after midnight.
[[nodiscard]] int days_off_the_calendar(const Statement& statement) {
    return statement.sequence - (statement.until - Date::of(statement.until.year(), 1, 1) + 1);
}
[[nodiscard]] bool have_day_numbers(const Statement& previous, const Statement& next) {
    const int before = days_off_the_calendar(previous);
    const int after = days_off_the_calendar(next);
    return before == after && before >= -1 && before <= 1;
}

// Both statements have a number. Numbers that follow settle the matter unless the balances
// contradict them.
[[nodiscard]] std::optional<CoverageGap> gap_by_numbers(const Statement& previous,
                                                        const Statement& next) {
    const bool contradicted = balances_known(previous, next) && !balances_connect(previous, next);
    const int years = next.until.year() - previous.until.year();
    // Written without an addition: a hostile number may be the largest there is.
    const bool follows = next.sequence - 1 == previous.sequence;
    const bool restarts = years == 1 && next.sequence == 1;
    if (follows || restarts) {
        if (!contradicted) return std::nullopt;
        return gap_between(previous, next, GapKind::BalanceJump);
    }
    if (have_day_numbers(previous, next) && balances_connect(previous, next)) return std::nullopt;
    if (next.sequence > previous.sequence) {
        return missing_numbers(previous, next, previous.sequence + 1);
    }
    if (years > 0 && next.sequence > 1) return missing_numbers(previous, next, 1);
    // The bank started its numbers anew within the year, or years are missing.
    return gap_by_balances(previous, next);
}

// A statement whose days lie inside those of a longer one adds nothing.
[[nodiscard]] bool adds_nothing(const Statement& previous, const Statement& next) {
    return !both_numbered(previous, next) && !same_days(previous, next) &&
           previous.from <= next.from && next.until <= previous.until &&
           !balances_connect(previous, next);
}

[[nodiscard]] std::vector<CoverageGap> gaps_of(const std::vector<Statement>& ordered) {
    std::vector<CoverageGap> gaps;
    const Statement* previous = nullptr;
    for (const Statement& next : ordered) {
        if (previous != nullptr) {
            if (adds_nothing(*previous, next)) continue;
            const bool by_numbers =
                both_numbered(*previous, next) && previous->sequence != next.sequence;
            if (const std::optional<CoverageGap> gap = by_numbers
                                                           ? gap_by_numbers(*previous, next)
                                                           : gap_by_balances(*previous, next)) {
                gaps.push_back(*gap);
            }
        }
        previous = &next;
    }
    return gaps;
}

// Where no whole day lies between two statements, the missing one shares a day with one of them:
// then not even that day is certain.
[[nodiscard]] bool leaves_whole_days(const CoverageGap& gap) {
    return gap.before - gap.after > 1;
}
[[nodiscard]] Date last_certain_day(const CoverageGap& gap) {
    return leaves_whole_days(gap) ? gap.after : std::min(gap.after, gap.before) - 1;
}
[[nodiscard]] Date last_doubtful_day(const CoverageGap& gap) {
    return leaves_whole_days(gap) ? gap.before - 1 : std::max(gap.after, gap.before);
}

[[nodiscard]] std::optional<Date> covered_until(const std::vector<CoverageGap>& gaps,
                                                std::optional<Date> last_statement_day) {
    std::optional<Date> until = last_statement_day;
    for (const CoverageGap& gap : gaps)
        until = std::min(*until, last_certain_day(gap));
    return until;
}

void apply(const CoverageConfirmation& confirmation, AccountCoverage& coverage) {
    const std::optional<Date> before = coverage.until;
    std::erase_if(coverage.gaps, [&](const CoverageGap& gap) {
        return last_doubtful_day(gap) <= confirmation.until;
    });
    const std::optional<Date> after = covered_until(coverage.gaps, coverage.last_statement_day);
    coverage.until = after ? std::max(*after, confirmation.until) : confirmation.until;
    if (coverage.until != before) coverage.confirmation = confirmation;
}

[[nodiscard]] ByAccount sort_by_account(const std::vector<Statement>& statements,
                                        const std::vector<CoverageConfirmation>& confirmations) {
    ByAccount sorted;
    for (const Statement& statement : statements) {
        if (statement.provisional) continue;
        std::vector<Statement>& list = sorted.statements[statement.account_id];
        list.push_back(statement);
        // Days the wrong way round: only the last one is believed.
        list.back().from = std::min(statement.from, statement.until);
        list.back().sequence = std::max(statement.sequence, 0);
    }
    for (const CoverageConfirmation& confirmation : confirmations) {
        const CoverageConfirmation*& newest = sorted.newest_confirmation[confirmation.account_id];
        if (newest == nullptr ||
            std::tie(newest->at, newest->until, newest->who) <
                std::tie(confirmation.at, confirmation.until, confirmation.who)) {
            newest = &confirmation;
        }
    }
    return sorted;
}

[[nodiscard]] AccountCoverage coverage_of(const BankAccount& account, ByAccount& sorted) {
    AccountCoverage coverage;
    coverage.account_id = account.id;
    coverage.iban = account.iban;
    coverage.name = account.name;
    coverage.counts = account.in_use && account.customers_pay_here;
    if (const auto found = sorted.statements.find(account.id); found != sorted.statements.end()) {
        const std::vector<Statement> ordered = in_bank_order(found->second);
        coverage.last_statement_day = ordered.back().until;
        coverage.gaps = gaps_of(ordered);
        coverage.until = covered_until(coverage.gaps, coverage.last_statement_day);
    }
    if (const auto found = sorted.newest_confirmation.find(account.id);
        found != sorted.newest_confirmation.end()) {
        apply(*found->second, coverage);
    }
    return coverage;
}

} // namespace

Coverage coverage_of(const std::vector<BankAccount>& accounts,
                     const std::vector<Statement>& statements,
                     const std::vector<CoverageConfirmation>& confirmations) {
    ByAccount sorted = sort_by_account(statements, confirmations);
    Coverage coverage;
    coverage.accounts.reserve(accounts.size());
    for (const BankAccount& account : accounts) {
        coverage.accounts.push_back(coverage_of(account, sorted));
    }
    return coverage;
}

const AccountCoverage* Coverage::weakest() const {
    const AccountCoverage* weakest = nullptr;
    for (const AccountCoverage& account : accounts) {
        // An account without any statement has nullopt, which is less than every day.
        if (account.counts && (weakest == nullptr || account.until < weakest->until)) {
            weakest = &account;
        }
    }
    return weakest;
}

std::optional<Date> Coverage::until() const {
    const AccountCoverage* account = weakest();
    return account == nullptr ? std::nullopt : account->until;
}

} // namespace afpunt::book
