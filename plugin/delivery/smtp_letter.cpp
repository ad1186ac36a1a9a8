// SPDX-License-Identifier: MIT
#include "delivery/smtp_letter.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace afpunt::delivery {
namespace {

constexpr std::size_t address_bytes_max = 254;        // RFC 5321, section 4.5.3.1.3
constexpr std::size_t recipients_max = 10;            // a debtor and copies of ours
constexpr std::size_t message_bytes_max = 50'000'000; // twice what servers take
constexpr std::size_t line_bytes_max = 998;           // RFC 5321, section 4.5.3.1.6

// Eight bytes at a time: a letter is looked through before each attempt.
bool is_ascii(std::string_view text) {
    constexpr std::uint64_t high_bits = 0x8080808080808080;
    std::uint64_t found = 0;
    while (text.size() >= sizeof found) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, text.data(), sizeof bytes);
        found |= bytes & high_bits;
        text.remove_prefix(sizeof bytes);
    }
    return found == 0 && std::all_of(text.begin(), text.end(),
                                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Nothing that could end the command or the brackets around the address. What an address should
// look like beyond that was checked when it entered (mail_address.hpp).
bool is_safe_address(std::string_view address) {
    return address.size() <= address_bytes_max && address.find('@') != std::string_view::npos &&
           text::is_utf8(address) && std::none_of(address.begin(), address.end(), [](char c) {
               return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '<' || c == '>';
           });
}

// A bare CR or LF is read as a line's end by some servers and not by others, so that one message
// could become two ("SMTP smuggling").
bool has_whole_lines(std::string_view message) {
    if (message.find('\0') != std::string_view::npos) return false;
    while (!message.empty()) {
        const std::size_t feed = message.find('\n');
        const bool is_last = feed == std::string_view::npos; // and may be without an end
        std::string_view line = message.substr(0, feed);
        if (!is_last) {
            if (!line.ends_with('\r')) return false;
            line.remove_suffix(1);
        }
        if (line.size() > line_bytes_max || line.find('\r') != std::string_view::npos) {
            return false;
        }
        if (is_last) return true;
        message.remove_prefix(feed + 1);
    }
    return true;
}

bool needs_smtp_utf8(const MailJob& job) {
    return !is_ascii(job.return_path) ||
           !std::all_of(job.recipients.begin(), job.recipients.end(),
                        [](const std::string& address) { return is_ascii(address); });
}

std::string kilobytes(std::uint64_t bytes) {
    return std::to_string((bytes + 999) / 1000) + " kB";
}

void read_mechanisms(SmtpExtensions& out, std::string_view words) {
    while (!words.empty()) {
        const std::size_t end = std::min(words.find(' '), words.size());
        const std::string name = text::upper(words.substr(0, end));
        if (name == "PLAIN") out.auth_plain = true;
        if (name == "LOGIN") out.auth_login = true;
        if (name == "XOAUTH2") out.auth_xoauth2 = true;
        words = text::trim(words.substr(end));
    }
}

} // namespace

SmtpExtensions read_extensions(const std::vector<std::string>& lines) {
    SmtpExtensions out;
    for (std::size_t at = 1; at < lines.size(); ++at) {
        const std::string_view line = text::trim(lines[at]);
        const std::size_t end = line.find_first_of(" =");
        const std::string keyword = text::upper(line.substr(0, end));
        const std::string_view rest =
            end == std::string_view::npos ? std::string_view{} : text::trim(line.substr(end + 1));
        if (keyword == "STARTTLS") out.start_tls = true;
        if (keyword == "PIPELINING") out.pipelining = true;
        if (keyword == "8BITMIME") out.eight_bit_mime = true;
        if (keyword == "SMTPUTF8") out.smtp_utf8 = true;
        if (keyword == "AUTH") read_mechanisms(out, rest); // "AUTH=": older servers
        if (keyword == "SIZE") {
            out.has_size = true;
            std::from_chars(rest.data(), rest.data() + rest.size(), out.size_max);
        }
    }
    return out;
}

std::optional<std::string> why_not(const MailJob& job) {
    if (job.recipients.empty()) return "The letter has no receiver.";
    if (job.recipients.size() > recipients_max) return "The letter has too many receivers.";
    for (const std::string& address : job.recipients) {
        if (!is_safe_address(address)) return "A receiver's address is not a mail address.";
    }
    if (!is_safe_address(job.return_path)) return "The sender's address is not a mail address.";
    if (job.message == nullptr || job.message->empty()) return "The letter is empty.";
    if (job.message->size() > message_bytes_max) {
        return "The letter is " + kilobytes(job.message->size()) +
               " large; mail servers take no such mail.";
    }
    if (!has_whole_lines(*job.message)) {
        return "The letter has lines that mail servers read in different ways.";
    }
    return std::nullopt;
}

std::optional<std::string> why_not(const MailJob& job, const SmtpExtensions& offered) {
    if (offered.size_max > 0 && job.message->size() > offered.size_max) {
        return "The letter is " + kilobytes(job.message->size()) +
               " large; the mail server takes at most " + kilobytes(offered.size_max) + ".";
    }
    if (needs_smtp_utf8(job) && !offered.smtp_utf8) {
        return "An address has letters beyond a to z; the mail server takes no such addresses.";
    }
    if (!is_ascii(*job.message) && !offered.eight_bit_mime) {
        return "The letter has characters that the mail server does not take.";
    }
    return std::nullopt;
}

std::string mail_command(const MailJob& job, const SmtpExtensions& offered) {
    std::string command = "MAIL FROM:<" + job.return_path + ">";
    if (offered.has_size) command += " SIZE=" + std::to_string(job.message->size());
    if (!is_ascii(*job.message)) command += " BODY=8BITMIME";
    if (needs_smtp_utf8(job)) command += " SMTPUTF8";
    return command + "\r\n";
}

std::string recipient_command(std::string_view address) {
    return "RCPT TO:<" + std::string(address) + ">\r\n";
}

std::string dot_stuffed(std::string_view message) {
    if (message.ends_with("\r\n")) message.remove_suffix(2);
    std::string out;
    out.reserve(message.size() + message.size() / 64 + 1);
    if (message.starts_with('.')) out += '.';
    for (std::size_t dot = message.find("\n."); dot != std::string_view::npos;
         dot = message.find("\n.")) {
        out += message.substr(0, dot + 1);
        out += '.';
        message.remove_prefix(dot + 1);
    }
    out += message;
    return out;
}

} // namespace afpunt::delivery
