// SPDX-License-Identifier: MIT
//
// The two rules that people switch for: no reminder on stale books, and money that is probably
// theirs holds the letter.
#include "builders.hpp"

#include "policy/plan_index.hpp"

namespace afpunt::policy {
namespace {

using matching::Confidence;
using matching::MatchRule;
using tests::day;
using tests::euro;
using tests::World;

TEST(StaleBooks, HoldLettersUntilTheLastBankDayIsRead) {
    World world;
    world.snapshot.statements.back().until = day("2026-11-18");
    const Decision decision = world.decision();
    EXPECT_EQ(decision.reason, ReasonCode::BankNotUpToDate);
    EXPECT_EQ(decision.outcome, Outcome::Held);
    EXPECT_EQ(decision.fact("account"), "KBC ...7034");
    EXPECT_EQ(decision.fact("until"), "2026-11-18");
    EXPECT_EQ(decision.fact("needed"), "2026-11-19");
    world.policy.coverage_working_days = 2;
    EXPECT_EQ(world.reason(), ReasonCode::StepDue);
}

TEST(StaleBooks, AreNotAQuietAccountWhoseStatementsAreRead) {
    World world;
    world.snapshot.statements.clear();
    world.statement(7, "2026-01-01", "2026-11-19"); // no line at all in ten months
    EXPECT_EQ(world.reason(), ReasonCode::StepDue);
}

TEST(StaleBooks, AreHelpedByAPersonsWord) {
    World world;
    world.snapshot.statements.clear();
    EXPECT_EQ(world.reason(), ReasonCode::BankNotUpToDate);
    world.confirmations.push_back({"kbc", day("2026-11-19"), "An", "2026-11-20T08:00:00Z"});
    EXPECT_EQ(world.reason(), ReasonCode::StepDue);
}

TEST(StaleBooks, AreNamedByTheMissingStatement) {
    World world;
    world.snapshot.statements.clear();
    world.statement(100, "2026-11-01", "2026-11-10");
    world.statement(102, "2026-11-17", "2026-11-19");
    const Decision decision = world.decision();
    EXPECT_EQ(decision.reason, ReasonCode::StatementMissing);
    EXPECT_EQ(decision.fact("statements"), "101");
    EXPECT_EQ(decision.fact("account"), "KBC ...7034");
    EXPECT_EQ(decision.fact("after"), "2026-11-10");
    EXPECT_EQ(decision.fact("before"), "2026-11-17");
}

TEST(StaleBooks, AreToldByTheAccountThatIsFurthestBehind) {
    World world;
    world.snapshot.accounts.push_back(World::account("ing", "NL91ABNA0417164300", Currency::eur()));
    EXPECT_EQ(world.reason(), ReasonCode::BankNotUpToDate);
    EXPECT_EQ(world.decision().fact("account"), "KBC ...4300");
    world.snapshot.accounts.back().customers_pay_here = false;
    EXPECT_EQ(world.reason(), ReasonCode::StepDue);
}

TEST(StaleBooks, MustReachTheDueDayToo) {
    World world;
    world.today = day("2026-11-16"); // Monday; the last bank day is Friday the 13th
    world.snapshot.statements.back().until = day("2026-11-13");
    world.policy.steps.front() = {"next-day", DelayFrom::DueDate, DelayUnit::CalendarDays, 1,
                                  "friendly"};
    world.item().due_on = day("2026-11-15");
    EXPECT_EQ(world.reason(), ReasonCode::BankNotUpToDate);
    EXPECT_EQ(world.decision().fact("needed"), "2026-11-15");
    world.item().due_on = day("2026-11-13");
    EXPECT_EQ(world.reason(), ReasonCode::StepDue);
}

TEST(StaleBooks, DoNotMakeAnInvoiceHeldThatIsNotDueYet) {
    World world;
    world.snapshot.statements.clear();
    world.item().due_on = day("2026-11-19");
    EXPECT_EQ(world.reason(), ReasonCode::BeforeFirstStep);
}

TEST(BankDay, IsNoDayOnWhichTheBanksOrTheCountryAreClosed) {
    // 26 December 2025 is a Friday, a working day in Belgium; TARGET is closed.
    EXPECT_EQ(bank_day_before(CalendarId::Belgium, day("2025-12-29"), 1), day("2025-12-24"));
    EXPECT_EQ(bank_day_before(CalendarId::Belgium, day("2026-11-12"), 1), day("2026-11-10"));
    EXPECT_EQ(bank_day_before(CalendarId::Belgium, day("2026-11-15"), 0), day("2026-11-13"));
    EXPECT_EQ(bank_day_before(CalendarId::Belgium, day("2026-11-13"), 0), day("2026-11-13"));
}

[[nodiscard]] World with_bank_line() {
    World world;
    book::BankLine& line = world.snapshot.bank_lines.emplace_back();
    line.id = "line-17";
    line.account_id = "kbc";
    line.label = "lijn 17 van 19 november";
    line.booked_on = day("2026-11-19");
    line.amount = line.unallocated = euro(8999);
    line.payer_name = "Jan Janssens";
    return world;
}

TEST(ProbablyPaid, HoldsTheInvoiceThatABankLineNames) {
    World world = with_bank_line();
    world.proposals.push_back({"line-17",
                               Confidence::Likely,
                               MatchRule::InvoiceNumber,
                               "fact v26 107",
                               {{"v1", euro(8999)}},
                               {}});
    const Decision decision = world.decision();
    EXPECT_EQ(decision.reason, ReasonCode::ProbablyPaid);
    EXPECT_EQ(decision.fact("line"), "lijn 17 van 19 november");
    EXPECT_EQ(decision.fact("amount"), "EUR 89.99");
    EXPECT_EQ(decision.fact("payer"), "Jan Janssens");
    EXPECT_EQ(decision.fact("evidence"), "fact v26 107");
    EXPECT_TRUE(world.plan().letters.empty());
}

TEST(ProbablyPaid, HoldsEvenForTheFaintestProposalAndForAPart) {
    World world = with_bank_line();
    world.proposals.push_back(
        {"line-17", Confidence::Possible, MatchRule::AmountOnly, "89,99", {{"v1", euro(100)}}, {}});
    EXPECT_EQ(world.reason(), ReasonCode::ProbablyPaid);
}

TEST(ProbablyPaid, HoldsAllInvoicesOfThePayerWhenOnlyHeIsKnown) {
    World world = with_bank_line();
    world.invoice("v2");
    world.customer("piet");
    world.invoice("v3", "piet");
    world.proposals.push_back(
        {"line-17", Confidence::Possible, MatchRule::PayerOnly, "Jan Janssens", {}, {"jan"}});
    EXPECT_EQ(world.reason("v1"), ReasonCode::ProbablyPaid);
    EXPECT_EQ(world.reason("v2"), ReasonCode::ProbablyPaid);
    EXPECT_EQ(world.reason("v3"), ReasonCode::StepDue);
}

TEST(ProbablyPaid, HoldsWhatASumWithoutDetailsMayHold) {
    World world;
    book::BankLine& line = world.snapshot.bank_lines.emplace_back();
    line.id = "sum";
    line.account_id = "kbc";
    line.booked_on = day("2026-11-17");
    line.amount = line.unallocated = world.item().open;
    world.proposals.push_back({"sum", Confidence::Possible, MatchRule::AmountOnly, "", {}, {}});
    EXPECT_EQ(world.reason(), ReasonCode::ProbablyPaid);
    world.snapshot.bank_lines.back().unallocated.minor -= 1;
    EXPECT_EQ(world.reason(), ReasonCode::StepDue) << "his payment cannot be in it";
    world.snapshot.bank_lines.back().unallocated.minor += 1;
    world.snapshot.bank_lines.back().booked_on = world.item().issued_on - 1;
    EXPECT_EQ(world.reason(), ReasonCode::StepDue) << "it came before the invoice";
}

TEST(ProbablyPaid, ShowsTheStrongestProposal) {
    World world = with_bank_line();
    world.proposals.push_back(
        {"line-17", Confidence::Possible, MatchRule::PayerOnly, "weak", {}, {"jan"}});
    world.proposals.push_back({"line-17",
                               Confidence::Possible,
                               MatchRule::AmountOnly,
                               "amount",
                               {{"v1", euro(8999)}},
                               {"jan"}});
    world.proposals.push_back({"line-17",
                               Confidence::Certain,
                               MatchRule::StructuredReference,
                               "+++010/8068/17183+++",
                               {{"v1", euro(8999)}},
                               {"jan"}});
    EXPECT_EQ(world.decision().fact("evidence"), "+++010/8068/17183+++");
}

TEST(ProbablyPaid, AlsoHoldsALetterThatWaitsForApproval) {
    World world = with_bank_line();
    world.past("v1", "reminder-1", "2026-11-19", PastLetterState::Prepared);
    world.proposals.push_back({"line-17",
                               Confidence::Likely,
                               MatchRule::InvoiceNumber,
                               "v1",
                               {{"v1", euro(8999)}},
                               {"jan"}});
    EXPECT_EQ(world.reason(), ReasonCode::ProbablyPaid);
    EXPECT_EQ(world.decision().letter_id, "letter-1");
}

TEST(ProbablyPaid, PutsHostileBankTextOnOneShortLine) {
    World world = with_bank_line();
    world.proposals.push_back({"line-17",
                               Confidence::Likely,
                               MatchRule::InvoiceNumber,
                               "\x1b[2J" + std::string(500, 'x') + "\n",
                               {{"v1", euro(1)}},
                               {}});
    const std::string evidence = world.decision().fact("evidence");
    EXPECT_EQ(evidence.find('\x1b'), std::string::npos);
    EXPECT_EQ(evidence.find('\n'), std::string::npos);
    EXPECT_LT(evidence.size(), 150u);
}

} // namespace
} // namespace afpunt::policy
