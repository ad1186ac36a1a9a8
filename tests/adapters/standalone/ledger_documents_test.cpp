// SPDX-License-Identifier: MIT
//
// Invoices, credit notes, customers and contacts in the ledger.
#include "ledger_fixture.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

namespace afpunt::standalone {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class LedgerDocuments : public testing::Test {
protected:
    bool add_document(const Invoice& invoice) {
        return must(ledger_->add_invoice(invoice, november(2), invoice.number + ".xml"));
    }
    std::int64_t open_of(const std::string& id) { return item_of(*ledger_, id).open.minor; }

    LedgerFolder folder_;
    std::unique_ptr<Ledger> ledger_ = folder_.open();
};

TEST_F(LedgerDocuments, KeepsWhatAnInvoiceSays) {
    Invoice invoice = invoice_of("F1", 12100);
    invoice.payment_reference = "+++010/8068/17183+++";
    invoice.payee_iban = own_iban;
    invoice.payee_account_holder = "Van Houte";
    invoice.arrangement = InvoiceArrangement::DirectDebit;
    invoice.mandate_id = "M-1";
    invoice.order_reference = "PO7";
    invoice.description = "Deur";
    invoice.payee_name = "Factor Zuid NV";
    invoice.discount = euro(242);
    invoice.discount_until = november(8);
    EXPECT_TRUE(add_document(invoice));
    const LedgerItem item = item_of(*ledger_, "invoice:F1");
    EXPECT_EQ(item.document_id, "invoice:F1");
    EXPECT_EQ(item.number, "F1");
    EXPECT_EQ(item.customer_id, "K-17");
    EXPECT_EQ(item.payment_reference, "+++010/8068/17183+++");
    EXPECT_EQ(item.payee_iban, own_iban);
    EXPECT_EQ(item.payee_name, "Van Houte");
    EXPECT_EQ(item.assigned_to, "Factor Zuid NV");
    EXPECT_EQ(item.arrangement, InvoiceArrangement::DirectDebit);
    EXPECT_EQ(item.mandate_id, "M-1");
    EXPECT_EQ(item.order_reference, "PO7");
    EXPECT_EQ(item.description, "Deur");
    EXPECT_EQ(item.issued_on, november(1));
    EXPECT_EQ(item.due_on, november(30));
    EXPECT_EQ(item.entered_on, november(2));
    EXPECT_EQ(item.total, euro(12100));
    EXPECT_EQ(item.open, euro(12100));
    EXPECT_EQ(item.discount, euro(242));
    EXPECT_EQ(item.discount_until, november(8));
    EXPECT_THAT(event_words(*ledger_), ElementsAre("invoice invoice:F1 K-17"));
}

TEST_F(LedgerDocuments, TheSameInvoiceAgainChangesNothing) {
    add_document(invoice_of("F1", 12100));
    const std::int64_t version = ledger_->version();
    EXPECT_FALSE(add_document(invoice_of("F1", 12100)));
    EXPECT_EQ(ledger_->version(), version);
    EXPECT_EQ(must(ledger_->items()).size(), 1U);
    EXPECT_EQ(event_words(*ledger_).size(), 1U);
}

TEST_F(LedgerDocuments, TheSameNumberWithOtherContentIsRefusedNamingBoth) {
    add_document(invoice_of("F1", 12100));
    const Result<bool> other = ledger_->add_invoice(invoice_of("F1", 13100), november(2), "b.xml");
    ASSERT_FALSE(other.has_value());
    EXPECT_EQ(other.error().field, "invoice F1");
    EXPECT_THAT(other.error().found, testing::AllOf(HasSubstr("EUR 131.00"), HasSubstr("b.xml")));
    EXPECT_THAT(other.error().expected,
                testing::AllOf(HasSubstr("EUR 121.00"), HasSubstr("F1.xml")));
    EXPECT_FALSE(
        ledger_->add_invoice(invoice_of("F1", 12100, "K-18"), november(2), "b.xml").has_value())
        << "another customer";
    EXPECT_EQ(open_of("invoice:F1"), 12100);
}

TEST_F(LedgerDocuments, InstalmentsAreItemsOfTheirOwn) {
    Invoice invoice = invoice_of("F1", 30000);
    invoice.instalments = {{"1", november(10), euro(10000)}, {"2", november(20), euro(20000)}};
    add_document(invoice);
    const std::vector<LedgerItem> items = must(ledger_->items());
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].id, "invoice:F1:1");
    EXPECT_EQ(items[1].instalment_id, "2");
    EXPECT_EQ(items[1].open, euro(20000));
    EXPECT_EQ(items[1].document_id, "invoice:F1");
    invoice.number = "F2";
    invoice.instalments.pop_back();
    EXPECT_FALSE(ledger_->add_invoice(invoice, november(2), "f").has_value()) << "not the total";
}

