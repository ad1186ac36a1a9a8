// SPDX-License-Identifier: MIT
#include "plain_text.hpp"

#include <gtest/gtest.h>

namespace afpunt::standalone {
namespace {

TEST(PlainText, IsTheSameHoweverANumberIsSpacedAndMarked) {
    for (const char* written : {"V26-0107", "v26 0107", "V26/0107", "v.26.0107"})
        EXPECT_EQ(plain_text(written), "V260107") << written;
}

TEST(PlainText, KnowsANumberOnlyAsAWhole) {
    EXPECT_TRUE(stands_whole_in("20261", plain_text("factuur 2026-1")));
    EXPECT_TRUE(stands_whole_in("V260107", plain_text("fact.V26-0107 dank")));
    EXPECT_TRUE(stands_whole_in("20261", plain_text("nr 2026-10, niet: 2026-1 a")))
        << "it may stand further on";
    EXPECT_FALSE(stands_whole_in("20261", plain_text("2026-10")));
    EXPECT_FALSE(stands_whole_in("20261", plain_text("12026-1")));
    EXPECT_FALSE(stands_whole_in("20261", plain_text("2026-1 2026-2")))
        << "written together they cannot be told from one long number";
    EXPECT_FALSE(stands_whole_in("", "ANY"));
}

} // namespace
} // namespace afpunt::standalone
