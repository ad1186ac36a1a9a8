// SPDX-License-Identifier: MIT
//
// Statements in the ledger: no payment twice, whatever the order, the overlap and the format.
#include "ledger_fixture.hpp"

namespace afpunt::standalone {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class LedgerStatements : public testing::Test {
protected:
    std::vector<LedgerBankLine> lines() { return must(ledger_->bank_lines()); }
    std::vector<std::int64_t> amounts() {
        std::vector<std::int64_t> result;
        for (const LedgerBankLine& line : lines())
            result.push_back(line.entry.amount.minor);
        return result;
    }

    LedgerFolder folder_;
    std::unique_ptr<Ledger> ledger_ = folder_.open();
};

TEST_F(LedgerStatements, KeepsWhatAStatementSays) {
    BankEntry entry = entry_of(19, 12100, "factuur F1");
    entry.value_on = november(20);
    entry.structured_reference = "010806817183";
    entry.counterparty_bic = "ABNANL2A";
    entry.end_to_end_id = "E2E-1";
    entry.bank_reference = "REF1";
    entry.transaction_code = "00150000";
    entry.return_reason = "AM04";
    Ledger::StatementIntake intake = statement_of(102, 19, 19, 100000, {entry});
    intake.entries[0].line = 17;
    const ImportCounts counts = add(*ledger_, intake);
    EXPECT_EQ(counts.statements, 1);
    EXPECT_EQ(counts.lines, 1);
    ASSERT_EQ(lines().size(), 1U);
    const LedgerBankLine line = lines()[0];
    EXPECT_EQ(line.label, "line 17 of 2026-11-19 (statement 102)");
    EXPECT_EQ(line.account_id, own_iban);
    EXPECT_EQ(line.unallocated, euro(12100));
    EXPECT_EQ(line.entry.amount, euro(12100));
    EXPECT_EQ(line.entry.value_on, november(20));
    EXPECT_EQ(line.entry.kind, EntryKind::CustomerPayment);
    EXPECT_EQ(line.entry.counterparty_name, "Klant");
    EXPECT_EQ(line.entry.counterparty_iban, payer_iban);
    EXPECT_EQ(line.entry.counterparty_bic, "ABNANL2A");
    EXPECT_EQ(line.entry.structured_reference, "010806817183");
    EXPECT_EQ(line.entry.remittance, "factuur F1");
    EXPECT_EQ(line.entry.end_to_end_id, "E2E-1");
    EXPECT_EQ(line.entry.bank_reference, "REF1");
    EXPECT_EQ(line.entry.transaction_code, "00150000");
    EXPECT_EQ(line.entry.return_reason, "AM04");
    const LedgerStatement statement = must(ledger_->statements()).at(0);
    EXPECT_EQ(statement.id, line.statement_id);
    EXPECT_EQ(statement.number, "102");
    EXPECT_EQ(statement.from, november(19));
    EXPECT_EQ(statement.opening, euro(100000));
    EXPECT_EQ(statement.closing, euro(112100));
    EXPECT_FALSE(statement.provisional);
    EXPECT_EQ(statement.file, "bank/file");
}

TEST_F(LedgerStatements, TheSameStatementAgainChangesNothing) {
    const Ledger::StatementIntake intake =
        statement_of(102, 19, 19, std::nullopt, {entry_of(19, 100, "a"), entry_of(19, 100, "a")});
    add(*ledger_, intake);
    const std::int64_t version = ledger_->version();
    const ImportCounts again = add(*ledger_, intake);
    EXPECT_EQ(again.statements_known, 1);
    EXPECT_EQ(again.lines_known, 2);
    EXPECT_EQ(again.lines, 0);
    EXPECT_EQ(ledger_->version(), version);
    EXPECT_THAT(amounts(), ElementsAre(100, 100)) << "two equal payments of one day are two";
}

TEST_F(LedgerStatements, AnotherFormatOfTheSameDayAddsNothing) {
    BankEntry single = entry_of(19, 85726, "010806817183");
    BankEntry batch = entry_of(19, 31000, "2 payments");
    add(*ledger_, statement_of(102, 19, 19, 100000, {single, batch}));
    // Another numbering, other references of the bank, and the batch in detail.
    single.bank_reference = "NTRY-9";
    single.structured_reference = "010806817183";
    single.remittance.clear();
    const ImportCounts counts =
        add(*ledger_, statement_of(177, 19, 19, 100000,
                                   {single, entry_of(19, 20000, "x"), entry_of(19, 11000, "y")}));
    EXPECT_EQ(counts.statements_known, 1);
    EXPECT_EQ(counts.lines_known, 3);
    EXPECT_THAT(amounts(), ElementsAre(85726, 31000));
    EXPECT_EQ(must(ledger_->statements()).size(), 1U);
}

TEST_F(LedgerStatements, TheDayOfTheOldBalanceMakesNoOtherStatement) {
    Ledger::StatementIntake dated_by_entries =
        statement_of(177, 19, 19, 1000, {entry_of(19, 100, "a")});
    add(*ledger_, dated_by_entries);
    Ledger::StatementIntake dated_by_balance =
        statement_of(0, 16, 19, 1000, {entry_of(19, 100, "b")});
    EXPECT_EQ(add(*ledger_, dated_by_balance).statements_known, 1);
    dated_by_balance = statement_of(177, 17, 19, 1000, {entry_of(19, 100, "b"), entry_of(19, 9)});
    EXPECT_EQ(add(*ledger_, dated_by_balance).statements_known, 1);
    ASSERT_EQ(must(ledger_->statements()).size(), 1U);
    EXPECT_EQ(must(ledger_->statements())[0].from, november(16)) << "the quiet days count";
}

TEST_F(LedgerStatements, ADayThatOnlyGivesTheOldBalanceClosesNothing) {
    Ledger::StatementIntake intraday =
        statement_of(0, 18, 18, std::nullopt, {entry_of(18, 100, "huur")});
    intraday.head.provisional = true;
    add(*ledger_, intraday);
    // Statement 101 of the 18th is missing; 102 gives the 18th as the day of its old balance.
    add(*ledger_, statement_of(102, 18, 19, 1100, {entry_of(19, 5, "x")}));
    EXPECT_THAT(amounts(), ElementsAre(100, 5));
}

TEST_F(LedgerStatements, AWeekOverItsDaysAddsOnlyTheDayThatWasMissing) {
    add(*ledger_, statement_of(1, 16, 16, 1000, {entry_of(16, 50, "batch")}));
    add(*ledger_, statement_of(3, 18, 18, 1120, {entry_of(18, 30, "c")}));
    const ImportCounts counts =
        add(*ledger_, statement_of(0, 16, 18, 1000,
                                   {entry_of(16, 20, "detail"), entry_of(16, 30, "detail"),
                                    entry_of(17, 70, "b"), entry_of(18, 30, "other words")}));
    EXPECT_EQ(counts.lines, 1);
    EXPECT_EQ(counts.lines_known, 3);
    EXPECT_THAT(amounts(), ElementsAre(50, 70, 30));
}

TEST_F(LedgerStatements, WithoutBalancesLinesAreRecognisedOneByOne) {
    BankEntry structured = entry_of(19, 12100);
    structured.structured_reference = "010806817183";
    structured.bank_reference = "A-1";
    add(*ledger_, statement_of(0, 18, 19, std::nullopt, {structured, entry_of(18, 500, "huur")}));
    BankEntry free_text = entry_of(19, 12100, "+++010/8068/17183+++");
    free_text.counterparty_iban = "nl91 abna 0417 1643 00";
    free_text.counterparty_name = "KLANT N.V.";
    BankEntry other_words = entry_of(18, 500, "H U U R");
    const ImportCounts counts =
        add(*ledger_, statement_of(0, 18, 20, std::nullopt,
                                   {other_words, free_text, entry_of(20, 12100, "010806817183")}));
    EXPECT_EQ(counts.lines_known, 2);
    EXPECT_EQ(counts.lines, 1) << "another day is another payment";
}

TEST_F(LedgerStatements, TheSameBankReferenceIsTheSameLineWhateverTheText) {
    BankEntry entry = entry_of(19, 12100, "kort");
    entry.bank_reference = "REF-1";
    add(*ledger_, statement_of(0, 18, 19, std::nullopt, {entry}));
    entry.remittance = "een heel andere tekst 2026";
    EXPECT_EQ(add(*ledger_, statement_of(0, 19, 20, std::nullopt, {entry})).lines, 0);
}

TEST_F(LedgerStatements, StatementsThatFollowEachOtherOnOneDayShareNoLine) {
    const Ledger::StatementIntake morning =
        statement_of(101, 19, 19, 1000, {entry_of(19, 100, "huur")});
    const Ledger::StatementIntake noon =
        statement_of(102, 19, 19, 1100, {entry_of(19, 100, "huur"), entry_of(19, 7, "x")});
    const Ledger::StatementIntake evening =
        statement_of(103, 19, 19, 1207, {entry_of(19, 100, "huur")});
    add(*ledger_, morning);
    add(*ledger_, evening);
    add(*ledger_, noon);
    for (const Ledger::StatementIntake& again : {noon, morning, evening}) {
        EXPECT_EQ(add(*ledger_, again).lines, 0);
    }
    EXPECT_THAT(amounts(), testing::UnorderedElementsAre(100, 100, 7, 100));
    EXPECT_EQ(must(ledger_->statements()).size(), 3U);
}

TEST_F(LedgerStatements, ProvisionalLinesBecomeTheFinalOnesAndKeepTheirMatches) {
    must(ledger_->add_invoice(invoice_of("F1", 12100), november(2), "f"));
    Ledger::StatementIntake intraday =
        statement_of(0, 19, 19, std::nullopt, {entry_of(19, 12100, "F1")});
    intraday.head.provisional = true;
    add(*ledger_, intraday);
    const std::string id = lines()[0].id;
    must(ledger_->allocate(id, "invoice:F1", std::nullopt, "person"));
    BankEntry known = entry_of(19, 12100, "F1 met de volledige tekst");
    known.counterparty_bic = "ABNANL2A";
    const ImportCounts counts =
        add(*ledger_, statement_of(102, 19, 19, 0, {entry_of(19, 5, "y"), known}));
    EXPECT_EQ(counts.lines, 1);
    EXPECT_EQ(counts.lines_known, 1);
    ASSERT_EQ(lines().size(), 2U);
    const LedgerBankLine line = lines()[1];
    EXPECT_EQ(line.id, id);
    EXPECT_EQ(line.label, "line 2 of 2026-11-19 (statement 102)");
    EXPECT_EQ(line.entry.counterparty_bic, "ABNANL2A");
    EXPECT_TRUE(line.unallocated.is_zero());
    // Late, the intraday report comes once more: nothing new, and nothing goes back.
    EXPECT_EQ(add(*ledger_, intraday).lines, 0);
    EXPECT_EQ(lines()[1].label, "line 2 of 2026-11-19 (statement 102)");
}

TEST_F(LedgerStatements, ProvisionalLinesThatNeverCameAreDroppedOnceTheBankHasGoneOn) {
    must(ledger_->add_invoice(invoice_of("F1", 12100), november(2), "f"));
    Ledger::StatementIntake intraday =
        statement_of(0, 19, 19, std::nullopt, {entry_of(19, 12100, "F1")});
    intraday.head.provisional = true;
    add(*ledger_, intraday);
    must(ledger_->allocate(lines()[0].id, "invoice:F1", std::nullopt, "person"));
    add(*ledger_, statement_of(102, 19, 19, 0, {entry_of(19, 5, "y")}));
    EXPECT_EQ(lines().size(), 2U) << "another statement of this day may still bring it";
    add(*ledger_, statement_of(103, 20, 20, 5, {}));
    EXPECT_THAT(amounts(), ElementsAre(5));
    EXPECT_EQ(item_of(*ledger_, "invoice:F1").open, euro(12100));
    EXPECT_EQ(event_words(*ledger_).back(), "unmatched match:1 K-17");
    EXPECT_EQ(add(*ledger_, intraday).lines, 0) << "and it does not come back";
}

TEST_F(LedgerStatements, AProvisionalLineMayLackTheAccountOrHaveItsTextCut) {
    BankEntry cut = entry_of(19, 100, "huur novem");
    BankEntry nameless = entry_of(19, 200, "factuur 12");
    nameless.counterparty_iban.clear();
    Ledger::StatementIntake intraday = statement_of(0, 19, 19, std::nullopt, {cut, nameless});
    intraday.head.provisional = true;
    add(*ledger_, intraday);
    const ImportCounts counts =
        add(*ledger_, statement_of(102, 19, 19, 0,
                                   {entry_of(19, 100, "huur november 2026"),
                                    entry_of(19, 200, "factuur 12"), entry_of(19, 200, "nr. 77")}));
    EXPECT_EQ(counts.lines_known, 2);
    EXPECT_THAT(amounts(), ElementsAre(100, 200, 200));
}

TEST_F(LedgerStatements, BalancesAloneShowThatStatementsFollowEachOther) {
    add(*ledger_, statement_of(0, 19, 19, 1000, {entry_of(19, 100, "huur")}));
    EXPECT_EQ(add(*ledger_, statement_of(0, 19, 19, 1100, {entry_of(19, 100, "huur")})).lines, 1);
    EXPECT_EQ(must(ledger_->statements()).size(), 2U);
    const Ledger::StatementIntake whole =
        statement_of(0, 19, 19, 1000, {entry_of(19, 100, "huur"), entry_of(19, 100, "huur")});
    EXPECT_EQ(add(*ledger_, whole).lines, 0) << "both of them once more";
}

TEST_F(LedgerStatements, APaymentBeyondTheProvisionalOnesIsNew) {
    Ledger::StatementIntake intraday =
        statement_of(0, 19, 19, std::nullopt, {entry_of(19, 100, "huur")});
    intraday.head.provisional = true;
    add(*ledger_, intraday);
    BankEntry stranger = entry_of(19, 100, "huur");
    stranger.counterparty_iban = "BE41063012345610";
    add(*ledger_, statement_of(102, 19, 19, 0,
                               {stranger, entry_of(19, 100, "huur"), entry_of(19, 100, "huur")}));
    EXPECT_THAT(amounts(), ElementsAre(100, 100, 100));
}

TEST_F(LedgerStatements, AProvisionalPaymentOfAnotherPayerIsAnotherPayment) {
    Ledger::StatementIntake intraday =
        statement_of(0, 19, 19, std::nullopt, {entry_of(19, 100, "huur")});
    intraday.head.provisional = true;
    add(*ledger_, intraday);
    BankEntry stranger = entry_of(19, 100, "lidgeld");
    stranger.counterparty_iban = "BE41063012345610";
    EXPECT_EQ(add(*ledger_, statement_of(102, 19, 19, 0, {stranger})).lines, 1);
}

TEST_F(LedgerStatements, RefusesWholeWhatDoesNotFit) {
    BankEntry dollars = entry_of(19, 100);
    dollars.amount.currency = *Currency::parse("USD");
    const Result<ImportCounts> mixed = ledger_->add_statement(
        statement_of(1, 19, 19, std::nullopt, {entry_of(19, 1), dollars}), "f");
    ASSERT_FALSE(mixed.has_value());
    EXPECT_EQ(mixed.error().where, "line 2");
    EXPECT_EQ(mixed.error().found, "USD");
    Ledger::StatementIntake nowhere = statement_of(1, 19, 19, 0, {});
    nowhere.head.account.clear();
    EXPECT_FALSE(ledger_->add_statement(nowhere, "f").has_value());
    Ledger::StatementIntake never = statement_of(1, 19, 19, 0, {});
    never.head.from = never.head.until = std::nullopt;
    never.foot.from = never.foot.until = Date();
    EXPECT_FALSE(ledger_->add_statement(never, "f").has_value());
    EXPECT_THAT(lines(), IsEmpty());
    EXPECT_THAT(must(ledger_->statements()), IsEmpty());
}

TEST_F(LedgerStatements, EntriesWidenTheDays) {
    Ledger::StatementIntake intake = statement_of(1, 19, 19, 0, {entry_of(17, 1), entry_of(21, 1)});
    intake.head.from = std::nullopt;
    add(*ledger_, intake);
    const LedgerStatement statement = must(ledger_->statements()).at(0);
    EXPECT_EQ(statement.from, november(17));
    EXPECT_EQ(statement.until, november(21));
}

TEST_F(LedgerStatements, AStatementMakesItsAccountAndPeopleMayNameIt) {
    add(*ledger_, statement_of(1, 19, 19, 0, {entry_of(19, 1)}));
    Ledger::StatementIntake dollars = statement_of(1, 19, 19, std::nullopt, {});
    dollars.head.currency = "USD";
    add(*ledger_, dollars);
    std::vector<LedgerAccount> accounts = must(ledger_->accounts());
    ASSERT_EQ(accounts.size(), 2U);
    EXPECT_EQ(accounts[0].id, own_iban);
    EXPECT_EQ(accounts[0].iban, own_iban);
    EXPECT_EQ(accounts[0].currency, "EUR");
    EXPECT_TRUE(accounts[0].customers_pay_here);
    EXPECT_EQ(accounts[1].id, std::string(own_iban) + "-USD");

    LedgerAccount named;
    named.id = "zicht";
    named.iban = "BE68 5390 0754 7034";
    named.name = "Zichtrekening";
    named.currency = "EUR";
    named.customers_pay_here = false;
    ASSERT_TRUE(ledger_->set_account(named).has_value());
    EXPECT_EQ(lines()[0].account_id, "zicht") << "the account of the lines has its new id";
    add(*ledger_, statement_of(2, 20, 20, 1, {entry_of(20, 1)}));
    accounts = must(ledger_->accounts());
    ASSERT_EQ(accounts.size(), 2U);
    EXPECT_EQ(accounts[1].id, "zicht");
    EXPECT_EQ(accounts[1].name, "Zichtrekening");
    EXPECT_FALSE(accounts[1].customers_pay_here);
    const std::int64_t version = ledger_->version();
    ASSERT_TRUE(ledger_->set_account(named).has_value());
    EXPECT_EQ(ledger_->version(), version);
}

TEST_F(LedgerStatements, PaymentsOfABatchHaveTheirOwnLabels) {
    Ledger::StatementIntake intake =
        statement_of(0, 19, 19, std::nullopt, {entry_of(19, 100), entry_of(19, 200)});
    intake.entries[1].line = 1;
    intake.entries[0].batch_line = 1;
    intake.entries[1].batch_line = 2;
    add(*ledger_, intake);
    EXPECT_EQ(lines()[1].label, "line 1, payment 2 of 2026-11-19");
}

} // namespace
} // namespace afpunt::standalone
