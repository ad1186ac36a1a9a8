// SPDX-License-Identifier: MIT
#include "runtime/command_sending.hpp"

#include "config/sha256.hpp"
#include "outbox/other_copy.hpp"
#include "runtime/command_json.hpp"
#include "runtime/sent_letters.hpp"

#include <algorithm>

namespace afpunt::runtime {
namespace {

namespace json = boost::json;
using outbox::LetterState;

// What would go out if sending were on: exactly these letters, with these contents.
struct Preview {
    std::vector<const outbox::Letter*> letters;
    std::string seen; // names the list, so that nobody switches on another one than he saw
};

Preview preview_of(const Assessment& assessment) {
    Preview preview;
    std::string named;
    for (const outbox::Letter& letter : assessment.letters) {
        const bool is_ready = letter.state == LetterState::Prepared ||
                              letter.state == LetterState::Approved ||
                              letter.state == LetterState::Deferred;
        if (!is_ready || letter.trial) continue;
        preview.letters.push_back(&letter);
        named += letter.id + " " + letter.model_hash + "\n";
    }
    preview.seen = config::sha256_hex(named).substr(0, 16);
    return preview;
}

json::object preview_json(const Assessment& assessment, const Preview& preview,
                          const std::string& language) {
    json::array letters;
    for (const outbox::Letter* letter : preview.letters)
        letters.push_back(json_of(*letter, *assessment.book, language));
    return {{"on", false}, {"would_send", std::move(letters)}, {"seen", preview.seen}};
}

void answer_delivered(const Answer& answer, const Result<SettleReport>& report,
                      const DeliveryReport& delivery) {
    json::object fields{{"on", true}};
    json::array delivered;
    for (const std::string& number : delivery.delivered)
        delivered.push_back(json::value(number));
    fields["delivered"] = std::move(delivered);
    fields["not_delivered"] = pairs_json(delivery.not_delivered, "letter", "why");
    if (!report) fields["not_settled"] = report.error().sentence();
    answer(ok_answer(std::move(fields)));
}

void switch_off(FollowUp& follow_up, const std::string& who, const Answer& answer) {
    auto state = follow_up.store();
    auto done = state ? (*state)->set_sending({}, follow_up.journal("sending", "off", "", who))
                      : Result<void>(tl::unexpected<Failure>(state.error()));
    answer(done ? ok_answer({{"on", false}}) : error_answer(done.error()));
}

// Settled, and nothing sent yet: shows the list, or, where this very list was seen, switches on.
void show_or_switch_on(FollowUp& follow_up, const Assessment& assessment, const std::string& seen,
                       const std::string& who, const std::string& language, const Answer& answer) {
    const Preview preview = preview_of(assessment);
    if (seen.empty()) return answer(ok_answer(preview_json(assessment, preview, language)));
    if (seen != preview.seen) {
        return answer(error_answer(Failure{"", "seen", "a list that is no longer what would go out",
                                           "another look at the list"}));
    }
    auto state = follow_up.store();
    auto on = state ? (*state)->set_sending(
                          {assessment.moment.rfc3339(), who},
                          follow_up.journal(
                              "sending", "on",
                              std::to_string(preview.letters.size()) + " letters were shown", who))
                    : Result<void>(tl::unexpected<Failure>(state.error()));
    if (!on) return answer(error_answer(on.error()));
    follow_up.settle([answer](const Result<SettleReport>& report, const DeliveryReport& delivery) {
        answer_delivered(answer, report, delivery);
    });
}

// A person's word about a letter that nobody knows of. "Not sent" frees its steps.
Result<void> settle_uncertain(FollowUp& follow_up, const std::string& wanted,
                              const std::string& outcome, const std::string& who) {
    auto state = follow_up.store();
    if (!state) return tl::unexpected<Failure>(state.error());
    auto letter = (*state)->letter(wanted);
    if (!letter) return tl::unexpected<Failure>(letter.error());
    if (letter->state != LetterState::Uncertain) {
        return fail("letter",
                    letter->number + ", which is " + std::string(outbox::code_of(letter->state)),
                    "a letter of which nobody knows whether it was sent");
    }
    const bool was_sent = outcome == "sent";
    outbox::LetterMove move;
    move.letter_id = letter->id;
    move.to = was_sent ? LetterState::Accepted : LetterState::Refused;
    move.left_us = follow_up.host().now().now_us;
    move.entry = follow_up.journal("settle", letter->number, outcome, who);
    auto moved = (*state)->move_letters({move}, outbox::Durability::Machine);
    if (!moved) return tl::unexpected<Failure>(moved.error());
    return {};
}

// Letters that another copy of this book sent count as sent here, too.
Result<int> take_over(FollowUp& follow_up, const std::vector<outbox::Letter>& letters,
                      const std::string& who) {
    auto state = follow_up.store();
    if (!state) return tl::unexpected<Failure>(state.error());
    int taken = 0;
    for (const outbox::Letter& letter : letters) {
        auto done = (*state)->take_over_letter(
            letter, follow_up.journal("take-over", letter.number, "sent by another copy", who));
        if (!done) return tl::unexpected<Failure>(done.error());
        if (*done) ++taken;
    }
    return taken;
}

// What was found is taken over before the book says that it is the one that sends.
void take_over_and_declare(FollowUp& follow_up, const std::string& is, const std::string& who,
                           const Result<std::vector<outbox::Letter>>& letters,
                           const Answer& answer) {
    if (!letters) return answer(error_answer(letters.error()));
    auto taken = take_over(follow_up, *letters, who);
    if (!taken) return answer(error_answer(taken.error()));
    const auto standing = is == "copied" ? outbox::Standing::Copy : outbox::Standing::Own;
    follow_up.declare_standing(standing, is == "restored", who,
                               [is, taken = *taken, answer](const Result<void>& declared) {
                                   if (!declared) return answer(error_answer(declared.error()));
                                   answer(ok_answer({{"is", is}, {"taken_over", taken}}));
                               });
}

// Half a year: older letters have had their next step long ago.
constexpr int sent_days_back = 183;

void look_into_sent_folder(FollowUp& follow_up, const std::string& is, const std::string& who,
                           const Answer& answer) {
    follow_up.look([&follow_up, is, who, answer](Result<Assessment> looked) {
        if (!looked) return answer(error_answer(looked.error()));
        const auto assessment = std::make_shared<const Assessment>(std::move(*looked));
        read_sent_folder(
            follow_up, assessment->moment.today - sent_days_back,
            [&follow_up, is, who, answer,
             assessment](const Result<std::vector<delivery::SentLetter>>& sent) {
                if (!sent) return answer(error_answer(sent.error()));
                take_over_and_declare(
                    follow_up, is, who,
                    recognise_letters(*sent, *assessment, follow_up.configuration().policy),
                    answer);
            });
    });
}

} // namespace

std::string_view standing_code(const FollowUp& follow_up) {
    if (follow_up.standing() == outbox::Standing::Own) return "own";
    if (follow_up.standing() == outbox::Standing::Copy) return "copy";
    switch (follow_up.whereabouts()) {
    case outbox::Whereabouts::Older: return "restored";
    case outbox::Whereabouts::Another: return "replaced";
    case outbox::Whereabouts::Elsewhere:
    case outbox::Whereabouts::Known: break;
    }
    return "moved";
}

void act_sending(FollowUp& follow_up, const Request& request, const std::string& language,
                 const Answer& answer) {
    const std::string who = request.who();
    if (who.empty()) return answer(error_answer(Failure{"", "who", "", "who switches it"}));
    const auto* on = request.value("on");
    if (on == nullptr || !on->is_bool()) {
        return answer(error_answer(Failure{"", "on", "", "true or false"}));
    }
    if (!on->as_bool()) return switch_off(follow_up, who, answer);
    if (follow_up.configuration().policy.mode != policy::Mode::Send) {
        return answer(error_answer(
            Failure{"", "policy.mode", "prepare", "\"send\" in the settings of the book, first"}));
    }
    if (auto may = follow_up.may_send(); !may) return answer(error_answer(may.error()));
    if (follow_up.sends_without_hand()) return answer(ok_answer({{"on", true}}));
    follow_up.settle([&follow_up, seen = request.text("seen"), who, language,
                      answer](const Result<SettleReport>& report, const DeliveryReport&) {
        if (!report) return answer(error_answer(report.error()));
        if (report->after.moment.trial) {
            return answer(error_answer(Failure{"", "day", "a day that was set by hand", "today"}));
        }
        show_or_switch_on(follow_up, report->after, seen, who, language, answer);
    });
}

void act_settle(FollowUp& follow_up, const Request& request, const std::string&,
                const Answer& answer) {
    const std::string outcome = request.text("outcome");
    if (outcome != "sent" && outcome != "not-sent") {
        return answer(error_answer(Failure{"", "outcome", outcome, "\"sent\" or \"not-sent\""}));
    }
    if (request.who().empty()) {
        return answer(error_answer(Failure{"", "who", "", "who looked it up"}));
    }
    // After a look: what a process that died left behind has its state then.
    follow_up.settle([&follow_up, wanted = request.text("letter"), outcome, who = request.who(),
                      answer](const Result<SettleReport>& before, const DeliveryReport&) {
        if (!before) return answer(error_answer(before.error()));
        if (auto settled = settle_uncertain(follow_up, wanted, outcome, who); !settled) {
            return answer(error_answer(settled.error()));
        }
        follow_up.settle([wanted, outcome, answer](const Result<SettleReport>& report,
                                                   const DeliveryReport& delivery) {
            json::object fields{{"letter", wanted}, {"outcome", outcome}};
            fields["not_delivered"] = pairs_json(delivery.not_delivered, "letter", "why");
            if (!report) fields["not_settled"] = report.error().sentence();
            answer(ok_answer(std::move(fields)));
        });
    });
}

void act_book(FollowUp& follow_up, const Request& request, const std::string&,
              const Answer& answer) {
    const std::string is = request.text("is");
    const std::string who = request.who();
    if (is != "moved" && is != "copied" && is != "restored") {
        return answer(error_answer(Failure{"", "is", is, "\"moved\", \"copied\" or \"restored\""}));
    }
    if (who.empty()) return answer(error_answer(Failure{"", "who", "", "who says so"}));
    if (request.flag("sent_folder")) return look_into_sent_folder(follow_up, is, who, answer);
    const std::string from = request.text("from");
    take_over_and_declare(follow_up, is, who,
                          from.empty()
                              ? Result<std::vector<outbox::Letter>>()
                              : outbox::letters_of_other_copy(from, follow_up.host().book_id()),
                          answer);
}

} // namespace afpunt::runtime
