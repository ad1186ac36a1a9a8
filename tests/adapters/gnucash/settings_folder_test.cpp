// SPDX-License-Identifier: MIT
//
// The folder beside a GnuCash book, and the host's own tables of its afpunt.toml.
#include "gnucash/settings_folder.hpp"
#include "gnucash/words.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace afpunt::gnucash {
namespace {

namespace fs = std::filesystem;

class SettingsFolderTest : public testing::Test {
protected:
    SettingsFolderTest() {
        std::string name = (fs::temp_directory_path() / "afpunt-gnucash-XXXXXX").string();
        root = ::mkdtemp(name.data());
    }
    ~SettingsFolderTest() override { fs::remove_all(root); }
    static void write(const fs::path& file, std::string_view text) {
        fs::create_directories(file.parent_path());
        std::ofstream(file) << text;
    }
    fs::path root;
};

TEST(FolderOfBook, LiesBesideTheFile) {
    EXPECT_EQ(folder_of_book("xml:///books/shop.gnucash", "1"), "/books/shop.gnucash.afpunt");
    EXPECT_EQ(folder_of_book("file:///books/shop.gnucash", "1"), "/books/shop.gnucash.afpunt");
    EXPECT_EQ(folder_of_book("sqlite3:///books/shop.sqlite", "1"), "/books/shop.sqlite.afpunt");
    EXPECT_EQ(folder_of_book("/books/shop.gnucash", "1"), "/books/shop.gnucash.afpunt");
}

TEST(FolderOfBook, IsTheUsersOwnForADatabaseServer) {
    ::setenv("XDG_DATA_HOME", "/data", 1);
    EXPECT_EQ(folder_of_book("postgres://anna:secret@db.example/shop", "77"),
              "/data/afpunt/gnucash/77");
    ::unsetenv("XDG_DATA_HOME");
}

TEST(FolderOfBook, IsNoneForABookThatWasNeverSaved) {
    EXPECT_EQ(folder_of_book("", "1"), std::nullopt);
}

TEST(BookSettings, AskBeforeMatchingUnlessThePersonWroteOtherwise) {
    EXPECT_NE(read_book_settings("", "nl-BE")->text.find("certain = \"ask\""), std::string::npos);
    const auto own = read_book_settings("[matching]\ncertain = \"auto\"\n", "nl-BE");
    EXPECT_EQ(own->text, "[matching]\ncertain = \"auto\"\n");
}

TEST(BookSettings, TakeTheLanguageOfTheScreenWhereNoneIsNamed) {
    EXPECT_EQ(read_book_settings("", "fr")->language, "fr");
    EXPECT_EQ(read_book_settings("[book]\nlanguage = \"de\"\n", "fr")->language, "de");
}

TEST(BookSettings, ReadAccountsByTheirFullNames) {
    const auto settings = read_book_settings("[[account]]\naccount = \"Activa:Bank\"\n"
                                             "iban = \"be68 5390 0754 7034\"\n"
                                             "customers_pay_here = false\n",
                                             "nl-BE");
    ASSERT_TRUE(settings);
    ASSERT_EQ(settings->accounts.size(), 1U);
    EXPECT_EQ(settings->accounts[0].iban, "BE68539007547034");
    EXPECT_FALSE(settings->accounts[0].customers_pay_here);
}

TEST(BookSettings, RefuseWithLineAndKeyWhatIsMistyped) {
    const auto wrong = read_book_settings("[book]\nlangauge = \"nl\"\n", "nl-BE");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().sentence(),
              "afpunt.toml, line 2: book.langauge: found 'an unknown setting', expected one of "
              "language, sample, sample_day, write_back, unassigned");
    EXPECT_FALSE(read_book_settings("[[account]]\naccount = \"B\"\niban = \"BE00\"\n", "nl-BE"));
    EXPECT_FALSE(read_book_settings("account = 5\n", "nl-BE"));
    EXPECT_FALSE(read_book_settings("[book]\nsample_day = \"yesterday\"\n", "nl-BE"));
}

TEST(BookSettings, OfANewBookAreUnderstoodInEveryLanguage) {
    for (const char* language : {"nl-BE", "fr", "de", "en"}) {
        const auto settings = read_book_settings(words_in(language).settings_file, "en");
        ASSERT_TRUE(settings) << settings.error().sentence();
        EXPECT_EQ(settings->language, language);
        EXPECT_FALSE(settings->write_back);
    }
}

TEST_F(SettingsFolderTest, IsMadeOnceAndNothingOfThePersonsIsOverwritten) {
    const SettingsFolder folder(root / "shop.gnucash.afpunt");
    ASSERT_TRUE(folder.create("nl-BE"));
    EXPECT_TRUE(fs::is_directory(folder.out()));
    write(folder.settings(), "[book]\nlanguage = \"fr\"\n");
    ASSERT_TRUE(folder.create("nl-BE"));
    EXPECT_EQ(folder.read()->language, "fr");
}

TEST_F(SettingsFolderTest, SaysInWordsThatItCannotBeWritten) {
    write(root / "file", "");
    const auto made = SettingsFolder(root / "file" / "folder").create("nl-BE");
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().field, "folder of afpunt");
}

TEST_F(SettingsFolderTest, TakesOverWhatBelongsToTheBookOnlyWhereNothingIs) {
    write(root / "old.afpunt" / "afpunt.toml", "[book]\nlanguage = \"de\"\n");
    const SettingsFolder folder(root / "new.afpunt");
    ASSERT_TRUE(folder.take_over(root / "old.afpunt"));
    EXPECT_EQ(folder.read()->language, "de");
    write(root / "other.afpunt" / "afpunt.toml", "[book]\nlanguage = \"fr\"\n");
    ASSERT_TRUE(folder.take_over(root / "other.afpunt"));
    EXPECT_EQ(folder.read()->language, "de");
}

TEST(WordsOfTheAdapter, AreThereInEveryLanguage) {
    for (const char* language : {"nl-BE", "fr", "de", "en"}) {
        const Words& words = words_in(language);
        for (const char* text : {words.menu_report, words.approve, words.notice, words.sent_note,
                                 words.book_was_restored, words.old_balances}) {
            ASSERT_NE(text, nullptr);
            EXPECT_STRNE(text, "");
        }
    }
    EXPECT_EQ(filled(words_in("nl").approve_one, {{"sum", "5,00 EUR"}, {"held", "2"}}),
              "1 brief over 5,00 EUR goedkeuren en versturen?\n\nAangehouden facturen: 2.");
    EXPECT_EQ(line_label("Bank", Date::of(2026, 11, 9), "nl-BE"), "lijn van 09/11/2026 op Bank");
    EXPECT_EQ(line_label("Bank", Date::of(2026, 11, 9), "nl-NL"), "lijn van 09-11-2026 op Bank");
}

} // namespace
} // namespace afpunt::gnucash
