// SPDX-License-Identifier: MIT
//
// A socket, its encryption and its time-outs around SmtpSession. Everything happens in drive(): it
// writes what is to be written, then meets the session's need, and comes again when something came.
#include "delivery/smtp_connection.hpp"

#include "delivery/smtp_session.hpp"
#include "delivery/tls_channel.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <netdb.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>
#include <vector>

namespace afpunt::delivery {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr std::size_t read_bytes = 16'384;
// Encrypted and written at a time, so that a large letter is not held twice.
constexpr std::size_t write_bytes = 65'536;
// A name with more addresses than this is a mistake; each may cost a time-out.
constexpr std::size_t addresses_max = 8;

struct Addresses {
    std::vector<tcp::endpoint> found;
    std::string why_none;
};

enum class Lookup { AddressOnly, AnyName };

// Blocks where a name has to be asked for.
Addresses look_up(const std::string& server, std::uint16_t port, Lookup kind) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV | (kind == Lookup::AddressOnly ? AI_NUMERICHOST : 0);
    addrinfo* list = nullptr;
    Addresses out;
    const int failed = getaddrinfo(server.c_str(), std::to_string(port).c_str(), &hints, &list);
    if (failed != 0) {
        out.why_none = gai_strerror(failed);
        return out;
    }
    for (const addrinfo* one = list; one != nullptr; one = one->ai_next) {
        tcp::endpoint endpoint;
        if (one->ai_addrlen > endpoint.capacity() || out.found.size() >= addresses_max) continue;
        std::memcpy(endpoint.data(), one->ai_addr, one->ai_addrlen);
        endpoint.resize(one->ai_addrlen);
        out.found.push_back(endpoint);
    }
    freeaddrinfo(list);
    return out;
}

// RFC 5321, section 4.1.3: a computer without a name of its own says its address.
std::string address_literal(const asio::ip::address& address) {
    return address.is_v6() ? "[IPv6:" + address.to_v6().to_string() + "]"
                           : "[" + address.to_string() + "]";
}

class Connection final : public SmtpConnection, public std::enable_shared_from_this<Connection> {
public:
    explicit Connection(std::shared_ptr<const SmtpConnectionParts> parts)
        : parts_(std::move(parts)), socket_(*parts_->context), timer_(*parts_->context) {}

    void open(SmtpLetter letter) override;
    bool was_ready() const override { return session_ && session_->was_ready(); }
    bool is_free() const override {
        return session_ && !letter_ && session_->need() == SmtpNeed::Job;
    }
    void take(SmtpLetter letter) override;
    void rest() override;
    void close() override;

private:
    void resolved(const Addresses& addresses);
    void connect_next(const std::string& why_not);
    void connected();
    void give_up(MailResult result); // before there is a session

    void drive();
    void settle();
    void next_letter();
    void meet_need();
    void begin_handshake();
    void continue_handshake();
    void ask_login();
    void ask_gate();
    void gate_answered(std::uint64_t number, bool may_leave);
    void release_dot();
    void push_dot();
    void end();

    void read();
    void has_read(error_code error, std::size_t count);
    void take_in(std::string_view bytes);
    // True when everything is written. When not, drive() comes again.
    bool flush();
    bool fill_wire();
    void write_failed();
    void wait_to_write(void (Connection::*then)());

    void expect_within(SmtpTimeouts::Time time);
    void watch();
    void timed_out();
    [[nodiscard]] std::string broke(const error_code& error) const;
    template <typename Function>
    void on_network(Function function);

    std::shared_ptr<const SmtpConnectionParts> parts_;
    tcp::socket socket_;
    std::optional<SmtpLetter> letter_;
    std::optional<SmtpSession> session_;
    std::unique_ptr<TlsChannel> tls_;
    bool is_encrypting_ = false; // the handshake is done
    std::vector<tcp::endpoint> addresses_;
    std::size_t next_address_ = 0;

    std::array<char, read_bytes> inbox_;
    std::string plain_; // of the session, to be written
    std::size_t plain_at_ = 0;
    std::string wire_; // what the socket gets
    std::size_t wire_at_ = 0;
    bool is_waiting_to_write_ = false;
    bool is_write_broken_ = false;

    std::uint64_t question_ = 0;   // number of the question that was asked last, of login or gate
    std::uint64_t asked_turn_ = 0; // the session's turn that it was asked for
    bool was_announced_ = false;
    bool is_dot_released_ = false; // and waits in wire_
    bool is_ended_ = false;
    bool is_closing_ = false;

    asio::steady_timer timer_;
    Clock::time_point deadline_ = Clock::time_point::max();
    Clock::time_point alarm_ = Clock::time_point::max(); // when timer_ rings
    std::uint64_t watched_turn_ = 0;
};

