// SPDX-License-Identifier: MIT
//
// A server that misbehaves at each place of the dialogue. The truth is what it has taken; whatever
// it does, the sender's outcome must agree: Accepted only for what was taken, never "nothing left"
// for what was, and Uncertain only when the dot had left.
#include "mail/fault_server.hpp"
#include "mail/mail_fixture.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

using namespace afpunt;
using namespace afpunt::tests;
using delivery::Network;

namespace {

struct Told {
    MailResult result;
    bool was_dot_allowed = false; // the last look said yes
};

// Time for the server to say what it has to say about the letter's bytes.
void slow_gate(const std::function<void(bool)>& answer) {
    std::thread([answer] {
        std::this_thread::sleep_for(std::chrono::milliseconds(60));
        answer(true);
    }).detach();
}

Told tell(MailSender& sender, MailJob job = letter(), delivery::DotGate gate = open_gate) {
    auto allowed = std::make_shared<std::atomic<bool>>(false);
    Told told;
    told.result = fate(send(sender, std::move(job), std::move(gate), [allowed] {
        *allowed = true;
        return true;
    }));
    told.was_dot_allowed = *allowed;
    return told;
}

void expect_truth(const Told& told, std::size_t taken) {
    const MailOutcome outcome = told.result.outcome;
    if (taken > 0) {
        EXPECT_TRUE(outcome == MailOutcome::Accepted || outcome == MailOutcome::Uncertain)
            << told.result.text;
    }
    if (outcome == MailOutcome::Accepted) {
        EXPECT_EQ(taken, 1U) << told.result.text;
    }
    if (outcome == MailOutcome::Uncertain) {
        EXPECT_TRUE(told.was_dot_allowed) << told.result.text;
    }
    EXPECT_FALSE(told.result.text.empty());
    EXPECT_LE(told.result.text.size(), 500U);
}

class SmtpFaults : public testing::Test {
protected:
    std::unique_ptr<MailSender> sender(const FaultServer& server, int connections = 1) {
        config::MailSettings mail = to_this_machine(server.port());
        mail.connections = connections;
        return delivery::make_smtp_sender(network, nullptr, mail, {}, times);
    }
    MailResult only_result(Faults faults) {
        const bool is_early = !faults.during_data.empty();
        const FaultServer server(std::move(faults));
        const auto mail = sender(server);
        const Told told = is_early ? tell(*mail, letter(), slow_gate) : tell(*mail);
        close_and_wait(*mail);
        expect_truth(told, server.taken().size());
        return told.result;
    }
    std::shared_ptr<Network> network = Network::start();
    delivery::SmtpTimeouts times = patient_times();
};

} // namespace

TEST_F(SmtpFaults, AreNoneWithAServerThatBehaves) {
    const FaultServer server;
    const auto mail = sender(server);
    for (int count = 0; count < 3; ++count) {
        const Told told = tell(*mail);
        EXPECT_EQ(told.result.outcome, MailOutcome::Accepted) << told.result.text;
    }
    close_and_wait(*mail);
    ASSERT_EQ(server.taken().size(), 3U);
    EXPECT_EQ(server.taken().front(), short_message());
    EXPECT_EQ(server.connections(), 1);
    EXPECT_EQ(server.commands().back(), "QUIT");
}

// Each connection is cut after so many bytes of the client, in steps of one, in a tidy way and in
// a rude one.
TEST_F(SmtpFaults, EndTheReadingAtEachByteOfTheDialogue) {
    FaultServer server;
    const auto mail = sender(server);
    ASSERT_EQ(tell(*mail).result.outcome, MailOutcome::Accepted);
    mail->rest();
    std::size_t whole = 0;
    for (int wait = 0; wait < 200 && (whole = server.bytes_read()) == 0; ++wait)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    ASSERT_GT(whole, 200U);
    std::set<MailOutcome> seen;
    for (std::size_t bytes = 1; bytes <= whole; ++bytes) {
        SCOPED_TRACE("cut after byte " + std::to_string(bytes) + " of " + std::to_string(whole));
        Faults faults;
        faults.bytes_read_max = bytes;
        faults.closes_with_reset = bytes % 2 == 0;
        server.set_faults(faults);
        const std::size_t before = server.taken().size();
        const Told told = tell(*mail);
        expect_truth(told, server.taken().size() - before);
        EXPECT_EQ(told.result.outcome == MailOutcome::Accepted,
                  server.taken().size() > before && told.result.outcome != MailOutcome::Uncertain);
        seen.insert(told.result.outcome);
        mail->rest();
    }
    EXPECT_TRUE(seen.contains(MailOutcome::Accepted));
    EXPECT_TRUE(seen.contains(MailOutcome::Deferred));
    EXPECT_TRUE(seen.contains(MailOutcome::Uncertain));
    close_and_wait(*mail);
}

