// SPDX-License-Identifier: MIT
//
// What a mail that came back does to the letters of a book, and what a forged one does not.
#include "runtime/bounces.hpp"

#include "outbox/sqlite_store.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

using namespace afpunt;
using namespace afpunt::runtime;
using delivery::BounceNotice;
using delivery::MailFate;
using delivery::NoticeKind;
using outbox::LetterState;

namespace {

class Bounces : public testing::Test {
protected:
    Bounces() {
        std::string name =
            (std::filesystem::temp_directory_path() / "afpunt-bounces-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        folder_ = name;
        auto opened = outbox::open_sqlite_store((folder_ / "state.sqlite").string(), "book");
        if (!opened) throw std::runtime_error(opened.error().sentence());
        store_ = std::move(*opened);
        const outbox::Lease lease{{"test", 1, "space", "boot", "test"}, 1000};
        if (!store_->take_lease(lease, [](const outbox::Lease&) { return true; })) {
            throw std::runtime_error("no lease");
        }
        moment_.today = Date::of(2026, 11, 20);
        moment_.now_us = 1'795'163'696'123'456;
    }
    ~Bounces() override {
        store_.reset();
        std::filesystem::remove_all(folder_);
    }
    Bounces(const Bounces&) = delete;
    Bounces& operator=(const Bounces&) = delete;

    // A letter about one item, in this state; its id.
    std::string letter(const std::string& item, LetterState state = LetterState::Accepted,
                       const std::string& to = "kas@groenehart.example") {
        outbox::NewLetter added;
        added.letter.party_id = "C1";
        added.letter.on = moment_.today;
        added.letter.to_address = to;
        added.letter.items = {{item, "reminder", 1, Money{12'100, Currency::eur()}}};
        added.letter.total = Money{12'100, Currency::eur()};
        added.letter.model = "model";
        added.letter.model_hash = added.letter.template_hash = "aa";
        added.letter.policy_version = "friendly-1";
        const auto ids = store_->add_letters({added}, draft("prepare"));
        if (!ids || ids->empty()) throw std::runtime_error("no letter");
        for (const LetterState next : {LetterState::Approved, LetterState::Claimed,
                                       LetterState::Submitting, LetterState::Accepted}) {
            if (!store_->move_letter(ids->front(), next, {}, draft("move"))) break;
            if (next == state) break;
        }
        return ids->front();
    }
    [[nodiscard]] outbox::JournalDraft draft(const std::string& kind) const {
        return {moment_.rfc3339(), kind, "subject", "text", "An"};
    }
    static BounceNotice notice(const std::string& letter_id, MailFate fate,
                               const std::string& recipient = "kas@groenehart.example") {
        BounceNotice notice{NoticeKind::Report, letter_id, {}, ""};
        notice.reports.push_back({recipient, "", fate, "5.1.1", "550 no such user"});
        return notice;
    }
    BounceOutcome take(const BounceNotice& notice) {
        const auto taken = take_bounce(*store_, notice, moment_, "An");
        if (!taken) throw std::runtime_error(taken.error().sentence());
        EXPECT_FALSE(sentence_of(*taken, "nl-BE").empty());
        return taken->outcome;
    }
    LetterState state_of(const std::string& id) { return store_->letter(id)->state; }
    std::vector<outbox::AddressMark> marks() { return store_->address_marks().value(); }
    std::size_t entries() { return store_->journal(1000)->size(); }

    std::filesystem::path folder_;
    std::unique_ptr<outbox::Store> store_;
    Moment moment_;
};

} // namespace

TEST_F(Bounces, FreeTheStepAndMarkTheAddress) {
    const std::string id = letter("A");
    EXPECT_EQ(take(notice(id, MailFate::HardBounce)), BounceOutcome::Returned);
    EXPECT_EQ(state_of(id), LetterState::Bounced);
    ASSERT_EQ(marks().size(), 1u);
    EXPECT_TRUE(marks()[0].dead);
    EXPECT_EQ(marks()[0].reason, "550 no such user");
    EXPECT_NO_THROW(letter("A")) << "the step is free for another letter";
}

TEST_F(Bounces, ChangeNothingTheSecondTime) {
    const std::string id = letter("A");
    EXPECT_EQ(take(notice(id, MailFate::HardBounce)), BounceOutcome::Returned);
    ASSERT_TRUE(store_->forget_address_mark("C1", marks()[0].address, draft("release")));
    const std::size_t before = entries();
    EXPECT_EQ(take(notice(id, MailFate::HardBounce)), BounceOutcome::KnownAlready);
    EXPECT_TRUE(marks().empty()) << "a person's word is not undone by a mail that was read before";
    EXPECT_EQ(entries(), before);
}

TEST_F(Bounces, DoNothingForWhatNamesNoLetterOrAnotherAddress) {
    const std::string id = letter("A");
    const std::size_t before = entries();
    EXPECT_EQ(take(notice("", MailFate::HardBounce)), BounceOutcome::UnknownLetter);
    EXPECT_EQ(take(notice(std::string(32, 'f'), MailFate::HardBounce)),
              BounceOutcome::UnknownLetter);
    EXPECT_EQ(take(notice(store_->letter(id)->number, MailFate::HardBounce)),
              BounceOutcome::UnknownLetter)
        << "a number can be guessed";
    EXPECT_EQ(take(notice(id, MailFate::HardBounce, "other@groenehart.example")),
              BounceOutcome::OtherRecipient);
    EXPECT_EQ(take({NoticeKind::AutoReply, id, {}, ""}), BounceOutcome::AutoReply);
    EXPECT_EQ(take({NoticeKind::Other, id, {}, ""}), BounceOutcome::NoNotice);
    EXPECT_EQ(take(notice(id, MailFate::Delivered)), BounceOutcome::Delivered);
    EXPECT_EQ(state_of(id), LetterState::Accepted);
    EXPECT_TRUE(marks().empty());
    EXPECT_EQ(entries(), before);
}

TEST_F(Bounces, DoNothingToALetterThatDidNotLeave) {
    const std::string id = letter("A", LetterState::Approved);
    EXPECT_EQ(take(notice(id, MailFate::HardBounce)), BounceOutcome::KnownAlready);
    EXPECT_EQ(state_of(id), LetterState::Approved);
    EXPECT_TRUE(marks().empty());
}

TEST_F(Bounces, NoteADelayOnceAndLeaveTheLetterOnItsWay) {
    const std::string id = letter("A");
    const std::size_t before = entries();
    EXPECT_EQ(take(notice(id, MailFate::Delayed)), BounceOutcome::Delayed);
    EXPECT_EQ(take(notice(id, MailFate::Delayed)), BounceOutcome::Delayed);
    EXPECT_EQ(state_of(id), LetterState::Accepted);
    EXPECT_EQ(entries(), before + 1);
    EXPECT_EQ(take({NoticeKind::Complaint, id, {}, ""}), BounceOutcome::Complaint);
    EXPECT_EQ(entries(), before + 2);
}

TEST_F(Bounces, MarkAnAddressAfterTheThirdReturnForNow) {
    for (const char* item : {"A", "B"}) {
        EXPECT_EQ(take(notice(letter(item), MailFate::SoftBounce)), BounceOutcome::ReturnedForNow);
        EXPECT_FALSE(marks().at(0).dead);
    }
    EXPECT_EQ(take(notice(letter("C"), MailFate::SoftBounce)), BounceOutcome::Returned);
    EXPECT_TRUE(marks().at(0).dead);
    EXPECT_EQ(marks().at(0).times, 3);
}

TEST_F(Bounces, ForgetReturnsOfLongAgo) {
    for (const char* item : {"A", "B", "C", "D"}) {
        EXPECT_EQ(take(notice(letter(item), MailFate::SoftBounce)), BounceOutcome::ReturnedForNow);
        moment_.today = moment_.today + 91;
    }
    EXPECT_EQ(marks().at(0).times, 1);
}

TEST_F(Bounces, HoldWhatWasApprovedForTheSameAddress) {
    const std::string id = letter("A");
    const std::string waiting = letter("B", LetterState::Approved, "Kas@GroeneHart.example");
    const std::string other = letter("C", LetterState::Approved, "info@groenehart.example");
    EXPECT_EQ(take(notice(id, MailFate::HardBounce)), BounceOutcome::Returned);
    EXPECT_EQ(state_of(waiting), LetterState::Held);
    EXPECT_EQ(state_of(other), LetterState::Approved);
}

TEST_F(Bounces, LetTheNextAddressOfTheCustomerBeUsed) {
    (void)take(notice(letter("A"), MailFate::HardBounce));
    book::Snapshot snapshot;
    book::Party party;
    party.id = "C1";
    party.contacts = {{"dunning", "", "KAS@groenehart.example", "", false},
                      {"invoice", "", "info@groenehart.example", "", false}};
    snapshot.parties = {party, party};
    snapshot.parties[1].id = "C2";
    mark_contacts(snapshot, marks());
    EXPECT_EQ(snapshot.parties[0].reminder_mail(), "info@groenehart.example");
    EXPECT_EQ(snapshot.parties[1].reminder_mail(), "KAS@groenehart.example")
        << "another customer, another mark";
    EXPECT_EQ(forget_marks(*store_, "C2", draft("release")).value(), 0);
    EXPECT_EQ(forget_marks(*store_, "C1", draft("release")).value(), 1);
    EXPECT_TRUE(marks().empty());
}

TEST(BounceWords, StandInEachLanguageForEachOutcome) {
    TakenBounce bounce;
    bounce.letter = "H-2026-00042";
    bounce.address = "kas@groenehart.example";
    bounce.words = "550 {letter} <b>";
    for (int at = 0; at <= static_cast<int>(BounceOutcome::NoNotice); ++at) {
        bounce.outcome = static_cast<BounceOutcome>(at);
        EXPECT_FALSE(code_of(bounce.outcome).empty());
        for (const char* language : {"nl-BE", "fr", "de", "en", "xx"})
            EXPECT_FALSE(sentence_of(bounce, language).empty());
    }
    bounce.outcome = BounceOutcome::Returned;
    EXPECT_EQ(
        sentence_of(bounce, "en"),
        "Letter H-2026-00042 came back from kas@groenehart.example: 550 {letter} <b>. Nothing "
        "more goes to that address; the step is free again.");
}
