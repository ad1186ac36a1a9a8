// SPDX-License-Identifier: MIT
//
// Connection, encryption and login; letters are in smtp_transaction.cpp.
#include "delivery/smtp_session.hpp"

#include "config/base64.hpp"

#include <openssl/crypto.h>

#include <utility>

namespace afpunt::delivery {
namespace {

using config::MailLogin;
using config::MailSecurity;

constexpr int service_closes = 421; // RFC 5321, section 3.8: at any moment

void wipe(std::string& secret) {
    OPENSSL_cleanse(secret.data(), secret.size());
    secret.clear();
}

} // namespace

SmtpSession::SmtpSession(SmtpSessionSettings settings)
    : settings_(std::move(settings)),
      phase_(settings_.security == MailSecurity::Tls ? Phase::FirstHandshake : Phase::Greeting) {}

SmtpSession::~SmtpSession() {
    wipe(login_.secret);
    for (std::string& secret : withheld_)
        wipe(secret);
}

SmtpNeed SmtpSession::need() const {
    switch (phase_) {
    case Phase::FirstHandshake:
    case Phase::Handshake: return SmtpNeed::Handshake;
    case Phase::Login: return SmtpNeed::Login;
    case Phase::Idle: return SmtpNeed::Job;
    case Phase::Gate: return SmtpNeed::Gate;
    case Phase::Closed: return SmtpNeed::Close;
    default: return SmtpNeed::Answer;
    }
}

std::chrono::milliseconds SmtpSession::timeout() const {
    const SmtpTimeouts& times = settings_.timeouts;
    switch (phase_) {
    case Phase::FirstHandshake:
    case Phase::Handshake: return times.handshake;
    case Phase::Greeting: return times.greeting;
    case Phase::Login: return times.login_provider;
    case Phase::Idle: return times.idle;
    case Phase::Gate: return times.gate;
    case Phase::AfterDot: return times.data_ends;
    case Phase::Quit: return times.quit;
    case Phase::Envelope:
        return answered_ < commands_.size() && commands_[answered_].step == Step::Data
                   ? times.data_begins
                   : times.command;
    default: return times.command;
    }
}

std::string SmtpSession::take_output() {
    return std::exchange(output_, {});
}

std::optional<MailResult> SmtpSession::take_result() {
    return std::exchange(result_, std::nullopt);
}

void SmtpSession::enter(Phase phase) {
    phase_ = phase;
    ++turn_;
}

void SmtpSession::say(std::string_view line) {
    output_ += line;
    output_ += "\r\n";
}

std::string SmtpSession::the_server() const {
    return "The mail server " + settings_.server;
}

std::string SmtpSession::quoted(const SmtpReply& reply) const {
    std::string words = reply.words();
    for (const std::string& secret : withheld_) {
        if (words.find(secret) != std::string::npos) {
            return std::to_string(reply.code) + " (its words hold the login and are not repeated)";
        }
    }
    return words;
}

void SmtpSession::fail_server(const std::string& text, Remedy remedy) {
    finish(server_result(text, remedy), Phase::Closed);
}

void SmtpSession::fail_server(const std::string& what, const SmtpReply& reply, Remedy remedy) {
    MailResult result = server_result(with_reply(what, reply, quoted(reply)), remedy);
    result.reply_code = reply.code;
    result.enhanced_status = reply.enhanced_status;
    finish(std::move(result), Phase::Closed);
}

void SmtpSession::nonsense(const std::string& what) {
    lost({the_server() + " is not understood: " + what + ".", Remedy::Time});
}

void SmtpSession::received(std::string_view bytes) {
    if (phase_ == Phase::Closed) return;
    if (need() == SmtpNeed::Handshake) {
        nonsense("it spoke when encryption was about to begin");
        return;
    }
    reader_.feed(bytes);
    while (phase_ != Phase::Closed) {
        const auto reply = reader_.next();
        if (!reply) {
            nonsense(reply.error());
        } else if (!*reply) {
            return;
        } else {
            handle(**reply);
        }
    }
}

void SmtpSession::handle(const SmtpReply& reply) {
    if (reply.code == service_closes && phase_ != Phase::AfterDot && phase_ != Phase::Quit) {
        may_try_anew_ = job_ && was_used_ && phase_ == Phase::Envelope && answered_ == 0;
        if (verdict_) {
            finish(std::move(*verdict_), Phase::Closed);
        } else {
            fail_server(the_server() + " ends the connection", reply, Remedy::Time);
        }
        return;
    }
    switch (phase_) {
    case Phase::Greeting: handle_greeting(reply); break;
    case Phase::Hello:
    case Phase::OldHello: handle_hello(reply); break;
    case Phase::StartTls: handle_start_tls(reply); break;
    case Phase::Authenticating: handle_authentication(reply); break;
    case Phase::Envelope: handle_envelope(reply); break;
    case Phase::Gate: handle_early_reply(reply); break;
    case Phase::AfterDot: handle_end_of_data(reply); break;
    case Phase::Quit: enter(Phase::Closed); break;
    default: nonsense("it spoke without being asked"); break;
    }
}

void SmtpSession::handle_greeting(const SmtpReply& reply) {
    if (reply.is_positive()) {
        greet();
    } else {
        fail_server(the_server() + " takes no connection from here", reply,
                    reply.is_permanent() ? Remedy::Person : Remedy::Time);
    }
}

void SmtpSession::greet() {
    say("EHLO " + settings_.client_name);
    enter(Phase::Hello);
}

void SmtpSession::handle_hello(const SmtpReply& reply) {
    if (reply.is_positive()) {
        offered_ = phase_ == Phase::Hello ? read_extensions(reply.lines) : SmtpExtensions{};
        after_hello();
    } else if (reply.is_permanent() && phase_ == Phase::Hello) {
        // RFC 5321, section 3.2: a server without extensions.
        say("HELO " + settings_.client_name);
        enter(Phase::OldHello);
    } else {
        fail_server(the_server() + " does not want to talk to this computer", reply,
                    reply.is_permanent() ? Remedy::Person : Remedy::Time);
    }
}

void SmtpSession::after_hello() {
    if (settings_.security == MailSecurity::StartTls && !is_encrypted_) {
        if (!offered_.start_tls) {
            fail_server(the_server() + " offers no encryption (STARTTLS), or something on the way "
                                       "hides it. Nothing was sent.",
                        Remedy::Person);
            return;
        }
        say("STARTTLS");
        enter(Phase::StartTls);
        return;
    }
    if (!is_encrypted_ && settings_.peer != SmtpPeer::ThisMachine) {
        fail_server(the_server() + " is not this computer, and without encryption letters are only "
                                   "handed to this computer.",
                    Remedy::Person);
        return;
    }
    if (settings_.login == MailLogin::None) {
        ready();
    } else {
        begin_login();
    }
}

void SmtpSession::handle_start_tls(const SmtpReply& reply) {
    if (!reply.is_positive()) {
        fail_server(the_server() + " does not begin the encryption that it offers", reply,
                    Remedy::Time);
    } else if (!reader_.is_empty()) {
        // Somebody on the way put words into what will be read as encrypted (CVE-2011-0411).
        nonsense("it spoke when encryption was about to begin");
    } else {
        enter(Phase::Handshake);
    }
}

void SmtpSession::handshaken() {
    if (need() != SmtpNeed::Handshake) return;
    const bool at_once = phase_ == Phase::FirstHandshake;
    is_encrypted_ = true;
    offered_ = {}; // what was said before could be anybody's (RFC 3207, section 4.2)
    if (at_once) {
        enter(Phase::Greeting);
    } else {
        greet();
    }
}

void SmtpSession::begin_login() {
    const bool is_offered = settings_.login == MailLogin::XOAuth2
                                ? offered_.auth_xoauth2
                                : offered_.auth_plain || offered_.auth_login;
    if (is_offered) {
        enter(Phase::Login);
        return;
    }
    const char* const kind = settings_.login == MailLogin::XOAuth2 ? "a token" : "a password";
    fail_server(the_server() + " offers no login by " + kind + ".", Remedy::Person);
}

void SmtpSession::log_in(LoginAnswer answer) {
    if (phase_ != Phase::Login) return;
    if (!answer) {
        fail_server(answer.error().text,
                    answer.error().needs_person ? Remedy::Person : Remedy::Time);
        return;
    }
    login_ = std::move(*answer);
    if (login_.secret.empty()) {
        fail_server("There is no password or token to log in with.", Remedy::Person);
        return;
    }
    withheld_.push_back(login_.secret);
    if (settings_.login == MailLogin::XOAuth2) {
        withheld_.push_back(xoauth2_response(login_));
        continue_login(AuthStep::Token, "AUTH XOAUTH2 " + withheld_.back());
    } else if (offered_.auth_plain) {
        withheld_.push_back(plain_response(login_));
        continue_login(AuthStep::Last, "AUTH PLAIN " + withheld_.back());
    } else {
        withheld_.push_back(config::base64(login_.secret));
        continue_login(AuthStep::User, "AUTH LOGIN");
    }
}

void SmtpSession::continue_login(AuthStep next, std::string_view line) {
    auth_step_ = next;
    say(line);
    enter(Phase::Authenticating);
}

void SmtpSession::handle_authentication(const SmtpReply& reply) {
    if (reply.is_temporary() || reply.is_permanent()) {
        refused_login(reply);
        return;
    }
    if (reply.is_positive()) {
        const bool is_whole = auth_step_ == AuthStep::Last || auth_step_ == AuthStep::Token;
        if (!is_whole) {
            nonsense("it ended the login before it was whole");
            return;
        }
        wipe(login_.secret);
        ready();
        return;
    }
    // 334: the server asks for more.
    switch (auth_step_) {
    case AuthStep::User: continue_login(AuthStep::Secret, config::base64(login_.user)); break;
    case AuthStep::Secret: continue_login(AuthStep::Last, config::base64(login_.secret)); break;
    // The token is refused, and the reason comes after one more empty line.
    case AuthStep::Token: continue_login(AuthStep::TokenRefused, ""); break;
    default: nonsense("it asked for more than a login has"); break;
    }
}

void SmtpSession::refused_login(const SmtpReply& reply) {
    const bool is_token = settings_.login == MailLogin::XOAuth2;
    if (reply.is_permanent() && is_token && login_ask_ == LoginAsk::Usual) {
        // Tokens end before their time where somebody changes the account.
        login_ask_ = LoginAsk::AfterRefusal;
        enter(Phase::Login);
        return;
    }
    fail_server(the_server() + (is_token ? " refuses the token of " : " refuses the password of ") +
                    login_.user,
                reply, reply.is_permanent() ? Remedy::Person : Remedy::Time);
}

void SmtpSession::ready() {
    was_ready_ = true;
    enter(Phase::Idle);
    if (job_) start_letter();
}

void SmtpSession::quit() {
    if (phase_ != Phase::Idle) return;
    say("QUIT");
    enter(Phase::Quit);
}

void SmtpSession::timed_out() {
    if (phase_ == Phase::Idle || phase_ == Phase::Quit) {
        enter(Phase::Closed);
    } else if (phase_ == Phase::Gate) {
        stop("The letter was not released in time.");
    } else {
        const bool is_ours = phase_ == Phase::Login;
        lost({(is_ours ? std::string("What the mail server knows us by did not come within ")
                       : the_server() + " did not answer within ") +
                  in_words(timeout()) + ".",
              Remedy::Time});
    }
}

} // namespace afpunt::delivery
