// SPDX-License-Identifier: MIT
//
// MT940 files of other projects against what another parser found. Its results are YAML of which
// the few lines that matter are looked for; the files stand beside the project.
#include "bank_recorder.hpp"
#include "support/shared_data.hpp"

#include <afpunt/text.hpp>

#include <gtest/gtest.h>
#include <map>
#include <set>

namespace afpunt::tests {
namespace {

using standalone::BankEntry;
using standalone::Severity;

// What the other parser found of one line.
struct Expected {
    std::string amount, status, day, bank_reference, name, iban, end_to_end_id, text;
};

std::string unquoted(std::string text) {
    if (text.size() >= 2 && (text.front() == '\'' || text.front() == '"')) {
        text = text.substr(1, text.size() - 2);
    }
    return text == "null" ? std::string() : text;
}
// "B9cJBA==" is 07 D7 09 04: the year in two bytes, month, day.
std::string day_of(std::string_view base64) {
    static constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::uint64_t bits = 0;
    for (const char c : base64.substr(0, 6))
        bits = bits << 6 | static_cast<std::uint64_t>(alphabet.find(c));
    bits >>= 4;
    return Date::of(static_cast<int>(bits >> 16), static_cast<unsigned>(bits >> 8 & 0xFF),
                    static_cast<unsigned>(bits & 0xFF))
        .iso();
}
std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}
std::vector<Expected> expected_lines(const std::filesystem::path& path) {
    const std::vector<std::string> lines = lines_of(read_file(path));
    std::vector<Expected> found;
    for (std::size_t at = 0; at < lines.size(); ++at) {
        const std::string& line = lines[at];
        if (line == "- !!python/object:mt940.models.Transaction") found.emplace_back();
        if (found.empty()) continue;
        Expected& one = found.back();
        const auto take = [&](std::string_view key, std::string& into) {
            if (line.starts_with(key)) into = unquoted(line.substr(key.size()));
        };
        if (line.starts_with("    amount:")) one.amount = unquoted(lines.at(at + 2).substr(8));
        if (line.starts_with("    date:")) one.day = day_of(lines.at(at + 2).substr(6));
        if (line.starts_with("    entry_date:") && line.find("null") == std::string::npos) {
            one.day = day_of(lines.at(at + 2).substr(6));
        }
        take("    status: ", one.status);
        take("    bank_reference: ", one.bank_reference);
        take("    applicant_name: ", one.name);
        take("    applicant_iban: ", one.iban);
        take("    end_to_end_reference: ", one.end_to_end_id);
        take("    purpose: ", one.text);
    }
    return found;
}

std::string only_letters_and_digits(std::string_view written) {
    std::string kept;
    for (const char c : written) {
        if (text::is_letter(c) || text::is_digit(c)) kept += c;
    }
    return kept;
}

void compare(const Expected& expected, const BankEntry& entry, const std::string& where) {
    // The other parser gives reversals of credits the sign of a credit; the balances need a debit.
    std::string amount = expected.amount;
    if (expected.status == "RC") amount = "-" + amount;
    if (amount.find('.') == std::string::npos) amount += ".00";
    EXPECT_EQ(entry.amount, parse_money(amount, entry.amount.currency).value()) << where;
    EXPECT_EQ(entry.booked_on.iso(), expected.day) << where;
    if (!expected.bank_reference.empty()) {
        EXPECT_EQ(entry.bank_reference, expected.bank_reference) << where;
    }
    // It joins names and texts without blanks between short fields.
    EXPECT_EQ(only_letters_and_digits(entry.counterparty_name),
              only_letters_and_digits(expected.name))
        << where;
    if (!expected.iban.empty()) {
        EXPECT_TRUE(entry.counterparty_iban.ends_with(expected.iban)) << where;
    }
    // It takes the bank's own message (MTLG:) for a part of the reference.
    if (!expected.end_to_end_id.empty() && expected.end_to_end_id != "NONREF") {
        EXPECT_NE(entry.end_to_end_id, "") << where;
        EXPECT_TRUE(only_letters_and_digits(expected.end_to_end_id)
                        .starts_with(only_letters_and_digits(entry.end_to_end_id)))
            << where << ": " << entry.end_to_end_id;
    }
}

// Files that hold no whole statement: single fields, to try a parser.
const std::set<std::string>& fragments() {
    static const std::set<std::string> names{
        "betterplace/amount_formats.sta",
        "betterplace/currency_in_25.sta",
        "betterplace/empty_86.sta",
        "betterplace/empty_entry_date.sta",
        "betterplace/empty_line.sta",
        "betterplace/missing_crlf_at_end.sta",
        "cmxl/account_balance_credit.sta",
        "cmxl/account_balance_debit.sta",
        "cmxl/account_identification_iban.sta",
        "cmxl/account_identification_legacy.sta",
        "cmxl/available_balance.sta",
        "cmxl/closing_balance.sta",
        "cmxl/reference.sta",
        "cmxl/statement_details.sta",
        "cmxl/statement_line.sta",
        "cmxl/statement_number.sta",
    };
    return names;
}

// What is odd about the others, as the reader says it; empty = nothing.
const std::map<std::string, std::string>& oddities() {
    static const std::map<std::string, std::string> said{
        // Invented account numbers.
        {"ASNB/mt940.txt", "check digits that agree"},
        {"ASNB/mt940_with_spaces_for_entry_date.txt", "check digits that agree"},
        {"citi/mt940.txt", "the line moves no money"},
        // Amounts were changed and balances were not.
        {"betterplace/sepa_snippet.sta", "closing balance (:62F:)"},
        {"mBank/with_newline_in_tnr.sta", "closing balance (:62F:)"},
        // The details of a line stand under the number of the account.
        {"betterplace/sepa_snippet_broken.sta", "error: line 6: :25:: found 'out of its order'"},
        // Three statements of three banks: Deutsche Mark, euro, and one that ends before it begins.
        {"cmxl/mt940.sta", "error: line 4: :60F: currency: found 'DEM'"},
    };
    return said;
}

TEST(BankSamples, Mt940FilesGiveWhatAnotherParserFound) {
    AFPUNT_NEEDS_SHARED("data/bank/mt940/wolph");
    const auto folder = shared_folder() / "data/bank/mt940/wolph";
    int compared = 0;
    std::size_t refused = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
        const auto extension = file.path().extension();
        if (extension != ".sta" && extension != ".txt") continue;
        const std::string name = file.path().lexically_relative(folder).generic_string();
        BankRecorder read;
        const auto format = standalone::read_bank_file(file.path(), read);
        EXPECT_EQ(read.broken_calls, 0) << name;
        EXPECT_EQ(fragments().contains(name), !format) << name;
        if (!format) {
            EXPECT_NE(format.error().sentence().find("from :20: to :62F:"), std::string::npos);
            ++refused;
            continue;
        }
        const auto odd = oddities().find(name);
        if (odd == oddities().end()) {
            EXPECT_EQ(read.sentences(), "") << name;
        } else {
            EXPECT_NE(read.sentences().find(odd->second), std::string::npos) << read.sentences();
        }
        if (read.count(Severity::Error) > 0) continue;
        auto yaml = file.path();
        if (!std::filesystem::exists(yaml.replace_extension(".yml"))) continue;
        std::vector<BankEntry> entries;
        for (const RecordedStatement& statement : read.statements) {
            EXPECT_TRUE(statement.sound) << name;
            entries.insert(entries.end(), statement.entries.begin(), statement.entries.end());
        }
        const std::vector<Expected> expected = expected_lines(yaml);
        ASSERT_EQ(entries.size(), expected.size()) << name;
        for (std::size_t at = 0; at < entries.size(); ++at) {
            compare(expected[at], entries[at], name + " line " + std::to_string(at + 1));
            ++compared;
        }
    }
    EXPECT_EQ(refused, fragments().size());
    EXPECT_GE(compared, 120);
}

