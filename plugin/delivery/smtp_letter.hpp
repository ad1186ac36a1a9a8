// SPDX-License-Identifier: MIT
//
// One letter as SMTP carries it: what the server must offer for it (RFC 1870, 6152, 6531), its
// envelope commands and its bytes with dots stuffed (RFC 5321, section 4.5.2).
#pragma once

#include "delivery/mail_sender.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::delivery {

// What a server offers in its answer to EHLO.
struct SmtpExtensions {
    bool start_tls = false;
    bool pipelining = false;
    bool eight_bit_mime = false;
    bool smtp_utf8 = false;
    bool has_size = false;
    bool auth_plain = false, auth_login = false, auth_xoauth2 = false;
    std::uint64_t size_max = 0; // 0: not said
};
// `lines`: of the reply, the first being the server's name.
[[nodiscard]] SmtpExtensions read_extensions(const std::vector<std::string>& lines);

// Why this letter cannot be handed to any server, or not to this one; nothing when it can.
[[nodiscard]] std::optional<std::string> why_not(const MailJob& job);
[[nodiscard]] std::optional<std::string> why_not(const MailJob& job, const SmtpExtensions& offered);

// With CRLF at their ends.
[[nodiscard]] std::string mail_command(const MailJob& job, const SmtpExtensions& offered);
[[nodiscard]] std::string recipient_command(std::string_view address);
// The message without its last CRLF: that belongs to final_dot.
[[nodiscard]] std::string dot_stuffed(std::string_view message);
inline constexpr std::string_view final_dot = "\r\n.\r\n";

} // namespace afpunt::delivery
