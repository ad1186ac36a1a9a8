// SPDX-License-Identifier: MIT
#include "delivery/bounce.hpp"

#include "delivery/header_fields.hpp"
#include "delivery/mail_parts.hpp"
#include "delivery/return_path.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace afpunt::delivery {
namespace {

// Notices come first, what they return comes after.
constexpr std::size_t plain_text_bytes_max = 64'000;
constexpr std::size_t addresses_max = 20;
constexpr std::size_t references_max = 50;

template <std::size_t Count>
bool has_any(std::string_view text, const std::array<std::string_view, Count>& words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        return text.find(word) != std::string_view::npos;
    });
}

// --- which letter --------------------------------------------------------------------------------

// "<0011...@firm.example>" of a Message-ID that we made.
std::string letter_of_message_ids(std::string_view field) {
    for (const std::string& id : bracketed_in(field, references_max)) {
        const std::string_view left = std::string_view(id).substr(0, id.find('@'));
        if (left.size() < id.size() && is_letter_id(left)) return text::lower(left);
    }
    return {};
}

std::string letter_of_addresses(const HeaderFields& fields) {
    constexpr std::array<std::string_view, 7> names{"delivered-to", "x-original-to",  "original-to",
                                                    "envelope-to",  "x-delivered-to", "to",
                                                    "return-path"};
    for (const std::string_view name : names) {
        for (const std::string& value : fields.all(name)) {
            for (const std::string& address : addresses_in(value, addresses_max)) {
                if (std::string id = letter_id_of(address); !id.empty()) return id;
            }
        }
    }
    return {};
}

std::string letter_of_mark(const HeaderFields& fields) {
    const std::string mark = fields.first("x-afpunt-letter");
    return is_letter_id(mark) ? text::lower(mark) : std::string();
}

// A plain notice has the headers of the returned mail somewhere in its text: each line that could
// be one of them is looked at.
HeaderFields fields_in_text(std::string_view text) {
    std::string block;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end);
        while (!line.empty() &&
               (line.front() == '>' || line.front() == ' ' || line.front() == '\t'))
            line.remove_prefix(1);
        const std::string name = text::lower(line.substr(0, line.find(':')));
        if (name == "message-id" || name == "x-afpunt-letter" || name == "return-path") {
            block.append(text::trim(line)).append("\n");
        }
    }
    return HeaderFields(block);
}

std::string letter_named_by(const MailParts& parts, const HeaderFields& headers) {
    if (std::string id = letter_of_addresses(headers); !id.empty()) return id;
    const HeaderFields returned(parts.returned);
    const HeaderFields quoted = fields_in_text(parts.text);
    for (const std::string& field : {returned.first("message-id"), headers.first("in-reply-to"),
                                     headers.first("references"), quoted.first("message-id")}) {
        if (std::string id = letter_of_message_ids(field); !id.empty()) return id;
    }
    for (const HeaderFields* fields : {&returned, &quoted}) {
        if (std::string id = letter_of_mark(*fields); !id.empty()) return id;
        if (std::string id = letter_id_of(fields->first("return-path")); !id.empty()) return id;
    }
    return {};
}

// --- what kind of mail ---------------------------------------------------------------------------

bool is_from_mail_system(const HeaderFields& headers) {
    constexpr std::array<std::string_view, 4> names{"mailer-daemon", "postmaster", "mail-daemon",
                                                    "microsoftexchange"};
    const std::vector<std::string> from = addresses_in(headers.first("from"), 1);
    // qmail and others leave the domain out.
    const std::string sender = from.empty() ? text::lower(headers.first("from")) : from.front();
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
        const std::size_t at = sender.find(name);
        return at == 0 || (at != std::string::npos && from.empty());
    });
}

// RFC 3834, section 5, and what was used before it.
bool is_automatic_answer(const HeaderFields& headers) {
    const std::string submitted = text::lower(headers.first("auto-submitted"));
    if (!submitted.empty() && !submitted.starts_with("no")) return true;
    const std::string precedence = text::lower(headers.first("precedence"));
    return headers.has("x-autoreply") || headers.has("x-autorespond") ||
           headers.has("x-autorepy-from") || headers.has("x-ms-exchange-inbox-rules-loop") ||
           precedence == "auto_reply" || precedence == "auto-reply";
}

// --- plain notices -------------------------------------------------------------------------------

// Where the copy of the returned mail begins, by the lines that programs set before it.
std::string_view before_the_copy(std::string_view text) {
    constexpr std::array<std::string_view, 6> marks{
        "\n--- ",         "\n------ ",   "\n----- original",
        "\nreturn-path:", "\nreceived:", "\nmessage-id:"};
    const std::string lower = text::lower(text);
    std::size_t end = text.size();
    for (const std::string_view mark : marks)
        end = std::min(end, lower.find(mark));
    return text.substr(0, end);
}

