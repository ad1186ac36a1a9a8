// SPDX-License-Identifier: MIT
//
// Contract of a store, second half: rounds, people, history and the journal.
#include "store_contract.hpp"

using namespace afpunt;
using namespace afpunt::outbox;
using namespace afpunt::outbox::tests;
using enum LetterState;

namespace {

const Date today = Date::of(2026, 11, 20);

} // namespace

TEST_P(StoreContract, BeginsTheNextRoundWhenASettledItemOpensAgain) {
    ASSERT_NE(add(letter_for({"A", "B"})), "");
    ASSERT_TRUE(store_->note_settled({"A", "never reminded"}));
    ASSERT_TRUE(store_->note_settled({"A"}));
    EXPECT_TRUE(store_->history(today, false)->rounds.empty()) << "not open again yet";
    reopen();
    ASSERT_TRUE(store_->note_open({"A", "B", "never reminded"}));
    ASSERT_TRUE(store_->note_open({"A"}));
    using Rounds = std::vector<policy::History::Round>;
    EXPECT_EQ(store_->history(today, false)->rounds, (Rounds{{"A", 2}}));
    ASSERT_TRUE(store_->note_settled({"A"}));
    ASSERT_TRUE(store_->note_open({"A"}));
    EXPECT_EQ(store_->history(today, false)->rounds, (Rounds{{"A", 2}}))
        << "no step was taken in round 2";
    NewLetter second = letter_for({"A"});
    second.letter.items[0].round = 2;
    ASSERT_NE(add(second), "");
    ASSERT_TRUE(store_->note_settled({"A"}));
    ASSERT_TRUE(store_->note_open({"A"}));
    EXPECT_EQ(store_->history(today, false)->rounds, (Rounds{{"A", 3}}));
}

TEST_P(StoreContract, TellsThePlanInWhichStateEachStepIs) {
    using policy::PastLetterState;
    const std::pair<std::vector<LetterState>, PastLetterState> lives[] = {
        {{}, PastLetterState::Prepared},
        {{Held}, PastLetterState::Prepared},
        {{Approved}, PastLetterState::Approved},
        {{Claimed}, PastLetterState::InDelivery},
        {{Claimed, Submitting}, PastLetterState::InDelivery},
        {{Claimed, Submitting, Deferred}, PastLetterState::InDelivery},
        {{Claimed, Submitting, Accepted}, PastLetterState::Accepted},
        {{Approved, Printed}, PastLetterState::Accepted},
        {{Approved, Printed, Posted}, PastLetterState::Accepted},
        {{Claimed, Submitting, Uncertain}, PastLetterState::Uncertain},
        {{Claimed, Submitting, Refused}, PastLetterState::Refused},
        {{Claimed, Submitting, Accepted, Bounced}, PastLetterState::Refused},
    };
    int item = 0;
    std::vector<policy::PastStep> expected;
    for (const auto& [moves, state] : lives) {
        const std::string id = add(letter_for({std::to_string(++item)}, "C7"));
        for (const LetterState to : moves)
            ASSERT_EQ(move(id, to), "");
        expected.push_back({std::to_string(item), "step-1", 1, id, "C7", state, today});
    }
    ASSERT_EQ(move(add(letter_for({"withdrawn"})), Withdrawn), "");
    reopen();
    EXPECT_EQ(store_->history(today, false)->steps, expected);
}

TEST_P(StoreContract, TellsThePlanWhatCameBackForNowAndWhatForGood) {
    NewLetter added = letter_for({"A"});
    added.letter.to_address = "Kas@groenehart.example";
    const std::string id = add(added);
    for (const LetterState to : {Claimed, Submitting, Accepted, Bounced})
        ASSERT_EQ(move(id, to), "");
    const auto state = [&] { return store_->history(today, false)->steps.at(0).state; };
    AddressMark mark{"C1", "kas@groenehart.example", false, 1, today, "452 mailbox full"};
    ASSERT_TRUE(store_->mark_address(mark, draft("mail-returned")));
    EXPECT_EQ(state(), policy::PastLetterState::ReturnedForNow);
    mark.dead = true;
    ASSERT_TRUE(store_->mark_address(mark, draft("mail-returned")));
    EXPECT_EQ(state(), policy::PastLetterState::Refused) << "another address may be tried at once";
}

TEST_P(StoreContract, CountsTheLettersOfTodayByLetterNotByItem) {
    const std::string two_items = add(letter_for({"A", "B"}));
    ASSERT_EQ(move(two_items, Approved), "");
    ASSERT_NE(add(letter_for({"prepared only"})), "");
    NewLetter yesterday = letter_for({"C"});
    yesterday.letter.on = today - 1;
    ASSERT_EQ(move(add(yesterday), Approved), "");
    EXPECT_EQ(store_->history(today, false)->letters_today, 1);
    EXPECT_EQ(store_->history(today + 1, false)->letters_today, 0);
}

TEST_P(StoreContract, CountsTrialLettersAsStepsOnlyWhileTheyArePrepared) {
    NewLetter trial = letter_for({"A"});
    trial.letter.trial = true;
    const std::string id = add(trial);
    EXPECT_EQ(store_->history(today, true)->steps.size(), 1u);
    ASSERT_EQ(move(id, Approved), "");
    EXPECT_TRUE(store_->history(today, true)->steps.empty());
    EXPECT_EQ(store_->history(today, true)->letters_today, 0);
}

