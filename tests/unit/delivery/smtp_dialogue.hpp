// SPDX-License-Identifier: MIT
//
// A dialogue as a list: what the server says, and what is to be answered. Plays it with a session
// and notes what the session said, and what became of the letter.
#pragma once

#include "delivery/smtp_session.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::tests {

inline delivery::SmtpSessionSettings here_without_login() {
    delivery::SmtpSessionSettings settings;
    settings.server = "mail.example";
    settings.client_name = "[127.0.0.1]";
    settings.security = config::MailSecurity::None;
    settings.login = config::MailLogin::None;
    settings.peer = delivery::SmtpPeer::ThisMachine;
    return settings;
}

inline delivery::MailJob one_letter() {
    delivery::MailJob job;
    job.letter_id = "42";
    job.return_path = "bounce+42@firm.example";
    job.recipients = {"debtor@client.example"};
    job.message = std::make_shared<const std::string>("Subject: x\r\n\r\n.dot\r\nend\r\n");
    return job;
}

// The client's side of a dialogue, driven as the socket's owner drives it.
class Dialogue {
public:
    explicit Dialogue(delivery::SmtpSessionSettings settings = here_without_login())
        : session(std::move(settings)) {}

    delivery::SmtpSession session;
    std::string said; // all that the session wrote, the dot included
    std::optional<delivery::MailResult> result;
    bool may_dot_leave = true;
    delivery::LoginAnswer login = delivery::Login{"books@firm.example", "s3cret-word"};
    int logins_asked = 0;

    Dialogue& begin(delivery::MailJob job = one_letter()) {
        session.begin(std::move(job));
        go_on();
        return *this;
    }
    Dialogue& hears(std::string_view bytes) {
        session.received(bytes);
        go_on();
        return *this;
    }
    void go_on() {
        while (true) {
            const std::uint64_t turn = session.turn();
            said += session.take_output();
            if (auto found = session.take_result()) result = std::move(found);
            switch (session.need()) {
            case delivery::SmtpNeed::Handshake:
                said += "<TLS>\n";
                session.handshaken();
                break;
            case delivery::SmtpNeed::Login:
                ++logins_asked;
                session.log_in(login);
                break;
            case delivery::SmtpNeed::Gate:
                if (!may_dot_leave) return;
                if (!session.is_ready_for_dot()) return;
                said += delivery::final_dot;
                session.dot_left();
                break;
            default: break;
            }
            if (session.turn() == turn) return;
        }
    }
};

} // namespace afpunt::tests
