// SPDX-License-Identifier: MIT
//
// The part of SmtpSession that hands over letters (RFC 5321, section 3.3). The first recipient is
// the debtor and decides; the others are copies of ours.
#include "delivery/smtp_session.hpp"

#include <utility>

namespace afpunt::delivery {
namespace {

constexpr int start_of_data = 354;

// RFC 4954, section 6: the server wants a login, another one or encryption first.
bool is_about_login(int code) {
    return code == 530 || code == 534 || code == 535 || code == 538;
}

MailOutcome outcome_of(const SmtpReply& reply) {
    return reply.is_permanent() ? MailOutcome::Refused : MailOutcome::Deferred;
}

} // namespace

void SmtpSession::begin(MailJob job) {
    if (job_ || phase_ == Phase::Quit || phase_ == Phase::Closed) return;
    job_ = std::move(job);
    copy_note_.clear();
    if (phase_ == Phase::Idle) start_letter();
}

void SmtpSession::start_letter() {
    auto obstacle = why_not(*job_);
    if (!obstacle) obstacle = why_not(*job_, offered_);
    if (obstacle) {
        finish(mail_result(MailOutcome::Refused, *obstacle), Phase::Idle);
        return;
    }
    commands_.clear();
    if (needs_reset_) commands_.push_back({Step::Reset, "RSET\r\n"});
    commands_.push_back({Step::Mail, mail_command(*job_, offered_)});
    for (std::size_t at = 0; at < job_->recipients.size(); ++at) {
        commands_.push_back({Step::Recipient, recipient_command(job_->recipients[at]), at});
    }
    commands_.push_back({Step::Data, "DATA\r\n"});
    sent_ = 0;
    answered_ = 0;
    verdict_.reset();
    enter(Phase::Envelope);
    send_commands();
}

void SmtpSession::send_commands() {
    const std::size_t end = offered_.pipelining ? commands_.size() : answered_ + 1;
    for (; sent_ < end; ++sent_)
        output_ += commands_[sent_].text;
}

void SmtpSession::handle_envelope(const SmtpReply& reply) {
    const Command& command = commands_[answered_++];
    ++turn_;
    const bool is_refusal = reply.is_temporary() || reply.is_permanent();
    if (!is_refusal && (command.step == Step::Data) != (reply.code == start_of_data)) {
        nonsense("it answered out of turn");
        return;
    }
    switch (command.step) {
    case Step::Reset:
        if (is_refusal) {
            nonsense("it does not forget the letter before");
            return;
        }
        needs_reset_ = false;
        break;
    case Step::Mail: judge_mail(reply); break;
    case Step::Recipient: judge_recipient(reply, command.recipient); break;
    case Step::Data: judge_data(reply); return;
    }
    if (phase_ != Phase::Envelope) return;
    if (verdict_ && !offered_.pipelining) {
        end_envelope();
    } else {
        send_commands();
    }
}

void SmtpSession::judge_mail(const SmtpReply& reply) {
    if (reply.is_positive()) {
        needs_reset_ = true;
        return;
    }
    if (is_about_login(reply.code)) {
        fail_server(the_server() + " wants another login before it takes letters", reply,
                    Remedy::Person);
        return;
    }
    verdict_ = mail_result(outcome_of(reply),
                           with_reply(the_server() + " takes no letter from " + job_->return_path,
                                      reply, quoted(reply)),
                           reply);
}

void SmtpSession::judge_recipient(const SmtpReply& reply, std::size_t recipient) {
    if (reply.is_positive() || verdict_) return;
    const std::string& address = job_->recipients[recipient];
    if (recipient > 0) {
        copy_note_ = "The copy to " + address + " was not taken: '" + quoted(reply) + "'.";
        return;
    }
    if (is_about_login(reply.code)) {
        fail_server(the_server() + " wants another login before it takes letters", reply,
                    Remedy::Person);
        return;
    }
    verdict_ = mail_result(
        outcome_of(reply),
        with_reply(the_server() + " takes no letter for " + address, reply, quoted(reply)), reply);
}

void SmtpSession::judge_data(const SmtpReply& reply) {
    if (reply.code != start_of_data) {
        if (!verdict_) {
            verdict_ = mail_result(
                outcome_of(reply),
                with_reply(the_server() + " does not take the letter", reply, quoted(reply)),
                reply);
        }
        end_envelope();
    } else if (verdict_) {
        // It waits for a message that nobody should get: only closing leaves it without one.
        finish(std::move(*verdict_), Phase::Closed);
    } else {
        output_ += dot_stuffed(*job_->message);
        enter(Phase::Gate);
    }
}

void SmtpSession::end_envelope() {
    finish(std::move(*verdict_), Phase::Idle);
}

bool SmtpSession::is_ready_for_dot() const {
    return phase_ == Phase::Gate && output_.empty() && reader_.is_empty();
}

void SmtpSession::dot_left() {
    if (phase_ == Phase::Gate) enter(Phase::AfterDot);
}

void SmtpSession::stop(std::string_view why) {
    if (!job_) {
        enter(Phase::Closed);
    } else if (phase_ == Phase::AfterDot) {
        lost({the_server() + " was left before it answered.", Remedy::Time});
    } else {
        finish(mail_result(MailOutcome::Stopped, why), Phase::Closed);
    }
}

// Before the dot a server may only say why it does not want the rest.
void SmtpSession::handle_early_reply(const SmtpReply& reply) {
    if (!reply.is_temporary() && !reply.is_permanent()) {
        nonsense("it answered out of turn");
        return;
    }
    finish(mail_result(outcome_of(reply),
                       with_reply(the_server() + " does not take the letter", reply, quoted(reply)),
                       reply),
           Phase::Closed);
}

void SmtpSession::handle_end_of_data(const SmtpReply& reply) {
    if (reply.is_positive()) {
        finish(mail_result(MailOutcome::Accepted,
                           the_server() + " took the letter: '" + quoted(reply) + "'.", reply),
               Phase::Idle);
    } else if (reply.is_temporary() || reply.is_permanent()) {
        const bool ends = reply.code == 421;
        MailResult result = mail_result(
            outcome_of(reply),
            with_reply(the_server() + " does not take the letter", reply, quoted(reply)), reply);
        result.concerns_server = ends;
        finish(std::move(result), ends ? Phase::Closed : Phase::Idle);
    } else {
        nonsense("it answered out of turn");
    }
}

void SmtpSession::lost(const SmtpLoss& loss) {
    if (phase_ == Phase::Closed) return;
    if (!job_) {
        enter(Phase::Closed);
    } else if (phase_ == Phase::AfterDot) {
        finish(mail_result(MailOutcome::Uncertain,
                           loss.text + " The letter was complete by then: whether the server took "
                                       "it is not known."),
               Phase::Closed);
    } else if (verdict_) {
        finish(std::move(*verdict_), Phase::Closed);
    } else if (phase_ == Phase::Envelope || phase_ == Phase::Gate) {
        may_try_anew_ = phase_ == Phase::Envelope && was_used_ && answered_ == 0;
        finish(mail_result(MailOutcome::Deferred, loss.text + " The letter has not left."),
               Phase::Closed);
    } else {
        finish(server_result(loss.text, loss.remedy), Phase::Closed);
    }
}

void SmtpSession::finish(MailResult result, Phase next) {
    if (job_) {
        if (phase_ == Phase::AfterDot) needs_reset_ = false; // the dot ended it, however it ended
        if (result.outcome == MailOutcome::Accepted && !copy_note_.empty()) {
            result = mail_result(result.outcome, result.text + ' ' + copy_note_,
                                 {result.reply_code, result.enhanced_status, {}});
        }
        result_ = std::move(result);
        was_used_ = true;
        job_.reset();
        verdict_.reset();
    }
    if (next == Phase::Closed) output_.clear(); // bytes that nobody waits for any more
    enter(next);
}

} // namespace afpunt::delivery
