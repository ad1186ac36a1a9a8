// SPDX-License-Identifier: MIT
#include "conformance/scripted_plugin/record_text.hpp"

#include "conformance/expectations.hpp"
#include "conformance/scripted_plugin/host_tables.hpp"

#include <afpunt/currency.hpp>
#include <afpunt/date.hpp>

#include <cstring>
#include <string_view>

namespace afpunt::conformance {
namespace {

enum class Needed { No, Yes };

// Walks the fields of one record: checks each, and writes it down.
class Fields {
public:
    explicit Fields(std::string place) : place_(std::move(place)) {}

    void key(const char* name, const afpunt_str& value, Needed needed = Needed::No) {
        if (needed == Needed::Yes) {
            require_key(value, AFPUNT_ID_MAX, at(name));
        } else {
            require_text(value, AFPUNT_ID_MAX, at(name));
        }
        add(name, text_of(value));
    }
    void text(const char* name, const afpunt_str& value, Needed needed = Needed::No) {
        if (needed == Needed::Yes) {
            require_key(value, AFPUNT_TEXT_MAX, at(name));
        } else {
            require_text(value, AFPUNT_TEXT_MAX, at(name));
        }
        add(name, text_of(value));
    }
    void day(const char* name, afpunt_date value, Needed needed = Needed::No) {
        if (value == AFPUNT_NO_DATE) {
            require(needed == Needed::No, at(name) + " is absent");
        } else {
            require(value >= Date::of(1900, 1, 1).days() && value <= Date::of(2999, 12, 31).days(),
                    at(name) + " is day " + std::to_string(value) +
                        " since 1970-01-01, expected one of the years 1900 to 2999");
        }
        add(name, std::to_string(value));
    }
    void money(const char* name, const afpunt_money& value, Needed needed = Needed::No) {
        const std::string_view code(value.currency, sizeof value.currency);
        if (code == std::string_view("\0\0\0", 3)) {
            require(needed == Needed::No, at(name) + " is absent");
            return add(name, "");
        }
        const auto currency = Currency::parse(code);
        require(currency.has_value(), at(name) + " is in no currency of ISO 4217");
        require(currency->exponent() == value.exponent,
                at(name) + " has the exponent " + std::to_string(value.exponent) +
                    ", expected the decimals of " + std::string(code) + ", " +
                    std::to_string(currency->exponent()));
        require(value.reserved == 0, at(name) + ".reserved is not 0");
        add(name, std::to_string(value.minor) + " " + std::string(code));
    }
    // From `first` to `last`.
    void number(const char* name, std::int64_t value, std::int64_t first, std::int64_t last) {
        require(value >= first && value <= last, at(name) + " is " + std::to_string(value) +
                                                     ", expected " + std::to_string(first) +
                                                     " to " + std::to_string(last));
        add(name, std::to_string(value));
    }
    void flags(std::uint32_t value) { add("flags", std::to_string(value)); }
    [[nodiscard]] const std::string& all() const { return all_; }
    [[nodiscard]] std::string at(const char* name) const { return place_ + "." + name; }
    void add(const char* name, const std::string& value) {
        all_ += std::string(name) + "=" + value + "\n";
    }

private:
    std::string place_, all_;
};

void contacts(Fields& fields, const afpunt_party& party) {
    fields.number("contact_count", party.contact_count, 0, AFPUNT_PARTY_CONTACTS_MAX);
    const char* at = reinterpret_cast<const char*>(party.contacts);
    require(party.contact_count == 0 || at != nullptr, fields.at("contacts") + " is null");
    require(party.contact_count == 0 || party.contact_stride >= sizeof(std::uint32_t) * 2,
            fields.at("contact_stride") + " is " + std::to_string(party.contact_stride));
    for (std::uint32_t i = 0; i < party.contact_count; ++i, at += party.contact_stride) {
        afpunt_contact contact{};
        std::memcpy(&contact, at,
                    party.contact_stride < sizeof contact ? party.contact_stride : sizeof contact);
        const std::size_t filled = contact.struct_size;
        require(filled <= party.contact_stride,
                fields.at("contacts") + ": struct_size is greater than the stride");
        if (filled < sizeof contact) {
            std::memset(reinterpret_cast<char*>(&contact) + filled, 0, sizeof contact - filled);
        }
        fields.flags(contact.flags);
        fields.text("contacts.role", contact.role);
        fields.text("contacts.name", contact.name);
        fields.text("contacts.mail", contact.mail);
        fields.text("contacts.phone", contact.phone);
    }
}

} // namespace

std::string describe(const afpunt_party& party, const std::string& place) {
    Fields fields(place);
    fields.key("id", party.id, Needed::Yes);
    fields.text("name", party.name);
    fields.flags(party.flags);
    fields.number("kind", party.kind, 0, AFPUNT_PARTY_ASSOCIATION);
    fields.number("standing", party.standing, 0, AFPUNT_STANDING_HANDED_OVER);
    fields.text("street", party.street);
    fields.text("street_extra", party.street_extra);
    fields.text("postal_code", party.postal_code);
    fields.text("city", party.city);
    fields.text("region", party.region);
    fields.text("country", party.country);
    fields.text("language", party.language);
    fields.text("vat_id", party.vat_id);
    fields.text("registration_id", party.registration_id);
    fields.text("endpoint_scheme", party.endpoint_scheme);
    fields.text("endpoint_id", party.endpoint_id);
    fields.text("hold_reason", party.hold_reason);
    fields.day("hold_until", party.hold_until);
    contacts(fields, party);
    fields.number("iban_count", party.iban_count, 0, AFPUNT_PARTY_IBANS_MAX);
    require(party.iban_count == 0 || party.ibans != nullptr, fields.at("ibans") + " is null");
    for (std::uint32_t i = 0; i < party.iban_count; ++i)
        fields.text("ibans", party.ibans[i]);
    return fields.all();
}

std::string describe(const afpunt_account& account, const std::string& place) {
    Fields fields(place);
    fields.key("id", account.id, Needed::Yes);
    fields.text("iban", account.iban);
    fields.text("bic", account.bic);
    fields.text("name", account.name);
    fields.text("holder", account.holder);
    fields.flags(account.flags);
    afpunt_money currency{};
    std::memcpy(currency.currency, account.currency, sizeof currency.currency);
    currency.exponent = account.exponent;
    fields.money("currency", currency, Needed::Yes);
    return fields.all();
}

std::string describe(const afpunt_statement& statement, const std::string& place) {
    Fields fields(place);
    fields.key("id", statement.id, Needed::Yes);
    fields.key("account_id", statement.account_id, Needed::Yes);
    fields.text("number", statement.number);
    fields.flags(statement.flags);
    fields.add("sequence", std::to_string(statement.sequence));
    fields.day("from_on", statement.from_on, Needed::Yes);
    fields.day("until_on", statement.until_on, Needed::Yes);
    fields.money("opening", statement.opening);
    fields.money("closing", statement.closing);
    require(statement.from_on <= statement.until_on, place + " ends before it begins");
    return fields.all();
}

std::string describe(const afpunt_bank_line& line, const std::string& place) {
    Fields fields(place);
    fields.key("id", line.id, Needed::Yes);
    fields.key("account_id", line.account_id, Needed::Yes);
    fields.key("statement_id", line.statement_id);
    fields.text("label", line.label);
    fields.number("kind", line.kind, 0, AFPUNT_LINE_NOT_CUSTOMER_MONEY);
    fields.day("booked_on", line.booked_on, Needed::Yes);
    fields.day("value_on", line.value_on);
    fields.money("amount", line.amount, Needed::Yes);
    fields.money("unallocated", line.unallocated, Needed::Yes);
    fields.text("payer_name", line.payer_name);
    fields.text("payer_iban", line.payer_iban);
    fields.text("structured_reference", line.structured_reference);
    fields.text("remittance", line.remittance);
    fields.text("end_to_end_id", line.end_to_end_id);
    return fields.all();
}

std::string describe(const afpunt_item& item, const std::string& place) {
    Fields fields(place);
    fields.key("id", item.id, Needed::Yes);
    fields.key("document_id", item.document_id);
    fields.key("instalment_id", item.instalment_id);
    fields.text("number", item.number, Needed::Yes);
    fields.key("customer_id", item.customer_id);
    fields.number("kind", item.kind, AFPUNT_INVOICE, AFPUNT_OPENING_BALANCE);
    fields.number("state", item.state, AFPUNT_DOCUMENT_OPEN, AFPUNT_DOCUMENT_DISPUTED);
    fields.number("arrangement", item.arrangement, 0, AFPUNT_ARRANGEMENT_OTHER);
    fields.text("order_reference", item.order_reference);
    fields.text("payment_reference", item.payment_reference);
    fields.text("description", item.description);
    fields.day("issued_on", item.issued_on, Needed::Yes);
    fields.day("due_on", item.due_on, Needed::Yes);
    fields.day("entered_on", item.entered_on);
    fields.day("sent_on", item.sent_on);
    fields.money("total", item.total, Needed::Yes);
    fields.money("open", item.open, Needed::Yes);
    fields.text("payee_iban", item.payee_iban);
    fields.text("payee_bic", item.payee_bic);
    fields.text("payee_name", item.payee_name);
    fields.text("mandate_id", item.mandate_id);
    fields.day("collection_on", item.collection_on);
    fields.day("discount_until", item.discount_until);
    fields.money("discount", item.discount);
    fields.money("retention", item.retention);
    fields.money("disputed", item.disputed);
    fields.text("assigned_to", item.assigned_to);
    fields.text("assigned_iban", item.assigned_iban);
    fields.day("last_reminder_before", item.last_reminder_before);
    constexpr std::int32_t reminders_max = 1000;
    fields.number("reminders_before", item.reminders_before, 0, reminders_max);
    return fields.all();
}

std::string describe(const afpunt_allocation& allocation, const std::string& place) {
    Fields fields(place);
    fields.key("id", allocation.id, Needed::Yes);
    fields.key("item_id", allocation.item_id, Needed::Yes);
    fields.key("source_id", allocation.source_id);
    fields.number("kind", allocation.kind, 0, AFPUNT_ALLOCATION_OTHER);
    fields.day("booked_on", allocation.booked_on, Needed::Yes);
    fields.day("value_on", allocation.value_on);
    fields.money("amount", allocation.amount, Needed::Yes);
    fields.key("rule", allocation.rule);
    return fields.all();
}

std::string describe(const afpunt_owed& owed, const std::string& place) {
    Fields fields(place);
    fields.key("party_id", owed.party_id, Needed::Yes);
    fields.money("amount", owed.amount, Needed::Yes);
    return fields.all();
}

} // namespace afpunt::conformance