TEST_F(LedgerDocuments, ACreditNoteSettlesTheInvoiceThatItNames) {
    add_document(invoice_of("F1", 12100));
    add_document(credit_note_of("C1", 2100, {"F1"}));
    EXPECT_EQ(open_of("invoice:F1"), 10000);
    EXPECT_EQ(open_of("credit-note:C1"), 0);
    EXPECT_EQ(must(ledger_->open_amount("invoice:F1")), euro(10000));
    EXPECT_EQ(must(ledger_->open_amount("credit-note:C1")), euro(0));
    EXPECT_FALSE(must(ledger_->open_amount("invoice:F9")).has_value());
    const std::vector<LedgerAllocation> allocations = must(ledger_->allocations());
    ASSERT_EQ(allocations.size(), 1U);
    EXPECT_EQ(allocations[0].kind, LedgerAllocationKind::CreditNote);
    EXPECT_EQ(allocations[0].source_id, "credit-note:C1");
    EXPECT_EQ(allocations[0].item_id, "invoice:F1");
    EXPECT_EQ(allocations[0].amount, euro(2100));
    EXPECT_THAT(event_words(*ledger_),
                ElementsAre("invoice invoice:F1 K-17", "invoice credit-note:C1 K-17",
                            "matched match:1 K-17"));
}

TEST_F(LedgerDocuments, ACreditNoteWaitsForItsInvoice) {
    add_document(credit_note_of("C1", 2100, {"F1"}));
    EXPECT_EQ(open_of("credit-note:C1"), 2100);
    add_document(invoice_of("F2", 12100));
    EXPECT_EQ(open_of("credit-note:C1"), 2100);
    add_document(invoice_of("F1", 12100));
    EXPECT_EQ(open_of("credit-note:C1"), 0);
    EXPECT_EQ(open_of("invoice:F1"), 10000);
}

TEST_F(LedgerDocuments, ACreditNoteOfAnotherCustomerOrTooLargeStaysUnused) {
    add_document(invoice_of("F1", 12100));
    add_document(credit_note_of("C1", 2100, {"F1"}, "K-18"));
    add_document(credit_note_of("C2", 12101, {"F1"}));
    EXPECT_EQ(open_of("invoice:F1"), 12100);
    EXPECT_EQ(open_of("credit-note:C1"), 2100);
    EXPECT_EQ(open_of("credit-note:C2"), 12101);
    add_document(invoice_of("F2", 1));
    add_document(credit_note_of("C3", 12101, {"F1", "F2"}));
    EXPECT_EQ(open_of("invoice:F1"), 0) << "two invoices together have enough open";
    EXPECT_EQ(open_of("invoice:F2"), 0);
}

TEST_F(LedgerDocuments, AnInvoiceAndACreditNoteMayShareANumber) {
    EXPECT_TRUE(add_document(invoice_of("1", 12100)));
    EXPECT_TRUE(add_document(credit_note_of("1", 100, {})));
}

TEST_F(LedgerDocuments, CustomersAreRecognisedByTheStrongestSign) {
    Invoice first = invoice_of("F1", 100, "K-17");
    first.customer.vat_id = "BE 0123.456.749";
    add_document(first);
    Invoice same_vat = invoice_of("F2", 100, "BE0123456749");
    same_vat.customer.vat_id = "be0123456749";
    add_document(same_vat);
    add_document(invoice_of("F3", 100, "K-17"));
    Invoice other_vat = invoice_of("F4", 100, "K-17");
    other_vat.customer.vat_id = "NL123456789B01";
    add_document(other_vat);
    EXPECT_EQ(item_of(*ledger_, "invoice:F2").customer_id, "K-17");
    EXPECT_EQ(item_of(*ledger_, "invoice:F3").customer_id, "K-17");
    EXPECT_EQ(item_of(*ledger_, "invoice:F4").customer_id, "NL123456789B01")
        << "a number never outweighs two different VAT ids";
}

