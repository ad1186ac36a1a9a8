// SPDX-License-Identifier: MIT
//
// The ways in which people write invoice numbers, and the slips they make.
#include "matching/written_number.hpp"

#include "matching_fixture.hpp"

namespace afpunt::matching {
namespace {

using testing::ElementsAre;

TEST(WrittenNumber, HasACompactAndALooseForm) {
    EXPECT_EQ(compact_number("v26-0107"), "V260107");
    EXPECT_EQ(loose_number("v26-0107"), "V26107");
    EXPECT_EQ(loose_number("2026/000"), "20260");
    EXPECT_EQ(without_year("20260043", 2026), "43");
    EXPECT_EQ(without_year("260043", 2026), "43");
    EXPECT_EQ(without_year("2026", 2026), "");
    EXPECT_EQ(without_year("0107", 2026), "");
}

TEST(WrittenNumber, IsNearAnotherByOneSlip) {
    for (const char* written : {"V26-0107", "v26 0107", "V26-0187", "V26-0170", "V26-010",
                                "V26-01077", "V26-O1O7", "V26-0I07", "v26 117"}) {
        EXPECT_TRUE(is_near_number(written, "V26-0107")) << written;
    }
    for (const char* written : {"V26-0198", "V26-1080", "V25-0108", "V26-01", "107", ""}) {
        EXPECT_FALSE(is_near_number(written, "V26-0107")) << written;
    }
}

TEST_F(Matching, ReadsANumberWithoutItsYearOrItsLetters) {
    for (const char* text :
         {"V0107", "v-107", "factuur v 107", "26/0107", "26-107", "nr 26 0107"}) {
        EXPECT_EQ(summary(proposed(12100, text)), "Likely InvoiceNumber V26-0107=12100") << text;
    }
    snapshot.items.push_back(invoice("20260043", "an", 9900));
    snapshot.items.back().issued_on = Date::of(2026, 3, 1);
    for (const char* text : {"factuur 43", "0043", "fact 00043"}) {
        EXPECT_EQ(summary(proposed(9900, text)), "Likely InvoiceNumber 20260043=9900") << text;
    }
}

TEST_F(Matching, ReadsRanges) {
    item("V26-0109").customer_id = "peeters";
    for (const char* text : {"107-109", "107 t/m 109", "107 \xC3\xA0 109", "0107 tot 0109",
                             "facturen 107 bis 109", "107 \xE2\x80\x93 109", "107tm109"}) {
        EXPECT_EQ(summary(proposed(47100, text)),
                  "Likely SeveralNumbers V26-0107=12100 V26-0108=5000 V26-0109=30000")
            << text;
    }
    EXPECT_EQ(summary(proposed(47100, "V26-0107 t/m V26-0109")),
              "Likely SeveralNumbers V26-0107=12100 V26-0108=5000 V26-0109=30000");
    EXPECT_EQ(proposed(47100, "uw facturen 107 t/m 109 aub").evidence, "107 t/m 109");
    EXPECT_EQ(proposed(47100, "V26-0107 t/m V26-0109").evidence,
              "V26-0107, V26-0109, V26-0107 t/m V26-0109");
}

TEST_F(Matching, TakesFromARangeOnlyWhatThePayersCustomerOwes) {
    item("V26-0111").customer_id = "peeters";
    EXPECT_EQ(summary(proposed(21350, "107 t/m 111")),
              "Likely SeveralNumbers V26-0107=12100 V26-0108=5000 V26-0111=4250");
}

TEST_F(Matching, ReadsNumbersThatAreGluedToWords) {
    for (const char* text : {"factuurV26-0107", "FACTV26-0107", "factureV260107",
                             "RechnungV26/0107", "invoiceV26-0107!"}) {
        EXPECT_EQ(summary(proposed(12100, text)), "Certain InvoiceNumber V26-0107=12100") << text;
    }
    EXPECT_EQ(proposed(12100, "factuurV26-0107 dank").evidence, "V26-0107");
    for (const char* text : {"fact107", "nr107", "facture107"}) {
        EXPECT_EQ(summary(proposed(12100, text)), "Likely InvoiceNumber V26-0107=12100") << text;
    }
    EXPECT_EQ(summary(proposed(17100, "107en108")),
              "Likely SeveralNumbers V26-0107=12100 V26-0108=5000");
}

TEST_F(Matching, KnowsTheWordsOfOtherLanguages) {
    snapshot.items.push_back(invoice("4711", "an", 9900));
    for (const char* text : {"fattura 4711", "Rechnungsnr. 4711", "factura 4711", "faktura 4711",
                             "fatura 4711", "n\xC2\xB0 4711", "bill 4711", "num\xC3\xA9ro 4711"}) {
        const Proposal proposal = proposed(9900, text);
        EXPECT_THAT(proposal.allocations, ElementsAre(ProposedAllocation{"4711", Money{9900}}))
            << text;
    }
    EXPECT_EQ(summary(proposed(9900, "Rechnungsnr. 4711")), "Certain InvoiceNumber 4711=9900");
}

TEST_F(Matching, ReadsLettersForDigitsButIsNotCertain) {
    for (const char* text : {"V26-O107", "v26-o1o7", "V26-0I07", "V26-0l07", "V26 OIO7"}) {
        EXPECT_EQ(summary(proposed(12100, text)), "Likely InvoiceNumber V26-0107=12100") << text;
    }
    snapshot.items.push_back(invoice("LO26-0300", "an", 9900));
    EXPECT_EQ(summary(proposed(9900, "L026-0300")), "Likely InvoiceNumber LO26-0300=9900");
    EXPECT_EQ(summary(proposed(9900, "LO26-0300")), "Certain InvoiceNumber LO26-0300=9900");
}

TEST_F(Matching, RecognisesAMistypedNumberByItsExactAmount) {
    for (const char* text : {"V26-0197", "V26-1007", "V26-010", "V26-01077", "v26 170"}) {
        const Proposal proposal = proposed(12100, text);
        EXPECT_EQ(summary(proposal), "Likely NumberTypo V26-0107=12100") << text;
        EXPECT_EQ(proposal.evidence, text);
    }
    EXPECT_EQ(summary(proposed(12000, "V26-0197")), "none");
    book::BankLine line = money("line", 6000, "V26-0197");
    line.payer_iban = peeters_iban;
    EXPECT_EQ(summary(proposed(line)), "Possible NumberTypo V26-0107=6000");
}

} // namespace
} // namespace afpunt::matching
