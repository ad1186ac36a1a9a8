// SPDX-License-Identifier: MIT
#include "runtime/settle.hpp"

#include "outbox/checks.hpp"
#include "policy/explanation.hpp"
#include "runtime/crossing.hpp"
#include "runtime/letter_review.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace afpunt::runtime {
namespace {

using outbox::LetterState;

// New letters that wait for the store: enough that nothing is to be gained by more.
constexpr std::size_t letters_at_once = 500;

std::string policy_version_of(const policy::Policy& policy) {
    return policy.id + "/" + policy.version;
}

outbox::JournalDraft entry(const Moment& moment, std::string kind, std::string subject,
                           const std::string& text) {
    // A reason quotes the host's texts: together they may be longer than the store keeps.
    return {moment.rfc3339(), std::move(kind), std::move(subject),
            std::string(text::utf8_prefix(text, outbox::limits::text_bytes)), "afpunt"};
}

Result<document::ReminderModel> build(const policy::PlannedLetter& planned,
                                      const document::LetterIdentity& identity,
                                      const Assessment& assessment,
                                      const Configuration& configuration) {
    document::PaymentOptions options;
    options.reference_in_structured_line =
        configuration.settings.qr_reference_line == config::QrReferenceLine::Structured;
    if (configuration.payment_links != nullptr) {
        payment::LinkRequest request;
        request.book_id = assessment.book->snapshot().book_id;
        request.letter_id = identity.letter_id;
        for (const auto& item : planned.items)
            request.item_ids.push_back(item.item_id);
        request.amount = planned.total;
        request.expires_on = planned.pay_by + configuration.settings.payment_days_valid;
        auto link = configuration.payment_links->create(request);
        if (!link) return tl::unexpected<Failure>(link.error());
        options.payment_link = std::move(*link);
    }
    return document::build_reminder(*assessment.book, planned, identity, options,
                                    configuration.policy.default_language);
}

// Items that were reminded and are settled now begin a new round should they ever re-open. True =
// one of them did, so that the plan has to be made again.
Result<bool> note_rounds(const Assessment& assessment, outbox::Store& store) {
    std::set<std::string> reminded;
    for (const outbox::Letter& letter : assessment.letters) {
        for (const auto& item : letter.items)
            reminded.insert(item.item_id);
    }
    std::vector<std::string> settled;
    std::vector<std::string> open;
    for (const std::string& id : reminded) {
        const book::OpenItem* item = assessment.book->item(id);
        if (item == nullptr) continue;
        // A dispute settles nothing: when it ends, the item goes on where it was.
        const bool is_debt = item->state == book::DocumentState::Open ||
                             item->state == book::DocumentState::Disputed;
        const bool is_open = is_debt && item->open.is_positive();
        (is_open ? open : settled).push_back(id);
    }
    const auto failed = [](const Failure& failure) { return tl::unexpected<Failure>(failure); };
    const auto before = store.history(assessment.moment.today, assessment.moment.trial);
    if (!before) return failed(before.error());
    if (auto noted = store.note_settled(settled); !noted) return failed(noted.error());
    if (auto noted = store.note_open(open); !noted) return failed(noted.error());
    const auto after = store.history(assessment.moment.today, assessment.moment.trial);
    if (!after) return failed(after.error());
    return before->rounds != after->rounds;
}

Result<void> note_crossings(Assessment& assessment, outbox::Store& store,
                            const Configuration& configuration) {
    for (Crossing& crossing : find_crossings(assessment, configuration.policy.default_language)) {
        auto noted =
            store.note_crossing(crossing.letter_id, entry(assessment.moment, "crossing",
                                                          crossing.letter_number, crossing.text));
        if (!noted) return noted;
        for (outbox::Letter& letter : assessment.letters) {
            if (letter.id == crossing.letter_id) letter.crossing = crossing.text;
        }
    }
    return {};
}

class Settling {
public:
    Settling(Assessment& assessment, outbox::Store& store, const Configuration& configuration,
             SettleReport& report)
        : assessment_(assessment), store_(store), configuration_(configuration), report_(report),
          template_hash_(configuration.templates.hash()) {}

    // True = a letter was changed.
    Result<bool> review_waiting() {
        for (const outbox::Letter* letter : waiting_letters(assessment_)) {
            // In a trial the day is invented: real letters are left alone.
            if (assessment_.moment.trial && !letter->trial) continue;
            const Review review =
                review_letter(*letter, *assessment_.book, *assessment_.fresh, configuration_.policy,
                              assessment_.moment.trial, configuration_.policy.default_language);
            if (auto done = carry_out(*letter, review); !done) {
                return tl::unexpected<Failure>(done.error());
            }
        }
        return changed_;
    }

    // All in one transaction, and stored as they are made: the models of a large book's letters are
    // not in the memory together.
    Result<void> prepare(const std::function<std::string()>& make_id) {
        const std::vector<policy::PlannedLetter>& plans = assessment_.plan->letters;
        if (plans.empty()) return {};
        return store_.together([&]() -> Result<void> {
            auto numbers =
                store_.next_letter_numbers(assessment_.moment.today.year(), plans.size());
            if (!numbers) return tl::unexpected<Failure>(numbers.error());
            std::vector<outbox::NewLetter> made;
            auto number = numbers->begin();
            for (const policy::PlannedLetter& planned : plans) {
                make(planned, {make_id(), std::move(*number++)}, made);
                if (made.size() < letters_at_once && &planned != &plans.back()) continue;
                auto stored = store_.add_letters(std::exchange(made, {}), {});
                if (!stored) return tl::unexpected<Failure>(stored.error());
                report_.prepared.insert(report_.prepared.end(), stored->begin(), stored->end());
            }
            if (report_.prepared.empty()) return {};
            return store_.write_journal(entry(assessment_.moment, "prepare",
                                              assessment_.moment.today.iso(),
                                              "plan " + std::to_string(plans.size())));
        });
    }

private:
    void make(const policy::PlannedLetter& planned, const document::LetterIdentity& identity,
              std::vector<outbox::NewLetter>& made) {
        auto model = build(planned, identity, assessment_, configuration_);
        if (model) {
            made.push_back({letter_of(*model, planned), {}});
        } else {
            // One debtor's odd data must not stop the others' letters.
            report_.not_prepared.emplace_back(planned.party_id, model.error().sentence());
        }
    }

