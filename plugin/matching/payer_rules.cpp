// SPDX-License-Identifier: MIT
//
// Who pays: a known account, or a name like a customer's. Never certain. An account from which
// several customers are paid for never chooses among them; only the amount or the text does.
#include "matching/rules.hpp"

#include <algorithm>

namespace afpunt::matching {
namespace {

[[nodiscard]] Proposal concerning(const Situation& situation,
                                  const std::vector<std::uint32_t>& parties, MatchRule rule,
                                  std::string evidence) {
    Proposal proposal;
    proposal.bank_line_id = situation.line().id;
    proposal.confidence = Confidence::Possible;
    proposal.rule = rule;
    proposal.evidence = std::move(evidence);
    for (const std::uint32_t at : parties) {
        const std::string& id = situation.ledger.book().snapshot().parties[at].id;
        if (std::find(proposal.party_ids.begin(), proposal.party_ids.end(), id) ==
            proposal.party_ids.end()) {
            proposal.party_ids.push_back(id);
        }
    }
    return proposal;
}

[[nodiscard]] Items exactly_paid(const Items& items, const Situation& situation) {
    Items exact;
    for (const std::uint32_t at : items) {
        if (situation.ledger.is_paid_exactly(at, situation.line())) exact.push_back(at);
    }
    return exact;
}

// Where the host says whose money it is there may be no account to name.
[[nodiscard]] std::string evidence_of_payer(const Situation& situation) {
    const book::BankLine& line = situation.line();
    return situation.payers().empty() || line.payer_iban.empty() ? line.payer_name
                                                                 : line.payer_iban;
}

// Of several items that fit, the only customer's oldest.
[[nodiscard]] std::optional<Proposal> oldest_of_one_customer(const Situation& situation,
                                                             const Items& fitting, MatchRule rule,
                                                             std::string evidence) {
    if (fitting.empty() || !situation.ledger.have_one_customer(fitting)) return std::nullopt;
    return situation.ledger.spread(situation.line(), {fitting.front()}, rule, Confidence::Likely,
                                   std::move(evidence));
}

[[nodiscard]] MatchRule rule_of_exact(const Situation& situation, const Items& exact,
                                      MatchRule rule) {
    const bool is_whole =
        exact.empty() || situation.ledger.left_minor(exact.front()) == amount_of(situation.line());
    return is_whole ? rule : MatchRule::DiscountTaken;
}

// Invoices that the text names and that this line cannot pay, mostly because they are settled: the
// money is probably their customer's.
[[nodiscard]] std::vector<std::uint32_t> customers_named(const Situation& situation,
                                                         std::string& evidence) {
    const book::Book& book = situation.ledger.book();
    Items named;
    for (const LineReference& one : situation.facts.references) {
        const Positions found = situation.indexes.by_reference(one.reference);
        if (found.empty()) continue;
        merge_into(named, found);
        evidence = one.written;
    }
    for (const NumberInText& number : situation.facts.numbers) {
        if (number.form != NumberForm::Whole) continue;
        merge_into(named, number.items);
        evidence = number.written;
    }
    std::vector<std::uint32_t> parties;
    for (const std::uint32_t at : named) {
        const book::Party* party = book.party(situation.ledger.item(at).customer_id);
        if (party == nullptr || situation.ledger.is_refused(situation.line(), at)) continue;
        parties.push_back(static_cast<std::uint32_t>(party - book.snapshot().parties.data()));
    }
    return parties;
}

// What adds up for one of the customers whom the payer may be, and for none of the others.
[[nodiscard]] std::optional<ItemCombination> only_customers_combination(const Situation& situation,
                                                                        std::int64_t shortfall) {
    const Ledger& ledger = situation.ledger;
    std::optional<ItemCombination> only;
    for (const std::uint32_t at : situation.probable_payers()) {
        const book::Party& party = ledger.book().snapshot().parties[at];
        const Items items = ledger.payable_of(party, situation.line());
        if (items.empty()) continue;
        const Items credits = ledger.credits(ledger.book().items_of(party.id), situation.line());
        if (items.size() + credits.size() < 2) continue;
        auto found = ledger.combination(items, credits, situation.line(), shortfall);
        if (!found) continue;
        if (only) return std::nullopt;
        only = std::move(found);
    }
    // A single item is for the rules that look at one.
    if (only && !only->is_several) return std::nullopt;
    return only;
}

} // namespace

std::optional<Proposal> by_payer_and_amount(const Situation& situation) {
    const Ledger& ledger = situation.ledger;
    const std::vector<std::uint32_t> payers = situation.payers();
    const Items exact = exactly_paid(situation.owed_by(payers), situation);
    if (!exact.empty()) {
        return oldest_of_one_customer(situation, exact,
                                      rule_of_exact(situation, exact, MatchRule::PayerAndAmount),
                                      evidence_of_payer(situation));
    }
    std::vector<Items> whole_balances;
    for (const std::uint32_t at : payers) {
        const book::Party& party = ledger.book().snapshot().parties[at];
        const Items items = ledger.payable_of(party, situation.line());
        if (items.empty()) continue;
        const Items credits = ledger.credits(ledger.book().items_of(party.id), situation.line());
        const std::int64_t balance = ledger.sum_minor(items) - ledger.sum_minor(credits);
        const bool is_whole = amount_of(situation.line()) == balance;
        if (is_whole && items.size() + credits.size() > 1) whole_balances.push_back(items);
    }
    if (whole_balances.size() != 1) return std::nullopt;
    return ledger.spread(situation.line(), whole_balances.front(), MatchRule::WholeBalance,
                         Confidence::Likely, evidence_of_payer(situation));
}

std::optional<Proposal> by_combination(const Situation& situation) {
    const auto found = only_customers_combination(situation, 0);
    if (!found) return std::nullopt;
    const bool is_likely = found->is_only && found->has_few_parts;
    return situation.ledger.spread(
        situation.line(), *found,
        found->is_only ? MatchRule::Combination : MatchRule::AmbiguousCombination,
        is_likely ? Confidence::Likely : Confidence::Possible, evidence_of_payer(situation));
}

std::optional<Proposal> by_payer_and_near_amount(const Situation& situation) {
    Items near = situation.owed_by(situation.payers());
    std::erase_if(near, [&](std::uint32_t at) {
        return !situation.ledger.is_paid_nearly(at, situation.line());
    });
    if (near.size() != 1) return std::nullopt;
    return oldest_of_one_customer(situation, near, MatchRule::PayerAndAmount,
                                  evidence_of_payer(situation));
}

std::optional<Proposal> by_near_combination(const Situation& situation) {
    const std::int64_t shortfall = situation.ledger.tolerance_of(amount_of(situation.line()));
    if (shortfall == 0) return std::nullopt;
    const auto found = only_customers_combination(situation, shortfall);
    if (!found) return std::nullopt;
    // A hundred amounts fit instead of one: chance is always an explanation.
    return situation.ledger.spread(situation.line(), *found,
                                   found->is_only ? MatchRule::Combination
                                                  : MatchRule::AmbiguousCombination,
                                   Confidence::Possible, evidence_of_payer(situation));
}

std::optional<Proposal> by_payer_alone(const Situation& situation) {
    std::string evidence = evidence_of_payer(situation);
    std::vector<std::uint32_t> concerned = situation.payers();
    MatchRule rule = MatchRule::PayerOnly;
    const std::vector<std::uint32_t> named = customers_named(situation, evidence);
    if (concerned.empty()) {
        rule = situation.facts.references.empty() ? MatchRule::InvoiceNumber
                                                  : MatchRule::StructuredReference;
    }
    concerned.insert(concerned.end(), named.begin(), named.end());
    if (concerned.empty()) return std::nullopt;
    return concerning(situation, concerned, rule, evidence);
}

std::optional<Proposal> by_name(const Situation& situation) {
    const std::vector<std::uint32_t> alike = situation.probable_payers();
    if (alike.empty()) return std::nullopt;
    const Items exact = exactly_paid(situation.owed_by(alike), situation);
    if (auto proposal = oldest_of_one_customer(
            situation, exact, rule_of_exact(situation, exact, MatchRule::AmountOnly),
            situation.line().payer_name)) {
        return proposal;
    }
    return concerning(situation, alike, MatchRule::PayerOnly, situation.line().payer_name);
}

} // namespace afpunt::matching
