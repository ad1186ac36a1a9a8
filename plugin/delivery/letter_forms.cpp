// SPDX-License-Identifier: MIT
#include "delivery/letter_forms.hpp"

#include "config/base64.hpp"
#include "delivery/mail_address.hpp"
#include "document/mail_text.hpp"
#include "document/ubl_reminder.hpp"
#include "outbox/covered_step.hpp"
#include "payment/qr_image.hpp"

#include <afpunt/text.hpp>

#include <boost/json.hpp>

#include <algorithm>

namespace afpunt::delivery {
namespace {

// What a program that picks letters up from a folder needs to know about one.
std::string letter_json(const document::ReminderModel& model, const MailEnvelope& envelope,
                        const config::Sha256& hasher) {
    boost::json::array lines;
    for (const auto& line : model.lines) {
        lines.push_back({{"item", line.item_id},
                         {"number", line.number},
                         {"issued_on", line.issued_on.iso()},
                         {"due_on", line.due_on.iso()},
                         {"total", line.total.decimal()},
                         {"open", line.open.decimal()},
                         {"reference", line.payment_reference},
                         {"step", line.step_id},
                         {"sequence", line.sequence}});
    }
    const boost::json::object letter{
        {"letter", model.letter_number},
        {"id", model.letter_id},
        {"book", model.book_id},
        {"date", model.on.iso()},
        {"pay_by", model.pay_by.iso()},
        {"bank_covered_until", model.covered_until.iso()},
        {"language", model.language},
        {"tone", model.tone},
        {"customer", {{"id", model.debtor.id}, {"name", model.debtor.name}}},
        {"from", envelope.from_address},
        {"to", envelope.to_address},
        {"currency", model.currency.code()},
        {"total", model.total.decimal()},
        {"iban", model.payee_iban},
        {"payee", model.payee_name},
        {"reference", model.payment_reference},
        {"remittance_text", model.remittance_text},
        {"payment_link", model.link()},
        {"payto", model.payto},
        {"model_sha256", model.hash(hasher)},
        {"lines", std::move(lines)}};
    return boost::json::serialize(letter) + "\n";
}

MailEnvelope envelope_of(const document::ReminderModel& model, const Sender& sender,
                         const std::string& from, std::int64_t date_us,
                         const config::Sha256& hasher) {
    MailEnvelope envelope;
    envelope.from_address = from;
    envelope.from_name = sender.from_name.empty() ? model.creditor.name : sender.from_name;
    envelope.reply_to = sender.reply_to;
    // An answer reaches a person, also where letters come from an address that nobody reads.
    const std::string own = model.creditor.reminder_mail();
    if (envelope.reply_to.empty() && own != envelope.from_address) envelope.reply_to = own;
    envelope.to_name = model.debtor.name;
    envelope.to_address = model.debtor_mail;
    // The part behind the @ is the firm's own domain: a Message-ID must not name somebody else's.
    const std::size_t at = envelope.from_address.rfind('@');
    if (at != std::string::npos) envelope.message_id_domain = envelope.from_address.substr(at + 1);
    envelope.date_us = date_us;
    envelope.letter_number = model.letter_number;
    for (const auto& line : model.lines) {
        envelope.covered_steps.push_back(
            outbox::covered_step(hasher, model.letter_id, line.item_id, line.step_id, line.round));
    }
    return envelope;
}

std::string domain_of(const std::string& address) {
    return text::lower(address.substr(address.rfind('@') + 1));
}

bool wants_ubl(const document::ReminderModel& model) {
    const auto& contacts = model.debtor.contacts;
    return std::any_of(contacts.begin(), contacts.end(), [&](const book::Contact& contact) {
        return contact.wants_ubl && contact.mail == model.debtor_mail;
    });
}

} // namespace

Sender sender_of(const config::Settings& settings) {
    return {settings.from_name, settings.from, settings.reply_to, settings.letters_domain};
}

Result<std::string> letter_sender(const book::Party& creditor, const Sender& sender) {
    const std::string own = creditor.reminder_mail();
    const std::string& from = sender.from_address.empty() ? own : sender.from_address;
    if (from.empty()) {
        return fail("letters.from", "", "the mail address that letters come from, in the settings");
    }
    if (auto address = check_mail_address("letters.from", from); !address) {
        return tl::unexpected<Failure>(address.error());
    }
    // The same domain or one below it.
    const std::string allowed = sender.domain.empty() ? domain_of(own) : text::lower(sender.domain);
    const std::string domain = domain_of(from);
    if (allowed.empty() || domain == allowed || domain.ends_with("." + allowed)) return from;
    return fail("letters.from", from,
                "an address of the firm's own mail domain, " + allowed +
                    " (another domain of the firm is named by letters.domain)");
}

Result<std::vector<outbox::LetterForm>>
LetterPress::print(const document::ReminderModel& model, std::int64_t date_us,
                   const std::vector<std::string>& earlier_message_ids) {
    const auto from = letter_sender(model.creditor, sender_);
    if (!from) return tl::unexpected<Failure>(from.error());
    MailEnvelope envelope = envelope_of(model, sender_, *from, date_us, hasher_);
    envelope.earlier_message_ids = earlier_message_ids;
    std::string svg;
    std::string png;
    if (!model.epc_payload.empty()) {
        auto modules = qr_.encode(model.epc_payload);
        if (!modules) return tl::unexpected<Failure>(modules.error());
        svg = payment::qr_svg(*modules, "SEPA: " + model.payee_iban + " " + model.total.decimal());
        png = payment::qr_png(*modules);
    }
    std::string ubl = document::ubl_reminder(model, png);
    const std::string inline_source =
        png.empty() ? "" : "data:image/png;base64," + config::base64(png);
    const std::string mail_source = png.empty() ? "" : "cid:" + qr_content_id(model.letter_id);
    auto mail = writer_.write(model, mail_source);
    if (!mail) return tl::unexpected<Failure>(mail.error());
    auto folder_html = writer_.html_again(inline_source);
    if (!folder_html) return tl::unexpected<Failure>(folder_html.error());
    auto message =
        mime_message(envelope, *mail, model.letter_id, png, wants_ubl(model) ? ubl : std::string());
    if (!message) return tl::unexpected<Failure>(message.error());
    std::vector<outbox::LetterForm> forms{
        {"reminder.xml", "application/xml", std::move(ubl)},
        {"mail.eml", "message/rfc822", std::move(*message)},
        {"mail.html", "text/html; charset=utf-8", std::move(*folder_html)},
        {"mail.txt", "text/plain; charset=utf-8", std::move(mail->plain)},
        {"letter.json", "application/json", letter_json(model, envelope, hasher_)}};
    if (!png.empty()) {
        forms.push_back({"qr.svg", "image/svg+xml", std::move(svg)});
        forms.push_back({"qr.png", "image/png", std::move(png)});
    }
    return forms;
}

Result<std::vector<outbox::LetterForm>> letter_forms(const document::ReminderModel& model,
                                                     const document::TemplateSet& templates,
                                                     const Sender& sender, std::int64_t date_us,
                                                     const std::vector<std::string>& earlier) {
    return LetterPress(templates, sender).print(model, date_us, earlier);
}

} // namespace afpunt::delivery
