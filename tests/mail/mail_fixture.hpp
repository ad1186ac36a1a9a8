// SPDX-License-Identifier: MIT
//
// What the tests with real connections share: a sender, a letter, and waiting for its fate.
#pragma once

#include "delivery/smtp_client.hpp"

#include <chrono>
#include <future>
#include <memory>
#include <string>

namespace afpunt::tests {

using delivery::MailJob;
using delivery::MailOutcome;
using delivery::MailResult;
using delivery::MailSender;

// For tests in which nothing should run out of time, on a machine that is busy with others.
inline delivery::SmtpTimeouts patient_times() {
    delivery::SmtpTimeouts times;
    times.greeting = times.command = times.data_begins = times.data_block = times.data_ends =
        std::chrono::seconds(20);
    return times;
}

inline delivery::SmtpTimeouts short_times() {
    using std::chrono::milliseconds;
    delivery::SmtpTimeouts times;
    times.resolve = times.connect = times.handshake = milliseconds(3'000);
    times.greeting = times.command = times.data_begins = times.data_block = times.data_ends =
        milliseconds(300);
    times.login_provider = times.gate = milliseconds(500);
    times.quit = milliseconds(100);
    times.last_reply = milliseconds(200);
    return times;
}

inline config::MailSettings to_this_machine(std::uint16_t port) {
    config::MailSettings mail;
    mail.way = config::MailWay::Smtp;
    mail.server = "127.0.0.1";
    mail.port = port;
    mail.security = config::MailSecurity::None;
    mail.login = config::MailLogin::None;
    mail.connections = 1;
    return mail;
}

inline std::string short_message() {
    return "From: books@firm.example\r\nTo: debtor@client.example\r\nSubject: Reminder\r\n\r\n"
           "Dear client,\r\n.\r\n..two dots\r\n.one dot\r\n\r\nThe end\r\n";
}

inline MailJob letter(std::string message = short_message()) {
    MailJob job;
    job.letter_id = "0123456789abcdef";
    job.return_path = "bounce+0123456789abcdef@firm.example";
    job.recipients = {"debtor@client.example"};
    job.message = std::make_shared<const std::string>(std::move(message));
    return job;
}

inline const delivery::DotGate open_gate = [](const std::function<void(bool)>& answer) {
    answer(true);
};
inline const delivery::LastLook nothing_changed = [] { return true; };

inline std::future<MailResult> send(MailSender& sender, MailJob job,
                                    delivery::DotGate gate = open_gate,
                                    delivery::LastLook look = nothing_changed) {
    auto promise = std::make_shared<std::promise<MailResult>>();
    auto future = promise->get_future();
    sender.send(std::move(job), std::move(gate), std::move(look),
                [promise](MailResult result) { promise->set_value(std::move(result)); });
    return future;
}

inline MailResult fate(std::future<MailResult> future) {
    if (future.wait_for(std::chrono::seconds(30)) != std::future_status::ready) {
        MailResult none;
        none.text = "the sender never said what became of the letter";
        return none;
    }
    return future.get();
}

inline void close_and_wait(MailSender& sender) {
    auto promise = std::make_shared<std::promise<void>>();
    auto future = promise->get_future();
    sender.close([promise] { promise->set_value(); });
    future.wait_for(std::chrono::seconds(30));
}

} // namespace afpunt::tests
