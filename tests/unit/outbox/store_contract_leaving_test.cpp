// SPDX-License-Identifier: MIT
//
// The contract of a store where letters leave: who may send, what moves together, what remains to
// be done outside.
#include "store_contract.hpp"

#include <gmock/gmock.h>

#include <utility>

using namespace afpunt;
using namespace afpunt::outbox;
using namespace afpunt::outbox::tests;
using enum LetterState;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

const auto anybody = [](const Lease&) { return true; };
const auto nobody = [](const Lease&) { return false; };

LetterMove to(const std::string& id, LetterState state) {
    LetterMove move;
    move.letter_id = id;
    move.to = state;
    return move;
}

} // namespace

TEST(LeaseRule, ReplacesAHolderThatIsGoneAndWaitsForOneThatLives) {
    const Lease present{{"a", 7, "space", "boot", "watch"}, 1000};
    const LeaseHolder other{"b", 8, "space", "boot", "run"};
    EXPECT_FALSE(may_replace(present, other, 999, true));
    EXPECT_TRUE(may_replace(present, other, 1000, true)) << "its time is over";
    EXPECT_TRUE(may_replace(present, other, 1, false)) << "its process is gone";
    EXPECT_TRUE(may_replace(present, present.holder, 1, true)) << "its own";
    const LeaseHolder restarted{"b", 8, "space", "another boot", "run"};
    EXPECT_TRUE(may_replace(present, restarted, 1, true)) << "the machine was started again";
    const LeaseHolder contained{"b", 8, "another space", "boot", "run"};
    EXPECT_FALSE(may_replace(present, contained, 1, false)) << "process 7 means nothing there";
}

TEST_P(StoreContract, GivesTheLeaseToOneAtATime) {
    EXPECT_EQ(store_->take_lease(lease("test", 2000), nobody).value(), lease("test"))
        << "the present one is shown to the one who asks, and nothing changes";
    EXPECT_EQ(store_->take_lease(lease("other"), anybody).value(), std::nullopt);
    EXPECT_EQ(store_->take_lease(lease("third"), nobody).value(), lease("other"));
    ASSERT_TRUE(store_->release_lease());
    EXPECT_EQ(store_->take_lease(lease("third"), nobody).value(), std::nullopt)
        << "nobody holds it";
}

TEST_P(StoreContract, HandsOnWhatTheHolderBeforeHadInHandTogetherWithTheLease) {
    const std::string id = add(letter_for({"A"}));
    ASSERT_EQ(move(id, Approved), "");
    ASSERT_EQ(move(id, Claimed), "");
    auto other = place_->open("book-1").value();
    const auto refuse = []() -> Result<std::vector<LetterMove>> {
        return fail("letters", "none", "what can be read");
    };
    EXPECT_FALSE(other->take_lease(lease("other"), anybody, refuse));
    EXPECT_EQ(other->take_lease(lease("third"), nobody).value(), lease("test"))
        << "who cannot see to the letters does not get the lease either";
    const auto inherit = [&]() -> Result<std::vector<LetterMove>> {
        return std::vector{to(id, Uncertain)};
    };
    EXPECT_EQ(other->take_lease(lease("other"), anybody, inherit).value(), std::nullopt);
    EXPECT_EQ(state_of(id), Uncertain);
}

TEST_P(StoreContract, LetsNobodyClaimWithoutTheLease) {
    const std::string id = add(letter_for({"A"}));
    ASSERT_EQ(move(id, Approved), "");
    ASSERT_TRUE(store_->release_lease());
    EXPECT_THAT(move(id, Claimed), HasSubstr("another program"));
    EXPECT_FALSE(store_->move_letters({to(id, Claimed)}, Durability::Machine));
    EXPECT_EQ(state_of(id), Approved);
}

TEST_P(StoreContract, LosesTheRightToSubmitWithTheLease) {
    const std::string id = add(letter_for({"A"}));
    ASSERT_EQ(move(id, Approved), "");
    ASSERT_EQ(move(id, Claimed), "");
    auto other = place_->open("book-1").value();
    ASSERT_TRUE(other->take_lease(lease("other"), anybody));
    EXPECT_FALSE(store_->move_letters({to(id, Submitting)}, Durability::Process));
    EXPECT_EQ(state_of(id), Claimed);
}

