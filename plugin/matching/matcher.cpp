// SPDX-License-Identifier: MIT
//
// Asks each rule in turn, for each line, in rounds; within a round in the order in which the money
// came in. What is proposed is taken into account for all that follow, so that an item is never
// promised twice.
#include "matching/matcher.hpp"

#include "matching/rules.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace afpunt::matching {
namespace {

[[nodiscard]] bool may_be_a_customers(const book::BankLine& line) {
    return (line.kind == book::BankLineKind::Unknown ||
            line.kind == book::BankLineKind::CustomerPayment) &&
           line.unallocated.is_positive();
}

// Nothing tells who paid: the sum of a batch that came without its details.
[[nodiscard]] bool is_nameless(const book::BankLine& line) {
    return line.payer_name.empty() && line.payer_iban.empty() && line.remittance.empty() &&
           line.structured_reference.empty() && line.end_to_end_id.empty();
}

// It names no customer, for it may be anybody's.
[[nodiscard]] Proposal nameless(const book::BankLine& line) {
    Proposal proposal;
    proposal.bank_line_id = line.id;
    proposal.confidence = Confidence::Possible;
    proposal.rule = MatchRule::AmountOnly;
    return proposal;
}

using Rule = std::optional<Proposal> (*)(const Situation&);
constexpr std::array<Rule, 2> rules_that_may_be_certain{by_reference, by_numbers};
constexpr std::array<Rule, 5> rules_of_text{by_reference, by_numbers, by_short_numbers,
                                            by_mistyped_reference, by_mistyped_number};
constexpr std::array<Rule, 12> all_rules{by_reference,        by_numbers,
                                         by_short_numbers,    by_mistyped_reference,
                                         by_mistyped_number,  by_payer_and_amount,
                                         by_combination,      by_payer_and_near_amount,
                                         by_near_combination, by_payers_short_numbers,
                                         by_payer_alone,      by_name};

// What one round asks, and what it keeps of the answers.
struct Round {
    std::span<const Rule> rules;
    Confidence weakest;
};
// First the certain ones, then what the text makes likely, then the rest: an item is not promised
// to a payer who names nothing before those were heard who name it.
constexpr std::array<Round, 3> rounds{{{rules_that_may_be_certain, Confidence::Certain},
                                       {rules_of_text, Confidence::Likely},
                                       {all_rules, Confidence::Possible}}};

[[nodiscard]] std::optional<Proposal> strongest(const Situation& situation,
                                                std::span<const Rule> rules) {
    for (const Rule rule : rules) {
        if (std::optional<Proposal> proposal = rule(situation)) return proposal;
    }
    return std::nullopt;
}

// Where the account says another customer than the text does, both may be waiting for a letter.
void add_payers(const Situation& situation, Proposal& proposal) {
    if (proposal.confidence == Confidence::Certain) return;
    for (const std::uint32_t at : situation.payers()) {
        const std::string& id = situation.ledger.book().snapshot().parties[at].id;
        if (std::find(proposal.party_ids.begin(), proposal.party_ids.end(), id) ==
            proposal.party_ids.end()) {
            proposal.party_ids.push_back(id);
        }
    }
}

} // namespace

std::vector<Proposal> propose(const book::Book& book, const Options& options) {
    const std::vector<book::BankLine>& lines = book.snapshot().bank_lines;
    const Indexes indexes(book);
    Ledger ledger(book, options);

    std::vector<std::size_t> order;
    std::vector<LineFacts> facts(lines.size());
    for (std::size_t at = 0; at < lines.size(); ++at) {
        if (!may_be_a_customers(lines[at]) || ledger.is_refused(lines[at])) continue;
        // Whatever its kind and its text: money from the firm's own account is no customer's.
        if (indexes.payers.is_own(lines[at].payer_iban)) continue;
        order.push_back(at);
        facts[at] = read_line(lines[at], indexes);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
        return lines[left].booked_on < lines[right].booked_on;
    });

    std::vector<std::optional<Proposal>> found(lines.size());
    for (const Round& round : rounds) {
        for (const std::size_t at : order) {
            if (found[at]) continue;
            const Situation situation{facts[at], indexes, ledger};
            std::optional<Proposal> proposal = strongest(situation, round.rules);
            if (!proposal || proposal->confidence > round.weakest) continue;
            // What looks certain only now does so because a likely proposal has taken away what
            // spoke against it, and a likely one may be wrong.
            if (round.weakest != Confidence::Certain) {
                proposal->confidence = std::max(proposal->confidence, Confidence::Likely);
            }
            add_payers(situation, *proposal);
            if (proposal->confidence != Confidence::Possible) ledger.reserve(*proposal);
            found[at] = std::move(proposal);
        }
    }
    std::vector<UnplacedLine> unplaced;
    for (const std::size_t at : order) {
        if (!found[at] || found[at]->allocations.empty())
            unplaced.push_back({&facts[at], &found[at]});
    }
    propose_several_payments(unplaced, indexes, ledger);
    for (const std::size_t at : order) {
        if (!found[at] && is_nameless(lines[at])) found[at] = nameless(lines[at]);
    }

    std::vector<Proposal> proposals;
    for (std::optional<Proposal>& proposal : found) {
        if (proposal) proposals.push_back(std::move(*proposal));
    }
    return proposals;
}

} // namespace afpunt::matching
