// SPDX-License-Identifier: MIT
//
// Files that are cut, changed or made to do harm: a reader never crashes on them and never passes a
// statement that was cut off as whole.
#include "bank_recorder.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>
#include <rapidcheck/gtest.h>

namespace afpunt::tests {
namespace {

using standalone::Severity;

std::string utf16_of(std::string_view ascii) {
    std::string bytes("\xFF\xFE");
    for (const char c : ascii) {
        bytes += c;
        bytes += '\0';
    }
    return bytes;
}
std::string coda_file() {
    return coda_sample(
               {coda_movement({.code = "10150000"}),
                coda_movement(
                    {.detail = "0001", .amount = "000000000060000", .communication = "factuur 1"}),
                coda_line({{1, "22"}, {3, "0001"}, {7, "0001"}, {11, "vervolg"}, {126, "1"}}),
                coda_line({{1, "23"}, {3, "0001"}, {7, "0001"}, {48, "KLANT"}, {128, "1"}}),
                coda_line({{1, "31"}, {3, "0001"}, {7, "0002"}, {40, "0"}, {41, "informatie"}}),
                coda_movement({.detail = "0003", .amount = "000000000040000"}),
                coda_movement({.sequence = "0002",
                               .sign = "1",
                               .code = "00503000",
                               .structured = "1",
                               .communication = "127140926112"})},
               "000000000100000", "000009", "000000000100000", "000000000100000")
        .bytes();
}
std::string camt_file() {
    return camt_sample(
        camt_entry("100.00", "CRDT",
                   "<AcctSvcrRef>R1</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>E</EndToEndId>"
                   "</Refs><Amt Ccy=\"EUR\">60.00</Amt><RltdPties><Dbtr><Nm>Klant &amp; Co</Nm>"
                   "</Dbtr></RltdPties><RmtInf><Ustrd><![CDATA[een > twee]]></Ustrd></RmtInf>"
                   "</TxDtls><!-- en --><TxDtls><Amt Ccy='EUR'>40.00</Amt></TxDtls></NtryDtls>") +
            camt_entry("120.81", "DBIT", "<RvslInd>true</RvslInd>"),
        "979.19");
}
void expect_orderly(const BankRecorder& recorder) {
    EXPECT_EQ(recorder.broken_calls, 0);
    for (const RecordedStatement& statement : recorder.statements) {
        EXPECT_TRUE(statement.ended);
        if (statement.sound) {
            EXPECT_EQ(statement.foot.entry_count, static_cast<int>(statement.entries.size()));
            EXPECT_LE(statement.foot.from, statement.foot.until);
        }
    }
    EXPECT_LE(recorder.problems.size(), 101U);
}

TEST(BankHostile, TheFilesThemselvesAreSound) {
    for (const std::string& bytes : {coda_file(), camt_file(), utf16_of(camt_file())}) {
        BankRecorder recorder;
        ASSERT_TRUE(read_bytes(bytes, recorder));
        EXPECT_EQ(recorder.sentences(), "");
        EXPECT_EQ(recorder.sound_statements(), 1);
    }
}

TEST(BankHostile, ACodaFileCutAnywhereIsNeverSound) {
    const std::string bytes = coda_file();
    const std::size_t whole = bytes.size() - 2; // the last line end adds nothing
    for (std::size_t size = 0; size < whole; ++size) {
        BankRecorder recorder;
        const auto read = read_bytes(std::string_view(bytes).substr(0, size), recorder);
        expect_orderly(recorder);
        ASSERT_EQ(recorder.sound_statements(), 0) << "cut at byte " << size;
        ASSERT_TRUE(!read || recorder.count(Severity::Error) > 0) << "cut at byte " << size;
    }
}

TEST(BankHostile, ACamtFileCutAnywhereIsNeverSoundBeforeItsStatementEnds) {
    for (const std::string& bytes : {camt_file(), utf16_of(camt_file())}) {
        const bool wide = bytes.size() > camt_file().size();
        const std::size_t statement_end = (camt_file().find("</Stmt>") + 7) * (wide ? 2 : 1);
        const std::size_t document_end = camt_file().rfind('>') * (wide ? 2 : 1);
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            BankRecorder recorder;
            const auto read = read_bytes(std::string_view(bytes).substr(0, size), recorder, 300);
            expect_orderly(recorder);
            if (size < statement_end) {
                ASSERT_EQ(recorder.sound_statements(), 0) << "cut at byte " << size;
            }
            if (size <= document_end) {
                ASSERT_TRUE(!read || recorder.count(Severity::Error) > 0) << "cut at byte " << size;
            }
        }
    }
}

TEST(BankHostile, DocumentTypesAndEntitiesAreRefusedBeforeAnythingIsRead) {
    std::string bomb = "<!DOCTYPE Document [<!ENTITY a0 \"aaaaaaaaaa\">";
    for (int level = 1; level < 12; ++level) {
        bomb += "<!ENTITY a" + std::to_string(level) + " \"";
        for (int copy = 0; copy < 10; ++copy)
            bomb += "&a" + std::to_string(level - 1) + ";";
        bomb += "\">";
    }
    bomb += "]>";
    std::string bytes = camt_file();
    bytes.insert(bytes.find("<Document>"), bomb);
    BankRecorder recorder;
    const auto read = read_bytes(bytes, recorder);
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().sentence().find("DTD"), std::string::npos);
    EXPECT_TRUE(recorder.statements.empty());

