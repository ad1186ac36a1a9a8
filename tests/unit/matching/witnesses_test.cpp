// SPDX-License-Identifier: MIT
//
// A number is one witness; amount and payer are others. What the matcher believes when they agree,
// and when they do not.
#include "matching/structured_reference.hpp"

#include "matching_fixture.hpp"

namespace afpunt::matching {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const char* const accountants_iban = "BE43730004200601";

// Slips that lead elsewhere

TEST_F(Matching, DoubtsANumberWhoseNeighbourHasTheSameAmount) {
    item("V26-0109").open = item("V26-0109").total = Money{12100};
    EXPECT_EQ(summary(proposed(12100, "V26-0107")), "Likely InvoiceNumber V26-0107=12100");
    book::BankLine line = money("line", 12100, "V26-0107");
    line.payer_iban = peeters_iban;
    EXPECT_EQ(summary(proposed(line)), "Certain InvoiceNumber V26-0107=12100")
        << "the other is another customer's";
    item("V26-0108").open = item("V26-0108").total = Money{12100};
    EXPECT_EQ(summary(proposed(line)), "Likely InvoiceNumber V26-0107=12100");
}

TEST_F(Matching, DoubtsANumberWhoseAmountHundredsOwe) {
    for (int made = 0; made < 70; ++made)
        snapshot.items.push_back(invoice("X" + std::to_string(90000 + made), "maes", 12100));
    book::BankLine line = money("line", 12100, "V26-0107");
    EXPECT_EQ(summary(proposed(line)), "Likely InvoiceNumber V26-0107=12100");
    line.payer_name = "PEETERS BAKKERIJ";
    EXPECT_EQ(summary(proposed(line)), "Certain InvoiceNumber V26-0107=12100");
}

TEST_F(Matching, DoubtsABetalingskenmerkWhoseNeighbourHasTheSameAmount) {
    // The same check digit, although one digit differs: modulo 11 has two remainders for it.
    item("V26-0107").payment_reference = "1000000020260103";
    item("V26-0108").payment_reference = "1000000020260104";
    ASSERT_TRUE(parse_reference("1000000020260103"));
    ASSERT_TRUE(parse_reference("1000000020260104"));
    EXPECT_EQ(summary(proposed(12100, "1000000020260103")),
              "Certain StructuredReference V26-0107=12100");
    item("V26-0108").open = item("V26-0108").total = Money{12100};
    EXPECT_EQ(summary(proposed(12100, "1000000020260103")),
              "Likely StructuredReference V26-0107=12100");
    EXPECT_EQ(summary(proposed(4000, "1000000020260103")),
              "Likely StructuredReference V26-0107=4000");
}

// Mistyped references

TEST_F(Matching, NeedsTheAmountForAMistypedReference) {
    const char* const swapped = "+++010/8068/17138+++";
    EXPECT_EQ(summary(proposed(12100, swapped)), "Likely ReferenceTypo V26-0107=12100");
    EXPECT_EQ(summary(proposed(4000, swapped)), "Possible ReferenceTypo V26-0107=4000");
    book::BankLine line = money("line", 4000, swapped);
    line.payer_iban = peeters_iban;
    EXPECT_EQ(summary(proposed(line)), "Likely ReferenceTypo V26-0107=4000");
    line.payer_iban = maes_iban;
    EXPECT_EQ(proposed(line).confidence, Confidence::Possible);
}

TEST_F(Matching, RecognisesMistypedReferencesOfEveryScheme) {
    item("V26-0107").payment_reference = "RF18 5390 0754 7034";
    for (const char* text : {"RF18539007547043", "RF81 5390 0754 7034", "rf18539007547134"}) {
        EXPECT_EQ(summary(proposed(12100, text)), "Likely ReferenceTypo V26-0107=12100") << text;
    }
    item("V26-0107").payment_reference = "5010002167010010";
    EXPECT_EQ(summary(proposed(12100, "5010 0021 6710 0010")),
              "Likely ReferenceTypo V26-0107=12100");
    // Right check digit, but nobody has it.
    item("V26-0107").payment_reference = "1000000020260103";
    EXPECT_EQ(summary(proposed(12100, "1000000020260104")), "Likely ReferenceTypo V26-0107=12100");
}

TEST_F(Matching, ShowsTheTextThatLedThere) {
    EXPECT_EQ(proposed(12100, "bet ***010/8068/17183*** ok").evidence, "***010/8068/17183***");
    EXPECT_EQ(proposed(12100, "+++010/8068/17138+++ ok").evidence, "+++010/8068/17138+++");
    EXPECT_EQ(proposed(12100, "010 8068 17183").evidence, "010 8068 17183");
}

// Payers

TEST_F(Matching, DoubtsANumberFromSomebodyWithAnotherCustomersName) {
    book::BankLine line = money("line", 12100, "V26-0107");
    line.payer_name = "CLAES AN";
    const Proposal proposal = proposed(line);
    EXPECT_EQ(summary(proposal), "Likely InvoiceNumber V26-0107=12100");
    line.payer_name = "Jan Wouters";
    EXPECT_EQ(summary(proposed(line)), "Certain InvoiceNumber V26-0107=12100");
}

TEST_F(Matching, BelievesTheAmountWhenTheNumberIsAnotherCustomers) {
    book::BankLine line = money("line", 4250, "V26-0107");
    line.payer_name = "CLAES AN";
    EXPECT_EQ(summary(proposed(line)), "Likely AmountOnly V26-0111=4250");
}

TEST_F(Matching, DoubtsAPayerWhoseNamesakeOwesTheSame) {
    snapshot.parties.push_back(party("namesake", "Claes An"));
    book::BankLine line = money("line", 4250, "V26-0111");
    line.payer_name = "AN CLAES";
    EXPECT_EQ(summary(proposed(line)), "Certain InvoiceNumber V26-0111=4250");
    snapshot.items.push_back(invoice("V26-0345", "namesake", 4250));
    EXPECT_EQ(summary(proposed(line)), "Likely InvoiceNumber V26-0111=4250");
}

// Somebody who pays for several customers
class ThirdPayer : public Matching {
protected:
    ThirdPayer() {
        for (const char* customer : {"peeters", "an"}) {
            book::OpenItem paid = invoice(std::string("old ") + customer, customer, 100);
            paid.open = Money{0};
            paid.state = book::DocumentState::Settled;
            snapshot.items.push_back(paid);
            book::BankLine line = money(std::string("line of ") + customer, 100);
            line.unallocated = Money{0};
            line.payer_iban = accountants_iban;
            history.push_back(line);
            book::Allocation allocation;
            allocation.id = std::string("a ") + customer;
            allocation.item_id = paid.id;
            allocation.source_id = line.id;
            allocation.amount = Money{100};
            snapshot.allocations.push_back(allocation);
        }
    }
    [[nodiscard]] Proposal paid(std::int64_t amount, const std::string& text) {
        book::BankLine line = money("line", amount, text);
        line.payer_iban = accountants_iban;
        snapshot.bank_lines = history;
        snapshot.bank_lines.push_back(line);
        const std::vector<Proposal> found = proposals();
        return found.empty() ? Proposal{} : found.front();
    }
    std::vector<book::BankLine> history;
};

TEST_F(ThirdPayer, IsNeverTakenForOneOfHisCustomers) {
    const Proposal other = paid(333, "dank");
    EXPECT_EQ(summary(other), "Possible PayerOnly");
    EXPECT_THAT(other.party_ids, ElementsAre("peeters", "an"));
    item("V26-0108").open = item("V26-0108").total = Money{4250};
    const Proposal both = paid(4250, "dank");
    EXPECT_EQ(summary(both), "Possible PayerOnly") << "both owe 42.50";
    EXPECT_THAT(both.party_ids, ElementsAre("peeters", "an"));
}

TEST_F(ThirdPayer, IsUnderstoodByAmountOrNumber) {
    EXPECT_EQ(summary(paid(4250, "dank")), "Likely PayerAndAmount V26-0111=4250");
    EXPECT_EQ(summary(paid(2000, "V26-0111")), "Certain InvoiceNumber V26-0111=2000");
    EXPECT_EQ(summary(paid(12100, first_reference)), "Certain StructuredReference V26-0107=12100");
    EXPECT_EQ(summary(paid(30000, "V26-0109")), "Likely InvoiceNumber V26-0109=30000")
        << "not one of his";
}

TEST_F(Matching, DoubtsPartPaymentsOfACollectiveCustomer) {
    book::BankLine line = money("line", 20000, "V26-0109");
    line.payer_iban = maes_iban;
    EXPECT_EQ(summary(proposed(line)), "Certain InvoiceNumber V26-0109=20000");
    for (int made = 0; made < 301; ++made)
        snapshot.items.push_back(invoice("K-" + std::to_string(made), "maes", 77));
    EXPECT_EQ(summary(proposed(line)), "Likely InvoiceNumber V26-0109=20000")
        << "not all that he owes is looked at";
    line.amount = line.unallocated = Money{30000};
    EXPECT_EQ(summary(proposed(line)), "Certain InvoiceNumber V26-0109=30000");
}

// Own money and other people's

TEST_F(Matching, TakesTheHostsWordForWhoseMoneyItIs) {
    book::BankLine advance = money("advance", 700);
    advance.payer_name = "An Claes";
    advance.party_id = "peeters";
    const Proposal named = proposed(advance);
    EXPECT_EQ(named.party_ids, std::vector<std::string>{"peeters"});
    EXPECT_TRUE(named.allocations.empty());
    // The very amount of an invoice of his, and of one of somebody else's.
    item("V26-0109").open = item("V26-0109").total = Money{5000};
    advance.amount = advance.unallocated = Money{5000};
    EXPECT_EQ(proposed(advance).allocations.at(0).item_id, "V26-0108");
    advance.party_id = "a customer who is gone";
    EXPECT_NE(proposed(advance).party_ids, std::vector<std::string>{"peeters"});
}

TEST_F(Matching, NeverMatchesMoneyFromAnAccountOfTheFirm) {
    book::BankAccount savings;
    savings.id = savings.iban = "BE43 7300 0420 0601";
    snapshot.accounts = {savings};
    book::BankLine line = money("line", 12100, first_reference);
    line.payer_iban = "be43730004200601";
    EXPECT_EQ(summary(proposed(line)), "none");
    snapshot.accounts.clear();
    EXPECT_EQ(summary(proposed(line)), "Certain StructuredReference V26-0107=12100");
    snapshot.creditor.ibans = {"BE43730004200601"};
    EXPECT_EQ(summary(proposed(line)), "none");
}

TEST_F(Matching, IsNeverCertainOfMoneyThatAProviderPassesOn) {
    book::BankLine payout = money("payout", 99999, "V26-0107 and others");
    payout.kind = book::BankLineKind::ProviderPayout;
    payout.payer_iban = accountants_iban;
    book::BankLine single = money("single", 12100, first_reference);
    single.payer_iban = accountants_iban;
    snapshot.bank_lines = {payout, single};
    const std::vector<Proposal> found = proposals();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].bank_line_id, "single");
    EXPECT_EQ(summary(found[0]), "Likely StructuredReference V26-0107=12100");
}

