// SPDX-License-Identifier: MIT
#include "runtime/letter_review.hpp"

#include "book/localised.hpp"
#include "policy/explanation.hpp"
#include "policy/item_rules.hpp"

#include <algorithm>

namespace afpunt::runtime {
namespace {

using policy::Outcome;
using policy::ReasonCode;

// Sentences that speak about the letter itself rather than about an item.
std::string text(std::string_view language, const char* nl, const char* fr, const char* de,
                 const char* en) {
    const std::string_view base = book::base_language(language);
    return base == "nl" ? nl : base == "fr" ? fr : base == "de" ? de : en;
}

// Reasons that stop the day's sending but not the letter: tomorrow it is due again, unchanged.
bool only_for_today(ReasonCode reason) {
    return reason == ReasonCode::QuietDay || reason == ReasonCode::DailyLimit ||
           reason == ReasonCode::DaysBetweenMessages;
}

bool is_approved(const outbox::Letter& letter) {
    return letter.state == outbox::LetterState::Approved ||
           letter.state == outbox::LetterState::Deferred;
}

Review withdraw(const std::string& number, std::string reason) {
    return {Verdict::Withdraw, number.empty() ? std::move(reason) : number + ": " + reason};
}

Review review_item(const outbox::LetterItem& item, const book::Book& book,
                   const policy::Plan& fresh, std::string_view language) {
    const book::OpenItem* now = book.item(item.item_id);
    const policy::Decision* decision = decision_of(fresh, book, item.item_id);
    if (now == nullptr || decision == nullptr) {
        return withdraw(item.item_id,
                        text(language, "staat niet meer in de boekhouding",
                             "ne figure plus dans la comptabilité",
                             "steht nicht mehr in den Büchern", "is no longer in the books"));
    }
    const bool still_due = decision->outcome == Outcome::Ready || only_for_today(decision->reason);
    if (decision->outcome == Outcome::Held) {
        return {Verdict::Hold, now->number + ": " + policy::explain(*decision, language)};
    }
    if (!still_due) return withdraw(now->number, policy::explain(*decision, language));
    if (decision->outcome == Outcome::Ready &&
        (decision->step_id != item.step_id || decision->round != item.round)) {
        return withdraw(now->number, text(language, "een andere stap is aan de beurt",
                                          "une autre étape est venue",
                                          "ein anderer Schritt ist dran", "another step has come"));
    }
    if (const Money asked = asked_for(*now); asked != item.open) {
        return withdraw(now->number,
                        text(language, "het open bedrag is nu ",
                             "le montant ouvert est maintenant de ", "der offene Betrag ist jetzt ",
                             "the open amount is now ") +
                            book::localised(asked, language));
    }
    return {};
}

} // namespace

Money asked_for(const book::OpenItem& item) {
    const std::int64_t carved_out =
        policy::disputed_part(item).minor + policy::retained_part(item).minor;
    return {item.open.minor - carved_out, item.open.currency};
}

const policy::Decision* decision_of(const policy::Plan& plan, const book::Book& book,
                                    std::string_view item_id) {
    const book::OpenItem* item = book.item(item_id);
    if (item == nullptr) return nullptr;
    // One decision per item of the snapshot, in its order.
    const auto position = static_cast<std::size_t>(item - book.snapshot().items.data());
    return position < plan.decisions.size() ? &plan.decisions[position] : nullptr;
}

const policy::PlannedLetter* planned_for(const policy::Plan& plan, const outbox::Letter& letter) {
    // By reference: the code is a view into the currency.
    const auto key = [](const auto& of, const Currency& currency) {
        return std::pair<std::string_view, std::string_view>(of.party_id, currency.code());
    };
    const auto wanted = key(letter, letter.total.currency);
    const auto found =
        std::lower_bound(plan.letters.begin(), plan.letters.end(), wanted,
                         [&](const policy::PlannedLetter& planned, const auto& sought) {
                             return key(planned, planned.currency) < sought;
                         });
    if (found == plan.letters.end() || key(*found, found->currency) != wanted) return nullptr;
    return &*found;
}

bool says_the_same(const policy::PlannedLetter& planned, const outbox::Letter& letter) {
    // An item stands in a letter once, so equal length and "each is there" suffice.
    return planned.items.size() == letter.items.size() &&
           std::all_of(letter.items.begin(), letter.items.end(), [&](const auto& item) {
               return std::any_of(planned.items.begin(), planned.items.end(), [&](const auto& due) {
                   return due.item_id == item.item_id && due.step_id == item.step_id &&
                          due.round == item.round && due.open == item.open;
               });
           });
}

std::string withdrawn_by_match(std::string_view language) {
    return text(language, "een factuur van deze brief werd afgepunt",
                "une facture de cette lettre a été lettrée",
                "eine Rechnung dieses Schreibens wurde ausgeglichen",
                "money was tied to an invoice of this letter");
}

Review review_letter(const outbox::Letter& letter, const book::Book& book,
                     const policy::Plan& fresh, const policy::Policy& policy, bool trial_now,
                     std::string_view language) {
    if (letter.trial && !trial_now) {
        return withdraw("", text(language, "voorbereid in een proef", "préparée lors d'un essai",
                                 "in einem Probelauf vorbereitet", "prepared in a trial"));
    }
    Review worst;
    for (const auto& item : letter.items) {
        Review review = review_item(item, book, fresh, language);
        if (review.verdict == Verdict::Withdraw) return review;
        if (review.verdict == Verdict::Hold && worst.verdict != Verdict::Hold) worst = review;
    }
    if (worst.verdict == Verdict::Hold) return worst;
    if (letter.policy_version != policy.id + "/" + policy.version) {
        return withdraw("",
                        text(language, "de instellingen zijn gewijzigd", "les réglages ont changé",
                             "die Einstellungen wurden geändert", "the settings were changed"));
    }
    if (is_approved(letter)) {
        // Its bytes are frozen: the day that it bears and the term that it gives are over.
        if (letter.on == fresh.on) return {};
        return withdraw("", text(language, "goedgekeurd voor een dag die voorbij is",
                                 "approuvée pour un jour qui est passé",
                                 "für einen Tag freigegeben, der vorbei ist",
                                 "approved for a day that is over"));
    }
    const policy::PlannedLetter* planned = planned_for(fresh, letter);
    if (planned != nullptr && !says_the_same(*planned, letter)) {
        return withdraw("", text(language, "vervangen door een brief met alle vervallen facturen",
                                 "remplacée par une lettre avec toutes les factures échues",
                                 "ersetzt durch ein Schreiben mit allen fälligen Rechnungen",
                                 "replaced by a letter with all invoices that are due"));
    }
    return {letter.state == outbox::LetterState::Held ? Verdict::Resume : Verdict::Keep, ""};
}

} // namespace afpunt::runtime
