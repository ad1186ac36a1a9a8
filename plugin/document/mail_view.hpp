// SPDX-License-Identifier: MIT
//
// What a mail template may show, under the names that template authors use. Every name is always
// there, empty or false where nothing is known: so the view of any model is also the list of tags
// that template_check.hpp accepts.
#pragma once

#include "document/reminder_model.hpp"
#include "document/rendering.hpp"

#include <string_view>

namespace afpunt::document {

[[nodiscard]] View mail_view(const ReminderModel& model, std::string_view qr_source);

} // namespace afpunt::document
