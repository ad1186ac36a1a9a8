// SPDX-License-Identifier: MIT
//
// The files that the sample book puts out, read by other people's programs: one model, many forms,
// and all of them ask for the same amount into the same account (product rule 10).
#include "book_copy.hpp"
#include "support/shared_data.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace afpunt::tests {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

struct Expected {
    const char *customer, *language, *to, *total, *in_words;
    std::vector<std::string> numbers;
};
// In the order of the letters' numbers; in_words is how people of that language write the total.
const std::vector<Expected>& expected_letters() {
    static const std::vector<Expected> letters{
        {"K-1003",
         "fr",
         "compta@fleursdemeuse.example",
         "609.50",
         "609,50",
         {"2026-0145", "2026-0146"}},
        {"K-1004", "de", "rechnung@eifelgruen.example", "900.00", "900,00", {"2026-0148"}},
        {"K-1008", "fr", "claire.fontaine@example.org", "180.00", "180,00", {"2026-0152"}},
        {"K-1011", "nl-NL", "administratie@vanrijn.example", "525.00", "525,00", {"2026-0155"}},
        {"K-1013", "nl-BE", "info@kasteelhof.example", "636.00", "636,00", {"2026-0093"}},
        {"K-1010", "fr", "info@letilleul.example", "127.20", "127,20", {"2026-0154"}}};
    return letters;
}

class Letters : public ::testing::Test {
protected:
    void SetUp() override {
        book_.add_payment_links();
        book_.live_until_the_first_letters();
        letters_ = book_.letters("accepted");
        ASSERT_EQ(letters_.size(), expected_letters().size());
    }
    fs::path file(std::size_t letter, const char* form) {
        return book_.root() / "out" / letters_[letter].number / form;
    }
    boost::json::object letter_json(std::size_t letter) {
        return read_json(file(letter, "letter.json")).as_object();
    }
    BookCopy book_;
    std::vector<LetterSeen> letters_;
};

TEST_F(Letters, SayInJsonWhatTheyAskFor) {
    for (std::size_t at = 0; at < letters_.size(); ++at) {
        const Expected& expected = expected_letters()[at];
        const boost::json::object letter = letter_json(at);
        EXPECT_EQ(letters_[at].customer, expected.customer);
        EXPECT_EQ(letter.at("language").as_string(), expected.language);
        EXPECT_EQ(letter.at("to").as_string(), expected.to);
        EXPECT_EQ(letter.at("total").as_string(), expected.total);
        EXPECT_EQ(letter.at("iban").as_string(), "BE52999000120009");
        EXPECT_EQ(letter.at("bank_covered_until").as_string(), "2026-11-18");
        ASSERT_EQ(letter.at("lines").as_array().size(), expected.numbers.size());
        for (std::size_t line = 0; line < expected.numbers.size(); ++line) {
            EXPECT_EQ(letter.at("lines").as_array()[line].as_object().at("number").as_string(),
                      expected.numbers[line]);
        }
    }
}

TEST_F(Letters, AreUblThatTheSchemasAccept) {
    AFPUNT_NEEDS_SHARED("data/ubl/2.1/xsdrt/maindoc/UBL-Reminder-2.1.xsd");
    if (!has_program("xmllint")) GTEST_SKIP() << "xmllint is not installed";
    const fs::path schema =
        shared_folder() / "data" / "ubl" / "2.1" / "xsdrt" / "maindoc" / "UBL-Reminder-2.1.xsd";
    for (std::size_t at = 0; at < letters_.size(); ++at) {
        const Outcome run = run_program({"xmllint", "--nonet", "--noout", "--schema",
                                         schema.string(), file(at, "reminder.xml").string()});
        EXPECT_EQ(run.exit_code, 0) << letters_[at].number << ": " << run.errors;
    }
}