// Brings a later answer back to this thread, if this connection is there still.
template <typename Function>
void Connection::on_network(Function function) {
    parts_->door->post([weak = weak_from_this(), function = std::move(function)] {
        if (const auto self = weak.lock(); self && !self->is_ended_) function(*self);
    });
}

// ---- Finding the server

void Connection::open(SmtpLetter letter) {
    letter_ = std::move(letter);
    const config::MailSettings& mail = parts_->settings;
    expect_within(parts_->timeouts.resolve);
    Addresses address = look_up(mail.server, mail.port, Lookup::AddressOnly);
    if (!address.found.empty()) {
        resolved(address);
        return;
    }
    parts_->door->run_blocking(
        [door = parts_->door, weak = weak_from_this(), server = mail.server, port = mail.port] {
            door->post([weak, addresses = look_up(server, port, Lookup::AnyName)] {
                if (const auto self = weak.lock(); self && !self->is_ended_)
                    self->resolved(addresses);
            });
        });
}

void Connection::resolved(const Addresses& addresses) {
    addresses_ = addresses.found;
    if (addresses_.empty()) {
        give_up(server_result("The mail server " + parts_->settings.server + " is not found (" +
                                  addresses.why_none + ").",
                              Remedy::Time));
        return;
    }
    const bool is_all_here =
        std::all_of(addresses_.begin(), addresses_.end(),
                    [](const tcp::endpoint& endpoint) { return endpoint.address().is_loopback(); });
    if (parts_->settings.security == config::MailSecurity::None && !is_all_here) {
        give_up(server_result("The mail server " + parts_->settings.server +
                                  " is not this computer, and without encryption letters are only "
                                  "handed to this computer.",
                              Remedy::Person));
        return;
    }
    connect_next("");
}

void Connection::connect_next(const std::string& why_not) {
    if (next_address_ == addresses_.size()) {
        give_up(server_result("The mail server " + parts_->settings.server + " is not reached (" +
                                  why_not + ").",
                              Remedy::Time));
        return;
    }
    const tcp::endpoint endpoint = addresses_[next_address_++];
    error_code error;
    socket_.close(error);
    socket_.open(endpoint.protocol(), error);
    if (error) {
        connect_next(error.message());
        return;
    }
    expect_within(parts_->timeouts.connect);
    socket_.async_connect(
        endpoint, [self = shared_from_this(), number = next_address_](const error_code& failed) {
            // After a time-out the next address is tried already.
            if (self->is_ended_ || number != self->next_address_ || self->session_) return;
            if (failed) {
                self->connect_next(failed.message());
            } else {
                self->connected();
            }
        });
}

void Connection::connected() {
    error_code error;
    socket_.non_blocking(true, error);
    socket_.set_option(tcp::no_delay(true), error);
    const tcp::endpoint here = socket_.local_endpoint(error);
    const tcp::endpoint there = socket_.remote_endpoint(error);
    SmtpSessionSettings settings;
    settings.server = parts_->settings.server;
    settings.client_name = address_literal(here.address());
    settings.security = parts_->settings.security;
    settings.login = parts_->settings.login;
    settings.peer = there.address().is_loopback() ? SmtpPeer::ThisMachine : SmtpPeer::Elsewhere;
    settings.timeouts = parts_->timeouts;
    session_.emplace(std::move(settings));
    session_->begin(letter_->job);
    expect_within(session_->timeout());
    read();
    drive();
}

void Connection::give_up(MailResult result) {
    const auto self = shared_from_this();
    is_ended_ = true;
    error_code error;
    socket_.close(error);
    timer_.cancel();
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
    constexpr std::string_view words = "Sending was ended. The letter has not left.";
    if (!session_) {
        give_up(mail_result(MailOutcome::Stopped, words));
    } else if (letter_ && session_->is_after_dot()) {
        deadline_ = std::min(deadline_, Clock::now() + parts_->timeouts.last_reply);
        watch();
    } else if (is_free()) {
        rest();
    } else {
        session_->stop(words);
        drive();
    }
}

void Connection::drive() {
    const auto self = shared_from_this();
    if (is_ended_) return;
    settle();
    if (is_ended_) return; // who was told may have closed us
    const bool is_all_written = flush();
    if (session_->turn() != watched_turn_) {
        watched_turn_ = session_->turn();
        expect_within(session_->timeout());
    }
    if (session_->need() == SmtpNeed::Close) {
        end();
    } else if (is_all_written && !is_write_broken_) {
        meet_need();
    }
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
            is_dot_released_ = false;
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
    if (tls_) return;
    tls_ = TlsChannel::make(parts_->tls, parts_->settings.server);
    if (!tls_) {
        session_->lost({"There is no encryption to talk to the mail server " +
                            parts_->settings.server + " with.",
                        Remedy::Person});
        drive();
        return;
    }
    continue_handshake();
    drive();
}

