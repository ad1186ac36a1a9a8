// SPDX-License-Identifier: MIT
//
// See ledger_parties.hpp. Taking two customers for one would remind the wrong firm, so a weak sign
// (name and address, a customer number) never outweighs two different VAT ids.
#include "ledger_parties.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace afpunt::standalone {
namespace {

// Strongest first; the numbers are in the file.
enum class Sign { VatId = 1, RegistrationId = 2, CustomerNumber = 3, NameAndAddress = 4 };
constexpr std::array<Sign, 4> signs{Sign::VatId, Sign::RegistrationId, Sign::CustomerNumber,
                                    Sign::NameAndAddress};

std::string letters_and_digits(std::string_view written) {
    std::string result;
    for (const char c : written) {
        const bool plain = text::is_letter(c) || text::is_digit(c);
        if (plain || static_cast<unsigned char>(c) >= 0x80) result += text::upper(c);
    }
    return result;
}

// "000000000" and "NA" stand in many files and identify nobody.
std::string identifier(std::string_view written) {
    const std::string id = letters_and_digits(written);
    const std::string digits = text::digits_only(id);
    const bool all_equal =
        digits.find_first_not_of(digits.empty() ? '0' : digits.front()) == std::string::npos;
    return digits.size() < 4 || all_equal ? std::string() : id;
}

// Empty when the invoice does not show that sign.
std::string value_of(Sign sign, const InvoiceParty& party) {
    switch (sign) {
    case Sign::VatId: return identifier(party.vat_id);
    case Sign::RegistrationId: {
        // Registers count per country.
        const std::string id = identifier(party.registration_id);
        return id.empty() ? id : party.country + ":" + id;
    }
    case Sign::CustomerNumber: {
        const bool borrowed = party.id == party.vat_id || party.id == party.registration_id ||
                              party.id == party.endpoint_id || party.id == party.name;
        return borrowed ? std::string() : std::string(text::trim(party.id));
    }
    case Sign::NameAndAddress:
        return letters_and_digits(party.name) + "|" + letters_and_digits(party.postal_code) + "|" +
               letters_and_digits(party.street);
    }
    return {};
}

bool contradicts(LedgerDatabase& database, std::int64_t party, Sign sign,
                 const std::string& value) {
    if (value.empty()) return false;
    bool known = false;
    bool equal = false;
    database.each(
        "SELECT value FROM party_key WHERE party = ? AND kind = ?",
        [&](LedgerRow& row) {
            known = true;
            equal = equal || row.text() == value;
        },
        party, sign);
    return known && !equal;
}

std::string unused_public_id(LedgerDatabase& database, const InvoiceParty& details) {
    const auto used = [&](const std::string& id) {
        return database.number("SELECT id FROM party WHERE public_id = ?", id).has_value();
    };
    for (const std::string* id : {&details.id, &details.vat_id, &details.registration_id}) {
        if (!id->empty() && !used(*id)) return *id;
    }
    for (int count = 2;; ++count) {
        std::string id = details.id + " (" + std::to_string(count) + ")";
        if (!used(id)) return id;
    }
}

void describe(LedgerDatabase& database, std::int64_t id, const InvoiceParty& details,
              Date issued_on) {
    database.run("UPDATE party SET described_on = ?, name = ?, contact_name = ?, mail = ?, "
                 "phone = ?, street = ?, street_extra = ?, postal_code = ?, city = ?, region = ?, "
                 "country = ?, vat_id = ?, registration_id = ?, endpoint_scheme = ?, "
                 "endpoint_id = ? WHERE id = ? AND described_on <= ?",
                 issued_on, details.name, details.contact_name, details.mail, details.phone,
                 details.street, details.street_extra, details.postal_code, details.city,
                 details.region, details.country, details.vat_id, details.registration_id,
                 details.endpoint_scheme, details.endpoint_id, id, issued_on);
}

auto content_of(const ContactRow& row) {
    return std::tie(row.customer, row.mail, row.name, row.phone, row.language, row.kind, row.hold,
                    row.hold_until, row.hold_reason, row.standing, row.ibans, row.owed,
                    row.reminded, row.last_reminder, row.wants_ubl);
}

std::vector<ContactRow> contacts_of(LedgerDatabase& database) {
    std::vector<ContactRow> rows;
    database.each(
        "SELECT line, customer, mail, name, phone, language, kind, hold, hold_until, hold_reason, "
        "standing, ibans, owed, owed_currency, reminded, last_reminder, wants_ubl "
        "FROM contact ORDER BY line",
        [&](LedgerRow& row) {
            ContactRow contact;
            contact.line = row.small();
            contact.customer = row.text();
            contact.mail = row.text();
            contact.name = row.text();
            contact.phone = row.text();
            contact.language = row.text();
            contact.kind = row.text();
            contact.hold = row.flag();
            contact.hold_until = row.optional_date();
            contact.hold_reason = row.text();
            contact.standing = row.text();
            const std::string ibans = row.text();
            for (std::size_t at = 0; at < ibans.size();) {
                const std::size_t end = std::min(ibans.find(' ', at), ibans.size());
                contact.ibans.push_back(ibans.substr(at, end - at));
                at = end + 1;
            }
            const std::optional<std::int64_t> owed = row.optional_number();
            const Currency currency = row.currency();
            if (owed) contact.owed = Money{*owed, currency};
            contact.reminded = row.small();
            contact.last_reminder = row.optional_date();
            contact.wants_ubl = row.flag();
            rows.push_back(std::move(contact));
        });
    return rows;
}

void insert_contact(LedgerDatabase& database, const ContactRow& contact) {
    std::string ibans;
    for (const std::string& iban : contact.ibans)
        ibans += (ibans.empty() ? "" : " ") + iban;
    const Money owed = contact.owed.value_or(Money{});
    database.run("INSERT INTO contact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                 contact.line, contact.customer, contact.mail, contact.name, contact.phone,
                 contact.language, contact.kind, contact.hold, contact.hold_until,
                 contact.hold_reason, contact.standing, ibans,
                 contact.owed ? std::optional(owed.minor) : std::nullopt, owed.currency.code(),
                 contact.reminded, contact.last_reminder, contact.wants_ubl);
}

} // namespace

