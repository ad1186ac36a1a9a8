// SPDX-License-Identifier: MIT
//
// What `import --check` finds in a file, between statements above all.
#include "bank_recorder.hpp"

#include <cli/check_file.hpp>

#include <boost/json.hpp>

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace afpunt::tests {
namespace {

using standalone::CsvMapping;
using standalone::LedgerAccount;
using standalone::Severity;
using standalone::cli::check_bank_file;
using standalone::cli::FileCheck;

std::string statement(std::string_view number, std::string_view opening, std::string_view closing,
                      std::string_view lines = "") {
    std::string text = ":20:S\n:25:NL91ABNA0417164300\n:28C:";
    text.append(number).append("\n:60F:").append(opening).append("\n").append(lines);
    return text.append(":62F:").append(closing).append("\n-\n");
}
FileCheck check(const std::string& bytes, const std::vector<LedgerAccount>& accounts = {}) {
    const auto path = std::filesystem::temp_directory_path() /
                      ("afpunt-check-" +
                       std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::ofstream(path, std::ios::binary) << bytes;
    FileCheck done = check_bank_file(path, {}, accounts);
    std::filesystem::remove(path);
    return done;
}
std::string sentences(const FileCheck& check) {
    std::string text;
    for (const standalone::Problem& problem : check.problems)
        text += problem.failure.sentence() + "\n";
    return text;
}

TEST(CheckFile, ListsStatementsWithTheirSums) {
    const FileCheck done =
        check(statement("7", "C260914EUR10,", "C260915EUR11,50",
                        ":61:260915C2,NTRFNONREF\n:61:260915D1,NTRFNONREF\n:61:260915C,50N\n") +
              statement("8", "C260915EUR11,50", "C260916EUR11,50"));
    // ":61:260915C,50N" has no digit before the comma.
    EXPECT_TRUE(done.has_errors());
    const FileCheck good =
        check(statement("7", "C260914EUR10,", "C260915EUR11,50",
                        ":61:260915C2,NTRFNONREF\n:61:260915D1,NTRFNONREF\n:61:260915C0,50N\n") +
              statement("8", "C260915EUR11,50", "C260916EUR11,50"));
    EXPECT_EQ(sentences(good), "");
    EXPECT_EQ(good.format, "MT940");
    ASSERT_EQ(good.statements.size(), 2U);
    EXPECT_EQ(good.statements[0].lines_in, 2);
    EXPECT_EQ(good.statements[0].came_in.decimal(), "2.50");
    EXPECT_EQ(good.statements[0].lines_out, 1);
    EXPECT_EQ(good.statements[0].went_out.decimal(), "1.00");
    EXPECT_EQ(good.statements[1].lines_in, 0);
}

TEST(CheckFile, FindsWhatDoesNotConnect) {
    const std::string first = statement("7", "C260914EUR10,", "C260915EUR10,");
    EXPECT_NE(sentences(check(first + statement("8", "C260915EUR12,", "C260916EUR12,")))
                  .find("opening balance: found '12.00', expected 10.00"),
              std::string::npos);
    EXPECT_NE(sentences(check(first + statement("9", "C260915EUR10,", "C260916EUR10,")))
                  .find("number: found '9', expected 8, after 7"),
              std::string::npos);
    EXPECT_NE(sentences(check(first + statement("7", "C260915EUR10,", "C260916EUR10,")))
                  .find("number: found '7'"),
              std::string::npos);
    EXPECT_EQ(sentences(check(statement("8", "C260915EUR10,", "C260916EUR10,") + first)), "")
        << "the newest first";
    EXPECT_EQ(sentences(check(statement("258", "C260914EUR10,", "C260915EUR10,") +
                              statement("261", "C260915EUR10,", "C260918EUR10,"))),
              "")
        << "numbered by the day";
    EXPECT_EQ(sentences(check(statement("365", "C261230EUR10,", "C261231EUR10,") +
                              statement("1", "C261231EUR10,", "C270102EUR10,"))),
              "")
        << "numbered anew each year";
}

TEST(CheckFile, NamesStrangeAccountsAndKeepsTheProblemsOfTheReader) {
    LedgerAccount ours;
    ours.iban = "NL91ABNA0417164300";
    ours.currency = "EUR";
    const std::string one = statement("7", "C260914EUR10,", "C260915EUR10,");
    EXPECT_EQ(sentences(check(one, {ours})), "");
    ours.iban = "BE68539007547034";
    EXPECT_NE(sentences(check(one, {ours})).find("an account of this book"), std::string::npos);
    const FileCheck cut = check(one.substr(0, one.find(":62F:")));
    EXPECT_TRUE(cut.has_errors());
    ASSERT_EQ(cut.statements.size(), 1U);
    EXPECT_FALSE(cut.statements[0].sound);
    const FileCheck none = check("hello");
    EXPECT_TRUE(none.has_errors());
    EXPECT_EQ(none.format, "");
}

TEST(CheckFile, IsShownToPeopleAndToPrograms) {
    const FileCheck done =
        check(statement("7", "C260914EUR10,", "C260915EUR12,", ":61:260915C2,NTRFNONREF\n") +
              statement("9", "C260915EUR12,", "C260916EUR12,"));
    std::ostringstream out;
    standalone::cli::Terminal terminal(out, false, 200);
    standalone::cli::show(terminal, done, "nl-BE");
    for (const char* expected :
         {"MT940: 2 uittreksels", "NL91ABNA0417164300", "2026-09-14 - 2026-09-15",
          "saldo 10.00 -> 12.00 EUR", "1 bij 2.00, 0 af 0.00", "expected 8, after 7",
          "er is niets geboekt"}) {
        EXPECT_NE(out.str().find(expected), std::string::npos) << expected << "\n" << out.str();
    }
    const boost::json::object json = standalone::cli::json_of(done);
    EXPECT_TRUE(json.at("ok").as_bool());
    EXPECT_EQ(json.at("format").as_string(), "MT940");
    EXPECT_EQ(json.at("statements").as_array().size(), 2U);
    EXPECT_EQ(json.at("statements").at(0).at("came_in").as_string(), "2.00");
    EXPECT_EQ(json.at("problems").at(0).at("severity").as_string(), "warning");
}

} // namespace
} // namespace afpunt::tests