    outbox::Letter letter_of(const document::ReminderModel& model,
                             const policy::PlannedLetter& planned) const {
        outbox::Letter letter;
        letter.id = model.letter_id;
        letter.number = model.letter_number;
        letter.book_id = model.book_id;
        letter.party_id = planned.party_id;
        letter.on = planned.on;
        letter.total = planned.total;
        letter.model = model.canonical();
        letter.model_hash = sha256_.hex(letter.model);
        letter.template_hash = template_hash_;
        letter.policy_version = policy_version_of(configuration_.policy);
        letter.to_address = model.debtor_mail;
        letter.trial = assessment_.moment.trial;
        for (const auto& item : planned.items) {
            letter.items.push_back({item.item_id, item.step_id, item.round, item.open});
        }
        return letter;
    }

    Result<void> carry_out(const outbox::Letter& letter, const Review& review) {
        const Moment& moment = assessment_.moment;
        switch (review.verdict) {
        case Verdict::Withdraw:
            changed_ = true;
            report_.withdrawn.emplace_back(letter.number, review.reason);
            return store_.withdraw_letter(letter.id,
                                          entry(moment, "withdraw", letter.number, review.reason));
        case Verdict::Hold:
            if (letter.state == LetterState::Held && letter.state_reason == review.reason)
                return {};
            changed_ = true;
            report_.held.emplace_back(letter.number, review.reason);
            return store_.move_letter(letter.id, LetterState::Held, {},
                                      entry(moment, "hold", letter.number, review.reason));
        case Verdict::Resume:
            changed_ = true;
            report_.resumed.push_back(letter.number);
            if (auto moved = store_.move_letter(letter.id, LetterState::Prepared, {},
                                                entry(moment, "resume", letter.number, ""));
                !moved) {
                return moved;
            }
            return refresh(letter);
        case Verdict::Keep:
            return letter.state == LetterState::Prepared ? refresh(letter) : Result<void>();
        }
        return {};
    }

    // A prepared letter that is met again on a later day bears that day's date and term.
    Result<void> refresh(const outbox::Letter& letter) {
        auto model = model_of(letter, assessment_, configuration_);
        if (!model) return {};
        std::string text = model->canonical();
        std::string hash = sha256_.hex(text);
        if (hash == letter.model_hash && template_hash_ == letter.template_hash) return {};
        outbox::Letter newer = letter;
        newer.on = model->on;
        newer.model = std::move(text);
        newer.model_hash = std::move(hash);
        newer.template_hash = template_hash_;
        newer.to_address = model->debtor_mail;
        changed_ = true;
        return store_.refresh_letter(newer);
    }

    Assessment& assessment_;
    outbox::Store& store_;
    const Configuration& configuration_;
    SettleReport& report_;
    config::Sha256 sha256_;
    std::string template_hash_;
    bool changed_ = false; // the store has other letters than the assessment
};

} // namespace

Result<document::ReminderModel> model_of(const outbox::Letter& letter, const Assessment& assessment,
                                         const Configuration& configuration) {
    const policy::PlannedLetter* planned = planned_for(*assessment.fresh, letter);
    if (planned != nullptr && says_the_same(*planned, letter)) {
        return build(*planned, {letter.id, letter.number}, assessment, configuration);
    }
    std::string why;
    for (const auto& item : letter.items) {
        if (const auto* decision = decision_of(*assessment.fresh, *assessment.book, item.item_id)) {
            why = policy::explain(*decision, configuration.policy.default_language);
        }
    }
    return fail(letter.number, why.empty() ? "nothing that is due" : why,
                "a letter that is due today");
}

Result<SettleReport> settle(Assessment assessment, outbox::Store& store,
                            const Configuration& configuration,
                            const std::function<std::string()>& make_id, PlanAfter plan_after) {
    const auto failed = [](const Failure& failure) { return tl::unexpected<Failure>(failure); };
    SettleReport report;
    // A plan looks at every item of the book: it is made again only where the store changed.
    if (!assessment.moment.trial) {
        auto reopened = note_rounds(assessment, store);
        if (!reopened) return failed(reopened.error());
        if (*reopened) {
            if (auto planned = replan(assessment, store, configuration); !planned) {
                return failed(planned.error());
            }
        }
    }
    if (!assessment.moment.trial) {
        if (auto noted = note_crossings(assessment, store, configuration); !noted) {
            return failed(noted.error());
        }
    }
    Settling settling(assessment, store, configuration, report);
    auto reviewed = settling.review_waiting();
    if (!reviewed) return failed(reviewed.error());
    if (*reviewed) {
        if (auto planned = replan(assessment, store, configuration); !planned) {
            return failed(planned.error());
        }
    }
    if (auto prepared = settling.prepare(make_id); !prepared) return failed(prepared.error());
    if (plan_after == PlanAfter::Wanted && !report.prepared.empty()) {
        if (auto planned = replan(assessment, store, configuration, StoreChange::LettersPrepared);
            !planned) {
            return failed(planned.error());
        }
    }
    report.after = std::move(assessment);
    return report;
}

} // namespace afpunt::runtime
