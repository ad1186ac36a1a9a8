// SPDX-License-Identifier: MIT
#include "config/mail_settings.hpp"

#include "config/toml_keys.hpp"

#include <algorithm>

namespace afpunt::config {
namespace {

constexpr int port_max = 65535;
// Above these a mistake is likelier than a mail account that allows it.
constexpr int per_minute_max = 6'000;
constexpr int per_day_max = 1'000'000;
constexpr int connections_max = 8; // more at once look like an attack to a mail server

Result<void> refuse(std::string_view file, std::string key, std::string found,
                    std::string expected) {
    return tl::unexpected<Failure>(
        Failure{std::string(file), std::move(key), std::move(found), std::move(expected)});
}

bool is_this_machine(std::string_view server) {
    return server == "localhost" || server == "127.0.0.1" || server == "::1";
}

Result<void> check_smtp(const MailSettings& mail, std::string_view file) {
    if (mail.way != MailWay::Smtp) return {};
    if (mail.server.empty()) {
        return refuse(file, "mail.server", "nothing", "the name of the server that mail goes to");
    }
    if (mail.security == MailSecurity::None && !is_this_machine(mail.server)) {
        return refuse(
            file, "mail.security", "none",
            "\"starttls\" or \"tls\": without, only a server on this computer may be used");
    }
    if (mail.login != MailLogin::None && mail.user.empty()) {
        return refuse(file, "mail.user", "nothing", "the name to log in with, or login = \"none\"");
    }
    if (mail.login == MailLogin::XOAuth2) {
        const bool is_https = mail.token_url.starts_with("https://") ||
                              mail.token_url.starts_with("http://127.0.0.1:") ||
                              mail.token_url.starts_with("http://localhost:");
        if (!is_https) return refuse(file, "mail.token_url", mail.token_url, "an https address");
        if (mail.client_id.empty()) {
            return refuse(file, "mail.client_id", "nothing",
                          "the id under which this program is known to the mail provider");
        }
    }
    return {};
}

Result<void> check(const MailSettings& mail, std::string_view file) {
    if (auto smtp = check_smtp(mail, file); !smtp) return smtp;
    constexpr std::string_view id_mark = "{id}";
    if (!mail.bounce_address.empty()) {
        std::string address = mail.bounce_address;
        const std::size_t mark = address.find(id_mark);
        if (mark != std::string::npos) address.replace(mark, id_mark.size(), "0");
        if (mark == std::string::npos || !looks_like_mail_address(address)) {
            return refuse(file, "mail.bounce_address", mail.bounce_address,
                          "one mail address with {id} in it, such as bounce+{id}@example.com");
        }
    }
    if (mail.copy == MailCopy::Bcc && !looks_like_mail_address(mail.bcc)) {
        return refuse(file, "mail.bcc", mail.bcc.empty() ? "nothing" : mail.bcc,
                      "one mail address, for the copies");
    }
    if (mail.copy == MailCopy::SentFolder && mail.imap_server.empty()) {
        return refuse(file, "mail.imap_server", "nothing",
                      "the IMAP server of the mail account, for copies in its sent folder");
    }
    if (mail.copy == MailCopy::SentFolder && mail.user.empty()) {
        return refuse(file, "mail.user", "nothing",
                      "the name to log in with at the IMAP server, for copies in its sent folder");
    }
    return {};
}

} // namespace

Result<MailSettings> read_mail_settings(std::string_view toml_text, std::string_view file) {
    MailSettings mail;
    auto parsed = toml_library::parse(toml_text, file);
    if (!parsed) return tl::unexpected<Failure>(parsed.error());
    const auto text = [&](std::string& out, const char* key) { return take_text(out, file, key); };
    const auto port = [&](std::uint16_t& out, const char* key) -> TomlTaker {
        return [&out, file, key](const toml::node& node) -> Result<void> {
            int number = 0;
            auto taken = take_number(number, 1, port_max, file, key)(node);
            if (taken) out = static_cast<std::uint16_t>(number);
            return taken;
        };
    };
    const toml::table* table = (*parsed)["mail"].as_table();
    // A server that is named is meant to be used; implicit TLS has a port of its own (RFC 8314).
    if (table != nullptr && table->contains("server")) mail.way = MailWay::Smtp;
    if (table != nullptr && (*table)["security"].value<std::string>() == "tls") mail.port = 465;
    const TomlKeys keys{
        {"way", take_choice(mail.way, file, "mail.way",
                            {{"smtp", MailWay::Smtp},
                             {"drafts", MailWay::Drafts},
                             {"maildir", MailWay::Maildir},
                             {"folder", MailWay::Folder}})},
        {"server", text(mail.server, "mail.server")},
        {"port", port(mail.port, "mail.port")},
        {"security", take_choice(mail.security, file, "mail.security",
                                 {{"starttls", MailSecurity::StartTls},
                                  {"tls", MailSecurity::Tls},
                                  {"none", MailSecurity::None}})},
        {"user", text(mail.user, "mail.user")},
        {"login", take_choice(mail.login, file, "mail.login",
                              {{"password", MailLogin::Password},
                               {"xoauth2", MailLogin::XOAuth2},
                               {"none", MailLogin::None}})},
        {"token_url", text(mail.token_url, "mail.token_url")},
        {"client_id", text(mail.client_id, "mail.client_id")},
        {"scope", text(mail.scope, "mail.scope")},
        {"bounce_address", text(mail.bounce_address, "mail.bounce_address")},
        {"copy",
         take_choice(
             mail.copy, file, "mail.copy",
             {{"none", MailCopy::None}, {"sent", MailCopy::SentFolder}, {"bcc", MailCopy::Bcc}})},
        {"bcc", text(mail.bcc, "mail.bcc")},
        {"imap_server", text(mail.imap_server, "mail.imap_server")},
        {"imap_port", port(mail.imap_port, "mail.imap_port")},
        {"sent_folder", text(mail.sent_folder, "mail.sent_folder")},
        {"ca_file", text(mail.ca_file, "mail.ca_file")},
        {"per_minute", take_number(mail.per_minute, 1, per_minute_max, file, "mail.per_minute")},
        {"per_day", take_number(mail.per_day, 1, per_day_max, file, "mail.per_day")},
        {"connections",
         take_number(mail.connections, 1, connections_max, file, "mail.connections")}};
    if (auto read = read_toml_table(*parsed, "mail", file, keys); !read) {
        return tl::unexpected<Failure>(read.error());
    }
    if (auto checked = check(mail, file); !checked) {
        return tl::unexpected<Failure>(checked.error());
    }
    return mail;
}

} // namespace afpunt::config