TEST_F(LedgerDocuments, NameAndAddressAreTheWeakestSign) {
    const auto at = [](const std::string& number, const std::string& street) {
        Invoice invoice = invoice_of(number, 100, "Bakkerij De Korst");
        invoice.customer.name = "Bakkerij De Korst";
        invoice.customer.street = street;
        return invoice;
    };
    add_document(at("F1", "Kerkstraat 1"));
    add_document(at("F2", "KERKSTRAAT 1"));
    add_document(at("F3", "Dorpsplein 2"));
    Invoice with_vat = at("F4", "Kerkstraat 1");
    with_vat.customer.vat_id = "BE0123456749";
    add_document(with_vat);
    Invoice other_vat = at("F5", "Kerkstraat 1");
    other_vat.customer.vat_id = "BE0999999922";
    add_document(other_vat);
    EXPECT_EQ(item_of(*ledger_, "invoice:F2").customer_id, "Bakkerij De Korst");
    EXPECT_EQ(item_of(*ledger_, "invoice:F3").customer_id, "Bakkerij De Korst (2)");
    EXPECT_EQ(item_of(*ledger_, "invoice:F4").customer_id, "Bakkerij De Korst");
    EXPECT_EQ(item_of(*ledger_, "invoice:F5").customer_id, "BE0999999922");
}

TEST_F(LedgerDocuments, PlaceholderIdsIdentifyNobody) {
    for (const std::string number : {"F1", "F2"}) {
        Invoice invoice = invoice_of(number, 100, "Klant " + number);
        invoice.customer.name = invoice.customer.id;
        invoice.customer.registration_id = "000000000";
        add_document(invoice);
    }
    EXPECT_EQ(must(ledger_->parties()).size(), 2U);
}

TEST_F(LedgerDocuments, TheLatestDocumentDescribesTheCustomer) {
    Invoice recent = invoice_of("F2", 100);
    recent.issued_on = november(20);
    recent.customer.mail = "nieuw@example.com";
    add_document(recent);
    Invoice old = invoice_of("F1", 100);
    old.customer.mail = "oud@example.com";
    add_document(old);
    EXPECT_EQ(must(ledger_->parties())[0].details.mail, "nieuw@example.com");
}

TEST_F(LedgerDocuments, ContactsFitByNumberVatIdRegistrationIdOrName) {
    Invoice first = invoice_of("F1", 100, "K-1");
    Invoice second = invoice_of("F2", 100, "K-2");
    second.customer.vat_id = "BE0123456749";
    Invoice third = invoice_of("F3", 100, "K-3");
    third.customer.registration_id = "0999.999.922";
    for (const Invoice& invoice : {first, second, third, invoice_of("F4", 100, "K-4")}) {
        add_document(invoice);
    }
    std::vector<ContactRow> rows(4);
    const std::vector<std::string> names{"K-1", "BE 0123 456 749", "0999999922", "Klant K-4"};
    for (std::size_t at = 0; at < rows.size(); ++at) {
        rows[at].line = static_cast<int>(at) + 2;
        rows[at].customer = names[at];
        rows[at].ibans = {"BE68539007547034", "NL91ABNA0417164300"};
        rows[at].owed = euro(500);
        rows[at].hold = true;
        rows[at].wants_ubl = true;
        rows[at].hold_until = november(30);
    }
    ASSERT_TRUE(ledger_->set_contacts(rows).has_value());
    const std::vector<LedgerParty> parties = must(ledger_->parties());
    ASSERT_EQ(parties.size(), 4U);
    for (std::size_t at = 0; at < rows.size(); ++at) {
        EXPECT_EQ(parties[at].contact.customer, names[at]);
        EXPECT_EQ(parties[at].contact.ibans, rows[at].ibans);
        EXPECT_EQ(parties[at].contact.owed, euro(500));
        EXPECT_TRUE(parties[at].contact.wants_ubl);
        EXPECT_EQ(parties[at].contact.hold_until, november(30));
    }
    const std::int64_t version = ledger_->version();
    ASSERT_TRUE(ledger_->set_contacts(rows).has_value());
    EXPECT_EQ(ledger_->version(), version) << "the same contacts change nothing";
    ASSERT_TRUE(ledger_->set_contacts({}).has_value());
    EXPECT_EQ(must(ledger_->parties())[0].contact.customer, "");
    EXPECT_GT(ledger_->version(), version);
}

