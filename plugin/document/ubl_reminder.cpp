// SPDX-License-Identifier: MIT
//
// UBL 2.1 Reminder (OASIS Standard, 4 November 2013): elements in the order of
// UBL-Reminder-2.1.xsd, which is a sequence. CEN BII2 transaction T17 adds: R001 and R002 ask for a
// customization and a profile, R010 for a line total that is the sum of the lines.
//
// No profile for reminders that is in use today was found, and the schema fixes no values, so the
// identifiers below are our own: "urn:afpunt:..." says that a reader may rely on what this header
// and ubl_reminder.hpp promise, and on nothing else.
#include "document/ubl_reminder.hpp"

#include "book/localised.hpp"
#include "config/base64.hpp"
#include "document/clean_text.hpp"
#include "document/labels.hpp"
#include "document/reach.hpp"

#include <afpunt/text.hpp>

#include <pugixml.hpp>

#include <algorithm>

namespace afpunt::document {
namespace {

constexpr const char* customization = "urn:afpunt:ubl:reminder:1";
constexpr const char* profile = "urn:afpunt:profile:courtesy-reminder:1";
// Code list of our own: 1 = friendly, 2 = firm. Both are courtesy reminders without legal effect.
constexpr const char* type_codes = "urn:afpunt:codelist:reminder-type:1";

// UN/CEFACT 1001: 380 commercial invoice, 220 order.
constexpr std::string_view commercial_invoice = "380";
constexpr std::string_view order = "220";
// UN/CEFACT 4461: 58 SEPA credit transfer, 30 credit transfer.
constexpr std::string_view sepa_credit_transfer = "58";
constexpr std::string_view credit_transfer = "30";

using Node = pugi::xml_node;

Node add(Node parent, const char* name) {
    return parent.append_child(name);
}
// Every text that stands in the document passes here, so that none can hold what XML forbids.
Node add(Node parent, const char* name, std::string_view text) {
    Node node = parent.append_child(name);
    node.text().set(clean_line(text).c_str());
    return node;
}
// UBL forbids empty elements (rule IND5 of its naming and design rules): what is not known is left
// out.
void add_known(Node parent, const char* name, std::string_view text) {
    if (!clean_line(text).empty()) add(parent, name, text);
}
void add_note(Node parent, std::string_view text, const std::string& language) {
    add(parent, "cbc:Note", text).append_attribute("languageID").set_value(language.c_str());
}
void add_amount(Node parent, const char* name, const Money& amount) {
    const std::string currency(amount.currency.code());
    add(parent, name, amount.decimal()).append_attribute("currencyID").set_value(currency.c_str());
}
void add_identifier(Node parent, const char* name, std::string_view id, const char* attribute,
                    const std::string& scheme) {
    Node node = add(parent, name, id);
    if (!scheme.empty()) {
        node.append_attribute(attribute).set_value(clean_line(scheme).c_str());
    }
}

// The letter's 128 random bits in the form of a UUID; nothing is changed, so the id can be read
// back.
std::string uuid_of(const std::string& letter_id) {
    const bool hexadecimal = std::ranges::all_of(letter_id, [](char c) {
        const char small = text::lower(c);
        return text::is_digit(c) || (small >= 'a' && small <= 'f');
    });
    if (letter_id.size() != 32 || !hexadecimal) return {};
    const std::string id = text::lower(std::string_view(letter_id));
    return id.substr(0, 8) + "-" + id.substr(8, 4) + "-" + id.substr(12, 4) + "-" +
           id.substr(16, 4) + "-" + id.substr(20);
}

void put_header(Node root, const ReminderModel& model) {
    add(root, "cbc:UBLVersionID", "2.1");
    add(root, "cbc:CustomizationID", customization);
    add(root, "cbc:ProfileID", profile);
    add(root, "cbc:ID", model.letter_number);
    add_known(root, "cbc:UUID", uuid_of(model.letter_id));
    add(root, "cbc:IssueDate", model.on.iso());
    add_identifier(root, "cbc:ReminderTypeCode", model.tone == "firm" ? "2" : "1", "listID",
                   type_codes);
    int highest = 1;
    for (const ReminderLine& line : model.lines)
        highest = std::max(highest, line.sequence);
    add(root, "cbc:ReminderSequenceNumeric", std::to_string(highest));
    add_note(root,
             filled(label(letter_labels(), "not_seen", model.language),
                    {book::localised(model.covered_until, model.language),
                     book::localised(model.total, model.language)}),
             model.language);
    add(root, "cbc:DocumentCurrencyCode", model.currency.code());
    add(root, "cbc:LineCountNumeric", std::to_string(model.lines.size()));
}

void put_qr(Node root, std::string_view qr_png) {
    if (qr_png.empty()) return;
    Node reference = add(root, "cac:AdditionalDocumentReference");
    add(reference, "cbc:ID", "payment-qr");
    add(reference, "cbc:DocumentType", "QR code for the payment (EPC069-12)");
    Node object = add(add(reference, "cac:Attachment"), "cbc:EmbeddedDocumentBinaryObject");
    object.append_attribute("mimeCode").set_value("image/png");
    object.append_attribute("filename").set_value("payment-qr.png");
    object.text().set(config::base64(qr_png).c_str());
}

void put_address(Node party, const book::Address& address) {
    if (address == book::Address{}) return;
    Node node = add(party, "cac:PostalAddress");
    add_known(node, "cbc:StreetName", address.street);
    add_known(node, "cbc:AdditionalStreetName", address.street_extra);
    add_known(node, "cbc:CityName", address.city);
    add_known(node, "cbc:PostalZone", address.postal_code);
    add_known(node, "cbc:CountrySubentity", address.region);
    if (!clean_line(address.country).empty()) {
        add(add(node, "cac:Country"), "cbc:IdentificationCode", address.country);
    }
}

void put_party(Node parent, const book::Party& party, const Reach& reach) {
    Node node = add(parent, "cac:Party");
    // Without its scheme an electronic address says nothing.
    if (!clean_line(party.endpoint_id).empty() && !clean_line(party.endpoint_scheme).empty()) {
        add_identifier(node, "cbc:EndpointID", party.endpoint_id, "schemeID",
                       party.endpoint_scheme);
    }
    add(add(node, "cac:PartyName"), "cbc:Name", party.name);
    put_address(node, party.address);
    if (!clean_line(party.vat_id).empty()) {
        Node tax = add(node, "cac:PartyTaxScheme");
        add(tax, "cbc:CompanyID", party.vat_id);
        add(add(tax, "cac:TaxScheme"), "cbc:ID", "VAT");
    }
    Node legal = add(node, "cac:PartyLegalEntity");
    add(legal, "cbc:RegistrationName", party.name);
    add_known(legal, "cbc:CompanyID", party.registration_id);
    const std::string phone = clean_line(reach.phone);
    if (phone.empty() && clean_line(reach.mail).empty()) return;
    Node contact = add(node, "cac:Contact");
    add_known(contact, "cbc:Telephone", phone);
    add_known(contact, "cbc:ElectronicMail", reach.mail);
}

void put_payment(Node root, const ReminderModel& model) {
    Node means = add(root, "cac:PaymentMeans");
    add(means, "cbc:PaymentMeansCode",
        model.currency == Currency::eur() ? sepa_credit_transfer : credit_transfer);
    add(means, "cbc:PaymentDueDate", model.pay_by.iso());
    add_known(means, "cbc:PaymentID",
              model.payment_reference.empty() ? model.remittance_text : model.payment_reference);
    Node account = add(means, "cac:PayeeFinancialAccount");
    add_identifier(account, "cbc:ID", model.payee_iban, "schemeID", "IBAN");
    add_known(account, "cbc:Name", model.payee_name);
    if (!model.payee_bic.empty()) {
        add_identifier(add(account, "cac:FinancialInstitutionBranch"), "cbc:ID", model.payee_bic,
                       "schemeID", "BIC");
    }
    Node terms = add(root, "cac:PaymentTerms");
    add_note(terms,
             filled(label(letter_labels(), "pay_by", model.language),
                    {book::localised(model.pay_by, model.language)}),
             model.language);
    add_known(terms, "cbc:PaymentTermsDetailsURI", model.link());
}

void put_total(Node root, const ReminderModel& model) {
    Node total = add(root, "cac:LegalMonetaryTotal");
    add_amount(total, "cbc:LineExtensionAmount", model.total);
    add_amount(total, "cbc:PayableAmount", model.total);
}

// What a reader wants to know of one invoice and UBL has no element for.
std::string words_of(const ReminderLine& line, const std::string& language) {
    const auto text = [&](std::string_view name, const std::string& value) {
        return filled(label(letter_labels(), name, language), {value});
    };
    std::string words = text("line_reminder", ordinal(line.sequence, language)) + "; " +
                        text("line_due", book::localised(line.due_on, language));
    if (line.total != line.open) {
        words += "; " + text("line_total", book::localised(line.total, language));
    }
    if (!line.payment_reference.empty()) {
        words += "; " + text("line_reference", line.payment_reference_print);
    }
    return words;
}

void put_line(Node root, const ReminderLine& line, std::size_t number,
              const std::string& language) {
    Node node = add(root, "cac:ReminderLine");
    add(node, "cbc:ID", std::to_string(number));
    // The sequence of this invoice in a form that programs can read: UBL knows only one sequence
    // for the whole document.
    add(node, "cbc:Note", "sequence " + std::to_string(line.sequence));
    add_note(node, words_of(line, language), language);
    add_amount(node, "cbc:DebitLineAmount", line.open);
    Node billing = add(node, "cac:BillingReference");
    Node invoice = add(billing, "cac:InvoiceDocumentReference");
    add(invoice, "cbc:ID", line.number);
    add(invoice, "cbc:IssueDate", line.issued_on.iso());
    add(invoice, "cbc:DocumentTypeCode", commercial_invoice);
    add_known(invoice, "cbc:DocumentDescription", line.description);
    if (!clean_line(line.order_reference).empty()) {
        Node buyer_order = add(billing, "cac:AdditionalDocumentReference");
        add(buyer_order, "cbc:ID", line.order_reference);
        add(buyer_order, "cbc:DocumentTypeCode", order);
    }
}

struct StringWriter final : pugi::xml_writer {
    std::string text;
    void write(const void* data, std::size_t size) override {
        text.append(static_cast<const char*>(data), size);
    }
};

} // namespace

std::string ubl_reminder(const ReminderModel& model, std::string_view qr_png) {
    pugi::xml_document document;
    Node declaration = document.append_child(pugi::node_declaration);
    declaration.append_attribute("version").set_value("1.0");
    declaration.append_attribute("encoding").set_value("UTF-8");
    Node root = document.append_child("Reminder");
    const std::string names = "urn:oasis:names:specification:ubl:schema:xsd:";
    root.append_attribute("xmlns").set_value((names + "Reminder-2").c_str());
    root.append_attribute("xmlns:cac").set_value((names + "CommonAggregateComponents-2").c_str());
    root.append_attribute("xmlns:cbc").set_value((names + "CommonBasicComponents-2").c_str());
    put_header(root, model);
    put_qr(root, qr_png);
    put_party(add(root, "cac:AccountingSupplierParty"), model.creditor, reach_of(model.creditor));
    put_party(add(root, "cac:AccountingCustomerParty"), model.debtor,
              Reach{.mail = model.debtor_mail, .phone = {}});
    put_payment(root, model);
    put_total(root, model);
    std::size_t number = 0;
    for (const ReminderLine& line : model.lines)
        put_line(root, line, ++number, model.language);
    StringWriter writer;
    document.save(writer, "  ", pugi::format_default, pugi::encoding_utf8);
    return std::move(writer.text);
}

} // namespace afpunt::document
