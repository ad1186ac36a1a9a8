// SPDX-License-Identifier: MIT
//
// The gate, the last look, and ends at any moment.
#include "mail/fault_server.hpp"
#include "mail/mail_fixture.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

using namespace afpunt;
using namespace afpunt::tests;
using delivery::Network;

namespace {

class SmtpGate : public testing::Test {
protected:
    std::unique_ptr<MailSender> sender(const FaultServer& to, int connections = 1) {
        config::MailSettings mail = to_this_machine(to.port());
        mail.connections = connections;
        return delivery::make_smtp_sender(network, nullptr, mail, {}, times);
    }
    std::shared_ptr<Network> network = Network::start();
    delivery::SmtpTimeouts times = patient_times();
    FaultServer server;
};

// So that what a server would still take is there.
void let_the_server_read() {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
}

} // namespace

TEST_F(SmtpGate, KeepsALetterFromLeavingWhenItSaysNo) {
    const auto mail = sender(server);
    const MailResult result =
        fate(send(*mail, letter(), [](const std::function<void(bool)>& answer) { answer(false); }));
    EXPECT_EQ(result.outcome, MailOutcome::Stopped) << result.text;
    EXPECT_EQ(fate(send(*mail, letter())).outcome, MailOutcome::Accepted);
    close_and_wait(*mail);
    EXPECT_EQ(server.taken().size(), 1U);
}

TEST_F(SmtpGate, IsAskedBeforeTheLastLookWhichDecides) {
    const auto mail = sender(server);
    const MailResult result = fate(send(*mail, letter(), open_gate, [] { return false; }));
    EXPECT_EQ(result.outcome, MailOutcome::Stopped) << result.text;
    close_and_wait(*mail);
    EXPECT_TRUE(server.taken().empty());
}

TEST_F(SmtpGate, MayBeAnsweredLaterAndFromAnotherThread) {
    const auto mail = sender(server);
    std::thread answering;
    const MailResult result =
        fate(send(*mail, letter(), [&](const std::function<void(bool)>& answer) {
            answering = std::thread([answer] {
                std::this_thread::sleep_for(std::chrono::milliseconds(50));
                answer(true);
            });
        }));
    answering.join();
    EXPECT_EQ(result.outcome, MailOutcome::Accepted) << result.text;
    close_and_wait(*mail);
}

TEST_F(SmtpGate, ThatIsNeverAnsweredStopsTheLetterInTime) {
    times = short_times();
    const auto mail = sender(server);
    std::function<void(bool)> late;
    const MailResult result = fate(
        send(*mail, letter(), [&](const std::function<void(bool)>& answer) { late = answer; }));
    EXPECT_EQ(result.outcome, MailOutcome::Stopped);
    late(true);
    let_the_server_read();
    EXPECT_TRUE(server.taken().empty());
    close_and_wait(*mail);
    late(true); // and after the end
}

TEST_F(SmtpGate, ThatThrowsLetsNothingThrough) {
    const auto mail = sender(server);
    const MailResult result =
        fate(send(*mail, letter(), [](const std::function<void(bool)>&) { throw 1; }));
    EXPECT_EQ(result.outcome, MailOutcome::Stopped);
    const MailResult second = fate(send(*mail, letter(), open_gate, []() -> bool { throw 1; }));
    EXPECT_EQ(second.outcome, MailOutcome::Stopped);
    close_and_wait(*mail);
    EXPECT_TRUE(server.taken().empty());
}

TEST_F(SmtpGate, MayBeAnsweredWhenNobodyIsThereAnyMore) {
    std::function<void(bool)> late;
    {
        const auto mail = sender(server);
        std::atomic<bool> is_asked = false;
        mail->send(
            letter(),
            [&](const std::function<void(bool)>& answer) {
                late = answer;
                is_asked = true;
            },
            nothing_changed, [](const MailResult&) {});
        while (!is_asked)
            std::this_thread::yield();
    }
    network.reset();
    late(true);
    let_the_server_read();
    EXPECT_TRUE(server.taken().empty());
}

