// SPDX-License-Identifier: MIT
//
// Which mail address a reminder goes to. A firm that names a contact for reminders wants them
// there; the one for invoices is the next best, because the reader knows the invoice.
#include "book/party.hpp"

#include <afpunt/text.hpp>

#include <array>
#include <string_view>

namespace afpunt::book {

std::string Party::reminder_mail() const {
    constexpr std::array<std::string_view, 3> preferred_roles{"dunning", "invoice", "general"};
    for (const std::string_view role : preferred_roles) {
        for (const Contact& contact : contacts) {
            if (!contact.mail.empty() && text::lower(contact.role) == role) return contact.mail;
        }
    }
    for (const Contact& contact : contacts) {
        if (!contact.mail.empty()) return contact.mail;
    }
    return {};
}

} // namespace afpunt::book
