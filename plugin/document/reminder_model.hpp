// SPDX-License-Identifier: MIT
//
// The one immutable model that every form of a letter is made from: mail, UBL, QR code and link can
// only say what stands here, so they cannot disagree. It holds one debtor's data and nobody else's:
// build() refuses an item of another customer (product rule 9 and the leak invariant).
#pragma once

#include "book/book.hpp"
#include "config/sha256.hpp"
#include "policy/plan.hpp"

#include <afpunt/result.hpp>

#include <optional>
#include <string>
#include <vector>

namespace afpunt::document {

struct ReminderLine {
    std::string item_id, number, order_reference, description;
    Date issued_on, due_on;
    Money total, open;
    std::string payment_reference;       // canonical structured reference, or empty
    std::string payment_reference_print; // as people expect it: "+++010/8068/17183+++"
    std::string step_id;
    int round = 1;
    int sequence = 1; // 1 = first reminder of this item
    friend bool operator==(const ReminderLine&, const ReminderLine&) = default;
};

struct ReminderModel {
    std::string letter_id;     // random, made by the outbox
    std::string letter_number; // what people see: "H-2026-00042"
    std::string book_id;
    Date on, pay_by, covered_until;
    std::string language; // "nl-BE", "nl-NL", "fr", "de", "en": one whole message in one language
    std::string tone;
    book::Party creditor, debtor;
    std::string debtor_mail;
    Currency currency;
    Money total; // sum of the open amounts of the lines
    std::vector<ReminderLine> lines;
    // Where to pay.
    std::string payee_name, payee_iban, payee_bic;
    // One line with a structured reference: that; otherwise empty and `remittance_text` is used.
    std::string payment_reference, payment_reference_print;
    std::string remittance_text; // "V26-0107 V26-0110", at most 140 characters
    std::string payment_link;    // made with the model, such as a signed one; empty = none
    std::string payto;
    std::string epc_payload; // empty where the currency is not EUR
    // At a provider that hosts it: made when the letter is approved, for what the model says, and
    // put into the forms. It was not decided about, so it is no part of the canonical text.
    std::string hosted_link;

    // What stands behind the button; empty = no button.
    [[nodiscard]] const std::string& link() const {
        return hosted_link.empty() ? payment_link : hosted_link;
    }
    // Every field above but the hosted link, in a fixed order and an unambiguous form; equal models
    // have equal text.
    [[nodiscard]] std::string canonical() const;
    // Hex SHA-256 of canonical(); with a hasher that is kept, for many of them.
    [[nodiscard]] std::string hash() const;
    [[nodiscard]] std::string hash(const config::Sha256& hasher) const;
    friend bool operator==(const ReminderModel&, const ReminderModel&) = default;
};

struct LetterIdentity {
    std::string letter_id, letter_number;
};

struct PaymentOptions {
    bool reference_in_structured_line = true; // OGM in line 10 of the EPC payload; else line 11
    std::string payment_link;
};

// Fails, in words, when an item is not the debtor's, amounts of two currencies meet, the account or
// the mail address is missing, or the QR payload does not fit.
[[nodiscard]] Result<ReminderModel> build_reminder(const book::Book& book,
                                                   const policy::PlannedLetter& letter,
                                                   const LetterIdentity& identity,
                                                   const PaymentOptions& options,
                                                   const std::string& default_language);

} // namespace afpunt::document
