// SPDX-License-Identifier: MIT
//
// Subject, HTML and plain text from the same view, in one language.
#include "document/mail_text.hpp"

#include "book/localised.hpp"
#include "document/clean_text.hpp"
#include "document/mail_view.hpp"

#include <stdexcept>

namespace afpunt::document {
namespace {

// RFC 5322, 2.1.1: a line has at most 998 characters; folding is the mail writer's work. A subject
// of 200 bytes is already more than any program shows.
constexpr std::size_t longest_subject_bytes = 200;

// A subject is one line: a line break in it could begin another mail header.
std::string subject_of(const std::string& rendered) {
    std::string subject;
    for (const char c : clean_line(rendered)) {
        if (c != ' ' || !subject.ends_with(' ')) subject += c;
    }
    return std::string(shortened(subject, longest_subject_bytes, longest_subject_bytes));
}

} // namespace

Result<std::string> MailWriter::fill(const std::string& name) {
    auto kept = parsed_.find(name);
    if (kept == parsed_.end()) {
        const Escape escape = name.ends_with(".html") ? Escape::Html : Escape::None;
        auto parsed = ParsedTemplate::parse(templates_.text(name), escape);
        if (!parsed) return tl::unexpected(parsed.error());
        kept = parsed_.emplace(name, std::move(*parsed)).first;
    }
    return kept->second.fill(*view_);
}

Result<MailText> MailWriter::write(const ReminderModel& model, std::string_view qr_source) {
    view_ = mail_view(model, qr_source);
    language_ = book::base_language(model.language);
    const auto subject = fill("subject." + language_ + ".txt");
    if (!subject) return tl::unexpected(subject.error());
    auto html = fill("mail." + language_ + ".html");
    if (!html) return tl::unexpected(html.error());
    auto plain = fill("mail." + language_ + ".txt");
    if (!plain) return tl::unexpected(plain.error());
    return MailText{subject_of(*subject), std::move(*html), std::move(*plain)};
}

Result<std::string> MailWriter::html_again(std::string_view qr_source) {
    if (!view_) throw std::logic_error("no mail was written before");
    view_->texts["qr"] = qr_source;
    return fill("mail." + language_ + ".html");
}

Result<MailText> mail_text(const ReminderModel& model, const TemplateSet& templates,
                           std::string_view qr_source) {
    return MailWriter(templates).write(model, qr_source);
}

} // namespace afpunt::document
