// SPDX-License-Identifier: MIT
//
// Broken files, made of whole ones: of the sample book, and of the real ones beside the project
// where they are there. What comes of them is a message or the right lines; never a crash, and
// never a statement that is booked in part.
//
// AFPUNT_MUTATIONS says how many are made of each file; a usual run makes a few.
#include "bank_truth.hpp"

#include <adapters/standalone/bank_recorder.hpp>
#include <intake.hpp>
#include <support/shared_data.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <map>
#include <random>

namespace afpunt::tests {
namespace {

using standalone::Severity;

int mutations_of_a_file() {
    int count = 12;
    if (const char* wanted = std::getenv("AFPUNT_MUTATIONS")) {
        const std::string_view text = wanted;
        std::from_chars(text.data(), text.data() + text.size(), count);
    }
    return count;
}

std::vector<std::filesystem::path> bank_files_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const std::string extension = entry.path().extension().string();
        const bool described = extension == ".json" || extension == ".md" || extension == ".xsd";
        if (entry.is_regular_file() && !described) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}
std::filesystem::path sample_book() {
    return std::filesystem::path(AFPUNT_SOURCE_FOLDER) / "packaging/sample-book";
}
std::vector<std::filesystem::path> sample_files() {
    auto files = bank_files_in(sample_book() / "bank");
    for (const auto& later : bank_files_in(sample_book() / "later"))
        files.push_back(later);
    return files;
}

// ---- the ways in which files break --------------------------------------------------------------

class Mutator {
public:
    explicit Mutator(std::uint32_t seed) : random_(seed) {}

