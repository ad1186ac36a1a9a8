// SPDX-License-Identifier: MIT
#include "runtime/delivery_run.hpp"

#include "delivery/letter_folder.hpp"
#include "delivery/return_path.hpp"
#include "outbox/checks.hpp"
#include "runtime/follow_up.hpp"

#include <afpunt/text.hpp>

#include <algorithm>

namespace afpunt::runtime {
namespace {

using outbox::LetterState;

constexpr std::int64_t minute_us = 60'000'000;
constexpr std::int64_t day_us = minute_us * 60 * 24;

// RFC 3463: 5.7 is about what the sender may do, 5.1.7 and 5.1.8 about his address. All others are
// about the one who was to get the letter, or about the letter.
bool refuses_the_sender(const delivery::MailResult& result) {
    const std::string& status = result.enhanced_status;
    return status.starts_with("5.7.") || status == "5.1.7" || status == "5.1.8" ||
           result.reply_code == 530 || result.reply_code == 535;
}

} // namespace

DeliveryRun::DeliveryRun(FollowUp& follow_up, std::vector<Outgoing> letters,
                         std::uint64_t looked_at, std::vector<std::int64_t> left_before,
                         std::function<void(DeliveryReport)> done)
    : follow_up_(follow_up), letters_(std::move(letters)), left_us_(std::move(left_before)),
      done_(std::move(done)), looked_at_(looked_at) {
    std::sort(left_us_.begin(), left_us_.end());
}

outbox::LetterMove DeliveryRun::move_of(const Outgoing& outgoing, LetterState to,
                                        const std::string& text) const {
    outbox::LetterMove move;
    move.letter_id = outgoing.letter.id;
    move.to = to;
    move.entry = follow_up_.journal("deliver", outgoing.letter.number, text, "");
    return move;
}

void DeliveryRun::not_delivered(const Outgoing& outgoing, const std::string& why) {
    report_.not_delivered.emplace_back(outgoing.letter.number, why);
}

void DeliveryRun::start() {
    if (letters_.empty()) return finish();
    if (auto may = follow_up_.may_send(); !may) {
        stopped_ = may.error().sentence();
        return finish();
    }
    begin_leaving();
}

// The generation rises in the state and then in the host's mark of it, before anything leaves: a
// state that was written before is known as the older one from then on.
void DeliveryRun::begin_leaving() {
    auto mark = follow_up_.raise_generation();
    if (!mark) {
        stopped_ = mark.error().sentence();
        return finish();
    }
    follow_up_.on_host(
        [mark = *mark](const HostPort& host) { return host.keep("state.mark", mark); },
        [self = shared_from_this()](const Result<void>& kept) {
            if (!kept) {
                self->stopped_ = kept.error().sentence();
                return self->finish();
            }
            self->next_group();
        });
}

bool DeliveryRun::may_go_on() {
    if (!stopped_.empty()) return false;
    if (auto leads = follow_up_.renew_lease(); !leads) {
        stopped_ = leads.error().sentence();
    } else if (follow_up_.book_changes() != looked_at_) {
        report_.book_changed = true;
        stopped_ = "the book changed meanwhile and is looked at again";
    }
    return stopped_.empty();
}

std::size_t DeliveryRun::allowance(std::int64_t& wait_ms) {
    wait_ms = 0;
    const config::MailSettings& mail = follow_up_.configuration().settings.mail;
    if (mail.way != config::MailWay::Smtp) return config::delivery_group;
    const std::int64_t now = follow_up_.host().now().now_us;
    const auto left_since = [&](std::int64_t since) {
        return static_cast<std::size_t>(left_us_.end() -
                                        std::upper_bound(left_us_.begin(), left_us_.end(), since));
    };
    const auto per_day = static_cast<std::size_t>(mail.per_day);
    if (left_since(now - day_us) >= per_day) {
        stopped_ = "the limit of " + std::to_string(mail.per_day) +
                   " mails a day is reached; the rest goes tomorrow";
        return 0;
    }
    const auto per_minute = static_cast<std::size_t>(mail.per_minute);
    const std::size_t recent = left_since(now - minute_us);
    if (recent >= per_minute) {
        wait_ms = (left_us_[left_us_.size() - per_minute] + minute_us - now) / 1000 + 1;
        return 0;
    }
    return std::min(
        {config::delivery_group, per_minute - recent, per_day - left_since(now - day_us)});
}

void DeliveryRun::next_group() {
    group_.clear();
    outcomes_.clear();
    if (next_ >= letters_.size() || !may_go_on()) return finish();
    std::int64_t wait_ms = 0;
    const std::size_t allowed = allowance(wait_ms);
    if (allowed == 0 && wait_ms > 0) {
        waited_ms_ += wait_ms;
        if (waited_ms_ > std::chrono::milliseconds(config::rate_wait_max).count()) {
            stopped_ = "the limit of mails per minute is reached; the rest goes with the next run";
            return finish();
        }
        return follow_up_.lane().call_later(std::chrono::milliseconds(wait_ms),
                                            [self = shared_from_this()] { self->next_group(); });
    }
    if (allowed == 0) return finish();
    claim(allowed);
}

void DeliveryRun::claim(std::size_t count) {
    auto state = follow_up_.store();
    std::vector<outbox::LetterMove> claims;
    for (; next_ < letters_.size() && claims.size() < count; ++next_) {
        outbox::LetterMove move = move_of(letters_[next_], LetterState::Claimed, "");
        move.entry.kind.clear();
        claims.push_back(std::move(move));
        group_.push_back({std::move(letters_[next_]), {}, {}, false});
    }
    auto claimed = state ? (*state)->move_letters(claims, outbox::Durability::Machine)
                         : Result<std::vector<std::string>>(tl::unexpected(state.error()));
    if (!claimed) {
        for (const Slot& slot : group_)
            not_delivered(slot.outgoing, claimed.error().sentence());
        stopped_ = claimed.error().sentence();
        return finish();
    }
    std::erase_if(group_, [&](const Slot& slot) {
        const bool moved =
            std::find(claimed->begin(), claimed->end(), slot.outgoing.letter.id) != claimed->end();
        // Withdrawn or held since it was approved: the store knows why.
        if (!moved)
            not_delivered(slot.outgoing, follow_up_.state_in_words(slot.outgoing.letter.id));
        return !moved;
    });
    ask_permits();
}

// One turn of the host's thread for the whole group; it stays within the host's budget because each
// letter is a step of its own.
void DeliveryRun::ask_permits() {
    if (group_.empty()) return next_group();
    auto at = std::make_shared<std::size_t>(0);
    follow_up_.in_host_turns(
        [self = shared_from_this(), at](const HostPort& host) {
            Slot& slot = self->group_[*at];
            auto asked = self->question(slot, host);
            slot.objection = asked ? objection(slot.outgoing, slot.permission.answer)
                                   : Objection{Stop::ForNow, asked.error().sentence()};
            return ++*at < self->group_.size() ? Progress::More : Progress::Finished;
        },
        [self = shared_from_this()] {
            self->under_way_ = self->group_.size();
            for (std::size_t slot = 0; slot < self->group_.size(); ++slot)
                self->hand_over(slot);
        });
}

void DeliveryRun::hand_over(std::size_t at) {
    Slot& slot = group_[at];
    if (slot.objection.stop != Stop::Nothing) return give_back(slot, slot.objection);
    const Configuration& configuration = follow_up_.configuration();
    const bool by_mail = configuration.settings.mail.way == config::MailWay::Smtp;
    if (!by_mail && configuration.delivery_folder.empty()) {
        return give_back(slot,
                         {Stop::ForNow, "no folder to deliver to is set, and no mail server"});
    }
    return by_mail ? mail(at) : put_into_folder(at);
}

// ---- the folder --------------------------------------------------------------------------------

void DeliveryRun::put_into_folder(std::size_t at) {
    at_the_dot(at, [self = shared_from_this(), at](bool may_leave) {
        Slot& slot = self->group_[at];
        if (!may_leave) return self->give_back(slot, slot.objection);
        if (!self->is_still_permitted(at)) return self->try_again(at);
        const outbox::Letter& letter = slot.outgoing.letter;
        auto put = self->follow_up_.put_out(letter);
        outbox::LetterMove move =
            self->move_of(slot.outgoing, put ? LetterState::Accepted : LetterState::Deferred,
                          put ? *put : put.error().sentence());
        move.left_us = self->follow_up_.host().now().now_us;
        move.next_attempt_us = 0;
        self->settle_slot(at, std::move(move), put ? "" : put.error().sentence());
    });
}

// ---- the mail server ---------------------------------------------------------------------------

void DeliveryRun::mail(std::size_t at) {
    Slot& slot = group_[at];
    const outbox::Letter& letter = slot.outgoing.letter;
    auto sender = follow_up_.mail_sender();
    auto state = follow_up_.store();
    auto forms = state ? (*state)->forms(letter.id)
                       : Result<std::vector<outbox::LetterForm>>(tl::unexpected(state.error()));
    const outbox::LetterForm* message = forms ? outbox::form_named(*forms, "mail.eml") : nullptr;
    if (!sender || message == nullptr) {
        const std::string why = !sender  ? sender.error().sentence()
                                : !forms ? forms.error().sentence()
                                         : "the letter has no mail";
        if (!sender) stopped_ = why;
        return give_back(slot, {Stop::ForNow, why});
    }
    const config::Settings& settings = follow_up_.configuration().settings;
    delivery::MailJob job;
    job.letter_id = letter.id;
    job.return_path = delivery::return_path_of(
        settings.mail, letter.id, settings.from.empty() ? slot.outgoing.from : settings.from);
    job.recipients.push_back(letter.to_address);
    if (settings.mail.copy == config::MailCopy::Bcc) job.recipients.push_back(settings.mail.bcc);
    job.message = std::make_shared<const std::string>(message->bytes);
    const auto self = shared_from_this();
    (*sender)->send(
        std::move(job),
        [self, at](std::function<void(bool)> answer) {
            self->follow_up_.lane().post(
                [self, at, answer = std::move(answer)] { self->at_the_dot(at, answer); });
        },
        // Written by the worker before it answered; nobody touches it until `done`.
        [self, at] { return self->is_still_permitted(at); },
        [self, at](delivery::MailResult result) {
            self->follow_up_.lane().post(
                [self, at, result = std::move(result)] { self->mailed(at, result); });
        });
}

// The last word before a letter leaves: what happened since the permit? A match voids the letters
// of its own items, which are withdrawn here, and no others; every other event ends the run
// (may_go_on).
void DeliveryRun::at_the_dot(std::size_t at, const std::function<void(bool)>& answer) {
    Slot& slot = group_[at];
    const std::uint64_t epoch = follow_up_.inbox().epoch();
    follow_up_.take_events();
    if (!may_go_on()) {
        slot.objection = {Stop::ForNow, stopped_};
        return answer(false);
    }
    const bool is_late = follow_up_.machine().now() - slot.permission.given > config::permit_valid;
    if (!is_late) {
        slot.permission.epoch = epoch;
        return answer(allow(at));
    }
    ask_permit(at, [self = shared_from_this(), at, answer](const Result<void>& asked) {
        Slot& again = self->group_[at];
        again.objection = asked ? objection(again.outgoing, again.permission.answer)
                                : Objection{Stop::ForNow, asked.error().sentence()};
        if (again.objection.stop != Stop::Nothing) return answer(false);
        // What was told while the host was asked may concern the plan, not only this letter.
        self->at_the_dot(at, answer);
    });
}

// [main] The epoch first: what happens while the host answers voids the answer.
Result<void> DeliveryRun::question(Slot& slot, const HostPort& host) const {
    slot.permission.epoch = follow_up_.inbox().epoch();
    slot.permission.given = follow_up_.machine().now();
    std::vector<std::string> items;
    for (const auto& item : slot.outgoing.letter.items)
        items.push_back(item.item_id);
    auto answer = host.permit(slot.outgoing.letter.party_id, items);
    if (!answer) return tl::unexpected<Failure>(answer.error());
    slot.permission.answer = std::move(*answer);
    return {};
}

void DeliveryRun::ask_permit(std::size_t at, std::function<void(Result<void>)> done) {
    follow_up_.on_host(
        [self = shared_from_this(), at](const HostPort& host) -> Result<void> {
            return self->question(self->group_[at], host);
        },
        std::move(done));
}

// Nothing leaves without this row. It outlives the process at once, and the machine with the sync
// of the group's outcomes: what a machine that lost its power had claimed counts as uncertain.
bool DeliveryRun::allow(std::size_t at) {
    Slot& slot = group_[at];
    auto state = follow_up_.store();
    outbox::LetterMove move = move_of(slot.outgoing, LetterState::Submitting, "");
    move.entry.kind.clear();
    auto moved = state ? (*state)->move_letters({move}, outbox::Durability::Process)
                       : Result<std::vector<std::string>>(tl::unexpected(state.error()));
    if (moved && !moved->empty()) return true;
    slot.objection = {Stop::ForNow, moved ? follow_up_.state_in_words(slot.outgoing.letter.id)
                                          : moved.error().sentence()};
    return false;
}

bool DeliveryRun::is_still_permitted(std::size_t at) const {
    return follow_up_.inbox().epoch() == group_[at].permission.epoch;
}

void DeliveryRun::try_again(std::size_t at) {
    Slot& slot = group_[at];
    if (slot.outgoing.tries >= config::looks_while_sending_max) {
        return give_back(slot, {Stop::ForNow, "the book does not stand still"});
    }
    Outgoing again = slot.outgoing;
    ++again.tries;
    letters_.push_back(std::move(again));
    outbox::LetterMove move = move_of(slot.outgoing, LetterState::Approved, "");
    move.entry.kind.clear();
    end_slot(slot, std::move(move));
}

std::int64_t DeliveryRun::next_attempt_us(const outbox::Letter& letter) const {
    const auto last = config::retry_minutes.size() - 1;
    const auto tried = std::min(static_cast<std::size_t>(std::max(letter.attempts, 0)), last);
    return follow_up_.host().now().now_us + config::retry_minutes[tried] * minute_us;
}

void DeliveryRun::mark_refused(const Outgoing& outgoing, const std::string& why) {
    auto state = follow_up_.store();
    if (!state || outgoing.letter.to_address.empty()) return;
    outbox::AddressMark mark;
    mark.party_id = outgoing.letter.party_id;
    mark.address = outgoing.letter.to_address;
    mark.dead = true;
    mark.times = 1;
    mark.on = follow_up_.host().now().today;
    mark.reason = why;
    auto marked = (*state)->mark_address(
        mark, follow_up_.journal("refused", outgoing.letter.number, why, ""));
    if (!marked) follow_up_.host().log(AFPUNT_LOG_ERROR, marked.error().sentence());
}

void DeliveryRun::mailed(std::size_t at, const delivery::MailResult& result) {
    using delivery::MailOutcome;
    Slot& slot = group_[at];
    if (result.concerns_server && stopped_.empty()) stopped_ = result.text;
    switch (result.outcome) {
    case MailOutcome::Accepted: {
        outbox::LetterMove move = move_of(slot.outgoing, LetterState::Accepted, result.text);
        move.left_us = follow_up_.host().now().now_us;
        left_us_.push_back(move.left_us);
        return settle_slot(at, std::move(move), "");
    }
    case MailOutcome::Deferred: {
        outbox::LetterMove move = move_of(slot.outgoing, LetterState::Deferred, result.text);
        move.next_attempt_us = next_attempt_us(slot.outgoing.letter);
        return settle_slot(at, std::move(move), result.text);
    }
    case MailOutcome::Refused:
        if (refuses_the_sender(result)) {
            // It would meet every letter: none of them is lost by it, and a person has to look.
            if (stopped_.empty()) stopped_ = result.text;
            outbox::LetterMove move = move_of(slot.outgoing, LetterState::Deferred, result.text);
            move.next_attempt_us = next_attempt_us(slot.outgoing.letter);
            return settle_slot(at, std::move(move), result.text);
        }
        mark_refused(slot.outgoing, result.text);
        return settle_slot(at, move_of(slot.outgoing, LetterState::Refused, result.text),
                           result.text);
    case MailOutcome::Uncertain:
        return settle_slot(at, move_of(slot.outgoing, LetterState::Uncertain, result.text),
                           result.text);
    case MailOutcome::Stopped:
        return slot.objection.stop == Stop::Nothing ? try_again(at)
                                                    : give_back(slot, slot.objection);
    }
}

// Nothing left. A letter that the store withdrew already stays as it is: the move finds it so.
void DeliveryRun::give_back(Slot& slot, const Objection& objection) {
    const auto at = static_cast<std::size_t>(&slot - group_.data());
    LetterState to = LetterState::Approved;
    if (objection.stop == Stop::Hold) to = LetterState::Held;
    if (objection.stop == Stop::Withdraw) to = LetterState::Withdrawn;
    outbox::LetterMove move = move_of(slot.outgoing, to, objection.why);
    if (to == LetterState::Approved) move.entry.kind.clear();
    if (to == LetterState::Held) move.entry.kind = "hold";
    if (to == LetterState::Withdrawn) move.entry.kind = "withdraw";
    settle_slot(at, std::move(move), objection.why);
}

void DeliveryRun::settle_slot(std::size_t at, outbox::LetterMove move, const std::string& why_not) {
    Slot& slot = group_[at];
    if (slot.decided) return;
    if (why_not.empty()) {
        report_.delivered.push_back(slot.outgoing.letter.number);
    } else {
        not_delivered(slot.outgoing, why_not);
    }
    end_slot(slot, std::move(move));
}

void DeliveryRun::end_slot(Slot& slot, outbox::LetterMove move) {
    slot.decided = true;
    report_.put_off(move.next_attempt_us);
    outcomes_.push_back(std::move(move));
    if (--under_way_ == 0) group_done();
}

void DeliveryRun::group_done() {
    auto state = follow_up_.store();
    auto written =
        state ? follow_up_.write_outcomes(outcomes_) : Result<void>(tl::unexpected(state.error()));
    if (!written) {
        // What left stands as "submitting" in the store and becomes uncertain: nothing goes twice.
        follow_up_.host().log(AFPUNT_LOG_ERROR, written.error().sentence());
        stopped_ = written.error().sentence();
    }
    follow_up_.lane().post([self = shared_from_this()] { self->next_group(); });
}

void DeliveryRun::finish() {
    for (; next_ < letters_.size(); ++next_)
        not_delivered(letters_[next_], stopped_);
    if (done_) std::exchange(done_, nullptr)(std::move(report_));
}

} // namespace afpunt::runtime