TEST_F(SmtpFaults, EndTheWritingAtEachByteOfTheDialogue) {
    FaultServer server;
    const auto mail = sender(server);
    ASSERT_EQ(tell(*mail).result.outcome, MailOutcome::Accepted);
    mail->rest();
    std::size_t whole = 0;
    for (int wait = 0; wait < 200 && (whole = server.bytes_written()) == 0; ++wait)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    ASSERT_GT(whole, 100U);
    std::set<MailOutcome> seen;
    for (std::size_t bytes = 0; bytes < whole; ++bytes) {
        SCOPED_TRACE("cut after byte " + std::to_string(bytes) + " of " + std::to_string(whole));
        Faults faults;
        faults.bytes_written_max = bytes;
        faults.closes_with_reset = bytes % 2 == 0;
        server.set_faults(faults);
        const std::size_t before = server.taken().size();
        const Told told = tell(*mail);
        expect_truth(told, server.taken().size() - before);
        seen.insert(told.result.outcome);
        mail->rest();
    }
    EXPECT_TRUE(seen.contains(MailOutcome::Uncertain));
    close_and_wait(*mail);
}

TEST_F(SmtpFaults, AreReportedAsWhatTheyAre) {
    struct Case {
        Faults faults;
        MailOutcome outcome;
        bool concerns_server;
        int code;
        const char* words;
    };
    const auto answering = [](const char* command, const char* answer) {
        Faults faults;
        faults.answers = {{command, answer}};
        return faults;
    };
    const auto after_dot = [](const char* answer) {
        Faults faults;
        faults.after_dot = answer;
        return faults;
    };
    Faults closed;
    closed.greeting = "554 5.7.1 not you\r\n";
    Faults busy;
    busy.greeting = "421 4.3.2 too busy\r\n";
    Faults talks_early;
    talks_early.during_data = "552 5.3.4 that is too much\r\n";
    Faults talks_early_and_goes = talks_early;
    talks_early_and_goes.closes_after_during_data = true;
    Faults says_yes_early;
    says_yes_early.during_data = "250 2.0.0 taken before it was there\r\n";
    Faults small;
    small.hello = "250-mail.example\r\n250 SIZE 100\r\n";
    Faults web;
    web.greeting = "HTTP/1.1 400 Bad Request\r\n\r\n";
    const std::vector<Case> cases{
        {closed, MailOutcome::Deferred, true, 554, "not you"},
        {busy, MailOutcome::Deferred, true, 421, "takes no mail at the moment"},
        {web, MailOutcome::Deferred, true, 0, "not understood"},
        {small, MailOutcome::Refused, false, 0, "takes at most 1 kB"},
        {answering("MAIL", "451 4.3.0 later\r\n"), MailOutcome::Deferred, false, 451, "later"},
        {answering("MAIL", "550 5.7.1 no\r\n"), MailOutcome::Refused, false, 550, "rules"},
        {answering("MAIL", "530 5.7.0 log in\r\n"), MailOutcome::Deferred, true, 530, "login"},
        {answering("RCPT", "450 4.2.1 greylisted\r\n"), MailOutcome::Deferred, false, 450, "grey"},
        {answering("RCPT", "550 5.1.1 unknown\r\n"), MailOutcome::Refused, false, 550,
         "this mailbox does not exist"},
        {answering("RCPT", "421 4.7.28 slow down\r\n"), MailOutcome::Deferred, true, 421,
         "too many letters"},
        {answering("DATA", "451 4.3.1 full\r\n"), MailOutcome::Deferred, false, 451, "full"},
        {answering("DATA", "554 5.6.0 no\r\n"), MailOutcome::Refused, false, 554, "no"},
        {answering("DATA", "250 what\r\n"), MailOutcome::Deferred, false, 0, "out of turn"},
        {talks_early, MailOutcome::Refused, false, 552, "too much"},
        {talks_early_and_goes, MailOutcome::Refused, false, 552, "too much"},
        {says_yes_early, MailOutcome::Deferred, false, 0, "out of turn"},
        {after_dot("452 4.2.2 full\r\n"), MailOutcome::Deferred, false, 452, "mailbox is full"},
        {after_dot("554 5.7.1 spam\r\n"), MailOutcome::Refused, false, 554, "spam"},
        {after_dot("421 4.3.2 going\r\n"), MailOutcome::Deferred, true, 421, "going"},
        {after_dot("hello\r\n"), MailOutcome::Uncertain, false, 0, "not known"},
        {after_dot("354 more?\r\n"), MailOutcome::Uncertain, false, 0, "not known"},
        {after_dot(""), MailOutcome::Uncertain, false, 0, "within 300 milliseconds"},
    };
    for (const Case& one : cases) {
        SCOPED_TRACE(one.words);
        times = one.faults.after_dot.empty() ? short_times() : patient_times();
        const MailResult result = only_result(one.faults);
        EXPECT_EQ(result.outcome, one.outcome) << result.text;
        EXPECT_EQ(result.concerns_server, one.concerns_server) << result.text;
        EXPECT_EQ(result.reply_code, one.code) << result.text;
        EXPECT_NE(result.text.find(one.words), std::string::npos) << result.text;
    }
}

