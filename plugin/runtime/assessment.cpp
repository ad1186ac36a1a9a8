// SPDX-License-Identifier: MIT
#include "runtime/assessment.hpp"

#include "matching/matcher.hpp"
#include "runtime/bounces.hpp"

#include <set>
#include <string>

namespace afpunt::runtime {
namespace {

policy::History without_letters(policy::History history, const std::set<std::string>& letter_ids) {
    std::erase_if(history.steps, [&](const policy::PastStep& step) {
        return letter_ids.contains(step.letter_id);
    });
    return history;
}

Result<SaidOfBook> said_of_book(outbox::Store& store) {
    const auto failed = [](const Failure& failure) { return tl::unexpected<Failure>(failure); };
    auto confirmations = store.confirmations();
    if (!confirmations) return failed(confirmations.error());
    auto refusals = store.refused_matches();
    if (!refusals) return failed(refusals.error());
    auto marks = store.address_marks();
    if (!marks) return failed(marks.error());
    return SaidOfBook{std::move(*confirmations), std::move(*refusals), std::move(*marks)};
}

} // namespace

std::vector<const outbox::Letter*> waiting_letters(const Assessment& assessment) {
    std::vector<const outbox::Letter*> waiting;
    for (const outbox::Letter& letter : assessment.letters) {
        if (outbox::can_be_withdrawn(letter.state)) waiting.push_back(&letter);
    }
    return waiting;
}

Result<Assessment> recognise(book::Snapshot snapshot, const Moment& moment, outbox::Store& store,
                             const Configuration& configuration) {
    auto said = said_of_book(store);
    if (!said) return tl::unexpected<Failure>(said.error());
    mark_contacts(snapshot, said->marks);
    Assessment assessment;
    assessment.moment = moment;
    assessment.said = std::move(*said);
    assessment.book = std::make_shared<const book::Book>(
        book::Book::build(std::move(snapshot), assessment.said.confirmations));
    matching::Options options;
    options.tolerance_minor = configuration.settings.match_tolerance_minor;
    options.refusals.insert(assessment.said.refusals.begin(), assessment.said.refusals.end());
    assessment.proposals = matching::propose(*assessment.book, options);
    return assessment;
}

Result<Assessment> assess(book::Snapshot snapshot, const Moment& moment, outbox::Store& store,
                          const Configuration& configuration) {
    auto assessment = recognise(std::move(snapshot), moment, store, configuration);
    if (!assessment) return assessment;
    if (auto planned = replan(*assessment, store, configuration); !planned) {
        return tl::unexpected<Failure>(planned.error());
    }
    return assessment;
}

Result<void> replan(Assessment& assessment, outbox::Store& store,
                    const Configuration& configuration, StoreChange change) {
    auto history = store.history(assessment.moment.today, assessment.moment.trial);
    if (!history) return tl::unexpected<Failure>(history.error());
    auto letters = store.letters();
    if (!letters) return tl::unexpected<Failure>(letters.error());
    assessment.letters = std::move(*letters);
    std::set<std::string> waiting;
    for (const outbox::Letter* letter : waiting_letters(assessment))
        waiting.insert(letter->id);
    const auto plan = [&](const policy::History& past) {
        return std::make_shared<const policy::Plan>(
            policy::make_plan(*assessment.book, assessment.proposals, past, configuration.policy,
                              assessment.moment.today));
    };
    // A plan looks at every item of the book: none is made twice.
    if (change == StoreChange::Anything) {
        assessment.fresh = plan(without_letters(*history, waiting));
    }
    assessment.plan = waiting.empty() ? assessment.fresh : plan(*history);
    return {};
}

Result<bool> renew(Assessment& assessment, outbox::Store& store,
                   const Configuration& configuration) {
    auto said = said_of_book(store);
    if (!said) return tl::unexpected<Failure>(said.error());
    if (*said != assessment.said) return false;
    if (auto planned = replan(assessment, store, configuration); !planned) {
        return tl::unexpected<Failure>(planned.error());
    }
    return true;
}

} // namespace afpunt::runtime
