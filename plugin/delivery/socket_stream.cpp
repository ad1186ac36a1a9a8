// SPDX-License-Identifier: MIT
#include "delivery/socket_stream.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace afpunt::delivery {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr std::size_t read_bytes = 16'384;
// Encrypted and written at a time, so that a large letter is not held twice.
constexpr std::size_t write_bytes = 65'536;
// How long the other side's last words are waited for when it takes nothing more.
constexpr std::chrono::seconds last_words{2};

HostAddress plain_address(const tcp::endpoint& endpoint) {
    HostAddress out;
    out.length = static_cast<socklen_t>(endpoint.size());
    std::memcpy(&out.address, endpoint.data(), endpoint.size());
    return out;
}

class Stream final : public SocketStream, public std::enable_shared_from_this<Stream> {
public:
    Stream(asio::io_context& context, SocketUser& user)
        : user_(&user), socket_(context), timer_(context) {}

    void connect(const HostAddress& address) override;
    void begin_tls(std::unique_ptr<TlsChannel> tls) override;
    void write(std::string bytes) override;
    bool is_all_written() const override {
        return plain_at_ == plain_.size() && wire_at_ == wire_.size();
    }
    void push(std::string_view bytes, std::function<bool()> may_go) override;
    void ring_after(std::chrono::milliseconds time) override;
    void close() override;

private:
    void read();
    void take_in(std::string_view bytes);
    bool continue_handshake(); // false: it failed, and the user knows
    void flush();
    bool fill_wire();
    error_code write_wire(std::size_t& count);
    void wait_to_write(void (Stream::*then)());
    void write_on();
    void try_push();
    void write_failed();
    void break_off(const std::string& why);
    void watch();

    SocketUser* user_; // nullptr: closed
    tcp::socket socket_;
    int attempt_ = 0; // of connecting: an answer to an earlier one is of no account
    std::unique_ptr<TlsChannel> tls_;
    bool is_encrypting_ = false; // the handshake is done
    std::array<char, read_bytes> inbox_;
    std::string plain_; // to be written
    std::size_t plain_at_ = 0;
    std::string wire_; // what the system gets
    std::size_t wire_at_ = 0;
    bool is_waiting_to_write_ = false;
    bool is_write_broken_ = false;
    std::function<bool()> may_go_; // of a push that has not begun

    asio::steady_timer timer_;
    Clock::time_point deadline_ = Clock::time_point::max();
    Clock::time_point alarm_ = Clock::time_point::max(); // when timer_ rings
    std::chrono::milliseconds time_{};
};

void Stream::connect(const HostAddress& address) {
    error_code error;
    socket_.close(error);
    tcp::endpoint endpoint;
    std::memcpy(endpoint.data(), &address.address, address.length);
    endpoint.resize(address.length);
    socket_.open(endpoint.protocol(), error);
    const int attempt = ++attempt_;
    // An error is told from the loop as well.
    socket_.async_connect(endpoint, [self = shared_from_this(), attempt](const error_code& failed) {
        if (self->user_ == nullptr || attempt != self->attempt_) return;
        if (failed) {
            self->user_->not_connected(failed.message());
            return;
        }
        error_code ignored; // without these it is slower, and works
        self->socket_.non_blocking(true, ignored);
        self->socket_.set_option(tcp::no_delay(true), ignored);
        self->read();
        self->user_->connected(plain_address(self->socket_.local_endpoint(ignored)),
                               plain_address(self->socket_.remote_endpoint(ignored)));
    });
}

void Stream::close() {
    if (user_ == nullptr) return;
    user_ = nullptr;
    error_code error;
    if (is_encrypting_ && !is_write_broken_ && is_all_written()) {
        tls_->end();
        wire_ = tls_->take_output();
        wire_at_ = 0;
    }
    // What the system takes at once; nobody waits for the rest.
    if (!is_write_broken_ && wire_at_ < wire_.size() && !may_go_) {
        std::size_t count = 0;
        write_wire(count);
    }
    socket_.close(error);
    timer_.cancel();
}

// ---- Reading

void Stream::read() {
    socket_.async_read_some(asio::buffer(inbox_), [self = shared_from_this()](
                                                      const error_code& error, std::size_t count) {
        if (self->user_ == nullptr) return;
        if (error) {
            self->break_off(error == asio::error::eof ? "" : error.message());
            return;
        }
        self->take_in(std::string_view(self->inbox_.data(), count));
        if (self->user_ != nullptr) self->read();
    });
}

void Stream::break_off(const std::string& why) {
    is_write_broken_ = true;
    user_->broke(why);
}

void Stream::take_in(std::string_view bytes) {
    if (!tls_) {
        user_->came(bytes);
        return;
    }
    tls_->feed(bytes);
    if (!is_encrypting_ && !continue_handshake()) return;
    if (user_ == nullptr || !is_encrypting_) return;
    std::string said;
    const TlsChannel::Step step = tls_->read(said);
    wire_ += tls_->take_output(); // keys are changed
    if (!said.empty()) user_->came(said);
    if (user_ == nullptr) return;
    if (step == TlsChannel::Step::Failed) {
        break_off(tls_->failure());
    } else {
        flush();
    }
}

