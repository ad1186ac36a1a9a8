// SPDX-License-Identifier: MIT
//
// Asks each rule in turn, for each line. Two rounds: the first makes the certain proposals, in the
// order in which the money came in, so that an item is never promised twice; the second proposes
// for the other lines what is then still open.
#include "matching/matcher.hpp"

#include "matching/rules.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace afpunt::matching {
namespace {

[[nodiscard]] bool may_be_a_customers(const book::BankLine& line) {
    return (line.kind == book::BankLineKind::Unknown ||
            line.kind == book::BankLineKind::CustomerPayment) &&
           line.unallocated.is_positive();
}

[[nodiscard]] std::optional<Proposal> strongest(const Situation& situation) {
    constexpr std::array rules{by_reference,        by_numbers,
                               by_short_numbers,    by_mistyped_reference,
                               by_payer_and_amount, by_payers_short_numbers,
                               by_payer_alone,      by_name};
    for (const auto rule : rules) {
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
        order.push_back(at);
        facts[at] = read_line(lines[at], indexes);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
        return lines[left].booked_on < lines[right].booked_on;
    });

    std::vector<std::optional<Proposal>> found(lines.size());
    for (const Confidence wanted : {Confidence::Certain, Confidence::Possible}) {
        for (const std::size_t at : order) {
            if (found[at]) continue;
            const Situation situation{facts[at], indexes, ledger};
            std::optional<Proposal> proposal = strongest(situation);
            if (!proposal) continue;
            const bool is_certain = proposal->confidence == Confidence::Certain;
            if (wanted == Confidence::Certain && !is_certain) continue;
            add_payers(situation, *proposal);
            if (is_certain) ledger.book_certain(*proposal);
            found[at] = std::move(proposal);
        }
    }

    std::vector<Proposal> proposals;
    for (std::optional<Proposal>& proposal : found) {
        if (proposal) proposals.push_back(std::move(*proposal));
    }
    return proposals;
}

} // namespace afpunt::matching
