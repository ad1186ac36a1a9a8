// SPDX-License-Identifier: MIT
//
// When a text names one invoice and the amount is exactly that of another, the text is the likelier
// one to be wrong: references are copied from the payment before, numbers are mistyped, but an
// amount is right to the cent because the payer read it from the invoice before him.
#include "matching/rules.hpp"
#include "matching/written_number.hpp"

#include <algorithm>

namespace afpunt::matching {
namespace {

[[nodiscard]] Items exact_of(Items items, const Situation& situation, const Items& named) {
    std::erase_if(items, [&](std::uint32_t at) {
        return std::find(named.begin(), named.end(), at) != named.end() ||
               !situation.ledger.is_paid_exactly(at, situation.line());
    });
    return items;
}

// Some of one customer's invoices that add up, one of the named ones among them: another one of the
// numbers was mistyped.
[[nodiscard]] std::optional<ItemCombination> completed(const Situation& situation,
                                                       const Items& named) {
    const Ledger& ledger = situation.ledger;
    std::optional<ItemCombination> only;
    for (const std::uint32_t at : customers_of(named, ledger)) {
        const book::Party& party = ledger.book().snapshot().parties[at];
        auto found =
            ledger.combination(ledger.payable_of(party, situation.line()), {}, situation.line(), 0);
        if (!found || !found->is_only || !found->has_few_parts) continue;
        const bool has_named =
            std::any_of(found->parts.begin(), found->parts.end(), [&](const auto& part) {
                return std::find(named.begin(), named.end(), part.item) != named.end();
            });
        if (!has_named) continue;
        if (only) return std::nullopt;
        only = std::move(found);
    }
    return only;
}

} // namespace

std::optional<Proposal> exact_alternative(const Situation& situation, const Items& named,
                                          const std::string& evidence) {
    const Ledger& ledger = situation.ledger;
    const std::vector<std::uint32_t> payers = situation.probable_payers();
    const Items payers_exact = exact_of(situation.owed_by(payers), situation, named);
    if (!payers_exact.empty() && ledger.have_one_customer(payers_exact)) {
        return ledger.spread(situation.line(), {payers_exact.front()},
                             situation.payers().empty() ? MatchRule::AmountOnly
                                                        : MatchRule::PayerAndAmount,
                             Confidence::Likely, evidence);
    }
    // The payer is known and owes no such amount: what others owe is no alternative.
    if (!payers_exact.empty()) return std::nullopt;
    const Items others = exact_of(situation.owed_by(customers_of(named, ledger)), situation, named);
    if (!others.empty() && ledger.have_one_customer(others)) {
        return ledger.spread(situation.line(), {others.front()}, MatchRule::AmountOnly,
                             Confidence::Likely, evidence);
    }
    if (auto typo = by_mistyped_number(situation); typo && typo->confidence == Confidence::Likely) {
        return typo;
    }
    // Less than the one invoice that is named is a part of it.
    const bool is_part =
        named.size() == 1 && amount_of(situation.line()) < ledger.left_minor(named.front());
    if (const auto found = is_part ? std::nullopt : completed(situation, named)) {
        return ledger.spread(situation.line(), *found, MatchRule::NumberTypo, Confidence::Likely,
                             evidence);
    }
    return std::nullopt;
}

} // namespace afpunt::matching
