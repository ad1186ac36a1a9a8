// SPDX-License-Identifier: MIT
//
// Short numbers ("107" for V26-0107) are never certain: other things have three digits too. With
// the exact amount, or from their customer's account, they are likely.
#include "matching/rules.hpp"

#include <algorithm>

namespace afpunt::matching {
namespace {

[[nodiscard]] std::string evidence_of(const std::vector<NumberInText>& numbers) {
    std::string evidence;
    const NumberInText* before = nullptr;
    for (const NumberInText& number : numbers) {
        if (number.form != NumberForm::Short) continue;
        // What is within a range was written once; the range includes its two ends.
        if (before != nullptr && number.begin <= before->begin) {
            if (number.written.size() > before->written.size()) evidence = number.written;
            continue;
        }
        evidence += (evidence.empty() ? "" : ", ") + number.written;
        before = &number;
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
                merge_into(*same_number, Positions(&at, 1));
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

} // namespace afpunt::matching