void Connection::continue_handshake() {
    const TlsChannel::Step step = tls_->handshake();
    wire_ += tls_->take_output();
    if (step == TlsChannel::Step::Done) {
        is_encrypting_ = true;
        session_->handshaken();
    } else if (step == TlsChannel::Step::Failed) {
        session_->lost({"The mail server " + parts_->settings.server +
                            " cannot be trusted: " + tls_->failure() + ".",
                        tls_->is_certificate_failure() ? Remedy::Person : Remedy::Time});
    }
}

void Connection::ask_login() {
    if (asked_turn_ == session_->turn()) return;
    asked_turn_ = session_->turn();
    const std::uint64_t number = ++question_;
    const auto answer = [door = parts_->door, weak = weak_from_this(),
                         number](const LoginAnswer& login) {
        door->post([weak, number, login] {
            const auto self = weak.lock();
            if (!self || self->is_ended_ || number != self->question_) return;
            self->session_->log_in(login);
            self->drive();
        });
    };
    if (parts_->login) {
        parts_->login(session_->login_ask(), answer);
    } else {
        answer(tl::unexpected(LoginFailure{"There is no password or token to log in with.", true}));
    }
}

void Connection::ask_gate() {
    if (asked_turn_ == session_->turn()) return;
    asked_turn_ = session_->turn();
    expect_within(parts_->timeouts.gate); // from now, not from the first byte of the message
    const std::uint64_t number = ++question_;
    letter_->gate([door = parts_->door, weak = weak_from_this(), number](bool may_leave) {
        door->post([weak, number, may_leave] {
            if (const auto self = weak.lock()) self->gate_answered(number, may_leave);
        });
    });
}

void Connection::gate_answered(std::uint64_t number, bool may_leave) {
    if (is_ended_ || number != question_ || session_->need() != SmtpNeed::Gate ||
        is_dot_released_) {
        return;
    }
    if (may_leave) {
        release_dot();
    } else {
        session_->stop("The letter was stopped before its end was sent. It has not left.");
        drive();
    }
}

void Connection::release_dot() {
    if (is_write_broken_) return; // what the server said about it is on its way
    is_dot_released_ = true;
    if (is_encrypting_) {
        if (!tls_->write(final_dot)) {
            session_->lost({broke({}), Remedy::Time});
            drive();
            return;
        }
        wire_ += tls_->take_output();
    } else {
        wire_ += final_dot;
    }
    push_dot();
}

// The last look and the write stand next to each other: nothing comes between them.
void Connection::push_dot() {
    if (is_ended_ || !is_dot_released_ || session_->need() != SmtpNeed::Gate) return;
    if (!session_->is_ready_for_dot()) {
        session_->lost(
            {"The mail server " + parts_->settings.server + " spoke out of turn.", Remedy::Time});
    } else if (letter_->last_look()) {
        error_code error;
        const std::size_t count = socket_.write_some(
            asio::buffer(wire_.data() + wire_at_, wire_.size() - wire_at_), error);
        if (count > 0) {
            wire_at_ += count;
            session_->dot_left();
        } else if (error == asio::error::would_block) {
            wait_to_write(&Connection::push_dot);
            return;
        } else {
            write_failed();
            return;
        }
    } else {
        session_->stop("The letter was stopped before its end was sent. It has not left.");
    }
    drive();
}

void Connection::end() {
    if (is_ended_) return;
    is_ended_ = true;
    error_code error;
    if (is_encrypting_ && !is_write_broken_ && wire_.empty()) {
        tls_->end();
        const std::string good_bye = tls_->take_output();
        socket_.write_some(asio::buffer(good_bye), error);
    }
    socket_.close(error);
    timer_.cancel();
    if (const auto owner = parts_->owner.lock()) owner->gone(*this);
}

// ---- Bytes

void Connection::read() {
    socket_.async_read_some(asio::buffer(inbox_), [self = shared_from_this()](
                                                      const error_code& error, std::size_t count) {
        self->has_read(error, count);
    });
}

void Connection::has_read(error_code error, std::size_t count) {
    if (is_ended_) return;
    if (error) {
        session_->lost({broke(error), Remedy::Time});
        drive();
        return;
    }
    take_in(std::string_view(inbox_.data(), count));
    drive();
    if (!is_ended_) read();
}

