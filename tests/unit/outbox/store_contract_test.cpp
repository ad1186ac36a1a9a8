// SPDX-License-Identifier: MIT
//
// Contract of a store, first half: events and letters.
#include "store_contract.hpp"

using namespace afpunt;
using namespace afpunt::outbox;
using namespace afpunt::outbox::tests;
using enum LetterState;

namespace {

InboxEvent event(const std::string& id, const std::string& cursor = "") {
    return {"host", "epoch-1", id, 3, "C1", {"V26-0107", "V26-0110"}, cursor};
}

const std::vector<LetterForm> mail{{"mail.eml", "message/rfc822", std::string("a\0b\xFF", 4)},
                                   {"reminder.xml", "application/xml", ""}};

} // namespace

TEST_P(StoreContract, ReturnsAnEventOnceHoweverOftenItComes) {
    EXPECT_EQ(store_->record_events({event("1"), event("2"), event("1")}).value(),
              (std::vector{event("1"), event("2")}));
    reopen();
    EXPECT_EQ(store_->record_events({event("2"), event("3")}).value(), std::vector{event("3")});
    InboxEvent other_epoch = event("3");
    other_epoch.epoch = "epoch-2";
    InboxEvent other_source = event("3");
    other_source.source = "bank";
    EXPECT_EQ(store_->record_events({other_epoch, other_source})->size(), 2u);
}

TEST_P(StoreContract, KeepsTheCursorOfTheNewestEventOfEachSource) {
    EXPECT_EQ(store_->durable_cursor("host").value(), "");
    ASSERT_TRUE(store_->record_events({event("1", "c1"), event("2", "c2")}));
    ASSERT_TRUE(store_->record_events({event("1", "c1")}));
    reopen();
    EXPECT_EQ(store_->durable_cursor("host").value(), "c2");
    EXPECT_EQ(store_->durable_cursor("bank").value(), "");
}

TEST_P(StoreContract, RecordsNoEventWhenOneOfThemIsWrong) {
    EXPECT_FALSE(store_->record_events({event("1"), event("")}));
    EXPECT_EQ(store_->record_events({event("1")})->size(), 1u);
}

TEST_P(StoreContract, MakesSeveralChangesWithOneCommitOrNone) {
    const std::string id = add(letter_for({"V26-0107"}));
    const auto take_in = [&](Result<void> end) {
        return store_->together([&]() -> Result<void> {
            EXPECT_EQ(store_->record_events({event("1")})->size(), 1u);
            EXPECT_EQ(store_->withdraw_for_items({"V26-0107"}, draft("withdraw"))->size(), 1u);
            return end;
        });
    };
    EXPECT_FALSE(take_in(fail("disk", "no room", "room")));
    EXPECT_EQ(state_of(id), Prepared);
    EXPECT_TRUE(take_in({}));
    reopen();
    EXPECT_EQ(state_of(id), Withdrawn);
    EXPECT_TRUE(store_->record_events({event("1")})->empty());
}

TEST_P(StoreContract, GivesLettersBackAsTheyWereStored) {
    NewLetter added = letter_for({"V26-0107", "V26-0110"});
    added.letter.id = "00112233445566778899aabbccddeeff";
    added.letter.number = "H-2026-00007";
    added.letter.book_id = "book-1";
    added.letter.total.currency = *Currency::parse("USD");
    added.letter.items[1].open = Money{-5, *Currency::parse("JPY")};
    added.letter.trial = true;
    added.forms = mail;
    EXPECT_EQ(add(added), added.letter.id);
    reopen();
    EXPECT_TRUE(store_->letter(added.letter.id).value() == added.letter);
    EXPECT_TRUE(store_->letter("H-2026-00007").value() == added.letter);
    EXPECT_EQ(store_->forms(added.letter.id).value(), mail);
    EXPECT_FALSE(store_->letter("H-2026-00008"));
    EXPECT_FALSE(store_->forms("no such letter"));
}

TEST_P(StoreContract, ListsLettersOldestFirst) {
    const std::string first = add(letter_for({"Z"}));
    const std::string second = add(letter_for({"A"}));
    const auto letters = store_->letters().value();
    ASSERT_EQ(letters.size(), 2u);
    EXPECT_EQ(letters[0].id, first);
    EXPECT_EQ(letters[1].id, second);
    EXPECT_EQ(letters[1].items.at(0).item_id, "A");
}

TEST_P(StoreContract, MakesIdsAndNumbersThatRise) {
    const std::string id = add(letter_for({"A"}));
    EXPECT_EQ(id.size(), 32u);
    EXPECT_EQ(store_->letter(id)->number, "H-2026-00001");
    EXPECT_EQ(store_->next_letter_numbers(2026, 1)->at(0), "H-2026-00002");
    EXPECT_EQ(store_->next_letter_numbers(2026, 1)->at(0), "H-2026-00003");
    EXPECT_EQ(store_->next_letter_numbers(2027, 1)->at(0), "H-2027-00001");
    EXPECT_EQ(store_->letter(add(letter_for({"B"})))->number, "H-2026-00004");
    reopen();
    EXPECT_EQ(store_->next_letter_numbers(2026, 1)->at(0), "H-2026-00005");
    EXPECT_EQ(store_->next_letter_numbers(2026, 2).value(),
              (std::vector<std::string>{"H-2026-00006", "H-2026-00007"}));
    EXPECT_TRUE(store_->next_letter_numbers(2026, 0)->empty());
    EXPECT_FALSE(store_->next_letter_numbers(-1, 1));
}

