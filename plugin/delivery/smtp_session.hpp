// SPDX-License-Identifier: MIT
//
// The dialogue with a mail server (RFC 5321, submission as RFC 6409 has it): bytes in, bytes out.
// It owns no socket and knows no clock, so each place where a dialogue can break can be tried.
// Extensions: STARTTLS (RFC 3207), AUTH (RFC 4954), PIPELINING (RFC 2920), SIZE (RFC 1870),
// 8BITMIME (RFC 6152), SMTPUTF8 (RFC 6531), ENHANCEDSTATUSCODES (RFC 2034).
//
// Its owner does what need() says, in turns: write what take_output() gives, then meet the need.
#pragma once

#include "config/mail_settings.hpp"
#include "delivery/mail_sender.hpp"
#include "delivery/smtp_letter.hpp"
#include "delivery/smtp_login.hpp"
#include "delivery/smtp_reply.hpp"
#include "delivery/smtp_timeouts.hpp"
#include "delivery/smtp_words.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::delivery {

enum class SmtpNeed {
    Answer,    // bytes of the server: received()
    Handshake, // TLS over the connection: handshaken()
    Login,     // what the server may know us by: log_in()
    Gate,      // the dot: write final_dot and say dot_left(), or stop()
    Job,       // nothing; begin() or quit() may be called
    Close      // the connection is to be closed when the output is written
};

enum class SmtpPeer { ThisMachine, Elsewhere };

struct SmtpSessionSettings {
    std::string server;      // its name, for sentences
    std::string client_name; // said in EHLO: "[192.0.2.1]"
    config::MailSecurity security = config::MailSecurity::StartTls;
    config::MailLogin login = config::MailLogin::Password;
    SmtpPeer peer = SmtpPeer::Elsewhere; // where the connection really ends
    SmtpTimeouts timeouts;
};

// Why a connection is no more, in words: "The connection to ... broke (reset by peer)".
struct SmtpLoss {
    std::string text;
    Remedy remedy = Remedy::Time;
};

class SmtpSession {
public:
    explicit SmtpSession(SmtpSessionSettings settings);
    ~SmtpSession();
    SmtpSession(const SmtpSession&) = delete;
    SmtpSession& operator=(const SmtpSession&) = delete;

    [[nodiscard]] SmtpNeed need() const;
    // How long the need may take, from the moment that turn() rose.
    [[nodiscard]] std::chrono::milliseconds timeout() const;
    [[nodiscard]] std::uint64_t turn() const { return turn_; }
    [[nodiscard]] std::string take_output();

    // One letter at a time: when need() says Job, or before anything else was done.
    void begin(MailJob job);
    // The fate of the letter, once.
    [[nodiscard]] std::optional<MailResult> take_result();
    // The letter failed before the server said a word about it, on a connection that was used
    // before: such connections end at any moment. It may be tried on a new one.
    [[nodiscard]] bool may_try_anew() const { return may_try_anew_; }

    // The server let us in: greeting, encryption and login are behind us.
    [[nodiscard]] bool was_ready() const { return was_ready_; }

    void received(std::string_view bytes);
    void handshaken();
    [[nodiscard]] LoginAsk login_ask() const { return login_ask_; }
    void log_in(LoginAnswer answer);

    // The server has said nothing that forbids the dot or could pass for its answer.
    [[nodiscard]] bool is_ready_for_dot() const;
    // A byte of final_dot was given to the system: from now on only a reply decides.
    void dot_left();
    [[nodiscard]] bool is_after_dot() const { return phase_ == Phase::AfterDot; }
    void stop(std::string_view why); // the gate said no, or its owner ends: the letter is Stopped

    void quit();
    void lost(const SmtpLoss& loss);
    void timed_out();

private:
    enum class Phase {
        FirstHandshake, // implicit TLS
        Greeting,
        Hello,
        OldHello,
        StartTls,
        Handshake,
        Login,
        Authenticating,
        Idle,
        Envelope,
        Gate, // the message's bytes are being written, or have been
        AfterDot,
        Quit,
        Closed
    };
    enum class Step { Reset, Mail, Recipient, Data };
    struct Command {
        Step step;
        std::string text;
        std::size_t recipient = 0;
    };
    enum class AuthStep { Last, User, Secret, Token, TokenRefused };

    void enter(Phase phase);
    void say(std::string_view line); // adds the CRLF
    void handle(const SmtpReply& reply);
    void handle_greeting(const SmtpReply& reply);
    void handle_hello(const SmtpReply& reply);
    void handle_start_tls(const SmtpReply& reply);
    void handle_authentication(const SmtpReply& reply);
    void handle_early_reply(const SmtpReply& reply);
    void handle_end_of_data(const SmtpReply& reply);

    void greet();
    void after_hello();
    void begin_login();
    void continue_login(AuthStep next, std::string_view line);
    void refused_login(const SmtpReply& reply);
    void ready();

    void start_letter();
    void send_commands();
    void handle_envelope(const SmtpReply& reply);
    void judge_mail(const SmtpReply& reply);
    void judge_recipient(const SmtpReply& reply, std::size_t recipient);
    void judge_data(const SmtpReply& reply);
    void end_envelope();

    // The letter's result, with what is said about copies.
    void finish(MailResult result, Phase next);
    void fail_server(const std::string& text, Remedy remedy);
    void fail_server(const std::string& what, const SmtpReply& reply, Remedy remedy);
    void nonsense(const std::string& what);
    [[nodiscard]] std::string quoted(const SmtpReply& reply) const;
    [[nodiscard]] std::string the_server() const;

    SmtpSessionSettings settings_;
    Phase phase_ = Phase::Greeting;
    std::uint64_t turn_ = 1;
    std::string output_;
    SmtpReplyReader reader_;
    SmtpExtensions offered_;
    bool is_encrypted_ = false;
    AuthStep auth_step_ = AuthStep::Last;
    Login login_;
    LoginAsk login_ask_ = LoginAsk::Usual;
    std::vector<std::string> withheld_; // secrets as they were said: never repeated in a sentence

    std::optional<MailJob> job_;
    std::vector<Command> commands_;
    std::size_t sent_ = 0;
    std::size_t answered_ = 0;
    bool was_ready_ = false;
    bool needs_reset_ = false;          // the server holds the beginning of a letter
    bool was_used_ = false;             // a letter was begun on this connection before
    std::optional<MailResult> verdict_; // known while answers to other commands are on their way
    std::string copy_note_;
    std::optional<MailResult> result_;
    bool may_try_anew_ = false;
};

} // namespace afpunt::delivery
