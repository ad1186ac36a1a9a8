// SPDX-License-Identifier: MIT
//
// When a step is due, and which one: from the due date, by what was sent before.
#include "builders.hpp"

namespace afpunt::policy {
namespace {

using tests::day;
using tests::euro;
using tests::World;

// A book on another day, with the bank read up to the day before.
[[nodiscard]] World on(std::string_view today) {
    World world;
    world.today = day(today);
    world.snapshot.statements.back().until = world.today - 1;
    return world;
}

TEST(Steps, RemindAnOverdueInvoice) {
    const World world;
    const Plan plan = world.plan();
    ASSERT_EQ(plan.letters.size(), 1u);
    const PlannedLetter& letter = plan.letters.front();
    EXPECT_EQ(letter.party_id, "jan");
    EXPECT_EQ(letter.total, euro(8999));
    EXPECT_EQ(letter.tone, "friendly");
    EXPECT_EQ(letter.on, day("2026-11-20"));
    EXPECT_EQ(letter.covered_until, day("2026-11-19"));
    EXPECT_EQ(letter.account_id, "kbc");
    ASSERT_EQ(letter.items.size(), 1u);
    EXPECT_EQ(letter.items.front(), (PlannedItem{"v1", "reminder-1", 1, 1, euro(8999)}));
    EXPECT_EQ(plan.decisions.front().reason, ReasonCode::StepDue);
    EXPECT_EQ(plan.decisions.front().outcome, Outcome::Ready);
    EXPECT_EQ(plan.decisions.front().step_id, "reminder-1");
}

TEST(Steps, GiveADayToPayOnWhichBanksWork) {
    World world = on("2026-11-20");
    EXPECT_EQ(world.plan().letters.front().pay_by, day("2026-11-27"));
    world.policy.days_to_pay = 8; // a Saturday
    EXPECT_EQ(world.plan().letters.front().pay_by, day("2026-11-30"));
}

TEST(Steps, NeverRemindOnTheDueDayItself) {
    World world;
    world.policy.steps.front() = {"now", DelayFrom::DueDate, DelayUnit::CalendarDays, 0,
                                  "friendly"};
    world.item().due_on = world.today;
    const Decision decision = world.decision();
    EXPECT_EQ(decision.reason, ReasonCode::NotDue);
    EXPECT_EQ(decision.outcome, Outcome::Waiting);
    EXPECT_EQ(decision.next_on, day("2026-11-21"));
}

TEST(Steps, WaitForTheThirdWorkingDayAfterTheDueDate) {
    World world = on("2026-11-12");
    world.item().due_on = day("2026-11-09"); // Tuesday 10, Thursday 12, Friday 13: the 11th is off
    const Decision decision = world.decision();
    EXPECT_EQ(decision.reason, ReasonCode::BeforeFirstStep);
    EXPECT_EQ(decision.next_on, day("2026-11-13"));
    EXPECT_EQ(decision.step_id, "reminder-1");
    world.today = day("2026-11-13");
    world.snapshot.statements.back().until = day("2026-11-12");
    EXPECT_EQ(world.reason(), ReasonCode::StepDue);
}

TEST(Steps, CountCalendarDaysWhereThePolicySaysSo) {
    World world;
    world.policy.steps.front().unit = DelayUnit::CalendarDays;
    world.policy.steps.front().delay = 19;
    EXPECT_EQ(world.decision().next_on, day("2026-11-21"));
    world.policy.steps.front().delay = 18;
    EXPECT_EQ(world.reason(), ReasonCode::StepDue);
}

TEST(Steps, WaitForTheSecondStepAfterTheFirst) {
    World world;
    world.past("v1", "reminder-1", "2026-11-06");
    const Decision decision = world.decision();
    EXPECT_EQ(decision.reason, ReasonCode::BeforeNextStep);
    EXPECT_EQ(decision.step_id, "reminder-2");
    EXPECT_EQ(decision.fact("last"), "2026-11-06");
    EXPECT_EQ(decision.next_on, day("2026-11-23"));
}

TEST(Steps, TakeTheSecondStepOnItsDay) {
    World world = on("2026-11-23");
    world.past("v1", "reminder-1", "2026-11-06");
    const Plan plan = world.plan();
    ASSERT_EQ(plan.letters.size(), 1u);
    EXPECT_EQ(plan.letters.front().items.front().step_id, "reminder-2");
    EXPECT_EQ(plan.letters.front().items.front().sequence, 2);
    EXPECT_EQ(plan.letters.front().tone, "firm");
}

TEST(Steps, TakeOnlyTheNextStepAfterALongOutage) {
    World world;
    world.item().due_on = day("2026-03-02");
    const Plan plan = world.plan();
    ASSERT_EQ(plan.letters.size(), 1u);
    EXPECT_EQ(plan.letters.front().items.front().step_id, "reminder-1");
}

TEST(Steps, EndWithTheLastOneAndLeaveTheRestToAPerson) {
    World world;
    world.past("v1", "reminder-1", "2026-10-01");
    world.past("v1", "reminder-2", "2026-10-20");
    const Decision decision = world.decision();
    EXPECT_EQ(decision.reason, ReasonCode::LastStepSent);
    EXPECT_EQ(decision.outcome, Outcome::Done);
    EXPECT_EQ(decision.fact("reminders"), "2");
    EXPECT_EQ(decision.fact("last"), "2026-10-20");
}

TEST(Steps, DoNotCountALetterThatWasRefused) {
    World world;
    world.past("v1", "reminder-1", "2026-11-19", PastLetterState::Refused);
    EXPECT_EQ(world.reason(), ReasonCode::StepDue);
}

TEST(Steps, CountRemindersFromBeforeAfpunt) {
    World world;
    world.item().reminders_before = 1;
    world.item().last_reminder_before = day("2026-10-15");
    const Plan plan = world.plan();
    ASSERT_EQ(plan.letters.size(), 1u);
    EXPECT_EQ(plan.letters.front().items.front().step_id, "reminder-2");
    EXPECT_EQ(plan.letters.front().items.front().sequence, 2);
    world.item().last_reminder_before = day("2026-11-18");
    EXPECT_EQ(world.reason(), ReasonCode::BeforeNextStep);
    world.item().reminders_before = 2;
    EXPECT_EQ(world.reason(), ReasonCode::LastStepSent);
}

TEST(Steps, CountAnUndatedReminderFromBeforeAfpuntFromTheFirstDayOfTheBook) {
    World world;
    world.item().reminders_before = 1;
    world.history.first_day = day("2026-11-18");
    world.item().entered_on = day("2026-11-19"); // entered late, so no old balance
    EXPECT_EQ(world.decision().next_on, day("2026-12-02"));
}

TEST(Steps, BeginAgainWhenASettledInvoiceReopens) {
    World world;
    world.past("v1", "reminder-1", "2026-10-01");
    world.past("v1", "reminder-2", "2026-10-20");
    world.history.rounds.push_back({"v1", 2});
    const Plan plan = world.plan();
    ASSERT_EQ(plan.letters.size(), 1u);
    EXPECT_EQ(plan.letters.front().items.front(),
              (PlannedItem{"v1", "reminder-1", 2, 3, euro(8999)}));
}

TEST(Steps, FollowStableIdsWhenThePolicyGetsAnotherStepInFront) {
    World world;
    world.past("v1", "reminder-1", "2026-10-01");
    world.policy.steps.insert(world.policy.steps.begin(), {"courtesy", DelayFrom::DueDate,
                                                           DelayUnit::WorkingDays, 1, "friendly"});
    EXPECT_EQ(world.plan().letters.front().items.front().step_id, "reminder-2");
}

TEST(Steps, NeverPutTwoStepsOnOneDay) {
    World world;
    world.policy.least_days_between_messages = 0;
    world.policy.steps.back() = {"second", DelayFrom::DueDate, DelayUnit::CalendarDays, 1, "firm"};
    world.past("v1", "reminder-1", "2026-11-20");
    EXPECT_EQ(world.reason(), ReasonCode::BeforeNextStep);
    EXPECT_EQ(world.decision().next_on, day("2026-11-21"));
}

TEST(Steps, OfALaterRoundForgetRemindersFromBeforeAfpunt) {
    World world;
    world.item().reminders_before = 1;
    world.item().last_reminder_before = day("2026-10-15");
    world.history.rounds.push_back({"v1", 2});
    world.item().due_on = day("2026-11-18");
    EXPECT_EQ(world.reason(), ReasonCode::BeforeFirstStep);
    world.item().due_on = day("2026-11-02");
    EXPECT_EQ(world.plan().letters.front().items.front().step_id, "reminder-1");
}

TEST(Steps, ShowALetterThatWaitsForApprovalOrDelivery) {
    World world;
    PastStep& step = world.past("v1", "reminder-1", "2026-11-19", PastLetterState::Prepared);
    Decision decision = world.decision();
    EXPECT_EQ(decision.reason, ReasonCode::LetterPrepared);
    EXPECT_EQ(decision.letter_id, "letter-1");
    EXPECT_EQ(decision.step_id, "reminder-1");
    step.state = PastLetterState::Approved;
    EXPECT_EQ(world.reason(), ReasonCode::LetterApproved);
    step.state = PastLetterState::InDelivery;
    EXPECT_EQ(world.reason(), ReasonCode::LetterApproved);
    EXPECT_TRUE(world.plan().letters.empty());
}

TEST(Steps, LeaveAnUncertainLetterToAPerson) {
    World world;
    world.past("v1", "reminder-1", "2026-11-02", PastLetterState::Uncertain);
    const Decision decision = world.decision();
    EXPECT_EQ(decision.reason, ReasonCode::LetterUncertain);
    EXPECT_EQ(decision.outcome, Outcome::Held);
    EXPECT_EQ(decision.letter_id, "letter-1");
}

TEST(Steps, DoNotCallALetterReadyWhoseInvoiceIsHeldToday) {
    World world;
    world.past("v1", "reminder-1", "2026-11-19", PastLetterState::Prepared);
    world.item().state = book::DocumentState::Disputed;
    const Decision decision = world.decision();
    EXPECT_EQ(decision.reason, ReasonCode::Disputed);
    EXPECT_EQ(decision.letter_id, "letter-1");
}

} // namespace
} // namespace afpunt::policy
