// SPDX-License-Identifier: MIT
//
// Structured references and whole invoice numbers: the only rules that can be certain, because what
// they go by was typed by somebody who had the invoice before him. Check digits vouch for a
// reference; a number has none, so the amount or the payer must vouch for it.
#include "matching/rules.hpp"

#include <algorithm>

namespace afpunt::matching {
namespace {

[[nodiscard]] bool includes_all(const Items& items, const Items& wanted) {
    return std::all_of(wanted.begin(), wanted.end(), [&](std::uint32_t at) {
        return std::find(items.begin(), items.end(), at) != items.end();
    });
}

[[nodiscard]] Items of_customer(const Items& items, const std::string& customer_id,
                                const Ledger& ledger) {
    Items kept;
    for (const std::uint32_t at : items) {
        if (ledger.item(at).customer_id == customer_id) kept.push_back(at);
    }
    return kept;
}

// One number that two customers have (a new year, a second book taken over): the payer's account
// or else the exact amount says whose it is. Empty when neither does.
[[nodiscard]] Items one_customers(const Items& items, const Situation& situation) {
    if (items.empty() || situation.ledger.have_one_customer(items)) return items;
    Items chosen;
    for (const std::uint32_t party : situation.payers()) {
        const std::string& id = situation.ledger.book().snapshot().parties[party].id;
        merge_into(chosen, of_customer(items, id, situation.ledger));
    }
    if (chosen.empty()) {
        for (const std::uint32_t at : items) {
            if (situation.ledger.is_paid_exactly(at, situation.line())) chosen.push_back(at);
        }
    }
    if (chosen.empty() || !situation.ledger.have_one_customer(chosen)) return {};
    return chosen;
}

// What one number stands for, of what may be paid.
struct NamedNumber {
    Items items;
    const NumberInText* number = nullptr;
};

// What the numbers in a text stand for, all together.
struct NamedItems {
    Items items, credits;
    std::vector<NamedNumber> invoice_numbers; // different ones
    bool all_whole = true;
    bool has_similar = false;  // letters read as digits
    bool has_bare = false;     // a few digits that may be something else
    bool is_ambiguous = false; // a number that several customers have
    std::string evidence;

