// SPDX-License-Identifier: MIT
//
// What the matcher finds, and what it never does: of all that it calls certain nothing may be
// wrong, however people mistype. The lines are generated with known truth; 20,000 in a usual run,
// as many as AFPUNT_MATCHING_LINES says otherwise.
#include "world.hpp"

#include "matching/matcher.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace afpunt::matching {
namespace {

struct Score {
    std::size_t lines = 0;
    std::size_t certain = 0, certain_wrong = 0;
    std::size_t likely = 0, likely_wrong = 0;
    std::size_t possible_right = 0; // names the customer, or the right items
    std::size_t possible_wrong = 0;
    std::size_t none = 0;
};
using Scores = std::array<Score, static_cast<std::size_t>(LineKind::Count)>;

[[nodiscard]] bool pays_only_what_was_meant(const Proposal& proposal, const Truth& truth) {
    for (const ProposedAllocation& one : proposal.allocations) {
        const auto meant = truth.items.find(one.item_id);
        if (meant == truth.items.end() || one.amount.minor > meant->second) return false;
    }
    return !proposal.allocations.empty();
}

[[nodiscard]] bool pays_all_that_was_meant(const Proposal& proposal, const Truth& truth) {
    return pays_only_what_was_meant(proposal, truth) &&
           proposal.allocations.size() == truth.items.size();
}

[[nodiscard]] bool names_customer(const Proposal& proposal, const Truth& truth) {
    return std::find(proposal.party_ids.begin(), proposal.party_ids.end(), truth.customer_id) !=
           proposal.party_ids.end();
}

[[nodiscard]] std::string described(const book::Book& book, const Proposal& proposal,
                                    const Truth& truth) {
    const book::BankLine& line = *book.bank_line(proposal.bank_line_id);
    std::string text = std::string(name_of(truth.kind)) + ": '" + line.structured_reference +
                       "' '" + line.remittance + "' by " + line.payer_name + " " +
                       line.amount.decimal() + ", rule " +
                       std::to_string(static_cast<int>(proposal.rule)) + ", on";
    for (const ProposedAllocation& one : proposal.allocations) {
        text += " " + book.item(one.item_id)->number + "=" + one.amount.decimal();
    }
    text += ", meant";
    for (const auto& [id, minor] : truth.items) {
        text += " " + book.item(id)->number + " (" + book.item(id)->open.decimal() + ")";
    }
    return text;
}

void count(const book::Book& book, const Proposal& proposal, const Truth& truth, Score& score) {
    --score.none;
    const bool is_right = pays_all_that_was_meant(proposal, truth);
    switch (proposal.confidence) {
    case Confidence::Certain:
        ++score.certain;
        if (!pays_only_what_was_meant(proposal, truth)) {
            ++score.certain_wrong;
            ADD_FAILURE() << described(book, proposal, truth);
        }
        break;
    case Confidence::Likely:
        ++score.likely;
        if (!is_right) ++score.likely_wrong;
        break;
    case Confidence::Possible:
        ++(is_right || names_customer(proposal, truth) ? score.possible_right
                                                       : score.possible_wrong);
        break;
    }
}

std::size_t play(std::uint64_t seed, Scores& scores) {
    World world = make_world(seed);
    const book::Book book = book::Book::build(std::move(world.snapshot), {});
    for (const auto& [id, truth] : world.truth) {
        Score& score = scores[static_cast<std::size_t>(truth.kind)];
        ++score.lines;
        ++score.none;
    }
    for (const Proposal& proposal : propose(book, {})) {
        const Truth& truth = world.truth.at(proposal.bank_line_id);
        count(book, proposal, truth, scores[static_cast<std::size_t>(truth.kind)]);
    }
    return world.truth.size();
}

[[nodiscard]] std::string percent(std::size_t part, std::size_t whole) {
    if (whole == 0) return "-";
    const std::size_t tenths = (part * 1000 + whole / 2) / whole;
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %";
}

// The table that tests/README.md shows.
void print(const Scores& scores) {
    std::string table =
        "| What the payer did | lines | certain | of these wrong | likely | of these "
        "wrong | possible, right customer | other | no proposal |\n"
        "|---|---|---|---|---|---|---|---|---|\n";
    Score total;
    const auto row = [&](const std::string& name, const Score& score) {
        table += "| " + name + " | " + std::to_string(score.lines) + " | " +
                 percent(score.certain, score.lines) + " | " + std::to_string(score.certain_wrong) +
                 " | " + percent(score.likely, score.lines) + " | " +
                 percent(score.likely_wrong, score.likely) + " | " +
                 percent(score.possible_right, score.lines) + " | " +
                 percent(score.possible_wrong, score.lines) + " | " +
                 percent(score.none, score.lines) + " |\n";
    };
    for (std::size_t kind = 0; kind < scores.size(); ++kind) {
        const Score& score = scores[kind];
        row(name_of(static_cast<LineKind>(kind)), score);
        total.lines += score.lines;
        total.certain += score.certain;
        total.certain_wrong += score.certain_wrong;
        total.likely += score.likely;
        total.likely_wrong += score.likely_wrong;
        total.possible_right += score.possible_right;
        total.possible_wrong += score.possible_wrong;
        total.none += score.none;
    }
    row("all", total);
    std::fputs(table.c_str(), stdout);
}

[[nodiscard]] std::size_t wanted_lines() {
    constexpr std::size_t usual = 20'000;
    const char* const wanted = std::getenv("AFPUNT_MATCHING_LINES");
    return wanted == nullptr ? usual : static_cast<std::size_t>(std::strtoull(wanted, nullptr, 10));
}

TEST(MatcherTruth, NothingCertainIsEverWrong) {
    Scores scores;
    std::uint64_t seed = 0;
    for (std::size_t lines = 0; lines < wanted_lines();)
        lines += play(++seed, scores);
    print(scores);
    for (const Score& score : scores)
        EXPECT_EQ(score.certain_wrong, 0U);
}

} // namespace
} // namespace afpunt::matching
