// SPDX-License-Identifier: MIT
//
// The mail's words: subject, HTML and plain text, whole in one language, amounts and dates in that
// language's form. HTML is self-contained: no script, no remote image; the QR code is shown from
// "cid:qr" in the mail and inline as data: in the copy that stands in a folder.
#pragma once

#include "document/reminder_model.hpp"
#include "document/template_set.hpp"

#include <string>
#include <string_view>

namespace afpunt::document {

struct MailText {
    std::string subject, html, plain;
};

// `qr_source`: what stands in src= of the QR image, "cid:qr@..." or "data:image/png;base64,...";
// empty = no QR block at all.
[[nodiscard]] Result<MailText> mail_text(const ReminderModel& model, const TemplateSet& templates,
                                         std::string_view qr_source);

} // namespace afpunt::document
