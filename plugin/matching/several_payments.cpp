// SPDX-License-Identifier: MIT
//
// Several payments for one invoice: somebody who pays 300.00 as three times 100.00, on one day or
// on several, and names nothing. The lines of one payer are added up as the invoices of one
// customer are elsewhere; only when one item fits in one way they are proposed, and never for
// certain.
#include "matching/rules.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace afpunt::matching {
namespace {

// More unplaced payments than this at once are a standing order for something else.
constexpr std::size_t most_lines_of_a_payer = 12;
// A customer with more open items is a collective one.
constexpr std::size_t most_items_of_a_payer = 50;

struct Placement {
    std::uint32_t item = 0;
    std::vector<UnplacedLine> lines;
};

[[nodiscard]] const book::BankLine& line_of(const UnplacedLine& unplaced) {
    return *unplaced.facts->line;
}

// The one item, and the one set of lines, that go together.
[[nodiscard]] std::optional<Placement> only_placement(const std::vector<UnplacedLine>& lines,
                                                      const Items& items, const Ledger& ledger) {
    std::vector<Part> parts;
    for (const UnplacedLine& unplaced : lines)
        parts.push_back({amount_of(line_of(unplaced)), 0});
    std::optional<Placement> only;
    for (const std::uint32_t item : items) {
        const Search search = find_combination(parts, ledger.left_minor(item), 0);
        if (!search.found) continue;
        if (only || !search.found->is_only) return std::nullopt;
        only.emplace();
        only->item = item;
        for (const ChosenPart& chosen : search.found->parts)
            only->lines.push_back(lines[chosen.part]);
    }
    const bool are_several = only && only->lines.size() > 1;
    const bool is_refused =
        are_several &&
        std::any_of(only->lines.begin(), only->lines.end(), [&](const UnplacedLine& unplaced) {
            return ledger.is_refused(line_of(unplaced), only->item);
        });
    if (!are_several || is_refused) return std::nullopt;
    return only;
}

void place(const std::vector<UnplacedLine>& lines, const Indexes& indexes, const Ledger& ledger) {
    if (lines.size() < 2 || lines.size() > most_lines_of_a_payer) return;
    const Situation situation{*lines.front().facts, indexes, ledger};
    const std::vector<std::uint32_t>& payers = situation.payers();
    const Items items = situation.owed_by(payers);
    if (items.empty() || items.size() > most_items_of_a_payer) return;
    const std::optional<Placement> found = only_placement(lines, items, ledger);
    if (!found) return;
    for (const UnplacedLine& unplaced : found->lines) {
        *unplaced.proposal =
            ledger.spread(line_of(unplaced), Items{found->item}, MatchRule::SeveralPayments,
                          Confidence::Likely, line_of(unplaced).payer_iban);
    }
}

} // namespace

void propose_several_payments(const std::vector<UnplacedLine>& lines, const Indexes& indexes,
                              const Ledger& ledger) {
    // Sorted, so that the order of the work is the same everywhere.
    std::map<std::tuple<std::vector<std::uint32_t>, std::string_view>, std::vector<UnplacedLine>>
        by_payer;
    for (const UnplacedLine& unplaced : lines) {
        const book::BankLine& line = line_of(unplaced);
        std::vector<std::uint32_t> payers = indexes.payers.by_iban(line.payer_iban);
        if (payers.empty()) continue;
        by_payer[{std::move(payers), line.unallocated.currency.code()}].push_back(unplaced);
    }
    for (const auto& [payer, of_payer] : by_payer)
        place(of_payer, indexes, ledger);
}

} // namespace afpunt::matching
