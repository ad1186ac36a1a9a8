// SPDX-License-Identifier: MIT
//
// The follow-up of one book, on the worker: an actor whose state nobody else touches. It takes in
// events, asks for snapshots, settles, delivers. What needs the host's thread goes through the
// MainQueue and comes back as a task on the lane.
#pragma once

#include "outbox/store.hpp"
#include "runtime/durable_cursors.hpp"
#include "runtime/engine.hpp"
#include "runtime/inbox.hpp"
#include "runtime/main_queue.hpp"
#include "runtime/settle.hpp"

#include <afpunt/result.hpp>

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace afpunt::runtime {

// Letters that were approved, and what became of each.
struct DeliveryReport {
    std::vector<std::string> delivered;                             // letter numbers
    std::vector<std::pair<std::string, std::string>> not_delivered; // number, why
};

// A letter that may leave, with what the book said of it when that was decided.
struct Outgoing {
    struct Item {
        book::DocumentState state = book::DocumentState::Open;
        Money open; // the whole open amount: the letter asks less where a part is in dispute
    };
    outbox::Letter letter;
    std::vector<Item> items; // in the order of the letter's
    Date covered_until;      // the last day that the letter speaks about
};

// The host's word that a letter may leave, and what makes it void: an event, or time.
struct Permission {
    PermitAnswer answer;
    std::uint64_t epoch = 0; // of the inbox, before the host was asked
    std::chrono::steady_clock::time_point given;
};

class FollowUp {
public:
    FollowUp(HostPort host, Configuration configuration, MainQueue& main, Inbox& inbox,
             DurableCursors& cursors, std::shared_ptr<Lane> lane);

    // Everything below: [worker].
    void open_store();
    void take_events();
    void look_up_cursor(const std::string& source);
    // What was thrown is a bug of ours: from now on nothing is prepared or sent.
    void stop_sending(const std::string& why);

    // A fresh look without a change.
    void look(std::function<void(Result<Assessment>)> done);
    // A fresh look, matches booked, letters withdrawn, held, prepared; in automatic mode delivered.
    void settle(std::function<void(Result<SettleReport>, DeliveryReport)> done);
    // Settles, then approves these waiting letters (empty = all that are prepared) and delivers
    // them.
    void approve(std::vector<std::string> letters, std::string who,
                 std::function<void(Result<DeliveryReport>)> done);
    // [worker] Runs on the host's thread, then `done` on the worker.
    void on_host(std::function<Result<void>(const HostPort&)> call,
                 std::function<void(Result<void>)> done);

    // Fails while the state cannot be used, with the reason.
    [[nodiscard]] Result<outbox::Store*> store();
    [[nodiscard]] const Configuration& configuration() const { return configuration_; }
    [[nodiscard]] const HostPort& host() const { return host_; }
    [[nodiscard]] outbox::JournalDraft journal(std::string kind, std::string subject,
                                               std::string_view text, std::string who) const;

private:
    using Finish = std::function<void()>;
    // Operations on the book come one after the other; each calls its Finish once.
    void enqueue(std::function<void(Finish)> operation);
    void next_operation();
    void read_snapshot(std::function<void(Result<book::Snapshot>)> done);
    void settle_round(int round, int booked, std::function<void(Result<SettleReport>)> done);
    void book_matches(std::vector<matching::Proposal> certain,
                      std::function<void(int booked)> done);
    void give_back_claims();
    [[nodiscard]] outbox::LetterState state_after_crash(const outbox::Letter& letter) const;
    [[nodiscard]] static std::vector<Outgoing> approved_before(const Assessment& assessment);
    void approve_all(const Assessment& assessment, const std::vector<std::string>& wanted,
                     const std::string& who, DeliveryReport& report,
                     std::vector<Outgoing>& approved);
    [[nodiscard]] Result<Outgoing>
    approve_one(const Assessment& assessment, const outbox::Letter& letter, const std::string& who);
    void deliver(const std::shared_ptr<std::vector<Outgoing>>& letters, std::size_t at,
                 const std::shared_ptr<DeliveryReport>& report, const Finish& done);
    [[nodiscard]] Result<void> put_out(const Outgoing& outgoing, const Permission& permission);
    [[nodiscard]] Result<void> send(const outbox::Letter& letter, const Permission& permission);
    void handle_events(const std::vector<std::unique_ptr<EventCopy>>& events);
    void mark_imports(const std::vector<outbox::InboxEvent>& events);
    void settle_soon();
    void settle_after_events();
    [[nodiscard]] bool import_is_running() const;
    [[nodiscard]] std::chrono::milliseconds time_to_settle() const;

    HostPort host_;
    Configuration configuration_;
    MainQueue& main_;
    Inbox& inbox_;
    DurableCursors& cursors_;
    std::shared_ptr<Lane> lane_;
    std::unique_ptr<outbox::Store> store_;
    std::string unusable_; // why the store cannot be used, or why sending stopped
    // Letter number and why: withdrawn by an event, and in no report yet.
    std::vector<std::pair<std::string, std::string>> withdrawn_by_events_;
    std::deque<std::function<void(Finish)>> operations_;
    bool operating_ = false;
    std::optional<std::chrono::steady_clock::time_point> import_since_;
    std::optional<std::chrono::steady_clock::time_point>
        settle_asked_;          // the first event of a burst
    bool settle_waits_ = false; // a settling after events stands in the queue
};

// 128 random bits as 32 hex digits.
[[nodiscard]] std::string random_id();

} // namespace afpunt::runtime
