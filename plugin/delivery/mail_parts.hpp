// SPDX-License-Identifier: MIT
//
// What a mail that came back consists of, as far as a notice about a letter can tell something.
// Taken apart with GMime; every mail is hostile, so each piece has its limit.
#pragma once

#include <afpunt/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace afpunt::delivery {

// So much of a mail that came back is read: the notice stands before what it returns.
inline constexpr std::size_t returned_mail_bytes_max = 4'000'000;

struct MailParts {
    std::string headers;         // of the mail itself, as it stands
    std::string report_type;     // of multipart/report, in lower case: "delivery-status"
    std::string text;            // the first readable part, decoded; HTML as it stands
    std::string delivery_status; // content of message/delivery-status (RFC 3464)
    std::string feedback_report; // content of message/feedback-report (RFC 5965)
    std::string returned;        // headers of the mail that is returned
};

// [any] Fails when there are no headers of a mail.
[[nodiscard]] Result<MailParts> take_mail_apart(std::string_view message);

} // namespace afpunt::delivery
