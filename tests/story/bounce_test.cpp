// SPDX-License-Identifier: MIT
//
// A letter of the sample book comes back, and what the accountant sees of it.
#include "book_copy.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace afpunt::tests {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class LettersThatComeBack : public ::testing::Test {
protected:
    void SetUp() override {
        book_.live_until_the_first_letters();
        const json::object answer = book_.ask({"letters", "--state", "accepted"});
        for (const json::value& letter : answer.at("letters").as_array()) {
            if (letter.at("customer").as_string() != "K-1011") continue;
            id_ = letter.at("id").as_string();
            number_ = letter.at("letter").as_string();
        }
        ASSERT_FALSE(id_.empty());
    }
    // A notice of a mail server about this address, in a file.
    std::string notice(const std::string& address, const std::string& status,
                       const std::string& id) {
        const std::filesystem::path file = book_.root() / ("notice-" + std::to_string(++files_));
        std::ofstream(file) << "From: Mail Delivery System <mailer-daemon@mx.example>\n"
                               "To: bounce+"
                            << id
                            << "@delinde.example\nMIME-Version: 1.0\nContent-Type: "
                               "multipart/report; report-type=delivery-status; boundary=b\n\n--b\n"
                               "Content-Type: message/delivery-status\n\nReporting-MTA: dns; "
                               "mx.example\n\nFinal-Recipient: rfc822; "
                            << address << "\nAction: failed\nStatus: " << status
                            << "\nDiagnostic-Code: smtp; 550 " << status
                            << " nobody of that name\n\n--b--\n";
        return file.string();
    }
    std::string outcome(const std::string& path) {
        const json::object answer = book_.ask({"bounce", path});
        return std::string(answer.at("mails").as_array().at(0).at("outcome").as_string());
    }
    std::string state() {
        for (const LetterSeen& letter : book_.letters()) {
            if (letter.number == number_) return letter.state;
        }
        return {};
    }

    BookCopy book_;
    std::string id_, number_;
    int files_ = 0;
    const std::string address_ = "administratie@vanrijn.example";
};

TEST_F(LettersThatComeBack, DidNotHappenAndHoldTheCustomerUntilSomebodyKnowsBetter) {
    const std::string path = notice(address_, "5.1.1", id_);
    const Outcome seen = book_.command({"bounce", path});
    EXPECT_EQ(seen.exit_code, 0) << seen.errors;
    EXPECT_THAT(seen.output, HasSubstr("Letter " + number_ + " came back from " + address_));
    EXPECT_EQ(state(), "bounced");
    EXPECT_EQ(book_.reason("2026-0155"), "mail-returned");
    EXPECT_THAT(book_.command({"why", "2026-0155"}).output, HasSubstr("nobody of that name"));
    EXPECT_EQ(outcome(path), "known-already");
    const json::object released = book_.ask({"release", "--customer", "K-1011"});
    EXPECT_EQ(released.at("addresses_released").as_int64(), 1);
    EXPECT_EQ(book_.reason("2026-0155"), "letter-prepared") << "the step is free, and due";
    EXPECT_EQ(outcome(path), "known-already");
    EXPECT_EQ(book_.reason("2026-0155"), "letter-prepared");
}

TEST_F(LettersThatComeBack, GoToTheNextAddressAfterAPersonGaveOne) {
    (void)book_.ask({"bounce", notice(address_, "5.1.1", id_)});
    book_.write("contacts.csv", "customer,mail,language,kind\nK-1011,nieuw@vanrijn.example,nl-NL,"
                                "business\n");
    (void)book_.ask({"run"});
    EXPECT_EQ(book_.reason("2026-0155"), "letter-prepared");
}

TEST_F(LettersThatComeBack, AreNotBelievedForAnotherAddressOrLetter) {
    EXPECT_EQ(outcome(notice("somebody@vanrijn.example", "5.1.1", id_)), "other-recipient");
    EXPECT_EQ(outcome(notice(address_, "5.1.1", std::string(32, 'a'))), "unknown-letter");
    book_.write("no-mail", "PK\x03\x04");
    EXPECT_EQ(book_.command({"bounce", (book_.root() / "no-mail").string()}).exit_code, 1);
    EXPECT_EQ(book_.command({"bounce", (book_.root() / "nowhere").string()}).exit_code, 4);
    EXPECT_EQ(state(), "accepted");
}

TEST_F(LettersThatComeBack, AreReadFromAMaildirAsOftenAsOneLikes) {
    const std::filesystem::path mail = book_.root() / "returns";
    for (const char* part : {"new", "cur", "tmp"})
        std::filesystem::create_directories(mail / part);
    std::filesystem::rename(notice(address_, "4.2.2", id_), mail / "new" / "1.mail");
    std::filesystem::rename(notice("x@y.example", "5.1.1", ""), mail / "cur" / "2.mail:2,S");
    const json::object answer = book_.ask({"bounce", mail.string()});
    ASSERT_THAT(answer.at("mails").as_array(), SizeIs(2));
    EXPECT_EQ(answer.at("mails").as_array()[0].at("outcome").as_string(), "unknown-letter");
    EXPECT_EQ(answer.at("mails").as_array()[1].at("outcome").as_string(), "returned-for-now");
    EXPECT_EQ(state(), "bounced");
    EXPECT_EQ(book_.reason("2026-0155"), "days-between-messages")
        << "it waits, then tries once more";
    EXPECT_TRUE(std::filesystem::exists(mail / "new" / "1.mail"));
    (void)book_.ask({"bounce", mail.string()});
    EXPECT_EQ(book_.reason("2026-0155"), "days-between-messages");
}

TEST_F(LettersThatComeBack, AreTestedForBeforehandWithoutAnythingBeingSent) {
    const Outcome seen = book_.command({"mail", "test"});
    EXPECT_EQ(seen.exit_code, 0) << seen.errors;
    EXPECT_THAT(seen.output, HasSubstr("facturen@delinde.example"));
    EXPECT_THAT(seen.output, HasSubstr("No mail server is set"));
    EXPECT_THAT(seen.output, HasSubstr("SPF"));
}

} // namespace
} // namespace afpunt::tests
