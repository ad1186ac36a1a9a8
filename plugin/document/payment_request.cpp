// SPDX-License-Identifier: MIT
//
// EPC069-12 version 3.1: line 10 holds a structured reference, line 11 free text, never both. The
// Belgian OGM stands as 12 digits in line 10 unless the book says otherwise (bank programs differ);
// an RF reference (ISO 11649) always stands there. A Dutch betalingskenmerk is no reference of ISO
// 11649, and banks read it from the text.
#include "document/payment_request.hpp"

#include "document/clean_text.hpp"
#include "matching/structured_reference.hpp"
#include "payment/epc_qr.hpp"
#include "payment/payto.hpp"

#include <algorithm>

namespace afpunt::document {
namespace {

bool belongs_in_line_ten(const matching::StructuredReference& reference,
                         const PaymentOptions& options) {
    switch (reference.scheme) {
    case matching::ReferenceScheme::CreditorReference: return true;
    case matching::ReferenceScheme::Ogm: return options.reference_in_structured_line;
    case matching::ReferenceScheme::Betalingskenmerk: return false;
    }
    return false;
}

Result<void> put_qr_and_payto(ReminderModel& model, const PaymentOptions& options) {
    const Result<Iban> iban = Iban::parse(model.payee_iban);
    if (!iban) return tl::unexpected(iban.error().at("bank account of the letter"));
    payment::EpcPayment payment{.version = 2,
                                .character_set = payment::EpcCharacterSet::Utf8,
                                .bic = model.payee_bic,
                                .beneficiary = model.payee_name,
                                .iban = *iban,
                                .amount = model.total,
                                .purpose = {},
                                .structured_reference = {},
                                .text = model.remittance_text,
                                .information = {}};
    if (!model.payment_reference.empty()) {
        const auto reference = matching::parse_reference(model.payment_reference);
        if (reference && belongs_in_line_ten(*reference, options)) {
            payment.structured_reference = model.payment_reference;
        } else {
            payment.text = model.payment_reference_print;
        }
    }
    Result<std::string> payload = payment::epc_payload(payment);
    if (!payload) return tl::unexpected(payload.error().at("QR code of the letter"));
    model.epc_payload = std::move(*payload);
    model.payto = payment::payto_uri(payment);
    return {};
}

} // namespace

std::string payee_name(std::string_view name) {
    return std::string(shortened(clean_line(name), longest_payee_characters, longest_payee_bytes));
}

std::string remittance_text(const std::vector<ReminderLine>& lines) {
    std::string text;
    std::vector<std::string> written;
    for (const ReminderLine& line : lines) {
        const std::string number = clean_line(line.number);
        // Instalments share the number of their invoice.
        if (number.empty() || std::ranges::find(written, number) != written.end()) continue;
        const std::string longer = text.empty() ? number : text + " " + number;
        if (shortened(longer, longest_remittance_characters, longest_remittance_bytes) != longer) {
            break;
        }
        text = longer;
        written.push_back(number);
    }
    if (text.empty() && !lines.empty()) {
        text = shortened(clean_line(lines.front().number), longest_remittance_characters,
                         longest_remittance_bytes);
    }
    return text;
}

Result<void> put_payment_request(ReminderModel& model, const PaymentOptions& options) {
    if (model.lines.size() == 1 && !model.lines.front().payment_reference.empty()) {
        model.payment_reference = model.lines.front().payment_reference;
        model.payment_reference_print = model.lines.front().payment_reference_print;
    } else {
        model.remittance_text = remittance_text(model.lines);
    }
    if (model.currency != Currency::eur()) return {};
    return put_qr_and_payto(model, options);
}

} // namespace afpunt::document
