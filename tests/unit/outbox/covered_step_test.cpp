// SPDX-License-Identifier: MIT
#include "outbox/covered_step.hpp"

#include <gtest/gtest.h>

using namespace afpunt::outbox;

TEST(CoveredStep, IsTheSameForTheSameStepInEachVersionOfTheProgram) {
    // printf '32:00112233445566778899aabbccddeeff8:V26-01078:reminder1:1' | sha256sum
    EXPECT_EQ(covered_step("00112233445566778899aabbccddeeff", "V26-0107", "reminder", 1),
              "35697f960ac9f0f3");
}

TEST(CoveredStep, DiffersWhereAnyPartDiffers) {
    const std::string one = covered_step("l", "item", "step", 1);
    EXPECT_NE(covered_step("m", "item", "step", 1), one);
    EXPECT_NE(covered_step("l", "items", "step", 1), one);
    EXPECT_NE(covered_step("l", "items", "tep", 1), one) << "no part may take from its neighbour";
    EXPECT_NE(covered_step("l", "item", "step", 2), one);
}
