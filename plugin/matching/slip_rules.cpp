// SPDX-License-Identifier: MIT
//
// Mistyped references and invoice numbers. Never certain: with the exact amount, or from the
// customer's own account, they are likely; otherwise they are only possible.
#include "matching/rules.hpp"
#include "matching/written_number.hpp"

#include <afpunt/text.hpp>

#include <algorithm>

namespace afpunt::matching {
namespace {

// An amount that more items have (a subscription) is no help to find a mistyped number.
constexpr std::size_t most_items_of_an_amount = 64;
// A customer with more open items is a collective one.
constexpr std::size_t most_items_of_a_payer = 200;
// Shorter texts are one slip away from too many things.
constexpr std::size_t shortest_number = 5;
constexpr std::size_t least_digits = 3;

// The references that differ from the written one by a digit, or by two neighbours swapped, are
// few; each is looked up instead of comparing with the whole book.
[[nodiscard]] std::vector<StructuredReference> one_slip_away(const StructuredReference& near) {
    constexpr std::string_view signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const bool has_letters = near.scheme == ReferenceScheme::CreditorReference;
    const std::string_view allowed = has_letters ? signs : signs.substr(0, 10);
    std::vector<StructuredReference> meant;
    for (std::size_t at = 0; at < near.value.size(); ++at) {
        for (const char sign : allowed) {
            std::string value = near.value;
            if (value[at] == sign) continue;
            value[at] = sign;
            meant.push_back({near.scheme, std::move(value)});
        }
        if (at + 1 < near.value.size() && near.value[at] != near.value[at + 1]) {
            std::string value = near.value;
            std::swap(value[at], value[at + 1]);
            meant.push_back({near.scheme, std::move(value)});
        }
    }
    return meant;
}

// A text of letters and digits that may be a number, as it was typed.
[[nodiscard]] std::vector<std::string> possible_numbers(const book::BankLine& line) {
    constexpr std::size_t most_runs_of_a_number = 5;
    constexpr std::size_t most_texts = 200;
    const RemittanceText text = read_remittance(text_of(line));
    std::vector<std::string> written;
    for (std::size_t first = 0; first < text.runs.size(); ++first) {
        if (first > 0 && text.runs[first].touches_previous) continue;
        for (std::size_t last = first;
             last < text.runs.size() && last - first < most_runs_of_a_number; ++last) {
            if (last > first && !text.runs[last].joins_previous) break;
            if (text.runs[last].is_amount_or_date || written.size() >= most_texts) break;
            std::string here = text.written(first, last - first + 1);
            const auto digits = std::count_if(here.begin(), here.end(), text::is_digit);
            const bool is_long = compact_number(here).size() + 1 >= shortest_number;
            if (is_long && static_cast<std::size_t>(digits) >= least_digits) {
                written.push_back(std::move(here));
            }
        }
    }
    return written;
}

// Of these items, those whose number is almost one of the texts.
struct AlmostNamed {
    Items items;
    std::string evidence;
};
[[nodiscard]] AlmostNamed almost_named(const Situation& situation, const Items& items,
                                       const std::vector<std::string>& texts) {
    AlmostNamed named;
    for (const std::uint32_t at : items) {
        const std::string& number = situation.ledger.item(at).number;
        if (compact_number(number).size() < shortest_number) continue;
        const auto text = std::find_if(texts.begin(), texts.end(), [&](const std::string& written) {
            return is_near_number(written, number);
        });
        if (text == texts.end()) continue;
        named.items.push_back(at);
        named.evidence = *text;
    }
    return named;
}

// The reference agrees with its check digits and yet nobody has it: only a betalingskenmerk lets a
// slip through.
[[nodiscard]] std::vector<LineReference> mistyped_references(const Situation& situation) {
    std::vector<LineReference> mistyped = situation.facts.near_references;
    for (const LineReference& one : situation.facts.references) {
        const bool is_known = !situation.indexes.by_reference(one.reference).empty();
        if (one.reference.scheme == ReferenceScheme::Betalingskenmerk && !is_known) {
            mistyped.push_back(one);
        }
    }
    return mistyped;
}

} // namespace

std::optional<Proposal> by_mistyped_reference(const Situation& situation) {
    const Ledger& ledger = situation.ledger;
    const book::BankLine& line = situation.line();
    std::vector<Items> candidates;
    std::string evidence;
    for (const LineReference& mistyped : mistyped_references(situation)) {
        for (const StructuredReference& meant : one_slip_away(mistyped.reference)) {
            Items items = ledger.payable(situation.indexes.by_reference(meant), line);
            if (items.empty()) continue;
            candidates.push_back(std::move(items));
            evidence = mistyped.written;
        }
    }
    const auto is_exact = [&](const Items& items) {
        return ledger.sum_minor(items) == amount_of(line) ||
               (items.size() == 1 && ledger.is_paid_exactly(items.front(), line));
    };
    if (candidates.size() > 1) {
        // Only the amount can tell which one was meant.
        std::erase_if(candidates, [&](const Items& items) { return !is_exact(items); });
    }
    if (candidates.size() != 1) return std::nullopt;
    const Items& meant = candidates.front();
    const bool is_likely = ledger.have_one_customer(meant) &&
                           !payer_is_somebody_else(situation, meant) &&
                           (is_exact(meant) || payer_may_be_customer(situation, meant));
    return ledger.spread(line, meant, MatchRule::ReferenceTypo,
                         is_likely ? Confidence::Likely : Confidence::Possible, evidence);
}

std::optional<Proposal> by_mistyped_number(const Situation& situation) {
    const Ledger& ledger = situation.ledger;
    const book::BankLine& line = situation.line();
    if (!situation.facts.has_digits) return std::nullopt;
    const Positions same_amount = situation.indexes.amounts.find(amount_of(line));
    Items exact;
    if (same_amount.size() <= most_items_of_an_amount) exact = ledger.payable(same_amount, line);
    std::erase_if(exact, [&](std::uint32_t at) { return !ledger.is_paid_exactly(at, line); });
    Items owed = situation.owed_by(situation.payers());
    if (owed.size() > most_items_of_a_payer) owed.clear();
    if (exact.empty() && owed.empty()) return std::nullopt;
    const std::vector<std::string> texts = possible_numbers(line);
    if (texts.empty()) return std::nullopt;
    AlmostNamed named = almost_named(situation, exact, texts);
    const bool is_exact = !named.items.empty();
    if (!is_exact) named = almost_named(situation, owed, texts);
    if (named.items.size() != 1) return std::nullopt;
    const bool is_likely = is_exact && !payer_is_somebody_else(situation, named.items);
    return ledger.spread(line, named.items, MatchRule::NumberTypo,
                         is_likely ? Confidence::Likely : Confidence::Possible, named.evidence);
}

} // namespace afpunt::matching
