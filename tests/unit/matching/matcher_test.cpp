// SPDX-License-Identifier: MIT
//
// The rules of the matcher, each as a sentence about people who pay.
#include "matching_fixture.hpp"

namespace afpunt::matching {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Currency usd = Currency::parse("USD").value();

// Structured references

TEST_F(Matching, IsCertainOfTheItemsOwnReference) {
    book::BankLine line = money("line", 12100);
    line.structured_reference = "010806817183";
    const Proposal proposal = proposed(line);
    EXPECT_EQ(summary(proposal), "Certain StructuredReference V26-0107=12100");
    EXPECT_EQ(proposal.evidence, first_reference);
    EXPECT_THAT(proposal.party_ids, ElementsAre("peeters"));
}

TEST_F(Matching, FindsTheReferenceInFreeText) {
    EXPECT_EQ(summary(proposed(12100, "betaling ***010/8068/17183*** dank u")),
              "Certain StructuredReference V26-0107=12100");
    item("V26-0107").payment_reference = "RF18 5390 0754 7034";
    EXPECT_EQ(summary(proposed(12100, "rf18539007547034")),
              "Certain StructuredReference V26-0107=12100");
}

TEST_F(Matching, BooksAPartPaymentOnItsReference) {
    EXPECT_EQ(summary(proposed(4000, first_reference)),
              "Certain StructuredReference V26-0107=4000");
}

TEST_F(Matching, BelievesTheAmountWhereTheReferenceIsAnotherInvoices) {
    // Copied from an earlier payment: 50.00 is V26-0108 of the same customer.
    const Proposal proposal = proposed(5000, first_reference);
    EXPECT_EQ(summary(proposal), "Likely AmountOnly V26-0108=5000");
    EXPECT_EQ(proposal.evidence, first_reference);
}

TEST_F(Matching, LeavesOverPaymentUnallocated) {
    EXPECT_EQ(summary(proposed(20000, first_reference)),
              "Certain StructuredReference V26-0107=12100");
}

TEST_F(Matching, PaysInstalmentsOfOneReferenceOldestFirst) {
    book::OpenItem later = invoice("V26-0107", "peeters", 8000, first_reference);
    later.id = "V26-0107/2";
    later.due_on = day + 30;
    snapshot.items.insert(snapshot.items.begin(), later);
    EXPECT_EQ(summary(proposed(15000, first_reference)),
              "Certain StructuredReference V26-0107=12100 V26-0107/2=2900");
}

TEST_F(Matching, AddsUpSeveralReferences) {
    item("V26-0109").customer_id = "peeters";
    const std::string both = std::string(first_reference) + " " + second_reference;
    EXPECT_EQ(summary(proposed(42100, both)),
              "Certain StructuredReference V26-0107=12100 V26-0109=30000");
    EXPECT_EQ(summary(proposed(40000, both)),
              "Likely StructuredReference V26-0107=12100 V26-0109=27900");
}

TEST_F(Matching, SaysNothingAboutAReferenceThatNobodyHas) {
    EXPECT_EQ(summary(proposed(77, "+++090/9337/55493+++")), "none");
}

TEST_F(Matching, GoesOnWithTheNumberWhereTheReferenceIsUnknown) {
    EXPECT_EQ(summary(proposed(12100, "+++090/9337/55493+++ V26-0107")),
              "Certain InvoiceNumber V26-0107=12100");
}

TEST_F(Matching, NeverMixesCurrencies) {
    book::BankLine line = money("line", 12100, first_reference);
    line.amount.currency = line.unallocated.currency = usd;
    const Proposal proposal = proposed(line);
    EXPECT_EQ(summary(proposal), "Possible StructuredReference");
    EXPECT_THAT(proposal.party_ids, ElementsAre("peeters"));
}

TEST_F(Matching, DoubtsAReferenceFromAnotherCustomersAccount) {
    book::BankLine line = money("line", 12100, first_reference);
    line.payer_iban = maes_iban;
    const Proposal proposal = proposed(line);
    EXPECT_EQ(summary(proposal), "Likely StructuredReference V26-0107=12100");
    EXPECT_THAT(proposal.party_ids, ElementsAre("peeters", "maes"));
    // Somebody whom the host does not know may pay for another.
    line.payer_iban = "BE43730004200601";
    EXPECT_EQ(summary(proposed(line)), "Certain StructuredReference V26-0107=12100");
}

TEST_F(Matching, DoubtsAnItemThatContradictsItself) {
    item("V26-0107").total = Money{100};
    EXPECT_EQ(summary(proposed(12100, first_reference)),
              "Likely StructuredReference V26-0107=12100");
}

TEST_F(Matching, ReadsReferenceAndNumberOfOneInvoiceAsOne) {
    snapshot.items.push_back(invoice("F2026/0043", "maes", 11000, second_reference));
    item("V26-0109").payment_reference = "";
    EXPECT_EQ(summary(proposed(11000, "FACTUUR F2026/0043 ***240/2838/42818***")),
              "Certain StructuredReference F2026/0043=11000");
}

TEST_F(Matching, AddsANumberToAReference) {
    EXPECT_EQ(summary(proposed(17100, std::string(first_reference) + " en V26-0108")),
              "Certain SeveralNumbers V26-0107=12100 V26-0108=5000");
    EXPECT_EQ(summary(proposed(9000, std::string(first_reference) + " en V26-0108")),
              "Likely StructuredReference V26-0107=9000");
}

// Invoice numbers

TEST_F(Matching, IsCertainOfAWholeInvoiceNumber) {
    for (const char* text : {"V26-0107", "v26-0107", "fact V26 0107", "FACTUUR V26/0107", "V260107",
                             "betaling factuur nr.V26-0107, dank"}) {
        EXPECT_EQ(summary(proposed(12100, text)), "Certain InvoiceNumber V26-0107=12100") << text;
    }
    EXPECT_EQ(proposed(12100, "fact V26 0107").evidence, "V26 0107");
}

TEST_F(Matching, BooksAPartPaymentOnItsNumber) {
    book::BankLine line = money("line", 20000, "V26-0109");
    EXPECT_EQ(summary(proposed(line)), "Possible InvoiceNumber V26-0109=20000");
    line.payer_iban = maes_iban;
    EXPECT_EQ(summary(proposed(line)), "Certain InvoiceNumber V26-0109=20000");
    line.payer_iban = "";
    line.payer_name = "MAES EN ZONEN";
    EXPECT_EQ(summary(proposed(line)), "Certain InvoiceNumber V26-0109=20000");
}

TEST_F(Matching, DoubtsAPartPaymentWhereASlipLeadsToTheNextInvoice) {
    book::BankLine line = money("line", 4000, "V26-0107");
    line.payer_iban = peeters_iban;
    EXPECT_EQ(summary(proposed(line)), "Likely InvoiceNumber V26-0107=4000");
    item("V26-0108").number = "V26-0199";
    EXPECT_EQ(summary(proposed(line)), "Certain InvoiceNumber V26-0107=4000");
}

TEST_F(Matching, DoubtsANumberWithTooMuchMoney) {
    EXPECT_EQ(summary(proposed(12150, "V26-0107")), "Certain InvoiceNumber V26-0107=12100");
    EXPECT_EQ(summary(proposed(12300, "V26-0107")), "Possible InvoiceNumber V26-0107=12100");
}

TEST_F(Matching, NeedsTheExactAmountWhereZerosAreDropped) {
    for (const char* text : {"fact v26 107", "V26/107", "V 26 107"}) {
        EXPECT_EQ(summary(proposed(12100, text)), "Certain InvoiceNumber V26-0107=12100") << text;
        EXPECT_EQ(summary(proposed(12000, text)), "Likely InvoiceNumber V26-0107=12000") << text;
    }
}

TEST_F(Matching, DoubtsANumberFromAnotherCustomersAccount) {
    book::BankLine line = money("line", 12100, "V26-0107");
    line.payer_iban = maes_iban;
    EXPECT_EQ(summary(proposed(line)), "Likely InvoiceNumber V26-0107=12100");
}

TEST_F(Matching, DoesNotCutWordsInTwo) {
    EXPECT_EQ(summary(proposed(12000, "XV26-0107")), "none");
    EXPECT_EQ(summary(proposed(12000, "V26-01075")), "none");
    EXPECT_EQ(summary(proposed(12000, "V26-0107B")), "none");
    // The exact amount makes the digits a hint, no more.
    EXPECT_EQ(summary(proposed(12100, "XV26-0107")), "Likely InvoiceNumber V26-0107=12100");
}

TEST_F(Matching, DoesNotTakeTheDigitsOutOfAnotherNumber) {
    snapshot.items.push_back(invoice("20260043", "an", 9900));
    EXPECT_EQ(summary(proposed(9900, "AB20260043")), "none");
    EXPECT_EQ(summary(proposed(9900, "F20260043")), "Certain InvoiceNumber 20260043=9900");
    EXPECT_EQ(summary(proposed(9900, "2026 0043")), "Certain InvoiceNumber 20260043=9900");
}

TEST_F(Matching, DoubtsDigitsThatMayBeAYear) {
    snapshot.items.push_back(invoice("2026", "an", 9900));
    EXPECT_EQ(summary(proposed(5000, "huur 2026")), "Possible InvoiceNumber 2026=5000");
    EXPECT_EQ(summary(proposed(9900, "huur 2026")), "Likely InvoiceNumber 2026=9900");
    EXPECT_EQ(summary(proposed(9900, "factuur 2026")), "Certain InvoiceNumber 2026=9900");
    book::BankLine line = money("line", 9900, "huur 2026");
    line.payer_name = "An Claes";
    EXPECT_EQ(summary(proposed(line)), "Certain InvoiceNumber 2026=9900");
}

TEST_F(Matching, AsksWhoPaysWhereTwoCustomersHaveOneNumber) {
    book::OpenItem other = invoice("V26-0107", "maes", 700);
    other.id = "taken over";
    snapshot.items.push_back(other);
    EXPECT_EQ(summary(proposed(12100, "V26-0107")), "Likely InvoiceNumber V26-0107=12100");
    EXPECT_EQ(summary(proposed(700, "V26-0107")), "Likely InvoiceNumber taken over=700");
    EXPECT_TRUE(proposed(500, "V26-0107").allocations.empty());
    book::BankLine line = money("line", 500, "V26-0107");
    line.payer_iban = maes_iban;
    EXPECT_EQ(summary(proposed(line)), "Likely InvoiceNumber taken over=500");
}

TEST_F(Matching, ReadsAStructuredFieldThatHoldsANumber) {
    book::BankLine line = money("line", 12100);
    line.structured_reference = "V26-0107";
    EXPECT_EQ(summary(proposed(line)), "Certain InvoiceNumber V26-0107=12100");
}

// Several numbers

TEST_F(Matching, IsCertainOfSeveralNumbersThatAddUp) {
    EXPECT_EQ(summary(proposed(17100, "V26-0107 en V26-0108")),
              "Certain SeveralNumbers V26-0107=12100 V26-0108=5000");
    EXPECT_EQ(proposed(17100, "V26-0107 en V26-0108").evidence, "V26-0107, V26-0108");
}

TEST_F(Matching, DoubtsSeveralNumbersThatDoNotAddUp) {
    item("V26-0108").due_on = day - 50;
    EXPECT_EQ(summary(proposed(15000, "V26-0107 V26-0108")),
              "Possible SeveralNumbers V26-0108=5000 V26-0107=10000");
    EXPECT_EQ(summary(proposed(90000, "V26-0107 V26-0108")),
              "Possible SeveralNumbers V26-0108=5000 V26-0107=12100");
}

TEST_F(Matching, SubtractsACreditNoteThatIsNamed) {
    book::OpenItem credit = invoice("CN26-0004", "peeters", 2100);
    credit.kind = book::DocumentKind::CreditNote;
    snapshot.items.push_back(credit);
    EXPECT_EQ(summary(proposed(10000, "V26-0107 min CN26-0004")),
              "Certain SeveralNumbers V26-0107=10000");
    EXPECT_EQ(summary(proposed(9000, "V26-0107 min CN26-0004")),
              "Possible SeveralNumbers V26-0107=9000");
}

TEST_F(Matching, DoubtsNumbersOfDifferentCustomers) {
    EXPECT_EQ(summary(proposed(42100, "V26-0107 V26-0109")),
              "Likely SeveralNumbers V26-0107=12100 V26-0109=30000");
}

TEST_F(Matching, TakesAShortNumberBesideAWholeOneForAnother) {
    EXPECT_EQ(summary(proposed(17100, "V26-0107 + 108")),
              "Likely SeveralNumbers V26-0107=12100 V26-0108=5000");
    EXPECT_EQ(summary(proposed(8000, "V26-0107 + 108")), "Possible InvoiceNumber V26-0107=8000");
    EXPECT_EQ(summary(proposed(12100, "V26-0107 + 108")), "Certain InvoiceNumber V26-0107=12100");
}

// Short numbers

TEST_F(Matching, NeedsTheAmountForAShortNumber) {
    EXPECT_EQ(summary(proposed(12100, "fact 107")), "Likely InvoiceNumber V26-0107=12100");
    EXPECT_EQ(summary(proposed(12000, "fact 107")), "none");
    EXPECT_EQ(summary(proposed(12100, "0107")), "Likely InvoiceNumber V26-0107=12100");
}

TEST_F(Matching, NeedsThePayerForAShortNumberWithAnotherAmount) {
    book::BankLine line = money("line", 6000, "fact. 107");
    line.payer_iban = peeters_iban;
    EXPECT_EQ(summary(proposed(line)), "Likely InvoiceNumber V26-0107=6000");
    line.payer_iban = maes_iban;
    EXPECT_EQ(summary(proposed(line)), "Possible PayerOnly");
}

TEST_F(Matching, AddsUpShortNumbers) {
    for (const char* text : {"fact. 107 + 108", "107/108", "107 & 108", "107, 108"}) {
        EXPECT_EQ(summary(proposed(17100, text)),
                  "Likely SeveralNumbers V26-0107=12100 V26-0108=5000")
            << text;
    }
    EXPECT_EQ(summary(proposed(17000, "107 + 108")), "none");
}

TEST_F(Matching, ChoosesNobodyWhereAShortNumberFitsTwoCustomers) {
    snapshot.items.push_back(invoice("V25-0107", "maes", 12100));
    EXPECT_EQ(summary(proposed(12100, "fact 107")), "none");
    book::BankLine line = money("line", 12100, "fact 107");
    line.payer_iban = maes_iban;
    EXPECT_EQ(summary(proposed(line)), "Likely InvoiceNumber V25-0107=12100");
}

TEST_F(Matching, DoesNotTakeAmountsAndDatesForNumbers) {
    snapshot.items.push_back(invoice("V26-0012", "an", 777));
    EXPECT_EQ(summary(proposed(12100, "107,50 eur")), "none");
    EXPECT_EQ(summary(proposed(777, "dd 12/10/2026")), "none");
    EXPECT_EQ(summary(proposed(777, "dd 12.10.26")), "none");
    EXPECT_EQ(summary(proposed(777, "nr 12")), "Likely InvoiceNumber V26-0012=777");
}

TEST_F(Matching, PrefersTheExactAmountToAShortNumber) {
    book::BankLine line = money("line", 5000, "klant 107");
    line.payer_iban = peeters_iban;
    EXPECT_EQ(summary(proposed(line)), "Likely PayerAndAmount V26-0108=5000");
}

// Mistyped references

TEST_F(Matching, RecognisesAMistypedReference) {
    for (const char* text : {"+++010/8068/17138+++", "010806817283", "010 8068 17193"}) {
        EXPECT_EQ(summary(proposed(12100, text)), "Likely ReferenceTypo V26-0107=12100") << text;
    }
    EXPECT_EQ(summary(proposed(12100, "+++010/8068/18193+++")), "none");
}

TEST_F(Matching, AsksTheAmountWhichOfTwoReferencesWasMeant) {
    // Both are one digit away from the written one.
    item("V26-0107").payment_reference = "+++000/0000/00101+++";
    item("V26-0108").payment_reference = "+++000/0000/00202+++";
    item("V26-0109").payment_reference = "";
    EXPECT_EQ(summary(proposed(12100, "+++000/0000/00201+++")),
              "Likely ReferenceTypo V26-0107=12100");
    EXPECT_EQ(summary(proposed(5000, "+++000/0000/00201+++")),
              "Likely ReferenceTypo V26-0108=5000");
    EXPECT_EQ(summary(proposed(99, "+++000/0000/00201+++")), "none");
}

// Payers

TEST_F(Matching, TrustsAKnownAccountWithTheExactAmount) {
    book::BankLine line = money("line", 5000, "bedankt");
    line.payer_iban = "be68 5390 0754 7034";
    const Proposal proposal = proposed(line);
    EXPECT_EQ(summary(proposal), "Likely PayerAndAmount V26-0108=5000");
    EXPECT_THAT(proposal.party_ids, ElementsAre("peeters"));
}

TEST_F(Matching, AllowsForBankCharges) {
    book::BankLine line = money("line", 12050);
    line.payer_iban = peeters_iban;
    EXPECT_EQ(summary(proposed(line)), "Likely PayerAndAmount V26-0107=12050");
    Options strict;
    strict.tolerance_minor = 0;
    EXPECT_EQ(summary(proposed(line, strict)), "Possible PayerOnly");
}

TEST_F(Matching, KnowsTheAmountThatADiscountLeaves) {
    item("V26-0107").discount = book::EarlyPaymentDiscount{Money{2100}, day};
    book::BankLine line = money("line", 10000);
    line.payer_iban = peeters_iban;
    EXPECT_EQ(summary(proposed(line)), "Likely DiscountTaken V26-0107=10000");
    item("V26-0107").discount->last_day = day - 1;
    EXPECT_EQ(summary(proposed(line)), "Possible PayerOnly");
}

TEST_F(Matching, PaysTheOldestOfEqualAmountsFirst) {
    snapshot.items.push_back(invoice("V26-0090", "peeters", 5000));
    item("V26-0090").due_on = day - 90;
    book::BankLine line = money("line", 5000);
    line.payer_iban = peeters_iban;
    EXPECT_EQ(summary(proposed(line)), "Likely PayerAndAmount V26-0090=5000");
}

TEST_F(Matching, RecognisesTheWholeBalance) {
    book::BankLine line = money("line", 17100);
    line.payer_iban = peeters_iban;
    EXPECT_EQ(summary(proposed(line)), "Likely WholeBalance V26-0107=12100 V26-0108=5000");
    book::OpenItem credit = invoice("CN26-0004", "peeters", 2100);
    credit.kind = book::DocumentKind::CreditNote;
    snapshot.items.push_back(credit);
    line.unallocated = line.amount = Money{15000};
    EXPECT_EQ(summary(proposed(line)), "Likely WholeBalance V26-0107=12100 V26-0108=2900");
}

TEST_F(Matching, HoldsTheCustomerWhoPaidSomethingElse) {
    book::BankLine line = money("line", 333);
    line.payer_iban = peeters_iban;
    const Proposal proposal = proposed(line);
    EXPECT_EQ(summary(proposal), "Possible PayerOnly");
    EXPECT_THAT(proposal.party_ids, ElementsAre("peeters"));
    EXPECT_EQ(proposal.evidence, peeters_iban);
}

TEST_F(Matching, LearnsAnAccountFromAnEarlierPayment) {
    book::BankLine earlier = money("earlier", 100);
    earlier.unallocated = Money{0};
    earlier.payer_iban = "BE43730004200601";
    book::Allocation allocation;
    allocation.id = "a";
    allocation.item_id = "V26-0111";
    allocation.source_id = "earlier";
    allocation.amount = Money{100};
    item("V26-0111").total = Money{4350};
    book::BankLine line = money("line", 4250);
    line.payer_iban = earlier.payer_iban;
    snapshot.bank_lines = {earlier, line};
    EXPECT_THAT(proposals(), IsEmpty());
    snapshot.allocations = {allocation};
    ASSERT_EQ(proposals().size(), 1U);
    EXPECT_EQ(summary(proposals()[0]), "Likely PayerAndAmount V26-0111=4250");
    // A provider's account pays for everybody.
    snapshot.bank_lines[0].kind = book::BankLineKind::ProviderPayout;
    EXPECT_THAT(proposals(), IsEmpty());
}

TEST_F(Matching, IgnoresMoneyFromTheFirmsOwnAccounts) {
    book::BankAccount savings;
    savings.id = savings.iban = peeters_iban;
    snapshot.accounts = {savings};
    book::BankLine line = money("line", 5000);
    line.payer_iban = peeters_iban;
    line.payer_name = "An Claes";
    EXPECT_EQ(summary(proposed(line)), "none");
}

TEST_F(Matching, HoldsTheCustomerWhosePaidInvoiceIsNamedAgain) {
    item("V26-0107").state = book::DocumentState::Settled;
    item("V26-0107").open = Money{0};
    for (const char* text : {first_reference, "V26-0107"}) {
        const Proposal proposal = proposed(12100, text);
        EXPECT_EQ(proposal.confidence, Confidence::Possible);
        EXPECT_TRUE(proposal.allocations.empty());
        EXPECT_THAT(proposal.party_ids, ElementsAre("peeters"));
        EXPECT_EQ(proposal.evidence, text);
    }
}

TEST_F(Matching, RecognisesANameWithTheExactAmount) {
    book::BankLine line = money("line", 4250);
    line.payer_name = "CLAES AN";
    EXPECT_EQ(summary(proposed(line)), "Likely AmountOnly V26-0111=4250");
    line.unallocated = line.amount = Money{4000};
    const Proposal other = proposed(line);
    EXPECT_EQ(summary(other), "Possible PayerOnly");
    EXPECT_THAT(other.party_ids, ElementsAre("an"));
}

TEST_F(Matching, DoesNotHoldAStrangerForAnAmountAlone) {
    book::BankLine line = money("line", 4250);
    line.payer_name = "Jan Wouters";
    EXPECT_EQ(summary(proposed(line)), "none");
    line.payer_name = "";
    line.remittance = "dank u";
    EXPECT_EQ(summary(proposed(line)), "none");
}

// What is no candidate

TEST_F(Matching, LooksOnlyAtMoneyThatMayBeACustomers) {
    for (const auto kind :
         {book::BankLineKind::ReturnedDebit, book::BankLineKind::OwnTransfer,
          book::BankLineKind::ProviderPayout, book::BankLineKind::NotCustomerMoney}) {
        book::BankLine line = money("line", 12100, first_reference);
        line.kind = kind;
        EXPECT_EQ(summary(proposed(line)), "none");
    }
    EXPECT_EQ(summary(proposed(-12100, first_reference)), "none");
    book::BankLine line = money("line", 12100, first_reference);
    line.unallocated = Money{0};
    EXPECT_EQ(summary(proposed(line)), "none");
    line.unallocated = Money{100};
    EXPECT_EQ(summary(proposed(line)), "Certain StructuredReference V26-0107=100");
}

TEST_F(Matching, LeavesCancelledInvoicesAlone) {
    for (const auto state : {book::DocumentState::Cancelled, book::DocumentState::WrittenOff}) {
        item("V26-0107").state = state;
        EXPECT_TRUE(proposed(12100, first_reference).allocations.empty());
    }
    item("V26-0107").state = book::DocumentState::Disputed;
    EXPECT_EQ(summary(proposed(12100, first_reference)),
              "Certain StructuredReference V26-0107=12100");
}

TEST_F(Matching, ObeysAPersonWhoSaidNo) {
    Options no;
    no.refusals = {{"line", "V26-0107"}};
    EXPECT_EQ(summary(proposed(money("line", 12100, first_reference), no)), "none");
    EXPECT_EQ(summary(proposed(money("line", 17100, "V26-0107 V26-0108"), no)),
              "Possible InvoiceNumber V26-0108=5000");
    EXPECT_EQ(summary(proposed(money("other", 12100, first_reference), no)),
              "Certain StructuredReference V26-0107=12100");
    no.refusals = {{"line", ""}};
    book::BankLine line = money("line", 12100, "V26-0108");
    line.payer_iban = peeters_iban;
    EXPECT_EQ(summary(proposed(line, no)), "none");
}

// Many lines

TEST_F(Matching, PromisesAnItemOnlyOnce) {
    snapshot.bank_lines = {money("second", 12100, first_reference),
                           money("first", 12100, "V26-0107")};
    snapshot.bank_lines[0].booked_on = day + 1;
    const std::vector<Proposal> found = proposals();
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].bank_line_id, "second");
    EXPECT_EQ(summary(found[0]), "Possible StructuredReference");
    EXPECT_THAT(found[0].party_ids, ElementsAre("peeters"));
    EXPECT_EQ(summary(found[1]), "Certain InvoiceNumber V26-0107=12100");
}

TEST_F(Matching, BooksTwoPartPaymentsUpToTheOpenAmount) {
    snapshot.bank_lines = {money("1", 10000, first_reference), money("2", 10000, first_reference)};
    const std::vector<Proposal> found = proposals();
    EXPECT_EQ(summary(found.at(0)), "Certain StructuredReference V26-0107=10000");
    EXPECT_EQ(summary(found.at(1)), "Certain StructuredReference V26-0107=2100");
}

} // namespace
} // namespace afpunt::matching
