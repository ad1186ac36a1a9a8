// SPDX-License-Identifier: MIT
#include "runtime/follow_up.hpp"

#include "outbox/checks.hpp"
#include "runtime/letter_review.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace afpunt::runtime {
namespace {

outbox::InboxEvent kept_form(const EventCopy& event) {
    outbox::InboxEvent kept;
    kept.source = event.source;
    kept.epoch = event.epoch;
    kept.event_id = event.id;
    kept.type = event.type;
    kept.party_id = event.party_id;
    kept.item_ids = event.item_ids;
    kept.cursor = event.cursor;
    return kept;
}

bool names_matched_items(const outbox::InboxEvent& event) {
    return event.type == AFPUNT_EVENT_MATCHED && !event.item_ids.empty();
}

} // namespace

FollowUp::FollowUp(HostPort host, Configuration configuration, MainQueue& main, Inbox& inbox,
                   DurableCursors& cursors, std::shared_ptr<Lane> lane, NetworkSource network,
                   std::shared_ptr<const Machine> machine)
    : host_(std::move(host)), configuration_(std::move(configuration)), main_(main), inbox_(inbox),
      cursors_(cursors), lane_(std::move(lane)), machine_(std::move(machine)),
      network_(std::move(network)), holder_(machine_->holder(machine_->random_id(), host_.name())) {
}

Result<outbox::Store*> FollowUp::store() {
    if (unusable_) return tl::unexpected(*unusable_);
    if (store_ == nullptr) {
        return fail("afpunt's state", "not open yet", "a state that can be read and written");
    }
    return store_.get();
}

void FollowUp::stop_sending(const std::string& why) {
    ++book_changes_;
    const std::string stopped = "afpunt has stopped because of a mistake of its own: " + why;
    unusable_ = Failure{{}, "afpunt's state", stopped, "a new start of the program"};
    host_.log(AFPUNT_LOG_PLUGIN_MISBEHAVING, stopped);
    // The operation that threw will not finish. Those that come find the state unusable, and say
    // so.
    operations_.clear();
    operating_ = false;
    settle_waits_ = false;
    kept_look_.reset();
}

void FollowUp::look_up_cursor(const std::string& source) {
    auto state = store();
    auto cursor = state ? (*state)->durable_cursor(source)
                        : Result<std::string>(tl::unexpected<Failure>(state.error()));
    if (!cursor) host_.log(AFPUNT_LOG_WARNING, cursor.error().sentence());
    cursors_.set(source, cursor.value_or(""));
    host_.request_callback();
}

outbox::JournalDraft FollowUp::journal(std::string kind, std::string subject, std::string_view text,
                                       std::string who) const {
    return {host_.now().rfc3339(), std::move(kind), std::move(subject),
            std::string(text::utf8_prefix(text, outbox::limits::text_bytes)),
            who.empty() ? "afpunt" : std::move(who)};
}

// ---- operations, one after the other -----------------------------------------------------------

void FollowUp::enqueue(std::function<void(Finish)> operation) {
    operations_.push_back(std::move(operation));
    if (!operating_) next_operation();
}

void FollowUp::next_operation() {
    operating_ = !operations_.empty();
    if (!operating_) return upkeep_later();
    auto operation = std::move(operations_.front());
    operations_.pop_front();
    // The next one begins from the lane, so that a long queue does not deepen the stack.
    operation([this] { lane_->post([this] { next_operation(); }); });
}

void FollowUp::on_host(std::function<Result<void>(const HostPort&)> call,
                       std::function<void(Result<void>)> done) {
    main_.push([this, call = std::move(call), done = std::move(done)] {
        auto answer = std::make_shared<Result<void>>(call(host_));
        lane_->post([answer, done] { done(*answer); });
        return Progress::Finished;
    });
}

void FollowUp::in_host_turns(std::function<Progress(const HostPort&)> step,
                             std::function<void()> done) {
    main_.push([this, step = std::move(step), done = std::move(done)] {
        if (step(host_) == Progress::More) return Progress::More;
        lane_->post(done);
        return Progress::Finished;
    });
}

void FollowUp::upkeep_later() {
    worked_ = machine_->now();
    if (!std::exchange(upkeep_timer_waits_, true)) upkeep_when_quiet();
}

void FollowUp::upkeep_when_quiet() {
    const auto rest = worked_ + config::quiet_before_upkeep - machine_->now();
    lane_->call_later(std::chrono::ceil<std::chrono::milliseconds>(rest), [this] {
        if (machine_->now() - worked_ < config::quiet_before_upkeep) return upkeep_when_quiet();
        upkeep_timer_waits_ = false;
        // An operation under way comes by here at its end.
        const auto state = store();
        if (operating_ || !state) return;
        if (auto done = (*state)->upkeep(); !done) {
            host_.log(AFPUNT_LOG_WARNING, done.error().sentence());
        }
    });
}

// ---- settling ----------------------------------------------------------------------------------

