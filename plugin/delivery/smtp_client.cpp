// SPDX-License-Identifier: MIT
#include "delivery/smtp_client.hpp"

#include "delivery/smtp_connection.hpp"
#include "delivery/smtp_words.hpp"

#include <algorithm>
#include <deque>
#include <future>
#include <utility>
#include <vector>

namespace afpunt::delivery {
namespace {

// More would not leave within a day (config: per_day), and each holds its message.
constexpr std::size_t waiting_max = 10'000;

// Letters and connections of one sender. Lives on the network thread alone. It is held by tasks of
// that thread, so it must not hold the Network: who lets go of it last waits for that thread.
class Letters final : public SmtpConnectionOwner, public std::enable_shared_from_this<Letters> {
public:
    explicit Letters(SmtpConnectionParts parts) : parts_(std::move(parts)) {
        connections_max_ = static_cast<std::size_t>(std::max(1, parts_.settings.connections));
        connections_now_max_ = connections_max_;
    }

    void add(SmtpLetter letter) {
        if (is_closing_) {
            letter.end(mail_result(MailOutcome::Stopped, stopped_words));
            return;
        }
        if (waiting_.size() >= waiting_max) {
            letter.end(mail_result(MailOutcome::Deferred, "Too many letters wait to be sent."));
            return;
        }
        is_resting_ = false;
        waiting_.push_back(std::move(letter));
        pump();
    }
    void rest() {
        is_resting_ = true;
        for (const auto& connection : copy_of_connections())
            connection->rest();
    }
    void close(std::function<void()> closed) {
        is_closing_ = true;
        closed_.push_back(std::move(closed));
        end_waiting(mail_result(MailOutcome::Stopped, stopped_words));
        for (const auto& connection : copy_of_connections())
            connection->close();
        say_closed();
    }
    // Nobody listens any more.
    void abandon() {
        is_closing_ = true;
        waiting_.clear();
        for (const auto& connection : copy_of_connections())
            connection->close();
    }

    void ready(SmtpConnection&) override { pump(); }
    std::optional<SmtpLetter> next_letter() override {
        if (waiting_.empty()) return std::nullopt;
        SmtpLetter letter = std::move(waiting_.front());
        waiting_.pop_front();
        return letter;
    }
    bool is_resting() override { return is_resting_ || is_closing_; }
    void finished(SmtpConnection& connection, SmtpLetter letter, MailResult result,
                  Attempt attempt) override {
        if (!is_closing_ && (attempt == Attempt::MayTryAnew || is_too_many(connection, result))) {
            waiting_.push_front(std::move(letter));
            return;
        }
        letter.end(result);
        if (result.concerns_server) end_waiting(result);
    }
    void gone(SmtpConnection& connection) override {
        std::erase_if(connections_, [&](const auto& mine) { return mine.get() == &connection; });
        if (connections_.empty()) connections_now_max_ = connections_max_;
        if (is_closing_) {
            say_closed();
        } else {
            pump();
        }
    }

private:
    static constexpr std::string_view stopped_words =
        "Sending was ended before the letter's turn. The letter has not left.";

    // Calls to connections change the list.
    std::vector<std::shared_ptr<SmtpConnection>> copy_of_connections() { return connections_; }

    // One connection at a time knocks: what one finds out at the door (a wrong password) the others
    // need not be told as well.
    void pump() {
        while (!waiting_.empty()) {
            const auto free = std::find_if(connections_.begin(), connections_.end(),
                                           [](const auto& one) { return one->is_free(); });
            if (free != connections_.end()) {
                const auto connection = *free;
                connection->take(*next_letter());
                continue;
            }
            const bool is_one_knocking =
                std::any_of(connections_.begin(), connections_.end(),
                            [](const auto& one) { return !one->was_ready(); });
            if (is_one_knocking || connections_.size() >= connections_now_max_) return;
            if (parts_.owner.expired()) parts_.owner = weak_from_this();
            const auto connection =
                make_smtp_connection(std::make_shared<SmtpConnectionParts>(parts_));
            connections_.push_back(connection);
            connection->open(*next_letter());
        }
    }
    // Servers limit the connections of one account: what others serve needs no further one.
    bool is_too_many(const SmtpConnection& failed, const MailResult& result) {
        if (!result.concerns_server || failed.was_ready() || connections_.size() < 2) return false;
        connections_now_max_ = connections_.size() - 1;
        return true;
    }
    void end_waiting(const MailResult& result) {
        // `done` may bring new letters: they wait for their own result.
        for (SmtpLetter& letter : std::exchange(waiting_, {}))
            letter.end(result);
    }
    void say_closed() {
        if (!connections_.empty()) return;
        for (const auto& closed : std::exchange(closed_, {}))
            closed();
    }

    SmtpConnectionParts parts_;
    std::deque<SmtpLetter> waiting_;
    std::vector<std::shared_ptr<SmtpConnection>> connections_;
    std::size_t connections_max_ = 1;
    std::size_t connections_now_max_ = 1; // fewer while the server takes fewer
    bool is_resting_ = false;
    bool is_closing_ = false;
    std::vector<std::function<void()>> closed_;
};

class SmtpSender final : public MailSender {
public:
    SmtpSender(std::shared_ptr<Network> network, SmtpConnectionParts parts)
        : network_(std::move(network)), door_(parts.door),
          letters_(std::make_shared<Letters>(std::move(parts))) {}
    // Waits for the network thread to let go of everything: a login may hold the last but one
    // reference to the Network, and that thread cannot wait for itself.
    ~SmtpSender() override {
        const auto gone = std::make_shared<std::promise<void>>();
        door_->post([gone, letters = std::move(letters_)]() mutable {
            letters->abandon();
            letters.reset();
            gone->set_value();
        });
        gone->get_future().wait();
        door_->shut();
    }
    SmtpSender(const SmtpSender&) = delete;
    SmtpSender& operator=(const SmtpSender&) = delete;

    void send(MailJob job, DotGate gate, LastLook last_look,
              std::function<void(MailResult)> done) override {
        auto letter = std::make_shared<SmtpLetter>(
            SmtpLetter{std::move(job), std::move(gate), std::move(last_look), std::move(done)});
        door_->post([letters = letters_, letter] { letters->add(std::move(*letter)); });
    }
    void rest() override {
        door_->post([letters = letters_] { letters->rest(); });
    }
    void close(std::function<void()> closed) override {
        door_->post([letters = letters_, closed = std::move(closed)] { letters->close(closed); });
    }

private:
    std::shared_ptr<Network> network_; // let go of last
    std::shared_ptr<NetworkDoor> door_;
    std::shared_ptr<Letters> letters_;
};

} // namespace

std::unique_ptr<MailSender> make_smtp_sender(std::shared_ptr<Network> network, TlsContext tls,
                                             config::MailSettings settings, LoginProvider login,
                                             SmtpTimeouts timeouts) {
    SmtpConnectionParts parts;
    parts.door = std::make_shared<NetworkDoor>(*network);
    parts.context = &network->context();
    parts.tls = std::move(tls);
    parts.settings = std::move(settings);
    parts.login = std::move(login);
    parts.timeouts = timeouts;
    return std::make_unique<SmtpSender>(std::move(network), std::move(parts));
}

} // namespace afpunt::delivery
