// SPDX-License-Identifier: MIT
//
// Which mail address a reminder goes to. A firm that names a contact for reminders wants them
// there; the one for invoices is the next best, because the reader knows the invoice.
#include "book/party.hpp"

#include <afpunt/text.hpp>

#include <array>
#include <string_view>

namespace afpunt::book {
namespace {

bool is_reachable(const Contact& contact) {
    return !contact.mail.empty() && contact.returned.empty();
}

} // namespace

const Contact* Party::reminder_contact() const {
    constexpr std::array<std::string_view, 3> preferred_roles{"dunning", "invoice", "general"};
    for (const std::string_view role : preferred_roles) {
        for (const Contact& contact : contacts) {
            if (is_reachable(contact) && text::lower(contact.role) == role) return &contact;
        }
    }
    for (const Contact& contact : contacts) {
        if (is_reachable(contact)) return &contact;
    }
    return nullptr;
}

std::string Party::reminder_mail() const {
    const Contact* contact = reminder_contact();
    return contact == nullptr ? std::string() : contact->mail;
}

} // namespace afpunt::book
