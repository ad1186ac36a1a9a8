// SPDX-License-Identifier: MIT
//
// The mail account's folder of sent mail, over IMAP (RFC 3501): a letter that left by SMTP is put
// there, so that people find it where they look; and a book that was restored from a backup reads
// there which letters had left. By libcurl. Its TLS cannot have a library context of its own as
// ours does (tls_context.hpp): it uses the process's, and changes nothing there.
#pragma once

#include "config/mail_settings.hpp"
#include "delivery/smtp_login.hpp"

#include <afpunt/date.hpp>
#include <afpunt/result.hpp>

#include <atomic>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::delivery {

struct ImapAccount {
    std::string server;
    std::uint16_t port = 993; // 143: STARTTLS, demanded; any other: TLS from the first byte
    std::string user;
    std::string password;
    std::string access_token; // XOAUTH2; used in the place of the password when not empty
    std::string folder = "Sent";
    std::string ca_file; // PEM; empty: the certificates that the system trusts
    // Set by another thread to end what is under way.
    const std::atomic<bool>* stop = nullptr;
};

// Without its secret; with_login() puts it in.
[[nodiscard]] ImapAccount imap_account_of(const config::MailSettings& settings);
[[nodiscard]] ImapAccount with_login(ImapAccount account, config::MailLogin kind,
                                     const Login& login);

// What the headers of a sent mail say.
struct SentLetter {
    std::string letter_id;                  // X-Afpunt-Letter
    std::string letter_number;              // X-Afpunt-Number
    std::vector<std::string> covered_steps; // X-Afpunt-Covers: tokens of outbox/covered_step.hpp
    bool covers_more = false;               // the letter had more steps than its headers name
    std::string message_id;                 // without brackets
    std::string date;                       // as the header says it
};

// All block for at most some minutes: for Network::run_blocking. A Failure names the server and
// what it said, never a secret.

// The folder that copies go to: the one that the account names, or else the one that the server
// marks as that of sent mail (RFC 6154).
[[nodiscard]] Result<std::string> find_sent_folder(const ImapAccount& account);
// Puts mails there, marked as read, over one login. A mail of that letter that is there already is
// success: an attempt whose answer was lost must not make a second copy. One answer for each; after
// three that were refused one after the other, or where the server is silent, the rest is not tried
// and fails the same way.
struct SentCopy {
    std::string letter_id;
    std::string message;
};
[[nodiscard]] std::vector<Result<void>> append_to_sent(const ImapAccount& account,
                                                       const std::vector<SentCopy>& copies);
// The letters of any book that were put there on `since` or later. Fails when there are more than
// 20,000: half a list would make a letter look unsent.
[[nodiscard]] Result<std::vector<SentLetter>> sent_letters_since(const ImapAccount& account,
                                                                 Date since);

// How IMAP writes the name of a folder (RFC 3501, section 5.1.3); `name` is UTF-8.
[[nodiscard]] std::string imap_folder_name(std::string_view name);

} // namespace afpunt::delivery