TEST_P(StoreContract, GoesOnWithLongerNumbersWhenFiveDigitsAreUsedUp) {
    const auto add_with = [&](const char* number) {
        NewLetter letter = letter_for({number});
        letter.letter.number = number;
        ASSERT_NE(add(letter), "") << number;
    };
    add_with("H-2026-99998");
    EXPECT_EQ(store_->next_letter_numbers(2026, 3).value(),
              (std::vector<std::string>{"H-2026-99999", "H-2026-100000", "H-2026-100001"}));
    reopen();
    // As text each of these stands before 99999.
    add_with("H-2026-99999");
    add_with("H-2026-100000");
    add_with("H-2026-100009");
    EXPECT_EQ(store_->letter(add(letter_for({"A"})))->number, "H-2026-100010");
    EXPECT_EQ(store_->letter("H-2026-100009")->items.at(0).item_id, "H-2026-100009");
    EXPECT_EQ(store_->next_letter_numbers(2027, 1)->at(0), "H-2027-00001");
    reopen();
    add_with("H-2026-999999");
    EXPECT_EQ(store_->next_letter_numbers(2026, 1)->at(0), "H-2026-1000000");
    add_with("H-2026-9999999");
    EXPECT_FALSE(store_->next_letter_numbers(2026, 1));
}

TEST_P(StoreContract, RefusesAnIdOrANumberThatIsUsed) {
    const Letter first = store_->letter(add(letter_for({"A"}))).value();
    NewLetter twin = letter_for({"B"});
    twin.letter.id = first.id;
    EXPECT_FALSE(store_->add_letters({twin}, draft("prepare")));
    twin.letter.id.clear();
    twin.letter.number = first.number;
    EXPECT_FALSE(store_->add_letters({letter_for({"C"}), twin}, draft("prepare")));
    EXPECT_EQ(store_->letters()->size(), 1u) << "the whole call is one transaction";
}

TEST_P(StoreContract, LeavesOutALetterWhoseStepIsTaken) {
    const std::string first = add(letter_for({"A", "B"}));
    const auto ids = store_->add_letters(
        {letter_for({"C"}), letter_for({"D", "B"}), letter_for({"C", "E"})}, draft("prepare"));
    ASSERT_EQ(ids->size(), 1u);
    EXPECT_EQ(store_->letter(ids->at(0))->items[0].item_id, "C");
    NewLetter next_step = letter_for({"A"});
    next_step.letter.items[0].step_id = "step-2";
    EXPECT_NE(add(next_step), "");
    NewLetter next_round = letter_for({"A"});
    next_round.letter.items[0].round = 2;
    EXPECT_NE(add(next_round), "");
    EXPECT_EQ(add(letter_for({"A"})), "");
}

TEST_P(StoreContract, FreesTheStepsOfWithdrawnRefusedAndBouncedLetters) {
    std::string id = add(letter_for({"A"}));
    ASSERT_TRUE(store_->withdraw_letter(id, draft("withdraw")));
    id = add(letter_for({"A"}));
    ASSERT_NE(id, "");
    for (const LetterState state : {Claimed, Submitting, Refused})
        ASSERT_EQ(move(id, state), "");
    id = add(letter_for({"A"}));
    ASSERT_NE(id, "");
    for (const LetterState state : {Approved, Claimed, Submitting, Uncertain}) {
        ASSERT_EQ(move(id, state), "");
        EXPECT_EQ(add(letter_for({"A"})), "") << code_of(state);
    }
    ASSERT_EQ(move(id, Accepted), "");
    EXPECT_EQ(add(letter_for({"A"})), "");
    ASSERT_EQ(move(id, Bounced), "");
    EXPECT_NE(add(letter_for({"A"})), "");
}

TEST_P(StoreContract, RefusesMovesThatTheTableForbidsAndNamesTheState) {
    const std::string id = add(letter_for({"A"}));
    EXPECT_NE(move(id, Accepted).find("prepared"), std::string::npos);
    EXPECT_EQ(state_of(id), Prepared);
    EXPECT_NE(move("unknown", Held), "");
    ASSERT_EQ(move(id, Claimed), "");
    ASSERT_EQ(move(id, Submitting), "");
    const auto withdrawn = store_->withdraw_letter(id, draft("withdraw"));
    ASSERT_FALSE(withdrawn);
    EXPECT_NE(withdrawn.error().sentence().find("submitting"), std::string::npos);
}

TEST_P(StoreContract, KeepsReasonAndApprover) {
    const std::string id = add(letter_for({"A"}));
    ASSERT_TRUE(store_->move_letter(id, Approved, {}, draft("approve", "looks right")));
    reopen();
    EXPECT_EQ(store_->letter(id)->approved_by, "An");
    EXPECT_EQ(store_->letter(id)->state_reason, "looks right");
    ASSERT_EQ(move(id, Held), "");
    EXPECT_EQ(store_->letter(id)->approved_by, "An");
    ASSERT_EQ(move(id, Prepared), "");
    EXPECT_EQ(store_->letter(id)->approved_by, "") << "a hold ends the approval";
}

