// SPDX-License-Identifier: MIT
//
// Bank lines from CSV by a mapping: what a mapping may say, how days and amounts are read, and what
// refuses a file.
#include "bank_recorder.hpp"

#include <bank/csv_value.hpp>
#include <csv_mapping.hpp>

#include <gtest/gtest.h>
#include <random>
#include <rapidcheck/gtest.h>

namespace afpunt::tests {
namespace {

using standalone::BankFormat;
using standalone::csv_amount;
using standalone::csv_date;
using standalone::CsvMapping;
using standalone::EntryKind;
using standalone::read_csv_mappings;
using standalone::Severity;

const std::string our_bank = R"(
[[csv_bank]]
name = "Our bank"
account = "BE68539007547034"
date_format = "DD/MM/YYYY"
[csv_bank.columns]
date = "Datum"
value_date = "Valuta"
amount = "Bedrag"
balance = "Saldo"
name = "Naam"
iban = "Rekening"
id = "Nummer"
text = ["Mededeling", "Details"]
)";
const std::string header = "Nummer;Datum;Valuta;Bedrag;Saldo;Naam;Rekening;Mededeling;Details\r\n";

std::vector<CsvMapping> mappings(const std::string& text = our_bank) {
    auto read = read_csv_mappings(text);
    if (!read) {
        ADD_FAILURE() << read.error().sentence();
        return {};
    }
    return *read;
}
Result<BankFormat> read_csv(std::string_view bytes, BankRecorder& recorder,
                            const std::string& settings = our_bank, std::size_t piece = 65536) {
    const std::vector<CsvMapping> known = mappings(settings);
    MemorySource source(bytes, piece);
    return standalone::read_bank(source, recorder, known);
}

TEST(CsvBank, ReadsLinesByAMapping) {
    const std::string bytes =
        "Export van 16/09/2026\r\n" + header +
        "17;15/09/2026;16/09/2026;-0,50;1.250,00;Bank;;Kosten;\r\n"
        "16;15/09/2026;;1.250,50;1.250,50;\"De \"\"Bakker\"\"; BV\";BE41 0630 1234 5610;"
        "factuur;V26-0107\r\n"
        "15;01/09/2026;;0,00;0,00;;;;\r\n";
    for (const std::size_t piece : {std::size_t{3}, std::size_t{65536}}) {
        BankRecorder recorder;
        const auto format = read_csv(bytes, recorder, our_bank, piece);
        ASSERT_TRUE(format) << format.error().sentence();
        EXPECT_EQ(*format, BankFormat::Csv);
        EXPECT_EQ(recorder.sentences(), "");
        EXPECT_EQ(recorder.broken_calls, 0);
        ASSERT_EQ(recorder.sound_statements(), 1);
        const RecordedStatement& read = recorder.statements[0];
        EXPECT_EQ(read.head.account, "BE68539007547034");
        EXPECT_EQ(read.head.currency, "EUR");
        EXPECT_EQ(read.head.opening->decimal(), "0.00");
        EXPECT_EQ(read.foot.closing->decimal(), "1250.00");
        EXPECT_EQ(read.foot.from.iso(), "2026-09-01");
        EXPECT_EQ(read.foot.until.iso(), "2026-09-15");
        ASSERT_EQ(read.entries.size(), 2U);
        EXPECT_EQ(read.entries[0].amount.decimal(), "1250.50");
        EXPECT_EQ(read.entries[0].line, 2) << "the oldest first";
        EXPECT_EQ(read.entries[0].counterparty_name, "De \"Bakker\"; BV");
        EXPECT_EQ(read.entries[0].counterparty_iban, "BE41063012345610");
        EXPECT_EQ(read.entries[0].remittance, "factuur V26-0107");
        EXPECT_EQ(read.entries[0].bank_reference, "16");
        EXPECT_EQ(read.entries[0].kind, EntryKind::CustomerPayment);
        EXPECT_EQ(read.entries[1].value_on->iso(), "2026-09-16");
        EXPECT_EQ(read.entries[1].kind, EntryKind::NotCustomerMoney);
    }
}

TEST(CsvBank, SignsAndAccountsMayStandInColumnsOfTheirOwn) {
    const std::string settings = R"(
[[csv_bank]]
name = "Other bank"
date_format = "YYYYMMDD"
decimal_mark = "."
encoding = "windows-1252"
debit_word = "Af"
credit_word = "Bij"
[csv_bank.columns]
date = "Datum"
amount = "Bedrag"
sign = "Af Bij"
account = "Rekening"
currency = "Munt"
text = "Omschrijving"
)";
    const std::string bytes = "Datum\tRekening\tMunt\tAf Bij\tBedrag\tOmschrijving\n"
                              "20260914\tNL91ABNA0417164300\tEUR\tBij\t250.50\tCaf\xE9 \x80\n"
                              "20260915\tNL02ABNA0123456789\tEUR\tBij\t1.00\tb\n"
                              "20260915\tNL91ABNA0417164300\tEUR\taf\t1.00\tc";
    BankRecorder recorder;
    ASSERT_TRUE(read_csv(bytes, recorder, settings));
    EXPECT_EQ(recorder.sentences(), "");
    ASSERT_EQ(recorder.sound_statements(), 2);
    ASSERT_EQ(recorder.statements[0].entries.size(), 2U);
    EXPECT_EQ(recorder.statements[0].entries[0].remittance, "Café €");
    EXPECT_EQ(recorder.statements[0].entries[1].amount.decimal(), "-1.00");
    EXPECT_EQ(recorder.statements[1].head.account, "NL02ABNA0123456789");
    BankRecorder wrong;
    ASSERT_TRUE(
        read_csv(bytes + "\n20260915\tNL91ABNA0417164300\tEUR\tx\t1.00\tc\n", wrong, settings));
    EXPECT_EQ(wrong.sound_statements(), 0) << "one bad line refuses all accounts of the file";
    EXPECT_NE(wrong.sentences().find("Af or Bij"), std::string::npos);
}

