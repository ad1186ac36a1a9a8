// SPDX-License-Identifier: MIT
//
// What may stand in a header of a mail. An address is checked more narrowly than RFC 5322, section
// 3.4.1 allows: quoted local parts, comments and address literals are refused, because nobody's
// books hold them honestly and many programs read them differently. Addresses outside ASCII need
// SMTPUTF8 (RFC 6531), which most servers still refuse.
#pragma once

#include <afpunt/result.hpp>

#include <string_view>

namespace afpunt::delivery {

[[nodiscard]] bool is_mail_domain(std::string_view domain);
[[nodiscard]] Result<void> check_mail_address(std::string_view field, std::string_view address);
// A name or a subject: UTF-8, one line, no control characters.
[[nodiscard]] Result<void> check_header_text(std::string_view field, std::string_view text);

} // namespace afpunt::delivery
