// SPDX-License-Identifier: MIT
//
// A customer of the book's firm, or the firm itself. `kind` decides which law applies to a
// reminder, so "unknown" is a value of its own and never silently a business.
#pragma once

#include <afpunt/date.hpp>

#include <optional>
#include <string>
#include <vector>

namespace afpunt::book {

enum class PartyKind { Unknown, Consumer, Business, PublicBody, Association };

// Facts that stop every reminder to a party (product rule 13).
enum class PartyStanding { Normal, Insolvent, DebtMediation, HandedOver };

struct Address {
    std::string street, street_extra, postal_code, city, region;
    std::string country; // ISO 3166-1 alpha-2; empty = unknown
    friend bool operator==(const Address&, const Address&) = default;
};

struct Contact {
    std::string role; // "dunning", "invoice", "general"; the first one that has a mail is used
    std::string name, mail, phone;
    bool wants_ubl = false; // the UBL Reminder attached to each mail
    // Why no letter goes to this address: the words of the server that mail came back from. Not the
    // host's: set from what the outbox knows. Empty = nothing came back.
    std::string returned = {};
    friend bool operator==(const Contact&, const Contact&) = default;
};

struct Party {
    std::string id; // the host's own stable key
    std::string name;
    PartyKind kind = PartyKind::Unknown;
    PartyStanding standing = PartyStanding::Normal;
    Address address;
    std::vector<Contact> contacts;
    std::string language; // "nl", "fr", "de", "en" or longer BCP 47; empty = the book's default
    std::string vat_id, registration_id;
    std::string endpoint_scheme, endpoint_id; // electronic address, e.g. Peppol 0208
    // The host's own reminder stop for this customer.
    bool dunning_hold = false;
    std::string dunning_hold_reason;
    std::optional<Date> dunning_hold_until; // last day of the stop; nullopt = without end
    std::vector<std::string> ibans;         // accounts this customer is known to pay from

    // The contact reminders go to, by roles in the order dunning, invoice, general, any, as far
    // as mail does not come back from there. nullptr when none is left. Valid as long as `contacts`
    // stays as it is.
    [[nodiscard]] const Contact* reminder_contact() const;
    // Its mail address; empty when there is none.
    [[nodiscard]] std::string reminder_mail() const;
    friend bool operator==(const Party&, const Party&) = default;
};

} // namespace afpunt::book
