// SPDX-License-Identifier: MIT
#include "book/book.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace afpunt::book {
namespace {

Party customer(const std::string& id) {
    Party party;
    party.id = id;
    party.name = "Bakkerij " + id;
    return party;
}
OpenItem invoice(const std::string& id, std::int64_t total, std::int64_t open) {
    OpenItem item;
    item.id = id;
    item.document_id = "doc-" + id;
    item.number = "V26-" + id;
    item.customer_id = "c1";
    item.total = Money{total};
    item.open = Money{open};
    return item;
}
Allocation allocation(const std::string& id, const std::string& item, std::int64_t amount) {
    Allocation result;
    result.id = id;
    result.item_id = item;
    result.amount = Money{amount};
    return result;
}
Snapshot snapshot() {
    Snapshot result;
    result.parties = {customer("c1"), customer("c2")};
    result.items = {invoice("1", 10000, 10000), invoice("2", 5000, 2000)};
    result.allocations = {allocation("a1", "2", 3000)};
    return result;
}
std::vector<std::string> fields(const Book& book) {
    std::vector<std::string> names;
    for (const Inconsistency& one : book.inconsistencies())
        names.push_back(one.field);
    return names;
}
const Currency usd = Currency::parse("USD").value();

TEST(Book, FindsNothingWrongInABookThatAddsUp) {
    const Book book = Book::build(snapshot(), {});
    EXPECT_TRUE(book.inconsistencies().empty());
    EXPECT_FALSE(book.is_inconsistent("1"));
}

TEST(Book, MarksAnItemWhoseAllocationsDoNotAddUp) {
    Snapshot data = snapshot();
    data.allocations.push_back(allocation("a2", "2", 1));
    const Book book = Book::build(data, {});
    ASSERT_EQ(book.inconsistencies().size(), 1U);
    EXPECT_EQ(book.inconsistencies()[0],
              (Inconsistency{"2", "open amount", "EUR 20.00",
                             "EUR 19.99, the total less what was allocated"}));
    EXPECT_TRUE(book.is_inconsistent("2"));
    EXPECT_FALSE(book.is_inconsistent("1"));
}

TEST(Book, BelievesTheOpenAmountWhereNoAllocationIsGiven) {
    Snapshot data = snapshot();
    data.allocations.clear();
    EXPECT_TRUE(Book::build(data, {}).inconsistencies().empty());
}

TEST(Book, MarksAnUnknownCustomer) {
    Snapshot data = snapshot();
    data.items[0].customer_id = "nobody";
    const Book book = Book::build(data, {});
    EXPECT_TRUE(book.is_inconsistent("1"));
    EXPECT_THAT(fields(book), testing::ElementsAre("customer"));
}

TEST(Book, MarksTheItemsOfACustomerWhoOccursTwice) {
    Snapshot data = snapshot();
    data.parties.push_back(customer("c1"));
    const Book book = Book::build(data, {});
    EXPECT_TRUE(book.is_inconsistent("1"));
    EXPECT_TRUE(book.is_inconsistent("2"));
}

TEST(Book, MarksItemsAndAllocationsThatOccurTwice) {
    Snapshot data = snapshot();
    data.items.push_back(invoice("1", 700, 700));
    EXPECT_TRUE(Book::build(data, {}).is_inconsistent("1"));
    Snapshot doubled = snapshot();
    doubled.allocations = {allocation("a1", "2", 1500), allocation("a1", "2", 1500)};
    EXPECT_THAT(fields(Book::build(doubled, {})), testing::ElementsAre("allocation id"));
}

TEST(Book, MarksAmountsOfAnotherCurrency) {
    for (const auto& change : std::vector<void (*)(OpenItem&)>{
             [](OpenItem& item) { item.open.currency = usd; },
             [](OpenItem& item) {
                 item.discount = EarlyPaymentDiscount{Money{1, usd}, {}};
             },
             [](OpenItem& item) {
                 item.retention = Money{1, usd};
             },
             [](OpenItem& item) {
                 item.disputed = Money{1, usd};
             }}) {
        Snapshot data = snapshot();
        change(data.items[0]);
        EXPECT_TRUE(Book::build(data, {}).is_inconsistent("1"));
    }
    Snapshot data = snapshot();
    data.allocations[0].amount.currency = usd;
    EXPECT_THAT(fields(Book::build(data, {})), testing::ElementsAre("allocations"));
}

TEST(Book, MarksAnOpenAmountOutsideTheDocument) {
    Snapshot data = snapshot();
    data.items[0].open = Money{10001};
    EXPECT_TRUE(Book::build(data, {}).is_inconsistent("1"));
    data.items[0].open = Money{-1};
    EXPECT_TRUE(Book::build(data, {}).is_inconsistent("1"));
    data.items[0].open = Money{0};
    EXPECT_FALSE(Book::build(data, {}).is_inconsistent("1"));
}

TEST(Book, SurvivesAmountsThatDoNotFit) {
    Snapshot data = snapshot();
    const std::int64_t most = std::numeric_limits<std::int64_t>::max();
    data.allocations = {allocation("a1", "2", most), allocation("a2", "2", most)};
    EXPECT_TRUE(Book::build(data, {}).is_inconsistent("2"));
}

TEST(Book, ReportsABankLineWithMoreLeftThanCameIn) {
    Snapshot data = snapshot();
    BankLine line;
    line.id = "l1";
    line.amount = Money{-500};
    line.unallocated = Money{-500};
    data.bank_lines = {line};
    EXPECT_TRUE(Book::build(data, {}).inconsistencies().empty());
    data.bank_lines[0].unallocated = Money{500};
    EXPECT_EQ(Book::build(data, {}).inconsistencies().size(), 1U);
    data.bank_lines[0].amount = Money{400};
    EXPECT_EQ(Book::build(data, {}).inconsistencies().size(), 1U);
}

TEST(Book, FindsItemsByWhatPeopleType) {
    Snapshot data = snapshot();
    data.items.push_back(invoice("3", 100, 100));
    data.items[2].number = "v26-1"; // an instalment of the same invoice
    const Book book = Book::build(data, {});
    EXPECT_EQ(book.find_items(" v 26-1").size(), 2U);
    EXPECT_EQ(book.find_items("DOC-2").at(0)->id, "2");
    EXPECT_EQ(book.find_items("2").at(0)->id, "2");
    EXPECT_TRUE(book.find_items(" ").empty());
    EXPECT_TRUE(book.find_items("V26").empty());
}

TEST(Book, KnowsPartiesItemsAndTheirConnection) {
    Book book = Book::build(snapshot(), {});
    ASSERT_NE(book.party("c1"), nullptr);
    EXPECT_EQ(book.party("c1")->name, "Bakkerij c1");
    EXPECT_EQ(book.party("c9"), nullptr);
    ASSERT_NE(book.item("2"), nullptr);
    EXPECT_EQ(book.item("2")->open, Money{2000});
    EXPECT_EQ(book.item("9"), nullptr);
    EXPECT_THAT(book.items_of("c1"), testing::ElementsAre(0U, 1U));
    EXPECT_TRUE(book.items_of("c2").empty());
    const Book moved = std::move(book);
    EXPECT_EQ(moved.item("2"), &moved.snapshot().items[1]);
    EXPECT_THAT(moved.items_of("c1"), testing::ElementsAre(0U, 1U));
}

TEST(Book, AsksOnTheFirstAccountThatFits) {
    Snapshot data;
    BankAccount closed;
    closed.id = "old";
    closed.in_use = false;
    BankAccount savings;
    savings.id = "savings";
    savings.customers_pay_here = false;
    BankAccount dollars;
    dollars.id = "dollars";
    dollars.currency = usd;
    BankAccount current;
    current.id = "current";
    current.iban = "BE68 5390 0754 7034";
    data.accounts = {closed, savings, dollars, current};
    const Book book = Book::build(data, {});
    EXPECT_EQ(book.account_for(Currency::eur())->id, "current");
    EXPECT_EQ(book.account_for(usd)->id, "dollars");
    EXPECT_EQ(book.account_for(Currency::parse("CHF").value()), nullptr);
    EXPECT_EQ(book.account_by_iban("be68539007547034")->id, "current");
    EXPECT_EQ(book.account_by_iban(""), nullptr);
}

TEST(Party, WantsRemindersWhereItSaysSo) {
    Party party;
    EXPECT_EQ(party.reminder_mail(), "");
    party.contacts = {{"sales", "", "sales@bakkerij.example", ""}};
    EXPECT_EQ(party.reminder_mail(), "sales@bakkerij.example");
    party.contacts.push_back({"general", "", "info@bakkerij.example", ""});
    EXPECT_EQ(party.reminder_mail(), "info@bakkerij.example");
    party.contacts.push_back({"Invoice", "", "invoice@bakkerij.example", ""});
    EXPECT_EQ(party.reminder_mail(), "invoice@bakkerij.example");
    party.contacts.push_back({"dunning", "An", "", "+32 2 000 00 00"});
    EXPECT_EQ(party.reminder_mail(), "invoice@bakkerij.example");
    party.contacts.push_back({"dunning", "Bo", "pay@bakkerij.example", ""});
    EXPECT_EQ(party.reminder_mail(), "pay@bakkerij.example");
}

} // namespace
} // namespace afpunt::book
