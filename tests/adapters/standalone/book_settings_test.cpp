// SPDX-License-Identifier: MIT
//
// The host's part of afpunt.toml: what is mistyped or half written is refused with its line.
#include <book_folder.hpp>

#include <gmock/gmock.h>

namespace afpunt::standalone {
namespace {

using ::testing::HasSubstr;

const char* const whole = "[book]\nid = \"b\"\n[creditor]\nname = \"Voorbeeld BV\"\n"
                          "mail = \"info@voorbeeld.example\"\n"
                          "[[account]]\niban = \"BE52999000120009\"\n";

TEST(BookSettings, AreReadWithTheTablesOfTheModuleBesideThem) {
    const auto read = read_book_settings(std::string(whole) + "[policy]\nmode = \"send\"\n[qr]\n");
    ASSERT_TRUE(read) << read.error().sentence();
    EXPECT_EQ(read->id, "b");
}

TEST(BookSettings, RefuseATableThatNobodyKnows) {
    const auto read = read_book_settings(std::string(whole) + "[[csv_banks]]\nname = \"bank\"\n");
    ASSERT_FALSE(read);
    EXPECT_THAT(read.error().sentence(), HasSubstr("line 8"));
    EXPECT_THAT(read.error().sentence(), HasSubstr("csv_banks"));
    EXPECT_THAT(read.error().sentence(), HasSubstr("csv_bank,"));
}

TEST(BookSettings, RefuseASettingOutsideOfAnyTable) {
    const auto read = read_book_settings("mode = \"send\"\n" + std::string(whole));
    ASSERT_FALSE(read);
    EXPECT_THAT(read.error().sentence(), HasSubstr("line 1: mode"));
}

TEST(BookSettings, ThatAreCutOffAnywhereAreReadOrRefusedInWords) {
    const std::string text = whole;
    for (std::size_t length = 0; length < text.size(); ++length) {
        const auto read = read_book_settings(text.substr(0, length));
        if (!read) {
            EXPECT_THAT(read.error().sentence(), HasSubstr("afpunt.toml")) << length;
        }
    }
}

} // namespace
} // namespace afpunt::standalone
