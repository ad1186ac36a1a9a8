// SPDX-License-Identifier: MIT
//
// Codes are kept by hosts for years: unique, lower case with hyphens, each with one outcome.
#include "builders.hpp"

#include <set>

namespace afpunt::policy {
namespace {

TEST(Reason, HasAUniqueCodeInLowerCaseForEachReason) {
    std::set<std::string_view> codes;
    for (const ReasonCode reason : all_reasons) {
        const std::string_view code = code_of(reason);
        EXPECT_TRUE(codes.insert(code).second) << code;
        for (const char c : code)
            EXPECT_TRUE((c >= 'a' && c <= 'z') || c == '-') << code;
    }
    EXPECT_EQ(codes.size(), 44u);
}

TEST(Reason, KeepsTheCodesThatHostsKnow) {
    EXPECT_EQ(code_of(ReasonCode::StepDue), "step-due");
    EXPECT_EQ(code_of(ReasonCode::BankNotUpToDate), "bank-not-up-to-date");
    EXPECT_EQ(code_of(ReasonCode::OtherIban), "other-iban");
    EXPECT_EQ(code_of(ReasonCode::LastStepSent), "last-step-sent");
}

TEST(Reason, KnowsTheOutcomeAtBothEndsOfEachKind) {
    EXPECT_EQ(outcome_of(ReasonCode::StepDue), Outcome::Ready);
    EXPECT_EQ(outcome_of(ReasonCode::LetterApproved), Outcome::Ready);
    EXPECT_EQ(outcome_of(ReasonCode::NotDue), Outcome::Waiting);
    EXPECT_EQ(outcome_of(ReasonCode::BelowMinimum), Outcome::Waiting);
    EXPECT_EQ(outcome_of(ReasonCode::HeldByPerson), Outcome::Held);
    EXPECT_EQ(outcome_of(ReasonCode::LetterUncertain), Outcome::Held);
    EXPECT_EQ(outcome_of(ReasonCode::Settled), Outcome::Done);
    EXPECT_EQ(outcome_of(ReasonCode::LastStepSent), Outcome::Done);
    EXPECT_EQ(code_of(Outcome::Ready), "ready");
    EXPECT_EQ(code_of(Outcome::Waiting), "waiting");
    EXPECT_EQ(code_of(Outcome::Held), "held");
    EXPECT_EQ(code_of(Outcome::Done), "done");
}

} // namespace
} // namespace afpunt::policy