// Combinations

TEST_F(Matching, AddsUpSomeOfThePayersInvoices) {
    snapshot.items.push_back(invoice("V26-0200", "peeters", 7700));
    book::BankLine line = money("line", 19800, "betaling");
    line.payer_iban = peeters_iban;
    const Proposal proposal = proposed(line);
    EXPECT_EQ(summary(proposal), "Likely Combination V26-0107=12100 V26-0200=7700");
    EXPECT_EQ(proposal.evidence, peeters_iban);
    line.payer_iban = "";
    line.payer_name = "PEETERS BAKKERIJ";
    EXPECT_EQ(summary(proposed(line)), "Likely Combination V26-0107=12100 V26-0200=7700");
    EXPECT_EQ(proposed(line).evidence, "PEETERS BAKKERIJ");
}

TEST_F(Matching, ProposesTheOldestOfSeveralSetsAsOnlyPossible) {
    snapshot.items.push_back(invoice("V26-0200", "peeters", 10000));
    snapshot.items.push_back(invoice("V26-0201", "peeters", 7100));
    snapshot.items.push_back(invoice("V26-0202", "peeters", 900));
    item("V26-0200").due_on = day - 90;
    book::BankLine line = money("line", 17100);
    line.payer_iban = peeters_iban;
    EXPECT_EQ(summary(proposed(line)),
              "Possible AmbiguousCombination V26-0200=10000 V26-0201=7100");
}

