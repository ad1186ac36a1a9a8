// SPDX-License-Identifier: MIT
//
// The model in the words and forms of its language. Logic stays here, so that templates hold none:
// a template only asks whether a flag is set.
#include "document/mail_view.hpp"

#include "book/localised.hpp"
#include "document/clean_text.hpp"
#include "document/labels.hpp"
#include "document/reach.hpp"

#include <afpunt/iban.hpp>

#include <algorithm>

namespace afpunt::document {
namespace {

// A text and the flag "has_<name>": a template can leave out a row that would be empty.
void put_optional(View& view, const std::string& name, std::string_view text) {
    std::string cleaned = clean_line(text);
    view.flags["has_" + name] = !cleaned.empty();
    view.texts[name] = std::move(cleaned);
}

// An address for href or src: whole or not at all, and only of the kind that belongs there.
void put_address(View& view, const std::string& name, std::string_view address,
                 std::string_view start) {
    const bool good = !start.empty() && address.starts_with(start) &&
                      std::ranges::all_of(address, [](char c) { return c > ' ' && c < 0x7F; });
    view.flags["has_" + name] = good;
    view.texts[name] = good ? address : std::string_view();
}

View line_view(const ReminderLine& line, const ReminderModel& model) {
    View view;
    view.texts["number"] = clean_line(line.number);
    view.texts["issued_on"] = book::localised(line.issued_on, model.language);
    view.texts["due_on"] = book::localised(line.due_on, model.language);
    view.texts["invoice_total"] = book::localised(line.total, model.language);
    view.texts["open"] = book::localised(line.open, model.language);
    view.texts["reminder_number"] = ordinal(line.sequence, model.language);
    view.flags["partly_paid"] = line.total != line.open;
    put_optional(view, "order_reference", line.order_reference);
    put_optional(view, "description", line.description);
    // With one invoice the reference stands in the payment block; with several each has its own.
    put_optional(view, "line_reference",
                 model.payment_reference.empty() ? line.payment_reference_print : std::string());
    return view;
}

// "pay.example.org" of "https://pay.example.org/betalen?...": shown beside the button, because a
// careful payer wants to know where it leads.
std::string host_of(std::string_view link) {
    constexpr std::string_view https = "https://";
    if (!link.starts_with(https)) return {};
    link.remove_prefix(https.size());
    return std::string(link.substr(0, link.find_first_of("/?#")));
}

std::string join(std::initializer_list<std::string_view> parts, std::string_view between) {
    std::string text;
    for (const std::string_view part : parts) {
        const std::string cleaned = clean_line(part);
        if (cleaned.empty()) continue;
        if (!text.empty()) text += between;
        text += cleaned;
    }
    return text;
}

void put_parties(View& view, const ReminderModel& model) {
    const book::Party& creditor = model.creditor;
    const book::Address& address = creditor.address;
    const Reach reach = reach_of(creditor);
    view.texts["creditor_name"] = clean_line(creditor.name);
    view.texts["debtor_name"] = clean_line(model.debtor.name);
    const std::string city = join({address.postal_code, address.city}, " ");
    put_optional(view, "creditor_address",
                 join({address.street, address.street_extra, city}, ", "));
    put_optional(view, "creditor_mail", reach.mail);
    put_optional(view, "creditor_phone", reach.phone);
    put_optional(view, "creditor_vat_id", creditor.vat_id);
    put_optional(view, "creditor_registration_id", creditor.registration_id);
}

void put_payment(View& view, const ReminderModel& model, std::string_view qr_source) {
    const Result<Iban> iban = Iban::parse(model.payee_iban);
    view.texts["payee_name"] = clean_line(model.payee_name);
    view.texts["iban"] = iban ? iban->print() : clean_line(model.payee_iban);
    put_optional(view, "bic", model.payee_bic);
    put_optional(view, "reference", model.payment_reference_print);
    put_optional(view, "remittance_text", model.remittance_text);
    const std::string host = host_of(model.link());
    put_address(view, "payment_link", model.link(), host.empty() ? "" : "https://");
    view.texts["payment_host"] = clean_line(host);
    put_address(view, "payto", model.payto, "payto://");
    put_address(view, "qr", qr_source, qr_source.starts_with("cid:") ? "cid:" : "data:image/");
}

} // namespace

View mail_view(const ReminderModel& model, std::string_view qr_source) {
    View view;
    const std::string& language = model.language;
    view.texts["language"] = clean_line(language);
    view.texts["letter_number"] = clean_line(model.letter_number);
    view.texts["on"] = book::localised(model.on, language);
    view.texts["pay_by"] = book::localised(model.pay_by, language);
    view.texts["covered_until"] = book::localised(model.covered_until, language);
    view.texts["total"] = book::localised(model.total, language);
    view.texts["invoice_count"] = std::to_string(model.lines.size());
    view.texts["first_number"] =
        model.lines.empty() ? std::string() : clean_line(model.lines.front().number);
    // A tone that we do not know reads as the softer one: nobody is addressed firmly by mistake.
    view.flags["firm"] = model.tone == "firm";
    view.flags["several"] = model.lines.size() > 1;
    view.flags["netherlands"] = language == "nl-NL";
    const auto reminded = [](const ReminderLine& line) { return line.sequence > 1; };
    view.flags["reminded_before"] = std::ranges::all_of(model.lines, reminded);
    view.flags["any_partly_paid"] = std::ranges::any_of(
        model.lines, [](const ReminderLine& line) { return line.total != line.open; });
    view.flags["any_line_reference"] =
        model.payment_reference.empty() &&
        std::ranges::any_of(model.lines, [](const ReminderLine& line) {
            return !line.payment_reference_print.empty();
        });
    put_parties(view, model);
    put_payment(view, model, qr_source);
    std::vector<View>& lines = view.lists["lines"];
    for (const ReminderLine& line : model.lines)
        lines.push_back(line_view(line, model));
    return view;
}

} // namespace afpunt::document
