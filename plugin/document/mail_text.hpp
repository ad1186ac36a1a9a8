// SPDX-License-Identifier: MIT
//
// The mail's words: subject, HTML and plain text, whole in one language, amounts and dates in that
// language's form. HTML is self-contained: no script, no remote image; the QR code is shown from
// "cid:qr" in the mail and inline as data: in the copy that stands in a folder.
#pragma once

#include "document/reminder_model.hpp"
#include "document/rendering.hpp"
#include "document/template_set.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace afpunt::document {

struct MailText {
    std::string subject, html, plain;
};

// Fills a set of templates for many letters. Not for two threads at once. `qr_source`: what stands
// in src= of the QR image, "cid:qr@..." or "data:image/png;base64,..."; empty = no QR block at all.
class MailWriter {
public:
    // The set must outlive the writer.
    explicit MailWriter(const TemplateSet& templates) : templates_(templates) {}
    [[nodiscard]] Result<MailText> write(const ReminderModel& model, std::string_view qr_source);
    // The HTML of the mail that was written last, with another source of the QR image: of the same
    // kind, or empty as well.
    [[nodiscard]] Result<std::string> html_again(std::string_view qr_source);

private:
    [[nodiscard]] Result<std::string> fill(const std::string& name);
    const TemplateSet& templates_;
    std::map<std::string, ParsedTemplate, std::less<>> parsed_; // those that were needed so far
    std::optional<View> view_;                                  // of the mail written last
    std::string language_;                                      // its templates
};

// For a single mail.
[[nodiscard]] Result<MailText> mail_text(const ReminderModel& model, const TemplateSet& templates,
                                         std::string_view qr_source);

} // namespace afpunt::document
