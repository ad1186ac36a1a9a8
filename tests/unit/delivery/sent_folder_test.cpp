// SPDX-License-Identifier: MIT
//
// The folder of sent mail at a real IMAP server.
#include "delivery/sent_folder.hpp"

#include "support/dovecot.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>

using namespace afpunt;
using namespace afpunt::delivery;

namespace {

std::string id_of(int number) {
    std::string id(32, '0');
    id.replace(0, 1, std::to_string(number % 10));
    return id;
}

std::string letter(const std::string& id, const std::string& covers = "0123456789abcdef") {
    return "From: an@delinde.example\r\nTo: kas@groenehart.example\r\n"
           "Date: Fri, 20 Nov 2026 08:34:56 +0000\r\nMessage-Id: <" +
           id + "@delinde.example>\r\nSubject: Herinnering\r\nX-Afpunt-Letter: " + id +
           "\r\nX-Afpunt-Covers: " + covers + "\r\n\r\nBeste,\r\n";
}

std::string refusal(const ImapAccount& account) {
    const auto found = find_sent_folder(account);
    return found ? "" : found.error().sentence();
}

// One server for all tests: it takes seconds to start on a busy machine.
class SentFolder : public testing::Test {
protected:
    static void SetUpTestSuite() { server_ = std::make_unique<tests::Dovecot>("Verzonden items"); }
    static void TearDownTestSuite() { server_.reset(); }
    void SetUp() override {
        if (!server_->why_not().empty()) GTEST_SKIP() << server_->why_not();
    }
    static ImapAccount account_here() {
        ImapAccount account;
        account.server = "localhost";
        account.port = server_->port();
        account.user = tests::Dovecot::user;
        account.password = tests::Dovecot::password;
        account.ca_file = server_->ca_file();
        return account;
    }
    static std::unique_ptr<tests::Dovecot> server_;
};
std::unique_ptr<tests::Dovecot> SentFolder::server_;

} // namespace

TEST_F(SentFolder, GetsEachLetterOnceAndTellsWhichWereSent) {
    const ImapAccount account = account_here();
    EXPECT_EQ(find_sent_folder(account).value_or("none"), "Verzonden items")
        << "the one that the server marks, where the named one is not there";
    const std::string many = "1111111111111111 2222222222222222\r\n 3333333333333333 more";
    for (const auto& put : append_to_sent(account, {{id_of(1), letter(id_of(1))},
                                                    {id_of(2), letter(id_of(2), many)},
                                                    {id_of(1), letter(id_of(1))}})) {
        ASSERT_TRUE(put) << put.error().sentence();
    }
    EXPECT_EQ(server_->mails_in("Verzonden items"), 2);
    const auto found = sent_letters_since(account, Date::of(2020, 1, 1));
    ASSERT_TRUE(found) << found.error().sentence();
    ASSERT_EQ(found->size(), 2u);
    EXPECT_EQ(found->at(0).letter_id, id_of(1));
    EXPECT_EQ(found->at(0).message_id, id_of(1) + "@delinde.example");
    EXPECT_EQ(found->at(0).date, "Fri, 20 Nov 2026 08:34:56 +0000");
    EXPECT_EQ(found->at(0).covered_steps, std::vector<std::string>{"0123456789abcdef"});
    EXPECT_FALSE(found->at(0).covers_more);
    EXPECT_EQ(found->at(1).covered_steps.size(), 3u);
    EXPECT_TRUE(found->at(1).covers_more);
    EXPECT_TRUE(sent_letters_since(account, Date::of(2999, 1, 1)).value().empty());
}

TEST_F(SentFolder, SaysWhatTheServerRefuses) {
    ImapAccount account = account_here();
    EXPECT_EQ(refusal(account), "");
    account.password = "wr0ng-secret";
    EXPECT_NE(refusal(account).find("a login that the server accepts"), std::string::npos)
        << refusal(account);
    EXPECT_EQ(refusal(account).find("wr0ng-secret"), std::string::npos);
    account = account_here();
    account.ca_file.clear();
    EXPECT_NE(refusal(account), "") << "a certificate that nobody trusts";
    account = account_here();
    account.server = "127.0.0.1";
    EXPECT_NE(refusal(account), "") << "a certificate for another name";
    account.server = "localhost/../x";
    EXPECT_NE(refusal(account).find("imap_server"), std::string::npos);
    std::atomic<bool> stop = true;
    account = account_here();
    account.stop = &stop;
    EXPECT_NE(refusal(account), "") << "told to stop";
}

TEST_F(SentFolder, GoesThroughNoProxyOfTheEnvironment) {
    setenv("all_proxy", "http://127.0.0.1:9", 1);
    EXPECT_EQ(refusal(account_here()), "");
    unsetenv("all_proxy");
}

TEST(ImapFolderName, IsWrittenAsTheProtocolWants) {
    EXPECT_EQ(imap_folder_name("Sent"), "Sent");
    EXPECT_EQ(imap_folder_name("A & B"), "A &- B");
    EXPECT_EQ(imap_folder_name("\xC3\x89l\xC3\xA9ments envoy\xC3\xA9s"),
              "&AMk-l&AOk-ments envoy&AOk-s");
    // The examples of RFC 3501, section 5.1.3.
    EXPECT_EQ(imap_folder_name("~peter/mail/\xE5\x8F\xB0\xE5\x8C\x97/\xE6\x97\xA5\xE6\x9C\xAC\xE8"
                               "\xAA\x9E"),
              "~peter/mail/&U,BTFw-/&ZeVnLIqe-");
    EXPECT_EQ(imap_folder_name("\xF0\x9F\x93\xA7"), "&2D3c5w-");
}
