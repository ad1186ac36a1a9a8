// SPDX-License-Identifier: MIT
//
// The UBL reader with files of our own: what it takes, what it refuses and with which words.
#include "invoice.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace afpunt::standalone {
namespace {

using testing::HasSubstr;

constexpr std::string_view default_head =
    "<cbc:ID>F2026/001</cbc:ID>"
    "<cbc:IssueDate>2026-01-05</cbc:IssueDate>"
    "<cbc:DueDate>2026-02-04</cbc:DueDate>"
    "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>";

struct Parts {
    std::string_view root = "Invoice";
    std::string_view head = default_head;
    std::string_view customer = "<cac:Party><cac:PartyName><cbc:Name>Bakkerij De Korst</cbc:Name>"
                                "</cac:PartyName></cac:Party>";
    std::string_view payment = "";
    std::string_view payable = "<cbc:PayableAmount currencyID=\"EUR\">1210.00</cbc:PayableAmount>";
    std::string_view more = "";
};

std::string ubl(const Parts& parts) {
    const std::string root(parts.root);
    return "<" + root + " xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:" + root +
           "-2\" xmlns:cac=\"urn:oasis:names:specification:ubl:schema:xsd:"
           "CommonAggregateComponents-2\" xmlns:cbc=\"urn:oasis:names:specification:ubl:schema:"
           "xsd:CommonBasicComponents-2\">\n" +
           std::string(parts.head) +
           "\n<cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Timmerwerk Van "
           "Houte</cbc:Name></cac:PartyName></cac:Party></cac:AccountingSupplierParty>\n"
           "<cac:AccountingCustomerParty>" +
           std::string(parts.customer) + "</cac:AccountingCustomerParty>\n" +
           std::string(parts.payment) + "\n<cac:LegalMonetaryTotal>" + std::string(parts.payable) +
           "</cac:LegalMonetaryTotal>\n" + std::string(parts.more) + "</" + root + ">";
}

Invoice read(const Parts& parts) {
    const Result<Invoice> invoice = parse_ubl_invoice(ubl(parts));
    EXPECT_TRUE(invoice.has_value()) << invoice.error().sentence();
    return invoice.value_or(Invoice{});
}

Failure refusal(const std::string& bytes) {
    const Result<Invoice> invoice = parse_ubl_invoice(bytes);
    EXPECT_FALSE(invoice.has_value());
    return invoice ? Failure{} : invoice.error();
}

TEST(InvoiceReader, ReadsAPlainInvoice) {
    const Invoice invoice = read({});
    EXPECT_EQ(invoice.kind, InvoiceKind::Invoice);
    EXPECT_EQ(invoice.number, "F2026/001");
    EXPECT_EQ(invoice.issued_on, Date::of(2026, 1, 5));
    EXPECT_EQ(invoice.total.code_and_decimal(), "EUR 1210.00");
    EXPECT_EQ(invoice.customer.name, "Bakkerij De Korst");
    EXPECT_EQ(invoice.customer.id, "Bakkerij De Korst");
    EXPECT_EQ(invoice.supplier.name, "Timmerwerk Van Houte");
    ASSERT_EQ(invoice.instalments.size(), 1U);
    EXPECT_EQ(invoice.instalments[0].id, "");
    EXPECT_EQ(invoice.instalments[0].due_on, Date::of(2026, 2, 4));
    EXPECT_EQ(invoice.notices, std::vector<std::string>{"no account to pay into"});
}

TEST(InvoiceReader, NamesElementLineFoundAndExpected) {
    const Failure failure = refusal(
        ubl({.payable = "<cbc:PayableAmount currencyID=\"EUR\">12.345</cbc:PayableAmount>"}));
    EXPECT_EQ(failure.field, "Invoice/LegalMonetaryTotal/PayableAmount");
    EXPECT_EQ(failure.where, "line 6");
    EXPECT_EQ(failure.found, "12.345");
    EXPECT_THAT(failure.expected, HasSubstr("at most 2 decimals for EUR"));
}

TEST(InvoiceReader, RefusesWhatIsMissing) {
    EXPECT_THAT(refusal(ubl({.head = "<cbc:IssueDate>2026-01-05</cbc:IssueDate>"})).expected,
                HasSubstr("number"));
    EXPECT_THAT(refusal(ubl({.head = "<cbc:ID>1</cbc:ID>"})).expected, HasSubstr("day of issue"));
    EXPECT_THAT(refusal(ubl({.customer = "<cac:Party/>"})).expected, HasSubstr("customer"));
    EXPECT_THAT(refusal(ubl({.payable = ""})).expected, HasSubstr("amount to pay"));
}

TEST(InvoiceReader, RefusesCurrenciesThatDoNotExistOrDoNotAgree) {
    const Failure unknown = refusal(ubl({.head = "<cbc:ID>1</cbc:ID><cbc:IssueDate>2026-01-05"
                                                 "</cbc:IssueDate><cbc:DocumentCurrencyCode>EUX"
                                                 "</cbc:DocumentCurrencyCode>"}));
    EXPECT_EQ(unknown.field, "Invoice/DocumentCurrencyCode");
    const Failure other = refusal(
        ubl({.payable = "<cbc:PayableAmount currencyID=\"USD\">12.00</cbc:PayableAmount>"}));
    EXPECT_EQ(other.found, "USD");
}

TEST(InvoiceReader, RefusesDatesThatDoNotExist) {
    const Failure failure = refusal(ubl({.head = "<cbc:ID>1</cbc:ID>\n<cbc:IssueDate>2026-02-30"
                                                 "</cbc:IssueDate>"}));
    EXPECT_EQ(failure.field, "Invoice/IssueDate");
    EXPECT_EQ(failure.where, "line 3");
    EXPECT_EQ(failure.found, "2026-02-30");
}

TEST(InvoiceReader, RefusesDocumentTypeDeclarationsBeforeAnythingIsExpanded) {
    const std::string doctype =
        "<?xml version=\"1.0\"?>\n<!-- x -->\n<!DOCTYPE Invoice [<!ENTITY a "
        "SYSTEM \"file:///etc/passwd\">]>";
    const Failure failure = refusal(doctype + ubl({}));
    EXPECT_EQ(failure.where, "line 3");
    EXPECT_EQ(failure.found, "<!DOCTYPE");
    EXPECT_FALSE(parse_ubl_invoice("\n<!ENTITY a \"b\">" + ubl({})).has_value());
    // The same behind UTF-16, where a search for the bytes would miss it.
    std::string wide = "\xFF\xFE";
    for (const char c : doctype + ubl({}))
        wide += {c, '\0'};
    EXPECT_EQ(refusal(wide).found, "<!DOCTYPE");
}

TEST(InvoiceReader, LeavesUnknownEntitiesUnexpanded) {
    const Invoice invoice = read({.customer = "<cac:Party><cac:PartyName><cbc:Name>&korst;"
                                              "</cbc:Name></cac:PartyName></cac:Party>"});
    EXPECT_EQ(invoice.customer.name, "&korst;");
}

TEST(InvoiceReader, RefusesWhatIsNotWellFormed) {
    const std::string whole = ubl({});
    EXPECT_THAT(refusal(whole.substr(0, whole.size() - 5)).expected, HasSubstr("well-formed"));
    EXPECT_FALSE(parse_ubl_invoice("").has_value());
    EXPECT_FALSE(parse_ubl_invoice("no xml at all").has_value());
    EXPECT_FALSE(parse_ubl_invoice(whole + whole).has_value()) << "two roots";
}

TEST(InvoiceReader, RefusesDepthAndNumbersOfTagsThatNoInvoiceHas) {
    std::string deep;
    for (int level = 0; level < 100'000; ++level)
        deep += "<a>";
    EXPECT_FALSE(parse_ubl_invoice(deep).has_value());
    std::string closed;
    for (int level = 0; level < 100; ++level)
        closed = "<a>" + closed + "</a>";
    EXPECT_THAT(refusal(ubl({.more = closed})).expected, HasSubstr("64 levels"));
    std::string wide = "<r>";
    for (int tag = 0; tag < 3'000'001; ++tag)
        wide += "<a/>";
    EXPECT_THAT(refusal(wide + "</r>").expected, HasSubstr("3000000"));
    std::string attributes = "<r";
    for (int at = 0; at < 65; ++at)
        attributes += " a" + std::to_string(at) + "=\"\"";
    EXPECT_THAT(refusal(attributes + "/>").expected, HasSubstr("64 attributes"));
}

TEST(InvoiceReader, RefusesFilesAboveTheSizeLimit) {
    EXPECT_THAT(refusal(std::string(33 * 1024 * 1024, ' ')).expected, HasSubstr("32 MiB"));
}

TEST(InvoiceReader, ElementsOfOtherNamespacesDoNotCount) {
    const std::string foreign = "<x:ID xmlns:x=\"urn:example:other\">WRONG</x:ID>";
    const Invoice invoice = read({.head = foreign + std::string(default_head)});
    EXPECT_EQ(invoice.number, "F2026/001");
    EXPECT_FALSE(parse_ubl_invoice("<Invoice xmlns=\"urn:example:Invoice-2\"/>").has_value());
}

TEST(InvoiceReader, ReadsTheEncodingsThatSendersUse) {
    const std::string customer =
        "<cac:Party><cac:PartyName><cbc:Name>Caf\u00e9 Li\u00e8ge</cbc:Name>"
        "</cac:PartyName></cac:Party>";
    const std::string utf8 = ubl({.customer = customer});
    std::string latin1 = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>";
    std::string little = "\xFF\xFE";
    std::string big = "\xFE\xFF";
    for (std::size_t at = 0; at < utf8.size(); ++at) {
        unsigned char c = static_cast<unsigned char>(utf8[at]);
        if (c == 0xC3) c = static_cast<unsigned char>(utf8[++at]) + 0x40;
        latin1 += static_cast<char>(c);
        little += {static_cast<char>(c), '\0'};
        big += {'\0', static_cast<char>(c)};
    }
    for (const std::string& bytes : {utf8, "\xEF\xBB\xBF" + utf8, latin1, little, big,
                                     "<?xml version=\"1.0\" encoding=\"utf-16\"?>" + utf8}) {
        const Result<Invoice> invoice = parse_ubl_invoice(bytes);
        ASSERT_TRUE(invoice.has_value()) << invoice.error().sentence();
        EXPECT_EQ(invoice->customer.name, "Caf\u00e9 Li\u00e8ge");
    }
    EXPECT_THAT(refusal("<?xml version=\"1.0\" encoding=\"EBCDIC\"?>" + utf8).found, "EBCDIC");
    EXPECT_EQ(refusal("<a>\n\xE9</a>").where, "line 2");
}

TEST(InvoiceReader, TextIsTidyAndValidWhateverTheCharacterReferencesSay) {
    const Invoice invoice = read({.customer = "<cac:Party><cac:PartyName><cbc:Name>  De&#1;\n Korst"
                                              "<!-- x --> &#xD800;<![CDATA[ & Zoon]]></cbc:Name>"
                                              "</cac:PartyName></cac:Party>"});
    EXPECT_EQ(invoice.customer.name, "De Korst & Zoon");
}

TEST(InvoiceReader, CustomerNumberComesBeforeVatIdAndPlaceholdersDoNotCount) {
    const std::string_view party =
        "<cac:Party><cac:PartyIdentification><cbc:ID schemeID=\"0088\">5412345000013</cbc:ID>"
        "</cac:PartyIdentification><cac:PartyName><cbc:Name>Korst</cbc:Name></cac:PartyName>"
        "<cac:PartyTaxScheme><cbc:CompanyID>BE0123456749</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT"
        "</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme></cac:Party>";
    EXPECT_EQ(read({.customer = party}).customer.id, "BE0123456749");
    const std::string numbered =
        "<cbc:SupplierAssignedAccountID>K-17</cbc:SupplierAssignedAccountID>" + std::string(party);
    EXPECT_EQ(read({.customer = numbered}).customer.id, "K-17");
    const std::string empty =
        "<cbc:SupplierAssignedAccountID>n/a</cbc:SupplierAssignedAccountID>" + std::string(party);
    EXPECT_EQ(read({.customer = empty}).customer.id, "BE0123456749");
}

std::string reference_for(std::string_view payment) {
    return read({.payment = payment}).payment_reference;
}

TEST(InvoiceReader, TakesTheReferenceFromWhereverItStands) {
    EXPECT_EQ(reference_for("<cac:PaymentMeans><cbc:PaymentID>Ref 7</cbc:PaymentID>"
                            "</cac:PaymentMeans>"),
              "Ref 7");
    EXPECT_EQ(reference_for("<cac:PaymentMeans><cbc:InstructionID>010806817183</cbc:InstructionID>"
                            "<cbc:PaymentID>Invoice 7</cbc:PaymentID></cac:PaymentMeans>"),
              "010806817183")
        << "a structured one before a free one";
    const auto note = [](const std::string& text) {
        return reference_for("<cac:PaymentTerms><cbc:Note>" + text +
                             "</cbc:Note></cac:PaymentTerms>");
    };
    EXPECT_EQ(note("010806817183"), "010806817183");
    EXPECT_EQ(note("Mededeling: +++010/8068/17183+++ a.u.b."), "+++010/8068/17183+++");
    EXPECT_EQ(note("betaal met RF18539007547034."), "RF18539007547034");
    EXPECT_EQ(note("2015 0483 0000 0000"), "2015 0483 0000 0000");
}

TEST(InvoiceReader, ProseIsNoReference) {
    for (const std::string_view prose :
         {"Graag betalen binnen 30 dagen", "RF99", "Bel 0123456789012 bij vragen", "2% 10 dagen",
          "RF18539007547035 met fout", "+++ let op +++"}) {
        const std::string payment =
            "<cac:PaymentTerms><cbc:Note>" + std::string(prose) + "</cbc:Note></cac:PaymentTerms>";
        EXPECT_EQ(reference_for(payment), "") << prose;
    }
}

TEST(InvoiceReader, ArrangementFollowsTheMeansCodeAndAnExpectedCollectionWins) {
    const auto arrangement = [](std::string_view code) {
        return read({.payment = "<cac:PaymentMeans><cbc:PaymentMeansCode>" + std::string(code) +
                                "</cbc:PaymentMeansCode></cac:PaymentMeans>"});
    };
    for (const std::string_view code : {"30", "31", "42", "58", "1"}) {
        EXPECT_EQ(arrangement(code).arrangement, InvoiceArrangement::CreditTransfer);
    }
    for (const std::string_view code : {"49", "59"}) {
        EXPECT_EQ(arrangement(code).arrangement, InvoiceArrangement::DirectDebit);
    }
    for (const std::string_view code : {"48", "54", "55"}) {
        EXPECT_EQ(arrangement(code).arrangement, InvoiceArrangement::Card);
    }
    EXPECT_EQ(arrangement("10").arrangement, InvoiceArrangement::Cash);
    EXPECT_EQ(arrangement("97").arrangement, InvoiceArrangement::Other);
    const Invoice unknown = arrangement("ZZZ");
    EXPECT_EQ(unknown.arrangement, InvoiceArrangement::CreditTransfer);
    EXPECT_THAT(unknown.notices, testing::Contains(HasSubstr("'ZZZ'")));
    const Invoice both =
        read({.payment = "<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>"
                         "</cac:PaymentMeans><cac:PaymentMeans><cbc:PaymentMeansCode>59"
                         "</cbc:PaymentMeansCode><cac:PaymentMandate><cbc:ID>M-1</cbc:ID>"
                         "</cac:PaymentMandate></cac:PaymentMeans>"});
    EXPECT_EQ(both.arrangement, InvoiceArrangement::DirectDebit);
    EXPECT_EQ(both.mandate_id, "M-1");
}

TEST(InvoiceReader, TakesTheFirstAccountThatIsAnIban) {
    const Invoice invoice = read(
        {.payment = "<cac:PaymentMeans><cac:PayeeFinancialAccount><cbc:ID>12345678</cbc:ID>"
                    "</cac:PayeeFinancialAccount></cac:PaymentMeans><cac:PaymentMeans>"
                    "<cac:PayeeFinancialAccount><cbc:ID>be68 5390 0754 7034</cbc:ID><cbc:Name>Van "
                    "Houte</cbc:Name><cac:FinancialInstitutionBranch><cbc:ID>gkccbebb</cbc:ID>"
                    "</cac:FinancialInstitutionBranch></cac:PayeeFinancialAccount>"
                    "</cac:PaymentMeans>"});
    EXPECT_EQ(invoice.payee_iban, "BE68539007547034");
    EXPECT_EQ(invoice.payee_bic, "GKCCBEBB");
    EXPECT_EQ(invoice.payee_account_holder, "Van Houte");
    EXPECT_TRUE(invoice.notices.empty());
}

constexpr std::string_view head_without_due =
    "<cbc:ID>F2026/001</cbc:ID><cbc:IssueDate>2026-01-05+01:00</cbc:IssueDate>"
    "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>";

TEST(InvoiceReader, DueDateFallsBackFromMeansToTermsToThirtyDays) {
    const auto due = [](std::string_view payment) {
        return read({.head = head_without_due, .payment = payment});
    };
    const std::string means = "<cac:PaymentMeans><cbc:PaymentDueDate>2026-01-20"
                              "</cbc:PaymentDueDate></cac:PaymentMeans>";
    const std::string terms = "<cac:PaymentTerms><cac:SettlementPeriod><cbc:EndDate>2026-03-01Z"
                              "</cbc:EndDate></cac:SettlementPeriod></cac:PaymentTerms>";
    EXPECT_EQ(due(means + terms).instalments[0].due_on, Date::of(2026, 1, 20));
    EXPECT_EQ(due(terms).instalments[0].due_on, Date::of(2026, 3, 1));
    const Invoice assumed = due("");
    EXPECT_EQ(assumed.instalments[0].due_on, Date::of(2026, 2, 4));
    EXPECT_THAT(assumed.notices, testing::Contains(HasSubstr("30 days after the issue date")));
    const Invoice several = due(means + "<cac:PaymentMeans><cbc:PaymentDueDate>2026-02-20"
                                        "</cbc:PaymentDueDate></cac:PaymentMeans>");
    ASSERT_EQ(several.instalments.size(), 1U);
    EXPECT_EQ(several.instalments[0].due_on, Date::of(2026, 2, 20));
    EXPECT_THAT(several.notices, testing::Contains(HasSubstr("several due dates")));
}

std::string term(std::string_view amount, std::string_view day) {
    return "<cac:PaymentTerms><cbc:Amount currencyID=\"EUR\">" + std::string(amount) +
           "</cbc:Amount><cbc:InstallmentDueDate>" + std::string(day) +
           "</cbc:InstallmentDueDate></cac:PaymentTerms>";
}

TEST(InvoiceReader, TermsThatAddUpToTheTotalAreInstalments) {
    const Invoice invoice =
        read({.payment = term("210.00", "2026-01-31") + term("1000.00", "2026-02-28")});
    ASSERT_EQ(invoice.instalments.size(), 2U);
    EXPECT_EQ(invoice.instalments[0].id, "1");
    EXPECT_EQ(invoice.instalments[0].amount.minor, 21000);
    EXPECT_EQ(invoice.instalments[1].due_on, Date::of(2026, 2, 28));
    const Invoice wrong =
        read({.payment = term("210.00", "2026-01-31") + term("999.99", "2026-02-28")});
    ASSERT_EQ(wrong.instalments.size(), 1U);
    EXPECT_EQ(wrong.instalments[0].amount.minor, 121000);
    EXPECT_THAT(wrong.notices, testing::Contains(HasSubstr("do not add up")));
}

TEST(InvoiceReader, DiscountHasAnAmountAndALastDay) {
    const std::string period = "<cac:SettlementPeriod><cbc:EndDate>2026-01-13</cbc:EndDate>"
                               "</cac:SettlementPeriod></cac:PaymentTerms>";
    const Invoice percent =
        read({.payment = "<cac:PaymentTerms><cbc:SettlementDiscountPercent>2.5"
                         "</cbc:SettlementDiscountPercent>" +
                         period,
              .payable = "<cbc:PayableAmount currencyID=\"EUR\">100.20</cbc:PayableAmount>"});
    ASSERT_TRUE(percent.discount.has_value());
    EXPECT_EQ(percent.discount->minor, 251) << "2.505 goes up, for the customer";
    EXPECT_EQ(percent.discount_until, Date::of(2026, 1, 13));
    EXPECT_EQ(percent.instalments[0].due_on, Date::of(2026, 2, 4)) << "not the discount's day";
    const Invoice amount = read({.payment = "<cac:PaymentTerms><cbc:SettlementDiscountAmount>24.20"
                                            "</cbc:SettlementDiscountAmount>" +
                                            period});
    EXPECT_EQ(amount.discount->minor, 2420);
    const Invoice undated =
        read({.payment = "<cac:PaymentTerms><cbc:SettlementDiscountPercent>2"
                         "</cbc:SettlementDiscountPercent></cac:PaymentTerms>"});
    EXPECT_FALSE(undated.discount.has_value());
    EXPECT_THAT(undated.notices, testing::Contains(HasSubstr("discount left out")));
}

TEST(InvoiceReader, SignOfTheAmountDecidesBetweenInvoiceAndCreditNote) {
    const std::string_view negative =
        "<cbc:PayableAmount currencyID=\"EUR\">-50.00</cbc:PayableAmount>";
    const Invoice credit = read({.payable = negative});
    EXPECT_EQ(credit.kind, InvoiceKind::CreditNote);
    EXPECT_EQ(credit.total.minor, 5000);
    EXPECT_THAT(refusal(ubl({.root = "CreditNote", .payable = negative})).expected,
                HasSubstr("claim or as a credit"));
    const Invoice paid =
        read({.payable = "<cbc:PayableAmount currencyID=\"EUR\">0</cbc:PayableAmount>"});
    EXPECT_EQ(paid.kind, InvoiceKind::Invoice);
    EXPECT_TRUE(paid.total.is_zero());
}

TEST(InvoiceReader, CreditNoteNamesWhatItCreditsOnce) {
    const std::string reference = "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>"
                                  "F2025/099</cbc:ID></cac:InvoiceDocumentReference>"
                                  "</cac:BillingReference>";
    const Invoice credit = read({.root = "CreditNote", .payment = reference + reference});
    EXPECT_EQ(credit.credited_numbers, std::vector<std::string>{"F2025/099"});
    const Invoice typed =
        read({.head = std::string(default_head) + "<cbc:InvoiceTypeCode>381</cbc:InvoiceTypeCode>",
              .payment = reference});
    EXPECT_EQ(typed.kind, InvoiceKind::CreditNote);
    EXPECT_EQ(typed.credited_numbers.size(), 1U);
    EXPECT_FALSE(parse_ubl_invoice(ubl({.head = std::string(default_head) +
                                                "<cbc:InvoiceTypeCode>325</cbc:InvoiceTypeCode>"}))
                     .has_value())
        << "a pro forma invoice claims nothing";
}

TEST(InvoiceReader, PayeeOfAnotherNameIsAnAssignee) {
    const auto payee = [](std::string_view name) {
        return read({.more = "<cac:PayeeParty><cac:PartyName><cbc:Name>" + std::string(name) +
                             "</cbc:Name></cac:PartyName></cac:PayeeParty>"})
            .payee_name;
    };
    EXPECT_EQ(payee("Factor Zuid NV"), "Factor Zuid NV");
    EXPECT_EQ(payee("TIMMERWERK van Houte."), "");
}

TEST(InvoiceReader, DescriptionHoldsTheFirstLinesInOneHundredAndTwentyCharacters) {
    const auto line = [](std::string_view name) {
        return "<cac:InvoiceLine><cac:Item><cbc:Name>" + std::string(name) +
               "</cbc:Name></cac:Item></cac:InvoiceLine>";
    };
    EXPECT_EQ(read({.more = line("Deur") + line("Raam") + line("Trap") + line("Dak")}).description,
              "Deur; Raam; Trap");
    std::string long_name;
    for (int at = 0; at < 130; ++at)
        long_name += "\u00e9";
    const std::string description = read({.more = line(long_name)}).description;
    EXPECT_EQ(description.size(), 119U * 2 + 3);
    EXPECT_TRUE(description.ends_with("\u2026"));
}

TEST(InvoiceReader, MissingFileIsAFailureInWords) {
    const Result<Invoice> missing = read_ubl_invoice("/nonexistent/F1.xml");
    ASSERT_FALSE(missing.has_value());
    EXPECT_EQ(missing.error().where, "F1.xml");
}

} // namespace
} // namespace afpunt::standalone
