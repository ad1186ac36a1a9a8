// SPDX-License-Identifier: MIT
//
// Letters of the sample book go to a mail server, and copies of them into the mail account.
#include "book_copy.hpp"
#include "mail/fault_server.hpp"
#include "support/dovecot.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace afpunt::tests {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;

class Copies : public ::testing::Test {
protected:
    void set_mail(std::uint16_t imap_port, const std::string& ca_file) {
        book_.write("mail.password", Dovecot::password);
        std::filesystem::permissions(book_.root() / "mail.password",
                                     std::filesystem::perms::owner_read |
                                         std::filesystem::perms::owner_write);
        std::ofstream(book_.root() / "afpunt.toml", std::ios::app)
            << "[mail]\nserver = \"127.0.0.1\"\nport = " << server_.port()
            << "\nsecurity = \"none\"\nlogin = \"none\"\nuser = \"" << Dovecot::user
            << "\"\ncopy = \"sent\"\nimap_server = \"localhost\"\nimap_port = " << imap_port
            << "\nca_file = \"" << ca_file
            << "\"\nbounce_address = \"bounce+{id}@delinde.example\"\n"
               "[secrets]\n\"mail.password\" = { file = \"mail.password\" }\n";
    }
    FaultServer server_;
    BookCopy book_;
};

TEST_F(Copies, LieInTheSentFolderOfTheAccount) {
    const Dovecot account("Verzonden items");
    if (!account.why_not().empty()) GTEST_SKIP() << account.why_not();
    set_mail(account.port(), account.ca_file());
    book_.live_until_the_first_letters();
    EXPECT_EQ(server_.taken().size(), 6u);
    EXPECT_EQ(book_.letters("accepted").size(), 6u);
    EXPECT_EQ(account.mails_in("Verzonden items"), 6);
    EXPECT_TRUE(book_.ask({"status"}).at("attention").as_array().empty());
    book_.ask({"run"});
    EXPECT_EQ(account.mails_in("Verzonden items"), 6);
    const Outcome test = book_.command({"mail", "test"});
    EXPECT_EQ(test.exit_code, 0) << test.output << test.errors;
    EXPECT_THAT(test.output, HasSubstr("The mail server takes our letters"));
    EXPECT_THAT(test.output, HasSubstr("Verzonden items"));
    EXPECT_EQ(server_.taken().size(), 6u);
}

TEST_F(Copies, TellABookFromABackupWhatLeft) {
    const Dovecot account("Sent");
    if (!account.why_not().empty()) GTEST_SKIP() << account.why_not();
    set_mail(account.port(), account.ca_file());
    book_.live_until_the_first_letters();
    ASSERT_EQ(account.mails_in("Sent"), 6);
    const auto before = book_.letters("accepted");
    // A backup of before the first letter, or none at all: nothing of what left is known.
    for (const char* file : {"afpunt.db", "afpunt.db-wal", "afpunt.db-shm"})
        std::filesystem::remove(book_.root() / "state" / file);
    const json::object answer = book_.ask({"book", "restored", "--sent-folder"});
    EXPECT_EQ(answer.at("taken_over"), 6);
    const auto after = book_.letters("accepted");
    ASSERT_EQ(after.size(), before.size());
    for (std::size_t at = 0; at < after.size(); ++at)
        EXPECT_EQ(after[at].number, before[at].number) << "as people know it";
    book_.ask({"release", "--old-balances"});
    EXPECT_EQ(server_.taken().size(), 6u) << "their steps are taken";
    EXPECT_TRUE(book_.letters("prepared").empty());
}

TEST_F(Copies, AreShownWhileTheAccountIsAway) {
    set_mail(1, ""); // nobody listens there
    book_.live_until_the_first_letters();
    EXPECT_EQ(server_.taken().size(), 6u) << "the letters themselves have left";
    const json::array attention = book_.ask({"status"}).at("attention").as_array();
    ASSERT_EQ(attention.size(), 1u);
    EXPECT_THAT(
        std::string(attention[0].as_string()),
        HasSubstr("6 copies of letters not yet in the folder of sent mail: mail account at"));
}

} // namespace
} // namespace afpunt::tests
