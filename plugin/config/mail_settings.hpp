// SPDX-License-Identifier: MIT
//
// How the book's mail leaves: the table [mail] of the settings. Passwords and tokens are no
// settings: they are secrets of the host ("mail.password", "mail.refresh-token",
// "mail.client-secret").
//
//   [mail]
//   way        = "smtp" | "drafts" | "maildir" | "folder"   default: smtp where a server is named
//   server     = "smtp.example.com"     port = 587          security = "starttls" | "tls" | "none"
//   user       = "books@example.com"    login = "password" | "xoauth2" | "none"
//   token_url  = "https://login.example.com/token"   client_id = "..."   scope = "..."
//   bounce_address = "bounce+{id}@example.com"       {id} becomes the letter's id (VERP)
//   copy       = "none" | "sent" | "bcc"             bcc = "archive@example.com"
//   imap_server = "imap.example.com"    imap_port = 993     sent_folder = "Sent"
//   per_minute = 60   per_day = 1000    connections = 2     ca_file = "/etc/ssl/firm.pem"
#pragma once

#include <afpunt/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace afpunt::config {

enum class MailWay { Folder, Smtp, Drafts, Maildir };
enum class MailSecurity { StartTls, Tls, None }; // None: to a server on this machine only
enum class MailLogin { Password, XOAuth2, None };
enum class MailCopy { None, SentFolder, Bcc };

struct MailSettings {
    MailWay way = MailWay::Folder;
    std::string server;
    std::uint16_t port = 587;
    MailSecurity security = MailSecurity::StartTls;
    MailLogin login = MailLogin::Password;
    std::string user;
    std::string token_url, client_id,
        scope;                  // XOAUTH2: where a refresh token becomes an access token
    std::string bounce_address; // empty: the sender's address, without the letter's id
    MailCopy copy = MailCopy::None;
    std::string bcc;
    std::string imap_server;
    std::uint16_t imap_port = 993;
    std::string sent_folder = "Sent";
    std::string ca_file; // PEM; empty: the certificates that the system trusts
    // What most providers allow an ordinary account; more is refused by them for the rest of the
    // day.
    int per_minute = 60;
    int per_day = 1000;
    int connections = 2;
    friend bool operator==(const MailSettings&, const MailSettings&) = default;
};

[[nodiscard]] Result<MailSettings> read_mail_settings(std::string_view toml,
                                                      std::string_view file_name);

} // namespace afpunt::config
