// SPDX-License-Identifier: MIT
//
// MT940, MT942 and OFX files that are cut or changed: no crash, no call out of order, and no
// statement that was cut off passes as whole.
#include "bank_recorder.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>
#include <rapidcheck/gtest.h>

namespace afpunt::tests {
namespace {

using standalone::Severity;

// The first statement goes over two pages.
const std::string mt940_file =
    "{1:F01INGBNL2ABXXX0000000000}{2:I940INGBNL2AXXXN}{4:\r\n"
    ":20:S1\r\n:25:NL91ABNA0417164300EUR\r\n:28C:27/1\r\n:60F:C260914EUR1000,00\r\n"
    ":61:2609150915C250,50NTRFNONREF//A1\r\n"
    ":86:/EREF/E1//CNTP/NL91ABNA0417164300/ABNANL2A/DE BAKKER///REMI/USTD//factuur 107/\r\n"
    ":62M:C260915EUR1250,50\r\n-}{5:}\r\n"
    "{1:F01INGBNL2ABXXX0000000000}{2:I940INGBNL2AXXXN}{4:\r\n"
    ":20:S1\r\n:25:NL91ABNA0417164300EUR\r\n:28C:27/2\r\n:60M:C260915EUR1250,50\r\n"
    ":61:2609150915RC10,25NRTINONREF\r\n:86:109?00RUECK?20EREF+E2?21SVWZ+zurueck?32NAME?33N2\r\n"
    ":62F:C260915EUR1240,25\r\n:64:C260915EUR1240,25\r\n-}{5:}\r\n";
const std::string mt942_file =
    ":20:S2\n:25:NL91ABNA0417164300\n:28C:1/1\n:34F:EUR0,\n:13D:2609151815+0100\n"
    ":61:2609150915C2,NTRFNONREF\n:86:NL91ABNA0417164300 naam\n\ntekst\n:90D:0EUR0,\n"
    ":90C:1EUR2,\n-\n";
const std::string ofx_file =
    "OFXHEADER:100\r\nDATA:OFXSGML\r\n\r\n<OFX><SONRS><DTSERVER>20260916</SONRS><STMTRS>"
    "<CURDEF>EUR<BANKACCTFROM><BANKID>ABNANL2A<ACCTID>NL91ABNA0417164300</BANKACCTFROM>"
    "<BANKTRANLIST><DTSTART>20260901<DTEND>20260916<!-- een --><STMTTRN><TRNTYPE>CREDIT"
    "<DTPOSTED>20260915<TRNAMT>1.00<FITID>1<PAYEE><NAME>A &amp; B</PAYEE><MEMO>x</STMTTRN>"
    "<STMTTRN><TRNTYPE>FEE<DTPOSTED>20260915<TRNAMT>-1.00<FITID>2</STMTTRN></BANKTRANLIST>"
    "<LEDGERBAL><BALAMT>1.00<DTASOF>20260916</LEDGERBAL></STMTRS></OFX>\r\n";

void expect_orderly(const BankRecorder& recorder) {
    EXPECT_EQ(recorder.broken_calls, 0);
    for (const RecordedStatement& statement : recorder.statements) {
        EXPECT_TRUE(statement.ended);
        if (!statement.sound) continue;
        EXPECT_EQ(statement.foot.entry_count, static_cast<int>(statement.entries.size()));
        EXPECT_LE(statement.foot.from, statement.foot.until);
        EXPECT_FALSE(statement.head.account.empty());
    }
    EXPECT_LE(recorder.problems.size(), 101U);
}

TEST(BankHostile, TheFilesOfOtherFormatsAreSound) {
    for (const std::string& bytes : {mt940_file, mt942_file, ofx_file}) {
        BankRecorder recorder;
        ASSERT_TRUE(read_bytes(bytes, recorder));
        EXPECT_EQ(recorder.sentences(), "");
        EXPECT_EQ(recorder.sound_statements(), 1);
    }
}

// Behind the closing balance nothing is missing any more.
TEST(BankHostile, AnMt940FileCutAnywhereBeforeItsClosingBalanceIsNeverSound) {
    const std::size_t whole = mt940_file.find("1240,25\r\n:64:") + 7;
    for (const std::size_t piece : {std::size_t{5}, std::size_t{65536}}) {
        for (std::size_t size = 0; size < whole; ++size) {
            BankRecorder recorder;
            const auto read =
                read_bytes(std::string_view(mt940_file).substr(0, size), recorder, piece);
            expect_orderly(recorder);
            ASSERT_EQ(recorder.sound_statements(), 0) << "cut at byte " << size;
            ASSERT_TRUE(!read || recorder.count(Severity::Error) > 0) << "cut at byte " << size;
        }
    }
}

TEST(BankHostile, AnMt942FileCutAnywhereIsNeverSound) {
    for (std::size_t size = 0; size + 1 < mt942_file.size(); ++size) {
        BankRecorder recorder;
        static_cast<void>(read_bytes(std::string_view(mt942_file).substr(0, size), recorder));
        expect_orderly(recorder);
        ASSERT_EQ(recorder.sound_statements(), 0) << "cut at byte " << size;
    }
}

TEST(BankHostile, AnOfxFileCutAnywhereBeforeItsStatementEndsIsNeverSound) {
    const std::size_t whole = ofx_file.find("</STMTRS>") + 9;
    for (std::size_t size = 0; size < whole; ++size) {
        BankRecorder recorder;
        const auto read = read_bytes(std::string_view(ofx_file).substr(0, size), recorder, 7);
        expect_orderly(recorder);
        ASSERT_EQ(recorder.sound_statements(), 0) << "cut at byte " << size;
        ASSERT_TRUE(!read || recorder.count(Severity::Error) > 0) << "cut at byte " << size;
    }
}

std::string changed(std::string bytes, std::mt19937& random) {
    const auto below = [&](std::size_t bound) {
        return bound == 0 ? 0 : static_cast<std::size_t>(random()) % bound;
    };
    const std::size_t changes = 1 + below(6);
    for (std::size_t change = 0; change < changes && !bytes.empty(); ++change) {
        const std::size_t at = below(bytes.size());
        const std::size_t size = std::min(1 + below(40), bytes.size() - at);
        switch (below(5)) {
        case 0: bytes[at] = static_cast<char>(random() & 0xFF); break;
        case 1: bytes.erase(at, size); break;
        case 2: bytes.insert(at, bytes.substr(at, size)); break;
        case 3: bytes[at] = "<>/&;:,+?-0129{}\r\nCDRF"[below(22)]; break;
        default: std::swap(bytes[at], bytes[below(bytes.size())]); break;
        }
    }
    return bytes;
}

RC_GTEST_PROP(BankHostile, ChangedBytesNeverBreakTheOtherReaders, (std::uint32_t seed)) {
    std::mt19937 random(seed);
    for (const std::string& bytes : {mt940_file, mt942_file, ofx_file}) {
        for (int round = 0; round < 10; ++round) {
            BankRecorder recorder;
            static_cast<void>(read_bytes(changed(bytes, random), recorder, 1 + random() % 2000));
            expect_orderly(recorder);
        }
    }
}

// However the amount of a line is written: it is read as it stands there, or refused.
RC_GTEST_PROP(BankHostile, AnMt940AmountIsReadAsItStandsOrRefused, (std::uint32_t seed)) {
    std::mt19937 random(seed);
    static constexpr std::string_view characters = "0123456789,.-+ ";
    std::string amount;
    const std::size_t length = 1 + random() % 10;
    for (std::size_t at = 0; at < length; ++at)
        amount += characters[random() % characters.size()];
    BankRecorder recorder;
    RC_ASSERT(read_bytes(":20:1\n:25:NL91ABNA0417164300\n:60F:C260914EUR1,\n:61:260915C" + amount +
                             "NTRFNONREF\n:62F:C260915EUR1,\n-\n",
                         recorder)
                  .has_value());
    RC_ASSERT(recorder.statements.size() == 1U);
    const RecordedStatement& statement = recorder.statements[0];
    if (!statement.sound || statement.entries.empty()) return;
    std::string digits = statement.entries[0].amount.decimal();
    std::string written = amount.substr(0, amount.find_first_not_of("0123456789,"));
    if (written.find(',') == std::string::npos) written += ',';
    written[written.find(',')] = '.';
    written += "00";
    written.resize(written.find('.') + 3);
    written.erase(0, std::min(written.find_first_not_of('0'), written.find('.')));
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.find('.')));
    RC_ASSERT(digits == written);
}

TEST(BankHostile, EndlessFieldsAndTagsStayWithinTheirLimits) {
    BankRecorder line;
    static_cast<void>(read_bytes(":20:1\n:25:" + std::string(5'000'000, '1'), line));
    expect_orderly(line);
    BankRecorder tag;
    static_cast<void>(read_bytes("<OFX><STMTRS><" + std::string(5'000'000, 'A'), tag));
    expect_orderly(tag);
    EXPECT_EQ(tag.sound_statements(), 0);
    BankRecorder text;
    static_cast<void>(read_bytes("<OFX><STMTRS><CURDEF>" + std::string(5'000'000, 'A'), text));
    expect_orderly(text);
    EXPECT_EQ(text.sound_statements(), 0);
}

} // namespace
} // namespace afpunt::tests