MailFate fate_of_words(std::string_view text, std::string_view subject) {
    constexpr std::array<std::string_view, 8> delayed{
        "delayed",    "still being retried", "not yet been delivered", "will be retried",
        "will retry", "still trying",        "will keep trying",       "do not need to resend"};
    constexpr std::array<std::string_view, 6> passing{"mailbox full",  "mailbox is full",
                                                      "over quota",    "quota exceeded",
                                                      "inbox is full", "out of storage"};
    constexpr std::array<std::string_view, 12> nobody{
        "user unknown",  "unknown user",      "no such user",      "no mailbox",
        "unrouteable",   "address rejected",  "unknown recipient", "does not exist",
        "doesn't exist", "no such recipient", "domain not found",  "couldn't be found"};
    if (has_any(text::lower(subject), delayed)) return MailFate::Delayed;
    const std::string words = text::lower(text);
    if (has_any(words, passing)) return MailFate::SoftBounce;
    if (const MailFate fate = fate_of_status(status_in(text)); fate != MailFate::Unknown) {
        return has_any(words, delayed) && fate == MailFate::SoftBounce ? MailFate::Delayed : fate;
    }
    if (has_any(words, nobody)) return MailFate::HardBounce;
    // A server gave the letter back and we do not understand why.
    return has_any(words, delayed) ? MailFate::Delayed : MailFate::SoftBounce;
}

// From the line that has the code or else names the first recipient, as far as a sentence goes.
std::string words_of(std::string_view notice, const std::vector<std::string>& addresses) {
    std::size_t at = std::string_view::npos;
    if (const std::string code = status_in(notice); !code.empty()) at = notice.find(code);
    const std::string lower = text::lower(notice);
    if (at == std::string_view::npos && !addresses.empty()) at = lower.find(addresses.front());
    if (at == std::string_view::npos) return server_words(notice);
    const std::size_t line = notice.rfind('\n', at);
    const std::size_t begin = line == std::string_view::npos ? 0 : line + 1;
    const std::size_t end = notice.find("\n\n", begin);
    return server_words(notice.substr(begin, end == std::string_view::npos ? end : end - begin));
}

std::vector<RecipientReport> read_plain_notice(const MailParts& parts,
                                               const HeaderFields& headers) {
    std::string text = parts.text.substr(0, plain_text_bytes_max);
    std::erase(text, '\r');
    const std::string_view notice = before_the_copy(text);
    std::vector<std::string> addresses =
        addresses_in(headers.first("x-failed-recipients"), addresses_max);
    if (addresses.empty()) addresses = addresses_in(notice, addresses_max);
    RecipientReport report;
    report.status = status_in(notice);
    report.fate = fate_of_words(notice, headers.first("subject"));
    report.words = words_of(notice, addresses);
    if (addresses.empty()) return {report};
    std::vector<RecipientReport> reports;
    for (std::string& address : addresses) {
        report.recipient = std::move(address);
        reports.push_back(report);
    }
    return reports;
}

} // namespace

Result<BounceNotice> read_bounce(std::string_view message) {
    const auto parts = take_mail_apart(message);
    if (!parts) return tl::unexpected(parts.error());
    const HeaderFields headers(parts->headers);
    BounceNotice notice;
    notice.letter_id = letter_named_by(*parts, headers);
    const std::vector<std::string> ids = bracketed_in(headers.first("message-id"), 1);
    if (!ids.empty()) notice.message_id = server_words(ids.front());
    if (!parts->feedback_report.empty() || parts->report_type == "feedback-report") {
        notice.kind = NoticeKind::Complaint;
        return notice;
    }
    if (parts->report_type == "disposition-notification") {
        notice.kind = NoticeKind::AutoReply; // a receipt for reading
        return notice;
    }
    if (!parts->delivery_status.empty()) {
        notice.reports = read_delivery_status(parts->delivery_status);
        for (RecipientReport& report : notice.reports) {
            if (report.words.empty()) report.words = server_words(parts->text);
        }
    }
    // A server that says in a report nothing about anybody may still say it in its text.
    const bool is_notice = is_from_mail_system(headers) || headers.has("x-failed-recipients");
    if (notice.reports.empty() && is_notice) notice.reports = read_plain_notice(*parts, headers);
    if (!notice.reports.empty()) {
        notice.kind = NoticeKind::Report;
    } else if (is_automatic_answer(headers)) {
        notice.kind = NoticeKind::AutoReply;
    }
    return notice;
}

const RecipientReport* report_about(const BounceNotice& notice, std::string_view recipient) {
    const std::string wanted = text::lower(recipient);
    const RecipientReport* only = nullptr;
    for (const RecipientReport& report : notice.reports) {
        if (report.recipient == wanted || report.original_recipient == wanted) return &report;
        if (report.recipient.empty() && report.original_recipient.empty()) only = &report;
    }
    return notice.reports.size() == 1 ? only : nullptr;
}

} // namespace afpunt::delivery