    std::string entity = camt_file();
    entity.replace(entity.find("Klant &amp;"), 11, "Klant &a11;");
    BankRecorder inside;
    ASSERT_TRUE(read_bytes(entity, inside));
    EXPECT_EQ(inside.sound_statements(), 0);
}

// Any bytes changed, dropped or doubled: no crash, no call out of order.
std::string mutated(std::string bytes, std::mt19937& random) {
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
        case 3: bytes[at] = "<>/&;\"'0129 -!?[]"[below(17)]; break;
        default: std::swap(bytes[at], bytes[below(bytes.size())]); break;
        }
    }
    return bytes;
}

RC_GTEST_PROP(BankHostile, ChangedBytesNeverBreakTheReaders, (std::uint32_t seed)) {
    std::mt19937 random(seed);
    for (const std::string& bytes : {coda_file(), camt_file(), utf16_of(camt_file())}) {
        for (int round = 0; round < 10; ++round) {
            BankRecorder recorder;
            const auto read = read_bytes(mutated(bytes, random), recorder, 1 + random() % 2000);
            static_cast<void>(read);
            expect_orderly(recorder);
        }
    }
}

// A change inside the text of amounts is either noticed or leaves the amount as it stands there:
// no statement is sound with another number of cents than its own digits say.
RC_GTEST_PROP(BankHostile, ACamtAmountIsReadAsItStandsOrRefused, (std::uint32_t seed)) {
    std::mt19937 random(seed);
    static constexpr std::string_view characters = "0123456789.,-+eE ";
    std::string amount;
    const std::size_t length = 1 + random() % 10;
    for (std::size_t at = 0; at < length; ++at)
        amount += characters[random() % characters.size()];
    BankRecorder recorder;
    RC_ASSERT(read_bytes(camt_sample(camt_entry(amount, "CRDT")), recorder).has_value());
    RC_ASSERT(recorder.statements.size() == 1U);
    const RecordedStatement& statement = recorder.statements[0];
    if (!statement.sound || statement.entries.empty()) return;
    std::string digits = statement.entries[0].amount.decimal();
    std::string written = amount;
    std::erase(written, ' ');
    if (written.find('.') == std::string::npos) written += '.';
    written += "00";
    written.resize(written.find('.') + 3);
    written.erase(0, std::min(written.find_first_not_of('0'), written.find('.')));
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.find('.')));
    RC_ASSERT(digits == written);
}

TEST(BankHostile, LongLinesAndEndlessEntriesStayWithinTheirLimits) {
    BankRecorder line;
    static_cast<void>(read_bytes(coda_header() + std::string(5'000'000, '1'), line));
    expect_orderly(line);
    EXPECT_LE(line.problems.size(), 2U);

    std::string many;
    for (int count = 0; count < 3000; ++count)
        many += camt_entry("1.005", "CRDT");
    BankRecorder recorder;
    ASSERT_TRUE(read_bytes(camt_sample(many), recorder));
    EXPECT_EQ(recorder.problems.size(), 101U);
    EXPECT_EQ(recorder.problems.back().failure.found, "and 2900 more");
    EXPECT_EQ(recorder.sound_statements(), 0);
}

} // namespace
} // namespace afpunt::tests