    std::string cut(std::string_view bytes) {
        return std::string(bytes.substr(0, below(bytes.size())));
    }
    std::string flip_bits(std::string bytes) {
        for (std::size_t count = 1 + below(3); count > 0 && !bytes.empty(); --count) {
            char& byte = bytes[below(bytes.size())];
            byte = static_cast<char>(byte ^ (1 << below(8)));
        }
        return bytes;
    }
    std::string drop_line(const std::string& bytes) { return with_line(bytes, 0); }
    std::string double_line(const std::string& bytes) { return with_line(bytes, 2); }
    // Saved once more as something else: Latin-1 read as UTF-8, UTF-16 with half a character.
    std::string swap_encoding(const std::string& bytes) {
        std::string out;
        switch (below(3)) {
        case 0:
            for (const char c : bytes) {
                const auto byte = static_cast<unsigned char>(c);
                if (byte < 0x80) {
                    out += c;
                } else {
                    out += static_cast<char>(0xC0 | byte >> 6);
                    out += static_cast<char>(0x80 | (byte & 0x3F));
                }
            }
            return out;
        case 1:
            out = "\xFF\xFE";
            for (const char c : bytes)
                out.append(1, c).append(1, '\0');
            return out.substr(0, out.size() - below(2));
        default: return "\xEF\xBB\xBF" + bytes;
        }
    }
    std::string any(const std::string& bytes) {
        switch (below(5)) {
        case 0: return cut(bytes);
        case 1: return flip_bits(bytes);
        case 2: return drop_line(bytes);
        case 3: return double_line(bytes);
        default: return swap_encoding(bytes);
        }
    }

private:
    std::size_t below(std::size_t bound) {
        return bound == 0 ? 0 : static_cast<std::size_t>(random_()) % bound;
    }
    std::string with_line(const std::string& bytes, std::size_t times) {
        const std::size_t at = below(bytes.size());
        const std::size_t before = bytes.rfind('\n', at);
        const std::size_t begin = before == std::string::npos ? 0 : before + 1;
        const std::size_t end = std::min(bytes.find('\n', at), bytes.size() - 1) + 1;
        if (bytes.empty() || begin >= end) return bytes;
        const std::string line = bytes.substr(begin, end - begin);
        std::string out = bytes.substr(0, begin);
        for (std::size_t copy = 0; copy < times; ++copy)
            out += line;
        return out + bytes.substr(end);
    }
    std::mt19937 random_;
};

// ---- what must hold -----------------------------------------------------------------------------

std::vector<std::int64_t> amounts_of(const RecordedStatement& statement) {
    std::vector<std::int64_t> amounts;
    for (const auto& entry : statement.entries)
        amounts.push_back(entry.amount.minor);
    return amounts;
}
void expect_orderly(const BankRecorder& recorder, const std::string& what) {
    EXPECT_EQ(recorder.broken_calls, 0) << what;
    for (const RecordedStatement& statement : recorder.statements) {
        EXPECT_TRUE(statement.ended) << what;
        if (!statement.sound) continue;
        EXPECT_EQ(statement.foot.entry_count, static_cast<int>(statement.entries.size())) << what;
        EXPECT_LE(statement.foot.from, statement.foot.until) << what;
    }
}

// A statement that was cut off is not passed as whole: what is sound is what it was before.
void expect_whole_statements(const BankRecorder& whole, const BankRecorder& cut,
                             const std::string& what) {
    for (std::size_t at = 0; at < cut.statements.size(); ++at) {
        if (!cut.statements[at].sound) continue;
        ASSERT_LT(at, whole.statements.size()) << what;
        EXPECT_EQ(amounts_of(cut.statements[at]), amounts_of(whole.statements[at])) << what;
    }
}

void break_file(const std::filesystem::path& file, std::uint32_t seed) {
    const std::string bytes = read_file(file);
    BankRecorder whole;
    const bool is_readable = read_bytes(bytes, whole).has_value();
    Mutator mutate(seed);
    for (int count = 0; count < mutations_of_a_file(); ++count) {
        const std::string what = file.filename().string() + ", mutation " + std::to_string(count);
        BankRecorder cut;
        static_cast<void>(read_bytes(mutate.cut(bytes), cut, 1 + seed % 5000));
        expect_orderly(cut, what);
        if (is_readable) expect_whole_statements(whole, cut, what + " (cut)");
        BankRecorder broken;
        static_cast<void>(read_bytes(mutate.any(bytes), broken));
        expect_orderly(broken, what);
    }
}

TEST(BrokenBankFiles, OfTheSampleBookGiveAMessageOrTheRightLines) {
    std::uint32_t seed = 1;
    for (const auto& file : sample_files())
        break_file(file, ++seed);
}

TEST(BrokenBankFiles, OfRealBanksGiveAMessageOrTheRightLines) {
    AFPUNT_NEEDS_SHARED("data/bank");
    std::uint32_t seed = 100;
    for (const auto& file : bank_files_in(shared_folder() / "data/bank"))
        break_file(file, ++seed);
}

// The whole way into the ledger: what was refused left nothing behind.
TEST(BrokenBankFiles, AreBookedInWholeStatementsOrNotAtAll) {
    Mutator mutate(7);
    const std::vector<std::filesystem::path> files = sample_files();
    for (int count = 0; count < mutations_of_a_file() * 2; ++count) {
        const TruthBook folder;
        std::filesystem::copy_file(sample_book() / "afpunt.toml", folder.root() / "afpunt.toml",
                                   std::filesystem::copy_options::overwrite_existing);
        const auto& file = files[static_cast<std::size_t>(count) % files.size()];
        folder.put("broken", mutate.any(read_file(file)));
        const auto book = standalone::BookFolder::open(folder.root());
        ASSERT_TRUE(book);
        auto ledger = standalone::Ledger::open(book->state() / "ledger.db");
        ASSERT_TRUE(ledger);
        const auto report = standalone::Intake(**ledger, *book, Date::of(2026, 12, 31), {}).run();
        ASSERT_TRUE(report) << report.error().sentence();
        std::map<std::string, std::int64_t> moved;
        const auto lines = (*ledger)->bank_lines();
        for (const auto& line : *lines)
            moved[line.statement_id] += line.entry.amount.minor;
        const auto statements = (*ledger)->statements();
        for (const auto& statement : *statements) {
            if (!statement.opening || !statement.closing) continue;
            if (!report->messages.empty()) continue; // a person was told
            EXPECT_EQ(statement.opening->minor + moved[statement.id], statement.closing->minor)
                << file << " " << count;
        }
    }
}

// A line is missing and the balances tell: what is left of the day would say that somebody did not
// pay.
TEST(BrokenBankFiles, ThatLackALineAreBookedOnceAPersonHasLooked) {
    Truth truth;
    truth.days.resize(truth_days);
    truth.days[1].payments = {{10000, 0, 0}, {25050, 1, 1}};
    std::string bytes = bytes_of(truth, {Format::Camt, 1, 1, Details::Given});
    const std::size_t begin = bytes.find("<Ntry>"), end = bytes.find("</Ntry>") + 7;
    bytes.erase(begin, end - begin);
    const TruthBook folder;
    folder.put("day", bytes);
    const auto book = standalone::BookFolder::open(folder.root());
    ASSERT_TRUE(book);
    auto ledger = standalone::Ledger::open(book->state() / "ledger.db");
    ASSERT_TRUE(ledger);
    const auto refused = standalone::Intake(**ledger, *book, day_of(10), {}).run();
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->statements_refused, 1);
    EXPECT_TRUE(refused->has_errors());
    EXPECT_EQ((*ledger)->statements()->size(), 0u);
    const auto trusted =
        standalone::Intake(**ledger, *book, day_of(10), {}, folder.root() / "bank/day").run();
    ASSERT_TRUE(trusted);
    EXPECT_EQ(trusted->lines_new, 1);
}

} // namespace
} // namespace afpunt::tests
