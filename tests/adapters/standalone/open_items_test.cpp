// SPDX-License-Identifier: MIT
//
// Lists of open items that a bookkeeping package exported: reading them, and what the ledger makes
// of one after the other.
#include "ledger_fixture.hpp"
#include "open_items.hpp"

#include <fstream>
#include <iterator>
#include <rapidcheck.h>

namespace afpunt::standalone {
namespace {

using testing::HasSubstr;

constexpr std::string_view toml = R"([[csv_open_items]]
name = "Package"
date_format = "DD/MM/YYYY"
[csv_open_items.columns]
number = "Invoice"
customer = "Customer"
issued = "Date"
due = "Due"
open = "Open"
total = "Total"
reference = "Reference"
)";
constexpr std::string_view header = "Invoice;Customer;Date;Due;Open;Total;Reference;Remark\r\n";

std::vector<OpenItemsMapping> mappings(std::string_view text = toml) {
    return must(read_open_items_mappings(text));
}
Result<OpenItemsList> read(std::string_view rows, std::string_view name = "open-2026-11-19.csv") {
    const auto known = mappings();
    return parse_open_items(std::string(header) + std::string(rows), name, known);
}
std::string refusal(std::string_view rows, std::string_view name = "open-2026-11-19.csv") {
    const Result<OpenItemsList> list = read(rows, name);
    EXPECT_FALSE(list.has_value());
    return list ? std::string() : list.error().sentence();
}

ListedItem listed(const std::string& number, std::int64_t open,
                  const std::string& customer = "K-17", unsigned due = 15) {
    ListedItem item;
    item.line = 2;
    item.number = number;
    item.kind = open < 0 ? InvoiceKind::CreditNote : InvoiceKind::Invoice;
    item.customer.id = item.customer.name = customer;
    item.due_on = november(due);
    item.issued_on = november(1);
    item.open = euro(open < 0 ? -open : open);
    return item;
}
OpenItemsList list_of(unsigned day, std::vector<ListedItem> items) {
    OpenItemsList list;
    list.source = "Package";
    list.made = {november(day), 0};
    list.items = std::move(items);
    return list;
}
OpenItemsCounts take(Ledger& ledger, const OpenItemsList& list,
                     ListTrust trust = ListTrust::Usual) {
    return must(ledger.take_open_items(list, november(28), trust, "invoices/list.csv"));
}
std::string take_refusal(Ledger& ledger, const OpenItemsList& list) {
    const auto counts =
        ledger.take_open_items(list, november(28), ListTrust::Usual, "invoices/list.csv");
    EXPECT_FALSE(counts.has_value());
    return counts ? std::string() : counts.error().sentence();
}
std::int64_t open_of(Ledger& ledger, const std::string& number) {
    return item_of(ledger, "invoice:" + number).open.minor;
}
std::vector<std::string> bookings(Ledger& ledger) {
    std::vector<std::string> words;
    for (const LedgerAllocation& one : must(ledger.allocations())) {
        words.push_back(one.item_id + " " + one.amount.decimal() + " " + one.booked_on.iso() + " " +
                        one.rule);
    }
    return words;
}

// ---- reading ------------------------------------------------------------------------------------

TEST(OpenItemsReader, GivesNumberCustomerDaysAndAmounts) {
    const OpenItemsList list = must(read("2026-101;K-17;01/11/2026;15/11/2026;1.234,50;2000;"
                                         "+++010/8068/17183+++;x\r\n"));
    EXPECT_EQ(list.source, "Package");
    EXPECT_EQ(list.made.on, november(19));
    ASSERT_EQ(list.items.size(), 1u);
    const ListedItem& item = list.items.front();
    EXPECT_EQ(item.line, 2);
    EXPECT_EQ(item.number, "2026-101");
    EXPECT_EQ(item.customer.id, "K-17");
    EXPECT_EQ(item.issued_on, november(1));
    EXPECT_EQ(item.due_on, november(15));
    EXPECT_EQ(item.open, euro(123450));
    EXPECT_EQ(item.total, euro(200000));
    EXPECT_EQ(item.payment_reference, "+++010/8068/17183+++");
}

TEST(OpenItemsReader, TakesWhatIsBelowZeroAsACreditAndLeavesOutWhatIsAtZero) {
    const OpenItemsList list = must(read("C-9;K-17;01/11/2026;15/11/2026;-20,00;;;\r\n"
                                         "2026-102;K-17;01/11/2026;15/11/2026;0,00;10;;\r\n"
                                         ";;;;-20,00;;;sum\r\n"));
    ASSERT_EQ(list.items.size(), 1u);
    EXPECT_EQ(list.items.front().kind, InvoiceKind::CreditNote);
    EXPECT_EQ(list.items.front().open, euro(2000));
}

TEST(OpenItemsReader, RefusesTheWholeListForOneLineThatCannotBeRead) {
    const std::string good = "2026-101;K-17;01/11/2026;15/11/2026;10,00;;;\r\n";
    EXPECT_THAT(refusal(good + "2026-102;K-17;01/11/2026;31/11/2026;10,00;;;\r\n"),
                HasSubstr("line 3: Due: found '31/11/2026'"));
    EXPECT_THAT(refusal(good + "2026-102;K-17;01/11/2026;15/11/2026;ten;;;\r\n"),
                HasSubstr("line 3: Open: found 'ten'"));
    EXPECT_THAT(refusal(good + "2026-102;;01/11/2026;15/11/2026;10,00;;;\r\n"),
                HasSubstr("the customer of 2026-102"));
    EXPECT_THAT(refusal(good + "2026-102;K-17;01/11\r\n"), HasSubstr("line 3: columns: found '3'"));
}

TEST(OpenItemsReader, RefusesAListThatIsCutOffWithinALine) {
    EXPECT_THAT(refusal("2026-101;K-17;01/11/2026;15/11/2026;10,00;;;\r\n2026-102;K-17;01/1"),
                HasSubstr("line 3"));
    EXPECT_THAT(refusal("2026-101;K-17;01/11/2026;15/11/2026;10,00;;+++010/8068"),
                HasSubstr("line 2"));
}

TEST(OpenItemsReader, TakesTheDayFromTheNameOfTheFile) {
    const auto moment = [](std::string_view name) { return must(export_moment_in(name)); };
    EXPECT_EQ(moment("open-2026-11-19.csv"), (ExportMoment{november(19), 0}));
    EXPECT_EQ(moment("20261119.csv"), (ExportMoment{november(19), 0}));
    EXPECT_EQ(moment("list 2026.11.19 v2.csv"), (ExportMoment{november(19), 0}));
    EXPECT_EQ(moment("20261119-1430.csv"), (ExportMoment{november(19), 52200}));
    EXPECT_EQ(moment("20261119143005.csv"), (ExportMoment{november(19), 52205}));
    EXPECT_EQ(moment("open_2026-11-19_14-30.csv"), (ExportMoment{november(19), 52200}));
    for (const char* name :
         {"open.csv", "open-19-11-2026.csv", "2026-11-19_2026-11-20.csv", "open-2026-13-19.csv"}) {
        EXPECT_FALSE(export_moment_in(name).has_value()) << name;
    }
}

TEST(OpenItemsReader, TakesTheDayFromAColumnThatSaysTheSameInEachLine) {
    const auto known = mappings(std::string(toml) + "export_date = \"Printed\"\n");
    const std::string names = "Invoice;Customer;Date;Due;Open;Total;Reference;Printed;Remark\n";
    const std::string row = "2026-101;K-17;01/11/2026;15/11/2026;10,00;;;";
    EXPECT_EQ(must(parse_open_items(names + row + "18/11/2026;\n", "x.csv", known)).made.on,
              november(18));
    const auto two =
        parse_open_items(names + row + "18/11/2026;\n" + row + "17/11/2026;\n", "x.csv", known);
    ASSERT_FALSE(two.has_value());
    EXPECT_THAT(two.error().sentence(), HasSubstr("the same day in each line"));
}

TEST(OpenItemsReader, NamesWhatIsWrongInTheSettings) {
    const auto sentence = [](const std::string& text) {
        const auto read = read_open_items_mappings(text);
        EXPECT_FALSE(read.has_value()) << text;
        return read ? std::string() : read.error().sentence();
    };
    EXPECT_THAT(sentence("[[csv_open_items]]\nname='x'\n"),
                HasSubstr("afpunt.toml, line 1: csv_open_items.columns.number"));
    EXPECT_THAT(sentence(std::string(toml) + "tax = \"VAT\"\n"), HasSubstr("an unknown column"));
    EXPECT_THAT(sentence(std::string(toml) + std::string(toml)),
                HasSubstr("a name that occurs once"));
    EXPECT_THAT(sentence("csv_open_items = 3\n"), HasSubstr("[[csv_open_items]]"));
    EXPECT_TRUE(mappings("[book]\nid='x'\n").empty());
}

// ---- one list after the other -------------------------------------------------------------------

class OpenItems : public testing::Test {
protected:
    LedgerFolder folder_;
    std::unique_ptr<Ledger> ledger_ = folder_.open();
};

TEST_F(OpenItems, MakesInvoicesAndCustomersOfWhatItListsFirst) {
    ListedItem part_paid = listed("2026-102", 4000);
    part_paid.total = euro(10000);
    EXPECT_EQ(take(*ledger_, list_of(19, {listed("2026-101", 5000), part_paid})).added, 2);
    EXPECT_EQ(open_of(*ledger_, "2026-101"), 5000);
    EXPECT_EQ(item_of(*ledger_, "invoice:2026-101").due_on, november(15));
    EXPECT_EQ(open_of(*ledger_, "2026-102"), 4000);
    EXPECT_EQ(item_of(*ledger_, "invoice:2026-102").total, euro(10000));
    EXPECT_EQ(must(ledger_->parties()).size(), 1u);
    EXPECT_THAT(bookings(*ledger_),
                testing::ElementsAre("invoice:2026-102 60.00 2026-11-19 open-items-list"));
}

TEST_F(OpenItems, SettlesElsewhereWhatIsMissingOrLessInALaterList) {
    take(*ledger_, list_of(19, {listed("2026-101", 5000), listed("2026-102", 4000)}));
    const OpenItemsCounts counts = take(*ledger_, list_of(20, {listed("2026-102", 1000)}));
    EXPECT_EQ(counts.settled, 2);
    EXPECT_EQ(open_of(*ledger_, "2026-101"), 0);
    EXPECT_EQ(open_of(*ledger_, "2026-102"), 1000);
    EXPECT_THAT(bookings(*ledger_),
                testing::UnorderedElementsAre("invoice:2026-101 50.00 2026-11-20 open-items-list",
                                              "invoice:2026-102 30.00 2026-11-20 open-items-list"));
    EXPECT_EQ(must(ledger_->allocations()).front().kind, LedgerAllocationKind::Elsewhere);
}

TEST_F(OpenItems, OpensAgainWhatALaterListHasOpen) {
    take(*ledger_, list_of(19, {listed("2026-101", 5000)}));
    take(*ledger_, list_of(20, {}));
    EXPECT_EQ(take(*ledger_, list_of(21, {listed("2026-101", 5000)})).reopened, 1);
    EXPECT_EQ(open_of(*ledger_, "2026-101"), 5000);
    EXPECT_TRUE(bookings(*ledger_).empty());
}

TEST_F(OpenItems, LetsNoOlderListUndoANewerOne) {
    take(*ledger_, list_of(19, {listed("2026-101", 5000)}));
    take(*ledger_, list_of(21, {}));
    EXPECT_TRUE(
        take(*ledger_, list_of(20, {listed("2026-101", 5000), listed("2026-9", 1)})).is_older);
    EXPECT_EQ(open_of(*ledger_, "2026-101"), 0);
    EXPECT_EQ(must(ledger_->items()).size(), 1u);
}

TEST_F(OpenItems, TellsListsOfOneDayApartByTheirHour) {
    OpenItemsList evening = list_of(19, {});
    evening.made.second_of_day = 64800;
    take(*ledger_, list_of(19, {listed("2026-101", 5000)}));
    take(*ledger_, evening);
    EXPECT_TRUE(take(*ledger_, list_of(19, {listed("2026-101", 5000)})).is_older);
    EXPECT_EQ(open_of(*ledger_, "2026-101"), 0);
}

TEST_F(OpenItems, KeepsAPaymentThatWasMatchedHereAndIsNotYetBookedThere) {
    take(*ledger_, list_of(19, {listed("2026-101", 5000)}));
    add(*ledger_, statement_of(1, 20, 20, 0, {entry_of(20, 3000)}));
    must(ledger_->allocate("bank:1", "invoice:2026-101", std::nullopt, "person"));
    take(*ledger_, list_of(21, {listed("2026-101", 5000)}));
    EXPECT_EQ(open_of(*ledger_, "2026-101"), 2000);
    take(*ledger_, list_of(22, {listed("2026-101", 2000)}));
    EXPECT_EQ(open_of(*ledger_, "2026-101"), 2000);
    take(*ledger_, list_of(23, {listed("2026-101", 500)}));
    EXPECT_EQ(open_of(*ledger_, "2026-101"), 500);
}

TEST_F(OpenItems, StaysSettledByTheListWhenAMatchIsUndone) {
    take(*ledger_, list_of(19, {listed("2026-101", 5000)}));
    add(*ledger_, statement_of(1, 20, 20, 0, {entry_of(20, 5000)}));
    const auto match =
        must(ledger_->allocate("bank:1", "invoice:2026-101", std::nullopt, "person"));
    take(*ledger_, list_of(21, {}));
    must(ledger_->remove_allocation(match.id));
    EXPECT_EQ(open_of(*ledger_, "2026-101"), 0) << "the package has it settled";
}

TEST_F(OpenItems, OpensAgainWhenACollectionComesBackAfterTheDayOfTheList) {
    take(*ledger_, list_of(19, {listed("2026-101", 5000)}));
    BankEntry collection = entry_of(20, 5000);
    collection.end_to_end_id = "E2E-1";
    BankEntry back = entry_of(24, -5000);
    back.end_to_end_id = "E2E-1";
    back.kind = EntryKind::ReturnedDebit;
    add(*ledger_, statement_of(1, 20, 20, 0, {collection}));
    must(ledger_->allocate("bank:1", "invoice:2026-101", std::nullopt, "person"));
    take(*ledger_, list_of(21, {}));
    add(*ledger_, statement_of(2, 24, 24, 5000, {back}));
    EXPECT_EQ(must(ledger_->undo_returned_debits()).size(), 1u);
    EXPECT_EQ(open_of(*ledger_, "2026-101"), 5000);
}

TEST_F(OpenItems, LetsAPersonOpenWhatTheListSettledUntilTheNextOne) {
    take(*ledger_, list_of(19, {listed("2026-101", 5000)}));
    take(*ledger_, list_of(20, {}));
    must(ledger_->remove_allocation(must(ledger_->allocations()).front().id));
    EXPECT_EQ(open_of(*ledger_, "2026-101"), 5000);
    take(*ledger_, list_of(21, {}));
    EXPECT_EQ(open_of(*ledger_, "2026-101"), 0);
}

TEST_F(OpenItems, GivesTheBankLineThatPaidItThePlaceOfElsewhere) {
    take(*ledger_, list_of(19, {listed("2026-101", 5000), listed("2026-102", 6000)}));
    take(*ledger_, list_of(24, {}));
    add(*ledger_, statement_of(1, 20, 22, 0,
                               {entry_of(20, 5000, "betaling 2026 101"),
                                entry_of(21, 6000, "dank u"), entry_of(22, 700, "iets anders")}));
    const auto paired = must(ledger_->find_listed_payments());
    ASSERT_EQ(paired.size(), 2u);
    EXPECT_EQ(paired[0].source_id, "bank:1");
    EXPECT_EQ(paired[0].rule, "open-items-list-and-bank");
    EXPECT_EQ(paired[1].source_id, "bank:2") << "the account has paid for this customer before";
    EXPECT_EQ(open_of(*ledger_, "2026-101"), 0);
    EXPECT_TRUE(must(ledger_->find_listed_payments()).empty());
}

// The money of an invoice that is open would be gone, and its payer reminded.
TEST_F(OpenItems, LeavesALineAloneThatNamesAnotherInvoice) {
    take(*ledger_,
         list_of(19, {listed("2026-100", 4000), listed("2026-101", 5000), listed("2026-1010", 5000),
                      listed("2026-102", 6000), listed("2026-103", 6000)}));
    take(*ledger_, list_of(24, {listed("2026-1010", 5000), listed("2026-103", 6000)}));
    add(*ledger_,
        statement_of(1, 20, 22, 0,
                     {entry_of(20, 4000, "2026-100"), // from now on the account is known
                      entry_of(21, 5000, "2026-1010"), entry_of(22, 6000, "fact 2026-103")}));
    const auto paired = must(ledger_->find_listed_payments());
    ASSERT_EQ(paired.size(), 1u);
    EXPECT_EQ(paired[0].source_id, "bank:1");
}

TEST_F(OpenItems, DoesNotTakeALineOfALaterDayOrAnotherAmountForTheOneThatPaid) {
    take(*ledger_, list_of(19, {listed("2026-101", 5000)}));
    take(*ledger_, list_of(21, {}));
    add(*ledger_, statement_of(1, 20, 22, 0,
                               {entry_of(20, 4999, "2026-101"), entry_of(22, 5000, "2026-101")}));
    EXPECT_TRUE(must(ledger_->find_listed_payments()).empty());
}

TEST_F(OpenItems, AddsUpTheLinesOfOneInvoiceAndKeepsItsInstalmentsApart) {
    ListedItem second = listed("2026-101", 3000, "K-17", 25);
    take(*ledger_, list_of(19, {listed("2026-101", 5000), second, listed("2026-102", 500),
                                listed("2026-102", 700)}));
    EXPECT_EQ(open_of(*ledger_, "2026-101:1"), 5000);
    EXPECT_EQ(open_of(*ledger_, "2026-101:2"), 3000);
    EXPECT_EQ(open_of(*ledger_, "2026-102"), 1200);
    take(*ledger_, list_of(20, {second, listed("2026-102", 1200)}));
    EXPECT_EQ(open_of(*ledger_, "2026-101:1"), 0);
    EXPECT_EQ(open_of(*ledger_, "2026-101:2"), 3000);
}

TEST_F(OpenItems, FollowsANewDueDayAndAnAmountThatGrew) {
    take(*ledger_, list_of(19, {listed("2026-101", 5000)}));
    take(*ledger_, list_of(20, {listed("2026-101", 8000, "K-17", 27)}));
    EXPECT_EQ(open_of(*ledger_, "2026-101"), 8000);
    EXPECT_EQ(item_of(*ledger_, "invoice:2026-101").due_on, november(27));
}

TEST_F(OpenItems, KeepsCreditsAsCreditNotes) {
    take(*ledger_, list_of(19, {listed("C-9", -2000)}));
    const LedgerItem credit = item_of(*ledger_, "credit-note:C-9");
    EXPECT_EQ(credit.kind, InvoiceKind::CreditNote);
    EXPECT_EQ(credit.open, euro(2000));
    take(*ledger_, list_of(20, {}));
    EXPECT_EQ(item_of(*ledger_, "credit-note:C-9").open, euro(0));
}

TEST_F(OpenItems, SettlesInvoicesThatCameAsUblOnlyOnceAListHadThem) {
    must(ledger_->add_invoice(invoice_of("2026-101", 5000), november(2), "a.xml"));
    must(ledger_->add_invoice(invoice_of("2026-102", 6000), november(2), "b.xml"));
    take(*ledger_, list_of(19, {listed("2026-101", 5000)}));
    take(*ledger_, list_of(20, {}));
    EXPECT_EQ(open_of(*ledger_, "2026-101"), 0);
    EXPECT_EQ(open_of(*ledger_, "2026-102"), 6000);
    OpenItemsList all = list_of(21, {});
    all.every_invoice = true;
    take(*ledger_, all);
    EXPECT_EQ(open_of(*ledger_, "2026-102"), 0);
}

TEST_F(OpenItems, LetsTheInvoiceItselfTakeThePlaceOfWhatTheListSaid) {
    take(*ledger_, list_of(19, {listed("2026-101", 4000)}));
    Invoice invoice = invoice_of("2026-101", 5000);
    invoice.customer.vat_id = "BE0403170701";
    invoice.customer.name = "Klant zeventien";
    invoice.payment_reference = "+++010/8068/17183+++";
    EXPECT_TRUE(must(ledger_->add_invoice(invoice, november(20), "a.xml")));
    const LedgerItem item = item_of(*ledger_, "invoice:2026-101");
    EXPECT_EQ(item.total, euro(5000));
    EXPECT_EQ(item.open, euro(4000));
    EXPECT_EQ(item.due_on, november(30));
    EXPECT_EQ(item.payment_reference, "+++010/8068/17183+++");
    EXPECT_EQ(must(ledger_->parties()).size(), 1u);
    EXPECT_FALSE(must(ledger_->add_invoice(invoice, november(20), "a.xml"))) << "known by now";
}

TEST_F(OpenItems, RefusesTheListOfAnotherFirmAndOfADayToCome) {
    take(*ledger_, list_of(19, {listed("2026-101", 5000)}));
    EXPECT_THAT(
        take_refusal(*ledger_, list_of(20, {listed("2026-102", 1), listed("2026-101", 10, "Z-1")})),
        HasSubstr("the customer of 2026-101"));
    EXPECT_THAT(take_refusal(*ledger_, list_of(29, {})), HasSubstr("not in the future"));
    OpenItemsList dollars = list_of(20, {listed("2026-101", 5000)});
    dollars.items.front().open.currency = must(Currency::parse("USD"));
    EXPECT_THAT(take_refusal(*ledger_, dollars), HasSubstr("EUR, as 2026-101 has"));
    EXPECT_EQ(must(ledger_->items()).size(), 1u) << "nothing of a refused list is kept";
    EXPECT_EQ(open_of(*ledger_, "2026-101"), 5000);
}

TEST_F(OpenItems, AsksBeforeItTakesAListThatLacksMostOfWhatWasOpen) {
    std::vector<ListedItem> all, half;
    for (int number = 1; number <= 11; ++number) {
        all.push_back(listed("2026-" + std::to_string(number), 1000));
        if (number <= 5) half.push_back(all.back());
    }
    take(*ledger_, list_of(19, all));
    EXPECT_THAT(take_refusal(*ledger_, list_of(20, half)), HasSubstr("6 of 11 open documents"));
    EXPECT_EQ(open_of(*ledger_, "2026-11"), 1000);
    EXPECT_EQ(take(*ledger_, list_of(20, half), ListTrust::Checked).settled, 6);
}

TEST_F(OpenItems, GiveTheSameBookWhateverOrderTheListsAreReadIn) {
    rc::check([] {
        // Per list: what each of four invoices has open, 0 = not in it.
        const auto lists = *rc::gen::container<std::vector<std::vector<int>>>(
            4, rc::gen::container<std::vector<int>>(4, rc::gen::inRange(0, 3)));
        const auto order = *rc::gen::map(
            rc::gen::container<std::vector<int>>(8, rc::gen::inRange(0, 4)), [](auto drawn) {
                drawn.push_back(3); // the newest comes at least once, at any place
                return drawn;
            });
        const auto shift = *rc::gen::inRange<std::size_t>(0, order.size());
        const auto list_at = [&](std::size_t at) {
            std::vector<ListedItem> items;
            for (std::size_t one = 0; one < 4; ++one) {
                ListedItem item = listed("2026-10" + std::to_string(one), lists[at][one] * 1000);
                item.total = euro(2000);
                if (lists[at][one] > 0) items.push_back(item);
            }
            return list_of(static_cast<unsigned>(10 + at), items);
        };
        const LedgerFolder folder, other;
        const auto played = folder.open();
        const auto newest = other.open();
        for (std::size_t at = 0; at < order.size(); ++at) {
            take(*played, list_at(static_cast<std::size_t>(order[(at + shift) % order.size()])));
        }
        take(*newest, list_at(3));
        for (const LedgerItem& item : must(newest->items())) {
            RC_ASSERT(item_of(*played, item.id).open == item.open);
        }
        for (const LedgerItem& item : must(played->items())) {
            const auto there = must(newest->open_amount(item.id));
            RC_ASSERT(item.open == there.value_or(euro(0)));
        }
    });
}

} // namespace
} // namespace afpunt::standalone
