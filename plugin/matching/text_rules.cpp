// SPDX-License-Identifier: MIT
//
// Structured references and whole invoice numbers: the only rules that can be certain, because what
// they go by was typed by somebody who had the invoice before him.
#include "matching/rules.hpp"

#include <algorithm>

namespace afpunt::matching {
namespace {

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

// What the numbers in a text stand for, all together.
struct NamedItems {
    Items items, credits;
    std::size_t invoice_numbers = 0; // how many different ones
    bool all_whole = true;
    bool is_ambiguous = false; // a number that several customers have
    std::string evidence;
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
        if (!items.empty()) ++named.invoice_numbers;
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
    for (const NumberInText& number : situation.facts.numbers) {
        if (number.form != NumberForm::Short) continue;
        Items payable = of_customer(situation.ledger.payable(number.items, situation.line()),
                                    customer, situation.ledger);
        std::erase_if(payable, [&](std::uint32_t at) {
            return std::find(items.begin(), items.end(), at) != items.end();
        });
        if (payable.empty()) continue;
        merge_into(companions.items, payable);
        companions.evidence += ", " + number.written;
    }
    return companions;
}

[[nodiscard]] bool may_be_certain(const Situation& situation, const Items& items) {
    return situation.ledger.have_one_customer(items) && situation.ledger.are_consistent(items) &&
           !situation.payer_is_somebody_else(items);
}

[[nodiscard]] bool includes_all(const Items& items, const Items& wanted) {
    return std::all_of(wanted.begin(), wanted.end(), [&](std::uint32_t at) {
        return std::find(items.begin(), items.end(), at) != items.end();
    });
}

} // namespace

bool Situation::payer_is_somebody_else(const Items& items) const {
    const std::vector<std::uint32_t>& listed = indexes.payers.listed(line().payer_iban);
    if (listed.empty()) return false;
    return std::none_of(listed.begin(), listed.end(), [&](std::uint32_t party) {
        return std::any_of(items.begin(), items.end(), [&](std::uint32_t at) {
            return ledger.item(at).customer_id == ledger.book().snapshot().parties[party].id;
        });
    });
}

std::vector<std::uint32_t> Situation::payers() const {
    if (ledger.book().account_by_iban(line().payer_iban) != nullptr) return {};
    return indexes.payers.by_iban(line().payer_iban);
}

std::optional<Proposal> by_reference(const Situation& situation) {
    Items items;
    std::string evidence;
    std::size_t references = 0;
    for (const StructuredReference& reference : situation.facts.references) {
        const auto found = situation.indexes.by_reference.find(reference);
        if (found == situation.indexes.by_reference.end()) continue;
        const Items payable = situation.ledger.payable(found->second, situation.line());
        if (payable.empty()) continue;
        merge_into(items, payable);
        evidence += (references > 0 ? ", " : "") + print_reference(reference);
        ++references;
    }
    if (items.empty()) return std::nullopt;
    items = situation.ledger.payable(items, situation.line());
    const std::int64_t amount = amount_of(situation.line());
    const bool adds_up = amount == situation.ledger.sum_minor(items);
    // Several references whose invoices do not add up leave open which one is paid in part.
    bool is_certain = references == 1 || adds_up;
    MatchRule rule = MatchRule::StructuredReference;
    const NamedItems named = named_items(situation);
    if (!adds_up && !includes_all(items, named.items)) {
        // The text names other invoices too: either they add up together, or a person looks.
        Items together = items;
        merge_into(together, named.items);
        together = situation.ledger.payable(together, situation.line());
        is_certain = named.all_whole && !named.is_ambiguous &&
                     amount == situation.ledger.sum_minor(together);
        if (is_certain) {
            items = together;
            rule = MatchRule::SeveralNumbers;
            evidence += ", " + named.evidence;
        }
    }
    const Confidence confidence =
        is_certain && may_be_certain(situation, items) ? Confidence::Certain : Confidence::Likely;
    return situation.ledger.spread(situation.line(), items, rule, confidence, evidence);
}

std::optional<Proposal> by_numbers(const Situation& situation) {
    const NamedItems named = named_items(situation);
    if (named.items.empty()) return std::nullopt;
    const Ledger& ledger = situation.ledger;
    const std::int64_t amount = amount_of(situation.line());
    const std::int64_t sum = ledger.sum_minor(named.items);
    const bool adds_up = amount == sum - ledger.sum_minor(named.credits);
    const Companions companions = short_companions(situation, named.items);
    if (!adds_up && !companions.items.empty()) {
        Items together = named.items;
        merge_into(together, companions.items);
        together = ledger.payable(together, situation.line());
        if (amount == ledger.sum_minor(together)) {
            return ledger.spread(situation.line(), together, MatchRule::SeveralNumbers,
                                 Confidence::Likely, named.evidence + companions.evidence);
        }
    }
    const bool is_single = named.invoice_numbers == 1 && named.credits.empty();
    // A difference, because a sum of both might not fit 64 bits.
    const bool fits = amount <= sum || amount - sum <= ledger.tolerance_minor();
    const bool is_part = is_single && fits && named.all_whole && companions.items.empty();
    Items everything = named.items;
    merge_into(everything, named.credits);
    const bool is_certain =
        (adds_up || is_part) && !named.is_ambiguous && may_be_certain(situation, everything);
    return ledger.spread(situation.line(), named.items,
                         is_single ? MatchRule::InvoiceNumber : MatchRule::SeveralNumbers,
                         is_certain ? Confidence::Certain : Confidence::Likely, named.evidence);
}

} // namespace afpunt::matching
