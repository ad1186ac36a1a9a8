// SPDX-License-Identifier: MIT
//
// UBL 2.0 to 2.4 Invoice and CreditNote (OASIS, also EN 16931 and Peppol BIS Billing 3), read for
// what a follow-up needs: who owes whom how much, since when, and how it can be paid.
#include "invoice.hpp"

#include "ubl_element.hpp"
#include "ubl_parts.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <fstream>

namespace afpunt::standalone {
namespace {

// One byte above the limit of the parser is enough for it to refuse with its own sentence.
constexpr std::uintmax_t max_read_bytes = std::uintmax_t{32} * 1024 * 1024 + 1;
// The longest invoice number that EN 16931 senders were seen to use is far below this.
constexpr std::size_t max_number_bytes = 100;
// One line of a letter.
constexpr std::size_t max_description_characters = 120;
constexpr std::size_t max_described_lines = 3;

constexpr std::string_view invoice_namespace =
    "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2";
constexpr std::string_view credit_note_namespace =
    "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2";

Result<InvoiceKind> kind_of(const UblElement& root) {
    if (root.local_name() == "Invoice" && root.namespace_uri() == invoice_namespace) {
        return InvoiceKind::Invoice;
    }
    if (root.local_name() == "CreditNote" && root.namespace_uri() == credit_note_namespace) {
        return InvoiceKind::CreditNote;
    }
    return root.refuse(std::string(root.local_name()).substr(0, 60) + " in the namespace " +
                           std::string(root.namespace_uri()).substr(0, 120),
                       "an Invoice or CreditNote of UBL 2");
}

// The code list of UNCL 1001: 381 and 396 are credit notes that travel as an Invoice, 325 is a pro
// forma invoice, which claims nothing.
Result<void> read_head(const UblElement& root, Invoice& invoice) {
    invoice.number = root.text("ID");
    if (invoice.number.empty()) return root.refuse("no cbc:ID", "the number of the document");
    if (invoice.number.size() > max_number_bytes) {
        return root.find("ID").refuse(invoice.number.substr(0, 40) + "...",
                                      "a number of at most 100 characters");
    }
    const Result<std::optional<Date>> issued_on = root.date("IssueDate");
    if (!issued_on) return tl::unexpected(issued_on.error());
    if (!*issued_on) return root.refuse("no cbc:IssueDate", "the day of issue");
    invoice.issued_on = **issued_on;
    const std::string type = root.text("InvoiceTypeCode");
    if (type == "325") {
        return root.find("InvoiceTypeCode").refuse("325 (pro forma)", "an invoice that is a claim");
    }
    if (type == "381" || type == "396") {
        invoice.kind = InvoiceKind::CreditNote;
        invoice.notices.push_back("invoice type " + type + ": taken as a credit note");
    }
    invoice.order_reference = root.text("OrderReference/ID");
    if (is_placeholder(invoice.order_reference)) invoice.order_reference.clear();
    return {};
}

Result<void> read_currency(const UblElement& root, const UblElement& payable, Invoice& invoice) {
    UblElement code = root.find("DocumentCurrencyCode");
    std::string written = code.text();
    const std::string of_amount = payable.attribute("currencyID");
    if (written.empty()) { // optional until EN 16931
        code = payable;
        written = of_amount;
        if (!written.empty()) {
            invoice.notices.push_back("no DocumentCurrencyCode: that of the payable amount, " +
                                      written.substr(0, 16) + ", taken");
        }
    }
    const Result<Currency> currency = Currency::parse(written);
    if (!currency) return code.refuse(written.substr(0, 40), currency.error().expected);
    if (!of_amount.empty() && of_amount != written) {
        return payable.refuse(of_amount.substr(0, 16), "the currency of the document, " + written);
    }
    invoice.currency = *currency;
    return {};
}

Result<void> read_total(const UblElement& root, InvoiceKind root_kind, Invoice& invoice) {
    const UblElement payable = root.find("LegalMonetaryTotal/PayableAmount");
    if (!payable) return root.refuse("no LegalMonetaryTotal/PayableAmount", "the amount to pay");
    if (Result<void> currency = read_currency(root, payable, invoice); !currency) {
        return currency;
    }
    const std::string written = payable.text();
    const Result<Money> total = parse_money(written, invoice.currency);
    if (!total) return payable.refuse(written.substr(0, 60), total.error().expected);
    invoice.total = *total;
    if (!total->is_negative()) return {};
    if (root_kind == InvoiceKind::CreditNote) {
        // Some senders mean a claim by it and others write every credit with a minus.
        return payable.refuse(written, "zero or more in a credit note: with a minus it could be "
                                       "read as a claim or as a credit");
    }
    invoice.kind = InvoiceKind::CreditNote;
    invoice.total = total->negated();
    invoice.notices.emplace_back("the payable amount is negative: taken as a credit note");
    return {};
}

std::string collapsed_for_comparison(std::string_view name) {
    std::string result;
    for (const char c : name) {
        if (!text::is_space(c) && c != '.' && c != ',') result += text::lower(c);
    }
    return result;
}

// A payee with another name than the seller is whom the claim was assigned to (EN 16931, BG-10).
std::string assignee_of(const UblElement& root, const InvoiceParty& supplier) {
    const UblElement payee = root.find("PayeeParty");
    std::string name = payee.text("PartyName/Name");
    if (name.empty()) name = payee.text("PartyLegalEntity/RegistrationName");
    const UblElement seller = root.find("AccountingSupplierParty/Party");
    const std::string compared = collapsed_for_comparison(name);
    const bool is_seller = compared == collapsed_for_comparison(supplier.name) ||
                           compared == collapsed_for_comparison(seller.text("PartyName/Name"));
    return is_seller ? std::string() : name;
}

Result<void> read_parties(const UblElement& root, Invoice& invoice) {
    invoice.supplier = read_ubl_party(root.find("AccountingSupplierParty"));
    const UblElement customer = root.find("AccountingCustomerParty");
    if (!customer) return root.refuse("no AccountingCustomerParty", "the customer");
    invoice.customer = read_ubl_party(customer);
    if (invoice.customer.id.empty()) {
        return customer.refuse("", "a name or a number of the customer");
    }
    if (invoice.customer.name.empty()) {
        invoice.customer.name = invoice.customer.id;
        invoice.notices.emplace_back("the customer has no name: the number stands for it");
    }
    invoice.payee_name = assignee_of(root, invoice.supplier);
    return {};
}

void read_credited_numbers(const UblElement& root, Invoice& invoice) {
    if (invoice.kind != InvoiceKind::CreditNote) return;
    for (const UblElement& reference : root.all("BillingReference")) {
        std::string number = reference.text("InvoiceDocumentReference/ID");
        const auto& known = invoice.credited_numbers;
        if (number.empty() || is_placeholder(number) ||
            std::find(known.begin(), known.end(), number) != known.end()) {
            continue;
        }
        invoice.credited_numbers.push_back(std::move(number));
    }
}

std::string shortened(const std::string& description) {
    if (text::utf8_count(description) <= max_description_characters) return description;
    std::size_t end = 0;
    for (std::size_t count = 1; count < max_description_characters; ++count) {
        end += text::utf8_length_at_front(std::string_view(description).substr(end));
    }
    return description.substr(0, end) + "\u2026";
}

std::string description_of(const UblElement& root) {
    std::vector<UblElement> lines = root.all("InvoiceLine");
    if (lines.empty()) lines = root.all("CreditNoteLine");
    if (lines.size() > max_described_lines) lines.resize(max_described_lines);
    std::string description;
    for (const UblElement& line : lines) {
        std::string name = line.text("Item/Name");
        if (name.empty()) name = line.text("Item/Description");
        if (name.empty()) continue;
        description += (description.empty() ? "" : "; ") + name;
    }
    return shortened(description);
}

} // namespace

Result<Invoice> parse_ubl_invoice(std::string_view bytes) {
    const Result<UblDocument> document = UblDocument::parse(bytes);
    if (!document) return tl::unexpected(document.error());
    const UblElement root = document->root();
    const Result<InvoiceKind> kind = kind_of(root);
    if (!kind) return tl::unexpected(kind.error());
    Invoice invoice;
    invoice.kind = *kind;
    Result<void> read = read_head(root, invoice);
    if (read) read = read_total(root, *kind, invoice);
    if (read) read = read_parties(root, invoice);
    if (read) read = read_ubl_terms(root, invoice);
    if (!read) return tl::unexpected(read.error());
    read_ubl_payment_means(root, invoice);
    read_credited_numbers(root, invoice);
    invoice.description = description_of(root);
    return invoice;
}

Result<Invoice> read_ubl_invoice(const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    std::ifstream file(path, std::ios::binary);
    if (error || !file) {
        return tl::unexpected(Failure{name, "", "a file that does not open", "a readable file"});
    }
    std::string bytes(static_cast<std::size_t>(std::min(size, max_read_bytes)), '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    Result<Invoice> invoice = parse_ubl_invoice(bytes);
    if (!invoice) return tl::unexpected(invoice.error().at(name));
    return invoice;
}

} // namespace afpunt::standalone
