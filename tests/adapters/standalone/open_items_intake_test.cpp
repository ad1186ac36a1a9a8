// SPDX-License-Identifier: MIT
//
// Lists of open items as files of a book: found among the invoices, taken in the order in which
// they were made, refused as a whole.
#include "intake.hpp"
#include "ledger_fixture.hpp"
#include "ledger_snapshot.hpp"

#include <fstream>

namespace afpunt::standalone {
namespace {

using testing::HasSubstr;

constexpr std::string_view settings = R"([book]
id = "lists"
[creditor]
name = "Van Houte BV"
mail = "info@vanhoute.example"
[[account]]
iban = "BE68539007547034"
[[csv_open_items]]
name = "Package"
bank_is_booked = true
[csv_open_items.columns]
number = "Invoice"
customer = "Customer"
due = "Due"
open = "Open"
)";

class ListFiles : public testing::Test {
protected:
    ListFiles() {
        std::string pattern = (std::filesystem::temp_directory_path() / "lists-XXXXXX").string();
        root_ = ::mkdtemp(pattern.data());
        std::ofstream(root_ / "afpunt.toml") << settings;
        book_ = std::make_unique<BookFolder>(must(BookFolder::open(root_)));
        ledger_ = must(Ledger::open(book_->state() / "ledger.db"));
        EXPECT_TRUE(take_accounts(*ledger_, book_->settings()));
    }
    ~ListFiles() override { std::filesystem::remove_all(root_); }

    void put(const std::string& name, const std::string& rows) const {
        std::ofstream(root_ / "invoices" / name, std::ios::binary)
            << "Invoice;Customer;Due;Open;Remark\n"
            << rows;
    }
    IntakeReport import(const std::string& trusted = "") {
        const std::filesystem::path path = trusted.empty() ? "" : root_ / "invoices" / trusted;
        return must(Intake(*ledger_, *book_, november(28), {}, path).run());
    }
    std::int64_t open(const std::string& number) {
        return item_of(*ledger_, "invoice:" + number).open.minor;
    }
    static std::string row(const std::string& number, const std::string& amount) {
        return number + ";Bakkerij;2026-11-15;" + amount + ";\n";
    }

    std::filesystem::path root_;
    std::unique_ptr<BookFolder> book_;
    std::unique_ptr<Ledger> ledger_;
};

TEST_F(ListFiles, AreTakenInTheOrderInWhichTheyWereMade) {
    put("a-20261121.csv", row("2026-101", "10,00"));
    put("b-20261119.csv", row("2026-101", "50,00") + row("2026-102", "20,00"));
    const IntakeReport report = import();
    EXPECT_EQ(report.lists_new, 2);
    EXPECT_EQ(report.invoices_new, 2);
    EXPECT_FALSE(report.has_errors());
    EXPECT_EQ(open("2026-101"), 1000);
    EXPECT_EQ(open("2026-102"), 0);
}

TEST_F(ListFiles, ThatComeLateChangeNothingAndSaySo) {
    put("open-2026-11-21.csv", row("2026-101", "10,00"));
    import();
    put("open-2026-11-20.csv", row("2026-101", "50,00"));
    const IntakeReport report = import();
    EXPECT_EQ(report.lists_known, 1);
    ASSERT_EQ(report.messages.size(), 1u);
    EXPECT_THAT(report.messages.front().text, HasSubstr("the list of 2026-11-20 is older"));
    EXPECT_EQ(open("2026-101"), 1000);
    EXPECT_TRUE(import().messages.empty()) << "told once";
}

TEST_F(ListFiles, ThatAreBrokenChangeNothingAndAreTriedAgain) {
    put("open-2026-11-19.csv", row("2026-101", "10,00"));
    import();
    put("open-2026-11-20.csv", "2026-101;Bakkerij;2026-11-15;1");
    for (int again = 0; again < 2; ++again) {
        const IntakeReport report = import();
        EXPECT_EQ(report.lists_refused, 1);
        EXPECT_TRUE(report.has_errors());
        EXPECT_EQ(open("2026-101"), 1000);
    }
    put("open-2026-11-20.csv", "");
    EXPECT_EQ(import().settled_elsewhere, 1);
}

TEST_F(ListFiles, ThatLackMostOfWhatWasOpenAreTakenOnceAPersonHasLooked) {
    std::string rows;
    for (int number = 1; number <= 6; ++number)
        rows += row("2026-10" + std::to_string(number), "10,00");
    put("open-2026-11-19.csv", rows);
    import();
    put("open-2026-11-20.csv", "");
    EXPECT_THAT(import().messages.front().text, HasSubstr("--trust"));
    EXPECT_EQ(open("2026-101"), 1000);
    EXPECT_EQ(import("open-2026-11-20.csv").settled_elsewhere, 6);
    EXPECT_EQ(open("2026-101"), 0);
}

TEST_F(ListFiles, WithOtherColumnsAreNoInvoice) {
    std::ofstream(root_ / "invoices" / "other.csv") << "Nr;Who\n1;x\n";
    const IntakeReport report = import();
    EXPECT_EQ(report.lists_refused, 1);
    EXPECT_THAT(report.messages.front().text, HasSubstr("[[csv_open_items]]"));
}

TEST_F(ListFiles, BringAnAccountWithoutBankFilesUpToTheirDay) {
    put("open-2026-11-20.csv", row("2026-101", "10,00"));
    import();
    const auto snapshot = must(LedgerSnapshot::read(*ledger_, *book_));
    afpunt_statement statement{};
    ASSERT_TRUE(snapshot->next(statement));
    EXPECT_EQ(statement.from_on, november(20).days());
    EXPECT_EQ(statement.until_on, november(20).days());
    EXPECT_FALSE(snapshot->next(statement));
    add(*ledger_, statement_of(1, 18, 18, 0, {}));
    const auto with_files = must(LedgerSnapshot::read(*ledger_, *book_));
    ASSERT_TRUE(with_files->next(statement));
    EXPECT_EQ(statement.until_on, november(18).days()) << "its own files say more";
}

} // namespace
} // namespace afpunt::standalone
