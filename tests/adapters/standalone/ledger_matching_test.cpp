// SPDX-License-Identifier: MIT
//
// Matching and un-matching in the ledger, and direct debits that come back.
#include "ledger_fixture.hpp"

namespace afpunt::standalone {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class LedgerMatching : public testing::Test {
protected:
    void SetUp() override {
        must(ledger_->add_invoice(invoice_of("F1", 12100), november(2), "f"));
        must(ledger_->add_invoice(invoice_of("F2", 5000), november(2), "f"));
    }
    // The id of the line that a statement of its own brings.
    std::string line_with(const BankEntry& entry) {
        add(*ledger_, statement_of(++sequence_, entry.booked_on.day(), entry.booked_on.day(),
                                   std::nullopt, {entry}));
        return line(must(ledger_->bank_lines()).size()).id;
    }
    LedgerBankLine line(std::size_t position) {
        std::vector<LedgerBankLine> lines = must(ledger_->bank_lines());
        std::sort(lines.begin(), lines.end(),
                  [](const LedgerBankLine& left, const LedgerBankLine& right) {
                      return left.id.size() != right.id.size() ? left.id.size() < right.id.size()
                                                               : left.id < right.id;
                  });
        return lines.at(position - 1);
    }
    std::int64_t open_of(const std::string& id) { return item_of(*ledger_, id).open.minor; }
    Failure refusal(const Result<LedgerAllocation>& result) {
        EXPECT_FALSE(result.has_value());
        return result ? Failure{} : result.error();
    }

