// SPDX-License-Identifier: MIT
//
// All forms of one letter, made from its one model: what a folder, a mail server or a person's eyes
// get. Made when somebody looks, and once more when the letter is approved: those bytes are frozen.
#pragma once

#include "config/settings.hpp"
#include "config/sha256.hpp"
#include "delivery/mime_message.hpp"
#include "document/reminder_model.hpp"
#include "document/template_set.hpp"
#include "outbox/letter.hpp"
#include "payment/qr_encoder.hpp"

#include <afpunt/result.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace afpunt::delivery {

struct Sender {
    std::string from_name, from_address, reply_to; // from_address empty: the creditor's own mail
    // The domain that letters may come from; empty: that of the creditor's own mail.
    std::string domain = {};
};
[[nodiscard]] Sender sender_of(const config::Settings& settings);

// The address that letters come from. One outside the firm's own mail domain is refused: letters go
// out in the firm's name, and what claims to come from elsewhere is taken for a forgery by mail
// servers (RFC 7489).
[[nodiscard]] Result<std::string> letter_sender(const book::Party& creditor, const Sender& sender);

// reminder.xml, mail.eml, mail.html, mail.txt, letter.json, and for euro letters qr.svg and qr.png.
// Keeps what is the same for all letters: parsed templates, sizes of QR codes, the hash's library.
// Not for two threads at once.
class LetterPress {
public:
    // The templates must outlive the press.
    LetterPress(const document::TemplateSet& templates, Sender sender)
        : writer_(templates), sender_(std::move(sender)) {}
    // `earlier_message_ids`: of earlier letters to this debtor, oldest first, without brackets.
    [[nodiscard]] Result<std::vector<outbox::LetterForm>>
    print(const document::ReminderModel& model, std::int64_t date_us,
          const std::vector<std::string>& earlier_message_ids = {});
    [[nodiscard]] const config::Sha256& hasher() const { return hasher_; }

private:
    document::MailWriter writer_;
    Sender sender_;
    payment::QrEncoder qr_;
    config::Sha256 hasher_;
};

// For a single letter.
[[nodiscard]] Result<std::vector<outbox::LetterForm>>
letter_forms(const document::ReminderModel& model, const document::TemplateSet& templates,
             const Sender& sender, std::int64_t date_us,
             const std::vector<std::string>& earlier_message_ids = {});

} // namespace afpunt::delivery