TEST_P(StoreContract, FreezesFormsAtApproval) {
    const std::string id = add(letter_for({"A"}));
    const std::vector<LetterForm> page{{"page.html", "text/html", "<p>"}};
    ASSERT_EQ(move(id, Held, page), "");
    EXPECT_EQ(store_->forms(id).value(), page);
    ASSERT_EQ(move(id, Prepared), "");
    ASSERT_EQ(move(id, Approved, mail), "");
    EXPECT_NE(move(id, Claimed, page), "");
    EXPECT_EQ(state_of(id), Approved);
    EXPECT_EQ(store_->forms(id).value(), mail);
    ASSERT_EQ(move(id, Claimed), "");
    reopen();
    EXPECT_EQ(store_->forms(id).value(), mail);
}

TEST_P(StoreContract, FreezesFormsAtTheClaimOfAutomaticMode) {
    const std::string id = add(letter_for({"A"}));
    ASSERT_EQ(move(id, Claimed, mail), "");
    EXPECT_NE(move(id, Submitting, mail), "");
    EXPECT_EQ(store_->forms(id).value(), mail);
}

TEST_P(StoreContract, RefreshesOnlyAPreparedLetterWithTheSameItems) {
    NewLetter added = letter_for({"A"});
    added.forms = mail;
    const std::string id = add(added);
    Letter newer = store_->letter(id).value();
    newer.on = newer.on + 1;
    newer.model = "tomorrow's model";
    newer.model_hash = "cc";
    newer.template_hash = "dd";
    newer.policy_version = "friendly-2";
    ASSERT_TRUE(store_->refresh_letter(newer));
    reopen();
    EXPECT_TRUE(store_->letter(id).value() == newer);
    EXPECT_TRUE(store_->forms(id)->empty()) << "they told of the day before";

    Letter dearer = newer;
    dearer.items[0].open.minor += 1;
    EXPECT_FALSE(store_->refresh_letter(dearer));
    Letter stranger = newer;
    stranger.party_id = "C2";
    EXPECT_FALSE(store_->refresh_letter(stranger));
    ASSERT_EQ(move(id, Approved), "");
    EXPECT_FALSE(store_->refresh_letter(newer));
}

TEST_P(StoreContract, NeverDeliversATrialLetter) {
    NewLetter trial = letter_for({"A"});
    trial.letter.trial = true;
    const std::string id = add(trial);
    EXPECT_NE(move(id, Claimed).find("trial"), std::string::npos);
    ASSERT_EQ(move(id, Approved), "");
    EXPECT_NE(move(id, Claimed), "");
    EXPECT_NE(move(id, Printed), "");
    EXPECT_TRUE(store_->withdraw_letter(id, draft("withdraw")));
}

TEST_P(StoreContract, WithdrawsLettersOfItemsAndLeavesTheOthers) {
    const std::string both = add(letter_for({"A", "B"}));
    const std::string other = add(letter_for({"C"}));
    const std::string gone = add(letter_for({"D"}));
    ASSERT_EQ(move(gone, Claimed), "");
    ASSERT_EQ(move(gone, Submitting), "");
    const auto withdrawn =
        store_->withdraw_for_items({"B", "A", "D", "unknown"}, draft("withdraw", "B was paid"));
    ASSERT_EQ(withdrawn->size(), 1u);
    EXPECT_EQ(withdrawn->at(0).id, both);
    EXPECT_EQ(withdrawn->at(0).state, Withdrawn);
    EXPECT_EQ(withdrawn->at(0).state_reason, "B was paid");
    EXPECT_TRUE(store_->letter(both).value() == withdrawn->at(0));
    EXPECT_EQ(state_of(other), Prepared);
    EXPECT_EQ(state_of(gone), Submitting);
    EXPECT_EQ(store_->withdraw_for_items({}, draft("withdraw"))->size(), 1u);
    EXPECT_EQ(state_of(other), Withdrawn);
    const auto entries = store_->journal(100)->size();
    EXPECT_TRUE(store_->withdraw_for_items({}, draft("withdraw"))->empty());
    EXPECT_EQ(store_->journal(100)->size(), entries) << "nothing happened: nothing to tell";
}

TEST_P(StoreContract, ChangesNothingWhenTheJournalEntryIsRefused) {
    const std::string id = add(letter_for({"A"}));
    JournalDraft broken = draft("move");
    broken.text = "\xFF";
    EXPECT_FALSE(store_->move_letter(id, Approved, mail, broken));
    EXPECT_FALSE(store_->withdraw_for_items({"A"}, broken));
    EXPECT_FALSE(store_->add_letters({letter_for({"B"})}, broken));
    EXPECT_EQ(state_of(id), Prepared);
    EXPECT_TRUE(store_->forms(id)->empty());
    EXPECT_EQ(store_->letters()->size(), 1u);
}
