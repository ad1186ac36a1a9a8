// SPDX-License-Identifier: MIT
//
// Bank files in zip archives: what is read, passed over and refused, and archives made to do harm.
#include "bank_recorder.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>
#include <random>
#include <rapidcheck/gtest.h>

namespace afpunt::tests {
namespace {

using standalone::BankFormat;
using standalone::Severity;

struct ZippedFile {
    std::string name, bytes;
};

std::string zip_of(const std::vector<ZippedFile>& files, bool compressed = true) {
    std::string bytes(4096 + files.size() * 512, '\0');
    for (const ZippedFile& file : files)
        bytes.resize(bytes.size() + file.bytes.size() + 64);
    std::size_t used = 0;
    archive* writer = archive_write_new();
    archive_write_set_format_zip(writer);
    archive_write_set_options(writer,
                              compressed ? "zip:compression=deflate" : "zip:compression=store");
    archive_write_set_bytes_in_last_block(writer, 1);
    EXPECT_EQ(archive_write_open_memory(writer, bytes.data(), bytes.size(), &used), ARCHIVE_OK);
    for (const ZippedFile& file : files) {
        archive_entry* entry = archive_entry_new();
        archive_entry_set_pathname(entry, file.name.c_str());
        archive_entry_set_filetype(entry, file.name.ends_with('/') ? AE_IFDIR : AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        archive_entry_set_size(entry, static_cast<la_int64_t>(file.bytes.size()));
        EXPECT_EQ(archive_write_header(writer, entry), ARCHIVE_OK);
        archive_write_data(writer, file.bytes.data(), file.bytes.size());
        archive_entry_free(entry);
    }
    archive_write_close(writer);
    archive_write_free(writer);
    bytes.resize(used);
    return bytes;
}
std::string coda_file() {
    return coda_sample({coda_movement({})}, "000000000200000", "000003", "000000000000000",
                       "000000000100000")
        .bytes();
}

TEST(Zip, ReadsAllBankFilesInIt) {
    for (const bool compressed : {true, false}) {
        const std::string zip =
            zip_of({{"2026/", ""},
                    {"2026/a.cod", coda_file()},
                    {"../../etc/b.xml", camt_sample(camt_entry("5.00", "CRDT"), "1005.00")},
                    {"__MACOSX/._a.cod", "x"},
                    {".DS_Store", "x"},
                    {"empty.txt", ""}},
                   compressed);
        BankRecorder recorder;
        const auto format = read_bytes(zip, recorder, 100);
        ASSERT_TRUE(format) << format.error().sentence();
        EXPECT_EQ(*format, BankFormat::Zip);
        EXPECT_EQ(recorder.sentences(), "");
        EXPECT_EQ(recorder.broken_calls, 0);
        EXPECT_EQ(recorder.sound_statements(), 2);
    }
}

TEST(Zip, NamesTheFileOfAProblemAndGoesOn) {
    std::string cut = coda_file();
    cut.resize(cut.size() / 2);
    BankRecorder recorder;
    ASSERT_TRUE(read_bytes(
        zip_of({{"half.cod", cut}, {"note.txt", "hello"}, {"whole.cod", coda_file()}}), recorder));
    EXPECT_EQ(recorder.sound_statements(), 1);
    EXPECT_NE(recorder.sentences().find("error: half.cod, line"), std::string::npos)
        << recorder.sentences();
    EXPECT_NE(recorder.sentences().find("notice: note.txt: format"), std::string::npos);
}

TEST(Zip, RefusesArchivesWithoutBankFilesAndZipsInZips) {
    BankRecorder none;
    EXPECT_FALSE(read_bytes(zip_of({{"note.txt", "hello"}}), none));
    EXPECT_FALSE(read_bytes(zip_of({}), none));
    BankRecorder nested;
    const auto read = read_bytes(
        zip_of({{"a.cod", coda_file()}, {"b.zip", zip_of({{"a.cod", coda_file()}})}}), nested);
    ASSERT_FALSE(read);
    EXPECT_NE(nested.sentences().find("a zip in a zip"), std::string::npos);
    EXPECT_EQ(nested.sound_statements(), 1) << "what stands beside it is read";
}

TEST(Zip, ADamagedFileGivesNoStatement) {
    // Stored files hold their bytes as they are, so a changed amount is only seen by the checksum.
    std::string zip = zip_of({{"a.cod", coda_file()}}, false);
    const std::size_t amount = zip.find("000000000200000");
    ASSERT_NE(amount, std::string::npos);
    zip[amount + 10] = '3';
    BankRecorder recorder;
    const auto read = read_bytes(zip, recorder);
    ASSERT_FALSE(read);
    EXPECT_EQ(recorder.sound_statements(), 0);
    EXPECT_NE(read.error().sentence().find("a.cod"), std::string::npos) << read.error().sentence();
}

TEST(Zip, AnArchiveCutAnywhereGivesOnlyWholeFiles) {
    const std::string zip = zip_of({{"a.cod", coda_file()}});
    const std::size_t data_end = zip.find("PK\x07\x08") != std::string::npos
                                     ? zip.find("PK\x07\x08")
                                     : zip.find("PK\x01\x02");
    for (std::size_t size = 0; size < data_end; ++size) {
        BankRecorder recorder;
        EXPECT_FALSE(read_bytes(std::string_view(zip).substr(0, size), recorder)) << size;
        EXPECT_EQ(recorder.sound_statements(), 0) << "cut at byte " << size;
    }
}

TEST(Zip, RefusesWhatIsMadeToFillTheMemory) {
    BankRecorder dense;
    const auto bomb =
        read_bytes(zip_of({{"a.cod", std::string(std::size_t{64} << 20, '0')}}), dense);
    ASSERT_FALSE(bomb);
    EXPECT_NE(bomb.error().sentence().find("too large"), std::string::npos);
    std::vector<ZippedFile> many(2001, {"a.txt", ""});
    BankRecorder files;
    const auto count = read_bytes(zip_of(many), files);
    ASSERT_FALSE(count);
    EXPECT_NE(count.error().sentence().find("more than 2000 files"), std::string::npos);
}

RC_GTEST_PROP(Zip, ChangedBytesNeverBreakTheReader, (std::uint32_t seed)) {
    std::mt19937 random(seed);
    const std::string whole = zip_of({{"a.cod", coda_file()}, {"b.xml", camt_sample("")}});
    for (int round = 0; round < 10; ++round) {
        std::string bytes = whole;
        for (int change = 0; change < 3; ++change)
            bytes[random() % bytes.size()] = static_cast<char>(random() & 0xFF);
        BankRecorder recorder;
        static_cast<void>(read_bytes(bytes, recorder, 1 + random() % 500));
        RC_ASSERT(recorder.broken_calls == 0);
        for (const RecordedStatement& statement : recorder.statements)
            RC_ASSERT(statement.ended);
    }
}

} // namespace
} // namespace afpunt::tests
