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

namespace afpunt::delivery {

struct MailEnvelope {
    std::string from_name, from_address, reply_to; // reply_to may be empty
    std::string to_name, to_address;
    std::string message_id_domain; // Message-ID: <letter id@domain>
    std::int64_t date_us = 0;      // microseconds since 1970, UTC
};

// `subject` and the texts are UTF-8; header injection is refused (a line break in any header
// value).
[[nodiscard]] Result<std::string> mime_message(const MailEnvelope& envelope,
                                               const document::MailText& text,
                                               std::string_view letter_id, std::string_view qr_png,
                                               std::string_view ubl_xml);

// The content id that the HTML must use as image source: "cid:" + this.
[[nodiscard]] std::string qr_content_id(std::string_view letter_id);

} // namespace afpunt::delivery
