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

using namespace afpunt;
using namespace afpunt::tests;
using delivery::Network;

namespace {

struct Told {
    MailResult result;
    bool was_dot_allowed = false; // the last look said yes
};

Told tell(MailSender& sender, MailJob job = letter()) {
    auto allowed = std::make_shared<std::atomic<bool>>(false);
    Told told;
    told.result = fate(send(sender, std::move(job), open_gate, [allowed] {
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
        return delivery::make_smtp_sender(network, nullptr, mail, {}, short_times());
    }
    MailResult only_result(Faults faults) {
        const FaultServer server(std::move(faults));
        const auto mail = sender(server);
        const Told told = tell(*mail);
        close_and_wait(*mail);
        expect_truth(told, server.taken().size());
        return told.result;
    }
    std::shared_ptr<Network> network = Network::start();
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
