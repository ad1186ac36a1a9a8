// SPDX-License-Identifier: MIT
//
// Telling formats apart by their content, and reading from the disk.
#include "bank_recorder.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace afpunt::tests {
namespace {

using standalone::BankFormat;
using standalone::detect_bank_format;

class Folder {
public:
    Folder()
        : path(std::filesystem::temp_directory_path() /
               ("afpunt-bank-" +
                std::string(testing::UnitTest::GetInstance()->current_test_info()->name()))) {
        std::filesystem::remove_all(path);
        std::filesystem::create_directories(path);
    }
    ~Folder() { std::filesystem::remove_all(path); }
    [[nodiscard]] std::filesystem::path write(const std::string& name,
                                              const std::string& bytes) const {
        std::ofstream(path / name, std::ios::binary) << bytes;
        return path / name;
    }
    std::filesystem::path path;
};

TEST(BankFile, TellsFormatsByTheirContent) {
    EXPECT_EQ(detect_bank_format(coda_header()), BankFormat::Coda);
    EXPECT_EQ(detect_bank_format("\xEF\xBB\xBF" + coda_header()), BankFormat::Coda);
    EXPECT_EQ(detect_bank_format(camt_sample("")), BankFormat::Camt053);
    EXPECT_EQ(detect_bank_format("<?xml version='1.0'?>\n<!-- camt.053 --><x:Document xmlns:x='u'>"
                                 "<x:BkToCstmrDbtCdtNtfctn>"),
              BankFormat::Camt054);
    EXPECT_EQ(
        detect_bank_format("<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.052.001.08'>"),
        BankFormat::Camt052);
    for (const char* other :
         {"", "0", "20:940", "<Invoice/>", "PK", "0123456789", "datum;bedrag\n2026-09-15;100,00"}) {
        EXPECT_EQ(detect_bank_format(other), BankFormat::Unknown) << other;
    }
    EXPECT_EQ(detect_bank_format(":20:940\r\n:25:NL91ABNA0417164300\r\n:60F:"), BankFormat::Mt940);
    EXPECT_EQ(detect_bank_format("ABNANL2A\n940\nABNANL2A\n:20:ABN AMRO BANK NV"),
              BankFormat::Mt940);
    EXPECT_EQ(detect_bank_format("{1:F01INGBNL2ABXXX0000000000}{2:I942INGBNL2AXXXN}{4:\n:20:1"),
              BankFormat::Mt942);
    EXPECT_EQ(detect_bank_format(":20:1\n:25:1\n:28C:1/1\n:34F:EUR0\n:13D:2603191815+0100"),
              BankFormat::Mt942);
    EXPECT_EQ(detect_bank_format("OFXHEADER:100\r\nDATA:OFXSGML\r\n"), BankFormat::Ofx);
    EXPECT_EQ(detect_bank_format("<?xml version='1.0'?><?OFX OFXHEADER='200'?>"), BankFormat::Ofx);
    EXPECT_EQ(detect_bank_format("PK\x03\x04..."), BankFormat::Zip);
    EXPECT_EQ(standalone::name_of(BankFormat::Zip), "zip");
    EXPECT_EQ(standalone::name_of(BankFormat::Camt053), "CAMT.053");
    EXPECT_EQ(standalone::name_of(BankFormat::Coda), "CODA");
}

TEST(BankFile, ReadsFromTheDiskWhateverTheNameAndTellsHowFarItIs) {
    const Folder folder;
    std::string entries;
    for (int count = 0; count < 5000; ++count)
        entries += camt_entry("1.00", "CRDT");
    const auto path = folder.write("statement.txt", camt_sample(entries, "6000.00"));
    BankRecorder recorder;
    EXPECT_EQ(standalone::read_bank_file(path, recorder).value(), BankFormat::Camt053);
    EXPECT_EQ(recorder.sentences(), "");
    ASSERT_EQ(recorder.sound_statements(), 1);
    EXPECT_EQ(recorder.statements[0].entries.size(), 5000U);
    ASSERT_GE(recorder.progress_calls.size(), 2U);
    EXPECT_LT(recorder.progress_calls.front().first, recorder.progress_calls.front().second);
    EXPECT_EQ(recorder.progress_calls.back().first, std::filesystem::file_size(path));
    EXPECT_EQ(recorder.progress_calls.back().second, std::filesystem::file_size(path));
}

TEST(BankFile, RefusesWhatIsNoReadableFileInWords) {
    const Folder folder;
    BankRecorder recorder;
    const auto missing = standalone::read_bank_file(folder.path / "missing.cod", recorder);
    ASSERT_FALSE(missing);
    EXPECT_NE(missing.error().sentence().find("missing.cod"), std::string::npos);
    EXPECT_FALSE(standalone::read_bank_file(folder.path, recorder)); // a folder
    EXPECT_FALSE(standalone::read_bank_file(folder.write("empty.cod", ""), recorder));
    const auto other = standalone::read_bank_file(folder.write("a.xml", "No bank file"), recorder);
    ASSERT_FALSE(other);
    EXPECT_EQ(
        other.error().sentence(),
        "format: found 'No bank file', expected a file of a bank: CODA, CAMT, MT940, MT942, OFX, "
        "a zip of them; or CSV that a [[csv_bank]] of afpunt.toml describes");
    EXPECT_TRUE(recorder.statements.empty());
}

} // namespace
} // namespace afpunt::tests
