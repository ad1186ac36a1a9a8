// SPDX-License-Identifier: MIT
//
// Where a mail that cannot be delivered comes back to (RFC 5321, section 4.4): an address that
// holds the letter's id tells which letter failed, whatever the far server writes in its notice
// (variable envelope return path).
#pragma once

#include "config/mail_settings.hpp"

#include <string>
#include <string_view>

namespace afpunt::delivery {

// The bounce address with the letter's id in it; `from` where the settings name none.
[[nodiscard]] std::string return_path_of(const config::MailSettings& settings,
                                         std::string_view letter_id, const std::string& from);
// The letter's id in such an address, in lower case; empty when there is none. Needs no settings:
// 32 hex digits that are a letter's id are not met by chance.
[[nodiscard]] std::string letter_id_of(std::string_view address);
// 32 hex digits.
[[nodiscard]] bool is_letter_id(std::string_view id);

} // namespace afpunt::delivery