TEST(CsvBank, DebitsAndCreditsMayStandApart) {
    const std::string settings =
        "[[csv_bank]]\nname='x'\naccount='BE68539007547034'\n[csv_bank.columns]\n"
        "date='Date'\ndebit='Out'\ncredit='In'\n";
    BankRecorder recorder;
    ASSERT_TRUE(read_csv("Date,Out,In\n2026-09-14,\"1,50\",\n2026-09-15,,\"2,00\"\n"
                         "2026-09-15,\"-3,00\",\n",
                         recorder, settings));
    EXPECT_EQ(recorder.sentences(), "");
    ASSERT_EQ(recorder.sound_statements(), 1);
    EXPECT_EQ(recorder.statements[0].entries.at(0).amount.decimal(), "-1.50");
    EXPECT_EQ(recorder.statements[0].entries.at(1).amount.decimal(), "2.00");
    EXPECT_EQ(recorder.statements[0].entries.at(2).amount.decimal(), "-3.00");
    BankRecorder both;
    ASSERT_TRUE(read_csv("Date,Out,In\n2026-09-15,,\"2,00\"\n2026-09-14,1,2\n", both, settings));
    EXPECT_EQ(both.sound_statements(), 0);
}

TEST(CsvBank, WhatMayBeWrongMoneyRefusesTheFile) {
    const auto refused = [](const std::string& rows, std::string_view why) {
        BankRecorder recorder;
        const auto format = read_csv(header + rows, recorder);
        const std::string said =
            recorder.sentences() + (format ? std::string() : format.error().sentence());
        EXPECT_EQ(recorder.sound_statements(), 0) << rows;
        EXPECT_NE(said.find(why), std::string::npos) << rows << "\n" << said;
    };
    const std::string good = "1;15/09/2026;;1,00;1,00;;;;\r\n";
    refused(good + "2;15/09/2026;;1.00;2,00;;;;\r\n", "an amount such as 1234,56");
    refused(good + "2;15-09-2026;;1,00;2,00;;;;\r\n", "written DD/MM/YYYY");
    refused(good + "2;15/09/2026;;1,00;3,00;;;;\r\n", "the balance of the line before it");
    refused(good + "2;15/09/2026;;1,00\r\n", "as in the line of their names");
    refused(good + "2;15/09/2026;;1,00;2,00;;;;;x\r\n", "as in the line of their names");
    refused(good + "2;15/09/2026;;1,00;2,00;\"a", "a quote that is not closed");
    refused("", "no line below");
    refused("1;15/09/2026;;x;1,00;;;;\r\n", "an amount such as 1234,56");
}