// A change of the world at any moment: letters that it came before do not leave.
TEST_F(SmtpGate, AgreesWithTheServerWhateverMomentTheWorldChanges) {
    const auto mail = sender(server, 4);
    constexpr int rounds = 400;
    int stopped = 0;
    for (int round = 0; round < rounds; ++round) {
        auto changed = std::make_shared<std::atomic<bool>>(false);
        const std::size_t before = server.taken().size();
        auto future = send(*mail, letter(), open_gate, [changed] { return !changed->load(); });
        for (int spin = 0; spin < (round * 37) % 4000; ++spin)
            std::atomic_signal_fence(std::memory_order_seq_cst);
        *changed = true;
        const MailResult result = fate(std::move(future));
        const std::size_t taken = server.taken().size() - before;
        EXPECT_EQ(result.outcome == MailOutcome::Accepted, taken == 1) << result.text;
        EXPECT_EQ(result.outcome == MailOutcome::Stopped, taken == 0) << result.text;
        stopped += result.outcome == MailOutcome::Stopped ? 1 : 0;
    }
    EXPECT_GT(stopped, 0);
    close_and_wait(*mail);
}

TEST_F(SmtpGate, ClosingAtAnyMomentTellsTheTruthOfEachLetter) {
    for (int round = 0; round < 60; ++round) {
        const auto mail = sender(server, 3);
        const std::size_t before = server.taken().size();
        std::vector<std::future<MailResult>> letters;
        for (int count = 0; count < 20; ++count)
            letters.push_back(send(*mail, letter()));
        std::this_thread::sleep_for(std::chrono::microseconds(round * 300));
        close_and_wait(*mail);
        std::size_t accepted = 0;
        for (auto& one : letters) {
            const MailResult result = fate(std::move(one));
            EXPECT_TRUE(result.outcome == MailOutcome::Accepted ||
                        result.outcome == MailOutcome::Stopped)
                << result.text;
            accepted += result.outcome == MailOutcome::Accepted ? 1U : 0U;
        }
        EXPECT_EQ(server.taken().size() - before, accepted);
        EXPECT_EQ(fate(send(*mail, letter())).outcome, MailOutcome::Stopped);
    }
}

TEST_F(SmtpGate, ClosingWaitsAMomentForTheLastReply) {
    Faults slow;
    slow.pause = std::chrono::milliseconds(100);
    server.set_faults(slow);
    const auto mail = sender(server);
    std::atomic<bool> has_left = false;
    auto future = send(*mail, letter(), open_gate, [&] {
        has_left = true;
        return true;
    });
    while (!has_left)
        std::this_thread::yield();
    close_and_wait(*mail);
    EXPECT_EQ(fate(std::move(future)).outcome, MailOutcome::Accepted);
}

TEST_F(SmtpGate, ClosingDoesNotWaitForAReplyThatNeverComes) {
    Faults silent;
    silent.after_dot = "";
    server.set_faults(silent);
    times.last_reply = std::chrono::milliseconds(200);
    const auto mail = sender(server);
    std::atomic<bool> has_left = false;
    auto future = send(*mail, letter(), open_gate, [&] {
        has_left = true;
        return true;
    });
    while (!has_left)
        std::this_thread::yield();
    close_and_wait(*mail);
    EXPECT_EQ(fate(std::move(future)).outcome, MailOutcome::Uncertain);
}

TEST_F(SmtpGate, RestingSaysGoodByeAndSendingGoesOn) {
    const auto mail = sender(server);
    EXPECT_EQ(fate(send(*mail, letter())).outcome, MailOutcome::Accepted);
    mail->rest();
    let_the_server_read();
    EXPECT_EQ(server.commands().back(), "QUIT");
    EXPECT_EQ(fate(send(*mail, letter())).outcome, MailOutcome::Accepted);
    EXPECT_EQ(server.connections(), 2);
    close_and_wait(*mail);
}

TEST_F(SmtpGate, ASenderThatIsDroppedSaysNothingMoreAndSendsNothingMore) {
    for (int round = 0; round < 50; ++round) {
        const auto mail = sender(server, 2);
        for (int count = 0; count < 10; ++count) {
            mail->send(letter(), open_gate, nothing_changed, [](const MailResult&) {});
        }
        std::this_thread::sleep_for(std::chrono::microseconds(round * 100));
    }
}

TEST_F(SmtpGate, UsesSeveralConnectionsAtOnceButNotMoreThanAllowed) {
    Faults slow;
    slow.pause = std::chrono::milliseconds(20);
    server.set_faults(slow);
    const auto mail = sender(server, 3);
    std::vector<std::future<MailResult>> letters;
    for (int count = 0; count < 12; ++count)
        letters.push_back(send(*mail, letter()));
    for (auto& one : letters)
        EXPECT_EQ(fate(std::move(one)).outcome, MailOutcome::Accepted);
    EXPECT_EQ(server.connections(), 3);
    EXPECT_EQ(server.taken().size(), 12U);
    close_and_wait(*mail);
}
