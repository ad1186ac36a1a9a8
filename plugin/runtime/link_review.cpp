// SPDX-License-Identifier: MIT
#include "runtime/link_review.hpp"

#include "book/localised.hpp"
#include "runtime/letter_review.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

namespace afpunt::runtime {
namespace {

using outbox::LetterLink;
using outbox::LetterState;
using outbox::LinkState;

std::string text(std::string_view language, const char* nl, const char* fr, const char* de,
                 const char* en) {
    const std::string_view base = book::base_language(language);
    return base == "nl" ? nl : base == "fr" ? fr : base == "de" ? de : en;
}

// Disputed items still are debts, but no letter asks for them: their link has no reason either.
bool asks_for_money(const book::OpenItem* item) {
    return item != nullptr && item->state == book::DocumentState::Open &&
           asked_for(*item).is_positive();
}

bool never_arrived(LetterState state) {
    return state == LetterState::Withdrawn || state == LetterState::Refused ||
           state == LetterState::Bounced;
}

// Empty = the link stays.
std::string why_to_close(const LetterLink& link, const outbox::Letter* letter,
                         const book::Book& book, bool is_replaced, Date today,
                         std::string_view language) {
    if (letter == nullptr || never_arrived(letter->state)) {
        return text(language, "de brief is ingetrokken of niet aangekomen",
                    "la lettre a été retirée ou n'est pas arrivée",
                    "das Schreiben wurde zurückgezogen oder kam nicht an",
                    "the letter was withdrawn or did not arrive");
    }
    for (const outbox::LetterItem& asked : letter->items) {
        const book::OpenItem* item = book.item(asked.item_id);
        if (!asks_for_money(item)) {
            return (item == nullptr ? asked.item_id : item->number) +
                   text(language, " is niet meer open", " n'est plus ouverte",
                        " ist nicht mehr offen", " is no longer open");
        }
        if (asked_for(*item) != asked.open) {
            return item->number +
                   text(language, ": het open bedrag is veranderd", " : le montant ouvert a changé",
                        ": der offene Betrag hat sich geändert", ": the open amount has changed");
        }
    }
    if (is_replaced) {
        return text(language, "een latere brief heeft een nieuwe link",
                    "une lettre ultérieure a un nouveau lien",
                    "ein späteres Schreiben hat einen neuen Link", "a later letter has a new link");
    }
    if (today > link.expires_on) {
        return text(language, "de link is vervallen", "le lien a expiré", "der Link ist abgelaufen",
                    "the link has expired");
    }
    return {};
}

bool is_money_of_the_debtor(const book::Allocation& allocation, const book::Book& book) {
    if (allocation.kind == book::AllocationKind::Cash) return true;
    if (allocation.kind != book::AllocationKind::Bank) return false;
    const book::BankLine* line = book.bank_line(allocation.source_id);
    return line == nullptr || line->kind != book::BankLineKind::ProviderPayout;
}

// The provider pays out after the debtor paid. When the newest transfer on the items had been
// booked by the day of the payment by link, it is another payment.
bool bank_shows_another_payment(const LetterLink& link, const outbox::Letter& letter,
                                const book::Book& book) {
    if (!link.paid_on) return false;
    std::optional<Date> newest;
    for (const book::Allocation& allocation : book.snapshot().allocations) {
        const bool concerns =
            std::any_of(letter.items.begin(), letter.items.end(),
                        [&](const auto& item) { return item.item_id == allocation.item_id; });
        if (!concerns || !is_money_of_the_debtor(allocation, book)) continue;
        newest = std::max(newest.value_or(allocation.booked_on), allocation.booked_on);
    }
    return newest && *newest <= *link.paid_on;
}

} // namespace

bool all_settled(const outbox::Letter& letter, const book::Book& book) {
    return std::none_of(letter.items.begin(), letter.items.end(), [&](const auto& asked) {
        const book::OpenItem* item = book.item(asked.item_id);
        return item != nullptr && item->open.is_positive() &&
               (item->state == book::DocumentState::Open ||
                item->state == book::DocumentState::Disputed);
    });
}

std::string paid_twice_words(const LetterLink& link, std::string_view language) {
    const std::string amount = book::localised(link.amount, language);
    return amount +
           text(language, " werd ook met de betaallink betaald: de klant heeft dit bedrag tegoed",
                " a aussi été payé par le lien de paiement : ce montant est dû au client",
                " wurde auch über den Zahlungslink bezahlt: der Kunde hat diesen Betrag gut",
                " was paid by the payment link as well: this amount is owed to the customer");
}

std::vector<LetterLink> review_links(const std::vector<LetterLink>& links,
                                     const std::vector<outbox::Letter>& letters,
                                     const book::Book& book, Date today,
                                     std::string_view language) {
    std::unordered_map<std::string_view, const outbox::Letter*> by_id;
    for (const outbox::Letter& letter : letters)
        by_id.emplace(letter.id, &letter);
    const auto letter_of = [&](const LetterLink& link) -> const outbox::Letter* {
        const auto found = by_id.find(link.letter_id);
        return found == by_id.end() ? nullptr : found->second;
    };
    // Oldest first, so that the last one seen of an item is its newest.
    std::unordered_map<std::string_view, const LetterLink*> newest;
    for (const LetterLink& link : links) {
        const outbox::Letter* letter = letter_of(link);
        if (link.state != LinkState::Open || letter == nullptr || never_arrived(letter->state)) {
            continue;
        }
        for (const outbox::LetterItem& item : letter->items)
            newest[item.item_id] = &link;
    }
    std::vector<LetterLink> changed;
    for (const LetterLink& link : links) {
        const outbox::Letter* letter = letter_of(link);
        LetterLink next = link;
        if (link.state == LinkState::Open) {
            const bool is_replaced =
                letter != nullptr &&
                std::any_of(letter->items.begin(), letter->items.end(), [&](const auto& item) {
                    const auto found = newest.find(item.item_id);
                    return found != newest.end() && found->second != &link;
                });
            next.note = why_to_close(link, letter, book, is_replaced, today, language);
            if (next.note.empty()) continue;
            next.state = LinkState::Closing;
        } else if (link.state == LinkState::Paid && letter != nullptr &&
                   all_settled(*letter, book)) {
            const bool twice = bank_shows_another_payment(link, *letter, book);
            next.state = twice ? LinkState::PaidTwice : LinkState::Closed;
            next.note = twice ? paid_twice_words(link, language) : "";
        } else {
            continue;
        }
        changed.push_back(std::move(next));
    }
    return changed;
}

std::string_view code_of(LinkState state) {
    switch (state) {
    case LinkState::Open: return "open";
    case LinkState::Paid: return "paid";
    case LinkState::Closing: return "closing";
    case LinkState::Closed: return "closed";
    case LinkState::Expired: return "expired";
    case LinkState::PaidTwice: break;
    }
    return "paid-twice";
}

} // namespace afpunt::runtime
