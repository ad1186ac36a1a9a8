// SPDX-License-Identifier: MIT
//
// A folder as it comes from real life: half a download, a purchase invoice in the wrong place, a
// file that somebody edited. Each is refused with its place, what was found and what was expected;
// everything else is booked, and the exit code tells.
#include "book_copy.hpp"
#include "support/shared_data.hpp"

#include <gmock/gmock.h>

namespace afpunt::tests {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    bool found = false;
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
        found = true;
    }
    EXPECT_TRUE(found) << from;
    return text;
}

// An invoice of the sample book under another number, to be spoilt.
std::string invoice_as(const BookCopy& book, const std::string& number) {
    return replaced(read_file(book.root() / "invoices" / "2026-0141.xml"), "2026-0141", number);
}

void spoil_invoices(const BookCopy& book) {
    book.write("invoices/bomb.xml",
               replaced(invoice_as(book, "2026-0901"), "<Invoice ",
                        "<!DOCTYPE Invoice [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>\n"
                        "<Invoice "));
    book.write("invoices/decimals.xml",
               replaced(invoice_as(book, "2026-0902"), ">249.10<", ">249.10001<"));
    book.write("invoices/currency.xml", replaced(invoice_as(book, "2026-0903"), "EUR", "EUX"));
    std::string nobody = invoice_as(book, "2026-0904");
    const std::size_t begin = nobody.find("  <cac:AccountingCustomerParty>");
    const std::string_view end_tag = "</cac:AccountingCustomerParty>\n";
    nobody.erase(begin, nobody.find(end_tag) + end_tag.size() - begin);
    book.write("invoices/nobody.xml", nobody);
    book.write("invoices/encoding.xml",
               replaced(invoice_as(book, "2026-0905"), "Snijbloemen", "Caf\xE9"));
    book.write("invoices/purchase.xml",
               replaced(invoice_as(book, "2026-0906"), "0999100097", "0999100592"));
    // The same number again, with another amount.
    book.write("invoices/twice.xml", invoice_as(book, "2026-0142"));
}

void spoil_bank_files(const BookCopy& book) {
    // Cut in the middle of a line of the second of three statements.
    const std::string coda = read_file(book.root() / "later" / "2026-11-17.cod");
    book.write("bank/truncated.cod", coda.substr(0, std::size_t{130} * 15 + 50));
    const std::string camt = read_file(book.root() / "later" / "2026-11-17.xml");
    book.write("bank/other.xml", replaced(camt, "BE37999000345028", "BE13999000200639"));
    book.write("bank/open.xml", camt.substr(0, camt.size() - 40));
    book.write("bank/notes.txt", "statement of November\n");
}

// All messages about one file, joined; empty when there are none.
std::string about(const boost::json::object& intake, std::string_view file) {
    std::string text;
    for (const boost::json::value& value : intake.at("messages").as_array()) {
        const boost::json::object& message = value.as_object();
        if (message.at("file").as_string() != file) continue;
        text += std::string(message.at("severity").as_string()) + ": " +
                std::string(message.at("text").as_string()) + "\n";
    }
    return text;
}

class BrokenBook : public ::testing::Test {
protected:
    void SetUp() override {
        spoil_invoices(book_);
        spoil_bank_files(book_);
        intake_ = book_.ask({"run"}, 1).at("intake").as_object();
    }
    void expect_refused(std::string_view file, const std::vector<std::string>& words) {
        const std::string text = about(intake_, file);
        EXPECT_THAT(text, HasSubstr("error: ")) << file;
        EXPECT_THAT(text, AllOf(HasSubstr("found"), HasSubstr("expected"))) << file;
        for (const std::string& word : words)
            EXPECT_THAT(text, HasSubstr(word)) << file;
    }
    BookCopy book_;
    boost::json::object intake_;
};

TEST_F(BrokenBook, NamesPlaceFoundAndExpectedOfEachInvoice) {
    expect_refused("invoices/bomb.xml", {"line 2", "<!DOCTYPE"});
    expect_refused("invoices/decimals.xml", {"line ", "PayableAmount", "249.10001", "2 decimals"});
    expect_refused("invoices/currency.xml", {"line ", "DocumentCurrencyCode", "EUX", "ISO 4217"});
    expect_refused("invoices/nobody.xml", {"line ", "AccountingCustomerParty"});
    expect_refused("invoices/encoding.xml", {"line ", "UTF-8"});
    expect_refused("invoices/purchase.xml", {"AccountingSupplierParty", "BE0999100592"});
    expect_refused("invoices/twice.xml", {"2026-0142", "EUR 249.10", "EUR 212.00"});
}

TEST_F(BrokenBook, NamesPlaceFoundAndExpectedOfEachBankFile) {
    expect_refused("bank/truncated.cod", {"line 16", "128 columns", "statement 212"});
    expect_refused("bank/other.xml", {"statement 45", "BE13999000200639", "[[account]]"});
    expect_refused("bank/open.xml", {"Stmt"});
    expect_refused("bank/notes.txt", {"CODA", "CAMT"});
}

TEST_F(BrokenBook, BooksTheRest) {
    EXPECT_EQ(intake_.at("invoices_new").to_number<int>(), 28);
    EXPECT_EQ(intake_.at("invoices_refused").to_number<int>(), 7);
    const Reasons reasons = book_.reasons();
    EXPECT_EQ(reasons.size(), 28U);
    for (const auto& [number, seen] : reasons)
        EXPECT_FALSE(number.starts_with("2026-09")) << number;
    // The whole statement before the cut counts, the one that was cut does not exist.
    EXPECT_EQ(reasons.at("2026-0141").reason, "settled");
    EXPECT_EQ(reasons.at("2026-0154").reason, "not-due");
    EXPECT_EQ(book_.proposed_line("FACT 2026-0142"), "");
}

TEST_F(BrokenBook, IsWholeOnceTheFilesAre) {
    for (const char* file : {"bomb.xml", "decimals.xml", "currency.xml", "nobody.xml",
                             "encoding.xml", "purchase.xml", "twice.xml"}) {
        std::filesystem::remove(book_.root() / "invoices" / file);
    }
    for (const char* file : {"other.xml", "open.xml", "notes.txt"})
        std::filesystem::remove(book_.root() / "bank" / file);
    // The download again, whole this time: only what was missing is booked.
    book_.write("bank/truncated.cod", read_file(book_.root() / "later" / "2026-11-17.cod"));
    const boost::json::object intake = book_.ask({"run"}).at("intake").as_object();
    EXPECT_EQ(intake.at("statements_new").to_number<int>(), 2);
    EXPECT_EQ(intake.at("statements_known").to_number<int>(), 1);
    EXPECT_EQ(intake.at("lines_new").to_number<int>(), 5);
}

TEST(BrokenSettings, DoNotOpenAndSayWhere) {
    BookCopy book;
    book.write("afpunt.toml", replaced(read_file(book.root() / "afpunt.toml"), "mode = \"prepare\"",
                                       "mode = \"prepare\"\nfee = \"40.00\""));
    const Outcome run = book.command({"run"});
    EXPECT_EQ(run.exit_code, 3);
    EXPECT_THAT(run.errors, AllOf(HasSubstr("afpunt.toml"), HasSubstr("line "), HasSubstr("fee")));
}

} // namespace
} // namespace afpunt::tests
