// SPDX-License-Identifier: MIT
//
// CODA files written for one rule each.
#include "bank_recorder.hpp"

#include <bank/coda_code.hpp>
#include <gtest/gtest.h>

namespace afpunt::tests {
namespace {

using standalone::BankEntry;
using standalone::BankFormat;
using standalone::EntryKind;
using standalone::Severity;

Money euro(std::int64_t cents) {
    return Money{cents, Currency::eur()};
}

std::string communication_22(std::string_view detail, std::string_view continued,
                             std::string_view customer_reference = "",
                             std::string_view reason = "") {
    return coda_line({{1, "22"},
                      {3, "0001"},
                      {7, detail},
                      {11, continued},
                      {64, customer_reference},
                      {99, "GKCCBEBB"},
                      {114, reason},
                      {128, "0"}});
}
std::string counterparty_23(std::string_view name, std::string_view continued = "") {
    return coda_line({{1, "23"},
                      {3, "0001"},
                      {7, "0000"},
                      {11, "BE43730004200601"},
                      {45, "EUR"},
                      {48, name},
                      {83, continued},
                      {128, "0"}});
}
// One movement of 100.00 that came in.
CodaSample one_credit(std::vector<std::string> middle) {
    const std::string records = std::to_string(1000000 + middle.size() + 2).substr(1);
    return coda_sample(std::move(middle), "000000000200000", records, "000000000000000",
                       "000000000100000");
}
BankEntry only_entry(const BankRecorder& recorder) {
    EXPECT_EQ(recorder.statements.size(), 1U);
    if (recorder.statements.empty() || recorder.statements[0].entries.size() != 1) {
        ADD_FAILURE() << "not one entry\n" << recorder.sentences();
        return {};
    }
    return recorder.statements[0].entries[0];
}
BankEntry read_one(std::vector<std::string> middle) {
    BankRecorder recorder;
    const auto read = read_bytes(one_credit(std::move(middle)).bytes(), recorder);
    EXPECT_TRUE(read.has_value());
    EXPECT_EQ(recorder.count(Severity::Error), 0) << recorder.sentences();
    return only_entry(recorder);
}

TEST(BankCoda, ReadsHeadFootAndPaymentOfAStatement) {
    BankRecorder recorder;
    const auto sample = coda_sample(
        {coda_movement({.code = "00150000", .structured = "1", .communication = "101010806817183"}),
         communication_22("0000", "", "E2E-7"), counterparty_23("KLANT NV")},
        "000000000200000", "000005", "000000000000000", "000000000100000");
    ASSERT_EQ(read_bytes(sample.bytes(), recorder).value(), BankFormat::Coda);
    EXPECT_EQ(recorder.sentences(), "");
    ASSERT_EQ(recorder.statements.size(), 1U);
    const RecordedStatement& statement = recorder.statements[0];
    EXPECT_TRUE(statement.sound);
    EXPECT_EQ(statement.head.account, "BE68539007547034");
    EXPECT_EQ(statement.head.currency, "EUR");
    EXPECT_EQ(statement.head.holder, "WERKHUIZEN PEETERS BV");
    EXPECT_EQ(statement.head.bic, "KREDBEBB");
    EXPECT_EQ(statement.head.opening, euro(10000));
    EXPECT_FALSE(statement.head.provisional);
    EXPECT_EQ(statement.foot.closing, euro(20000));
    EXPECT_EQ(statement.foot.from, Date::of(2026, 9, 14));
    EXPECT_EQ(statement.foot.until, Date::of(2026, 9, 15));
    EXPECT_EQ(statement.foot.entry_count, 1);
    const BankEntry entry = only_entry(recorder);
    EXPECT_EQ(entry.amount, euro(10000));
    EXPECT_EQ(entry.line, 1);
    EXPECT_EQ(entry.batch_line, 0);
    EXPECT_EQ(entry.booked_on, Date::of(2026, 9, 15));
    EXPECT_EQ(entry.value_on, Date::of(2026, 9, 15));
    EXPECT_EQ(entry.kind, EntryKind::CustomerPayment);
    EXPECT_EQ(entry.structured_reference, "010806817183");
    EXPECT_EQ(entry.counterparty_name, "KLANT NV");
    EXPECT_EQ(entry.counterparty_iban, "BE43730004200601");
    EXPECT_EQ(entry.counterparty_bic, "GKCCBEBB");
    EXPECT_EQ(entry.end_to_end_id, "E2E-7");
    EXPECT_EQ(entry.bank_reference, "REF1");
    EXPECT_EQ(entry.transaction_code, "00150000");
}

TEST(BankCoda, TakesTheNumberOfTheCodedStatementBecauseItIsTheContinuousOne) {
    BankRecorder recorder;
    CodaSample sample = one_credit({coda_movement({})});
    ASSERT_TRUE(read_bytes(sample.bytes(), recorder));
    EXPECT_EQ(recorder.statements[0].head.sequence, 177); // the paper says 257, a day of the year
    EXPECT_EQ(recorder.statements[0].head.number, "177");

    sample.lines[1].replace(125, 3, "000");
    BankRecorder without;
    ASSERT_TRUE(read_bytes(sample.bytes(), without));
    EXPECT_EQ(without.statements[0].head.sequence, 257);
}

TEST(BankCoda, JoinsCommunicationThatBreaksInsideAWord) {
    const std::string start(50, 'x');
    const BankEntry entry =
        read_one({coda_movement({.communication = start + "fac"}),
                  communication_22("0000", "tuur 2026" + std::string(43, ' ') + "0"),
                  counterparty_23("KLANT", "043 met dank")});
    EXPECT_EQ(entry.remittance, start + "factuur 2026 0043 met dank");
}

TEST(BankCoda, ReadsWindows1252AndUtf8Text) {
    EXPECT_EQ(read_one({coda_movement({.communication = "Caf\xE9 \x80 5"})}).remittance,
              "Caf\xC3\xA9 \xE2\x82\xAC 5");
    // 128 bytes with UTF-8 inside: the columns are still bytes.
    EXPECT_EQ(read_one({coda_movement({.communication = "Caf\xC3\xA9 X"})}).remittance,
              "Caf\xC3\xA9 X");
    // An editor made UTF-8 of it: 128 characters, more bytes.
    std::string line = coda_movement({.communication = "Caf\xE9 X"});
    line.replace(line.find('\xE9'), 1, "\xC3\xA9");
    EXPECT_EQ(read_one({line}).remittance, "Caf\xC3\xA9 X");
}

TEST(BankCoda, ReadsCreditorReferenceOfIso11649) {
    const BankEntry entry =
        read_one({coda_movement({.structured = "1", .communication = "100RF18539007547034"})});
    EXPECT_EQ(entry.structured_reference, "RF18539007547034");
    EXPECT_EQ(entry.remittance, "");
}

TEST(BankCoda, FindsTheReferenceBehindAnOriginalAmountInAForeignCurrency) {
    const std::string data = "105" + std::string(15, '0') + std::string(15, '0') +
                             std::string(12, '0') + "USD" + "01080";
    const BankEntry entry = read_one({coda_movement({.structured = "1", .communication = data}),
                                      communication_22("0000", "6817183US")});
    EXPECT_EQ(entry.structured_reference, "010806817183");
}

TEST(BankCoda, ReadsAnUnpaidDirectDebitWithItsMandateAndReason) {
    const std::string creditor = "BE69ZZZ050D00000000812345678901234X";
    const std::string mandate = "MANDAAT-2026-15                    ";
    std::string data = "127140926112" + creditor + mandate + "FACTUUR 2026/0077";
    data.resize(3 + 141, ' ');
    data += "2MD01";
    ASSERT_EQ(data.size(), 149U);
    std::vector<std::string> middle{
        coda_movement({.sign = "1",
                       .code = "00503000",
                       .structured = "1",
                       .communication = std::string_view(data).substr(0, 53)}),
        communication_22("0000", std::string_view(data).substr(53, 53), "DD-77"),
        counterparty_23("KLANT", std::string_view(data).substr(106, 43))};
    BankRecorder recorder;
    ASSERT_TRUE(read_bytes(
        coda_sample(middle, "000000000000000", "000005", "000000000100000", "000000000000000")
            .bytes(),
        recorder));
    EXPECT_EQ(recorder.sentences(), "");
    const BankEntry entry = only_entry(recorder);
    EXPECT_EQ(entry.kind, EntryKind::ReturnedDebit);
    EXPECT_EQ(entry.amount, euro(-10000));
    EXPECT_EQ(entry.mandate_id, "MANDAAT-2026-15");
    EXPECT_EQ(entry.end_to_end_id, "DD-77");
    EXPECT_EQ(entry.return_reason, "MD01");
    EXPECT_EQ(entry.remittance, "FACTUUR 2026/0077");
}

TEST(BankCoda, TakesNameAndTextFromInformationRecords) {
    const BankEntry entry = read_one(
        {coda_movement({.communication = "betaling"}),
         coda_line({{1, "31"},
                    {3, "0001"},
                    {7, "0001"},
                    {32, "00150000"},
                    {40, "1"},
                    {41, "001"},
                    {44, "Jan Janssens"},
                    {126, "1"}}),
         coda_line({{1, "32"}, {3, "0001"}, {7, "0001"}, {11, "Kerkstraat 1"}, {128, "1"}}),
         coda_line({{1, "31"}, {3, "0001"}, {7, "0002"}, {40, "0"}, {41, "factuur 0043"}})});
    EXPECT_EQ(entry.counterparty_name, "Jan Janssens");
    EXPECT_EQ(entry.remittance, "betaling factuur 0043");
}

TEST(BankCoda, SplitsACollectiveBookingWhoseDetailsAddUp) {
    BankRecorder recorder;
    const auto sample = one_credit({coda_movement({.code = "10150000"}),
                                    coda_movement({.detail = "0001",
                                                   .amount = "000000000060000",
                                                   .code = "50150000",
                                                   .communication = "factuur 1"}),
                                    coda_movement({.detail = "0002",
                                                   .amount = "000000000040000",
                                                   .code = "50150000",
                                                   .communication = "factuur 2"})});
    ASSERT_TRUE(read_bytes(sample.bytes(), recorder));
    EXPECT_EQ(recorder.sentences(), "");
    ASSERT_EQ(recorder.statements[0].entries.size(), 2U);
    EXPECT_EQ(recorder.statements[0].foot.entry_count, 2);
    EXPECT_EQ(recorder.statements[0].entries[0].amount, euro(6000));
    EXPECT_EQ(recorder.statements[0].entries[0].batch_line, 1);
    EXPECT_EQ(recorder.statements[0].entries[1].amount, euro(4000));
    EXPECT_EQ(recorder.statements[0].entries[1].batch_line, 2);
    EXPECT_EQ(recorder.statements[0].entries[1].line, 1);
    EXPECT_EQ(recorder.statements[0].entries[1].remittance, "factuur 2");
}

TEST(BankCoda, KeepsACollectiveBookingWholeWhenItsDetailsDoNotAddUp) {
    BankRecorder recorder;
    const auto sample = one_credit(
        {coda_movement({.code = "10150000", .communication = "verzamelboeking"}),
         coda_movement({.detail = "0001", .amount = "000000000060000", .code = "50150000"})});
    ASSERT_TRUE(read_bytes(sample.bytes(), recorder));
    EXPECT_EQ(recorder.count(Severity::Warning), 1) << recorder.sentences();
    EXPECT_TRUE(recorder.statements[0].sound);
    EXPECT_EQ(only_entry(recorder).amount, euro(10000));
    EXPECT_EQ(only_entry(recorder).remittance, "verzamelboeking");
}

TEST(BankCoda, KeepsTwoEqualPaymentsApart) {
    BankRecorder recorder;
    const auto sample =
        coda_sample({coda_movement({}), coda_movement({.sequence = "0002"})}, "000000000300000",
                    "000004", "000000000000000", "000000000200000");
    ASSERT_TRUE(read_bytes(sample.bytes(), recorder));
    EXPECT_EQ(recorder.sentences(), "");
    ASSERT_EQ(recorder.statements[0].entries.size(), 2U);
    EXPECT_EQ(recorder.statements[0].entries[1].line, 2);
}

TEST(BankCoda, RefusesAThirdDecimalNamingLineFieldAndFinding) {
    BankRecorder recorder;
    ASSERT_TRUE(
        read_bytes(one_credit({coda_movement({.amount = "000000000100001"})}).bytes(), recorder));
    ASSERT_EQ(recorder.statements.size(), 1U);
    EXPECT_FALSE(recorder.statements[0].sound);
    EXPECT_NE(recorder.sentences().find("error: line 3: amount (columns 33-47): found "
                                        "'000000000100.001', expected an amount such as 1234.56"),
              std::string::npos)
        << recorder.sentences();
}

TEST(BankCoda, RefusesALineOfAnotherLength) {
    CodaSample sample = one_credit({coda_movement({}), coda_movement({.sequence = "0002"})});
    sample.lines[2].resize(127);
    BankRecorder recorder;
    ASSERT_TRUE(read_bytes(sample.bytes(), recorder));
    EXPECT_FALSE(recorder.statements[0].sound);
    EXPECT_EQ(recorder.problems[0].failure.where, "line 3");
    EXPECT_EQ(recorder.problems[0].failure.found, "127 columns");
}

TEST(BankCoda, RefusesAStatementWithMovementsMissingOrOutOfOrder) {
    for (const char* sequence : {"0003", "0001", "0000"}) {
        BankRecorder recorder;
        ASSERT_TRUE(read_bytes(
            one_credit({coda_movement({}), coda_movement({.sequence = sequence})}).bytes(),
            recorder));
        EXPECT_FALSE(recorder.statements[0].sound) << sequence;
        EXPECT_EQ(recorder.problems[0].failure.where, "line 4");
    }
    BankRecorder lost; // 2.3 of a movement that is not there
    ASSERT_TRUE(read_bytes(one_credit({counterparty_23("KLANT")}).bytes(), lost));
    EXPECT_FALSE(lost.statements[0].sound);
}

TEST(BankCoda, NumbersOfMovementsGoOnWithZeroAfter9999) {
    CodaSample sample{{coda_header(), coda_old_balance()}};
    for (int number = 1; number <= 10001; ++number) {
        std::string sequence = std::to_string(10000 + number % 10000).substr(1);
        sample.lines.push_back(coda_movement({.sequence = sequence, .amount = "000000000000010"}));
    }
    sample.lines.push_back(coda_new_balance("000000000200010"));
    sample.lines.push_back(coda_trailer("010003", "000000000000000", "000000000100010"));
    BankRecorder recorder;
    ASSERT_TRUE(read_bytes(sample.bytes("\n"), recorder));
    EXPECT_EQ(recorder.sentences(), "");
    EXPECT_EQ(recorder.statements[0].entries.size(), 10001U);
    EXPECT_TRUE(recorder.statements[0].sound);
}

TEST(BankCoda, WarnsWhenTotalsOrBalancesDoNotAgreeAndReadsOn) {
    BankRecorder recorder;
    const auto sample = coda_sample({coda_movement({})}, "000000000250000", "000009",
                                    "000000000000010", "000000000700000");
    ASSERT_TRUE(read_bytes(sample.bytes(), recorder));
    EXPECT_TRUE(recorder.statements[0].sound);
    EXPECT_EQ(recorder.count(Severity::Warning), 4) << recorder.sentences();
    EXPECT_EQ(recorder.count(Severity::Error), 0);
}

TEST(BankCoda, RefusesAStatementWithoutItsEndAndReadsTheNextFile) {
    const std::string whole = one_credit({coda_movement({})}).bytes();
    CodaSample cut{{coda_header(), coda_old_balance(), coda_movement({})}};
    BankRecorder recorder;
    ASSERT_TRUE(read_bytes(cut.bytes() + whole, recorder));
    ASSERT_EQ(recorder.statements.size(), 2U);
    EXPECT_FALSE(recorder.statements[0].sound);
    EXPECT_TRUE(recorder.statements[1].sound);
    EXPECT_EQ(recorder.count(Severity::Error), 1) << recorder.sentences();

    BankRecorder at_end;
    ASSERT_TRUE(read_bytes(whole + cut.bytes(), at_end));
    EXPECT_TRUE(at_end.statements[0].sound);
    EXPECT_FALSE(at_end.statements[1].sound);
}

TEST(BankCoda, RefusesAnotherVersionAndAnUnknownCurrency) {
    CodaSample sample = one_credit({coda_movement({})});
    sample.lines[0][127] = '1';
    BankRecorder version;
    EXPECT_FALSE(read_bytes(sample.bytes(), version));
    EXPECT_TRUE(version.statements.empty());
    EXPECT_EQ(version.problems[0].failure.field, "version (column 128)");

    sample = one_credit({coda_movement({})});
    sample.lines[1].replace(39, 3, "EUX");
    BankRecorder currency;
    ASSERT_TRUE(read_bytes(sample.bytes(), currency));
    EXPECT_FALSE(currency.statements[0].sound);
    EXPECT_TRUE(currency.statements[0].entries.empty());
}

TEST(BankCoda, TellsWhatTheBankSentTwice) {
    CodaSample sample = one_credit({coda_movement({})});
    sample.lines[0][16] = 'D';
    BankRecorder recorder;
    ASSERT_TRUE(read_bytes(sample.bytes(), recorder));
    EXPECT_EQ(recorder.count(Severity::Notice), 1);
    EXPECT_TRUE(recorder.statements[0].sound);
}

TEST(BankCoda, ShowsAHundredProblemsAndCountsTheRest) {
    std::vector<std::string> middle;
    for (int number = 1; number <= 250; ++number) {
        std::string sequence = std::to_string(10000 + number).substr(1);
        middle.push_back(coda_movement({.sequence = sequence, .amount = "000000000100001"}));
    }
    BankRecorder recorder;
    ASSERT_TRUE(read_bytes(one_credit(middle).bytes(), recorder));
    ASSERT_EQ(recorder.problems.size(), 101U);
    EXPECT_EQ(recorder.problems.back().severity, Severity::Error);
    EXPECT_EQ(recorder.problems.back().failure.found.substr(0, 7), "and 150");
    EXPECT_FALSE(recorder.statements[0].sound);
}

TEST(BankCoda, ReadsTheSameInPiecesOfAnySize) {
    const std::string bytes =
        one_credit({coda_movement({.communication = "factuur 12"}), communication_22("0000", "3")})
            .bytes();
    for (const std::size_t piece : {1U, 7U, 127U, 128U, 129U, 130U}) {
        BankRecorder recorder;
        ASSERT_TRUE(read_bytes(bytes, recorder, piece));
        EXPECT_TRUE(recorder.statements[0].sound);
        EXPECT_EQ(only_entry(recorder).remittance, "factuur 12 3");
    }
}

TEST(BankCoda, TellsTheKindOfAnEntryFromItsCode) {
    using standalone::kind_of_coda_code;
    EXPECT_EQ(kind_of_coda_code("00150000", true), EntryKind::CustomerPayment);
    EXPECT_EQ(kind_of_coda_code("00250000", true), EntryKind::CustomerPayment); // instant
    EXPECT_EQ(kind_of_coda_code("0150000", true), EntryKind::CustomerPayment);  // without type
    EXPECT_EQ(kind_of_coda_code("00550000", true), EntryKind::CustomerPayment); // collected
    EXPECT_EQ(kind_of_coda_code("00154000", true), EntryKind::NotCustomerMoney);
    EXPECT_EQ(kind_of_coda_code("00164000", true), EntryKind::OwnTransfer);
    EXPECT_EQ(kind_of_coda_code("00450000", true), EntryKind::ProviderPayout);
    EXPECT_EQ(kind_of_coda_code("03550000", true), EntryKind::NotCustomerMoney); // closing
    EXPECT_EQ(kind_of_coda_code("08099000", true), EntryKind::NotCustomerMoney);
    EXPECT_EQ(kind_of_coda_code("00950000", true), EntryKind::Unknown); // cash
    EXPECT_EQ(kind_of_coda_code("", true), EntryKind::Unknown);
    EXPECT_EQ(kind_of_coda_code("00503000", false), EntryKind::ReturnedDebit);
    EXPECT_EQ(kind_of_coda_code("00505000", false), EntryKind::ReturnedDebit);
    EXPECT_EQ(kind_of_coda_code("00501000", false), EntryKind::NotCustomerMoney);
    EXPECT_EQ(kind_of_coda_code("00101000", false), EntryKind::NotCustomerMoney);
}

} // namespace
} // namespace afpunt::tests
