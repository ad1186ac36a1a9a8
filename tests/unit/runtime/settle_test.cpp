// SPDX-License-Identifier: MIT
//
// Settling with a store in memory: the outbox follows the book, and doing it twice changes nothing.
#include "runtime/settle.hpp"

#include "outbox/sqlite_store.hpp"
#include "unit/policy/builders.hpp"

namespace afpunt::runtime {
namespace {

using outbox::LetterState;
using policy::tests::day;
using policy::tests::euro;
using policy::tests::World;

class Settle : public testing::Test {
protected:
    Settle() {
        store = std::move(*outbox::open_sqlite_store(":memory:", "book"));
        take_lease();
        configuration.policy = world.policy;
        world.snapshot.creditor.name = "Drukkerij De Linde";
        world.snapshot.creditor.contacts.push_back({"general", "", "office@example.com", ""});
        // So that what is due in November is no old balance.
        (void)store->history(day("2026-01-02"), false);
    }
    SettleReport settle(bool trial = false, PlanAfter plan_after = PlanAfter::Wanted) {
        auto assessment = assess(world.snapshot, {1'800'000'000'000'000, world.today, trial},
                                 *store, configuration);
        EXPECT_TRUE(assessment) << assessment.error().sentence();
        auto report = runtime::settle(
            std::move(*assessment), *store, configuration,
            [this] { return "letter-" + std::to_string(++ids); }, plan_after);
        EXPECT_TRUE(report) << report.error().sentence();
        return std::move(*report);
    }
    [[nodiscard]] std::vector<LetterState> states() {
        std::vector<LetterState> all;
        const auto letters = store->letters();
        for (const auto& letter : *letters)
            all.push_back(letter.state);
        return all;
    }
    void take_lease() {
        ASSERT_TRUE(store->take_lease({{"test", 1, "", "boot", ""}, 1},
                                      [](const outbox::Lease&) { return true; }));
    }
    void move(const std::string& id, LetterState to) {
        const auto moved =
            store->move_letter(id, to, {}, {"2026-11-20T09:00:00Z", "x", id, "", "An"});
        ASSERT_TRUE(moved) << moved.error().sentence();
    }

    World world;
    Configuration configuration;
    std::unique_ptr<outbox::Store> store;
    int ids = 0;
};

TEST_F(Settle, PreparesOnceAndThenChangesNothing) {
    EXPECT_EQ(settle().prepared.size(), 1u);
    const SettleReport again = settle();
    EXPECT_TRUE(again.prepared.empty());
    EXPECT_TRUE(again.withdrawn.empty());
    EXPECT_EQ(states(), std::vector{LetterState::Prepared});
}

TEST_F(Settle, DecidesOnceMoreOnlyWhereSomebodyLooksAtIt) {
    const SettleReport unseen = settle(false, PlanAfter::Unwanted);
    EXPECT_EQ(unseen.prepared.size(), 1u);
    EXPECT_EQ(states(), std::vector{LetterState::Prepared});
    EXPECT_TRUE(unseen.after.letters.empty());
    world.item().open = euro(5000);
    const SettleReport seen = settle();
    ASSERT_EQ(seen.prepared.size(), 1u);
    EXPECT_EQ(seen.after.letters.back().id, seen.prepared[0]);
    EXPECT_EQ(seen.after.plan->decisions.at(0).reason, policy::ReasonCode::LetterPrepared);
}

TEST_F(Settle, StoresMoreLettersThanItKeepsInHand) {
    constexpr int customers = 1201;
    for (int at = 0; at < customers; ++at) {
        book::Party party = world.jan();
        party.id = "customer-" + std::to_string(at);
        book::OpenItem item = world.item();
        item.id = "item-" + std::to_string(at);
        item.customer_id = party.id;
        world.snapshot.parties.push_back(party);
        world.snapshot.items.push_back(item);
    }
    // The last has no address, so that no letter of his ends the last lot.
    world.snapshot.parties.back().contacts.clear();
    configuration.policy.most_letters_per_day = 0;
    const SettleReport report = settle();
    EXPECT_EQ(report.prepared.size(), std::size_t{customers});
    EXPECT_EQ(states().size(), std::size_t{customers});
    const auto journal = store->journal(10).value();
    EXPECT_EQ(std::count_if(journal.begin(), journal.end(),
                            [](const auto& entry) { return entry.kind == "prepare"; }),
              1);
}

TEST_F(Settle, WithdrawsWhatWasPaidAndSaysWhy) {
    settle();
    world.item().open = euro(0);
    world.item().state = book::DocumentState::Settled;
    const SettleReport report = settle();
    ASSERT_EQ(report.withdrawn.size(), 1u);
    EXPECT_FALSE(report.withdrawn[0].second.empty());
    EXPECT_EQ(states(), std::vector{LetterState::Withdrawn});
}

TEST_F(Settle, AnotherAmountIsAnotherLetter) {
    settle();
    world.item().open = euro(5000);
    const SettleReport report = settle();
    EXPECT_EQ(report.withdrawn.size(), 1u);
    EXPECT_EQ(report.prepared.size(), 1u);
    EXPECT_EQ(store->letters()->back().total, euro(5000));
}

TEST_F(Settle, AHeldLetterThatGoesOnBearsTheNewDay) {
    settle();
    world.jan().dunning_hold = true;
    EXPECT_EQ(settle().held.size(), 1u);
    EXPECT_TRUE(settle().held.empty()) << "held for the same reason: nothing new";
    world.jan().dunning_hold = false;
    world.today = day("2026-11-23");
    world.statement(103, "2026-11-20", "2026-11-22");
    EXPECT_EQ(settle().resumed.size(), 1u);
    const outbox::Letter letter = store->letters()->at(0);
    EXPECT_EQ(letter.state, LetterState::Prepared);
    EXPECT_EQ(letter.on, day("2026-11-23"));
    EXPECT_NE(letter.model.find("2026-11-23"), std::string::npos);
}

TEST_F(Settle, AnotherTemplateIsNotedInTheLetter) {
    settle();
    const std::string name = document::TemplateSet::names().front();
    ASSERT_TRUE(configuration.templates.replace(name, "Beste klant\n") ||
                configuration.templates.replace(name, configuration.templates.text(name) + "\n"));
    settle();
    EXPECT_EQ(store->letters()->at(0).template_hash, configuration.templates.hash());
}

TEST_F(Settle, OneDebtorWithoutAnAddressDoesNotStopTheOthers) {
    world.customer("els").contacts.clear();
    world.invoice("v2", "els");
    const SettleReport report = settle();
    EXPECT_EQ(report.prepared.size(), 1u);
    EXPECT_EQ(report.after.letters.at(0).party_id, "jan");
}

TEST_F(Settle, AReopenedItemBeginsItsNextRound) {
    settle();
    const std::string id = store->letters()->at(0).id;
    for (const LetterState to : {LetterState::Approved, LetterState::Claimed,
                                 LetterState::Submitting, LetterState::Accepted})
        move(id, to);
    world.item().open = euro(0);
    world.item().state = book::DocumentState::Settled;
    settle();
    world.item().open = world.item().total;
    world.item().state = book::DocumentState::Open;
    world.today = day("2026-12-01");
    world.statement(103, "2026-11-20", "2026-11-30");
    EXPECT_EQ(settle().prepared.size(), 1u);
    EXPECT_EQ(store->letters()->back().items.at(0).round, 2);
}

TEST_F(Settle, ADisputeThatEndsBeginsNoNewRound) {
    settle();
    const std::string id = store->letters()->at(0).id;
    for (const LetterState to : {LetterState::Approved, LetterState::Claimed,
                                 LetterState::Submitting, LetterState::Accepted})
        move(id, to);
    world.item().state = book::DocumentState::Disputed;
    settle();
    world.item().state = book::DocumentState::Open;
    EXPECT_TRUE(settle().prepared.empty()) << "the first step was sent already";
    EXPECT_TRUE(store->history(world.today, false)->rounds.empty());
}

TEST_F(Settle, ATrialLeavesRealLettersAloneAndItsOwnEndWithIt) {
    settle();
    world.customer("els");
    world.invoice("v2", "els");
    world.item().open = euro(0);
    world.item().state = book::DocumentState::Settled;
    EXPECT_EQ(settle(true).prepared.size(), 1u);
    EXPECT_EQ(states(), (std::vector{LetterState::Prepared, LetterState::Prepared}));
    const SettleReport real = settle();
    EXPECT_EQ(real.withdrawn.size(), 2u);
    EXPECT_EQ(real.prepared.size(), 1u);
}

TEST_F(Settle, ATrialSetsNoFirstDay) {
    store = std::move(*outbox::open_sqlite_store(":memory:", "book"));
    settle(true);
    EXPECT_FALSE(store->history(world.today, true)->first_day);
    settle();
    EXPECT_EQ(store->history(world.today, true)->first_day, world.today);
}

TEST_F(Settle, ReasonsThatQuoteLongTextsOfTheHostAreCut) {
    settle();
    world.jan().dunning_hold = true;
    world.jan().dunning_hold_reason = std::string(30'000, 'x');
    const SettleReport report = settle();
    EXPECT_EQ(report.held.size(), 1u);
    EXPECT_EQ(states(), std::vector{LetterState::Held});
}

TEST_F(Settle, TheModelOfALetterIsOnlyThatLetters) {
    world.invoice("v2");
    settle();
    outbox::Letter letter = store->letters()->at(0);
    auto assessment = assess(world.snapshot, {0, world.today, false}, *store, configuration);
    ASSERT_TRUE(assessment);
    ASSERT_TRUE(model_of(letter, *assessment, configuration));
    letter.items[1].item_id = "v3"; // as many items, but not the same
    EXPECT_FALSE(model_of(letter, *assessment, configuration));
    letter = store->letters()->at(0);
    letter.items[1].open = euro(1);
    EXPECT_FALSE(model_of(letter, *assessment, configuration));
}

} // namespace
} // namespace afpunt::runtime