TEST_P(StoreContract, RemembersTheFirstDayButNotThatOfATrial) {
    EXPECT_FALSE(store_->history(today - 30, true)->first_day);
    EXPECT_EQ(store_->history(today, false)->first_day, today);
    reopen();
    EXPECT_EQ(store_->history(today + 9, false)->first_day, today);
    EXPECT_EQ(store_->history(today - 30, true)->first_day, today);
}

TEST_P(StoreContract, KeepsHoldsUntilTheyAreReleased) {
    const policy::Hold item{policy::HoldScope::Item, "A", today, today + 7, "asks a copy", "An"};
    const policy::Hold party{policy::HoldScope::Party, "A", today, std::nullopt, "dispute", "Bo"};
    ASSERT_TRUE(store_->add_hold(item, draft("hold")));
    ASSERT_TRUE(store_->add_hold(party, draft("hold")));
    reopen();
    EXPECT_EQ(store_->history(today, false)->holds, (std::vector{item, party}));
    EXPECT_EQ(store_->release_hold(policy::HoldScope::Item, "A", draft("release")).value(), 1);
    EXPECT_EQ(store_->history(today, false)->holds, std::vector{party});
    EXPECT_EQ(store_->release_hold(policy::HoldScope::Item, "A", draft("release")).value(), 0);
    EXPECT_EQ(store_->journal(10)->size(), 3u);
    policy::Hold backwards = item;
    backwards.until = today - 1;
    EXPECT_FALSE(store_->add_hold(backwards, draft("hold")));
    backwards = item;
    backwards.target_id.clear();
    EXPECT_FALSE(store_->add_hold(backwards, draft("hold")));
}

TEST_P(StoreContract, ForgetsReleasesWhenThePastIsToBeLookedAtAgain) {
    ASSERT_TRUE(store_->release_old_balance({"A", "", "An"}, draft("release-old")));
    ASSERT_TRUE(store_->set_first_day(today, draft("book")));
    EXPECT_EQ(store_->history(today, false)->first_day, today);
    EXPECT_TRUE(store_->history(today, false)->released.empty())
        << "put back from a backup: what was released then may have had its letter since";
}

TEST_P(StoreContract, KeepsWhatPeopleReleasedConfirmedAndRefused) {
    const policy::OldBalanceRelease all{"", "", "An"};
    const policy::OldBalanceRelease one{"A", "", "Bo"};
    ASSERT_TRUE(store_->release_old_balance({"", "", "someone"}, draft("release-old")));
    ASSERT_TRUE(store_->release_old_balance(all, draft("release-old")));
    ASSERT_TRUE(store_->release_old_balance(one, draft("release-old")));
    const book::CoverageConfirmation first{"KBC", today, "An", "2026-11-20T09:00:00Z"};
    const book::CoverageConfirmation second{"KBC", today + 1, "Bo", "2026-11-21T09:00:00Z"};
    ASSERT_TRUE(store_->confirm_bank(first, draft("confirm-bank")));
    ASSERT_TRUE(store_->confirm_bank(second, draft("confirm-bank")));
    const matching::Refusal refusal{"line-9", "A"};
    ASSERT_TRUE(store_->refuse_match(refusal, draft("refuse")));
    ASSERT_TRUE(store_->refuse_match(refusal, draft("refuse")));
    ASSERT_TRUE(store_->refuse_match({"line-9", ""}, draft("refuse")));
    reopen();
    EXPECT_EQ(store_->history(today, false)->released, (std::vector{all, one}));
    EXPECT_EQ(store_->confirmations().value(), (std::vector{first, second}));
    EXPECT_EQ(store_->refused_matches().value(),
              (std::vector<matching::Refusal>{{"line-9", ""}, refusal}));
    EXPECT_FALSE(store_->confirm_bank({"", today, "An", ""}, draft("confirm-bank")));
    EXPECT_FALSE(store_->refuse_match({"", "A"}, draft("refuse")));
}

TEST_P(StoreContract, WritesAJournalWhoseHashesChain) {
    EXPECT_TRUE(store_->verify_journal());
    for (const char* kind : {"one", "two", "three"}) {
        ASSERT_TRUE(store_->write_journal(draft(kind)));
    }
    reopen();
    ASSERT_TRUE(store_->write_journal(draft("four")));
    const auto entries = store_->journal(3).value();
    ASSERT_EQ(entries.size(), 3u);
    EXPECT_EQ(entries[0].kind, "two");
    EXPECT_EQ(entries[0].sequence, 2);
    EXPECT_EQ(entries[2].kind, "four");
    EXPECT_EQ(entries[2].who, "An");
    EXPECT_EQ(entries[2].hash.size(), 64u);
    EXPECT_NE(entries[1].hash, entries[2].hash);
    EXPECT_TRUE(store_->journal(0)->empty());
    EXPECT_TRUE(store_->journal(-1)->empty());
    EXPECT_TRUE(store_->verify_journal());
    EXPECT_FALSE(store_->write_journal({"", "kind", "", "", ""}));
}

TEST_P(StoreContract, JournalsEveryChangeThatPeopleMade) {
    const std::string id = add(letter_for({"A"}));
    ASSERT_EQ(move(id, Approved), "");
    ASSERT_TRUE(store_->withdraw_letter(id, draft("withdraw")));
    std::vector<std::string> kinds;
    const auto entries = store_->journal(10).value();
    for (const JournalEntry& entry : entries)
        kinds.push_back(entry.kind);
    EXPECT_EQ(kinds, (std::vector<std::string>{"prepare", "move", "withdraw"}));
    EXPECT_EQ(add(letter_for({"A"})).empty(), false);
    EXPECT_EQ(add(letter_for({"A"})), "");
    EXPECT_EQ(store_->journal(10)->size(), 4u) << "a letter left out is no event";
}
