// SPDX-License-Identifier: MIT
//
// Ties SmtpSession to a SocketStream. Everything happens in drive(): it writes what is to be
// written, then meets the session's need, and is called again when something came.
#include "delivery/smtp_connection.hpp"

#include "delivery/host_lookup.hpp"
#include "delivery/smtp_session.hpp"
#include "delivery/socket_stream.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace afpunt::delivery {
namespace {

constexpr std::string_view gate_words =
    "The letter was stopped before its end was sent. It has not left.";
constexpr std::string_view close_words = "Sending was ended. The letter has not left.";

class Connection final : public SmtpConnection,
                         public SocketUser,
                         public std::enable_shared_from_this<Connection> {
public:
    explicit Connection(std::shared_ptr<const SmtpConnectionParts> parts)
        : parts_(std::move(parts)), stream_(SocketStream::make(*parts_->context, *this)) {}
    ~Connection() override { stream_->close(); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void open(SmtpLetter letter) override;
    bool was_ready() const override { return session_ && session_->was_ready(); }
    bool is_free() const override {
        return session_ && !letter_ && session_->need() == SmtpNeed::Job;
    }
    void take(SmtpLetter letter) override;
    void rest() override;
    void close() override;

    void connected(const HostAddress& here, const HostAddress& there) override;
    void not_connected(const std::string& why) override { connect_next(why); }
    void encrypted() override;
    void came(std::string_view bytes) override;
    void all_written() override { drive(); }
    void pushed(Push outcome) override;
    void broke(const std::string& why) override;
    void not_trusted(const std::string& why) override;
    void rang() override;

private:
    void resolved(const HostAddresses& addresses);
    void connect_next(const std::string& why_not);
    void give_up(MailResult result); // before there is a session

    void drive();
    void watch_time();
    void settle();
    void next_letter();
    void meet_need();
    void begin_handshake();
    void ask_login();
    void ask_gate();
    void gate_answered(bool may_leave);
    [[nodiscard]] bool may_dot_go() const;
    void end();

    // A later answer to a question asked now: dropped when this connection asks another meanwhile,
    // or is no more. May be called on any thread.
    template <typename Answer>
    std::function<void(Answer)> answer_to(void (Connection::*then)(Answer));
    void login_came(LoginAnswer login);
    [[nodiscard]] std::string the_server() const {
        return "The mail server " + parts_->settings.server;
    }

    std::shared_ptr<const SmtpConnectionParts> parts_;
    std::shared_ptr<SocketStream> stream_;
    std::optional<SmtpLetter> letter_;
    std::optional<SmtpSession> session_;
    std::vector<HostAddress> addresses_;
    std::size_t next_address_ = 0;
    std::uint64_t question_ = 0;   // number of the one that was asked last
    std::uint64_t asked_turn_ = 0; // the session's turn that it was asked in
    std::uint64_t timed_turn_ = 0; // the session's turn that the alarm is set for
    bool was_announced_ = false;
    bool is_ended_ = false;
    bool is_closing_ = false;
};

template <typename Answer>
std::function<void(Answer)> Connection::answer_to(void (Connection::*then)(Answer)) {
    return
        [door = parts_->door, weak = weak_from_this(), number = ++question_, then](Answer answer) {
            door->post([weak, number, then, answer = std::move(answer)] {
                const auto self = weak.lock();
                if (self && !self->is_ended_ && number == self->question_) ((*self).*then)(answer);
            });
        };
}

// ---- Finding the server

void Connection::open(SmtpLetter letter) {
    letter_ = std::move(letter);
    const config::MailSettings& mail = parts_->settings;
    HostAddresses address = look_up(mail.server, mail.port, Lookup::AddressOnly);
    if (!address.found.empty()) {
        resolved(address);
        return;
    }
    stream_->ring_after(parts_->timeouts.resolve);
    parts_->door->run_blocking(
        [door = parts_->door, weak = weak_from_this(), server = mail.server, port = mail.port] {
            door->post([weak, addresses = look_up(server, port, Lookup::AnyName)] {
                if (const auto self = weak.lock(); self && !self->is_ended_)
                    self->resolved(addresses);
            });
        });
}

void Connection::resolved(const HostAddresses& addresses) {
    addresses_ = addresses.found;
    const bool is_this_machine =
        std::all_of(addresses_.begin(), addresses_.end(),
                    [](const HostAddress& one) { return one.is_this_machine(); });
    if (addresses_.empty()) {
        give_up(server_result(the_server() + " is not found (" + addresses.why_none + ").",
                              Remedy::Time));
    } else if (parts_->settings.security == config::MailSecurity::None && !is_this_machine) {
        give_up(server_result(the_server() +
                                  " is not this computer, and without encryption letters are only "
                                  "handed to this computer.",
                              Remedy::Person));
    } else {
        connect_next("");
    }
}

void Connection::connect_next(const std::string& why_not) {
    if (next_address_ == addresses_.size()) {
        give_up(server_result(the_server() + " is not reached (" + why_not + ").", Remedy::Time));
        return;
    }
    stream_->ring_after(parts_->timeouts.connect);
    stream_->connect(addresses_[next_address_++]);
}

void Connection::connected(const HostAddress& here, const HostAddress& there) {
    SmtpSessionSettings settings;
    settings.server = parts_->settings.server;
    settings.client_name = here.literal();
    settings.security = parts_->settings.security;
    settings.login = parts_->settings.login;
    settings.peer = there.is_this_machine() ? SmtpPeer::ThisMachine : SmtpPeer::Elsewhere;
    settings.timeouts = parts_->timeouts;
    session_.emplace(std::move(settings));
    session_->begin(letter_->job);
    stream_->ring_after(session_->timeout());
    drive();
}

void Connection::give_up(MailResult result) {
    const auto self = shared_from_this();
    is_ended_ = true;
    stream_->close();
    const auto owner = parts_->owner.lock();
    if (!owner) return;
    owner->finished(*this, *std::exchange(letter_, std::nullopt), std::move(result),
                    Attempt::Final);
    owner->gone(*this);
}

// ---- Letters

void Connection::take(SmtpLetter letter) {
    letter_ = std::move(letter);
    session_->begin(letter_->job);
    drive();
}

void Connection::rest() {
    if (!is_free()) return;
    session_->quit();
    drive();
}

void Connection::close() {
    if (is_ended_) return;
    is_closing_ = true;
    if (!session_) {
        give_up(mail_result(MailOutcome::Stopped, close_words));
    } else if (session_->is_after_dot()) {
        stream_->ring_after(parts_->timeouts.last_reply);
    } else if (is_free()) {
        rest();
    } else {
        session_->stop(close_words);
        drive();
    }
}

void Connection::drive() {
    const auto self = shared_from_this();
    if (is_ended_) return;
    settle();
    if (is_ended_) return; // the one who was told has closed us
    if (std::string output = session_->take_output(); !output.empty()) {
        stream_->write(std::move(output));
    }
    watch_time();
    if (session_->need() == SmtpNeed::Close) {
        end();
    } else if (stream_->is_all_written()) {
        meet_need();
    }
}

// A message that is still being written has a time of its own, for each of its pieces.
void Connection::watch_time() {
    if (session_->turn() == timed_turn_) return;
    timed_turn_ = session_->turn();
    const bool is_writing = session_->need() == SmtpNeed::Gate && !stream_->is_all_written();
    stream_->ring_after(is_writing ? parts_->timeouts.data_block : session_->timeout());
}

// Hands over results and takes letters, until one letter is under way or there is none.
void Connection::settle() {
    const auto owner = parts_->owner.lock();
    if (!was_announced_ && session_->was_ready()) {
        was_announced_ = true;
        if (owner) owner->ready(*this);
    }
    while (!is_ended_) {
        if (auto result = session_->take_result()) {
            auto letter = std::exchange(letter_, std::nullopt);
            const Attempt attempt = session_->may_try_anew() ? Attempt::MayTryAnew : Attempt::Final;
            if (owner) owner->finished(*this, std::move(*letter), std::move(*result), attempt);
        }
        if (!is_free()) return;
        next_letter();
        if (!letter_) return;
    }
}

void Connection::next_letter() {
    const auto owner = parts_->owner.lock();
    letter_ = owner ? owner->next_letter() : std::nullopt;
    if (letter_) {
        session_->begin(letter_->job);
    } else if (!owner || owner->is_resting()) {
        session_->quit();
    }
}

void Connection::meet_need() {
    switch (session_->need()) {
    case SmtpNeed::Handshake: begin_handshake(); break;
    case SmtpNeed::Login: ask_login(); break;
    case SmtpNeed::Gate: ask_gate(); break;
    default: break; // the server's turn, or nobody's
    }
}

void Connection::begin_handshake() {
    if (asked_turn_ == session_->turn()) return;
    asked_turn_ = session_->turn();
    auto tls = TlsChannel::make(parts_->tls, parts_->settings.server);
    if (tls) {
        stream_->begin_tls(std::move(tls));
        return;
    }
    session_->lost({"There is no encryption to talk to the mail server with.", Remedy::Person});
    drive();
}

void Connection::ask_login() {
    if (asked_turn_ == session_->turn()) return;
    asked_turn_ = session_->turn();
    const auto answer = answer_to<LoginAnswer>(&Connection::login_came);
    if (parts_->login) {
        parts_->login(session_->login_ask(), answer);
    } else {
        answer(tl::unexpected(LoginFailure{"There is no password or token to log in with.", true}));
    }
}

void Connection::login_came(LoginAnswer login) {
    session_->log_in(std::move(login));
    drive();
}

void Connection::ask_gate() {
    if (asked_turn_ == session_->turn()) return;
    asked_turn_ = session_->turn();
    stream_->ring_after(parts_->timeouts.gate); // from now, not from the message's first byte
    const auto answer = answer_to<bool>(&Connection::gate_answered);
    try {
        letter_->gate(answer);
    } catch (...) {
        answer(false); // a gate that fails lets nothing through
    }
}

void Connection::gate_answered(bool may_leave) {
    if (session_->need() != SmtpNeed::Gate) return;
    ++question_; // a second answer is none
    if (may_leave) {
        stream_->push(final_dot, [this] { return may_dot_go(); });
    } else {
        session_->stop(gate_words);
        drive();
    }
}

bool Connection::may_dot_go() const {
    try {
        return session_->is_ready_for_dot() && letter_->last_look();
    } catch (...) {
        return false;
    }
}

void Connection::pushed(Push outcome) {
    if (outcome == Push::Begun) {
        session_->dot_left();
    } else if (session_->is_ready_for_dot()) {
        session_->stop(gate_words);
    } else {
        session_->lost({the_server() + " spoke out of turn.", Remedy::Time});
    }
    drive();
}

void Connection::end() {
    if (is_ended_) return;
    is_ended_ = true;
    stream_->close();
    if (const auto owner = parts_->owner.lock()) owner->gone(*this);
}

// ---- What the stream tells

void Connection::encrypted() {
    session_->handshaken();
    drive();
}

void Connection::came(std::string_view bytes) {
    session_->received(bytes);
    drive();
}

void Connection::broke(const std::string& why) {
    session_->lost({"The connection to the mail server " + parts_->settings.server + " broke" +
                        (why.empty() ? "." : " (" + why + ")."),
                    Remedy::Time});
    drive();
}

void Connection::not_trusted(const std::string& why) {
    session_->lost({the_server() + " cannot be trusted: " + why + ".", Remedy::Person});
    drive();
}

void Connection::rang() {
    if (!session_) {
        const SmtpTimeouts& times = parts_->timeouts;
        connect_next("no answer within " +
                     in_words(addresses_.empty() ? times.resolve : times.connect));
        return;
    }
    if (session_->need() == SmtpNeed::Job) {
        session_->quit();
    } else if (session_->need() == SmtpNeed::Gate && !stream_->is_all_written()) {
        session_->lost({the_server() + " stopped reading.", Remedy::Time});
    } else if (is_closing_ && session_->is_after_dot()) {
        session_->stop(close_words);
    } else {
        session_->timed_out();
    }
    drive();
}

} // namespace

std::shared_ptr<SmtpConnection>
make_smtp_connection(std::shared_ptr<const SmtpConnectionParts> parts) {
    return std::make_shared<Connection>(std::move(parts));
}

} // namespace afpunt::delivery
