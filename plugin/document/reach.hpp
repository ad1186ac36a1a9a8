// SPDX-License-Identifier: MIT
//
// Whom a debtor can ask: the mail address and telephone number that stand in each form of a letter.
#pragma once

#include "book/party.hpp"

#include <string>

namespace afpunt::document {

struct Reach {
    std::string mail, phone;
};

// The contact that reminders concern; its telephone, or else the first one that is known.
[[nodiscard]] inline Reach reach_of(const book::Party& party) {
    Reach reach{.mail = party.reminder_mail(), .phone = {}};
    for (const book::Contact& contact : party.contacts) {
        if (contact.phone.empty()) continue;
        if (contact.mail == reach.mail) {
            reach.phone = contact.phone;
            break;
        }
        if (reach.phone.empty()) reach.phone = contact.phone;
    }
    return reach;
}

} // namespace afpunt::document
