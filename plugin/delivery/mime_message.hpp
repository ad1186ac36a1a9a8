// SPDX-License-Identifier: MIT
//
// The mail as bytes (RFC 5322, MIME): alternative text and HTML, the QR code as an inline image,
// the UBL as an attachment. Built with GMime; everything random or timed is given, so that the same
// input gives the same bytes.
#pragma once

#include "document/mail_text.hpp"
#include "document/reminder_model.hpp"

#include <afpunt/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::delivery {

struct MailEnvelope {
    std::string from_name, from_address, reply_to; // reply_to may be empty
    std::string to_name, to_address;
    std::string message_id_domain; // Message-ID: <letter id@domain>
    // Message-IDs of earlier letters to this debtor, oldest first, without brackets: mail programs
    // show them as one conversation (RFC 5322, section 3.6.4).
    std::vector<std::string> earlier_message_ids = {};
    std::vector<std::string> covered_steps = {}; // outbox/covered_step.hpp, one for each line
    std::string letter_number = {};              // as people know the letter; empty = not told
    std::int64_t date_us = 0;                    // microseconds since 1970, UTC
};

// `subject` and the texts are UTF-8; header injection is refused (a line break in any header
// value).
[[nodiscard]] Result<std::string> mime_message(const MailEnvelope& envelope,
                                               const document::MailText& text,
                                               std::string_view letter_id, std::string_view qr_png,
                                               std::string_view ubl_xml);

// The same mail for a person to send: mail programs open it ready to be sent (X-Unsent: 1). What
// the sending program makes itself is left out: Message-ID, Date, and the word that a machine sent
// it. `message` comes from mime_message().
[[nodiscard]] std::string draft_of(std::string_view message);

// "id@domain", as Message-ID has it within its brackets; what looks otherwise is not repeated.
[[nodiscard]] bool is_message_id(std::string_view id);

// The content id that the HTML must use as image source: "cid:" + this.
[[nodiscard]] std::string qr_content_id(std::string_view letter_id);

} // namespace afpunt::delivery