TEST_F(SmtpFaults, OfAServerThatNeverGreetsEndWithTheTime) {
    times = short_times();
    Faults faults;
    faults.greeting = "";
    const MailResult result = only_result(faults);
    EXPECT_EQ(result.outcome, MailOutcome::Deferred);
    EXPECT_TRUE(result.concerns_server);
    EXPECT_FALSE(result.needs_person);
    EXPECT_NE(result.text.find("did not answer within 300 milliseconds"), std::string::npos);
}

TEST_F(SmtpFaults, OfAServerThatAnswersSlowlyButInTimeChangeNothing) {
    Faults faults;
    faults.pause = std::chrono::milliseconds(60);
    faults.write_piece = 3;
    const MailResult result = only_result(faults);
    EXPECT_EQ(result.outcome, MailOutcome::Accepted) << result.text;
}

TEST_F(SmtpFaults, OfAServerThatStopsReadingEndWithTheTime) {
    times = short_times();
    Faults faults;
    faults.never_reads_data = true;
    faults.hello = "250 mail.example\r\n";
    const FaultServer server(faults);
    const auto mail = sender(server);
    std::string large = short_message();
    while (large.size() < 20'000'000)
        large += std::string(70, 'x') + "\r\n";
    const Told told = tell(*mail, letter(large));
    EXPECT_EQ(told.result.outcome, MailOutcome::Deferred);
    EXPECT_FALSE(told.was_dot_allowed);
    EXPECT_NE(told.result.text.find("stopped reading"), std::string::npos) << told.result.text;
    close_and_wait(*mail);
}

TEST_F(SmtpFaults, OfAnIdleConnectionAreNotTheLettersBusiness) {
    FaultServer server;
    const auto mail = sender(server);
    Faults one_each;
    one_each.letters_max = 1;
    server.set_faults(one_each);
    for (int count = 0; count < 3; ++count) {
        const MailResult result = tell(*mail).result;
        EXPECT_EQ(result.outcome, MailOutcome::Accepted) << result.text;
    }
    EXPECT_EQ(server.connections(), 3);
    EXPECT_EQ(server.taken().size(), 3U);
    close_and_wait(*mail);
}

TEST_F(SmtpFaults, OfTheServerEndAllThatWait) {
    Faults faults;
    faults.greeting = "554 5.7.1 not you\r\n";
    faults.pause = std::chrono::milliseconds(500); // until all wait, on a busy machine as well
    const FaultServer server(faults);
    const auto mail = sender(server, 2);
    std::vector<std::future<MailResult>> letters;
    for (int count = 0; count < 50; ++count)
        letters.push_back(send(*mail, letter()));
    for (auto& one : letters) {
        const MailResult result = fate(std::move(one));
        EXPECT_EQ(result.outcome, MailOutcome::Deferred);
        EXPECT_TRUE(result.concerns_server);
        EXPECT_TRUE(result.needs_person);
    }
    EXPECT_LE(server.connections(), 2); // the second, when the first had failed already
    close_and_wait(*mail);
}