std::int64_t find_party(LedgerDatabase& database, const InvoiceParty& details) {
    for (const Sign sign : signs) {
        const std::string value = value_of(sign, details);
        if (value.empty()) continue;
        const std::optional<std::int64_t> party = database.number(
            "SELECT party FROM party_key WHERE kind = ? AND value = ?", sign, value);
        if (!party) continue;
        if (sign == Sign::VatId || sign == Sign::RegistrationId) return *party;
        const bool other = std::any_of(signs.begin(), signs.end(), [&](Sign stronger) {
            return stronger < sign &&
                   contradicts(database, *party, stronger, value_of(stronger, details));
        });
        if (!other) return *party;
    }
    return 0;
}

std::int64_t keep_party(LedgerDatabase& database, const InvoiceParty& details, Date issued_on) {
    std::int64_t party = find_party(database, details);
    if (party == 0) {
        database.run("INSERT INTO party VALUES (NULL, ?, ?, '', '', '', '', '', '', '', '', '', "
                     "'', '', '', '', '')",
                     unused_public_id(database, details), issued_on);
        party = database.last_id();
    }
    learn_party(database, party, details, issued_on);
    return party;
}

void learn_party(LedgerDatabase& database, std::int64_t party, const InvoiceParty& details,
                 Date issued_on) {
    describe(database, party, details, issued_on);
    for (const Sign sign : signs) {
        const std::string value = value_of(sign, details);
        if (value.empty()) continue;
        database.run("INSERT OR IGNORE INTO party_key VALUES (?, ?, ?)", sign, value, party);
    }
}

void keep_contacts(LedgerDatabase& database, const std::vector<ContactRow>& rows) {
    const std::vector<ContactRow> before = contacts_of(database);
    const bool same = std::equal(before.begin(), before.end(), rows.begin(), rows.end(),
                                 [](const ContactRow& left, const ContactRow& right) {
                                     return content_of(left) == content_of(right);
                                 });
    if (same) return;
    database.run("DELETE FROM contact");
    for (const ContactRow& row : rows)
        insert_contact(database, row);
    database.touch();
}

std::vector<LedgerParty> parties_of(LedgerDatabase& database) {
    std::map<std::string, ContactRow> by_name;
    std::map<std::string, ContactRow> by_identifier;
    for (const ContactRow& contact : contacts_of(database)) {
        by_name.emplace(contact.customer, contact);
        const std::string id = identifier(contact.customer);
        if (!id.empty()) by_identifier.emplace(id, contact);
    }
    std::vector<LedgerParty> parties;
    database.each(
        "SELECT public_id, name, contact_name, mail, phone, street, street_extra, postal_code, "
        "city, region, country, vat_id, registration_id, endpoint_scheme, endpoint_id FROM party "
        "ORDER BY id",
        [&](LedgerRow& row) {
            LedgerParty party;
            party.id = row.text();
            InvoiceParty& details = party.details;
            details.id = party.id;
            for (std::string* field :
                 {&details.name, &details.contact_name, &details.mail, &details.phone,
                  &details.street, &details.street_extra, &details.postal_code, &details.city,
                  &details.region, &details.country, &details.vat_id, &details.registration_id,
                  &details.endpoint_scheme, &details.endpoint_id}) {
                *field = row.text();
            }
            const auto apply = [&](const auto& contacts, const std::string& key) {
                const auto found = key.empty() ? contacts.end() : contacts.find(key);
                if (party.contact.customer.empty() && found != contacts.end()) {
                    party.contact = found->second;
                }
            };
            apply(by_name, party.id);
            apply(by_identifier, identifier(details.vat_id));
            apply(by_identifier, identifier(details.registration_id));
            apply(by_name, details.name);
            parties.push_back(std::move(party));
        });
    return parties;
}

} // namespace afpunt::standalone
