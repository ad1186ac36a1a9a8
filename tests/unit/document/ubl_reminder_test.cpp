// SPDX-License-Identifier: MIT
//
// Other people's eyes on our UBL: the schemas of OASIS through xmllint, and the rules of CEN BII2
// transaction T17. And what we say ourselves: the amounts, the reference, the sequence per invoice.
#include "sample_letters.hpp"

#include "document/ubl_reminder.hpp"
#include "payment/qr_image.hpp"
#include "support/shared_data.hpp"

#include <pugixml.hpp>

#include <gmock/gmock.h>

namespace afpunt::document {
namespace {

using namespace afpunt::tests;

const std::string hostile = "<script>alert('x')</script> & ]]> \x01\x0B caf\xC3\xA9 "
                            "\xF0\x9F\x98\x80 \xEF\xBF\xBF\xFF \"quoted\"";

std::vector<book::OpenItem> two_items() {
    std::vector<book::OpenItem> items{sample_item("a", "V26-0107", euro(50000)),
                                      sample_item("b", "V26-0110", euro(123456))};
    items[0].total = euro(80000);
    items[0].payment_reference = "010806817183";
    items[1].order_reference = "PO 4711";
    items[1].description = "Folders en affiches";
    return items;
}

std::string qr_of(const ReminderModel& model) {
    const auto modules = payment::encode_qr(model.epc_payload);
    return modules ? payment::qr_png(*modules) : std::string();
}

ReminderModel hostile_model() {
    ReminderModel model = sample_model(two_items());
    model.letter_number = model.creditor.name = model.debtor.name = hostile;
    model.debtor.address.street = model.creditor.vat_id = model.creditor.endpoint_id = hostile;
    model.lines[0].number = model.lines[0].order_reference = hostile;
    model.lines[0].description = model.remittance_text = model.payee_name = hostile;
    return model;
}

std::vector<ReminderModel> samples() {
    ReminderModel bare = sample_model({sample_item("a", "V26-0107", euro(1))}, "de");
    bare.creditor = {};
    bare.creditor.name = "Firma";
    bare.debtor = {};
    bare.debtor.name = "Kunde";
    bare.payee_bic.clear();
    return {sample_model(two_items(), "nl", "firm", "https://pay.example.org/betalen?a=1&b=2"),
            sample_model(two_items(), "fr"), bare, hostile_model()};
}

pugi::xml_document parsed(const std::string& xml) {
    pugi::xml_document document;
    EXPECT_TRUE(document.load_string(xml.c_str(), pugi::parse_default | pugi::parse_ws_pcdata));
    return document;
}

std::string value(const pugi::xml_document& document, const char* path) {
    return document.select_node(path).node().child_value();
}

void expect_valid_in(const std::string& version) {
    const auto folder = shared_folder() / "data" / "ubl" / version / "xsdrt" / "maindoc";
    int number = 0;
    for (const ReminderModel& model : samples()) {
        const auto file = write_sample("reminder-" + std::to_string(++number) + ".xml",
                                       ubl_reminder(model, qr_of(model)));
        const auto checked = run_command("xmllint --nonet --noout --schema '" +
                                         (folder / ("UBL-Reminder-" + version + ".xsd")).string() +
                                         "' '" + file.string() + "'");
        EXPECT_TRUE(checked.ok) << checked.text;
    }
}

TEST(UblReminder, IsValidInVersion21) {
    AFPUNT_NEEDS_SHARED("data/ubl/2.1/xsdrt/maindoc/UBL-Reminder-2.1.xsd");
    if (!has_program("xmllint")) GTEST_SKIP() << "xmllint is not installed";
    expect_valid_in("2.1");
}
TEST(UblReminder, IsValidInVersion23) {
    AFPUNT_NEEDS_SHARED("data/ubl/2.3/xsdrt/maindoc/UBL-Reminder-2.3.xsd");
    if (!has_program("xmllint")) GTEST_SKIP() << "xmllint is not installed";
    expect_valid_in("2.3");
}
TEST(UblReminder, IsValidInVersion24) {
    AFPUNT_NEEDS_SHARED("data/ubl/2.4/xsdrt/maindoc/UBL-Reminder-2.4.xsd");
    if (!has_program("xmllint")) GTEST_SKIP() << "xmllint is not installed";
    expect_valid_in("2.4");
}

TEST(UblReminder, KeepsTheThirteenRulesOfBiiT17) {
    AFPUNT_NEEDS_SHARED("data/ubl/bii-t17-reminder/abstract/BIIRULES-T17.sch");
    if (!has_program("xmllint") || !has_program("python3")) {
        GTEST_SKIP() << "xmllint or python3 is not installed";
    }
    const std::string script =
        std::string("python3 " AFPUNT_SOURCE_FOLDER "/tests/unit/document/bii_t17.py '") +
        (shared_folder() / "data/ubl/bii-t17-reminder").string() + "' '";
    int number = 0;
    for (const ReminderModel& model : samples()) {
        const auto file = write_sample("t17-" + std::to_string(++number) + ".xml",
                                       ubl_reminder(model, qr_of(model)));
        const auto checked = run_command(script + file.string() + "'");
        EXPECT_TRUE(checked.ok) << checked.text;
        EXPECT_THAT(checked.text, testing::HasSubstr("13 rules tried, broken: none"));
    }
    // The checker itself: a total that is one cent off breaks R010 and nothing else.
    ReminderModel wrong = samples().front();
    wrong.total.minor += 1;
    const auto file = write_sample("t17-wrong.xml", ubl_reminder(wrong, {}));
    const auto checked = run_command(script + file.string() + "'");
    EXPECT_FALSE(checked.ok);
    EXPECT_THAT(checked.text, testing::HasSubstr("broken: BII2-T17-R010\n"));
}

TEST(UblReminder, SaysWhatTheModelSays) {
    const ReminderModel model = sample_model(two_items(), "nl", "firm", "https://pay.example.org/");
    const auto document = parsed(ubl_reminder(model, {}));
    EXPECT_EQ(value(document, "//cbc:ID"), "H-2026-00042");
    EXPECT_EQ(value(document, "//cbc:UUID"), "5f0c2f3e-6f0d-4a3c-9a53-1f1f7f0b0a01");
    EXPECT_EQ(value(document, "//cbc:ReminderTypeCode"), "2");
    EXPECT_EQ(value(document, "//cbc:ReminderSequenceNumeric"), "2");
    EXPECT_EQ(value(document, "//cbc:LineCountNumeric"), "2");
    EXPECT_EQ(value(document, "//cac:LegalMonetaryTotal/cbc:PayableAmount"), "1734.56");
    EXPECT_EQ(value(document, "//cac:LegalMonetaryTotal/cbc:LineExtensionAmount"), "1734.56");
    EXPECT_EQ(value(document, "//cac:PaymentMeans/cbc:PaymentMeansCode"), "58");
    EXPECT_EQ(value(document, "//cac:PaymentMeans/cbc:PaymentDueDate"), "2026-11-27");
    EXPECT_EQ(value(document, "//cac:PaymentMeans/cbc:PaymentID"), "V26-0107 V26-0110");
    EXPECT_EQ(value(document, "//cac:PayeeFinancialAccount/cbc:ID"), "BE68539007547034");
    EXPECT_EQ(value(document, "//cbc:PaymentTermsDetailsURI"), "https://pay.example.org/");
    EXPECT_EQ(value(document, "//cac:ReminderLine[2]/cbc:DebitLineAmount"), "1234.56");
    EXPECT_EQ(value(document, "//cac:ReminderLine[2]//cac:AdditionalDocumentReference/cbc:ID"),
              "PO 4711");
    EXPECT_THAT(value(document, "/Reminder/cbc:Note"), testing::HasSubstr("19 november 2026"));
}

TEST(UblReminder, ShowsTheSequenceOfEachInvoice) {
    ReminderModel model = sample_model(two_items());
    model.lines[1].sequence = 3;
    const auto document = parsed(ubl_reminder(model, {}));
    EXPECT_EQ(value(document, "//cbc:ReminderSequenceNumeric"), "3");
    EXPECT_EQ(value(document, "//cac:ReminderLine[1]/cbc:Note[1]"), "sequence 1");
    EXPECT_EQ(value(document, "//cac:ReminderLine[2]/cbc:Note[1]"), "sequence 3");
    EXPECT_THAT(value(document, "//cac:ReminderLine[1]/cbc:Note[2]"),
                testing::StartsWith("1e herinnering voor deze factuur; vervaldag 31 oktober 2026"));
}

TEST(UblReminder, UsesTheWordsOfTheNetherlands) {
    ReminderModel model = sample_model(two_items(), "nl");
    model.language = "nl-NL";
    const std::string xml = ubl_reminder(model, {});
    EXPECT_TRUE(contains(xml, "vervaldatum 31 oktober 2026"));
    EXPECT_TRUE(contains(xml, "betalingskenmerk +++010/8068/17183+++"));
}

TEST(UblReminder, KeepsHostileNamesAsText) {
    const std::string xml = ubl_reminder(hostile_model(), {});
    EXPECT_FALSE(contains(xml, "<script>"));
    EXPECT_FALSE(contains(xml, "&#x"));
    EXPECT_EQ(value(parsed(xml), "//cac:AccountingCustomerParty//cac:PartyName/cbc:Name"),
              "<script>alert('x')</script> & ]]>    caf\xC3\xA9 "
              "\xF0\x9F\x98\x80 \xEF\xBF\xBD\xEF\xBF\xBD \"quoted\"");
}

TEST(UblReminder, AttachesTheQrCodeAsBase64) {
    const ReminderModel model = sample_model(two_items());
    for (const auto& [bytes, text] : std::vector<std::pair<std::string, std::string>>{
             {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob\xFF", "Zm9vYv8="}}) {
        const auto document = parsed(ubl_reminder(model, bytes));
        EXPECT_EQ(value(document, "//cbc:EmbeddedDocumentBinaryObject"), text);
    }
    EXPECT_EQ(value(parsed(ubl_reminder(model, {})), "//cbc:EmbeddedDocumentBinaryObject"), "");
}

// UBL 2.1, rule IND5 of its naming and design rules, which no schema checks.
TEST(UblReminder, HasNoEmptyElements) {
    for (const ReminderModel& model : samples()) {
        const std::string xml = ubl_reminder(model, {});
        EXPECT_FALSE(contains(xml, "/>")) << xml;
        EXPECT_FALSE(contains(xml, "></")) << xml;
    }
}

TEST(UblReminder, ChargesNothing) {
    for (const ReminderModel& model : samples()) {
        const std::string xml = ubl_reminder(model, {});
        EXPECT_FALSE(contains(xml, "Penalty"));
        EXPECT_FALSE(contains(xml, "AllowanceCharge"));
    }
}

} // namespace
} // namespace afpunt::document
