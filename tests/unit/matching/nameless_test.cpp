// SPDX-License-Identifier: MIT
//
// The sum of a batch that came without its details: it may be anybody's money.
#include "matching_fixture.hpp"

namespace afpunt::matching {
namespace {

TEST_F(Matching, ProposesMoneyThatNobodyIsNamedForToNobody) {
    const Proposal proposal = proposed(money("sum", 99900));
    EXPECT_EQ(proposal.bank_line_id, "sum");
    EXPECT_EQ(proposal.confidence, Confidence::Possible);
    EXPECT_TRUE(proposal.allocations.empty());
    EXPECT_TRUE(proposal.party_ids.empty());
}

TEST_F(Matching, AsksNobodyAboutASumThatAPersonSetAside) {
    Options options;
    options.refusals.insert({"sum", ""});
    EXPECT_TRUE(proposed(money("sum", 99900), options).bank_line_id.empty());
}

TEST_F(Matching, TakesALineWithAnyWordOrNameForNoSum) {
    EXPECT_TRUE(proposed(99900, "storting").bank_line_id.empty());
    book::BankLine line = money("line", 99900);
    line.payer_name = "Verzekeringen Zuid";
    EXPECT_TRUE(proposed(line).bank_line_id.empty());
}

} // namespace
} // namespace afpunt::matching