TEST_P(StoreContract, MovesTogetherThoseThatCanMove) {
    const std::string a = add(letter_for({"A"}));
    const std::string b = add(letter_for({"B"}));
    ASSERT_EQ(move(a, Approved), "");
    ASSERT_EQ(move(b, Approved), "");
    ASSERT_EQ(move(b, Withdrawn), "");
    EXPECT_THAT(store_->move_letters({to(a, Claimed), to(b, Claimed)}, Durability::Machine).value(),
                ElementsAre(a));
    EXPECT_EQ(state_of(a), Claimed);
    EXPECT_EQ(state_of(b), Withdrawn);
    EXPECT_FALSE(store_->move_letters({to("nobody", Claimed)}, Durability::Machine));
}

TEST_P(StoreContract, RemembersAttemptsAndWhenTheLetterLeft) {
    const std::string id = add(letter_for({"A"}));
    ASSERT_EQ(move(id, Approved), "");
    ASSERT_TRUE(store_->move_letters({to(id, Claimed)}, Durability::Machine));
    LetterMove deferred = to(id, Deferred);
    deferred.entry = draft("deliver", "451 later");
    deferred.next_attempt_us = 777;
    ASSERT_TRUE(store_->move_letters({deferred}, Durability::Machine));
    EXPECT_EQ(store_->letter(id)->attempts, 1);
    EXPECT_EQ(store_->letter(id)->next_attempt_us, 777);
    EXPECT_EQ(store_->letter(id)->state_reason, "451 later");
    ASSERT_TRUE(store_->move_letters({to(id, Claimed)}, Durability::Machine));
    ASSERT_TRUE(store_->move_letters({to(id, Submitting)}, Durability::Process));
    LetterMove accepted = to(id, Accepted);
    accepted.entry = draft("deliver", "250 queued");
    accepted.left_us = 888;
    ASSERT_TRUE(store_->move_letters({accepted}, Durability::Machine));
    reopen();
    EXPECT_EQ(store_->letter(id)->state, Accepted);
    EXPECT_EQ(store_->letter(id)->left_us, 888);
}

TEST_P(StoreContract, KeepsWhatHappensOutside) {
    const std::string id = add(letter_for({"A"}));
    const Effect wanted{0, EffectKind::CloseLink, id, "pl_1", EffectState::Wanted, 0, 0, ""};
    ASSERT_TRUE(store_->add_effect(wanted));
    ASSERT_TRUE(store_->add_effect(wanted)) << "wanted twice is wanted once";
    ASSERT_EQ(store_->effects(false)->size(), 1u);
    Effect tried = store_->effects(false)->front();
    tried.attempts = 3;
    tried.next_attempt_us = 5;
    tried.reason = "503";
    ASSERT_TRUE(store_->update_effect(tried));
    reopen();
    EXPECT_THAT(*store_->effects(false), ElementsAre(tried));
    tried.state = EffectState::Done;
    ASSERT_TRUE(store_->update_effect(tried));
    EXPECT_THAT(*store_->effects(false), testing::IsEmpty());
    EXPECT_THAT(*store_->effects(true), ElementsAre(tried));

    LetterLink link{.letter_id = id,
                    .provider = "mollie",
                    .link_id = "pl_1",
                    .url = "https://pay.example/1",
                    .amount = {12100, Currency::eur()},
                    .expires_on = Date::of(2027, 1, 31),
                    .paid_on = {},
                    .note = {}};
    ASSERT_TRUE(store_->put_links({link}, {draft("link")}));
    EXPECT_TRUE(store_->history(Date::of(2026, 11, 20), false)->link_payments.empty());
    link.note = "the provider does not answer";
    ASSERT_TRUE(store_->put_links({link}, {}));
    EXPECT_EQ(store_->history(Date::of(2026, 11, 20), false)->link_payments.at(0).why, link.note);
    EXPECT_TRUE(store_->history(Date::of(2027, 2, 1), false)->link_payments.empty());
    link.state = LinkState::Paid;
    link.paid_on = Date::of(2026, 11, 20);
    ASSERT_TRUE(store_->put_links({link}, {}));
    EXPECT_THAT(*store_->links(false), ElementsAre(link));
    EXPECT_EQ(store_->history(Date::of(2027, 2, 1), false)->link_payments.at(0).paid_on,
              link.paid_on);
    link.state = LinkState::Closed;
    ASSERT_TRUE(store_->put_links({link}, {}));
    EXPECT_THAT(*store_->links(false), testing::IsEmpty());
    EXPECT_THAT(*store_->links(true), ElementsAre(link));
    EXPECT_TRUE(store_->history(Date::of(2026, 11, 20), false)->link_payments.empty());

    AddressMark mark{"C1", "an@example.com", true, 1, Date::of(2026, 11, 20), "550 no such user"};
    ASSERT_TRUE(store_->mark_address(mark, draft("bounce")));
    mark.times = 2;
    ASSERT_TRUE(store_->mark_address(mark, draft("bounce")));
    EXPECT_THAT(*store_->address_marks(), ElementsAre(mark));
    ASSERT_TRUE(store_->forget_address_mark("C1", "an@example.com", draft("release")));
    EXPECT_THAT(*store_->address_marks(), testing::IsEmpty());
}

