// SPDX-License-Identifier: MIT
//
// The seam between the outbox and a mail server. What matters here is on which side of the final
// dot an attempt ended (RFC 5321, section 4.2.5): before it nothing has left and the letter may be
// sent freely again; after it only the server's reply says what became of it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace afpunt::delivery {

// One mail to one debtor.
struct MailJob {
    std::string letter_id;
    std::string return_path;             // envelope sender, checked (mail_address.hpp)
    std::vector<std::string> recipients; // the debtor's address, and one of ours for a blind copy
    // RFC 5322 bytes with CRLF lines, not yet dot-stuffed.
    std::shared_ptr<const std::string> message;
};

enum class MailOutcome {
    Accepted,  // the server took it over
    Deferred,  // nothing left; try again later (4xx, no connection, time-out before the dot)
    Refused,   // nothing will leave: 5xx, or a thing that this server cannot do
    Uncertain, // the connection broke after the final dot and before the reply
    Stopped    // nothing left: the gate said no, or the sender was closed
};

struct MailResult {
    MailOutcome outcome = MailOutcome::Deferred;
    // In words, with the server's own reply, at most 500 bytes of clean UTF-8; never a secret.
    std::string text;
    // The failure concerns the server or the login, not this letter: others will fail the same way.
    // The outcome is Deferred then, whatever the server's code: no letter is lost by a wrong
    // password.
    bool concerns_server = false;
    // With concerns_server: trying again changes nothing until a person changes the settings or the
    // account (a wrong password, a certificate that is not the server's).
    bool needs_person = false;
    // The reply that decided: its code (RFC 5321, 0 when no reply did) and, where the server says
    // one, its enhanced status ("4.7.28", RFC 3463).
    int reply_code = 0;
    std::string enhanced_status;
};

// Asked when everything but the final dot has been agreed with the server (after 354 and, where the
// message is long, after its bytes). `answer(true)` lets the dot go, `answer(false)` drops the
// connection. Called on the network thread; answered once, from any thread.
using DotGate = std::function<void(std::function<void(bool may_leave)> answer)>;
// Asked on the network thread in the instant before the dot is written; must not block.
using LastLook = std::function<bool()>;

class MailSender {
public:
    virtual ~MailSender() = default;
    // [worker] Queues one mail. `done` is called once, on the network thread. Jobs of one sender
    // may overtake each other.
    virtual void send(MailJob job, DotGate gate, LastLook last_look,
                      std::function<void(MailResult)> done) = 0;
    // [worker] Ends the dialogue with the server when nothing is under way, and lets go of the
    // connections. The sender can be used again.
    virtual void rest() = 0;
    // [worker] Ends what is queued and under way (Stopped, or Uncertain where a dot was written);
    // `closed` is called once, on the network thread, after every `done`.
    virtual void close(std::function<void()> closed) = 0;
};

} // namespace afpunt::delivery