    LedgerFolder folder_;
    std::unique_ptr<Ledger> ledger_ = folder_.open();
    int sequence_ = 0;
};

TEST_F(LedgerMatching, TiesMoneyToAnInvoiceAndSaysSo) {
    BankEntry entry = entry_of(19, 20000);
    entry.value_on = november(20);
    const std::string bank_line = line_with(entry);
    const LedgerAllocation whole =
        must(ledger_->allocate(bank_line, "invoice:F1", std::nullopt, "structured-reference"));
    EXPECT_EQ(whole.amount, euro(12100));
    EXPECT_EQ(whole.booked_on, november(19));
    EXPECT_EQ(whole.value_on, november(20));
    EXPECT_EQ(whole.rule, "structured-reference");
    EXPECT_EQ(whole.source_id, bank_line);
    const LedgerAllocation part =
        must(ledger_->allocate(bank_line, "invoice:F2", euro(1000), "person"));
    EXPECT_EQ(open_of("invoice:F1"), 0);
    EXPECT_EQ(open_of("invoice:F2"), 4000);
    EXPECT_EQ(line(1).unallocated, euro(6900));
    EXPECT_EQ(must(ledger_->allocations()).size(), 2U);
    EXPECT_EQ(event_words(*ledger_).back(), "matched " + part.id + " K-17");
}

TEST_F(LedgerMatching, RefusesMoreThanThereIsAndSaysHowMuchThereIs) {
    const std::string bank_line = line_with(entry_of(19, 6000));
    EXPECT_THAT(refusal(ledger_->allocate(bank_line, "invoice:F1", euro(6001), "person")).expected,
                HasSubstr("bank line has left, EUR 60.00"));
    EXPECT_THAT(refusal(ledger_->allocate(bank_line, "invoice:F2", euro(5001), "person")).expected,
                HasSubstr("invoice has open, EUR 50.00"));
    EXPECT_FALSE(ledger_->allocate(bank_line, "invoice:F2", euro(0), "person").has_value());
    EXPECT_FALSE(ledger_->allocate(bank_line, "invoice:F2", euro(-5), "person").has_value());
    must(ledger_->allocate(bank_line, "invoice:F2", std::nullopt, "person"));
    EXPECT_FALSE(ledger_->allocate(bank_line, "invoice:F2", std::nullopt, "person").has_value());
    EXPECT_FALSE(ledger_->allocate("bank:99", "invoice:F1", std::nullopt, "person").has_value());
    EXPECT_FALSE(ledger_->allocate("1", "invoice:F1", std::nullopt, "person").has_value());
    EXPECT_FALSE(ledger_->allocate(bank_line, "invoice:F9", std::nullopt, "person").has_value());
    EXPECT_EQ(must(ledger_->allocations()).size(), 1U);
}

TEST_F(LedgerMatching, RefusesOtherCurrenciesMoneyPaidOutAndCreditNotes) {
    Ledger::StatementIntake dollars = statement_of(50, 19, 19, std::nullopt, {entry_of(19, 100)});
    dollars.head.currency = "USD";
    dollars.entries[0].amount.currency = *Currency::parse("USD");
    add(*ledger_, dollars);
    EXPECT_EQ(refusal(ledger_->allocate(line(1).id, "invoice:F1", std::nullopt, "person")).field,
              "currency");
    const std::string bank_line = line_with(entry_of(20, 100));
    EXPECT_EQ(refusal(ledger_->allocate(bank_line, "invoice:F1", Money{1, *Currency::parse("USD")},
                                        "person"))
                  .field,
              "currency");
    const std::string paid_out = line_with(entry_of(21, -100));
    EXPECT_THAT(refusal(ledger_->allocate(paid_out, "invoice:F1", std::nullopt, "person")).expected,
                HasSubstr("came in"));
    must(ledger_->add_invoice(credit_note_of("C1", 100, {}), november(2), "f"));
    EXPECT_THAT(
        refusal(ledger_->allocate(bank_line, "credit-note:C1", std::nullopt, "person")).expected,
        HasSubstr("credit note"));
}

TEST_F(LedgerMatching, UnmatchingGivesBothSidesTheirMoneyBack) {
    const std::string bank_line = line_with(entry_of(19, 12100));
    const LedgerAllocation made =
        must(ledger_->allocate(bank_line, "invoice:F1", std::nullopt, "person"));
    const LedgerAllocation undone = must(ledger_->remove_allocation(made.id));
    EXPECT_EQ(undone.amount, euro(12100));
    EXPECT_EQ(undone.item_id, "invoice:F1");
    EXPECT_EQ(open_of("invoice:F1"), 12100);
    EXPECT_EQ(line(1).unallocated, euro(12100));
    EXPECT_EQ(event_words(*ledger_).back(), "unmatched " + made.id + " K-17");
    EXPECT_FALSE(ledger_->remove_allocation(made.id).has_value());
    const LedgerAllocation again =
        must(ledger_->allocate(bank_line, "invoice:F1", std::nullopt, "person"));
    EXPECT_NE(again.id, made.id) << "an id never comes back";
}

BankEntry returned_of(unsigned day, std::int64_t minor, const std::string& end_to_end_id) {
    BankEntry entry = entry_of(day, -minor, "terug");
    entry.kind = EntryKind::ReturnedDebit;
    entry.end_to_end_id = end_to_end_id;
    return entry;
}

TEST_F(LedgerMatching, AReturnedDebitUndoesTheMatchOfItsCollection) {
    BankEntry collected = entry_of(10, 12100, "domiciliering");
    collected.end_to_end_id = "DD-77";
    const std::string collection = line_with(collected);
    const LedgerAllocation made =
        must(ledger_->allocate(collection, "invoice:F1", std::nullopt, "person"));
    const std::string other = line_with(entry_of(11, 12100, "overschrijving"));
    line_with(returned_of(19, 12100, "DD-77"));
    const std::vector<LedgerAllocation> undone = must(ledger_->undo_returned_debits());
    ASSERT_EQ(undone.size(), 1U);
    EXPECT_EQ(undone[0].id, made.id);
    EXPECT_EQ(open_of("invoice:F1"), 12100);
    EXPECT_TRUE(line(1).unallocated.is_zero()) << "the money is gone again";
    EXPECT_TRUE(line(3).unallocated.is_zero());
    EXPECT_EQ(line(2).unallocated, euro(12100));
    EXPECT_EQ(event_words(*ledger_).back(), "unmatched " + made.id + " K-17");
    EXPECT_THAT(refusal(ledger_->allocate(collection, "invoice:F1", std::nullopt, "person")).found,
                HasSubstr("returned"));
    EXPECT_THAT(must(ledger_->undo_returned_debits()), IsEmpty()) << "once";
    must(ledger_->allocate(other, "invoice:F1", std::nullopt, "person"));
}

TEST_F(LedgerMatching, WithoutAnIdTheSameDebtorAndAmountBeforeItDecides) {
    const std::string late = line_with(entry_of(20, 5000, "na de storno"));
    const std::string early = line_with(entry_of(10, 5000, "incasso"));
    must(ledger_->allocate(early, "invoice:F2", std::nullopt, "person"));
    line_with(returned_of(19, 5000, ""));
    ASSERT_EQ(must(ledger_->undo_returned_debits()).size(), 1U);
    EXPECT_EQ(open_of("invoice:F2"), 5000);
    must(ledger_->allocate(late, "invoice:F2", std::nullopt, "person"));
}

TEST_F(LedgerMatching, AReturnWithoutItsCollectionStaysInSight) {
    BankEntry stranger = entry_of(10, 5000, "incasso");
    stranger.counterparty_iban = "BE41063012345610";
    stranger.end_to_end_id = "DD-1";
    must(ledger_->allocate(line_with(stranger), "invoice:F2", std::nullopt, "person"));
    line_with(returned_of(19, 5000, "DD-2"));
    EXPECT_THAT(must(ledger_->undo_returned_debits()), IsEmpty());
    EXPECT_EQ(line(2).unallocated, euro(-5000));
    EXPECT_EQ(open_of("invoice:F2"), 0);
}

TEST_F(LedgerMatching, ACollectionThatNobodyMatchedIsUsedUpByItsReturn) {
    BankEntry collected = entry_of(10, 5000, "incasso");
    collected.end_to_end_id = "DD-1";
    const std::string collection = line_with(collected);
    line_with(returned_of(19, 5150, "DD-1")); // with the bank's charge on top
    EXPECT_THAT(must(ledger_->undo_returned_debits()), IsEmpty());
    EXPECT_FALSE(ledger_->allocate(collection, "invoice:F2", std::nullopt, "person").has_value());
}

TEST_F(LedgerMatching, EveryChangeRaisesTheVersion) {
    const std::string bank_line = line_with(entry_of(19, 12100));
    const std::int64_t before = ledger_->version();
    const LedgerAllocation made =
        must(ledger_->allocate(bank_line, "invoice:F1", std::nullopt, "person"));
    const std::int64_t matched = ledger_->version();
    must(ledger_->remove_allocation(made.id));
    EXPECT_GT(matched, before);
    EXPECT_GT(ledger_->version(), matched);
}

TEST_F(LedgerMatching, CountsChangesOfItsOwnAndOfAnotherProgramAndNotWhatIsForgotten) {
    const std::string bank_line = line_with(entry_of(19, 12100));
    const std::uint64_t before = must(ledger_->changes());
    ASSERT_TRUE(ledger_->forget_events_through(1'000'000));
    (void)must(ledger_->items());
    EXPECT_EQ(must(ledger_->changes()), before);
    const LedgerAllocation made =
        must(ledger_->allocate(bank_line, "invoice:F1", std::nullopt, "person"));
    const std::uint64_t matched = must(ledger_->changes());
    EXPECT_GT(matched, before);
    must(folder_.open()->remove_allocation(made.id));
    EXPECT_GT(must(ledger_->changes()), matched);
}

TEST_F(LedgerMatching, AnotherConnectionSeesTheSameBook) {
    const std::unique_ptr<Ledger> second = folder_.open();
    const std::string bank_line = line_with(entry_of(19, 12100));
    must(second->allocate(bank_line, "invoice:F1", std::nullopt, "person"));
    EXPECT_EQ(open_of("invoice:F1"), 0);
    EXPECT_EQ(ledger_->version(), second->version());
    EXPECT_EQ(ledger_->epoch(), second->epoch());
}

} // namespace
} // namespace afpunt::standalone
