// SPDX-License-Identifier: MIT
//
// Every public UBL example that stands beside the project is read, or refused for the reason that
// the table states. The expected values were read from the files by eye.
#include "invoice.hpp"

#include "support/shared_data.hpp"

#include <algorithm>
#include <map>

namespace afpunt::standalone {
namespace {

struct Example {
    std::string_view file, number;
    std::string_view total; // with a minus for a credit note
    std::string_view due_on, reference, iban, customer_id;
    std::string_view refused_root; // not empty: refused, because it is this and no invoice
};

// Files of the OASIS releases 2.1, 2.3 and 2.4 have no folder here: each release holds them all.
constexpr Example examples[] = {
    {"UBL-CreditNote-2.0-Example.xml", "CN758494", "-GBP 107.50", "2005-06-25", "", "",
     "GT00978567", ""},
    {"UBL-CreditNote-2.1-Example.xml", "TOSL108", "-EUR 729.00", "2009-12-15", "", "", "345KS5324",
     ""},
    {"UBL-Invoice-2.0-Detached-Signature.xml", "", "", "", "", "", "", "Signature"},
    {"UBL-Invoice-2.0-Detached.xml", "A00095678", "GBP 107.50", "2005-07-21", "", "", "GT00978567",
     ""},
    {"UBL-Invoice-2.0-Enveloped.xml", "A00095678", "GBP 107.50", "2005-07-21", "", "", "GT00978567",
     ""},
    {"UBL-Invoice-2.0-Example-NS1.xml", "A00095678", "GBP 107.50", "2005-07-21", "", "",
     "GT00978567", ""},
    {"UBL-Invoice-2.0-Example-NS2.xml", "A00095678", "GBP 107.50", "2005-07-21", "", "",
     "GT00978567", ""},
    {"UBL-Invoice-2.0-Example-NS3.xml", "A00095678", "GBP 107.50", "2005-07-21", "", "",
     "GT00978567", ""},
    {"UBL-Invoice-2.0-Example-NS4.xml", "A00095678", "GBP 107.50", "2005-07-21", "", "",
     "GT00978567", ""},
    {"UBL-Invoice-2.0-Example.xml", "A00095678", "GBP 107.50", "2005-07-21", "", "", "GT00978567",
     ""},
    {"UBL-Invoice-2.1-Example-Trivial.xml", "123", "CAD 100.00", "2011-10-22", "", "",
     "North American Veeblefetzer", ""},
    {"UBL-Invoice-2.1-Example.xml", "TOSL108", "EUR 729.00", "2009-12-31", "Payref1", "",
     "345KS5324", ""},
    {"UBL-Reminder-2.1-Example.xml", "", "", "", "", "", "", "Reminder"},
    {"UBL-RemittanceAdvice-2.0-Example.xml", "", "", "", "", "", "", "RemittanceAdvice"},
    {"UBL-Statement-2.0-Example.xml", "", "", "", "", "", "", "Statement"},
    {"en16931/ubl/examples/BIS3_Invoice_negativ.XML", "12345", "-DKK 782179.43", "2019-02-24",
     "12345667890", "", "DK87654321", ""},
    {"en16931/ubl/examples/BIS3_Invoice_positive.XML", "12345", "DKK 782179.43", "2019-02-24",
     "12345667890", "", "DK87654321", ""},
    {"en16931/ubl/examples/FT G2G_TD01 con Allegato, Bonifico e Split Payment.xml", "1316/85",
     "EUR 1246.00", "2020-03-14", "", "IT64W0100003245243300306301", "IT02241850367", ""},
    {"en16931/ubl/examples/guide-example1.xml", "12115118", "EUR 250.33", "2015-01-09",
     "Deb. 10202 / Fact. 12115118", "NL57RABO0107307510", "10202", ""},
    {"en16931/ubl/examples/guide-example2.xml", "TOSL108", "NOK 801.78", "2013-07-20",
     "0003434323213231", "NO9386011117947", "NO987654321MVA", ""},
    {"en16931/ubl/examples/guide-example3.xml", "TOSL108", "DKK 1125.00", "2013-05-10", "Payref1",
     "", "Buyercompany ltd", ""},
    {"en16931/ubl/examples/issue116.xml", "2018210", "SEK 830.00", "2018-03-07", "", "",
     "SE123451234501", ""},
    {"en16931/ubl/examples/sample-discount-price.xml", "test decimal 1", "EUR 15.15", "2018-02-28",
     "", "", "12346830600751", ""},
    {"en16931/ubl/examples/ubl-tc434-creditnote1.xml", "018304 / 28865", "-EUR 100.11",
     "2019-09-23", "010676609538", "BE91000000143476", "BE0000000295", ""},
    {"en16931/ubl/examples/ubl-tc434-example1.xml", "12115118", "EUR 250.33", "2015-01-09",
     "Deb. 10202 / Fact. 12115118", "NL57RABO0107307510", "10202", ""},
    {"en16931/ubl/examples/ubl-tc434-example10.xml", "12115118", "EUR 250.33", "2015-01-09",
     "Deb. 10202 / Fact. 12115118", "NL57RABO0107307510", "10202", ""},
    {"en16931/ubl/examples/ubl-tc434-example2.xml", "TOSL108", "NOK 801.78", "2013-07-20",
     "0003434323213231", "NO9386011117947", "NO987654321MVA", ""},
    {"en16931/ubl/examples/ubl-tc434-example3.xml", "TOSL108", "DKK 2005.00", "2013-05-10",
     "Payref1", "", "NO987654321MVA", ""},
    {"en16931/ubl/examples/ubl-tc434-example4.xml", "TOSL110", "DKK 4675.00", "2013-05-10",
     "Payref1", "", "Buyercompany ltd", ""},
    {"en16931/ubl/examples/ubl-tc434-example5.xml", "TOSL110", "DKK 2337.50", "2013-05-10",
     "Payref1", "", "DK16356607", ""},
    {"en16931/ubl/examples/ubl-tc434-example6.xml", "TOSL110", "DKK 4675.00", "2013-05-10", "", "",
     "Buyercompany ltd", ""},
    {"en16931/ubl/examples/ubl-tc434-example7.xml", "INVOICE_test_7", "SEK 3200.00", "2013-04-10",
     "", "", "THe Buyercompany", ""},
    {"en16931/ubl/examples/ubl-tc434-example8.xml", "1100512149", "EUR 1099.78", "2014-11-24",
     "1100512149", "NL28RBOS0420242228", "1081119", ""},
    {"en16931/ubl/examples/ubl-tc434-example9.xml", "20150483", "EUR 177.87", "2015-04-14",
     "2015 0483 0000 0000", "NL13RABO0377815500", "Provide Verzekeringen", ""},
    {"oca-edi/UBLInvoice-multitankcard-line_adjust.xml", "6311117", "EUR 90.77", "2017-04-06", "",
     "NL44ABNA0548041814", "1560635", ""},
    {"oca-edi/UBLKetentest_Referentiefactuur_20150100.xml", "20150101", "EUR 475.20", "2015-02-16",
     "", "", "Efficient Den Haag BV", ""},
    {"oca-edi/efff_BE0505890632_160421_Inv_16117778.xml", "16117778", "EUR 37.51", "2016-04-28",
     "601611777874", "NL98ABNA0474400964", "972044610", ""},
    {"peppol-bis3/Allowance-example.xml", "Snippet1", "EUR 6125.00", "2017-12-01", "Snippet1", "",
     "SE4598375937", ""},
    {"peppol-bis3/Vat-category-S.xml", "Snippet1", "EUR 8550.00", "2017-12-01", "Snippet1", "",
     "SE4598375937", ""},
    {"peppol-bis3/base-creditnote-correction.xml", "Snippet1", "-EUR 1656.25", "2017-11-13",
     "Snippet1", "", "SE4598375937", ""},
    {"peppol-bis3/base-example.xml", "Snippet1", "EUR 1656.25", "2017-12-01", "Snippet1", "",
     "SE4598375937", ""},
    {"peppol-bis3/base-negative-inv-correction.xml", "Correction1", "-EUR 1656.25", "2017-12-01",
     "Snippet1", "", "SE4598375937", ""},
    {"peppol-bis3/sales-order-example.xml", "Snippet1", "EUR 1656.25", "2017-12-01", "Snippet1", "",
     "SE4598375937", ""},
    {"peppol-bis3/vat-category-E.xml", "Vat-Z", "GBP 1200.00", "2018-09-29", "", "", "12345678",
     ""},
    {"peppol-bis3/vat-category-O.xml", "Vat-O", "SEK 3200.00", "2018-09-29", "", "", "987654325",
     ""},
    {"peppol-bis3/vat-category-Z.xml", "Vat-Z", "GBP 1200.00", "2018-09-29", "", "", "12345678",
     ""},
};

const Example* example_of(const std::string& file) {
    const auto found = std::find_if(std::begin(examples), std::end(examples),
                                    [&](const Example& example) { return example.file == file; });
    return found == std::end(examples) ? nullptr : &*found;
}

void expect_as_in_table(const Example& example, const Result<Invoice>& read) {
    if (!example.refused_root.empty()) {
        ASSERT_FALSE(read.has_value());
        EXPECT_EQ(read.error().field, example.refused_root);
        EXPECT_EQ(read.error().expected, "an Invoice or CreditNote of UBL 2");
        return;
    }
    ASSERT_TRUE(read.has_value()) << read.error().sentence();
    const std::string sign = read->kind == InvoiceKind::CreditNote ? "-" : "";
    EXPECT_EQ(read->number, example.number);
    EXPECT_EQ(sign + read->total.code_and_decimal(), example.total);
    EXPECT_EQ(read->payment_reference, example.reference);
    EXPECT_EQ(read->payee_iban, example.iban);
    EXPECT_EQ(read->customer.id, example.customer_id);
    ASSERT_EQ(read->instalments.size(), 1U);
    EXPECT_EQ(read->instalments.front().due_on.iso(), example.due_on);
    EXPECT_EQ(read->instalments.front().amount, read->total);
}

TEST(InvoiceExamples, AllAreReadOrRefusedAsTheTableSays) {
    AFPUNT_NEEDS_SHARED("data/ubl");
    const std::filesystem::path ubl = tests::shared_folder() / "data/ubl";
    std::map<std::string, int> seen;
    for (const std::string folder :
         {"2.1/xml", "2.3/xml", "2.4/xml", "peppol-bis3", "en16931/ubl/examples", "oca-edi"}) {
        for (const auto& entry : std::filesystem::directory_iterator(ubl / folder)) {
            const std::string name = entry.path().filename().string();
            const std::string key = folder.ends_with("/xml") ? name : folder + "/" + name;
            SCOPED_TRACE(folder + "/" + name);
            const Example* const example = example_of(key);
            ASSERT_NE(example, nullptr) << "not in the table";
            ++seen[key];
            expect_as_in_table(*example, read_ubl_invoice(entry.path()));
        }
    }
    EXPECT_EQ(seen.size(), std::size(examples));
}

Invoice read_example(const std::string& file) {
    const Result<Invoice> read = read_ubl_invoice(tests::shared_folder() / "data/ubl" / file);
    EXPECT_TRUE(read.has_value());
    return read.value_or(Invoice{});
}

TEST(InvoiceExamples, BelgianSenderPutsTheStructuredReferenceInTheInstruction) {
    AFPUNT_NEEDS_SHARED("data/ubl/oca-edi");
    const Invoice invoice = read_example("oca-edi/efff_BE0505890632_160421_Inv_16117778.xml");
    EXPECT_EQ(invoice.payment_reference, "601611777874");
    EXPECT_EQ(invoice.customer.vat_id, "BE0882555389");
    EXPECT_EQ(invoice.supplier.vat_id, "BE0505890632");
    EXPECT_EQ(invoice.supplier.registration_id, "505.890.632");
    EXPECT_EQ(invoice.payee_bic, "ABNANL2A");
    EXPECT_EQ(invoice.description, "Exact voor Boekhouden Standaard");
    EXPECT_EQ(invoice.order_reference, "59137222");
    EXPECT_TRUE(invoice.notices.empty());
}

TEST(InvoiceExamples, DirectDebitKeepsItsMandateAndNeedsNoAccount) {
    AFPUNT_NEEDS_SHARED("data/ubl/en16931");
    const Invoice invoice = read_example("en16931/ubl/examples/ubl-tc434-example5.xml");
    EXPECT_EQ(invoice.arrangement, InvoiceArrangement::DirectDebit);
    EXPECT_EQ(invoice.mandate_id, "123456");
    EXPECT_EQ(invoice.payee_name, "Dagobert Duck");
    EXPECT_EQ(invoice.customer.mail, "john.hansen@buyercompany.dk");
    EXPECT_TRUE(invoice.credited_numbers.empty()) << "an invoice credits nothing";
    EXPECT_TRUE(invoice.notices.empty());
}

TEST(InvoiceExamples, SwappedPrefixesMeanTheSame) {
    AFPUNT_NEEDS_SHARED("data/ubl/2.1");
    const Invoice plain = read_example("2.1/xml/UBL-Invoice-2.0-Example.xml");
    for (const std::string variant : {"NS1", "NS2", "NS3", "NS4"}) {
        const Invoice other = read_example("2.1/xml/UBL-Invoice-2.0-Example-" + variant + ".xml");
        EXPECT_EQ(other.customer.name, plain.customer.name);
        EXPECT_EQ(other.customer.street, "Avon Way 56A");
        EXPECT_EQ(other.supplier.vat_id, "175 269 2355");
        EXPECT_EQ(other.description, plain.description);
        EXPECT_EQ(other.notices, plain.notices);
    }
}

TEST(InvoiceExamples, NegativeInvoiceIsACreditNoteThatNamesItsInvoice) {
    AFPUNT_NEEDS_SHARED("data/ubl/peppol-bis3");
    const Invoice credit = read_example("peppol-bis3/base-negative-inv-correction.xml");
    EXPECT_EQ(credit.kind, InvoiceKind::CreditNote);
    EXPECT_EQ(credit.credited_numbers, std::vector<std::string>{"Snippet1"});
    EXPECT_EQ(credit.notices.size(), 1U);
}

} // namespace
} // namespace afpunt::standalone
