// SPDX-License-Identifier: MIT
//
// All forms of one letter, made from its one model: what a folder, a mail server or a person's eyes
// get. Made when somebody looks, and once more when the letter is approved: those bytes are frozen.
#pragma once

#include "delivery/mime_message.hpp"
#include "document/reminder_model.hpp"
#include "document/template_set.hpp"
#include "outbox/letter.hpp"

#include <afpunt/result.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace afpunt::delivery {

struct Sender {
    std::string from_name, from_address, reply_to; // from_address empty: the creditor's own mail
};

// reminder.xml, mail.eml, mail.html, mail.txt, letter.json, and for euro letters qr.svg and qr.png.
[[nodiscard]] Result<std::vector<outbox::LetterForm>>
letter_forms(const document::ReminderModel& model, const document::TemplateSet& templates,
             const Sender& sender, std::int64_t date_us);

} // namespace afpunt::delivery
