// SPDX-License-Identifier: MIT
//
// What becomes of a waiting letter when the book is read anew.
#include "runtime/letter_review.hpp"

#include "unit/policy/builders.hpp"

namespace afpunt::runtime {
namespace {

using policy::tests::day;
using policy::tests::euro;
using policy::tests::World;

// The letter that would be made of the world as it stands, prepared.
struct Reviewed {
    World world;
    outbox::Letter letter;

    explicit Reviewed(World made = {}) : world(std::move(made)) {
        const policy::Plan plan = world.plan();
        const policy::PlannedLetter& planned = plan.letters.at(0);
        letter.id = "l1";
        letter.number = "H-2026-00001";
        letter.party_id = planned.party_id;
        letter.on = planned.on;
        letter.total = planned.total;
        letter.policy_version = world.policy.id + "/" + world.policy.version;
        for (const auto& item : planned.items)
            letter.items.push_back({item.item_id, item.step_id, item.round, item.open});
    }
    [[nodiscard]] Review review(bool trial = false, std::string_view language = "en") const {
        const auto book = book::Book::build(world.snapshot, world.confirmations);
        return review_letter(letter, book, world.plan(), world.policy, trial, language);
    }
};

TEST(LetterReview, KeepsWhatIsStillDue) {
    EXPECT_EQ(Reviewed().review(), (Review{Verdict::Keep, ""}));
}

TEST(LetterReview, WithdrawsWhatWasPaidInWordsOfTheReader) {
    Reviewed now;
    now.world.item().open = euro(0);
    now.world.item().state = book::DocumentState::Settled;
    const Review review = now.review(false, "nl");
    EXPECT_EQ(review.verdict, Verdict::Withdraw);
    EXPECT_TRUE(review.reason.starts_with("V26-v1: ")) << review.reason;
}

TEST(LetterReview, WithdrawsAnotherAmount) {
    Reviewed now;
    now.world.item().open = euro(5000);
    const Review review = now.review();
    EXPECT_EQ(review.verdict, Verdict::Withdraw);
    EXPECT_NE(review.reason.find("50.00"), std::string::npos) << review.reason;
}

TEST(LetterReview, ComparesWhatIsAskedAndNotWhatIsOpen) {
    World world;
    world.item().disputed = euro(2000);
    world.item().retention = euro(1000);
    Reviewed now(world);
    EXPECT_EQ(now.letter.total, euro(5999));
    EXPECT_EQ(now.review().verdict, Verdict::Keep);
    now.world.item().disputed = euro(3000);
    EXPECT_EQ(now.review().verdict, Verdict::Withdraw);
}

TEST(LetterReview, ADisputeLargerThanTheDebtIsCutAsThePlanCutsIt) {
    World world;
    world.item().disputed = euro(2000);
    Reviewed now(world);
    now.world.item().disputed = euro(999'999);
    EXPECT_EQ(now.review().verdict, Verdict::Hold) << "disputed as a whole";
}

TEST(LetterReview, HoldsForAsLongAsTheItemIsHeld) {
    Reviewed now;
    now.world.jan().dunning_hold = true;
    EXPECT_EQ(now.review().verdict, Verdict::Hold);
    now.letter.state = outbox::LetterState::Held;
    now.world.jan().dunning_hold = false;
    EXPECT_EQ(now.review(), (Review{Verdict::Resume, ""}));
}

TEST(LetterReview, WithdrawalGoesBeforeAHoldOnAnotherItem) {
    World world;
    world.invoice("v2");
    Reviewed now(world);
    now.world.history.holds.push_back(
        {policy::HoldScope::Item, "v1", day("2026-11-01"), std::nullopt, "talks", "An"});
    EXPECT_EQ(now.review().verdict, Verdict::Hold);
    now.world.snapshot.items[1].state = book::DocumentState::Cancelled;
    EXPECT_EQ(now.review().verdict, Verdict::Withdraw);
}

TEST(LetterReview, AQuietDayKeepsTheLetterForTomorrow) {
    Reviewed now;
    now.world.today = day("2026-11-22");
    now.world.statement(103, "2026-11-20", "2026-11-21");
    EXPECT_EQ(now.world.reason(), policy::ReasonCode::QuietDay);
    EXPECT_EQ(now.review().verdict, Verdict::Keep);
}

TEST(LetterReview, AnItemThatIsGoneWithdraws) {
    Reviewed now;
    now.world.snapshot.items.clear();
    EXPECT_EQ(now.review().verdict, Verdict::Withdraw);
}

TEST(LetterReview, ANewItemOfTheSameCustomerReplacesAPreparedLetterAndNotAnApprovedOne) {
    Reviewed now;
    now.world.invoice("v2");
    EXPECT_EQ(now.review().verdict, Verdict::Withdraw);
    now.letter.state = outbox::LetterState::Approved;
    EXPECT_EQ(now.review().verdict, Verdict::Keep);
}

TEST(LetterReview, TwoItemsInTheLetterAndTwoOthersInThePlanAreNotTheSame) {
    World world;
    world.invoice("v2");
    Reviewed now(world);
    now.world.invoice("v3");
    // v2 is below the minimum no longer asked: the plan has v1 and v3, as many as the letter.
    policy::Plan plan = now.world.plan();
    std::erase_if(plan.letters.at(0).items, [](const auto& item) { return item.item_id == "v2"; });
    EXPECT_FALSE(says_the_same(plan.letters.at(0), now.letter));
}

TEST(LetterReview, AnApprovedLetterOfAnEarlierDayIsWithdrawn) {
    Reviewed now;
    now.letter.state = outbox::LetterState::Deferred;
    now.letter.on = day("2026-11-19");
    EXPECT_EQ(now.review().verdict, Verdict::Withdraw);
}

TEST(LetterReview, AnotherPolicyWithdraws) {
    Reviewed now;
    now.world.policy.version = "2";
    EXPECT_EQ(now.review().verdict, Verdict::Withdraw);
}

TEST(LetterReview, AnotherStepOrRoundWithdraws) {
    Reviewed step;
    step.letter.items[0].step_id = "an-older-step";
    EXPECT_EQ(step.review().verdict, Verdict::Withdraw);
    Reviewed round;
    round.world.history.rounds.push_back({"v1", 2});
    EXPECT_EQ(round.review().verdict, Verdict::Withdraw);
}

TEST(LetterReview, ATrialLetterEndsWithTheTrial) {
    Reviewed now;
    now.letter.trial = true;
    EXPECT_EQ(now.review(true).verdict, Verdict::Keep);
    EXPECT_EQ(now.review(false).verdict, Verdict::Withdraw);
}

TEST(LetterReview, FindsTheDecisionOfEachItemByItsPlace) {
    World world;
    for (int i = 0; i < 20; ++i)
        world.invoice("w" + std::to_string(i), "jan");
    const auto book = book::Book::build(world.snapshot, {});
    const policy::Plan plan = world.plan();
    for (const auto& item : world.snapshot.items)
        EXPECT_EQ(decision_of(plan, book, item.id), plan.decision_for(item.id));
    EXPECT_EQ(decision_of(plan, book, "unknown"), nullptr);
}

} // namespace
} // namespace afpunt::runtime