TEST(CsvBank, AFileMayEndWithoutALineEndWhereNothingCanBeCutOffTheMoney) {
    const std::string amount_last = "[[csv_bank]]\nname='x'\naccount='BE68539007547034'\n"
                                    "[csv_bank.columns]\ndate='Date'\namount='Amount'\n";
    BankRecorder cut;
    ASSERT_TRUE(read_csv("Date;Amount\n2026-09-14;1,00\n2026-09-15;25", cut, amount_last));
    EXPECT_EQ(cut.sound_statements(), 0);
    EXPECT_NE(cut.sentences().find("may be cut off"), std::string::npos);
    BankRecorder quoted;
    ASSERT_TRUE(read_csv("Date;Amount\n2026-09-15;\"25\"", quoted, amount_last));
    EXPECT_EQ(quoted.sound_statements(), 1);
    BankRecorder text;
    ASSERT_TRUE(read_csv(header + "1;15/09/2026;;1,00;1,00;;;a;b", text));
    EXPECT_EQ(text.sound_statements(), 1);
    BankRecorder short_row;
    ASSERT_TRUE(read_csv(header + "1;15/09/2026;;1,00;1,00;;;a;b\r\n2;15/09/2026;;1,00;2,00;;;a",
                         short_row));
    EXPECT_EQ(short_row.sound_statements(), 0);
}

TEST(CsvBank, AFileThatNoMappingFitsIsRefused) {
    BankRecorder recorder;
    const auto read = read_csv("Datum;Bedrag\n15/09/2026;1,00\n", recorder);
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().sentence().find("[[csv_bank]]"), std::string::npos);
}

// --- days and amounts ----------------------------------------------------------------------------

TEST(CsvValue, ReadsDaysByTheirFormatOnly) {
    const auto day = [](std::string_view text, std::string_view format) {
        const Result<Date> read = csv_date(text, format);
        return read ? read->iso() : std::string("refused");
    };
    EXPECT_EQ(day("15/09/2026", "DD/MM/YYYY"), "2026-09-15");
    EXPECT_EQ(day("5/9/26", "D/M/YY"), "2026-09-05");
    EXPECT_EQ(day("15/9/2026", "D/M/YYYY"), "2026-09-15");
    EXPECT_EQ(day("20260915", "YYYYMMDD"), "2026-09-15");
    EXPECT_EQ(day("2026-09-15 12:30", "YYYY-MM-DD"), "2026-09-15");
    EXPECT_EQ(day("2026-09-15T12:30:00", "YYYY-MM-DD"), "2026-09-15");
    for (const char* wrong : {"31/02/2026", "5/9/2026", "15/09/26", "15/09/20261", "", "x"}) {
        EXPECT_EQ(day(wrong, "DD/MM/YYYY"), "refused") << wrong;
    }
    for (const char* format : {"DD/MM", "YYYY-MM-DD-DD", "YYY-MM-DD", "DDD/MM/YYYY", "", "D1MY"}) {
        EXPECT_FALSE(standalone::is_date_format(format)) << format;
    }
}

TEST(CsvValue, ReadsAmountsByTheirMarkOnly) {
    const auto amount = [](std::string_view text, char mark) {
        const Result<Money> read = csv_amount(text, mark, Currency::eur());
        return read ? read->decimal() : std::string("refused");
    };
    EXPECT_EQ(amount("1.234,56", ','), "1234.56");
    EXPECT_EQ(amount("1,234.56", '.'), "1234.56");
    EXPECT_EQ(amount("-1 234 567,8", ','), "-1234567.80");
    EXPECT_EQ(amount("1'234,56-", ','), "-1234.56");
    EXPECT_EQ(amount("+ 5", ','), "5.00");
    EXPECT_EQ(amount("1\xC2\xA0"
                     "234,00",
                     ','),
              "1234.00");
    for (const char* wrong :
         {"1.23", "12.34,56", "1.2345,00", "1,234.56", "1,2,3", ",5", "1,005", "1.", "--1", "1 EUR",
          "", "-", "1.234.56,00", "99999999999999999999"}) {
        EXPECT_EQ(amount(wrong, ','), "refused") << wrong;
    }
}

// --- mappings ------------------------------------------------------------------------------------