TEST_F(Matching, TakesASumOfManyInvoicesForNoMoreThanPossible) {
    // Powers of two: only one set adds up, but with so many to choose from chance would do as well.
    for (int made = 0; made < 13; ++made) {
        snapshot.items.push_back(invoice("W" + std::to_string(made), "an", 100'000 << made));
    }
    book::BankLine line = money("line", 300'000);
    line.payer_name = "AN CLAES";
    EXPECT_EQ(summary(proposed(line)), "Possible Combination W0=100000 W1=200000");
    snapshot.items.resize(snapshot.items.size() - 2);
    EXPECT_EQ(summary(proposed(line)), "Likely Combination W0=100000 W1=200000");
}

TEST_F(ThirdPayer, IsNotUnderstoodWhereTwoOfHisCustomersHaveSuchASum) {
    snapshot.items.push_back(invoice("V26-0200", "peeters", 10000));
    EXPECT_EQ(summary(paid(15000, "dank")), "Likely Combination V26-0108=5000 V26-0200=10000");
    snapshot.items.push_back(invoice("V26-0300", "an", 10750));
    snapshot.items.push_back(invoice("V26-0301", "an", 99));
    EXPECT_EQ(summary(paid(15000, "dank")), "Possible PayerOnly");
}

TEST_F(Matching, DeductsCreditNotesAndDiscountsFromACombination) {
    snapshot.items.push_back(invoice("V26-0200", "peeters", 7777));
    book::OpenItem credit = invoice("CN26-0004", "peeters", 1234);
    credit.kind = book::DocumentKind::CreditNote;
    snapshot.items.push_back(credit);
    book::BankLine line = money("line", 12100 + 7777 - 1234);
    line.payer_iban = peeters_iban;
    EXPECT_EQ(summary(proposed(line)), "Likely Combination V26-0107=12100 V26-0200=6543");
    item("V26-0107").discount = book::EarlyPaymentDiscount{Money{242}, day};
    line.amount = line.unallocated = Money{12100 - 242 + 7777};
    EXPECT_EQ(summary(proposed(line)), "Likely Combination V26-0107=11858 V26-0200=7777");
    line.value_on = day + 1;
    EXPECT_EQ(proposed(line).rule, MatchRule::PayerOnly) << "too late for the discount";
}

TEST_F(Matching, AllowsForChargesInACombinationButDoubtsIt) {
    snapshot.items.push_back(invoice("V26-0200", "peeters", 7777));
    book::BankLine line = money("line", 12100 + 7777 - 60);
    line.payer_iban = peeters_iban;
    EXPECT_EQ(summary(proposed(line)), "Possible Combination V26-0107=12100 V26-0200=7717");
    Options strict;
    strict.tolerance_minor = 0;
    EXPECT_EQ(summary(proposed(line, strict)), "Possible PayerOnly");
}

TEST_F(Matching, UnderstandsNumbersOfWhichOneIsMistyped) {
    EXPECT_EQ(summary(proposed(17100, "V26-0107 en V26-0188")),
              "Likely NumberTypo V26-0107=12100 V26-0108=5000");
}

TEST_F(Matching, TakesADiscountWithTheNumberForCertain) {
    item("V26-0107").discount = book::EarlyPaymentDiscount{Money{242}, day};
    EXPECT_EQ(summary(proposed(11858, "V26-0107")), "Certain DiscountTaken V26-0107=11858");
    item("V26-0107").discount->last_day = day - 1;
    EXPECT_NE(proposed(11858, "V26-0107").confidence, Confidence::Certain);
}

// Several payments for one invoice

TEST_F(Matching, AddsUpSeveralPaymentsForOneInvoice) {
    for (int made = 1; made <= 3; ++made) {
        book::BankLine line = money(std::to_string(made), made == 3 ? 12000 : 9000, "afkorting");
        line.payer_iban = maes_iban;
        line.booked_on = day + made;
        snapshot.bank_lines.push_back(line);
    }
    const std::vector<Proposal> found = proposals();
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(summary(found[0]), "Likely SeveralPayments V26-0109=9000");
    EXPECT_EQ(summary(found[2]), "Likely SeveralPayments V26-0109=12000");
    EXPECT_EQ(found[0].evidence, maes_iban);
    Options no;
    no.refusals = {{"2", "V26-0109"}};
    EXPECT_EQ(summary(proposals(no)[0]), "Possible PayerOnly");
    snapshot.items.push_back(invoice("V26-0300", "maes", 30000));
    EXPECT_EQ(summary(proposals()[0]), "Possible PayerOnly") << "two invoices of 300.00";
}

// Many lines

TEST_F(Matching, GivesTheSecondOfTwoEqualPaymentsTheSecondInvoice) {
    snapshot.items.push_back(invoice("V26-0200", "peeters", 5000));
    for (const char* id : {"1", "2", "3"}) {
        snapshot.bank_lines.push_back(money(id, 5000));
        snapshot.bank_lines.back().payer_iban = peeters_iban;
    }
    const std::vector<Proposal> found = proposals();
    EXPECT_EQ(summary(found.at(0)), "Likely PayerAndAmount V26-0108=5000");
    EXPECT_EQ(summary(found.at(1)), "Likely PayerAndAmount V26-0200=5000");
    EXPECT_THAT(found.at(2).allocations, IsEmpty());
}

TEST_F(Matching, IsNotMadeCertainByALikelyProposal) {
    // 50.00 on the reference of V26-0107 is doubted because V26-0108 is 50.00; that another line
    // probably pays V26-0108 does not make it certain.
    snapshot.bank_lines = {money("likely", 5000, "fact 108"),
                           money("copied", 5000, first_reference)};
    snapshot.bank_lines[0].payer_iban = peeters_iban;
    for (const Proposal& proposal : proposals())
        EXPECT_NE(proposal.confidence, Confidence::Certain) << summary(proposal);
}

} // namespace
} // namespace afpunt::matching
