// SPDX-License-Identifier: MIT
//
// An invoice or credit note as this host keeps it, read from UBL (any version 2.x, any prefix).
#pragma once

#include <afpunt/date.hpp>
#include <afpunt/money.hpp>
#include <afpunt/result.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::standalone {

struct InvoiceParty {
    std::string
        id; // the sender's own customer number, else VAT id, registration id, endpoint, name
    std::string name, contact_name, mail, phone;
    std::string street, street_extra, postal_code, city, region, country;
    std::string vat_id, registration_id, endpoint_scheme, endpoint_id;
};

struct Instalment {
    std::string id; // "1", "2" in the order of the file; empty when there is just one
    Date due_on;
    Money amount;
};

enum class InvoiceKind { Invoice, CreditNote };
enum class InvoiceArrangement { CreditTransfer, DirectDebit, Card, Cash, Other };

struct Invoice {
    InvoiceKind kind = InvoiceKind::Invoice;
    std::string number;
    Date issued_on;
    Currency currency;
    Money total; // what is to be paid: LegalMonetaryTotal/PayableAmount
    InvoiceParty supplier, customer;
    std::string payee_name; // PayeeParty: another than the supplier means assigned to a factor
    std::vector<Instalment> instalments; // at least one
    std::string payment_reference;       // PaymentID, else InstructionID, else PaymentTerms/Note
    std::string payee_iban, payee_bic, payee_account_holder;
    InvoiceArrangement arrangement = InvoiceArrangement::CreditTransfer;
    std::string mandate_id;
    std::string order_reference;
    std::string description;                   // names of the first lines, at most 120 characters
    std::vector<std::string> credited_numbers; // BillingReference of a credit note
    std::optional<Money> discount;             // early-payment discount and its last day
    std::optional<Date> discount_until;
    std::vector<std::string> notices; // odd but readable: "no due date: 30 days after issue taken"
};

// Reads one file (size limit in the source, with its reason). Refuses, naming element and line:
// not well-formed, a DTD or entity declaration, no Invoice/CreditNote root of UBL 2, no number, no
// customer, unknown currency, amounts with too many decimals or another currency.
[[nodiscard]] Result<Invoice> read_ubl_invoice(const std::filesystem::path& path);
[[nodiscard]] Result<Invoice> parse_ubl_invoice(std::string_view bytes);

} // namespace afpunt::standalone
