// SPDX-License-Identifier: MIT
//
// Money that goes back to a customer, and what that undoes.
#include "ledger_fixture.hpp"

namespace afpunt::standalone {
namespace {

using testing::HasSubstr;

class Refunds : public testing::Test {
protected:
    void SetUp() override {
        must(ledger_->add_invoice(invoice_of("V26-0101", 5000), november(2), "a.xml"));
    }
    void pay(unsigned day, std::int64_t minor, const std::string& text = "V26-0101") {
        add(*ledger_, statement_of(++statement_, day, day, balance_, {entry_of(day, minor, text)}));
        balance_ += minor;
    }
    void match(int line, const std::string& item = "invoice:V26-0101") {
        must(ledger_->allocate("bank:" + std::to_string(line), item, std::nullopt, "person"));
    }
    std::vector<LedgerAllocation> settle() { return must(ledger_->undo_returned_debits()); }
    Money left(int line) {
        for (const LedgerBankLine& one : must(ledger_->bank_lines())) {
            if (one.id == "bank:" + std::to_string(line)) return one.unallocated;
        }
        return euro(-1);
    }
    Money open() { return item_of(*ledger_, "invoice:V26-0101").open; }

    LedgerFolder folder_;
    std::unique_ptr<Ledger> ledger_ = folder_.open();
    int statement_ = 0;
    std::int64_t balance_ = 100000;
};

TEST_F(Refunds, TakeAwayWhatWasPaidTooMuch) {
    pay(10, 7000);
    match(1);
    EXPECT_EQ(left(1), euro(2000));
    pay(12, -2000, "terugbetaling");
    EXPECT_TRUE(settle().empty());
    EXPECT_EQ(left(1), euro(0));
    EXPECT_EQ(left(2), euro(0));
    EXPECT_EQ(open(), euro(0));
    EXPECT_FALSE(ledger_->allocate("bank:1", "invoice:V26-0101", std::nullopt, "person"));
}

TEST_F(Refunds, TakeAwayTheSecondOfTwoEqualPayments) {
    pay(10, 5000);
    pay(11, 5000);
    match(1);
    pay(12, -5000, "u betaalde twee keer");
    EXPECT_TRUE(settle().empty());
    EXPECT_EQ(left(2), euro(0));
    EXPECT_EQ(open(), euro(0));
}

TEST_F(Refunds, TakeAwayAPaymentEach) {
    for (const unsigned day : {10U, 11U, 12U})
        pay(day, 5000);
    match(1);
    pay(13, -5000, "u betaalde meer dan eens");
    pay(14, -5000, "u betaalde meer dan eens");
    EXPECT_TRUE(settle().empty());
    for (const int line : {2, 3, 4, 5})
        EXPECT_EQ(left(line), euro(0)) << line;
    EXPECT_EQ(open(), euro(0));
}

TEST_F(Refunds, UndoTheMatchOfTheInvoiceThatTheyName) {
    pay(10, 5000);
    match(1);
    pay(12, -5000, "terug: V26 0101");
    const auto undone = settle();
    ASSERT_EQ(undone.size(), 1u);
    EXPECT_THAT(undone.front().undone_because, HasSubstr("sent back on 2026-11-12"));
    EXPECT_EQ(open(), euro(5000));
    EXPECT_EQ(left(1), euro(0)) << "that money is gone";
    EXPECT_TRUE(settle().empty());
}

TEST_F(Refunds, UndoNoMatchOfAnInvoiceWhoseNumberIsOnlyTheBeginningOfTheirs) {
    pay(10, 5000);
    match(1);
    pay(12, -5000, "terug: V26 01012");
    EXPECT_TRUE(settle().empty());
    EXPECT_EQ(open(), euro(0));
}

TEST_F(Refunds, UseTheCreditNoteThatTheyName) {
    pay(10, 5000);
    match(1);
    must(ledger_->add_invoice(credit_note_of("C26-0007", 5000, {"V26-0101"}), november(11),
                              "c.xml"));
    pay(12, -5000, "creditnota V26-0101");
    EXPECT_TRUE(settle().empty());
    EXPECT_EQ(open(), euro(0)) << "the invoice stays paid";
    EXPECT_EQ(item_of(*ledger_, "credit-note:C26-0007").open, euro(0));
    EXPECT_EQ(left(2), euro(0));
}

TEST_F(Refunds, AreNotBookedAgainWhenAPersonUndidThem) {
    must(ledger_->add_invoice(credit_note_of("C26-0007", 3000, {}), november(11), "c.xml"));
    pay(10, 5000);
    match(1);
    pay(12, -3000, "C26-0007");
    EXPECT_TRUE(settle().empty());
    must(ledger_->remove_allocation(must(ledger_->allocations()).back().id));
    EXPECT_EQ(item_of(*ledger_, "credit-note:C26-0007").open, euro(3000));
    EXPECT_TRUE(settle().empty());
    EXPECT_EQ(item_of(*ledger_, "credit-note:C26-0007").open, euro(3000));
}

TEST_F(Refunds, AreNotSeenInAPaymentOfTheCustomersOwnInvoice) {
    pay(10, 5000, "no number at all"); // not matched yet: it must go on holding his letters
    pay(12, -5000, "uw factuur 88/2026");
    EXPECT_TRUE(settle().empty());
    EXPECT_EQ(left(1), euro(5000));
    match(1);
    EXPECT_TRUE(settle().empty());
    EXPECT_EQ(open(), euro(0));
}

TEST_F(Refunds, WaitForTheFinalStatement) {
    pay(10, 7000);
    match(1);
    Ledger::StatementIntake intraday = statement_of(0, 12, 12, std::nullopt, {entry_of(12, -2000)});
    intraday.head.provisional = true;
    add(*ledger_, intraday);
    EXPECT_TRUE(settle().empty());
    EXPECT_EQ(left(1), euro(2000));
}

// ---- collections --------------------------------------------------------------------------------

TEST(Returns, EndACollectionThatWasMatchedByHandThoughItsTextNamesNothing) {
    const LedgerFolder folder;
    const auto ledger = folder.open();
    Invoice invoice = invoice_of("V26-0101", 5000);
    invoice.arrangement = InvoiceArrangement::DirectDebit;
    must(ledger->add_invoice(invoice, november(2), "a.xml"));
    BankEntry collection = entry_of(10, 5000, "domiciliation");
    collection.end_to_end_id = "E2E-1";
    add(*ledger, statement_of(1, 10, 10, 0, {collection}));
    must(ledger->allocate("bank:1", "invoice:V26-0101", std::nullopt, "person"));
    BankEntry back = entry_of(14, -5000);
    back.kind = EntryKind::ReturnedDebit;
    back.end_to_end_id = "E2E-1";
    back.return_reason = "AM04";
    add(*ledger, statement_of(2, 14, 14, 5000, {back}));
    EXPECT_FALSE(item_of(*ledger, "invoice:V26-0101").debit_returned);
    const auto undone = must(ledger->undo_returned_debits());
    ASSERT_EQ(undone.size(), 1u);
    EXPECT_EQ(undone.front().undone_because, "the collection came back on 2026-11-14 (AM04)");
    EXPECT_TRUE(item_of(*ledger, "invoice:V26-0101").debit_returned);
}

// ---- batches ------------------------------------------------------------------------------------

BankEntry part_of(unsigned day, std::int64_t minor, int line, int batch_line) {
    BankEntry entry = entry_of(day, minor, "part " + std::to_string(batch_line));
    entry.line = line;
    entry.batch_line = batch_line;
    return entry;
}
Ledger::StatementIntake detailed(int sequence, bool provisional = false) {
    // No balances, so that nothing but the lines says that it is the same money.
    Ledger::StatementIntake intake = statement_of(sequence, 10, 10, std::nullopt, {});
    intake.entries = {part_of(10, 4000, 1, 1), part_of(10, 6000, 1, 2), part_of(10, 500, 2, 0)};
    intake.head.provisional = provisional;
    return intake;
}
Ledger::StatementIntake summed(int sequence, bool provisional = false) {
    BankEntry sum = entry_of(10, 10000, "batch");
    sum.counterparty_iban.clear();
    Ledger::StatementIntake intake =
        statement_of(sequence, 10, 10, std::nullopt, {sum, part_of(10, 500, 2, 0)});
    intake.head.provisional = provisional;
    return intake;
}
std::vector<std::int64_t> amounts(Ledger& ledger) {
    std::vector<std::int64_t> found;
    for (const LedgerBankLine& line : must(ledger.bank_lines()))
        found.push_back(line.entry.amount.minor);
    std::sort(found.begin(), found.end());
    return found;
}

std::string line_of(Ledger& ledger, std::int64_t minor) {
    for (const LedgerBankLine& line : must(ledger.bank_lines())) {
        if (line.entry.amount.minor == minor) return line.id;
    }
    ADD_FAILURE() << "no line of " << minor;
    return {};
}

TEST(Batches, CountOnceWhetherTheSumOrThePaymentsComeFirst) {
    for (const bool sum_first : {true, false}) {
        const LedgerFolder folder;
        const auto ledger = folder.open();
        add(*ledger, sum_first ? summed(1) : detailed(0));
        add(*ledger, sum_first ? detailed(0) : summed(1));
        add(*ledger, summed(1));
        EXPECT_EQ(amounts(*ledger), (std::vector<std::int64_t>{500, 4000, 6000})) << sum_first;
    }
}

TEST(Batches, OfANotificationAreConfirmedByTheSumOfTheStatement) {
    const LedgerFolder folder;
    const auto ledger = folder.open();
    must(ledger->add_invoice(invoice_of("V26-0101", 6000), november(2), "a.xml"));
    add(*ledger, detailed(0, true));
    must(ledger->allocate(line_of(*ledger, 6000), "invoice:V26-0101", std::nullopt, "person"));
    add(*ledger, summed(1));
    add(*ledger, statement_of(2, 11, 11, std::nullopt, {entry_of(11, 100)}));
    add(*ledger, statement_of(3, 12, 12, std::nullopt, {entry_of(12, 100)}));
    EXPECT_EQ(amounts(*ledger), (std::vector<std::int64_t>{100, 100, 500, 4000, 6000}));
    EXPECT_EQ(item_of(*ledger, "invoice:V26-0101").open, euro(0)) << "the match stays";
}

TEST(Batches, ThatComeAfterTheStatementWasClosedStillTellWhoPaid) {
    const LedgerFolder folder;
    const auto ledger = folder.open();
    add(*ledger, summed(1));
    add(*ledger, statement_of(2, 12, 12, std::nullopt, {entry_of(12, 100)}));
    add(*ledger, detailed(0, true));
    EXPECT_EQ(amounts(*ledger), (std::vector<std::int64_t>{100, 500, 4000, 6000}));
}

TEST(Batches, TakeThePlaceOfTheirSumAlsoWhereTheBalancesAgree) {
    const LedgerFolder folder;
    const auto ledger = folder.open();
    const auto with_balances = [](Ledger::StatementIntake intake) {
        intake.head.opening = euro(0);
        intake.foot.closing = euro(10500);
        return intake;
    };
    add(*ledger, with_balances(summed(1)));
    add(*ledger, with_balances(detailed(1)));
    EXPECT_EQ(amounts(*ledger), (std::vector<std::int64_t>{500, 4000, 6000}));
}

TEST(Batches, DoNotTakeASinglePaymentOfTheSameAmountForTheirSum) {
    const LedgerFolder folder;
    const auto ledger = folder.open();
    Ledger::StatementIntake both = detailed(1);
    both.entries.push_back(part_of(10, 10000, 3, 0));
    add(*ledger, both);
    add(*ledger, both);
    EXPECT_EQ(amounts(*ledger), (std::vector<std::int64_t>{500, 4000, 6000, 10000}));
}

TEST(Batches, LeaveASumThatWasMatchedAsItIs) {
    const LedgerFolder folder;
    const auto ledger = folder.open();
    must(ledger->add_invoice(invoice_of("V26-0101", 10000), november(2), "a.xml"));
    add(*ledger, summed(1));
    must(ledger->allocate(line_of(*ledger, 10000), "invoice:V26-0101", std::nullopt, "person"));
    add(*ledger, detailed(0));
    EXPECT_EQ(amounts(*ledger), (std::vector<std::int64_t>{500, 10000}));
}

} // namespace
} // namespace afpunt::standalone