TEST_P(StoreContract, KnowsItselfAndSinceWhenItSends) {
    Incarnation incarnation = store_->incarnation().value();
    EXPECT_EQ(incarnation.store_id.size(), 32u);
    EXPECT_EQ(incarnation.standing, Standing::Own);
    incarnation.generation = 4;
    incarnation.place = "machine/folder";
    incarnation.standing = Standing::Copy;
    ASSERT_TRUE(store_->set_incarnation(incarnation, draft("book")));
    ASSERT_TRUE(store_->set_sending({"2026-11-20T09:00:00Z", "An"}, draft("sending")));
    reopen();
    EXPECT_EQ(store_->incarnation().value(), incarnation);
    EXPECT_EQ(store_->sending().value(), (SendingSwitch{"2026-11-20T09:00:00Z", "An"}));
}

TEST_P(StoreContract, SeesThatAnotherProcessWrote) {
    const auto before = store_->foreign_changes().value();
    add(letter_for({"A"}));
    EXPECT_EQ(store_->foreign_changes().value(), before) << "its own changes are none";
    auto other = place_->open("book-1").value();
    ASSERT_TRUE(other->write_journal(draft("note")));
    EXPECT_NE(store_->foreign_changes().value(), before);
}

TEST_P(StoreContract, HasAnotherVersionAfterEachChangeAndNotForALookOrALease) {
    const std::string letter = add(letter_for({"A"}));
    ASSERT_TRUE(store_->history(Date::of(2026, 11, 20), false)); // sets the first day
    StoreVersion before = store_->version().value();
    const auto has_changed = [&] {
        return std::exchange(before, store_->version().value()) != before;
    };
    ASSERT_TRUE(store_->history(Date::of(2026, 11, 20), false));
    ASSERT_TRUE(store_->letters());
    ASSERT_TRUE(store_->take_lease(lease("test"), anybody));
    ASSERT_TRUE(store_->release_lease());
    EXPECT_FALSE(has_changed());
    ASSERT_TRUE(store_->add_hold(
        {policy::HoldScope::Item, "A", Date::of(2026, 11, 20), std::nullopt, "talks", "An"},
        draft("hold")));
    EXPECT_TRUE(has_changed());
    ASSERT_TRUE(store_->withdraw_letter(letter, draft("withdraw")));
    EXPECT_TRUE(has_changed());
    ASSERT_TRUE(store_->refuse_match({"L1", "A"}, draft("refuse-match")));
    EXPECT_TRUE(has_changed());
    auto other = place_->open("book-1").value();
    ASSERT_TRUE(other->release_hold(policy::HoldScope::Item, "A", draft("release")));
    EXPECT_TRUE(has_changed()) << "by another process";
}

TEST_P(StoreContract, TakesOverALetterThatAnotherCopySent) {
    Letter sent = letter_for({"A"}).letter;
    sent.id = "0123456789abcdef0123456789abcdef";
    sent.number = "H-2026-00007";
    sent.state = Accepted;
    sent.left_us = 9;
    EXPECT_TRUE(store_->take_over_letter(sent, draft("take-over")).value());
    EXPECT_FALSE(store_->take_over_letter(sent, draft("take-over")).value()) << "it is known";
    EXPECT_EQ(store_->letter(sent.id)->state, Accepted);
    EXPECT_EQ(add(letter_for({"A"})), "") << "its step is taken";
}
