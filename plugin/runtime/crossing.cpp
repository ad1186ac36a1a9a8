// SPDX-License-Identifier: MIT
#include "runtime/crossing.hpp"

#include "book/localised.hpp"

#include <map>
#include <set>

namespace afpunt::runtime {
namespace {

// Banks book within days; a payment that turns up later is not what a customer calls about.
constexpr int days_back = 30;

std::string crossing_text(const book::Allocation& payment, Date paid_on,
                          std::string_view language) {
    const std::string_view base = book::base_language(language);
    const char* words = base == "nl"   ? "gekruist met een betaling van "
                        : base == "fr" ? "croisée avec un paiement de "
                        : base == "de" ? "überschnitten mit einer Zahlung von "
                                       : "crossed by a payment of ";
    const char* on = base == "nl" ? " op " : base == "fr" ? " le " : base == "de" ? " am " : " on ";
    return words + book::localised(payment.amount, language) + on +
           book::localised(paid_on, language);
}

} // namespace

std::vector<Crossing> find_crossings(const Assessment& assessment, std::string_view language) {
    std::multimap<std::string_view, const outbox::Letter*> by_item;
    for (const outbox::Letter& letter : assessment.letters) {
        const bool is_recent = letter.state == outbox::LetterState::Accepted &&
                               letter.crossing.empty() &&
                               letter.on >= assessment.moment.today - days_back;
        if (!is_recent) continue;
        for (const auto& asked : letter.items) {
            const book::OpenItem* now = assessment.book->item(asked.item_id);
            if (now == nullptr || now->open.minor < asked.open.minor) {
                by_item.emplace(asked.item_id, &letter);
            }
        }
    }
    std::vector<Crossing> found;
    if (by_item.empty()) return found;
    std::set<const outbox::Letter*> seen;
    for (const book::Allocation& payment : assessment.book->snapshot().allocations) {
        const Date paid_on = payment.value_on.value_or(payment.booked_on);
        const auto [begin, end] = by_item.equal_range(payment.item_id);
        for (auto at = begin; at != end; ++at) {
            const outbox::Letter& letter = *at->second;
            if (paid_on > letter.on || !seen.insert(&letter).second) continue;
            found.push_back({letter.id, letter.number, crossing_text(payment, paid_on, language)});
        }
    }
    return found;
}

} // namespace afpunt::runtime