TEST_F(SmtpFaults, AreNotMadeByALargeLetter) {
    const FaultServer server;
    const auto mail = sender(server);
    std::string large = short_message();
    while (large.size() < 900'000)
        large += (large.size() % 3 == 0 ? "." : "") + std::string(large.size() % 71, 'x') + "\r\n";
    const Told told = tell(*mail, letter(large));
    EXPECT_EQ(told.result.outcome, MailOutcome::Accepted) << told.result.text;
    ASSERT_EQ(server.taken().size(), 1U);
    EXPECT_EQ(server.taken().front(), large);
    close_and_wait(*mail);
}

TEST_F(SmtpFaults, DoNotIncludeACopyThatIsRefused) {
    Faults faults;
    faults.answers = {{"RCPT TO:<archive", "550 5.1.1 no archive here\r\n"}};
    const FaultServer server(faults);
    const auto mail = sender(server);
    MailJob job = letter();
    job.recipients.emplace_back("archive@firm.example");
    const Told told = tell(*mail, job);
    EXPECT_EQ(told.result.outcome, MailOutcome::Accepted);
    EXPECT_NE(told.result.text.find("The copy to archive@firm.example was not taken"),
              std::string::npos)
        << told.result.text;
    close_and_wait(*mail);
}

TEST_F(SmtpFaults, NeverLeaveALetterWithTheCopyAlone) {
    Faults faults;
    faults.answers = {{"RCPT TO:<debtor", "550 5.1.1 gone\r\n"}};
    const FaultServer server(faults);
    const auto mail = sender(server);
    MailJob job = letter();
    job.recipients.emplace_back("archive@firm.example");
    EXPECT_EQ(tell(*mail, job).result.outcome, MailOutcome::Refused);
    close_and_wait(*mail);
    EXPECT_TRUE(server.taken().empty());
}

TEST_F(SmtpFaults, OfAServerThatIsNotThereConcernTheServer) {
    std::uint16_t port = 0;
    {
        const FaultServer gone;
        port = gone.port();
    }
    const auto mail =
        delivery::make_smtp_sender(network, nullptr, to_this_machine(port), {}, times);
    const MailResult result = tell(*mail).result;
    EXPECT_EQ(result.outcome, MailOutcome::Deferred);
    EXPECT_TRUE(result.concerns_server);
    EXPECT_FALSE(result.needs_person);
    EXPECT_NE(result.text.find("is not reached (Connection refused)"), std::string::npos)
        << result.text;
    close_and_wait(*mail);
}

// A documentation address (RFC 5737): nothing may even be tried there without encryption.
TEST_F(SmtpFaults, AreNotRiskedWithoutEncryptionBeyondThisMachine) {
    config::MailSettings settings = to_this_machine(25);
    settings.server = "192.0.2.1";
    const auto mail = delivery::make_smtp_sender(network, nullptr, settings, {}, times);
    const auto begin = std::chrono::steady_clock::now();
    const MailResult result = tell(*mail).result;
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
    EXPECT_EQ(result.outcome, MailOutcome::Deferred);
    EXPECT_TRUE(result.needs_person);
    EXPECT_NE(result.text.find("is not this computer"), std::string::npos) << result.text;
    close_and_wait(*mail);
}

TEST_F(SmtpFaults, OfTheSecondConnectionLeaveTheFirstToItsWork) {
    FaultServer server;
    Faults slow;
    slow.pause = std::chrono::milliseconds(40);
    server.set_faults(slow);
    const auto mail = sender(server, 3);
    std::vector<std::future<MailResult>> letters;
    letters.push_back(send(*mail, letter(), [&](const std::function<void(bool)>& answer) {
        Faults full;
        full.greeting = "421 4.7.0 too many connections from you\r\n";
        server.set_faults(full);
        slow_gate(answer);
    }));
    for (int count = 0; count < 10; ++count)
        letters.push_back(send(*mail, letter()));
    for (auto& one : letters) {
        const MailResult result = fate(std::move(one));
        EXPECT_EQ(result.outcome, MailOutcome::Accepted) << result.text;
    }
    EXPECT_EQ(server.taken().size(), 11U);
    close_and_wait(*mail);
}