TEST(CsvMapping, RefusesWhatIsUnknownOrMissingInWords) {
    const auto sentence = [](const std::string& text) {
        const auto read = read_csv_mappings(text);
        return read ? std::string("read") : read.error().sentence();
    };
    const std::string start = "[[csv_bank]]\nname='x'\n";
    const std::string columns = "[csv_bank.columns]\ndate='D'\namount='A'\n";
    EXPECT_EQ(read_csv_mappings("[book]\nid='x'\n")->size(), 0U);
    EXPECT_EQ(sentence(start + "account='B'\n" + columns), "read");
    EXPECT_NE(sentence(start + columns).find("an account, here or as a column"), std::string::npos);
    EXPECT_NE(sentence(start + "acount='B'\n" + columns).find("an unknown setting"),
              std::string::npos);
    EXPECT_NE(
        sentence(start + "account='B'\n" + columns + "colour='C'\n").find("an unknown column"),
        std::string::npos);
    EXPECT_NE(sentence(start + "account='B'\n" + columns + "debit='C'\n").find("either amount"),
              std::string::npos);
    EXPECT_NE(sentence(start + "account='B'\n" + columns + "sign='C'\n").find("debit_word"),
              std::string::npos);
    EXPECT_NE(sentence(start + "date_format='MM/YYYY'\n" + columns).find("DD/MM/YYYY"),
              std::string::npos);
    EXPECT_NE(sentence(start + "decimal_mark=';'\n" + columns).find("\",\" or \".\""),
              std::string::npos);
    EXPECT_NE(sentence(start + "encoding='ebcdic'\n" + columns).find("windows-1252"),
              std::string::npos);
    EXPECT_NE(sentence(start + "currency='EURO'\n" + columns).find("a currency code"),
              std::string::npos);
    EXPECT_NE(sentence(start + "name=1\n" + columns).find("TOML"), std::string::npos);
    EXPECT_NE(sentence("[[csv_bank]]\nname=1\n").find("a text in quotes"), std::string::npos);
    EXPECT_NE(sentence("csv_bank='x'\n").find("[[csv_bank]]"), std::string::npos);
    EXPECT_NE(sentence("[[csv_bank]]\naccount='B'\n" + columns).find("a name"), std::string::npos);
    EXPECT_NE(sentence("[[csv_bank]]\nname='x'\naccount='B'\ncolumns=1\n").find("a table"),
              std::string::npos);
}

// --- hostile -------------------------------------------------------------------------------------

RC_GTEST_PROP(CsvBank, ChangedBytesNeverBreakTheReader, (std::uint32_t seed)) {
    std::mt19937 random(seed);
    const std::vector<CsvMapping> known = mappings();
    const std::string whole = header + "1;15/09/2026;;1,00;1,00;\"A \"\"B\"\"\";;x;y\r\n"
                                       "2;16/09/2026;;-1,00;0,00;C;;x;\r\n";
    for (int round = 0; round < 20; ++round) {
        std::string bytes = whole;
        for (int change = 0; change < 3; ++change) {
            const std::size_t at = header.size() + random() % (bytes.size() - header.size());
            bytes[at] = "\";,\r\n-0129/\xFF"[random() % 12];
        }
        MemorySource source(bytes, 1 + random() % 100);
        BankRecorder recorder;
        static_cast<void>(standalone::read_bank(source, recorder, known));
        RC_ASSERT(recorder.broken_calls == 0);
        for (const RecordedStatement& statement : recorder.statements) {
            RC_ASSERT(statement.ended);
            if (!statement.sound) continue;
            RC_ASSERT(statement.foot.entry_count == static_cast<int>(statement.entries.size()));
            RC_ASSERT(statement.foot.from <= statement.foot.until);
        }
    }
}

TEST(CsvBank, EndlessFieldsAndRowsStayWithinTheirLimits) {
    BankRecorder field;
    static_cast<void>(read_csv(header + std::string(5'000'000, 'x'), field));
    EXPECT_EQ(field.sound_statements(), 0);
    BankRecorder quote;
    static_cast<void>(read_csv(header + "\"" + std::string(5'000'000, 'x'), quote));
    EXPECT_EQ(quote.sound_statements(), 0);
    BankRecorder columns;
    static_cast<void>(read_csv(header + std::string(5'000'000, ';'), columns));
    EXPECT_EQ(columns.sound_statements(), 0);
    std::string many = header;
    for (int line = 0; line <= 200'000; ++line)
        many += "1;15/09/2026;;0,01;;;;;\r\n";
    BankRecorder rows;
    ASSERT_TRUE(read_csv(many, rows));
    EXPECT_EQ(rows.sound_statements(), 0);
    EXPECT_NE(rows.sentences().find("files of a shorter period"), std::string::npos);
}

} // namespace
} // namespace afpunt::tests