TEST_F(LedgerDocuments, SurvivesClosingAndKeepsItsEpoch) {
    add_document(invoice_of("F1", 12100));
    ASSERT_TRUE(ledger_->remember_file("abc", "F1.xml").has_value());
    const std::string epoch = ledger_->epoch();
    const std::int64_t version = ledger_->version();
    EXPECT_EQ(epoch.size(), 32U);
    ledger_.reset();
    ledger_ = folder_.open();
    EXPECT_EQ(ledger_->epoch(), epoch);
    EXPECT_EQ(ledger_->version(), version);
    EXPECT_EQ(open_of("invoice:F1"), 12100);
    EXPECT_TRUE(must(ledger_->file_is_known("abc")));
    EXPECT_FALSE(must(ledger_->file_is_known("abd")));
    EXPECT_NE(LedgerFolder().open()->epoch(), epoch);
}

TEST_F(LedgerDocuments, ABatchIsDurableAsAWholeAndEachChangeInItIsWholeOrNot) {
    ASSERT_TRUE(ledger_->begin_batch().has_value());
    add_document(invoice_of("F1", 12100));
    EXPECT_FALSE(ledger_->add_invoice(invoice_of("F1", 1), november(2), "b.xml").has_value());
    add_document(invoice_of("F2", 5000));
    const std::unique_ptr<Ledger> other = folder_.open();
    EXPECT_THAT(must(other->items()), IsEmpty()) << "not before the commit";
    ASSERT_TRUE(ledger_->commit_batch().has_value());
    EXPECT_EQ(must(other->items()).size(), 2U);
    ASSERT_TRUE(ledger_->begin_batch().has_value());
    add_document(invoice_of("F3", 5000));
    ledger_.reset();
    EXPECT_EQ(must(other->items()).size(), 2U) << "what was not committed was never there";
}

TEST_F(LedgerDocuments, EventsStayUntilTheyAreForgotten) {
    ASSERT_TRUE(ledger_->note_event("import-started", "bank/a.cod").has_value());
    add_document(invoice_of("F1", 12100));
    const std::vector<Ledger::Event> events = must(ledger_->events_after(0));
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].kind, "import-started");
    EXPECT_EQ(must(ledger_->events_after(events[0].id)).size(), 1U);
    EXPECT_EQ(events[0].item_id, "");
    EXPECT_EQ(events[1].item_id, "invoice:F1");
    ASSERT_TRUE(ledger_->forget_events_through(events[1].id).has_value());
    EXPECT_THAT(must(ledger_->events_after(0)), IsEmpty());
    add_document(invoice_of("F2", 12100));
    EXPECT_GT(must(ledger_->events_after(0))[0].id, events[1].id) << "a cursor never comes back";
}

TEST_F(LedgerDocuments, RefusesLedgersOfNewerProgramsAndFilesOfOthers) {
    ledger_.reset();
    {
        SQLite::Database database(folder_.file().string(), SQLite::OPEN_READWRITE);
        database.exec("PRAGMA user_version = 99");
    }
    const Result<std::unique_ptr<Ledger>> newer = Ledger::open(folder_.file());
    ASSERT_FALSE(newer.has_value());
    EXPECT_EQ(newer.error().found, "99");
    EXPECT_THAT(newer.error().expected, HasSubstr("newer afpunt"));
    const LedgerFolder other;
    {
        SQLite::Database database(other.file().string(),
                                  SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        database.exec("CREATE TABLE address_book (name TEXT)");
    }
    EXPECT_FALSE(Ledger::open(other.file()).has_value());
    EXPECT_FALSE(Ledger::open("/nonexistent/ledger.db").has_value());
}

TEST_F(LedgerDocuments, OnlyTheOwnerMayReadTheFile) {
    const auto others = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
    EXPECT_EQ(std::filesystem::status(folder_.file()).permissions() & others,
              std::filesystem::perms::none);
}

} // namespace
} // namespace afpunt::standalone
