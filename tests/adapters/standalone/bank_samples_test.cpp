// SPDX-License-Identifier: MIT
//
// Real and sample bank files of other projects against values that other parsers found. The files
// stand beside the project; where they are missing these tests are skipped.
#include "bank_recorder.hpp"
#include "support/shared_data.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <set>

namespace afpunt::tests {
namespace {

namespace json = boost::json;
using standalone::BankEntry;
using standalone::EntryKind;
using standalone::Severity;

std::string string_or_empty(const json::value* value) {
    return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}
const json::value* find(const json::value* object, std::string_view key) {
    return object != nullptr && object->is_object() ? object->as_object().if_contains(key)
                                                    : nullptr;
}
const json::value* find_path(const json::value* value, std::initializer_list<const char*> keys) {
    for (const char* key : keys)
        value = find(value, key);
    return value;
}
BankRecorder read_sample(const std::filesystem::path& path) {
    BankRecorder recorder;
    const auto read = standalone::read_bank_file(path, recorder);
    if (!read) {
        recorder.problems.push_back({Severity::Error, read.error()});
    }
    EXPECT_EQ(recorder.broken_calls, 0) << path;
    return recorder;
}
// "-435.000" of a vector and -435.00 EUR of ours are the same number of thousandths.
std::int64_t thousandths(std::string text) {
    std::erase(text, '.');
    return std::stoll(text);
}
std::int64_t thousandths(const Money& money) {
    return money.minor * 10;
}

// What a booked line adds up to, whether or not it came as details.
struct Line {
    std::int64_t amount = 0;
    std::vector<BankEntry> entries;
};
std::vector<Line> lines_of(const RecordedStatement& statement) {
    std::map<int, Line> lines;
    for (const BankEntry& entry : statement.entries) {
        lines[entry.line].amount += entry.amount.minor;
        lines[entry.line].entries.push_back(entry);
    }
    std::vector<Line> list;
    for (auto& [number, line] : lines)
        list.push_back(std::move(line));
    return list;
}

// --- CODA ----------------------------------------------------------------------------------------

// Refused files and the reason, which the first error must give.
const std::map<std::string, std::string>& refused_coda() {
    static const std::map<std::string, std::string> reasons{
        {"pycoda/Coda_faulty_version.txt", "version (column 128)"},
        {"pycoda/Coda_v2_3_faulty_globalisation_2.txt", "length"},                // 57 columns
        {"wimverstuyf/sample2.cod", "new balance (columns 43-57)"},               // 23154.685 EUR
        {"wimverstuyf/sample4.cod", "sequence and detail number (columns 3-10)"}, // starts at 4
        {"wimverstuyf/sample5.cod", "sequence and detail number (columns 3-10)"}, // 1, 2, 9
        {"wimverstuyf/sample6.cod", "amount (columns 33-47)"},                    // 767.823 EUR
    };
    return reasons;
}

void compare_movement(const json::object& movement, const Line& line, const std::string& where) {
    const std::int64_t expected = thousandths(string_or_empty(movement.if_contains("amount")));
    EXPECT_EQ(line.amount * 10, expected) << where;
    const BankEntry& entry = line.entries.front();
    EXPECT_EQ(entry.booked_on.iso(), string_or_empty(movement.if_contains("entry_date"))) << where;
    if (line.entries.size() > 1 || entry.batch_line > 0) return;
    EXPECT_EQ(entry.transaction_code, string_or_empty(movement.if_contains("code"))) << where;
    EXPECT_EQ(entry.bank_reference, string_or_empty(movement.if_contains("bank_ref"))) << where;
    const std::string account = string_or_empty(movement.if_contains("cp_account"));
    EXPECT_EQ(entry.counterparty_iban, account.substr(0, account.find(' '))) << where;
    if (const auto* name = movement.if_contains("cp_name"); name && name->as_string() != "") {
        EXPECT_EQ(entry.counterparty_name, string_or_empty(name)) << where;
    }
    if (const auto* ogm = movement.if_contains("ogm")) {
        EXPECT_EQ(entry.structured_reference, string_or_empty(ogm)) << where;
    }
    const std::string communication = string_or_empty(movement.if_contains("communication"));
    EXPECT_TRUE(entry.remittance.starts_with(communication))
        << where << ": " << entry.remittance << " / " << communication;
}

void compare_statement(const json::object& expected, const RecordedStatement& read,
                       const std::string& file) {
    EXPECT_EQ(read.head.account, string_or_empty(expected.if_contains("account"))) << file;
    EXPECT_EQ(read.head.currency, string_or_empty(expected.if_contains("currency"))) << file;
    EXPECT_EQ(read.head.holder, string_or_empty(expected.if_contains("holder"))) << file;
    EXPECT_EQ(std::to_string(1000 + read.head.sequence).substr(1),
              string_or_empty(expected.if_contains("coda_seq")))
        << file;
    ASSERT_TRUE(read.head.opening && read.foot.closing) << file;
    EXPECT_EQ(thousandths(*read.head.opening),
              thousandths(string_or_empty(expected.if_contains("old_balance"))))
        << file;
    EXPECT_EQ(thousandths(*read.foot.closing),
              thousandths(string_or_empty(expected.if_contains("new_balance"))))
        << file;
    EXPECT_EQ(read.foot.until.iso(), string_or_empty(expected.if_contains("new_date"))) << file;
    std::vector<const json::object*> booked;
    for (const json::value& movement : expected.at("movements").as_array()) {
        if (movement.at("detail").as_string() == "0000") booked.push_back(&movement.as_object());
    }
    const std::vector<Line> lines = lines_of(read);
    ASSERT_EQ(lines.size(), booked.size()) << file;
    for (std::size_t at = 0; at < lines.size(); ++at) {
        compare_movement(*booked[at], lines[at], file + " movement " + std::to_string(at + 1));
    }
}

TEST(BankSamples, CodaFilesGiveWhatAnIndependentParserFound) {
    AFPUNT_NEEDS_SHARED("vectors/coda_expected.json");
    const json::value vectors = read_json(shared_folder() / "vectors/coda_expected.json");
    std::set<std::string> refused;
    for (const auto& [name, expected] : vectors.at("files").as_object()) {
        const std::string file(name);
        const BankRecorder read = read_sample(shared_folder() / "data/bank/coda" / file);
        if (read.count(Severity::Error) > 0) {
            refused.insert(file);
            ASSERT_TRUE(refused_coda().contains(file)) << file << "\n" << read.sentences();
            const auto first =
                std::ranges::find(read.problems, Severity::Error, &standalone::Problem::severity);
            EXPECT_EQ(first->failure.field, refused_coda().at(file)) << file;
            EXPECT_EQ(read.sound_statements(), 0) << file;
            continue;
        }
        const json::array& statements = expected.at("statements").as_array();
        ASSERT_GE(read.statements.size(), statements.size()) << file;
        for (std::size_t at = 0; at < statements.size(); ++at) {
            const auto& statement = statements[at].as_object();
            compare_statement(statement, read.statements[at], file);
            const bool tie_warned =
                read.sentences().find("new balance: found") != std::string::npos;
            if (statements.size() == 1) {
                EXPECT_EQ(tie_warned, !statement.at("balances_tie").as_bool()) << file;
            }
        }
    }
    EXPECT_EQ(refused.size(), refused_coda().size());
}

// --- CAMT ----------------------------------------------------------------------------------------

const std::map<std::string, std::string>& refused_camt() {
    static const std::map<std::string, std::string> reasons{
        {"camt053.v2.wrong.xml", "at least one Stmt"}, // a message without a statement
    };
    return reasons;
}

void compare_details(const json::value& expected, const Line& line, const std::string& where) {
    const json::value* detail = find(&expected, "getTransactionDetail");
    if (detail == nullptr || !detail->is_object() || line.entries.size() != 1) return;
    const json::value* list = find(&expected, "getTransactionDetails");
    if (list != nullptr && list->as_array().size() > 1) return;
    const BankEntry& entry = line.entries.front();
    const std::string end_to_end =
        string_or_empty(find_path(detail, {"getReference", "getEndToEndId"}));
    EXPECT_EQ(entry.end_to_end_id, end_to_end == "NOTPROVIDED" ? "" : end_to_end) << where;
    const json::value* remittance = find(detail, "getRemittanceInformation");
    const std::string free_text =
        string_or_empty(find_path(remittance, {"getUnstructuredBlock", "getMessage"}));
    EXPECT_NE(entry.remittance.find(free_text), std::string::npos)
        << where << ": " << entry.remittance << " / " << free_text;
    const std::string reference = string_or_empty(
        find_path(remittance, {"getStructuredBlock", "getCreditorReferenceInformation", "getRef"}));
    if (!reference.empty()) {
        EXPECT_EQ(entry.structured_reference, reference) << where;
    }
}

void compare_records(const json::value& message, const BankRecorder& read,
                     const std::string& file) {
    std::vector<Line> lines;
    for (const RecordedStatement& statement : read.statements) {
        EXPECT_TRUE(statement.sound) << file << "\n" << read.sentences();
        for (Line& line : lines_of(statement))
            lines.push_back(std::move(line));
    }
    std::size_t at = 0;
    for (const json::value& expected : message.at("getEntries").as_array()) {
        if (string_or_empty(find(&expected, "getStatus")) != "BOOK") continue;
        ASSERT_LT(at, lines.size()) << file << "\n" << read.sentences();
        const std::string where = file + " entry " + std::to_string(at + 1);
        EXPECT_EQ(std::to_string(lines[at].amount),
                  string_or_empty(find_path(&expected, {"getAmount", "getAmount"})))
            << where;
        EXPECT_EQ(std::string(lines[at].entries[0].amount.currency.code()),
                  string_or_empty(find_path(&expected, {"getAmount", "getCurrency", "getCode"})))
            << where;
        // Entries without a booking day: ours have the value day and a warning.
        const std::string day = string_or_empty(find_path(&expected, {"getBookingDate", "0"}));
        if (!day.empty()) {
            EXPECT_EQ(lines[at].entries[0].booked_on.iso(), day.substr(0, 10)) << where;
        }
        const json::value* account = find_path(&expected, {"getRecord", "getAccount"});
        if (account != nullptr && read.statements.size() == 1) {
            EXPECT_EQ(read.statements[0].head.account,
                      string_or_empty(find(account, "getIdentification")))
                << where;
        }
        compare_details(expected, lines[at], where);
        ++at;
    }
    EXPECT_EQ(at, lines.size()) << file;
}

TEST(BankSamples, CamtFilesOfAllVersionsGiveWhatAnotherParserFound) {
    AFPUNT_NEEDS_SHARED("data/bank/camt/genkgo");
    int compared = 0;
    std::set<std::string> refused;
    for (const auto& file :
         std::filesystem::directory_iterator(shared_folder() / "data/bank/camt/genkgo")) {
        if (file.path().extension() != ".xml") continue;
        const std::string name = file.path().filename().string();
        const BankRecorder read = read_sample(file.path());
        if (read.count(Severity::Error) > 0) {
            refused.insert(name);
            ASSERT_TRUE(refused_camt().contains(name)) << name << "\n" << read.sentences();
            EXPECT_NE(read.sentences().find(refused_camt().at(name)), std::string::npos);
            continue;
        }
        if (name == "camt053.v2.multi.statement.xml") {
            // The expected file holds the last entry only; the other statement is in the XML.
            ASSERT_EQ(read.sound_statements(), 2) << read.sentences();
            EXPECT_EQ(read.statements[0].entries[0].amount.decimal(), "8.85");
            EXPECT_EQ(read.statements[1].entries[0].amount.decimal(), "-7.00");
            EXPECT_EQ(read.statements[1].foot.closing->decimal(), "20.00");
            continue;
        }
        auto expected = file.path();
        compare_records(read_json(expected.replace_extension(".json")), read, name);
        ++compared;
    }
    EXPECT_EQ(refused.size(), refused_camt().size());
    EXPECT_EQ(compared, 24);
}

TEST(BankSamples, CamtFilesOfABankWithReturnedCollectionsAndACollectiveCredit) {
    AFPUNT_NEEDS_SHARED("data/bank/camt/oca/test-camt053");
    const auto folder = shared_folder() / "data/bank/camt/oca";
    const BankRecorder first = read_sample(folder / "test-camt053");
    ASSERT_EQ(first.sound_statements(), 1) << first.sentences();
    // The sample's balances do not agree with its entries.
    EXPECT_EQ(first.count(Severity::Warning), 1) << first.sentences();
    const RecordedStatement& statement = first.statements[0];
    EXPECT_EQ(statement.head.account, "NL77ABNA0574908765");
    EXPECT_EQ(statement.head.sequence, 2);
    ASSERT_EQ(statement.entries.size(), 4U);
    EXPECT_EQ(statement.entries[0].kind, EntryKind::NotCustomerMoney);
    EXPECT_EQ(statement.entries[0].counterparty_name, "INSURANCE COMPANY TESTX");
    EXPECT_EQ(statement.entries[1].amount.minor, -56405);
    EXPECT_EQ(statement.entries[1].kind, EntryKind::ReturnedDebit);
    EXPECT_EQ(statement.entries[1].return_reason, "AC06");
    EXPECT_EQ(statement.entries[1].mandate_id, "NL22ZZZ524885430000-C0125.1");
    EXPECT_EQ(statement.entries[1].counterparty_name, "Test Customer");
    EXPECT_EQ(statement.entries[2].amount.minor, -10000);
    EXPECT_EQ(statement.entries[3].kind, EntryKind::CustomerPayment);
    EXPECT_EQ(statement.entries[3].counterparty_iban, "NL69ABNA0522123643");
    EXPECT_EQ(statement.entries[3].end_to_end_id, "115");

    const BankRecorder batch = read_sample(folder / "test-camt053-txdtls");
    ASSERT_EQ(batch.sound_statements(), 1) << batch.sentences();
    ASSERT_EQ(batch.statements[0].entries.size(), 2U);
    EXPECT_EQ(batch.statements[0].entries[0].amount.decimal(), "2187.00");
    EXPECT_EQ(batch.statements[0].entries[0].structured_reference, "302388292000011111111111111");
    EXPECT_EQ(batch.statements[0].entries[1].amount.decimal(), "1296.00");

    EXPECT_EQ(read_sample(folder / "test-camt053-no-ntry").sound_statements(), 1);
    const BankRecorder notification = read_sample(folder / "test-camt054");
    ASSERT_EQ(notification.sound_statements(), 1) << notification.sentences();
    EXPECT_TRUE(notification.statements[0].head.provisional);
    EXPECT_EQ(notification.statements[0].entries[0].end_to_end_id, "ENDTOENDID-01");
    const BankRecorder zipped = read_sample(folder / "test-camt053.zip");
    EXPECT_GE(zipped.sound_statements(), 1) << zipped.sentences();
    EXPECT_EQ(zipped.statements[0].head.account, "NL77ABNA0574908765");
}

// --- Belgian files in both formats, and formats that are not read --------------------------------

TEST(BankSamples, BelgianStatementsOfOneDayAgreeInAllFormats) {
    AFPUNT_NEEDS_SHARED("data/own/be-sample.cod");
    for (const char* name : {"camt053.001.02-be.xml", "camt053.001.08-be.xml"}) {
        const BankRecorder read = read_sample(shared_folder() / "data/own" / name);
        EXPECT_EQ(read.sentences(), "") << name;
        ASSERT_EQ(read.sound_statements(), 1) << name;
        const RecordedStatement& statement = read.statements[0];
        EXPECT_EQ(statement.head.account, "BE41063012345610");
        EXPECT_EQ(statement.head.bic, "GKCCBEBB");
        EXPECT_EQ(statement.head.sequence, 177);
        EXPECT_EQ(statement.foot.closing->decimal(), "2046.45");
        const auto& entries = statement.entries;
        ASSERT_EQ(entries.size(), 4U);
        EXPECT_EQ(entries[0].structured_reference, "010806817183");
        EXPECT_EQ(entries[0].counterparty_name, "Klant NV");
        EXPECT_EQ(entries[0].counterparty_iban, "BE43730004200601");
        EXPECT_EQ(entries[0].kind, EntryKind::CustomerPayment);
        EXPECT_EQ(entries[1].structured_reference, "RF18539007547034");
        EXPECT_EQ(entries[1].amount.decimal(), "200.00");
        EXPECT_EQ(entries[2].remittance, "factuur F2026/0043 ***240/2838/42818***");
        EXPECT_EQ(entries[2].batch_line, 2);
        EXPECT_EQ(entries[3].amount.decimal(), "-120.81");
        EXPECT_EQ(entries[3].kind, EntryKind::ReturnedDebit);
        EXPECT_EQ(entries[3].return_reason, "AM04");
        EXPECT_EQ(entries[3].end_to_end_id, "DD-77");
    }
    const BankRecorder coda = read_sample(shared_folder() / "data/own/be-sample.cod");
    EXPECT_EQ(coda.sentences(), "");
    ASSERT_EQ(coda.sound_statements(), 1);
    const auto& entries = coda.statements[0].entries;
    ASSERT_EQ(entries.size(), 4U);
    EXPECT_EQ(coda.statements[0].head.sequence, 177);
    EXPECT_EQ(entries[0].structured_reference, "010806817183");
    EXPECT_EQ(entries[1].remittance, "FACTUUR F2026/0043");
    EXPECT_EQ(entries[1].kind, EntryKind::CustomerPayment);
    EXPECT_EQ(entries[2].kind, EntryKind::ReturnedDebit);
    EXPECT_EQ(entries[2].return_reason, "AM04");
    EXPECT_EQ(entries[3].amount.decimal(), "0.01");
    EXPECT_EQ(entries[3].structured_reference, "240283842818");
    EXPECT_EQ(entries[3].counterparty_name, "");
}

TEST(BankSamples, OtherFormatsAreRefusedInWords) {
    AFPUNT_NEEDS_SHARED("data/bank/xsd");
    for (const auto& file :
         std::filesystem::recursive_directory_iterator(shared_folder() / "data/bank/xsd")) {
        if (!file.is_regular_file()) continue;
        BankRecorder recorder;
        EXPECT_FALSE(standalone::read_bank_file(file.path(), recorder)) << file.path();
        EXPECT_TRUE(recorder.statements.empty()) << file.path();
    }
}

} // namespace
} // namespace afpunt::tests
