// SPDX-License-Identifier: MIT
//
// From approval to delivery: freeze the bytes, claim, ask the host for a permit, compare the epoch,
// put the letter out. Nothing leaves without a row committed before it.
#include "delivery/letter_folder.hpp"
#include "delivery/letter_forms.hpp"
#include "runtime/follow_up.hpp"

#include <algorithm>
#include <set>

namespace afpunt::runtime {
namespace {

using outbox::LetterState;

bool is_wanted(const std::vector<std::string>& wanted, const outbox::Letter& letter) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), letter.id) != wanted.end() ||
           std::find(wanted.begin(), wanted.end(), letter.number) != wanted.end();
}

// Approved before, and stopped on its way: goes on by itself.
bool is_approved(const outbox::Letter& letter) {
    return letter.state == LetterState::Approved || letter.state == LetterState::Deferred;
}

enum class Stop { Nothing, ForNow, Hold, Withdraw };
struct Objection {
    Stop stop = Stop::Nothing;
    std::string why;
};

// What the host says of an item against what the letter was made from. Any other open amount means
// that money came or went since: then every figure of the letter is in doubt.
std::string item_objection(const std::string& id, const Outgoing::Item& then,
                           const PermitAnswer::Item& now) {
    if (!now.known) return id + " is no longer in the books";
    if (now.state != then.state) return id + " is no longer as it was: paid, cancelled or disputed";
    if (now.open != then.open) return id + " is now open for " + now.open.code_and_decimal();
    return {};
}

// Whether the host's answer forbids this letter. What passes by itself (a hold, an import) keeps
// the letter; what makes it untrue withdraws it.
Objection objection(const Outgoing& outgoing, const PermitAnswer& permit) {
    if (permit.items.size() != outgoing.items.size()) {
        return {Stop::Withdraw, "the bookkeeping program answers for other items"};
    }
    for (std::size_t i = 0; i < outgoing.items.size(); ++i) {
        std::string why =
            item_objection(outgoing.letter.items[i].item_id, outgoing.items[i], permit.items[i]);
        if (!why.empty()) return {Stop::Withdraw, std::move(why)};
    }
    if (permit.import_running) return {Stop::ForNow, "a bank import is running"};
    if (permit.party_on_hold) return {Stop::Hold, "the customer is on hold"};
    if (permit.unallocated_money) {
        return {Stop::Hold, "there is money of this customer that is tied to nothing"};
    }
    if (permit.covered_until && *permit.covered_until < outgoing.covered_until) {
        return {Stop::Hold, "the bank is up to date until " + permit.covered_until->iso() +
                                " only, and the letter speaks about " +
                                outgoing.covered_until.iso()};
    }
    return {};
}

// Fails when the book does not know what the letter asks for.
Result<Outgoing> outgoing_of(const outbox::Letter& letter, const Assessment& assessment) {
    Outgoing outgoing{letter, {}, assessment.moment.today};
    if (const auto until = assessment.book->coverage().until()) {
        outgoing.covered_until = std::min(*until, assessment.moment.today);
    }
    for (const auto& asked : letter.items) {
        const book::OpenItem* item = assessment.book->item(asked.item_id);
        if (item == nullptr) return fail("item", asked.item_id, "an item of the book");
        outgoing.items.push_back({item->state, item->open});
    }
    return outgoing;
}

// What stands in the way of a letter that somebody asked for and that does not wait.
std::string why_not_waiting(const Assessment& assessment, const std::string& name) {
    for (const outbox::Letter& letter : assessment.letters) {
        if (!is_wanted({name}, letter)) continue;
        std::string why = "the letter is " + std::string(outbox::code_of(letter.state));
        return letter.state_reason.empty() ? why : why + ": " + letter.state_reason;
    }
    return "there is no such letter";
}

} // namespace

void FollowUp::approve(std::vector<std::string> letters, std::string who,
                       std::function<void(Result<DeliveryReport>)> done) {
    enqueue([this, letters = std::move(letters), who = std::move(who),
             done = std::move(done)](const Finish& finish) {
        settle_round(0, 0, [this, letters, who, done, finish](Result<SettleReport> report) {
            if (!report) {
                done(tl::unexpected<Failure>(report.error()));
                return finish();
            }
            if (report->after.moment.trial) {
                done(fail("day", "a day that was set by hand", "today: a trial only prepares"));
                return finish();
            }
            auto delivery = std::make_shared<DeliveryReport>();
            auto approved = std::make_shared<std::vector<Outgoing>>(approved_before(report->after));
            approve_all(report->after, letters, who, *delivery, *approved);
            deliver(approved, 0, delivery, [delivery, done, finish] {
                done(*delivery);
                finish();
            });
        });
    });
}

std::vector<Outgoing> FollowUp::approved_before(const Assessment& assessment) {
    std::vector<Outgoing> approved;
    for (const outbox::Letter* letter : waiting_letters(assessment)) {
        if (!is_approved(*letter)) continue;
        if (auto outgoing = outgoing_of(*letter, assessment)) {
            approved.push_back(std::move(*outgoing));
        }
    }
    return approved;
}

// Freezes the letter's forms as the book stands now.
Result<Outgoing> FollowUp::approve_one(const Assessment& assessment, const outbox::Letter& letter,
                                       const std::string& who) {
    const auto failed = [](const Failure& failure) { return tl::unexpected<Failure>(failure); };
    auto state = store();
    if (!state) return failed(state.error());
    auto model = model_of(letter, assessment, configuration_);
    if (!model) return failed(model.error());
    if (model->hash() != letter.model_hash) {
        return fail(letter.number, "other contents than when it was prepared",
                    "a letter that says what the books say");
    }
    const delivery::Sender sender = delivery::sender_of(configuration_.settings);
    auto forms =
        delivery::letter_forms(*model, configuration_.templates, sender, assessment.moment.now_us);
    if (!forms) return failed(forms.error());
    auto outgoing = outgoing_of(letter, assessment);
    if (!outgoing) return outgoing;
    auto moved = (*state)->move_letter(letter.id, LetterState::Approved, *forms,
                                       journal("approve", letter.number, "", who));
    if (!moved) return failed(moved.error());
    return outgoing;
}

