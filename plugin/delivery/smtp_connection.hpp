// SPDX-License-Identifier: MIT
//
// One connection to a mail server: socket, encryption, time-outs. Everything here happens on the
// network thread. A connection is made for a letter, takes others when it is free, and ends by
// itself when it has been free for a while.
#pragma once

#include "config/mail_settings.hpp"
#include "delivery/mail_sender.hpp"
#include "delivery/network.hpp"
#include "delivery/smtp_login.hpp"
#include "delivery/smtp_timeouts.hpp"
#include "delivery/tls_context.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace afpunt::delivery {

struct SmtpLetter {
    MailJob job;
    DotGate gate;
    LastLook last_look;
    std::function<void(MailResult)> done;

    // An exception of the one who is told must not cost the letters behind this one.
    void end(const MailResult& result) const noexcept {
        try {
            done(result);
        } catch (...) {
            return;
        }
    }
};

// The way to the network thread for those who may come late: the gate's answer, the resolver's,
// a login's. Once shut, what they bring is dropped.
class NetworkDoor {
public:
    explicit NetworkDoor(Network& network) : network_(&network) {}
    void post(std::function<void()> task) {
        const std::scoped_lock lock(mutex_);
        if (network_ != nullptr) network_->post(std::move(task));
    }
    void run_blocking(std::function<void()> task) {
        const std::scoped_lock lock(mutex_);
        if (network_ != nullptr) network_->run_blocking(std::move(task));
    }
    void shut() {
        const std::scoped_lock lock(mutex_);
        network_ = nullptr;
    }

private:
    std::mutex mutex_;
    Network* network_;
};

enum class Attempt {
    Final,     // the result is the letter's
    MayTryAnew // nothing was said about the letter: another connection may do better
};

class SmtpConnection;
class SmtpConnectionOwner {
public:
    virtual ~SmtpConnectionOwner() = default;
    virtual void ready(SmtpConnection& connection) = 0; // once, when the server let us in
    virtual std::optional<SmtpLetter> next_letter() = 0;
    virtual bool is_resting() = 0; // nothing more is to come: say good-bye
    virtual void finished(SmtpConnection& connection, SmtpLetter letter, MailResult result,
                          Attempt attempt) = 0;
    virtual void gone(SmtpConnection& connection) = 0; // last, once
};

struct SmtpConnectionParts {
    std::shared_ptr<NetworkDoor> door;
    boost::asio::io_context* context = nullptr;
    TlsContext tls;
    config::MailSettings settings;
    LoginProvider login;
    SmtpTimeouts timeouts;
    std::weak_ptr<SmtpConnectionOwner> owner;
};

class SmtpConnection {
public:
    virtual ~SmtpConnection() = default;
    virtual void open(SmtpLetter letter) = 0;
    virtual bool was_ready() const = 0;
    virtual bool is_free() const = 0;
    virtual void take(SmtpLetter letter) = 0; // only when free
    virtual void rest() = 0;                  // says good-bye if free
    // Stops what has not left; waits a moment for the reply to a dot that did.
    virtual void close() = 0;
};

[[nodiscard]] std::shared_ptr<SmtpConnection>
make_smtp_connection(std::shared_ptr<const SmtpConnectionParts> parts);

} // namespace afpunt::delivery
