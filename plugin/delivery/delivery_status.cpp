// SPDX-License-Identifier: MIT
#include "delivery/delivery_status.hpp"

#include "delivery/header_fields.hpp"
#include "document/clean_text.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <array>

namespace afpunt::delivery {
namespace {

// One letter goes to one debtor and perhaps to a copy of ours; a forwarding may make a few of it.
constexpr std::size_t recipients_max = 50;
constexpr std::size_t words_bytes_max = 500;

struct EnhancedCode {
    int kind = 0, subject = 0, detail = 0;
};

// "5.1.10": one digit, then one to three, then one to three (RFC 3463, section 2).
std::size_t number_at(std::string_view text, std::size_t at, std::size_t digits_max, int& number) {
    number = 0;
    std::size_t digits = 0;
    while (at + digits < text.size() && text::is_digit(text[at + digits])) {
        if (digits == digits_max) return 0;
        number = number * 10 + (text[at + digits] - '0');
        ++digits;
    }
    return digits;
}

// Bytes of the code that begins at `at`; 0 when none does.
std::size_t enhanced_code_at(std::string_view text, std::size_t at, EnhancedCode& code) {
    const auto is_part_of_number = [&](std::size_t place) {
        return place < text.size() && (text::is_digit(text[place]) || text[place] == '.');
    };
    if (at > 0 && is_part_of_number(at - 1)) return 0;
    std::size_t end = at + number_at(text, at, 1, code.kind);
    if (end == at || code.kind < 2 || code.kind == 3 || code.kind > 5) return 0;
    for (int* number : {&code.subject, &code.detail}) {
        if (end >= text.size() || text[end] != '.') return 0;
        const std::size_t digits = number_at(text, end + 1, 3, *number);
        if (digits == 0) return 0;
        end += 1 + digits;
    }
    // "5.1.1.2" is an address of a machine, "5.1.1." the end of a sentence.
    const bool goes_on = end + 1 < text.size() && text[end] == '.' && text::is_digit(text[end + 1]);
    return goes_on ? 0 : end - at;
}

bool is_reply_code_at(std::string_view text, std::size_t at) {
    const auto is_word = [&](std::size_t place) {
        return place < text.size() &&
               (text::is_digit(text[place]) || text::is_letter(text[place]) || text[place] == '.');
    };
    return (text[at] == '4' || text[at] == '5') && at + 3 <= text.size() && text[at + 1] <= '5' &&
           text::is_digit(text[at + 1]) && text::is_digit(text[at + 2]) &&
           (at == 0 || !is_word(at - 1)) &&
           (at + 3 == text.size() || text[at + 3] == ' ' || text[at + 3] == '-');
}

std::string mail_address(std::string_view field) {
    const std::vector<std::string> found = addresses_in(field, 1);
    return found.empty() ? std::string() : found.front();
}

// What the fields Action and Status say together (RFC 3464, sections 2.3.3 and 2.3.4).
MailFate fate_of(std::string_view action, const RecipientReport& report) {
    const MailFate by_status = fate_of_status(report.status);
    if (action == "delayed") return MailFate::Delayed;
    if (action == "delivered" || action == "relayed" || action == "expanded") {
        return MailFate::Delivered;
    }
    if (action != "failed") return by_status;
    return by_status == MailFate::Unknown ? MailFate::SoftBounce : by_status;
}

RecipientReport report_of(const HeaderFields& fields) {
    RecipientReport report;
    const std::string diagnostic = fields.first("diagnostic-code");
    report.recipient = mail_address(fields.first("final-recipient"));
    report.original_recipient = mail_address(fields.first("original-recipient"));
    report.status = status_in(fields.first("status"));
    // "5.0.0" says no more than "failed": what the last server answered often says why.
    const std::string better = status_in(diagnostic);
    const bool is_vague = report.status.empty() || report.status.ends_with(".0.0");
    if (is_vague && !better.empty() &&
        (report.status.empty() || better.front() == report.status.front())) {
        report.status = better;
    }
    report.words = server_words(diagnostic);
    report.fate = fate_of(text::lower(text::trim(fields.first("action"))), report);
    return report;
}

} // namespace

MailFate fate_of_status(std::string_view enhanced_code) {
    EnhancedCode code;
    if (enhanced_code.empty() || enhanced_code_at(enhanced_code, 0, code) != enhanced_code.size()) {
        return MailFate::Unknown;
    }
    if (code.kind == 4) return MailFate::SoftBounce;
    if (code.kind != 5) return MailFate::Unknown;
    switch (code.subject) {
    case 0: return MailFate::HardBounce;
    // 5.1.7 and 5.1.8 are about the sender's address.
    case 1:
        return code.detail == 7 || code.detail == 8 ? MailFate::SoftBounce : MailFate::HardBounce;
    // 5.2.0 and 5.2.1: no mailbox there any more; others: full, or too long a message.
    case 2: return code.detail <= 1 ? MailFate::HardBounce : MailFate::SoftBounce;
    // 5.4.7: tried too long. Others: no way to that domain.
    case 4: return code.detail == 7 ? MailFate::SoftBounce : MailFate::HardBounce;
    // The server, the dialogue, the content or a rule: as true of every other address there.
    default: return MailFate::SoftBounce;
    }
}

std::string status_in(std::string_view text) {
    std::string reply;
    for (std::size_t at = 0; at < text.size(); ++at) {
        EnhancedCode code;
        if (const std::size_t size = enhanced_code_at(text, at, code); size != 0) {
            return std::string(text.substr(at, size));
        }
        if (reply.empty() && is_reply_code_at(text, at)) reply = std::string(1, text[at]) + ".0.0";
    }
    return reply;
}

std::string server_words(std::string_view text) {
    constexpr std::string_view type = "smtp;";
    text = text::trim(text);
    if (text::lower(text.substr(0, type.size())) == type) text.remove_prefix(type.size());
    // Broken into lines and indented by whoever passed it on.
    std::string one_line;
    for (const char c : text.substr(0, 4 * words_bytes_max)) {
        const bool is_blank = text::is_space(c);
        if (is_blank && (one_line.empty() || one_line.back() == ' ')) continue;
        one_line += is_blank ? ' ' : c;
    }
    return std::string(text::utf8_prefix(document::clean_line(one_line), words_bytes_max));
}

std::vector<RecipientReport> read_delivery_status(std::string_view content) {
    std::vector<RecipientReport> reports;
    while (!content.empty() && reports.size() < recipients_max) {
        // Blocks of fields, with empty lines between them; the first is about the mail as a whole.
        while (!content.empty() && text::is_space(content.front()))
            content.remove_prefix(1);
        const std::size_t end = end_of_headers(content);
        const HeaderFields fields(content.substr(0, end));
        content.remove_prefix(end);
        if (fields.has("final-recipient") || fields.has("original-recipient")) {
            reports.push_back(report_of(fields));
        }
    }
    return reports;
}

} // namespace afpunt::delivery
