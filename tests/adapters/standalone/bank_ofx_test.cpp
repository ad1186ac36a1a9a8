// SPDX-License-Identifier: MIT
//
// OFX in both of its forms, and the files of other projects with their totals.
#include "bank_recorder.hpp"
#include "support/shared_data.hpp"

#include <gtest/gtest.h>
#include <map>

namespace afpunt::tests {
namespace {

using standalone::BankEntry;
using standalone::BankFormat;
using standalone::EntryKind;
using standalone::Severity;

// Version 1: elements with text need no end tag.
std::string ofx(std::string_view transactions, std::string_view account = "NL91ABNA0417164300",
                std::string_view bank = "ABNANL2A") {
    std::string text = "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nENCODING:USASCII\r\n"
                       "CHARSET:1252\r\n\r\n<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0"
                       "<SEVERITY>INFO</STATUS><DTSERVER>20260916052809<LANGUAGE>ENG</SONRS>"
                       "</SIGNONMSGSRSV1>\r\n<BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR\r\n"
                       "<BANKACCTFROM><BANKID>";
    text.append(bank).append("<ACCTID>").append(account);
    text += "<ACCTTYPE>CHECKING</BANKACCTFROM>\r\n<BANKTRANLIST><DTSTART>20260901<DTEND>20260916"
            "120000[+1:CET]\r\n";
    text.append(transactions);
    return text.append("</BANKTRANLIST><LEDGERBAL><BALAMT>1250.50<DTASOF>20260916</LEDGERBAL>"
                       "<AVAILBAL><BALAMT>9.00<DTASOF>20260916</AVAILBAL></STMTRS></STMTTRNRS>"
                       "</BANKMSGSRSV1></OFX>\r\n");
}
std::string transaction(std::string_view amount, std::string_view rest = "") {
    std::string text = "<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260915<TRNAMT>";
    text.append(amount).append("\r\n<FITID>A-1\r\n").append(rest);
    return text.append("</STMTTRN>\r\n");
}
// Version 2 of the same: every element has its end.
std::string as_xml(std::string sgml) {
    sgml.erase(0, sgml.find("<OFX>"));
    std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?OFX OFXHEADER=\"200\"?>\n";
    while (!sgml.empty()) {
        const std::size_t end = sgml.find('>') + 1;
        const std::string tag = sgml.substr(0, end);
        sgml.erase(0, end);
        const std::size_t text_end = std::min(sgml.find('<'), sgml.size());
        const std::string text = sgml.substr(0, text_end);
        sgml.erase(0, text_end);
        const bool leaf = tag[1] != '/' && text.find_first_not_of("\r\n ") != std::string::npos &&
                          !sgml.starts_with("</" + tag.substr(1));
        xml.append(tag).append(text);
        if (leaf) xml.append("</").append(tag.substr(1));
    }
    return xml;
}

TEST(Ofx, ReadsBothFormsAlike) {
    const std::string sgml =
        ofx(transaction("+250.50", "<NAME>De Bakker &amp; Co<MEMO>factuur V26-0107 A & Z") +
            "<STMTTRN><TRNTYPE>FEE<DTPOSTED>20260914<TRNAMT>-0,50<FITID>A-2</STMTTRN>");
    for (const std::string& bytes : {sgml, as_xml(sgml)}) {
        BankRecorder recorder;
        const auto format = read_bytes(bytes, recorder, 11);
        ASSERT_TRUE(format) << format.error().sentence();
        EXPECT_EQ(*format, BankFormat::Ofx);
        EXPECT_EQ(recorder.sentences(), "");
        EXPECT_EQ(recorder.broken_calls, 0);
        ASSERT_EQ(recorder.sound_statements(), 1);
        const RecordedStatement& read = recorder.statements[0];
        EXPECT_EQ(read.head.account, "NL91ABNA0417164300");
        EXPECT_EQ(read.head.bic, "ABNANL2A");
        EXPECT_EQ(read.head.currency, "EUR");
        EXPECT_FALSE(read.head.opening);
        EXPECT_EQ(read.foot.closing->decimal(), "1250.50");
        EXPECT_EQ(read.foot.from.iso(), "2026-09-01");
        EXPECT_EQ(read.foot.until.iso(), "2026-09-15") << "the day of the download is not over";
        ASSERT_EQ(read.entries.size(), 2U);
        EXPECT_EQ(read.entries[0].amount.decimal(), "250.50");
        EXPECT_EQ(read.entries[0].booked_on.iso(), "2026-09-15");
        EXPECT_EQ(read.entries[0].counterparty_name, "De Bakker & Co");
        EXPECT_EQ(read.entries[0].remittance, "factuur V26-0107 A & Z");
        EXPECT_EQ(read.entries[0].bank_reference, "A-1");
        EXPECT_EQ(read.entries[0].kind, EntryKind::CustomerPayment);
        EXPECT_EQ(read.entries[1].line, 2);
        EXPECT_EQ(read.entries[1].amount.decimal(), "-0.50");
        EXPECT_EQ(read.entries[1].kind, EntryKind::NotCustomerMoney);
    }
}

TEST(Ofx, TakesThePayeeAndTheOtherAccountWhereTheyAre) {
    BankRecorder recorder;
    ASSERT_TRUE(read_bytes(
        ofx(transaction("1.00", "<CHECKNUM>17<NAME>SEPA<PAYEE><NAME>De Bakker</PAYEE><BANKACCTTO>"
                                "<ACCTID>NL91 ABNA 0417 1643 00</BANKACCTTO><MEMO>V26"),
            "417164300"),
        recorder));
    EXPECT_EQ(recorder.sentences(), "");
    EXPECT_EQ(recorder.statements.at(0).head.account, "NL91ABNA0417164300") << "the Dutch IBAN";
    const BankEntry& entry = recorder.statements.at(0).entries.at(0);
    EXPECT_EQ(entry.counterparty_name, "De Bakker");
    EXPECT_EQ(entry.counterparty_iban, "NL91ABNA0417164300");
    EXPECT_EQ(entry.remittance, "SEPA V26");
    EXPECT_EQ(entry.end_to_end_id, "17");
}

TEST(Ofx, RefusesWhatWouldBeWrongMoney) {
    const auto refused = [](const std::string& bytes, std::string_view why) {
        BankRecorder recorder;
        EXPECT_TRUE(read_bytes(bytes, recorder));
        EXPECT_EQ(recorder.broken_calls, 0);
        EXPECT_EQ(recorder.sound_statements(), 0) << bytes;
        EXPECT_NE(recorder.sentences().find(why), std::string::npos) << recorder.sentences();
    };
    refused(ofx(transaction("1.005")), "at most 2 decimals");
    refused(ofx(transaction("1,234.56")), "TRNAMT");
    refused(ofx(transaction("1.00", "<CURRENCY><CURRATE>1.1<CURSYM>USD</CURRENCY>")),
            "an amount in EUR");
    refused(ofx("<STMTTRN><DTPOSTED>20260931<TRNAMT>1</STMTTRN>"), "a day that exists");
    refused(ofx("<STMTTRN><STMTTRN>" + transaction("1.00")), "</STMTTRN> first");
    refused(ofx("<STMTTRN><TRNAMT>1"), "</STMTTRN>");
    refused(ofx("", ""), "the number of the account");
    refused(ofx("<!DOCTYPE x>"), "DTD");
    std::string no_currency = ofx("");
    no_currency.erase(no_currency.find("<CURDEF>"), 11);
    refused(no_currency, "CURDEF");
}

TEST(Ofx, CorrectionsAndEmptyLinesArePassedOverInWords) {
    BankRecorder recorder;
    ASSERT_TRUE(read_bytes(
        ofx(transaction("5.00", "<CORRECTFITID>A-0<CORRECTACTION>DELETE") + transaction("0.00")),
        recorder));
    EXPECT_EQ(recorder.sound_statements(), 1);
    EXPECT_TRUE(recorder.statements[0].entries.empty());
    EXPECT_EQ(recorder.count(Severity::Warning), 1);
    EXPECT_EQ(recorder.count(Severity::Notice), 1);
}

TEST(Ofx, CardsArePassedOverWithANotice) {
    std::string bytes = ofx(transaction("1.00"));
    bytes.insert(bytes.find("<BANKMSGSRSV1>"),
                 "<CREDITCARDMSGSRSV1><CCSTMTRS><CURDEF>EUR<BANKTRANLIST>" + transaction("7.00") +
                     "</BANKTRANLIST></CCSTMTRS></CREDITCARDMSGSRSV1>");
    BankRecorder recorder;
    ASSERT_TRUE(read_bytes(bytes, recorder));
    ASSERT_EQ(recorder.sound_statements(), 1);
    EXPECT_EQ(recorder.statements[0].entries.size(), 1U);
    EXPECT_EQ(recorder.count(Severity::Notice), 1);
}

// --- files of other projects ---------------------------------------------------------------------

// Lines and their sum in cents, or why there is no statement.
struct Sample {
    std::size_t lines = 0;
    std::int64_t sum = 0;
    std::string_view why;
};
const std::map<std::string, Sample>& samples() {
    static const std::map<std::string, Sample> known{
        {"libofx/README.txt", {0, 0, "a file of a bank"}},
        {"libofx/another-example.xml", {0, 0, "at least one STMTRS"}}, // securities
        {"libofx/example-listing1.xml", {2, 20995, ""}},
        {"libofx/example-listing2.xml", {2, 20995, ""}},
        {"libofx/failing-ofx-file1.xml", {0, 0, "a file of a bank"}},
        {"libofx/failing-ofx-file2.xml", {0, 0, "at least one STMTRS"}},
        {"libofx/fake1.ofx", {107, 464837, ""}},
        {"libofx/fake2.ofx", {118, 525032, ""}},
        {"libofx/fake3.ofx", {117, 511313, ""}},
        {"libofx/ofx-2.1.1-sect-13.12.ofx", {0, 0, "at least one STMTRS"}}, // securities
        {"libofx/ofx-2.1.1-sect-13.13.ofx", {0, 0, "at least one STMTRS"}}, // securities
        {"libofx/ofx-2.1.1-sect-16.5.3.2.ofx", {1, -8000, ""}},
        {"libofx/ofx-2.1.1-sect-16.5.4.2.ofx", {1, -8032, ""}},                // two accounts
        {"libofx/ofx-2.1.1-sect-16.5.6.2.ofx", {0, 0, "at least one STMTRS"}}, // securities
        {"libofx/ofx-2.1.1-sect-16.5.6.5.ofx", {0, 0, "at least one STMTRS"}}, // securities
        {"libofx/ofx-2.1.1-sect-8.5.5.ofx", {0, 0, "at least one STMTRS"}},    // a list of accounts
        {"libofx/ofx_spec201_stmtrs_example.xml", {2, -50000, ""}},
        {"oca/test_ofx.ofx", {4, -36000, ""}},
        {"oca/test_ofx_iban.ofx", {4, -36000, ""}},
        {"oca/test_ofx_wrong.ofx", {0, 0, "the number of the account"}},
        {"tryton/OFX.ofx", {1, 10000, ""}},
    };
    return known;
}

TEST(BankSamples, OfxFilesGiveTheirLinesOrTheReasonWhyNot) {
    AFPUNT_NEEDS_SHARED("data/bank/ofx");
    const auto folder = shared_folder() / "data/bank/ofx";
    std::size_t seen = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
        if (!file.is_regular_file()) continue;
        const std::string name = file.path().lexically_relative(folder).generic_string();
        ASSERT_TRUE(samples().contains(name)) << name;
        const Sample& expected = samples().at(name);
        ++seen;
        BankRecorder read;
        const auto format = standalone::read_bank_file(file.path(), read);
        EXPECT_EQ(read.broken_calls, 0);
        const std::string said =
            read.sentences() + (format ? std::string() : format.error().sentence());
        EXPECT_NE(said.find(expected.why), std::string::npos) << name << "\n" << said;
        std::size_t lines = 0;
        std::int64_t sum = 0;
        for (const RecordedStatement& statement : read.statements) {
            EXPECT_EQ(statement.sound, expected.why.empty()) << name << "\n" << said;
            if (!statement.sound) continue;
            lines += statement.entries.size();
            for (const BankEntry& entry : statement.entries)
                sum += entry.amount.minor;
        }
        EXPECT_EQ(lines, expected.lines) << name;
        EXPECT_EQ(sum, expected.sum) << name;
    }
    EXPECT_EQ(seen, samples().size());
}

} // namespace
} // namespace afpunt::tests
