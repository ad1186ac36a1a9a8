// SPDX-License-Identifier: MIT
//
// Coverage decides whether any letter may claim non-payment, so every way in which statements can
// be missing, doubled or late has its own sentence here.
#include "book/coverage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace afpunt::book {
namespace {

const Date start = Date::of(2026, 3, 2);

BankAccount account(const std::string& id = "A") {
    BankAccount result;
    result.id = id;
    result.iban = "BE68539007547034";
    return result;
}
Statement statement(int sequence, Date from, Date until, std::optional<std::int64_t> opening = {},
                    std::optional<std::int64_t> closing = {}) {
    Statement result;
    result.id = "s" + std::to_string(sequence) + from.iso();
    result.account_id = "A";
    result.sequence = sequence;
    result.number = sequence > 0 ? std::to_string(sequence) : "";
    result.from = from;
    result.until = until;
    if (opening) result.opening = Money{*opening};
    if (closing) result.closing = Money{*closing};
    return result;
}
Statement of_day(int sequence, Date day, std::optional<std::int64_t> opening = {},
                 std::optional<std::int64_t> closing = {}) {
    return statement(sequence, day, day, opening, closing);
}
AccountCoverage coverage(const std::vector<Statement>& statements,
                         const std::vector<CoverageConfirmation>& confirmations = {}) {
    return coverage_of({account()}, statements, confirmations).accounts.at(0);
}

TEST(Coverage, HasNoDayWithoutStatements) {
    EXPECT_EQ(coverage({}).until, std::nullopt);
    EXPECT_EQ(coverage_of({account()}, {}, {}).until(), std::nullopt);
    EXPECT_EQ(coverage_of({}, {}, {}).until(), std::nullopt);
    EXPECT_EQ(coverage_of({}, {}, {}).weakest(), nullptr);
}

TEST(Coverage, RunsToTheLastOfStatementsThatFollow) {
    const AccountCoverage result =
        coverage({of_day(101, start), of_day(102, start + 1), of_day(103, start + 6)});
    EXPECT_EQ(result.until, start + 6);
    EXPECT_TRUE(result.gaps.empty());
    EXPECT_EQ(result.last_statement_day, start + 6);
}

TEST(Coverage, NamesTheMissingStatement) {
    const AccountCoverage result =
        coverage({of_day(101, start), of_day(104, start + 3), of_day(105, start + 4)});
    EXPECT_EQ(result.until, start);
    EXPECT_EQ(result.last_statement_day, start + 4);
    ASSERT_EQ(result.gaps.size(), 1U);
    EXPECT_EQ(result.gaps[0].kind, GapKind::MissingNumber);
    EXPECT_EQ(result.gaps[0].first_missing, 102);
    EXPECT_EQ(result.gaps[0].last_missing, 103);
    EXPECT_EQ(result.gaps[0].after, start);
    EXPECT_EQ(result.gaps[0].before, start + 3);
}

TEST(Coverage, MissesANumberThoughTheBalancesConnect) {
    // The missing statement may hold a receipt and a payment of the same amount.
    const AccountCoverage result =
        coverage({of_day(101, start, 0, 500), of_day(103, start + 2, 500, 700)});
    ASSERT_EQ(result.gaps.size(), 1U);
    EXPECT_EQ(result.gaps[0].first_missing, 102);
}

TEST(Coverage, DoubtsADayThatTheMissingStatementMayShare) {
    const AccountCoverage neighbours = coverage({of_day(101, start), of_day(103, start + 1)});
    EXPECT_EQ(neighbours.until, start - 1);
    const AccountCoverage same_day = coverage({of_day(101, start), of_day(103, start)});
    EXPECT_EQ(same_day.until, start - 1);
}

TEST(Coverage, LetsALateStatementFillTheGap) {
    const AccountCoverage result =
        coverage({of_day(101, start), of_day(103, start + 2), of_day(102, start + 1)});
    EXPECT_EQ(result.until, start + 2);
    EXPECT_TRUE(result.gaps.empty());
}

TEST(Coverage, PassesOverProvisionalStatements) {
    Statement intraday = of_day(102, start + 1);
    intraday.provisional = true;
    EXPECT_EQ(coverage({of_day(101, start), intraday}).until, start);
}

TEST(Coverage, AcceptsNumbersThatRestartInANewYear) {
    const Date last = Date::of(2025, 12, 30);
    const Date first = Date::of(2026, 1, 5);
    EXPECT_EQ(coverage({of_day(248, last), of_day(1, first)}).until, first);
    EXPECT_EQ(coverage({of_day(248, last, 0, 90), of_day(1, first, 90, 95)}).until, first);
    EXPECT_EQ(coverage({of_day(248, last), of_day(249, first)}).until, first);
}

TEST(Coverage, DoubtsANewYearWhoseBalanceDoesNotConnect) {
    const Date last = Date::of(2025, 12, 28);
    const Date first = Date::of(2026, 1, 5);
    const AccountCoverage result = coverage({of_day(248, last, 0, 90), of_day(1, first, 91, 95)});
    EXPECT_EQ(result.until, last);
    ASSERT_EQ(result.gaps.size(), 1U);
    EXPECT_EQ(result.gaps[0].kind, GapKind::BalanceJump);
    EXPECT_EQ(result.gaps[0].closing, Money{90});
    EXPECT_EQ(result.gaps[0].opening, Money{91});
}

TEST(Coverage, NamesTheFirstStatementsOfANewYearThatAreMissing) {
    const AccountCoverage result =
        coverage({of_day(248, Date::of(2025, 12, 30)), of_day(3, Date::of(2026, 1, 7))});
    ASSERT_EQ(result.gaps.size(), 1U);
    EXPECT_EQ(result.gaps[0].first_missing, 1);
    EXPECT_EQ(result.gaps[0].last_missing, 2);
}

TEST(Coverage, UnderstandsNumbersThatAreDaysOfTheYear) {
    const Date friday = Date::of(2026, 1, 30); // day 30; Monday is day 33
    EXPECT_EQ(coverage({of_day(30, friday, 0, 10), of_day(33, friday + 3, 10, 20)}).until,
              friday + 3);
    const Date last = Date::of(2025, 12, 31); // day 365
    EXPECT_EQ(coverage({of_day(365, last, 0, 10), of_day(2, last + 2, 10, 20)}).until, last + 2);
    // The same numbers with balances that do not connect are a gap.
    EXPECT_EQ(coverage({of_day(30, friday, 0, 10), of_day(33, friday + 3, 11, 20)}).until, friday);
}

TEST(Coverage, FindsBalancesThatDoNotConnectThoughNumbersFollow) {
    const AccountCoverage result =
        coverage({of_day(101, start, 0, 100), of_day(102, start + 3, 150, 200)});
    EXPECT_EQ(result.until, start);
    ASSERT_EQ(result.gaps.size(), 1U);
    EXPECT_EQ(result.gaps[0].kind, GapKind::BalanceJump);
}

TEST(Coverage, GoesByBalancesWhereTheBankGivesNoNumber) {
    EXPECT_EQ(coverage({of_day(0, start, 0, 100), of_day(0, start + 9, 100, 120)}).until,
              start + 9);
    EXPECT_EQ(coverage({of_day(0, start, 0, 100), of_day(0, start + 9, 110, 120)}).until, start);
}

TEST(Coverage, ChainsSeveralStatementsOfADayByTheirBalances) {
    const AccountCoverage result =
        coverage({of_day(0, start, 300, 250), of_day(0, start, 0, 400), of_day(0, start, 400, 300),
                  of_day(0, start + 1, 250, 260)});
    EXPECT_TRUE(result.gaps.empty());
    EXPECT_EQ(result.until, start + 1);
}

TEST(Coverage, CountsDaysOnlyWithoutNumberAndBalance) {
    EXPECT_EQ(coverage({of_day(0, start), of_day(0, start + 1)}).until, start + 1);
    const AccountCoverage result = coverage({of_day(0, start), of_day(0, start + 3)});
    EXPECT_EQ(result.until, start);
    ASSERT_EQ(result.gaps.size(), 1U);
    EXPECT_EQ(result.gaps[0].kind, GapKind::MissingDays);
}

TEST(Coverage, TakesDaysThatWereDownloadedTwiceForWhatTheyAre) {
    // Two downloads that overlap, and a month beside the days that it contains.
    EXPECT_EQ(coverage({statement(0, start, start + 14, 0, 500),
                        statement(0, start + 9, start + 19, 300, 900)})
                  .until,
              start + 19);
    EXPECT_EQ(coverage({of_day(1, start, 0, 5), of_day(2, start + 1, 5, 9),
                        statement(0, start - 1, start + 1, -2, 9), of_day(3, start + 2, 9, 12)})
                  .until,
              start + 2);
}

TEST(Coverage, SeesOneStatementInTwoFileFormatsAsOne) {
    const AccountCoverage result =
        coverage({of_day(101, start, 0, 100), of_day(0, start, 0, 100), of_day(102, start + 1)});
    EXPECT_TRUE(result.gaps.empty());
    EXPECT_EQ(result.until, start + 1);
}

TEST(Coverage, ReadsAFileThatWasImportedAHundredTimesOnce) {
    std::vector<Statement> statements(100, of_day(0, start, 0, 100));
    statements.push_back(of_day(0, start + 1, 100, 120));
    const AccountCoverage result = coverage(statements);
    EXPECT_TRUE(result.gaps.empty());
    EXPECT_EQ(result.until, start + 1);
}

TEST(Coverage, DoubtsOneNumberWithTwoDifferentContents) {
    const AccountCoverage result =
        coverage({of_day(101, start, 0, 100), of_day(101, start, 0, 140)});
    ASSERT_EQ(result.gaps.size(), 1U);
    EXPECT_EQ(result.until, start - 1);
}

TEST(Coverage, IsRaisedByAConfirmationThatIsLater) {
    const CoverageConfirmation confirmation{"A", start + 20, "An", "2026-04-01T08:00:00Z"};
    const AccountCoverage quiet = coverage({of_day(101, start)}, {confirmation});
    EXPECT_EQ(quiet.until, start + 20);
    EXPECT_EQ(quiet.confirmation, confirmation);
    EXPECT_EQ(quiet.last_statement_day, start);
    EXPECT_EQ(coverage({}, {confirmation}).until, start + 20);
}

TEST(Coverage, ForgetsGapsBeforeAConfirmation) {
    const std::vector<Statement> statements{of_day(101, start), of_day(103, start + 5),
                                            of_day(104, start + 6), of_day(106, start + 9)};
    const AccountCoverage result =
        coverage(statements, {{"A", start + 4, "An", "2026-04-01T08:00:00Z"}});
    EXPECT_EQ(result.until, start + 6);
    ASSERT_EQ(result.gaps.size(), 1U);
    EXPECT_EQ(result.gaps[0].first_missing, 105);
    ASSERT_TRUE(result.confirmation.has_value());
    // A day short of the gap's end raises the coverage to that day, and the gap stays.
    const AccountCoverage part =
        coverage(statements, {{"A", start + 3, "An", "2026-04-01T08:00:00Z"}});
    EXPECT_EQ(part.until, start + 3);
    EXPECT_EQ(part.gaps.size(), 2U);
}

TEST(Coverage, DoesNotMentionAConfirmationThatChangesNothing) {
    const AccountCoverage result = coverage({of_day(101, start), of_day(102, start + 9)},
                                            {{"A", start + 4, "An", "2026-04-01T08:00:00Z"}});
    EXPECT_EQ(result.until, start + 9);
    EXPECT_EQ(result.confirmation, std::nullopt);
}

TEST(Coverage, TakesTheNewestConfirmation) {
    const AccountCoverage result = coverage({}, {{"A", start + 9, "An", "2026-04-02T08:00:00Z"},
                                                 {"A", start + 4, "Bo", "2026-04-03T08:00:00Z"},
                                                 {"B", start + 30, "An", "2026-04-04T08:00:00Z"}});
    EXPECT_EQ(result.until, start + 4);
}

TEST(Coverage, OfTheBookIsThatOfTheWeakestAccountThatCounts) {
    BankAccount savings = account("S");
    savings.customers_pay_here = false;
    Statement other = of_day(7, start + 3);
    other.account_id = "B";
    const Coverage result =
        coverage_of({account("A"), account("B"), savings}, {of_day(101, start + 8), other}, {});
    EXPECT_EQ(result.until(), start + 3);
    ASSERT_NE(result.weakest(), nullptr);
    EXPECT_EQ(result.weakest()->account_id, "B");
    const Coverage unknown = coverage_of({account("A"), account("C")}, {of_day(1, start)}, {});
    EXPECT_EQ(unknown.until(), std::nullopt);
    EXPECT_EQ(unknown.weakest()->account_id, "C");
}

TEST(Coverage, SurvivesNonsense) {
    const std::int64_t most = std::numeric_limits<std::int64_t>::max();
    Statement backwards = statement(5, start + 9, start, most, -most);
    Statement huge = of_day(std::numeric_limits<int>::max(), start + 2, -most, most);
    Statement negative = of_day(-7, start + 4);
    const AccountCoverage result = coverage({backwards, huge, negative});
    EXPECT_EQ(result.until, start);
}

// A series as a bank makes it: numbers that follow, balances that connect, days that never go back.
std::vector<Statement> connected_series(bool with_numbers) {
    const int count = *rc::gen::inRange(2, 20);
    Date day = Date::of(2025, 11, 15) + *rc::gen::inRange(0, 90);
    int sequence = *rc::gen::inRange(1, 250);
    std::int64_t balance = *rc::gen::inRange(-1000, 1000);
    std::vector<Statement> series;
    for (int made = 0; made < count; ++made) {
        const Date from = day;
        const Date until = from + *rc::gen::inRange(0, 3);
        const std::int64_t closing = balance + *rc::gen::inRange(1, 500);
        series.push_back(statement(with_numbers ? sequence : 0, from, until, balance, closing));
        day = until + *rc::gen::inRange(1, 4);
        sequence = (day + 3).year() != until.year() ? 1 : sequence + 1;
        balance = closing;
    }
    return series;
}
// Statements whose year turns in the middle make "the next number" a matter of taste; the
// properties below are about the rest.
bool lies_in_one_year(const std::vector<Statement>& series) {
    return series.front().from.year() == (series.back().until + 10).year();
}
std::vector<Statement> shuffled(std::vector<Statement> series) {
    for (std::size_t left = series.size(); left > 1; --left) {
        std::swap(series[left - 1], series[*rc::gen::inRange<std::size_t>(0, left)]);
    }
    return series;
}

RC_GTEST_PROP(CoverageProperty, ConnectedSeriesHasNoGap, (bool with_numbers)) {
    const std::vector<Statement> series = connected_series(with_numbers);
    RC_PRE(!with_numbers || lies_in_one_year(series));
    const AccountCoverage result = coverage(shuffled(series));
    RC_ASSERT(result.gaps.empty());
    RC_ASSERT(result.until == series.back().until);
}

RC_GTEST_PROP(CoverageProperty, OrderAndRepetitionChangeNothing, (bool with_numbers)) {
    std::vector<Statement> series = connected_series(with_numbers);
    const std::size_t lost = *rc::gen::inRange<std::size_t>(0, series.size());
    series.erase(series.begin() + static_cast<std::ptrdiff_t>(lost));
    std::vector<Statement> doubled = series;
    for (const Statement& one : series) {
        if (*rc::gen::arbitrary<bool>()) {
            doubled.push_back(one);
            doubled.back().id += "-again";
        }
    }
    RC_ASSERT(coverage(shuffled(doubled)) == coverage(series));
}

RC_GTEST_PROP(CoverageProperty, ALostStatementIsNamedExactly, (bool with_numbers)) {
    std::vector<Statement> series = connected_series(with_numbers);
    RC_PRE(series.size() > 2 && (!with_numbers || lies_in_one_year(series)));
    const std::size_t at = *rc::gen::inRange<std::size_t>(1, series.size() - 1);
    const Statement lost = series[at];
    series.erase(series.begin() + static_cast<std::ptrdiff_t>(at));
    const AccountCoverage result = coverage(shuffled(series));
    RC_ASSERT(result.gaps.size() == 1U);
    const CoverageGap& gap = result.gaps[0];
    RC_ASSERT(result.until.has_value());
    RC_ASSERT(*result.until < lost.from);
    RC_ASSERT(gap.after == series[at - 1].until);
    RC_ASSERT(gap.before == series[at].from);
    if (with_numbers) {
        RC_ASSERT(gap.kind == GapKind::MissingNumber);
        RC_ASSERT(gap.first_missing == lost.sequence);
        RC_ASSERT(gap.last_missing == lost.sequence);
    } else {
        RC_ASSERT(gap.kind == GapKind::BalanceJump);
        RC_ASSERT(gap.closing == lost.opening);
        RC_ASSERT(gap.opening == lost.closing);
    }
}

} // namespace
} // namespace afpunt::book