    [[nodiscard]] bool is_single() const { return invoice_numbers.size() == 1 && credits.empty(); }
};

[[nodiscard]] NamedItems named_items(const Situation& situation) {
    NamedItems named;
    for (const NumberInText& number : situation.facts.numbers) {
        if (number.form == NumberForm::Short) continue;
        const Items payable = situation.ledger.payable(number.items, situation.line());
        const Items items = one_customers(payable, situation);
        const Items credits = situation.ledger.credits(number.items, situation.line());
        named.is_ambiguous = named.is_ambiguous || items.size() != payable.size();
        if (items.empty() && credits.empty()) continue;
        merge_into(named.items, items);
        merge_into(named.credits, credits);
        named.all_whole = named.all_whole && number.form == NumberForm::Whole;
        named.has_similar = named.has_similar || number.form == NumberForm::Similar;
        named.has_bare = named.has_bare || number.is_bare;
        if (!items.empty()) named.invoice_numbers.push_back({items, &number});
        named.evidence += (named.evidence.empty() ? "" : ", ") + number.written;
    }
    named.items = situation.ledger.payable(named.items, situation.line());
    return named;
}

// Short numbers beside a whole one ("V26-0107 + 108") that the same customer owes.
struct Companions {
    Items items;
    std::string evidence;
};
[[nodiscard]] Companions short_companions(const Situation& situation, const Items& items) {
    Companions companions;
    const std::string& customer = situation.ledger.item(items.front()).customer_id;
    const std::string* written_before = nullptr;
    for (const NumberInText& number : situation.facts.numbers) {
        if (number.form != NumberForm::Short) continue;
        Items payable = of_customer(situation.ledger.payable(number.items, situation.line()),
                                    customer, situation.ledger);
        std::erase_if(payable, [&](std::uint32_t at) { return includes_all(items, {at}); });
        if (payable.empty()) continue;
        merge_into(companions.items, payable);
        // All that lies within a range was written once.
        const bool is_repeated = written_before != nullptr && *written_before == number.written;
        if (!is_repeated) companions.evidence += ", " + number.written;
        written_before = &number.written;
    }
    return companions;
}

[[nodiscard]] bool nothing_speaks_against(const Situation& situation, const Items& items) {
    return situation.ledger.have_one_customer(items) && situation.ledger.are_consistent(items) &&
           !payer_is_somebody_else(situation, items);
}

[[nodiscard]] bool may_be_slips(const Situation& situation, const NamedItems& named) {
    return std::any_of(named.invoice_numbers.begin(), named.invoice_numbers.end(),
                       [&](const NamedNumber& one) {
                           return slip_leads_elsewhere(situation, one.items, one.number->written);
                       });
}

// A number, and an amount that agrees with it.
[[nodiscard]] bool is_certain_in_full(const Situation& situation, const NamedItems& named) {
    Items everything = named.items;
    merge_into(everything, named.credits);
    return !named.is_ambiguous && !named.has_similar &&
           nothing_speaks_against(situation, everything) &&
           (!named.has_bare || payer_is_customer(situation, named.items)) &&
           !may_be_slips(situation, named);
}

// A number, and an amount that charges or rounding have touched.
[[nodiscard]] bool is_certain_nearly(const Situation& situation, const NamedItems& named) {
    return named.all_whole && is_certain_in_full(situation, named) &&
           !pays_other_item_exactly(situation, named.items);
}

// A number, and its own customer who pays a part.
[[nodiscard]] bool is_certain_in_part(const Situation& situation, const NamedItems& named) {
    return !named.is_ambiguous && named.all_whole && payer_is_customer(situation, named.items) &&
           nothing_speaks_against(situation, named.items) &&
           !pays_other_item_exactly(situation, named.items) &&
           !slip_leads_to_payers_other(situation, named.items,
                                       named.invoice_numbers.front().number->written);
}

struct ReferredItems {
    Items items;
    std::string evidence;
    std::vector<StructuredReference> references;
};
[[nodiscard]] ReferredItems referred_items(const Situation& situation) {
    ReferredItems referred;
    for (const LineReference& one : situation.facts.references) {
        const Items payable = situation.ledger.payable(
            situation.indexes.by_reference(one.reference), situation.line());
        if (payable.empty()) continue;
        merge_into(referred.items, payable);
        referred.evidence += (referred.evidence.empty() ? "" : ", ") + one.written;
        referred.references.push_back(one.reference);
    }
    referred.items = situation.ledger.payable(referred.items, situation.line());
    return referred;
}

// The check digit of a betalingskenmerk (modulo 11, where two remainders share a digit) lets one
// slip in fifty through; those of the other references let none through.
[[nodiscard]] bool may_be_slips(const Situation& situation, const ReferredItems& referred) {
    return std::any_of(referred.references.begin(), referred.references.end(),
                       [&](const StructuredReference& reference) {
                           return reference.scheme == ReferenceScheme::Betalingskenmerk &&
                                  slip_leads_elsewhere(situation, referred.items, reference);
                       });
}

// The references alone, without what else the text names.
[[nodiscard]] bool is_certain_reference(const Situation& situation, const ReferredItems& referred,
                                        bool adds_up) {
    if (!nothing_speaks_against(situation, referred.items)) return false;
    if (adds_up) return !may_be_slips(situation, referred);
    // Several references whose invoices do not add up leave open which one is paid in part.
    return referred.references.size() == 1 &&
           referred.references.front().scheme != ReferenceScheme::Betalingskenmerk &&
           !pays_other_item_exactly(situation, referred.items);
}

[[nodiscard]] MatchRule rule_of(const NamedItems& named) {
    return named.is_single() ? MatchRule::InvoiceNumber : MatchRule::SeveralNumbers;
}

[[nodiscard]] Proposal number_proposal(const Situation& situation, const NamedItems& named,
                                       MatchRule rule, bool is_certain) {
    return situation.ledger.spread(situation.line(), named.items, rule,
                                   is_certain ? Confidence::Certain : Confidence::Likely,
                                   named.evidence);
}

// The numbers alone do not add up to the amount.
[[nodiscard]] Proposal by_numbers_in_part(const Situation& situation, const NamedItems& named) {
    const Ledger& ledger = situation.ledger;
    const book::BankLine& line = situation.line();
    const std::int64_t amount = amount_of(line);
    const Companions companions = short_companions(situation, named.items);
    Items together = named.items;
    merge_into(together, companions.items);
    together = ledger.payable(together, line);
    if (!companions.items.empty() && amount == ledger.sum_minor(together)) {
        return ledger.spread(line, together, MatchRule::SeveralNumbers, Confidence::Likely,
                             named.evidence + companions.evidence);
    }
    if (!named.is_single() && ledger.have_one_customer(named.items)) {
        // Some of them, or less a discount or charges.
        const auto found =
            ledger.combination(named.items, named.credits, line, ledger.tolerance_of(amount));
        if (found && found->is_only) {
            return ledger.spread(line, *found, MatchRule::SeveralNumbers, Confidence::Likely,
                                 named.evidence);
        }
    }
    const bool is_one_item = named.items.size() == 1;
    if (named.is_single() && is_one_item &&
        amount == ledger.discounted_minor(named.items.front(), line)) {
        return number_proposal(situation, named, MatchRule::DiscountTaken,
                               is_certain_in_full(situation, named));
    }
    const bool is_near = is_one_item && ledger.is_paid_nearly(named.items.front(), line);
    if (is_near && named.is_single() && is_certain_nearly(situation, named)) {
        return number_proposal(situation, named, rule_of(named), true);
    }
    const bool is_part = named.is_single() && amount < ledger.sum_minor(named.items);
    if (is_part && companions.items.empty() && is_certain_in_part(situation, named)) {
        return number_proposal(situation, named, rule_of(named), true);
    }
    if (auto other = exact_alternative(situation, named.items, named.evidence)) return *other;
    Proposal proposal = number_proposal(situation, named, rule_of(named), false);
    // A number that neither the amount nor the payer vouches for.
    const bool is_likely = is_near || payer_may_be_customer(situation, named.items);
    if (!is_likely) proposal.confidence = Confidence::Possible;
    return proposal;
}

} // namespace

std::optional<Proposal> by_reference(const Situation& situation) {
    const ReferredItems referred = referred_items(situation);
    if (referred.items.empty()) return std::nullopt;
    const Ledger& ledger = situation.ledger;
    const std::int64_t amount = amount_of(situation.line());
    const bool is_single = referred.items.size() == 1;
    const bool is_discounted =
        is_single && amount == ledger.discounted_minor(referred.items.front(), situation.line());
    const bool adds_up = amount == ledger.sum_minor(referred.items) || is_discounted;
    const NamedItems named = named_items(situation);
    if (!adds_up && !includes_all(referred.items, named.items)) {
        // The text names other invoices too: either they add up together, or a person looks.
        Items together = referred.items;
        merge_into(together, named.items);
        together = ledger.payable(together, situation.line());
        if (amount != ledger.sum_minor(together)) {
            if (auto other = exact_alternative(situation, together, referred.evidence)) {
                return other;
            }
            return ledger.spread(situation.line(), referred.items, MatchRule::StructuredReference,
                                 Confidence::Likely, referred.evidence);
        }
        const bool is_certain = named.all_whole && !may_be_slips(situation, referred) &&
                                nothing_speaks_against(situation, together) &&
                                is_certain_in_full(situation, named);
        return ledger.spread(situation.line(), together, MatchRule::SeveralNumbers,
                             is_certain ? Confidence::Certain : Confidence::Likely,
                             referred.evidence + ", " + named.evidence);
    }
    const bool is_certain = is_certain_reference(situation, referred, adds_up);
    if (!is_certain && !adds_up) {
        if (auto other = exact_alternative(situation, referred.items, referred.evidence)) {
            return other;
        }
    }
    return ledger.spread(situation.line(), referred.items, MatchRule::StructuredReference,
                         is_certain ? Confidence::Certain : Confidence::Likely, referred.evidence);
}

std::optional<Proposal> by_numbers(const Situation& situation) {
    const NamedItems named = named_items(situation);
    if (named.items.empty()) return std::nullopt;
    const Ledger& ledger = situation.ledger;
    const std::int64_t balance = ledger.sum_minor(named.items) - ledger.sum_minor(named.credits);
    if (amount_of(situation.line()) != balance) return by_numbers_in_part(situation, named);
    return number_proposal(situation, named, rule_of(named), is_certain_in_full(situation, named));
}

} // namespace afpunt::matching
