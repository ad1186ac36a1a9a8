// SPDX-License-Identifier: MIT
//
// What became of a letter, in sentences for somebody who keeps books and not mail servers. The
// server's own words are quoted behind them: they are what its operator asks for.
#pragma once

#include "delivery/mail_sender.hpp"
#include "delivery/smtp_reply.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace afpunt::delivery {

inline constexpr std::size_t result_text_bytes_max = 500;

// What the enhanced status means ("this mailbox does not exist"); empty where it adds nothing.
[[nodiscard]] std::string_view meaning_of(const SmtpReply& reply);
// "WHAT: MEANING. It said: 'QUOTED'."
[[nodiscard]] std::string with_reply(std::string what, const SmtpReply& reply,
                                     std::string_view quoted);
[[nodiscard]] std::string in_words(std::chrono::milliseconds time);

// A result with its text cut to the size that it may have.
[[nodiscard]] MailResult mail_result(MailOutcome outcome, std::string_view text);
[[nodiscard]] MailResult mail_result(MailOutcome outcome, std::string_view text,
                                     const SmtpReply& reply);
enum class Remedy { Time, Person };
// Nothing left, and nothing will while this lasts.
[[nodiscard]] MailResult server_result(std::string_view text, Remedy remedy);

} // namespace afpunt::delivery
