// SPDX-License-Identifier: MIT
//
// Opening the state: which book it is, who may work in it now, and what a process that died left
// behind.
#include "outbox/sqlite_store.hpp"
#include "runtime/follow_up.hpp"

#include <filesystem>

namespace afpunt::runtime {
namespace {

constexpr auto store_file = "afpunt.db";
constexpr std::int64_t lease_renewed_within_ms = outbox::lease_ms / 3;

std::string holder_in_words(const outbox::LeaseHolder& holder) {
    return holder.name + " (process " + std::to_string(holder.process) + ")";
}

} // namespace

void FollowUp::open_store() {
    const std::filesystem::path file =
        std::filesystem::path(configuration_.state_folder) / store_file;
    auto store = outbox::open_sqlite_store(file.string(), host_.book_id());
    if (!store) {
        unusable_ = store.error();
        host_.log(AFPUNT_LOG_ERROR, unusable_->sentence());
        return;
    }
    store_ = std::move(*store);
    find_standing();
    if (!unusable_) {
        if (auto seen = see_to_inherited(); !seen) {
            host_.log(AFPUNT_LOG_ERROR, seen.error().sentence());
        }
    }
    open_links();
}

// ---- which book this is ------------------------------------------------------------------------

void FollowUp::find_standing() {
    auto incarnation = store_->incarnation();
    auto foreign = store_->foreign_changes();
    if (!incarnation || !foreign) {
        unusable_ = !incarnation ? incarnation.error() : foreign.error();
        host_.log(AFPUNT_LOG_ERROR, unusable_->sentence());
        return;
    }
    incarnation_ = std::move(*incarnation);
    foreign_changes_ = *foreign;
    const std::string place = machine_->place_of(configuration_.state_folder);
    whereabouts_ = outbox::whereabouts(
        incarnation_, place, outbox::parse_mark(configuration_.state_mark), host_.keeps_texts());
    if (incarnation_.standing == outbox::Standing::Copy) return;
    if (whereabouts_ != outbox::Whereabouts::Known) {
        incarnation_.standing = outbox::Standing::Unclear;
    } else if (incarnation_.place != place) {
        // Nothing ever left from it, or it is new: its place is here.
        incarnation_.place = place;
        (void)store_->set_incarnation(incarnation_, {});
    }
    // Mode "prepare" ends what was switched on: going back to "send" is to be said again.
    auto sending = store_->sending();
    if (configuration_.policy.mode == policy::Mode::Prepare && sending && !sending->since.empty()) {
        (void)store_->set_sending({}, journal("sending", "off", "mode is \"prepare\"", ""));
    }
}

bool FollowUp::sends_without_hand() {
    if (configuration_.policy.mode != policy::Mode::Send || !may_send()) return false;
    auto sending = store_->sending();
    return sending && !sending->since.empty();
}

Result<void> FollowUp::may_send() {
    if (closing_) return fail("afpunt", "about to stop", "a program that goes on");
    auto state = store();
    if (!state) return tl::unexpected<Failure>(state.error());
    switch (incarnation_.standing) {
    case outbox::Standing::Own: return {};
    case outbox::Standing::Copy:
        return fail("book", "a copy of another book",
                    "the book itself: a copy prepares and sends nothing");
    case outbox::Standing::Unclear: break;
    }
    return fail("book", "a book that was moved, copied or put back from a backup",
                "somebody's word which it is (afpunt book moved, copied or restored); until then "
                "letters are only prepared");
}

Result<std::string> FollowUp::raise_generation() {
    auto state = store();
    if (!state) return tl::unexpected<Failure>(state.error());
    outbox::Incarnation next = incarnation_;
    ++next.generation;
    if (auto set = (*state)->set_incarnation(next, {}); !set) {
        return tl::unexpected<Failure>(set.error());
    }
    incarnation_ = next;
    return outbox::IncarnationMark{next.store_id, next.generation}.text();
}

void FollowUp::declare_standing(outbox::Standing standing, bool restored, const std::string& who,
                                std::function<void(Result<void>)> done) {
    auto state = store();
    if (!state) return done(tl::unexpected<Failure>(state.error()));
    outbox::Incarnation next = incarnation_;
    next.standing = standing;
    next.place = machine_->place_of(configuration_.state_folder);
    // A copy gets a name of its own, so that the mark of the one it was made from stays apart.
    if (standing == outbox::Standing::Copy) next.store_id = machine_->random_id();
    const auto mark = outbox::parse_mark(configuration_.state_mark);
    if (mark) next.generation = std::max(next.generation, mark->generation);
    ++next.generation;
    const std::string word = standing == outbox::Standing::Copy ? "copied"
                             : restored                         ? "restored"
                                                                : "moved";
    auto declared = (*state)->set_incarnation(next, journal("book", word, "", who));
    if (declared && restored) {
        declared = (*state)->set_first_day(host_.now().today, journal("book", "old balances",
                                                                      "put back from a backup: "
                                                                      "look first",
                                                                      who));
    }
    if (!declared) return done(declared);
    incarnation_ = next;
    whereabouts_ = outbox::Whereabouts::Known;
    configuration_.state_mark = outbox::IncarnationMark{next.store_id, next.generation}.text();
    on_host([mark_text = configuration_.state_mark](
                const HostPort& host) { return host.keep("state.mark", mark_text); },
            std::move(done));
}

std::uint64_t FollowUp::book_changes() {
    if (auto state = store()) {
        const auto foreign = (*state)->foreign_changes();
        if (!foreign || *foreign != foreign_changes_) {
            foreign_changes_ = foreign.value_or(foreign_changes_);
            ++book_changes_;
        }
    }
    return book_changes_;
}

// ---- one at a time -----------------------------------------------------------------------------

Result<std::optional<outbox::Lease>> FollowUp::take_lease() {
    auto state = store();
    if (!state) return tl::unexpected<Failure>(state.error());
    std::optional<outbox::Lease> before;
    const std::int64_t now = machine_->since_start_ms();
    const auto may_take = [&](const outbox::Lease& present) {
        before = present;
        return outbox::may_replace(present, holder_, now,
                                   machine_->process_exists(present.holder.process));
    };
    const auto inherit = [&]() -> Result<std::vector<outbox::LetterMove>> {
        const bool took_over = before && before->holder.id != holder_.id;
        if (!took_over && led_before_) return {};
        return inherited_letters(before && before->holder.boot != holder_.boot);
    };
    auto refused = (*state)->take_lease({holder_, now + outbox::lease_ms}, may_take, inherit);
    if (!refused || *refused) return refused;
    led_before_ = true;
    lease_until_ms_ = now + outbox::lease_ms;
    return refused;
}

Result<void> FollowUp::renew_lease() {
    if (closing_) return fail("afpunt", "about to stop", "a program that goes on");
    if (lease_until_ms_ - machine_->since_start_ms() > outbox::lease_ms - lease_renewed_within_ms)
        return {};
    auto refused = take_lease();
    if (!refused) return tl::unexpected<Failure>(refused.error());
    if (!*refused) return {};
    return fail(busy_field, holder_in_words((*refused)->holder), "nobody else at work in the book");
}

void FollowUp::enqueue_leading(std::function<void(Finish)> operation,
                               std::function<void(const Failure&)> refused) {
    enqueue([this, operation = std::move(operation),
             refused = std::move(refused)](const Finish& finish) {
        lead_or_wait(machine_->now() + config::lease_patience, operation, refused, finish);
    });
}

void FollowUp::lead_or_wait(Machine::Instant until, const std::function<void(Finish)>& operation,
                            const std::function<void(const Failure&)>& refused,
                            const Finish& finish) {
    auto taken = take_lease();
    if (!taken) {
        refused(taken.error());
        return finish();
    }
    if (!*taken) {
        return operation([this, finish] {
            if (auto state = store()) (void)(*state)->release_lease();
            finish();
        });
    }
    if (machine_->now() >= until) {
        refused(Failure{"", busy_field, holder_in_words((*taken)->holder),
                        "nobody else at work in the book; please try again in a moment"});
        return finish();
    }
    lane_->call_later(config::lease_look, [this, until, operation, refused, finish] {
        lead_or_wait(until, operation, refused, finish);
    });
}

// Whoever holds the lease now has seen to it when he took it.
Result<void> FollowUp::see_to_inherited() {
    if (inherited_is_seen_) return {};
    auto taken = take_lease();
    if (!taken) return tl::unexpected<Failure>(taken.error());
    if (!*taken) (void)store_->release_lease();
    inherited_is_seen_ = true;
    return {};
}

// ---- what a process that died left behind ------------------------------------------------------

// A letter folder gets its name in one step: it is there whole, or not at all. So what became of a
// letter that a process was putting out when it died can be seen. With a mail server: claimed means
// that no dot was written, as long as the machine itself went on; after "submitting" nobody knows.
outbox::LetterState FollowUp::state_after_crash(const outbox::Letter& letter,
                                                bool machine_was_restarted) const {
    using outbox::LetterState;
    const bool by_mail = configuration_.settings.mail.way == config::MailWay::Smtp;
    if (!by_mail && !configuration_.delivery_folder.empty()) {
        std::error_code error;
        const auto folder = std::filesystem::path(configuration_.delivery_folder) / letter.number;
        const bool is_there =
            letter.state == LetterState::Submitting && std::filesystem::is_directory(folder, error);
        return is_there ? LetterState::Accepted : LetterState::Deferred;
    }
    if (letter.state == LetterState::Claimed && !machine_was_restarted) {
        return LetterState::Deferred;
    }
    return LetterState::Uncertain;
}

Result<std::vector<outbox::LetterMove>>
FollowUp::inherited_letters(bool machine_was_restarted) const {
    auto letters = store_->letters();
    if (!letters) return tl::unexpected<Failure>(letters.error());
    std::vector<outbox::LetterMove> moves;
    for (const outbox::Letter& letter : *letters) {
        if (letter.state != outbox::LetterState::Claimed &&
            letter.state != outbox::LetterState::Submitting) {
            continue;
        }
        outbox::LetterMove move;
        move.letter_id = letter.id;
        move.to = state_after_crash(letter, machine_was_restarted);
        move.entry = journal("deliver", letter.number, "the program was interrupted", "");
        if (move.to == outbox::LetterState::Accepted) move.left_us = host_.now().now_us;
        moves.push_back(std::move(move));
    }
    return moves;
}

// ---- the end -----------------------------------------------------------------------------------

void FollowUp::close(std::function<void()> closed) {
    closing_ = true;
    *ending_ = true;
    kept_look_.reset();
    const auto leave = [this, closed = std::move(closed)] {
        if (led_before_ && store_ != nullptr) (void)store_->release_lease();
        closed();
    };
    const auto close_links = [this, leave] {
        if (links_ == nullptr) return leave();
        links_->close([this, leave] { lane_->post(leave); });
    };
    const auto close_tokens = [this, close_links] {
        if (token_client_ == nullptr) return close_links();
        token_client_->close([this, close_links] { lane_->post(close_links); });
    };
    const auto close_mail = [this, close_tokens] {
        if (mail_sender_ == nullptr) return close_tokens();
        mail_sender_->close([this, close_tokens] { lane_->post(close_tokens); });
    };
    if (sent_copies_ == nullptr) return close_mail();
    sent_copies_->close(close_mail);
}

} // namespace afpunt::runtime