void Connection::take_in(std::string_view bytes) {
    if (!tls_) {
        session_->received(bytes);
        return;
    }
    tls_->feed(bytes);
    if (!is_encrypting_) continue_handshake();
    if (!is_encrypting_) return;
    std::string said;
    const TlsChannel::Step step = tls_->read(said);
    wire_ += tls_->take_output(); // keys are changed, tickets answered
    if (!said.empty()) session_->received(said);
    if (step == TlsChannel::Step::Failed) {
        session_->lost({"The connection to the mail server " + parts_->settings.server +
                            " broke: " + tls_->failure() + ".",
                        Remedy::Time});
    }
}

bool Connection::fill_wire() {
    if (wire_at_ < wire_.size()) return true;
    wire_.clear();
    wire_at_ = 0;
    if (plain_at_ == plain_.size()) {
        plain_ = session_->take_output();
        plain_at_ = 0;
    }
    const std::string_view piece = std::string_view(plain_).substr(plain_at_, write_bytes);
    if (piece.empty()) return false;
    plain_at_ += piece.size();
    if (!is_encrypting_) {
        wire_ = piece;
    } else if (tls_->write(piece)) {
        wire_ = tls_->take_output();
    } else {
        session_->lost({broke({}), Remedy::Time});
    }
    return !wire_.empty();
}

bool Connection::flush() {
    if (is_waiting_to_write_ || is_write_broken_ || (is_dot_released_ && !session_->is_after_dot()))
        return false;
    while (fill_wire()) {
        error_code error;
        const std::size_t count = socket_.write_some(
            asio::buffer(wire_.data() + wire_at_, wire_.size() - wire_at_), error);
        wire_at_ += count;
        if (error == asio::error::would_block) {
            wait_to_write(&Connection::drive);
            return false;
        }
        if (error) {
            write_failed();
            return false;
        }
        if (session_->need() == SmtpNeed::Gate) expect_within(parts_->timeouts.data_block);
    }
    return true;
}

// What the server said before it went is still to be read, and says more than this error does.
void Connection::write_failed() {
    is_write_broken_ = true;
    expect_within(parts_->timeouts.quit);
}

void Connection::wait_to_write(void (Connection::*then)()) {
    is_waiting_to_write_ = true;
    socket_.async_wait(tcp::socket::wait_write,
                       [self = shared_from_this(), then](const error_code&) {
                           self->is_waiting_to_write_ = false;
                           if (!self->is_ended_) ((*self).*then)();
                       });
}

// ---- Time

// One timer that rings at the earliest moment asked for and then looks again: setting a timer anew
// for each answer would cost more than the answer.
void Connection::expect_within(SmtpTimeouts::Time time) {
    deadline_ = Clock::now() + time;
    if (is_closing_ && session_ && session_->is_after_dot()) {
        deadline_ = std::min(deadline_, Clock::now() + parts_->timeouts.last_reply);
    }
    watch();
}

void Connection::watch() {
    if (deadline_ >= alarm_) return;
    alarm_ = deadline_;
    timer_.expires_at(deadline_);
    timer_.async_wait([self = shared_from_this()](const error_code& error) {
        if (error || self->is_ended_) return;
        self->alarm_ = Clock::time_point::max();
        if (Clock::now() < self->deadline_) {
            self->watch();
        } else {
            self->timed_out();
        }
    });
}

void Connection::timed_out() {
    deadline_ = Clock::time_point::max();
    if (!session_) {
        const std::string words =
            "no answer within " +
            in_words(addresses_.empty() ? parts_->timeouts.resolve : parts_->timeouts.connect);
        if (addresses_.empty()) next_address_ = 0; // the name's time is over
        connect_next(words);
        return;
    }
    if (is_write_broken_) {
        session_->lost({broke({}), Remedy::Time});
    } else if (session_->need() == SmtpNeed::Job) {
        session_->quit();
    } else if (session_->need() == SmtpNeed::Gate && wire_at_ < wire_.size()) {
        session_->lost(
            {"The mail server " + parts_->settings.server + " stopped reading.", Remedy::Time});
    } else {
        session_->timed_out();
    }
    drive();
}

std::string Connection::broke(const error_code& error) const {
    std::string words = "The connection to the mail server " + parts_->settings.server + " broke";
    if (error && error != asio::error::eof) words += " (" + error.message() + ")";
    return words + ".";
}

} // namespace

std::shared_ptr<SmtpConnection>
make_smtp_connection(std::shared_ptr<const SmtpConnectionParts> parts) {
    return std::make_shared<Connection>(std::move(parts));
}

} // namespace afpunt::delivery
