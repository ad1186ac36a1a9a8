// SPDX-License-Identifier: MIT
//
// The follow-up of one book, on the worker: an actor whose state nobody else touches. It takes in
// events, asks for snapshots, settles, delivers. What needs the host's thread goes through the
// MainQueue and comes back as a task on the lane.
#pragma once

#include "delivery/letter_forms.hpp"
#include "delivery/mail_sender.hpp"
#include "outbox/store.hpp"
#include "runtime/delivery_run.hpp"
#include "runtime/durable_cursors.hpp"
#include "runtime/engine.hpp"
#include "runtime/inbox.hpp"
#include "runtime/machine.hpp"
#include "runtime/main_queue.hpp"
#include "runtime/payment_links.hpp"
#include "runtime/sent_copies.hpp"
#include "runtime/settle.hpp"

#include <afpunt/result.hpp>

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace afpunt::runtime {

// In a Failure: another program is at work in the book.
inline constexpr auto busy_field = "the book";

// Message-IDs of the letters that went to each party before, oldest first.
using EarlierMails = std::map<std::string, std::vector<std::string>, std::less<>>;

class FollowUp {
public:
    using NetworkSource = std::function<std::shared_ptr<delivery::Network>()>;
    FollowUp(HostPort host, Configuration configuration, MainQueue& main, Inbox& inbox,
             DurableCursors& cursors, std::shared_ptr<Lane> lane, NetworkSource network,
             std::shared_ptr<const Machine> machine = this_machine());

    // Everything below: [worker].
    void open_store();
    void take_events();
    void look_up_cursor(const std::string& source);
    // What was thrown is a bug of ours: from now on nothing is prepared or sent.
    void stop_sending(const std::string& why);

    // A fresh look without a change.
    void look(std::function<void(Result<Assessment>)> done);
    // The same for answers, from the last look where the host can tell that it still holds. Good
    // for the time of the call.
    using Shown = std::function<void(Result<const Assessment*>)>;
    void show(Shown shown);
    // A fresh look, matches booked, letters withdrawn, held, prepared; in mode "send" delivered.
    using Settled = std::function<void(const Result<SettleReport>&, const DeliveryReport&)>;
    void settle(const Settled& done, PlanAfter plan_after = PlanAfter::Wanted);
    // Settles, then approves these waiting letters (empty = all that are prepared) and delivers
    // them.
    void approve(std::vector<std::string> letters, std::string who,
                 const std::function<void(Result<DeliveryReport>)>& done);
    // Runs on the host's thread, then `done` on the worker.
    void on_host(std::function<Result<void>(const HostPort&)> call,
                 std::function<void(Result<void>)> done);
    // The same in steps, as many as `step` asks for, within the host's budget for each turn.
    void in_host_turns(std::function<Progress(const HostPort&)> step, std::function<void()> done);
    // Ends what goes on outside; `closed` comes once, after everything that was under way.
    void close(std::function<void()> closed);

    // --- for letters on their way out (delivery_run.cpp)
    [[nodiscard]] Lane& lane() { return *lane_; }
    // For tasks that may come back after this object has gone: a closed lane forgets them.
    [[nodiscard]] std::shared_ptr<Lane> shared_lane() const { return lane_; }
    [[nodiscard]] const Inbox& inbox() const { return inbox_; }
    [[nodiscard]] const Machine& machine() const { return *machine_; }
    // Rises with each event, here or of another process, after which the plan may be another.
    [[nodiscard]] std::uint64_t book_changes();
    // Fails while letters may not leave from this state: closing, a copy, an unclear place.
    [[nodiscard]] Result<void> may_send();
    [[nodiscard]] Result<void> renew_lease();
    [[nodiscard]] Result<std::string> raise_generation(); // the host's new mark
    [[nodiscard]] Result<delivery::MailSender*> mail_sender();
    // In the place of the one that the settings name: the seam for tests.
    void use_mail_sender(std::unique_ptr<delivery::MailSender> sender) {
        mail_sender_ = std::move(sender);
    }
    [[nodiscard]] std::shared_ptr<delivery::Network> network() { return network_(); }
    // True once this follow-up ends: for work on other threads that takes long.
    [[nodiscard]] std::shared_ptr<const std::atomic<bool>> ending() const { return ending_; }
    // For the mail account itself (IMAP), which wants a login also where the server that takes our
    // mail asks for none. Empty where a token's server cannot be spoken to.
    [[nodiscard]] delivery::LoginProvider account_login();
    [[nodiscard]] Result<std::string> put_out(const outbox::Letter& letter); // where it is now
    [[nodiscard]] Result<void> write_outcomes(const std::vector<outbox::LetterMove>& moves);
    [[nodiscard]] std::string state_in_words(const std::string& letter_id);

    // --- which book this is (follow_up_standing.cpp)
    [[nodiscard]] outbox::Standing standing() const { return incarnation_.standing; }
    [[nodiscard]] outbox::Whereabouts whereabouts() const { return whereabouts_; }
    // A person's word: moved, copied or restored. "Restored" makes all that is overdue "old
    // balance".
    void declare_standing(outbox::Standing standing, bool restored, const std::string& who,
                          std::function<void(Result<void>)> done);
    [[nodiscard]] bool sends_without_hand();

    // Fails while the state cannot be used, with the reason.
    [[nodiscard]] Result<outbox::Store*> store();
    [[nodiscard]] const Configuration& configuration() const { return configuration_; }
    [[nodiscard]] const HostPort& host() const { return host_; }
    [[nodiscard]] outbox::JournalDraft journal(std::string kind, std::string subject,
                                               std::string_view text, std::string who) const;

private:
    using Finish = std::function<void()>;
    using SettleDone = std::function<void(Result<SettleReport>)>;
    // As enqueue(), under the lease of the book; `refused` is told when another program keeps it.
    void enqueue_leading(std::function<void(Finish)> operation,
                         std::function<void(const Failure&)> refused);
    void lead_or_wait(Machine::Instant until, const std::function<void(Finish)>& operation,
                      const std::function<void(const Failure&)>& refused, const Finish& finish);
    // nullopt = it is ours.
    [[nodiscard]] Result<std::optional<outbox::Lease>> take_lease();
    void find_standing();
    // Operations on the book come one after the other; each calls its Finish once.
    void enqueue(std::function<void(Finish)> operation);
    void next_operation();
    struct BookReading {
        Result<book::Snapshot> snapshot;
        std::optional<LookGround> ground;
        std::uint64_t book_changes = 0;
    };
    void read_snapshot(std::function<void(BookReading)> done);
    void look_anew(const std::function<void(Result<Assessment>)>& done);
    [[nodiscard]] bool kept_look_holds(std::optional<std::uint64_t> revision);
    void know_own_changes(Assessment& look);
    void keep_look(Assessment&& look);
    void let_look_go_later();
    struct SettleRound {
        int round = 0, booked = 0; // matches that were booked in the rounds before
        PlanAfter plan_after = PlanAfter::Wanted;
    };
    void settle_round(SettleRound now, SettleDone done);
    // The same with what the providers of payment links know before it, and told what it led to
    // after it. Not in a trial: nothing is asked and nothing closed.
    void settle_with_links(SettleDone done, PlanAfter plan_after = PlanAfter::Wanted);
    void open_links();
    // Makes the links of letters that are about to be approved, then calls `then`.
    void make_links(const Assessment& assessment, const std::vector<std::string>& wanted,
                    std::function<void()> then);
    void book_matches(std::vector<matching::Proposal> certain,
                      std::function<void(int booked)> done);
    // Before anything else happens to letters that a program that died had in hand: an event must
    // not withdraw one that has left.
    [[nodiscard]] Result<void> see_to_inherited();
    // What becomes of them.
    [[nodiscard]] Result<std::vector<outbox::LetterMove>>
    inherited_letters(bool machine_was_restarted) const;
    [[nodiscard]] outbox::LetterState state_after_crash(const outbox::Letter& letter,
                                                        bool machine_was_restarted) const;
    [[nodiscard]] std::vector<Outgoing> approved_before(const Assessment& assessment,
                                                        const std::vector<std::string>& wanted,
                                                        DeliveryReport& report) const;
    void approve_all(const Assessment& assessment, const std::vector<std::string>& wanted,
                     const std::string& who, DeliveryReport& report,
                     std::vector<Outgoing>& approved);
    [[nodiscard]] Result<std::vector<outbox::LetterForm>>
    frozen_forms(const Assessment& assessment, const outbox::Letter& letter,
                 const EarlierMails& earlier, delivery::LetterPress& press) const;
    // Sends what was approved; looks at the book again where it changed meanwhile.
    void deliver(const Assessment& assessment, std::vector<Outgoing> letters, int look,
                 DeliveryReport so_far, std::function<void(DeliveryReport)> done);
    void try_again_at(std::int64_t moment_us); // 0 = never
    [[nodiscard]] delivery::LoginProvider mail_login();
    // Copies of what left into the mail account's folder of sent mail, in the background.
    void look_after_copies();
    struct TakenIn {
        std::vector<outbox::InboxEvent> fresh;
        std::vector<std::pair<std::string, std::string>> withdrawn; // letter number and why
    };
    [[nodiscard]] Result<TakenIn> take_in(const std::vector<outbox::InboxEvent>& told);
    void handle_events(const std::vector<std::unique_ptr<EventCopy>>& events);
    void mark_imports(const std::vector<outbox::InboxEvent>& events);
    void settle_soon();
    // Lets the store tidy up once nothing has happened for a while.
    void upkeep_later();
    void upkeep_when_quiet();
    void settle_after_events();
    [[nodiscard]] bool import_is_running() const;
    [[nodiscard]] std::chrono::milliseconds time_to_settle() const;

    HostPort host_;
    Configuration configuration_;
    MainQueue& main_;
    Inbox& inbox_;
    DurableCursors& cursors_;
    std::shared_ptr<Lane> lane_;
    std::shared_ptr<const Machine> machine_;
    std::unique_ptr<outbox::Store> store_;
    std::unique_ptr<PaymentLinks> links_; // nullptr: no provider hosts any
    std::optional<Failure> unusable_;     // why the store cannot be used, or why sending stopped
    // Letter number and why: withdrawn by an event, and in no report yet.
    std::vector<std::pair<std::string, std::string>> withdrawn_by_events_;
    std::deque<std::function<void(Finish)>> operations_;
    bool operating_ = false;
    struct RunningImport {
        Machine::Instant since;
        std::int64_t book_us; // the same moment by the book's clock
    };
    std::optional<RunningImport> import_;
    std::optional<Machine::Instant> settle_asked_; // the first event of a burst
    bool settle_waits_ = false;                    // a settling after events stands in the queue
    NetworkSource network_;
    std::shared_ptr<delivery::HttpClient> token_client_; // asks for access tokens
    delivery::LoginProvider mail_login_;
    std::unique_ptr<delivery::MailSender> mail_sender_;
    std::unique_ptr<SentCopies> sent_copies_;
    outbox::LeaseHolder holder_;
    bool led_before_ = false, inherited_is_seen_ = false;
    std::int64_t lease_until_ms_ = 0;
    outbox::Incarnation incarnation_;
    outbox::Whereabouts whereabouts_ = outbox::Whereabouts::Known;
    bool closing_ = false;
    std::shared_ptr<std::atomic<bool>> ending_ = std::make_shared<std::atomic<bool>>(false);
    std::uint64_t book_changes_ = 0;
    bool letters_leave_ = false;   // a DeliveryRun is under way
    std::int64_t retry_at_us_ = 0; // when the timer for letters that were put off ends; 0 = none
    std::int64_t foreign_changes_ = 0;
    std::unique_ptr<Assessment> kept_look_; // nullptr: the next question reads the book
    Machine::Instant look_used_;
    bool look_timer_waits_ = false;
    Machine::Instant worked_;
    bool upkeep_timer_waits_ = false;
};

} // namespace afpunt::runtime
