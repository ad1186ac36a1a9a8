// SPDX-License-Identifier: MIT
//
// One message per debtor and currency, and the limits around it.
#include "builders.hpp"

namespace afpunt::policy {
namespace {

using tests::day;
using tests::euro;
using tests::money;
using tests::World;

TEST(Letters, PutAllInvoicesOfACustomerTogetherByDueDateThenNumber) {
    World world;
    world.invoice("v3", "jan", "2026-11-03", euro(100));
    world.invoice("v2", "jan", "2026-11-03", euro(200));
    world.invoice("v4", "jan", "2026-10-30", euro(300));
    const Plan plan = world.plan();
    ASSERT_EQ(plan.letters.size(), 1u);
    std::vector<std::string> order;
    for (const PlannedItem& item : plan.letters.front().items)
        order.push_back(item.item_id);
    EXPECT_EQ(order, (std::vector<std::string>{"v4", "v1", "v2", "v3"}));
    EXPECT_EQ(plan.letters.front().total, euro(8999 + 600));
}

TEST(Letters, KeepCustomersAndCurrenciesApart) {
    World world;
    world.snapshot.accounts.push_back(
        World::account("usd", "NL91ABNA0417164300", Currency::parse("USD").value()));
    world.snapshot.accounts.back().customers_pay_here = true;
    world.confirmations.push_back({"usd", day("2026-11-19"), "An", "2026-11-20T08:00:00Z"});
    world.customer("ann");
    world.invoice("v2", "ann");
    world.invoice("v3", "jan", "2026-11-02", money(500, "USD"));
    const Plan plan = world.plan();
    ASSERT_EQ(plan.letters.size(), 3u);
    EXPECT_EQ(plan.letters[0].party_id, "ann");
    EXPECT_EQ(plan.letters[1].party_id, "jan");
    EXPECT_EQ(plan.letters[1].currency.code(), "EUR");
    EXPECT_EQ(plan.letters[2].currency.code(), "USD");
    EXPECT_EQ(plan.letters[2].account_id, "usd");
}

TEST(Letters, AreFirmOnlyWhenEveryLineAllowsIt) {
    World world;
    world.past("v1", "reminder-1", "2026-11-05");
    EXPECT_EQ(world.plan().letters.front().tone, "firm");
    world.invoice("v2");
    const Plan plan = world.plan();
    ASSERT_EQ(plan.letters.size(), 1u);
    EXPECT_EQ(plan.letters.front().tone, "friendly");
    EXPECT_EQ(plan.letters.front().items[0].step_id, "reminder-2");
    EXPECT_EQ(plan.letters.front().items[1].step_id, "reminder-1");
}

TEST(Letters, KeepTheirDistanceOverAllInvoicesOfTheCustomer) {
    World world;
    world.past("another", "reminder-1", "2026-11-14");
    const Decision decision = world.decision();
    EXPECT_EQ(decision.reason, ReasonCode::DaysBetweenMessages);
    EXPECT_EQ(decision.next_on, day("2026-11-21"));
    EXPECT_EQ(decision.fact("days"), "7");
    world.history.steps.back().on = day("2026-11-13");
    EXPECT_EQ(world.reason(), ReasonCode::StepDue);
    world.history.steps.back().on = day("2026-11-19");
    world.history.steps.back().state = PastLetterState::Refused;
    EXPECT_EQ(world.reason(), ReasonCode::StepDue);
}

TEST(Letters, KeepTheirDistanceFromOneThatCameBackForNowAndTakeItsStepAnew) {
    World world;
    world.past("v1", "reminder-1", "2026-11-16", PastLetterState::ReturnedForNow);
    EXPECT_EQ(world.reason(), ReasonCode::DaysBetweenMessages);
    world.history.steps.back().on = day("2026-11-12");
    EXPECT_EQ(world.reason(), ReasonCode::StepDue);
    EXPECT_EQ(world.decision().step_id, "reminder-1");
}

TEST(Letters, NeverGoTwiceToOneCustomerOnOneDay) {
    World world;
    world.policy.least_days_between_messages = 0;
    world.past("another", "reminder-1", "2026-11-20", PastLetterState::Prepared);
    EXPECT_EQ(world.reason(), ReasonCode::DaysBetweenMessages);
    EXPECT_EQ(world.decision().next_on, day("2026-11-21"));
}

TEST(Letters, KeepTheirDistanceFromRemindersBeforeAfpunt) {
    World world;
    world.invoice("v2").last_reminder_before = day("2026-11-16");
    EXPECT_EQ(world.reason(), ReasonCode::DaysBetweenMessages);
}

TEST(Letters, AreNotWrittenForLessThanTheMinimum) {
    World world;
    world.item().total = world.item().open = euro(300);
    const Decision decision = world.decision();
    EXPECT_EQ(decision.reason, ReasonCode::BelowMinimum);
    EXPECT_EQ(decision.outcome, Outcome::Waiting);
    EXPECT_EQ(decision.fact("total"), "EUR 3.00");
    EXPECT_EQ(decision.fact("minimum"), "EUR 5.00");
    world.invoice("v2", "jan", "2026-11-02", euro(200));
    EXPECT_EQ(world.plan().letters.front().total, euro(500));
}

TEST(Letters, DoNotLeaveOnWeekendsHolidaysAndQuietDays) {
    World world;
    world.today = day("2026-11-21"); // Saturday; the statements reach Friday
    world.snapshot.statements.back().until = day("2026-11-20");
    EXPECT_EQ(world.reason(), ReasonCode::QuietDay);
    EXPECT_EQ(world.decision().next_on, day("2026-11-23"));
    world.policy.send_on_weekends = true;
    EXPECT_EQ(world.reason(), ReasonCode::StepDue);
    world.policy.quiet_days = {day("2026-11-21"), day("2026-11-22")};
    EXPECT_EQ(world.reason(), ReasonCode::QuietDay);
    EXPECT_EQ(world.decision().next_on, day("2026-11-23"));
    world.policy.quiet_days.clear();
    world.today = day("2026-11-11");
    EXPECT_EQ(world.reason(), ReasonCode::QuietDay);
    world.policy.calendar = CalendarId::Netherlands;
    EXPECT_EQ(world.reason(), ReasonCode::StepDue);
}

TEST(Letters, StopAtTheDailyLimitWithTheOldestFirst) {
    World world;
    world.customer("ann");
    world.customer("zoe");
    world.invoice("v2", "ann", "2026-11-03");
    world.invoice("v3", "zoe", "2026-10-01");
    world.policy.most_letters_per_day = 3;
    world.history.letters_today = 1;
    const Plan plan = world.plan();
    ASSERT_EQ(plan.letters.size(), 2u);
    EXPECT_EQ(plan.letters[0].party_id, "jan");
    EXPECT_EQ(plan.letters[1].party_id, "zoe");
    EXPECT_EQ(plan.decision_for("v2")->reason, ReasonCode::DailyLimit);
    EXPECT_EQ(plan.decision_for("v2")->next_on, day("2026-11-23"));
    world.history.letters_today = 5;
    EXPECT_TRUE(world.plan().letters.empty());
    world.policy.most_letters_per_day = 0;
    EXPECT_EQ(world.plan().letters.size(), 3u);
}

TEST(Letters, LeaveHeldInvoicesOut) {
    World world;
    world.invoice("v2").state = book::DocumentState::Disputed;
    const Plan plan = world.plan();
    ASSERT_EQ(plan.letters.size(), 1u);
    EXPECT_EQ(plan.letters.front().items.size(), 1u);
    EXPECT_EQ(plan.letters.front().total, euro(8999));
}

TEST(PlanText, TellsPlansApartThatDifferInOneValue) {
    World world;
    const std::string before = world.plan().canonical();
    EXPECT_EQ(world.plan().canonical(), before);
    world.item().open = world.item().total = euro(8998);
    EXPECT_NE(world.plan().canonical(), before);
}

TEST(PlanText, CannotBeImitatedByValuesThatContainItsMarks) {
    const auto text_of = [](std::string item, std::string party) {
        Plan plan;
        plan.decisions.resize(1);
        plan.decisions[0].item_id = std::move(item);
        plan.decisions[0].party_id = std::move(party);
        return plan.canonical();
    };
    EXPECT_NE(text_of("a,1:b", "c"), text_of("a", "b,1:c"));
    EXPECT_NE(text_of("a,:b", "c"), text_of("a", "b,:c"));
}

TEST(Plan, FindsDecisionsAndFactsByName) {
    const World world;
    const Plan plan = world.plan();
    ASSERT_NE(plan.decision_for("v1"), nullptr);
    EXPECT_EQ(plan.decision_for("v2"), nullptr);
    EXPECT_EQ(plan.decisions.front().fact("due"), "2026-11-02");
    EXPECT_EQ(plan.decisions.front().fact("colour"), "");
}

} // namespace
} // namespace afpunt::policy
