// SPDX-License-Identifier: MIT
//
// From approval to delivery: freeze the bytes, claim, ask the host for a permit, compare the epoch,
// put the letter out. Nothing leaves without a row committed before it.
#include "delivery/letter_folder.hpp"
#include "delivery/letter_forms.hpp"
#include "runtime/follow_up.hpp"

#include <algorithm>

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

// Why the host's answer forbids this letter; empty = nothing does.
std::string objection(const outbox::Letter& letter, const PermitAnswer& permit) {
    if (permit.import_running) return "a bank import is running";
    if (permit.party_on_hold) return "the customer is on hold";
    if (permit.unallocated_money) return "there is money of this customer that is tied to nothing";
    if (permit.items.size() != letter.items.size()) return "the answer names other items";
    for (std::size_t i = 0; i < letter.items.size(); ++i) {
        const auto& now = permit.items[i];
        const auto& item = letter.items[i];
        if (!now.known) return item.item_id + " is no longer in the books";
        if (!now.open_state) return item.item_id + " is no longer open";
        // A part in dispute is carved out of the letter, so less may be asked than is open.
        if (!now.open.same_currency(item.open) || now.open.minor < item.open.minor) {
            return item.item_id + " is open for " + now.open.code_and_decimal();
        }
    }
    return {};
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
            auto approved =
                std::make_shared<std::vector<outbox::Letter>>(approved_before(report->after));
            approve_all(report->after, letters, who, *delivery, *approved);
            deliver(approved, 0, delivery, [delivery, done, finish] {
                done(*delivery);
                finish();
            });
        });
    });
}

std::vector<outbox::Letter> FollowUp::approved_before(const Assessment& assessment) {
    std::vector<outbox::Letter> approved;
    for (const outbox::Letter* letter : waiting_letters(assessment)) {
        if (is_approved(*letter)) approved.push_back(*letter);
    }
    return approved;
}

void FollowUp::approve_all(const Assessment& assessment, const std::vector<std::string>& wanted,
                           const std::string& who, DeliveryReport& report,
                           std::vector<outbox::Letter>& approved) {
    auto state = store();
    if (!state) return;
    const delivery::Sender sender{configuration_.settings.from_name, configuration_.settings.from,
                                  configuration_.settings.reply_to};
    const auto refuse = [&](const outbox::Letter& letter, std::string why) {
        report.not_delivered.emplace_back(letter.number, std::move(why));
    };
    for (const outbox::Letter* letter : waiting_letters(assessment)) {
        if (!is_wanted(wanted, *letter) || is_approved(*letter)) continue;
        if (letter->state != LetterState::Prepared) {
            if (!wanted.empty()) refuse(*letter, letter->state_reason);
            continue;
        }
        auto model = model_of(*letter, assessment, configuration_);
        if (!model) {
            refuse(*letter, model.error().sentence());
            continue;
        }
        if (model->hash() != letter->model_hash) {
            refuse(*letter, "the letter no longer says what the books say");
            continue;
        }
        auto forms = delivery::letter_forms(*model, configuration_.templates, sender,
                                            assessment.moment.now_us);
        if (!forms) {
            refuse(*letter, forms.error().sentence());
            continue;
        }
        auto moved = (*state)->move_letter(letter->id, LetterState::Approved, *forms,
                                           journal("approve", letter->number, "", who));
        if (!moved) {
            refuse(*letter, moved.error().sentence());
            continue;
        }
        approved.push_back(*letter);
    }
    for (const std::string& name : wanted) {
        const bool known = std::any_of(assessment.letters.begin(), assessment.letters.end(),
                                       [&](const outbox::Letter& letter) {
                                           return is_wanted({name}, letter) &&
                                                  outbox::can_be_withdrawn(letter.state);
                                       });
        if (!known) report.not_delivered.emplace_back(name, "there is no such letter waiting");
    }
}

void FollowUp::deliver(std::shared_ptr<std::vector<outbox::Letter>> letters, std::size_t at,
                       std::shared_ptr<DeliveryReport> report, Finish done) {
    if (at >= letters->size()) return done();
    const outbox::Letter& letter = (*letters)[at];
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
    const std::uint64_t epoch = inbox_.epoch();
    const auto asked = std::chrono::steady_clock::now();
    auto permit = std::make_shared<Result<PermitAnswer>>(PermitAnswer{});
    on_host(
        [permit, party = letter.party_id, items](const HostPort& host) -> Result<void> {
            *permit = host.permit(party, items);
            return {};
        },
        [this, letters, at, report, done, permit, epoch, asked](const Result<void>&) {
            const outbox::Letter& letter_now = (*letters)[at];
            auto put = *permit ? put_out(letter_now, **permit, epoch, asked)
                               : Result<void>(tl::unexpected<Failure>(permit->error()));
            if (put) {
                report->delivered.push_back(letter_now.number);
            } else {
                report->not_delivered.emplace_back(letter_now.number, put.error().sentence());
            }
            deliver(letters, at + 1, report, done);
        });
}

Result<void> FollowUp::put_out(const outbox::Letter& letter, const PermitAnswer& permit,
                               std::uint64_t epoch, std::chrono::steady_clock::time_point asked) {
    auto state = store();
    if (!state) return tl::unexpected<Failure>(state.error());
    outbox::Store& outbox = **state;
    if (const std::string why = objection(letter, permit); !why.empty()) {
        auto withdrawn =
            outbox.withdraw_letter(letter.id, journal("withdraw", letter.number, why, ""));
        if (!withdrawn) return withdrawn;
        return fail("permit", why, "a letter that still says what the books say");
    }
    auto current = outbox.letter(letter.id);
    if (!current) return tl::unexpected<Failure>(current.error());
    if (!is_approved(*current)) {
        return fail("state",
                    std::string(outbox::code_of(current->state)) + " " + current->state_reason,
                    "approved");
    }
    const auto move = [&](LetterState to, const std::string& text) {
        return outbox.move_letter(letter.id, to, {}, journal("deliver", letter.number, text, ""));
    };
    if (auto moved = move(LetterState::Claimed, "claimed"); !moved) return moved;
    auto forms = outbox.forms(letter.id);
    if (!forms) return tl::unexpected<Failure>(forms.error());
    if (auto moved = move(LetterState::Submitting, "submitting"); !moved) return moved;
    // The last look: an event since the permit was asked for means that the book may have changed.
    if (inbox_.epoch() != epoch ||
        std::chrono::steady_clock::now() - asked > config::permit_valid) {
        if (auto moved = move(LetterState::Deferred, "the book changed meanwhile"); !moved)
            return moved;
        return fail("permit", "an event that came meanwhile", "a book that stands still");
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
