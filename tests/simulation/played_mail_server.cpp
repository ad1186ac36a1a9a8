// SPDX-License-Identifier: MIT
#include "simulation/played_mail_server.hpp"

#include "simulation/program.hpp"

namespace afpunt::simulation {

using delivery::MailOutcome;

Mood PlayedMailServer::next_mood() {
    if (world_.moods.empty()) return Mood::Takes;
    const Mood mood = world_.moods.front();
    world_.moods.pop_front();
    return mood;
}

// A dialogue goes on as long as the program lives.
void PlayedMailServer::after(Microseconds longest, const std::shared_ptr<Talk>& talk,
                             std::function<void()> next) {
    const auto delay =
        static_cast<Microseconds>(world_.chance.below(static_cast<std::uint64_t>(longest)));
    program_.later(delay, [talk, next = std::move(next)] {
        if (!talk->is_over) next();
    });
}

void PlayedMailServer::send(delivery::MailJob job, delivery::DotGate gate,
                            delivery::LastLook last_look,
                            std::function<void(delivery::MailResult)> done) {
    auto talk = std::make_shared<Talk>(Talk{std::move(job), std::move(gate), std::move(last_look),
                                            std::move(done), next_mood(), false, false});
    talks_.push_back(talk);
    world_.observer->at(Stage::Handed, program_, talk->job.letter_id);
    after(2 * second, talk, [this, talk] { ask_gate(talk); });
}

void PlayedMailServer::ask_gate(const std::shared_ptr<Talk>& talk) {
    switch (talk->mood) {
    case Mood::SaysLater:
        return end(talk, MailOutcome::Deferred, "the server said '451 later'", "4.7.1");
    case Mood::SaysNever:
        return end(talk, MailOutcome::Refused, "the server said '550 no such user'", "5.1.1");
    case Mood::RefusesTheSender:
        return end(talk, MailOutcome::Refused, "the server said '550 not from you'", "5.7.1");
    default: break;
    }
    talk->gate([this, talk](bool may_leave) {
        if (!talk->is_over) answered(talk, may_leave);
    });
}

void PlayedMailServer::answered(const std::shared_ptr<Talk>& talk, bool may_leave) {
    world_.observer->at(Stage::GateAnswered, program_, talk->job.letter_id);
    if (!may_leave) return end(talk, MailOutcome::Stopped, "stopped before the dot");
    const Microseconds longest = talk->mood == Mood::Hangs ? 4 * minute : 2 * second;
    after(longest, talk, [this, talk] {
        if (talk->mood == Mood::DropsBeforeTheDot) {
            return end(talk, MailOutcome::Deferred, "the connection broke", "", true);
        }
        write_dot(talk);
    });
}

void PlayedMailServer::write_dot(const std::shared_ptr<Talk>& talk) {
    world_.observer->at(Stage::BeforeLastLook, program_, talk->job.letter_id);
    if (!program_.is_alive()) return;
    if (!is_off(Guard::LastLook) && !talk->last_look())
        return end(talk, MailOutcome::Stopped, "stopped at the dot");
    talk->dot_is_written = true;
    const bool is_taken =
        talk->mood != Mood::SaysLaterAfterDot && talk->mood != Mood::DropsAtTheDot;
    world_.observer->dot(program_, talk->job.letter_id, is_taken);
    world_.observer->at(Stage::DotWritten, program_, talk->job.letter_id);
    after(2 * second, talk, [this, talk] {
        switch (talk->mood) {
        case Mood::SaysLaterAfterDot:
            return end(talk, MailOutcome::Deferred, "the server said '451 later'", "4.3.2");
        case Mood::TakesAndDrops:
        case Mood::DropsAtTheDot:
            return end(talk, MailOutcome::Uncertain, "the connection broke after the dot");
        default: return end(talk, MailOutcome::Accepted, "the server said '250 taken'");
        }
    });
}

void PlayedMailServer::end(const std::shared_ptr<Talk>& talk, MailOutcome outcome,
                           const std::string& text, const std::string& status,
                           bool concerns_server) {
    talk->is_over = true;
    delivery::MailResult result;
    result.outcome = outcome;
    result.text = text;
    result.enhanced_status = status;
    result.concerns_server = concerns_server;
    talk->done(std::move(result));
}

void PlayedMailServer::close(std::function<void()> closed) {
    for (const auto& weak : talks_) {
        const auto talk = weak.lock();
        if (talk == nullptr || talk->is_over) continue;
        if (talk->dot_is_written) {
            end(talk, MailOutcome::Uncertain, "ended after the dot and before the reply");
        } else {
            end(talk, MailOutcome::Stopped, "the program ends");
        }
    }
    program_.later(0, std::move(closed));
}

} // namespace afpunt::simulation