void Stream::begin_tls(std::unique_ptr<TlsChannel> tls) {
    tls_ = std::move(tls);
    continue_handshake();
}

bool Stream::continue_handshake() {
    const TlsChannel::Step step = tls_->handshake();
    wire_ += tls_->take_output();
    if (step == TlsChannel::Step::Done) is_encrypting_ = true;
    flush();
    if (step == TlsChannel::Step::Failed) {
        if (tls_->is_certificate_failure()) {
            user_->not_trusted(tls_->failure());
        } else {
            break_off(tls_->failure());
        }
        return false;
    }
    if (is_encrypting_) user_->encrypted();
    return true;
}

// ---- Writing

void Stream::write(std::string bytes) {
    if (plain_at_ == plain_.size()) {
        plain_ = std::move(bytes);
        plain_at_ = 0;
    } else {
        plain_ += bytes;
    }
    flush();
}

bool Stream::fill_wire() {
    if (wire_at_ < wire_.size()) return true;
    wire_.clear();
    wire_at_ = 0;
    const std::string_view piece = std::string_view(plain_).substr(plain_at_, write_bytes);
    if (piece.empty()) return false;
    plain_at_ += piece.size();
    if (!tls_) {
        wire_ = piece;
    } else if (tls_->write(piece)) {
        wire_ = tls_->take_output();
    } else {
        write_failed();
    }
    return !wire_.empty();
}

error_code Stream::write_wire(std::size_t& count) {
    error_code error;
    count =
        socket_.write_some(asio::buffer(wire_.data() + wire_at_, wire_.size() - wire_at_), error);
    wire_at_ += count;
    return error;
}

void Stream::flush() {
    if (is_waiting_to_write_ || is_write_broken_ || may_go_) return;
    while (!is_write_broken_ && fill_wire()) {
        std::size_t count = 0;
        const error_code error = write_wire(count);
        if (error == asio::error::would_block) {
            wait_to_write(&Stream::write_on);
            return;
        }
        if (error) {
            write_failed();
            return;
        }
    }
}

void Stream::write_on() {
    if (may_go_) {
        try_push();
        return;
    }
    if (time_.count() > 0) ring_after(time_);
    flush();
    if (is_all_written() && !is_write_broken_) user_->all_written();
}

void Stream::wait_to_write(void (Stream::*then)()) {
    is_waiting_to_write_ = true;
    socket_.async_wait(tcp::socket::wait_write,
                       [self = shared_from_this(), then](const error_code&) {
                           self->is_waiting_to_write_ = false;
                           if (self->user_ != nullptr) ((*self).*then)();
                       });
}

void Stream::push(std::string_view bytes, std::function<bool()> may_go) {
    if (is_write_broken_) return;
    may_go_ = std::move(may_go);
    if (!tls_) {
        wire_ += bytes;
    } else if (tls_->write(bytes)) {
        wire_ += tls_->take_output();
    } else {
        write_failed();
        return;
    }
    try_push();
}

void Stream::try_push() {
    if (is_waiting_to_write_ || is_write_broken_) return;
    if (!may_go_()) {
        user_->pushed(Push::Forbidden);
        return;
    }
    std::size_t count = 0;
    const error_code error = write_wire(count);
    if (error == asio::error::would_block) {
        wait_to_write(&Stream::try_push);
    } else if (error) {
        write_failed();
    } else {
        may_go_ = nullptr;
        user_->pushed(Push::Begun);
        if (user_ != nullptr) flush();
    }
}

// What the other side said before it went is still to be read, and says more than the error does.
void Stream::write_failed() {
    is_write_broken_ = true;
    ring_after(last_words);
}

// ---- Time

void Stream::ring_after(std::chrono::milliseconds time) {
    time_ = is_write_broken_ ? std::min<std::chrono::milliseconds>(time, last_words) : time;
    deadline_ = Clock::now() + time_;
    watch();
}

// One timer that rings at the earliest moment asked for and then looks again: setting a timer anew
// for each answer would cost more than the answer.
void Stream::watch() {
    if (deadline_ >= alarm_) return;
    alarm_ = deadline_;
    timer_.expires_at(deadline_);
    timer_.async_wait([self = shared_from_this()](const error_code& error) {
        if (error || self->user_ == nullptr) return;
        self->alarm_ = Clock::time_point::max();
        if (Clock::now() < self->deadline_) {
            self->watch();
        } else if (std::exchange(self->deadline_, Clock::time_point::max());
                   self->is_write_broken_) {
            self->break_off("it takes nothing more");
        } else {
            self->user_->rang();
        }
    });
}

} // namespace

std::shared_ptr<SocketStream> SocketStream::make(asio::io_context& context, SocketUser& user) {
    return std::make_shared<Stream>(context, user);
}

} // namespace afpunt::delivery