TEST_F(Letters, HaveCodesThatAnotherProgramReads) {
    if (!has_program("zbarimg")) GTEST_SKIP() << "zbarimg (zbar-tools) is not installed";
    for (std::size_t at = 0; at < letters_.size(); ++at) {
        const Outcome run = run_program({"zbarimg", "--raw", "-q", file(at, "qr.png").string()});
        std::vector<std::string> lines;
        std::istringstream text(run.output);
        for (std::string line; std::getline(text, line);)
            lines.push_back(line);
        // EPC069-12 version 3.1: eleven lines, of which 10 or 11 says what is paid.
        ASSERT_GE(lines.size(), 10U) << run.output;
        EXPECT_EQ(lines[0], "BCD");
        EXPECT_EQ(lines[3], "SCT");
        EXPECT_EQ(lines[5], "Bloemenhal De Linde BV");
        EXPECT_EQ(lines[6], "BE52999000120009");
        const Expected& expected = expected_letters()[at];
        std::string amount = expected.total;
        // Trailing zeros may be left out; the value must be the letter's.
        while (amount.ends_with('0'))
            amount.pop_back();
        if (amount.ends_with('.')) amount.pop_back();
        EXPECT_THAT(lines[7],
                    ::testing::AnyOf("EUR" + amount, "EUR" + std::string(expected.total)));
        const boost::json::object letter = letter_json(at);
        if (expected.numbers.size() == 1) {
            std::string reference(letter.at("reference").as_string());
            std::erase_if(reference, [](char c) { return c < '0' || c > '9'; });
            EXPECT_EQ(lines[9], reference);
        } else {
            ASSERT_GE(lines.size(), 11U);
            EXPECT_EQ(lines[9], "");
            EXPECT_EQ(lines[10], "2026-0145 2026-0146");
        }
    }
}

TEST_F(Letters, AreMailThatPythonReads) {
    if (!has_program("python3")) GTEST_SKIP() << "python3 is not installed";
    const std::string reader =
        std::string(AFPUNT_SOURCE_FOLDER) + "/tests/unit/delivery/read_mail.py";
    for (std::size_t at = 0; at < letters_.size(); ++at) {
        const Outcome run = run_program(
            {"sh", "-c", "python3 -B \"$0\" <\"$1\"", reader, file(at, "mail.eml").string()});
        ASSERT_EQ(run.exit_code, 0) << run.errors;
        const boost::json::object mail = boost::json::parse(run.output).as_object();
        const Expected& expected = expected_letters()[at];
        EXPECT_TRUE(mail.at("defects").as_array().empty());
        EXPECT_EQ(mail.at("from").at(0).at(1).as_string(), "facturen@delinde.example");
        EXPECT_EQ(mail.at("to").at(0).at(1).as_string(), expected.to);
        EXPECT_THAT(std::string(mail.at("date").as_string()), HasSubstr("2026-11-19"));
        // The customer's text names the amount and each invoice. No UBL goes with it: nobody asked
        // for it, and an invoice inbox might book it once more.
        const std::string plain = read_file(file(at, "mail.txt"));
        EXPECT_THAT(plain, HasSubstr(expected.in_words));
        for (const std::string& number : expected.numbers)
            EXPECT_THAT(plain, HasSubstr(number));
        EXPECT_THAT(run.output, Not(HasSubstr("application/xml")));
        EXPECT_THAT(run.output, HasSubstr("image/png"));
    }
}

TEST_F(Letters, BearPaymentLinksThatOnlyTheirBookMakes) {
    for (std::size_t at = 0; at < letters_.size(); ++at) {
        std::string link(letter_json(at).at("payment_link").as_string());
        EXPECT_TRUE(link.starts_with("https://pay.example.org/betalen?"));
        const boost::json::object read = book_.ask({"verify-link", link});
        EXPECT_EQ(read.at("amount").as_object().at("amount").as_string(),
                  expected_letters()[at].total);
        const std::size_t amount = link.find("&a=") + 3;
        link[amount] = link[amount] == '1' ? '2' : '1';
        EXPECT_FALSE(book_.ask({"verify-link", link}, 4).at("ok").as_bool());
    }
}

} // namespace
} // namespace afpunt::tests
