// SPDX-License-Identifier: MIT
//
// A mail server that says "later", "never" or nothing at all, over hours of a clock that the test
// turns.
#include "sending/sending_test.hpp"

#include <gmock/gmock.h>

namespace afpunt::runtime {
namespace {

using delivery::MailOutcome;
using outbox::LetterState;
using testing::HasSubstr;

class PlayedServer : public tests::SendingTest {
protected:
    explicit PlayedServer(int per_day) {
        auto sender = std::make_unique<tests::PlayedSender>();
        sender_ = sender.get();
        begin(std::move(sender), per_day);
        host_.book.invoice("V1", "jan", "2026-11-02");
    }
    void answers(MailOutcome outcome, const std::string& text, const std::string& status = "") {
        sender_->answer.outcome = outcome;
        sender_->answer.text = text;
        sender_->answer.enhanced_status = status;
    }
    outbox::Letter letter() {
        outbox::Letter newest;
        on_worker([&] { newest = (*follow_up_->store())->letters()->back(); });
        return newest;
    }
    tests::PlayedSender* sender_ = nullptr;
};

class Retry : public PlayedServer {
protected:
    Retry() : PlayedServer(1'000'000) {}
};

class TwoMailsADay : public PlayedServer {
protected:
    TwoMailsADay() : PlayedServer(2) {}
};

TEST_F(TwoMailsADay, LeaveTheRestForTheNextDayAndSaySo) {
    answers(MailOutcome::Accepted, "'250 taken'");
    host_.book.invoice("V2", "els", "2026-11-02");
    host_.book.invoice("V3", "mia", "2026-11-02");
    const DeliveryReport report = approve_all();
    EXPECT_EQ(report.delivered.size(), 2u);
    ASSERT_EQ(report.not_delivered.size(), 1u);
    EXPECT_THAT(report.not_delivered[0].second, HasSubstr("2 mails a day"));
    EXPECT_EQ(approve_all().delivered.size(), 0u);
    host_.set_today("2026-11-23");
    EXPECT_EQ(approve_all().delivered.size(), 1u);
}

TEST_F(Retry, AsksAServerThatSaysLaterAgainForAnHourAndThenTheLetterLeavesOnce) {
    answers(MailOutcome::Deferred, "'451 greylisted'", "4.7.1");
    EXPECT_EQ(approve_all().delivered.size(), 0u);
    EXPECT_EQ(letter().state, LetterState::Deferred);
    EXPECT_THAT(letter().state_reason, HasSubstr("greylisted"));
    // 5, 15, 30 minutes: at 9:05, 9:20, 9:50.
    for (int minute = 1; minute <= 60; ++minute) {
        host_.seconds_past_nine = minute * 60;
        (void)settle();
        const int expected = minute < 5 ? 1 : minute < 20 ? 2 : minute < 50 ? 3 : 4;
        EXPECT_EQ(sender_->asked, expected) << minute;
    }
    EXPECT_EQ(letter().attempts, 4);
    answers(MailOutcome::Accepted, "'250 taken'");
    host_.seconds_past_nine = 120 * 60;
    EXPECT_EQ(settle().delivered.size(), 1u);
    EXPECT_EQ(letter().state, LetterState::Accepted);
    host_.seconds_past_nine = 180 * 60;
    EXPECT_EQ(settle().delivered.size(), 0u);
    EXPECT_EQ(sender_->asked, 5);
}

TEST_F(Retry, AProgramThatBeginsAnewAsksTheServerWhenItIsTime) {
    answers(MailOutcome::Deferred, "'451 later'");
    (void)approve_all();
    end();
    auto sender = std::make_unique<tests::PlayedSender>();
    sender_ = sender.get();
    answers(MailOutcome::Accepted, "'250 taken'");
    host_.seconds_past_nine = 299; // the next attempt is due a second later, by the host's clock
    start(std::move(sender));
    EXPECT_EQ(settle().delivered.size(), 0u);
    host_.seconds_past_nine = 301;
    work_until([&] { return sender_->asked == 1; }); // by itself, about a second later
}

TEST_F(Retry, AnApprovalByHandDoesNotWaitForTheNextAttempt) {
    answers(MailOutcome::Deferred, "'421 busy'");
    (void)approve_all();
    answers(MailOutcome::Accepted, "'250 taken'");
    std::vector<std::string> sent;
    std::atomic<bool> done{false};
    const std::string number = letter().number;
    lane_->post([&] {
        follow_up_->approve({number}, "An", [&](const Result<DeliveryReport>& report) {
            if (report) sent = report->delivered;
            done = true;
        });
    });
    work_until([&] { return done.load(); });
    EXPECT_EQ(sent, std::vector{number});
}

TEST_F(Retry, AnAddressThatIsRefusedGetsNoSecondLetter) {
    answers(MailOutcome::Refused, "'550 no such user'", "5.1.1");
    (void)approve_all();
    EXPECT_EQ(letter().state, LetterState::Refused);
    answers(MailOutcome::Accepted, "'250 taken'");
    EXPECT_EQ(approve_all().delivered.size(), 0u) << "held: somebody has to find another address";
    EXPECT_EQ(sender_->asked, 1);
}

TEST_F(Retry, ARefusalOfTheSenderCostsNoLetterAndStopsTheRun) {
    host_.book.invoice("V2", "els", "2026-11-02");
    answers(MailOutcome::Refused, "'550 you may not send as this address'", "5.7.60");
    const DeliveryReport report = approve_all();
    EXPECT_EQ(report.not_delivered.size(), 2u);
    EXPECT_EQ(letter().state, LetterState::Deferred) << "and no address is marked";
    answers(MailOutcome::Accepted, "'250 taken'");
    host_.seconds_past_nine = 6 * 60;
    EXPECT_EQ(settle().delivered.size(), 2u) << "once the account is in order";
}

TEST_F(Retry, WhatIsUncertainIsNeverSentAgainByItself) {
    answers(MailOutcome::Uncertain, "the server vanished after the dot");
    EXPECT_EQ(approve_all().delivered.size(), 0u);
    EXPECT_EQ(letter().state, LetterState::Uncertain);
    answers(MailOutcome::Accepted, "'250 taken'");
    for (const int minute : {10, 100, 500}) {
        host_.seconds_past_nine = minute * 60;
        EXPECT_EQ(approve_all().delivered.size(), 0u);
    }
    EXPECT_EQ(sender_->asked, 1);
}

} // namespace
} // namespace afpunt::runtime
