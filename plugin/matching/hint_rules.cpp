// SPDX-License-Identifier: MIT
//
// Rules that are never certain: a short number, a mistyped reference, a known account, a name. They
// hold a customer's letters and save a person the search; nothing is booked by them alone.
#include "matching/rules.hpp"

#include <algorithm>
#include <array>

namespace afpunt::matching {
namespace {

[[nodiscard]] std::string evidence_of(const std::vector<NumberInText>& numbers) {
    std::string evidence;
    for (const NumberInText& number : numbers) {
        if (number.form != NumberForm::Short) continue;
        evidence += (evidence.empty() ? "" : ", ") + number.written;
    }
    return evidence;
}

// The items of one customer that the short numbers of a text stand for.
struct Hinted {
    std::string_view customer_id;
    std::vector<Items> numbers; // per invoice number: its instalments
};

[[nodiscard]] Hinted& hinted_of(std::vector<Hinted>& hinted, std::string_view customer_id) {
    const auto known = std::find_if(hinted.begin(), hinted.end(), [&](const Hinted& other) {
        return other.customer_id == customer_id;
    });
    if (known != hinted.end()) return *known;
    return hinted.emplace_back(Hinted{customer_id, {}});
}

[[nodiscard]] std::vector<Hinted> hinted_by_customer(const Situation& situation) {
    const Ledger& ledger = situation.ledger;
    std::vector<Hinted> hinted;
    for (const NumberInText& number : situation.facts.numbers) {
        if (number.form != NumberForm::Short) continue;
        for (const std::uint32_t at : ledger.payable(number.items, situation.line())) {
            Hinted& customer = hinted_of(hinted, ledger.item(at).customer_id);
            const auto same_number = std::find_if(
                customer.numbers.begin(), customer.numbers.end(), [&](const Items& items) {
                    return ledger.item(items.front()).number == ledger.item(at).number;
                });
            if (same_number == customer.numbers.end()) {
                customer.numbers.push_back({at});
            } else {
                merge_into(*same_number, {at});
            }
        }
    }
    return hinted;
}

// The sets of items that the amount fits exactly: all that are named, or one of them.
void add_exact_sets(const Hinted& hinted, const Situation& situation, std::vector<Items>& sets) {
    Items all;
    for (const Items& items : hinted.numbers) {
        merge_into(all, items);
        const bool is_exact = situation.ledger.sum_minor(items) == amount_of(situation.line()) ||
                              (items.size() == 1 &&
                               situation.ledger.is_paid_exactly(items.front(), situation.line()));
        if (is_exact) sets.push_back(situation.ledger.payable(items, situation.line()));
    }
    all = situation.ledger.payable(all, situation.line());
    if (situation.ledger.sum_minor(all) == amount_of(situation.line())) sets.push_back(all);
}

// Where the payer's account is known, the short number of another customer is a coincidence.
void keep_payers(const Situation& situation, std::vector<Hinted>& hinted) {
    const std::vector<std::uint32_t> payers = situation.payers();
    if (payers.empty()) return;
    std::erase_if(hinted, [&](const Hinted& one) {
        return std::none_of(payers.begin(), payers.end(), [&](std::uint32_t party) {
            return situation.ledger.book().snapshot().parties[party].id == one.customer_id;
        });
    });
}

[[nodiscard]] Proposal short_number_proposal(const Situation& situation, const Items& items) {
    const bool is_one_number = std::all_of(items.begin(), items.end(), [&](std::uint32_t at) {
        return situation.ledger.item(at).number == situation.ledger.item(items.front()).number;
    });
    return situation.ledger.spread(situation.line(), items,
                                   is_one_number ? MatchRule::InvoiceNumber
                                                 : MatchRule::SeveralNumbers,
                                   Confidence::Likely, evidence_of(situation.facts.numbers));
}

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

// Bank charges may be missing; a tenth of a small invoice is more than charges.
[[nodiscard]] Items nearly_paid(const Items& items, const Situation& situation) {
    Items near;
    for (const std::uint32_t at : items) {
        const std::int64_t left = situation.ledger.left_minor(at);
        const std::int64_t difference = amount_of(situation.line()) - left;
        const std::int64_t tolerance = std::min(situation.ledger.tolerance_minor(), left / 10);
        if (difference <= tolerance && difference >= -tolerance) near.push_back(at);
    }
    return near;
}

// The references that differ from the written one by a digit, or by two neighbours swapped, are
// few; each is looked up instead of comparing with the whole book.
[[nodiscard]] std::vector<StructuredReference> one_slip_away(const NearReference& near) {
    constexpr std::string_view signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const bool has_letters = near.scheme == ReferenceScheme::CreditorReference;
    const std::string_view allowed = has_letters ? signs : signs.substr(0, 10);
    std::vector<StructuredReference> meant;
    for (std::size_t at = 0; at < near.digits.size(); ++at) {
        for (const char sign : allowed) {
            std::string value = near.digits;
            if (value[at] == sign) continue;
            value[at] = sign;
            meant.push_back({near.scheme, std::move(value)});
        }
        if (at + 1 < near.digits.size() && near.digits[at] != near.digits[at + 1]) {
            std::string value = near.digits;
            std::swap(value[at], value[at + 1]);
            meant.push_back({near.scheme, std::move(value)});
        }
    }
    return meant;
}

// Invoices that the text names and that this line cannot pay, mostly because they are settled: the
// money is probably their customer's.
[[nodiscard]] std::vector<std::uint32_t> customers_named(const Situation& situation,
                                                         std::string& evidence) {
    const book::Book& book = situation.ledger.book();
    Items named;
    for (const StructuredReference& reference : situation.facts.references) {
        const auto found = situation.indexes.by_reference.find(reference);
        if (found == situation.indexes.by_reference.end()) continue;
        merge_into(named, found->second);
        evidence = print_reference(reference);
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

} // namespace

std::optional<Proposal> by_short_numbers(const Situation& situation) {
    std::vector<Hinted> hinted = hinted_by_customer(situation);
    keep_payers(situation, hinted);
    std::vector<Items> sets;
    for (const Hinted& one : hinted)
        add_exact_sets(one, situation, sets);
    std::sort(sets.begin(), sets.end());
    sets.erase(std::unique(sets.begin(), sets.end()), sets.end());
    if (sets.size() != 1) return std::nullopt;
    return short_number_proposal(situation, sets.front());
}

std::optional<Proposal> by_payers_short_numbers(const Situation& situation) {
    if (situation.payers().empty()) return std::nullopt;
    std::vector<Hinted> hinted = hinted_by_customer(situation);
    keep_payers(situation, hinted);
    if (hinted.size() != 1) return std::nullopt;
    Items items;
    for (const Items& number : hinted.front().numbers)
        merge_into(items, number);
    return short_number_proposal(situation, situation.ledger.payable(items, situation.line()));
}

std::optional<Proposal> by_mistyped_reference(const Situation& situation) {
    std::vector<Items> candidates;
    std::string evidence;
    for (const NearReference& near : situation.facts.near_references) {
        for (const StructuredReference& meant : one_slip_away(near)) {
            const auto found = situation.indexes.by_reference.find(meant);
            if (found == situation.indexes.by_reference.end()) continue;
            Items items = situation.ledger.payable(found->second, situation.line());
            if (items.empty()) continue;
            candidates.push_back(std::move(items));
            evidence = near.digits;
        }
    }
    if (candidates.size() > 1) {
        // Only the amount can tell which one was meant.
        std::erase_if(candidates, [&](const Items& items) {
            return situation.ledger.sum_minor(items) != amount_of(situation.line());
        });
    }
    if (candidates.size() != 1) return std::nullopt;
    return situation.ledger.spread(situation.line(), candidates.front(), MatchRule::ReferenceTypo,
                                   Confidence::Likely, evidence);
}

std::optional<Proposal> by_payer_and_amount(const Situation& situation) {
    const Ledger& ledger = situation.ledger;
    const std::string& iban = situation.line().payer_iban;
    Items owed;
    std::vector<Items> whole_balances;
    for (const std::uint32_t at : situation.payers()) {
        const book::Party& party = ledger.book().snapshot().parties[at];
        const Items items = ledger.payable_of(party, situation.line());
        if (items.empty()) continue;
        const Items credits = ledger.credits(ledger.book().items_of(party.id), situation.line());
        merge_into(owed, items);
        const std::int64_t balance = ledger.sum_minor(items) - ledger.sum_minor(credits);
        const bool is_whole = amount_of(situation.line()) == balance;
        if (is_whole && items.size() + credits.size() > 1) whole_balances.push_back(items);
    }
    owed = ledger.payable(owed, situation.line());
    Items exact = exactly_paid(owed, situation);
    if (exact.empty() && whole_balances.size() == 1) {
        return ledger.spread(situation.line(), whole_balances.front(), MatchRule::WholeBalance,
                             Confidence::Likely, iban);
    }
    if (exact.empty()) {
        exact = nearly_paid(owed, situation);
        if (exact.size() > 1) return std::nullopt;
    }
    // Of one customer's equal amounts the oldest is paid first; between customers nothing is said.
    if (exact.empty() || !ledger.have_one_customer(exact)) return std::nullopt;
    return ledger.spread(situation.line(), {exact.front()}, MatchRule::PayerAndAmount,
                         Confidence::Likely, iban);
}

std::optional<Proposal> by_payer_alone(const Situation& situation) {
    std::string evidence = situation.line().payer_iban;
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
    const Ledger& ledger = situation.ledger;
    if (ledger.book().account_by_iban(situation.line().payer_iban) != nullptr) return std::nullopt;
    const std::vector<std::uint32_t> alike =
        situation.indexes.payers.by_name(situation.line().payer_name);
    if (alike.empty()) return std::nullopt;
    Items exact;
    for (const std::uint32_t at : alike) {
        const book::Party& party = ledger.book().snapshot().parties[at];
        merge_into(exact, exactly_paid(ledger.payable_of(party, situation.line()), situation));
    }
    if (!exact.empty() && ledger.have_one_customer(exact)) {
        exact = {ledger.payable(exact, situation.line()).front()};
        return ledger.spread(situation.line(), exact, MatchRule::AmountOnly, Confidence::Likely,
                             situation.line().payer_name);
    }
    return concerning(situation, alike, MatchRule::PayerOnly, situation.line().payer_name);
}

} // namespace afpunt::matching