// Over by either clock: a machine that slept has counted nothing, a book whose day is set by hand
// stands still.
bool FollowUp::import_is_running() const {
    if (!import_) return false;
    const std::chrono::microseconds by_the_book(host_.now().now_us - import_->book_us);
    return machine_->now() - import_->since < config::import_barrier_max &&
           by_the_book < config::import_barrier_max;
}

void FollowUp::settle_round(SettleRound now, SettleDone done) {
    if (import_is_running()) {
        done(fail("import", "an import that is still running", "the end of the import"));
        return;
    }
    read_snapshot([this, now, done = std::move(done)](BookReading read) {
        auto state = store();
        if (!read.snapshot) return done(tl::unexpected<Failure>(read.snapshot.error()));
        if (!state) return done(tl::unexpected<Failure>(state.error()));
        auto assessment =
            recognise(std::move(*read.snapshot), host_.now(), **state, configuration_);
        if (!assessment) return done(tl::unexpected<Failure>(assessment.error()));
        assessment->ground = read.ground;
        assessment->book_changes = read.book_changes;
        std::vector<matching::Proposal> certain;
        if (configuration_.settings.certain_matches == config::CertainMatches::Book &&
            host_.can_match() && !assessment->moment.trial &&
            now.round < config::match_rounds_max) {
            for (const auto& proposal : assessment->proposals) {
                if (proposal.confidence == matching::Confidence::Certain)
                    certain.push_back(proposal);
            }
        }
        if (!certain.empty()) {
            return book_matches(std::move(certain), [this, now, done](int booked) {
                // Where the host refused them all they stay proposals, which hold their letters.
                const int next = booked == 0 ? config::match_rounds_max : now.round + 1;
                settle_round({next, now.booked + booked, now.plan_after}, done);
            });
        }
        if (auto planned = replan(*assessment, **state, configuration_); !planned) {
            return done(tl::unexpected<Failure>(planned.error()));
        }
        // A look that is kept is one that somebody may ask for.
        const PlanAfter plan_after = read.ground ? PlanAfter::Wanted : now.plan_after;
        auto report = runtime::settle(
            std::move(*assessment), **state, configuration_,
            [this] { return machine_->random_id(); }, plan_after);
        if (report) {
            report->matches_booked = now.booked;
            // What an event withdrew since the last report is told with this one.
            report->withdrawn.insert(report->withdrawn.begin(), withdrawn_by_events_.begin(),
                                     withdrawn_by_events_.end());
            withdrawn_by_events_.clear();
            know_own_changes(report->after);
        }
        done(std::move(report));
    });
}

void FollowUp::book_matches(std::vector<matching::Proposal> certain,
                            std::function<void(int booked)> done) {
    auto proposals = std::make_shared<std::vector<matching::Proposal>>(std::move(certain));
    auto at = std::make_shared<std::size_t>(0);
    auto booked = std::make_shared<int>(0);
    main_.push([this, proposals, at, booked, done = std::move(done)] {
        const auto& proposal = (*proposals)[(*at)++];
        if (auto matched = host_.match(proposal); matched) {
            ++*booked;
        } else {
            host_.log(AFPUNT_LOG_WARNING,
                      "a certain match was not booked: " + matched.error().sentence());
        }
        if (*at < proposals->size()) return Progress::More;
        lane_->post([booked, done] { done(*booked); });
        return Progress::Finished;
    });
}

void FollowUp::settle(const Settled& done, PlanAfter plan_after) {
    const auto settling = [this, done, plan_after](const Finish& finish) {
        const auto settled = [this, done, finish](Result<SettleReport> report) {
            if (!report || report->after.moment.trial) {
                done(report, {});
                if (report) keep_look(std::move(report->after));
                return finish();
            }
            auto kept = std::make_shared<Result<SettleReport>>(std::move(report));
            const auto leave = [this, kept, done, finish](bool approving) {
                DeliveryReport delivery;
                std::vector<Outgoing> approved = approved_before((*kept)->after, {}, delivery);
                if (approving) approve_all((*kept)->after, {}, "afpunt", delivery, approved);
                deliver((*kept)->after, std::move(approved), 0, std::move(delivery),
                        [this, kept, done, finish](const DeliveryReport& delivered) {
                            done(*kept, delivered);
                            keep_look(std::move((*kept)->after));
                            finish();
                        });
            };
            if (!sends_without_hand()) return leave(false);
            make_links((*kept)->after, {}, [leave] { leave(true); });
        };
        // Letters that leave at once are looked for in what stands after the settling.
        settle_with_links(settled, sends_without_hand() ? PlanAfter::Wanted : plan_after);
    };
    enqueue_leading(settling,
                    [done](const Failure& busy) { done(tl::unexpected<Failure>(busy), {}); });
}

// ---- events ------------------------------------------------------------------------------------

// How long deciding still has to wait: for quiet, not for ever, and for the end of an import.
std::chrono::milliseconds FollowUp::time_to_settle() const {
    const auto now = machine_->now();
    auto begin = std::min(now + config::quiet_after_event,
                          settle_asked_.value_or(now) + config::settle_after_event_max);
    if (import_is_running()) begin = std::max(begin, import_->since + config::import_barrier_max);
    return std::chrono::ceil<std::chrono::milliseconds>(
        std::max(begin - now, std::chrono::steady_clock::duration::zero()));
}

