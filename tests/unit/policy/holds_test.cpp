// SPDX-License-Identifier: MIT
//
// Why an overdue invoice is not reminded: one test for each reason to hold, and for each way out.
#include "builders.hpp"

namespace afpunt::policy {
namespace {

using book::DocumentKind;
using book::DocumentState;
using tests::day;
using tests::euro;
using tests::money;
using tests::World;

void expect(const World& world, ReasonCode reason) {
    const Plan plan = world.plan();
    EXPECT_EQ(plan.decisions.front().reason, reason);
    EXPECT_EQ(plan.decisions.front().outcome, outcome_of(reason));
    EXPECT_EQ(plan.letters.empty(), reason != ReasonCode::StepDue);
}

TEST(NotADebt, IsEverythingThatIsPaidCancelledOrTooSmall) {
    World world;
    world.item().open = euro(0);
    expect(world, ReasonCode::Settled);
    world.item().open = euro(5);
    expect(world, ReasonCode::WithinTolerance);
    world.item().open = euro(8999);
    world.item().state = DocumentState::Settled;
    expect(world, ReasonCode::Settled);
    world.item().state = DocumentState::Cancelled;
    expect(world, ReasonCode::Cancelled);
    world.item().state = DocumentState::WrittenOff;
    expect(world, ReasonCode::WrittenOff);
    world.item().state = DocumentState::Open;
    world.item().kind = DocumentKind::CreditNote;
    expect(world, ReasonCode::CreditNote);
}

TEST(OpeningBalance, IsNeverRemindedAutomatically) {
    World world;
    world.item().kind = DocumentKind::OpeningBalance;
    world.history.released.push_back({});
    expect(world, ReasonCode::OpeningBalance);
}

TEST(Contradictions, HoldTheInvoice) {
    World world;
    world.item().open = euro(9999);
    expect(world, ReasonCode::AmountsDisagree);
    world.item().open = euro(-1);
    expect(world, ReasonCode::AmountsDisagree);
    world.item().open = euro(8999);
    world.snapshot.allocations.push_back(
        {"a1", "v1", "", book::AllocationKind::Bank, day("2026-11-10"), std::nullopt, euro(1000)});
    const Decision decision = world.decision();
    EXPECT_EQ(decision.reason, ReasonCode::AmountsDisagree);
    EXPECT_EQ(decision.fact("allocated"), "EUR 10.00");
    EXPECT_EQ(decision.fact("open"), "EUR 89.99");
}

TEST(Contradictions, ASumThatDoesNotFitHoldsAllItsItems) {
    World world;
    const std::int64_t huge = std::numeric_limits<std::int64_t>::max() - 1;
    world.item().total = world.item().open = euro(huge);
    world.invoice("v2", "jan", "2026-11-02", euro(huge));
    expect(world, ReasonCode::AmountsDisagree);
    EXPECT_EQ(world.reason("v2"), ReasonCode::AmountsDisagree);
}

TEST(CustomerUnknown, HoldsTheInvoice) {
    World world;
    world.item().customer_id = "nobody";
    expect(world, ReasonCode::CustomerUnknown);
    EXPECT_EQ(world.decision().fact("customer"), "nobody");
}

TEST(Factor, HoldsAnAssignedInvoice) {
    World world;
    world.item().assigned_to = "Factor NV";
    expect(world, ReasonCode::AssignedToFactor);
    EXPECT_EQ(world.decision().fact("factor"), "Factor NV");
}

TEST(Standing, StopsEveryReminderToTheCustomer) {
    World world;
    world.jan().standing = book::PartyStanding::Insolvent;
    expect(world, ReasonCode::Insolvent);
    world.jan().standing = book::PartyStanding::DebtMediation;
    expect(world, ReasonCode::DebtMediation);
    world.jan().standing = book::PartyStanding::HandedOver;
    expect(world, ReasonCode::HandedOver);
}

TEST(Dispute, HoldsTheWholeInvoiceWhereNoPartIsNamed) {
    World world;
    world.item().state = DocumentState::Disputed;
    expect(world, ReasonCode::Disputed);
    EXPECT_EQ(world.decision().fact("amount"), "EUR 89.99");
}

TEST(Dispute, LeavesTheUndisputedRestToBeReminded) {
    World world;
    world.item().disputed = euro(3000);
    const Plan plan = world.plan();
    ASSERT_EQ(plan.letters.size(), 1u);
    EXPECT_EQ(plan.letters.front().total, euro(5999));
    EXPECT_EQ(plan.decisions.front().fact("disputed"), "EUR 30.00");
    world.item().disputed = euro(8999);
    expect(world, ReasonCode::Disputed);
}

TEST(Hold, ByAPersonHoldsUntilItsLastDayIsOver) {
    World world;
    world.history.holds.push_back(
        {HoldScope::Item, "v1", day("2026-11-01"), day("2026-11-20"), "belooft te betalen", "An"});
    const Decision decision = world.decision();
    EXPECT_EQ(decision.reason, ReasonCode::HeldByPerson);
    EXPECT_EQ(decision.next_on, day("2026-11-21"));
    EXPECT_EQ(decision.fact("who"), "An");
    EXPECT_EQ(decision.fact("why"), "belooft te betalen");
    world.history.holds.back().until = day("2026-11-19");
    expect(world, ReasonCode::StepDue);
    world.history.holds.back() = {HoldScope::Item, "v1", day("2026-11-21"), {}, "later", "An"};
    expect(world, ReasonCode::StepDue);
}

TEST(PaymentByLink, HoldsUntilTheBankShowsTheMoney) {
    World world;
    world.history.link_payments.push_back({"v1", day("2026-11-18"), ""});
    expect(world, ReasonCode::PaidByLink);
    EXPECT_EQ(world.decision().fact("paid"), "2026-11-18");
    EXPECT_EQ(world.decision().fact("until"), "2026-12-02");
    world.policy.link_money_days = 2;
    expect(world, ReasonCode::PaidByLink);
    world.policy.link_money_days = 1;
    expect(world, ReasonCode::LinkMoneyMissing);
    world.item().open = euro(0);
    world.item().state = book::DocumentState::Settled;
    expect(world, ReasonCode::Settled);
}

TEST(PaymentByLink, ThatNobodyCanTellOfHoldsOnlyWhatIsDue) {
    World world;
    world.history.link_payments.push_back({"v1", {}, "api.example.com: no connection"});
    expect(world, ReasonCode::LinkStateUnknown);
    EXPECT_EQ(world.decision().fact("why"), "api.example.com: no connection");
    world.history.link_payments.push_back({"v1", day("2026-11-18"), ""});
    expect(world, ReasonCode::PaidByLink);
    world.history.link_payments.pop_back();
    world.past("v1", "reminder-1", "2026-11-19");
    expect(world, ReasonCode::BeforeNextStep);
}

TEST(Hold, OnTheCustomerHoldsAllHisInvoicesAndNobodyElses) {
    World world;
    world.customer("piet");
    world.invoice("v2", "piet");
    world.history.holds.push_back({HoldScope::Party, "jan", day("2026-11-01"), {}, "", "An"});
    EXPECT_EQ(world.reason("v1"), ReasonCode::HeldByPerson);
    EXPECT_EQ(world.reason("v2"), ReasonCode::StepDue);
}

TEST(Hold, ThatLastsLongestGivesTheDay) {
    World world;
    world.history.holds.push_back(
        {HoldScope::Item, "v1", day("2026-11-01"), day("2026-11-22"), "kort", "An"});
    world.history.holds.push_back(
        {HoldScope::Party, "jan", day("2026-11-01"), day("2026-12-01"), "lang", "An"});
    EXPECT_EQ(world.decision().next_on, day("2026-12-02"));
    world.history.holds.push_back({HoldScope::Item, "v1", day("2026-11-01"), {}, "altijd", "An"});
    EXPECT_EQ(world.decision().fact("why"), "altijd");
    EXPECT_FALSE(world.decision().next_on);
}

TEST(Hold, OfTheHostResumesByItself) {
    World world;
    world.jan().dunning_hold = true;
    world.jan().dunning_hold_reason = "afspraak";
    expect(world, ReasonCode::HeldByHost);
    world.jan().dunning_hold_until = day("2026-11-20");
    expect(world, ReasonCode::HeldByHost);
    EXPECT_EQ(world.decision().next_on, day("2026-11-21"));
    world.jan().dunning_hold_until = day("2026-11-19");
    expect(world, ReasonCode::StepDue);
}

TEST(Arrangement, HoldsCardPayments) {
    World world;
    world.item().arrangement = book::PaymentArrangement::Card;
    expect(world, ReasonCode::PaidByCard);
    world.item().arrangement = book::PaymentArrangement::Cash;
    expect(world, ReasonCode::StepDue);
}

TEST(Arrangement, HoldsADirectDebitUntilItCanNoLongerComeBack) {
    World world;
    world.item().arrangement = book::PaymentArrangement::DirectDebit;
    expect(world, ReasonCode::DirectDebitUnderWay);
    world.item().collection_on = day("2026-11-13"); // five bank days later: Friday the 20th
    expect(world, ReasonCode::DirectDebitUnderWay);
    EXPECT_EQ(world.decision().next_on, day("2026-11-21"));
    world.item().collection_on = day("2026-11-12");
    expect(world, ReasonCode::StepDue);
}

TEST(Discount, TakenInTimeIsNotAskedBack) {
    World world;
    world.item().discount = book::EarlyPaymentDiscount{euro(200), day("2026-10-10")};
    world.item().open = euro(200);
    world.policy.minimum_minor.clear();
    world.snapshot.allocations.push_back({"a1", "v1", "", book::AllocationKind::Bank,
                                          day("2026-10-12"), day("2026-10-10"), euro(8799)});
    expect(world, ReasonCode::DiscountTaken);
    world.snapshot.allocations.back().value_on = day("2026-10-11");
    expect(world, ReasonCode::StepDue);
}

TEST(Discount, DoesNotExcuseALargerAmount) {
    World world;
    world.item().discount = book::EarlyPaymentDiscount{euro(200), day("2026-10-10")};
    world.item().open = euro(201);
    world.policy.minimum_minor.clear();
    expect(world, ReasonCode::StepDue);
}

TEST(Retention, IsNotAskedForBeforeItIsDue) {
    World world;
    world.item().retention = euro(3000);
    const Plan plan = world.plan();
    ASSERT_EQ(plan.letters.size(), 1u);
    EXPECT_EQ(plan.letters.front().total, euro(5999));
    EXPECT_EQ(plan.decisions.front().fact("retained"), "EUR 30.00");
    world.item().open = euro(3000);
    expect(world, ReasonCode::Retention);
}

TEST(Iban, OfTheInvoiceMustBeThatOfTheReminder) {
    World world;
    world.item().payee_iban = "be68 5390 0754 7034";
    expect(world, ReasonCode::StepDue);
    world.item().payee_iban = "NL91ABNA0417164300";
    expect(world, ReasonCode::OtherIban);
    EXPECT_EQ(world.decision().fact("reminder_iban"), tests::our_iban);
}

TEST(Iban, OfAnyAccountThatCustomersPayIntoIsRight) {
    World world;
    book::BankAccount second = world.snapshot.accounts.front();
    second.id = "second";
    second.iban = "NL91ABNA0417164300";
    world.snapshot.accounts.push_back(second);
    world.statement(7, "2026-10-01", "2026-11-19").account_id = "second";
    world.item().payee_iban = "NL91 ABNA 0417 1643 00";
    const Plan plan = world.plan();
    ASSERT_EQ(plan.letters.size(), 1u);
    EXPECT_EQ(plan.letters.front().account_id, "second");
    for (bool book::BankAccount::*closed :
         {&book::BankAccount::in_use, &book::BankAccount::customers_pay_here}) {
        World other = world;
        other.snapshot.accounts.back().*closed = false;
        expect(other, ReasonCode::OtherIban);
    }
}

TEST(Iban, IsTheFirstOneWhereTheInvoicesOfALetterNameSeveral) {
    World world;
    book::BankAccount second = world.snapshot.accounts.front();
    second.id = "second";
    second.iban = "NL91ABNA0417164300";
    world.snapshot.accounts.push_back(second);
    world.statement(7, "2026-10-01", "2026-11-19").account_id = "second";
    book::OpenItem other = world.item();
    other.id = "other";
    other.number = "V26-0999";
    other.payee_iban = second.iban;
    world.snapshot.items.push_back(other);
    const Plan plan = world.plan();
    ASSERT_EQ(plan.letters.size(), 1u);
    EXPECT_EQ(plan.letters.front().items.size(), 2u);
    EXPECT_EQ(plan.letters.front().account_id, world.snapshot.accounts.front().id);
}

TEST(Iban, MustExistForTheCurrency) {
    World world;
    world.item().total = world.item().open = money(8999, "USD");
    expect(world, ReasonCode::NoAccountForCurrency);
    EXPECT_EQ(world.decision().fact("currency"), "USD");
}

TEST(OldBalance, IsLookedAtFirst) {
    World world;
    world.history.first_day = day("2026-11-16");
    expect(world, ReasonCode::OldBalance);
    world.history.first_day.reset(); // today is the first day
    expect(world, ReasonCode::OldBalance);
    world.policy.old_balance_after_days = 18; // due 18 days before the first day: still young
    expect(world, ReasonCode::StepDue);
    world.policy.old_balance_after_days = 17;
    expect(world, ReasonCode::OldBalance);
}

TEST(OldBalance, IsReleasedByItemByCustomerOrAtOnce) {
    for (const OldBalanceRelease& release :
         {OldBalanceRelease{"v1", "", "An"}, OldBalanceRelease{"", "jan", "An"},
          OldBalanceRelease{"", "", "An"}}) {
        World world;
        world.history.first_day = day("2026-11-16");
        world.history.released.push_back(release);
        expect(world, ReasonCode::StepDue);
    }
    World world;
    world.history.first_day = day("2026-11-16");
    world.history.released.push_back({"v2", "", "An"});
    world.history.released.push_back({"", "piet", "An"});
    expect(world, ReasonCode::OldBalance);
}

TEST(OldBalance, IsNotAnInvoiceThatWasBookedLater) {
    World world;
    world.history.first_day = day("2026-11-16");
    world.item().entered_on = day("2026-11-17");
    expect(world, ReasonCode::StepDue);
}

TEST(UnusedCredit, HoldsLettersInItsCurrency) {
    World world;
    world.invoice("c1", "jan", "2026-11-10", euro(2500)).kind = DocumentKind::CreditNote;
    expect(world, ReasonCode::UnallocatedCredit);
    EXPECT_EQ(world.decision().fact("number"), "V26-c1");
    world.snapshot.items.back().open = euro(0);
    expect(world, ReasonCode::StepDue);
    world.snapshot.items.back().open = world.snapshot.items.back().total = money(2500, "USD");
    expect(world, ReasonCode::StepDue);
    world.snapshot.items.back().customer_id = "piet";
    expect(world, ReasonCode::StepDue);
}

TEST(WeOweThem, HoldsAndIsNeverNetted) {
    World world;
    world.snapshot.owed_to_parties.push_back({"jan", euro(1000)});
    expect(world, ReasonCode::WeOweThem);
    world.snapshot.owed_to_parties.back().amount = euro(0);
    expect(world, ReasonCode::StepDue);
}

TEST(NoMailAddress, IsSaidAndNotSkipped) {
    World world;
    world.jan().contacts.clear();
    expect(world, ReasonCode::NoMailAddress);
    EXPECT_EQ(world.decision().fact("customer"), "Bakkerij jan");
}

TEST(MailReturned, HoldsOnlyWhereNoOtherAddressIsLeft) {
    World world;
    world.jan().contacts = {{"dunning", "", "kas@jan.example", "", false, "550 no such user"},
                            {"invoice", "", "jan@jan.example", "", false}};
    EXPECT_EQ(world.jan().reminder_mail(), "jan@jan.example") << "the next in the chain";
    world.jan().contacts[1].returned = "mailbox full";
    expect(world, ReasonCode::MailReturned);
    EXPECT_EQ(world.decision().fact("address"), "kas@jan.example");
    EXPECT_EQ(world.decision().fact("why"), "550 no such user");
}

} // namespace
} // namespace afpunt::policy
