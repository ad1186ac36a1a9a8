// SPDX-License-Identifier: MIT
//
// The canonical text of a reminder model: "name:length:value" per field, in a fixed order. The
// length stands before the value, so that no value can pretend to be a field. Each structure is
// taken apart by a structured binding: whoever adds a field cannot compile before it stands here.
#include "document/reminder_model.hpp"

#include <string_view>

namespace afpunt::document {
namespace {

class CanonicalText {
public:
    CanonicalText() { text_.reserve(usual_bytes); }
    void put(std::string_view name, std::string_view value) {
        text_.append(name).append(":").append(std::to_string(value.size()));
        text_.append(":").append(value).append("\n");
    }
    void put(std::string_view name, Date day) { put(name, std::string_view(day.iso())); }
    void put(std::string_view name, const std::optional<Date>& day) {
        put(name, std::string_view(day ? day->iso() : "none"));
    }
    void put(std::string_view name, const Money& amount) {
        put(name, std::string_view(amount.code_and_decimal()));
    }
    void put_number(std::string_view name, std::int64_t number) {
        put(name, std::string_view(std::to_string(number)));
    }
    [[nodiscard]] std::string take() && { return std::move(text_); }

private:
    // A letter about one or two invoices; longer ones make the room that they need.
    static constexpr std::size_t usual_bytes = 3072;
    std::string text_;
};

void put_address(CanonicalText& text, const book::Address& value) {
    const auto& [street, street_extra, postal_code, city, region, country] = value;
    text.put("street", street);
    text.put("street_extra", street_extra);
    text.put("postal_code", postal_code);
    text.put("city", city);
    text.put("region", region);
    text.put("country", country);
}

void put_contact(CanonicalText& text, const book::Contact& value) {
    const auto& [role, name, mail, phone, wants_ubl, returned] = value;
    text.put("contact_role", role);
    text.put("contact_name", name);
    text.put("contact_mail", mail);
    text.put("contact_phone", phone);
    text.put("contact_returned", returned);
    text.put("contact_wants_ubl", std::string_view(wants_ubl ? "yes" : "no"));
}

void put_party(CanonicalText& text, std::string_view title, const book::Party& value) {
    const auto& [id, name, kind, standing, address, contacts, language, vat_id, registration_id,
                 endpoint_scheme, endpoint_id, dunning_hold, dunning_hold_reason,
                 dunning_hold_until, ibans] = value;
    text.put(title, id);
    text.put("name", name);
    text.put_number("kind", static_cast<int>(kind));
    text.put_number("standing", static_cast<int>(standing));
    put_address(text, address);
    text.put_number("contacts", static_cast<std::int64_t>(contacts.size()));
    for (const book::Contact& contact : contacts)
        put_contact(text, contact);
    text.put("language", language);
    text.put("vat_id", vat_id);
    text.put("registration_id", registration_id);
    text.put("endpoint_scheme", endpoint_scheme);
    text.put("endpoint_id", endpoint_id);
    text.put("dunning_hold", std::string_view(dunning_hold ? "yes" : "no"));
    text.put("dunning_hold_reason", dunning_hold_reason);
    text.put("dunning_hold_until", dunning_hold_until);
    text.put_number("ibans", static_cast<std::int64_t>(ibans.size()));
    for (const std::string& iban : ibans)
        text.put("iban", iban);
}

void put_line(CanonicalText& text, const ReminderLine& value) {
    const auto& [item_id, number, order_reference, description, issued_on, due_on, total, open,
                 payment_reference, payment_reference_print, step_id, round, sequence] = value;
    text.put("item_id", item_id);
    text.put("number", number);
    text.put("order_reference", order_reference);
    text.put("description", description);
    text.put("issued_on", issued_on);
    text.put("due_on", due_on);
    text.put("total", total);
    text.put("open", open);
    text.put("payment_reference", payment_reference);
    text.put("payment_reference_print", payment_reference_print);
    text.put("step_id", step_id);
    text.put_number("round", round);
    text.put_number("sequence", sequence);
}

} // namespace

std::string ReminderModel::canonical() const {
    const auto& [letter_id_, letter_number_, book_id_, on_, pay_by_, covered_until_, language_,
                 tone_, creditor_, debtor_, debtor_mail_, currency_, total_, lines_, payee_name_,
                 payee_iban_, payee_bic_, payment_reference_, payment_reference_print_,
                 remittance_text_, payment_link_, payto_, epc_payload_, hosted_link_] = *this;
    static_cast<void>(hosted_link_);
    CanonicalText text;
    text.put("afpunt_reminder", std::string_view("1"));
    text.put("letter_id", letter_id_);
    text.put("letter_number", letter_number_);
    text.put("book_id", book_id_);
    text.put("on", on_);
    text.put("pay_by", pay_by_);
    text.put("covered_until", covered_until_);
    text.put("language", language_);
    text.put("tone", tone_);
    put_party(text, "creditor", creditor_);
    put_party(text, "debtor", debtor_);
    text.put("debtor_mail", debtor_mail_);
    text.put("currency", currency_.code());
    text.put("total", total_);
    text.put_number("lines", static_cast<std::int64_t>(lines_.size()));
    for (const ReminderLine& line : lines_)
        put_line(text, line);
    text.put("payee_name", payee_name_);
    text.put("payee_iban", payee_iban_);
    text.put("payee_bic", payee_bic_);
    text.put("payment_reference", payment_reference_);
    text.put("payment_reference_print", payment_reference_print_);
    text.put("remittance_text", remittance_text_);
    text.put("payment_link", payment_link_);
    text.put("payto", payto_);
    text.put("epc_payload", epc_payload_);
    return std::move(text).take();
}

std::string ReminderModel::hash() const {
    return hash(config::Sha256());
}

std::string ReminderModel::hash(const config::Sha256& hasher) const {
    return hasher.hex(canonical());
}

} // namespace afpunt::document