void FollowUp::settle_soon() {
    if (!settle_asked_) settle_asked_ = machine_->now();
    lane_->post_later(time_to_settle(), [this] {
        settle_asked_.reset();
        settle_after_events();
    });
}

void FollowUp::settle_after_events() {
    // One that stands in the queue will see what this one would; a host that does not call
    // on_main() must not make the queue grow.
    if (settle_waits_) return;
    settle_waits_ = true;
    enqueue([this](const Finish& finish) {
        settle_waits_ = false;
        finish();
    });
    const auto tell = [this](const Result<SettleReport>& report, const DeliveryReport& delivery) {
        if (!report) {
            host_.log(AFPUNT_LOG_WARNING, report.error().sentence());
            // Another program kept the book: what the events said is still to be looked at.
            if (report.error().field == busy_field) settle_soon();
            return;
        }
        if (report->withdrawn.empty() && report->prepared.empty() && delivery.delivered.empty()) {
            return;
        }
        std::string text = std::to_string(report->withdrawn.size()) + " withdrawn, " +
                           std::to_string(report->prepared.size()) + " prepared, " +
                           std::to_string(delivery.delivered.size()) + " delivered";
        main_.push([this, text] {
            host_.notice(AFPUNT_LOG_INFO, text);
            return Progress::Finished;
        });
    };
    settle(tell, PlanAfter::Unwanted);
}

void FollowUp::take_events() {
    inbox_.wake_handled();
    const auto events = inbox_.take_all();
    if (!events.empty()) {
        handle_events(events);
        upkeep_later();
    }
    if (inbox_.take_overflow()) {
        ++book_changes_;
        settle_soon();
    }
}

void FollowUp::mark_imports(const std::vector<outbox::InboxEvent>& events) {
    for (const outbox::InboxEvent& event : events) {
        if (event.type == AFPUNT_EVENT_IMPORT_STARTED) {
            import_ = RunningImport{machine_->now(), host_.now().now_us};
        } else if (event.type == AFPUNT_EVENT_IMPORT_FINISHED) {
            import_.reset();
        }
    }
}

// What was not known before, and what of it withdrew, with one commit: a match and its letter.
Result<FollowUp::TakenIn> FollowUp::take_in(const std::vector<outbox::InboxEvent>& told) {
    auto state = store();
    if (!state) return tl::unexpected<Failure>(state.error());
    if (auto seen = see_to_inherited(); !seen) return tl::unexpected<Failure>(seen.error());
    TakenIn taken;
    auto done = (*state)->together([&]() -> Result<void> {
        auto fresh = (*state)->record_events(told);
        if (!fresh) return tl::unexpected<Failure>(fresh.error());
        taken.fresh = std::move(*fresh);
        std::set<std::string> touched;
        for (const outbox::InboxEvent& event : taken.fresh) {
            // An un-match or a changed item voids nothing that is written: the settling that
            // follows decides.
            if (names_matched_items(event)) {
                touched.insert(event.item_ids.begin(), event.item_ids.end());
            }
        }
        if (touched.empty()) return {};
        const std::string why = withdrawn_by_match(configuration_.policy.default_language);
        auto withdrawn = (*state)->withdraw_for_items({touched.begin(), touched.end()},
                                                      journal("withdraw", "match", why, ""));
        if (!withdrawn) return tl::unexpected<Failure>(withdrawn.error());
        for (const outbox::Letter& letter : *withdrawn)
            taken.withdrawn.emplace_back(letter.number, why);
        return {};
    });
    if (!done) return tl::unexpected<Failure>(done.error());
    return taken;
}

// Only what was not known before counts: a host may repeat its events, and a match of last week
// must not withdraw a letter that was made after it was untied again.
void FollowUp::handle_events(const std::vector<std::unique_ptr<EventCopy>>& events) {
    if (!store()) return;
    std::vector<outbox::InboxEvent> told;
    for (const auto& event : events)
        told.push_back(kept_form(*event));
    const auto taken = take_in(told);
    if (!taken) {
        // The events are lost, which costs time and no wrong letter: the book is read anew.
        host_.log(AFPUNT_LOG_ERROR, taken.error().sentence());
        ++book_changes_;
        mark_imports(told);
        return settle_soon();
    }
    mark_imports(taken->fresh);
    // A host that repeats itself may mean something new by it: what leaves is looked at again.
    if (taken->fresh.size() < told.size()) ++book_changes_;
    for (const outbox::InboxEvent& event : taken->fresh) {
        cursors_.set(event.source, event.cursor);
        // Money may have come in that is probably somebody's: what leaves is decided anew. A match
        // has withdrawn what asked for it; but where no letters leave yet, one may be about to be
        // made from what was read before it.
        if (!names_matched_items(event) || !letters_leave_) ++book_changes_;
    }
    withdrawn_by_events_.insert(withdrawn_by_events_.end(), taken->withdrawn.begin(),
                                taken->withdrawn.end());
    settle_soon();
}

} // namespace afpunt::runtime
