// SPDX-License-Identifier: MIT
#include "document/clean_text.hpp"

#include <afpunt/text.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace afpunt::document {
namespace {

TEST(CleanLine, KeepsOrdinaryTextWithAccentsAndEmoji) {
    EXPECT_EQ(clean_line("Café Zoë & Zn. <3 👩‍🍳"), "Café Zoë & Zn. <3 👩‍🍳");
}

TEST(CleanLine, TurnsLineBreaksAndControlsIntoSpaces) {
    EXPECT_EQ(clean_line("A\r\nBcc: x\x01y\x7F\xC2\x85z\xE2\x80\xA8"), "A  Bcc: x y  z");
}

TEST(CleanLine, ReplacesWhatIsNoUtf8AndWhatXmlForbids) {
    EXPECT_EQ(clean_line("a\xFF"
                         "b\xC3"),
              "a\xEF\xBF\xBD"
              "b\xEF\xBF\xBD");
    EXPECT_EQ(clean_line("x\xEF\xBF\xBFy"), "x\xEF\xBF\xBDy");
}

TEST(CleanLine, DropsCharactersThatTurnTheReadingDirection) {
    EXPECT_EQ(clean_line("EUR \xE2\x80\xAE"
                         "001\xE2\x81\xA9"),
              "EUR 001");
}

TEST(CleanLine, CutsAFieldThatWouldFillTheLetterAndNeverInsideACharacter) {
    std::string text;
    for (int i = 0; i < 2000; ++i)
        text += "é€";
    const std::string line = clean_line(text);
    EXPECT_LE(line.size(), longest_field_bytes);
    EXPECT_GT(line.size(), longest_field_bytes - 4);
    EXPECT_TRUE(text::is_utf8(line));
}

RC_GTEST_PROP(CleanLine, AlwaysGivesOneLineOfUtf8, (const std::string& bytes)) {
    const std::string line = clean_line(bytes);
    RC_ASSERT(text::is_utf8(line));
    RC_ASSERT(std::none_of(line.begin(), line.end(),
                           [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
    RC_ASSERT(clean_line(line) == line);
}

TEST(Shortened, CountsCharactersAndBytes) {
    EXPECT_EQ(shortened("ééééé", 3, 100), "ééé");
    EXPECT_EQ(shortened("ééééé", 5, 5), "éé");
    EXPECT_EQ(shortened("abc ", 3, 9), "abc");
}

} // namespace
} // namespace afpunt::document