void FollowUp::approve_all(const Assessment& assessment, const std::vector<std::string>& wanted,
                           const std::string& who, DeliveryReport& report,
                           std::vector<Outgoing>& approved) {
    std::set<std::string> waiting;
    for (const outbox::Letter* letter : waiting_letters(assessment)) {
        waiting.insert({letter->id, letter->number});
        if (!is_wanted(wanted, *letter) || is_approved(*letter)) continue;
        if (letter->state != LetterState::Prepared) {
            if (!wanted.empty()) {
                report.not_delivered.emplace_back(letter->number, letter->state_reason);
            }
            continue;
        }
        if (auto outgoing = approve_one(assessment, *letter, who)) {
            approved.push_back(std::move(*outgoing));
        } else {
            report.not_delivered.emplace_back(letter->number, outgoing.error().sentence());
        }
    }
    for (const std::string& name : wanted) {
        if (!waiting.contains(name)) {
            report.not_delivered.emplace_back(name, why_not_waiting(assessment, name));
        }
    }
}

void FollowUp::deliver(const std::shared_ptr<std::vector<Outgoing>>& letters, std::size_t at,
                       const std::shared_ptr<DeliveryReport>& report, const Finish& done) {
    if (at >= letters->size()) return done();
    const outbox::Letter& letter = (*letters)[at].letter;
    auto state = store();
    // Without a folder an approved letter waits until there is one.
    if (!state || configuration_.delivery_folder.empty()) {
        report->not_delivered.emplace_back(letter.number, state ? "no folder to deliver to is set"
                                                                : state.error().sentence());
        return lane_->post(
            [this, letters, at, report, done] { deliver(letters, at + 1, report, done); });
    }
    std::vector<std::string> items;
    for (const auto& item : letter.items)
        items.push_back(item.item_id);
    auto permission = std::make_shared<Permission>();
    on_host(
        [this, permission, party = letter.party_id, items](const HostPort& host) -> Result<void> {
            permission->epoch = inbox_.epoch();
            permission->given = std::chrono::steady_clock::now();
            auto answer = host.permit(party, items);
            if (!answer) return tl::unexpected<Failure>(answer.error());
            permission->answer = std::move(*answer);
            return {};
        },
        [this, letters, at, report, done, permission](const Result<void>& asked) {
            const Outgoing& outgoing = (*letters)[at];
            if (auto put = asked ? put_out(outgoing, *permission) : asked; put) {
                report->delivered.push_back(outgoing.letter.number);
            } else {
                report->not_delivered.emplace_back(outgoing.letter.number, put.error().sentence());
            }
            deliver(letters, at + 1, report, done);
        });
}

Result<void> FollowUp::put_out(const Outgoing& outgoing, const Permission& permission) {
    auto state = store();
    if (!state) return tl::unexpected<Failure>(state.error());
    const outbox::Letter& letter = outgoing.letter;
    auto current = (*state)->letter(letter.id);
    if (!current) return tl::unexpected<Failure>(current.error());
    if (!is_approved(*current)) {
        return fail("state",
                    std::string(outbox::code_of(current->state)) + " " + current->state_reason,
                    "approved");
    }
    const Objection found = objection(outgoing, permission.answer);
    Result<void> done;
    switch (found.stop) {
    case Stop::Nothing: return send(letter, permission);
    case Stop::ForNow: break;
    case Stop::Hold:
        done = (*state)->move_letter(letter.id, LetterState::Held, {},
                                     journal("hold", letter.number, found.why, ""));
        break;
    case Stop::Withdraw:
        done =
            (*state)->withdraw_letter(letter.id, journal("withdraw", letter.number, found.why, ""));
        break;
    }
    if (!done) return done;
    return fail("permit", found.why, "a letter that still says what the books say");
}

Result<void> FollowUp::send(const outbox::Letter& letter, const Permission& permission) {
    auto state = store();
    if (!state) return tl::unexpected<Failure>(state.error());
    outbox::Store& outbox = **state;
    const auto move = [&](LetterState to, const std::string& text) {
        return outbox.move_letter(letter.id, to, {}, journal("deliver", letter.number, text, ""));
    };
    if (auto moved = move(LetterState::Claimed, "claimed"); !moved) return moved;
    auto forms = outbox.forms(letter.id);
    if (!forms) return tl::unexpected<Failure>(forms.error());
    if (auto moved = move(LetterState::Submitting, "submitting"); !moved) return moved;
    // The last look: an event since the permit was asked for means that the book may have changed.
    const bool is_late = std::chrono::steady_clock::now() - permission.given > config::permit_valid;
    if (inbox_.epoch() != permission.epoch || is_late) {
        const std::string why =
            is_late ? "the permit was more than 5 seconds old" : "the book changed meanwhile";
        if (auto moved = move(LetterState::Deferred, why); !moved) return moved;
        return fail("permit", why, "a book that stands still while the letter leaves");
    }
    auto folder = delivery::write_letter_folder(configuration_.delivery_folder, letter, *forms);
    if (!folder) {
        if (auto moved = move(LetterState::Deferred, folder.error().sentence()); !moved)
            return moved;
        return tl::unexpected<Failure>(folder.error());
    }
    return move(LetterState::Accepted, folder->string());
}

} // namespace afpunt::runtime