TEST(BankSamples, Mt940OfAsnHasThePayerInItsDetails) {
    AFPUNT_NEEDS_SHARED("data/bank/mt940/wolph/ASNB");
    for (const char* name : {"mt940.txt", "mt940_with_spaces_for_entry_date.txt"}) {
        BankRecorder read;
        ASSERT_TRUE(standalone::read_bank_file(
            shared_folder() / "data/bank/mt940/wolph/ASNB" / name, read));
        ASSERT_EQ(read.sound_statements(), 31) << name;
        std::optional<Money> previous;
        int number = 0;
        for (const RecordedStatement& statement : read.statements) {
            EXPECT_EQ(statement.head.account, "NL81ASNB9999999999");
            EXPECT_EQ(statement.head.sequence, ++number);
            EXPECT_EQ(statement.foot.from, Date::of(2020, 1, static_cast<unsigned>(number)));
            EXPECT_EQ(previous.value_or(*statement.head.opening), *statement.head.opening);
            previous = statement.foot.closing;
        }
        EXPECT_EQ(previous->decimal(), "501.23");
        const BankEntry& credit = read.statements[28].entries.at(0);
        EXPECT_EQ(credit.amount.decimal(), "828.72");
        EXPECT_EQ(credit.counterparty_name, "transfer solutions bv");
        EXPECT_EQ(credit.counterparty_iban, "NL25INGB9999999999");
    }
}

TEST(BankSamples, TheGermanStatementThatDoesAddUpGivesItsLastBalance) {
    AFPUNT_NEEDS_SHARED("data/bank/mt940/wolph/betterplace");
    BankRecorder read;
    ASSERT_TRUE(standalone::read_bank_file(
        shared_folder() / "data/bank/mt940/wolph/betterplace/sepa_mt9401.sta", read));
    EXPECT_EQ(read.sentences(), "");
    EXPECT_EQ(read.statements[0].head.opening->decimal(), "-1234718.36");
    EXPECT_EQ(read.statements[0].foot.closing->decimal(), "-1237628.23");
    EXPECT_EQ(read.statements[0].head.sequence, 4);
}

} // namespace
} // namespace afpunt::tests
