// SPDX-License-Identifier: MIT
//
// Open item: what a customer still owes on one invoice, or on one instalment of it. `open` is the
// host's own figure after all allocations; the book checks it against the allocations and never
// "corrects" it.
#pragma once

#include <afpunt/date.hpp>
#include <afpunt/money.hpp>

#include <optional>
#include <string>

namespace afpunt::book {

enum class DocumentKind { Invoice, CreditNote, OpeningBalance };
enum class DocumentState { Open, Settled, Cancelled, WrittenOff, Disputed };
enum class PaymentArrangement { CreditTransfer, DirectDebit, Card, Cash, Other };

struct EarlyPaymentDiscount {
    Money amount;
    Date last_day;
    friend bool operator==(const EarlyPaymentDiscount&, const EarlyPaymentDiscount&) = default;
};

struct OpenItem {
    std::string id; // unique in the book: document id, and instalment id where there are some
    std::string document_id, instalment_id;
    DocumentKind kind = DocumentKind::Invoice;
    DocumentState state = DocumentState::Open;
    std::string number; // what the customer knows it by: "V26-0107"
    std::string customer_id;
    std::string order_reference;   // the buyer's own reference
    std::string payment_reference; // structured remittance reference; as the host wrote it
    std::string description;       // goods or services in one line (a statutory reminder names it)
    Date issued_on;
    Date due_on;
    std::optional<Date> entered_on; // booked by the host
    std::optional<Date> sent_on;    // delivered to the customer, where the host knows
    Money total;
    Money open; // >= 0 for invoices; for credit notes the credit that is still unused, also >= 0
    std::string payee_iban, payee_bic, payee_name; // as printed on the invoice; may be empty
    PaymentArrangement arrangement = PaymentArrangement::CreditTransfer;
    std::string mandate_id;            // direct debit
    std::optional<Date> collection_on; // direct debit: collected on this day
    std::optional<EarlyPaymentDiscount> discount;
    std::optional<Money> retention; // withheld by agreement, not yet due
    std::string assigned_to;        // factor; empty = not assigned
    std::string assigned_iban;
    std::optional<Money> disputed; // the part in dispute; nullopt with state Disputed = whole
    int reminders_before = 0;      // sent before afpunt was switched on
    std::optional<Date> last_reminder_before;

    friend bool operator==(const OpenItem&, const OpenItem&) = default;
};

} // namespace afpunt::book
