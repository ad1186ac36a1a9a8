// SPDX-License-Identifier: MIT
//
// The tree that mail programs show best (RFC 2046, section 5.1, and RFC 2387):
//   multipart/mixed
//     multipart/alternative
//       text/plain
//       multipart/related        only with a QR code
//         text/html
//         image/png, inline
//     application/xml, attached  only where there is one
// GMime writes the message's own headers, because encoding and folding what people wrote is full of
// cases; the tree, which has one shape, is written here.
#include "delivery/mime_message.hpp"

#include "delivery/mail_address.hpp"
#include "delivery/mail_encoding.hpp"

#include <afpunt/text.hpp>

#include <gmime/gmime.h>

#include <algorithm>
#include <memory>

namespace afpunt::delivery {

namespace {

constexpr std::size_t line_bytes_max = 998;           // RFC 5322, section 2.1.1
constexpr std::size_t letter_id_bytes_max = 40;       // leaves room within a boundary's 70
constexpr std::size_t message_bytes_max = 25'000'000; // what mail servers accept
// A conversation that mail programs can still follow; the first and the newest say enough.
constexpr std::size_t references_max = 20;
constexpr std::size_t message_id_bytes_max = 250;
// 34 kB of header; servers refuse mails whose headers take more than some 100 kB.
constexpr std::size_t covered_steps_max = 2'000;
// In the place of the steps beyond: who restores from a Sent folder asks a person about this one.
constexpr std::string_view more_steps = "more";
constexpr std::int64_t microseconds_per_second = 1'000'000;
constexpr std::int64_t date_seconds_max = 32'503'680'000; // the year 3000

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
template <typename Type>
using Owned = std::unique_ptr<Type, Unref>;

// GMime's cast macros are C casts; the types derive from each other by their first member.
GMimeObject* as_object(void* object) {
    return static_cast<GMimeObject*>(object);
}

constexpr std::string_view blank_line = "\r\n\r\n";

// "=_" cannot occur in quoted-printable or base64 text: no content can end a part early.
std::string boundary_of(std::string_view subtype, std::string_view letter_id) {
    return std::string("=_").append(subtype).append("_").append(letter_id);
}

void begin_container(std::string& out, std::string_view subtype, std::string_view letter_id,
                     std::string_view more = {}) {
    out.append("Content-Type: multipart/").append(subtype).append(";\r\n\tboundary=\"");
    out.append(boundary_of(subtype, letter_id)).append("\"").append(more).append(blank_line);
}

void begin_part(std::string& out, std::string_view subtype, std::string_view letter_id) {
    out.append("--").append(boundary_of(subtype, letter_id)).append("\r\n");
}

void next_part(std::string& out, std::string_view subtype, std::string_view letter_id) {
    out += "\r\n";
    begin_part(out, subtype, letter_id);
}

void end_container(std::string& out, std::string_view subtype, std::string_view letter_id) {
    out.append("\r\n--").append(boundary_of(subtype, letter_id)).append("--\r\n");
}

void append_text(std::string& out, std::string_view subtype, std::string_view text) {
    out.append("Content-Type: text/").append(subtype).append("; charset=utf-8\r\n");
    out.append("Content-Transfer-Encoding: quoted-printable").append(blank_line);
    append_quoted_printable(out, text);
}

void append_file(std::string& out, std::string_view type, std::string_view name,
                 std::string_view disposition, std::string_view bytes,
                 std::string_view content_id = {}) {
    out.append("Content-Type: ").append(type).append("; name=").append(name);
    out.append("\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: ");
    out.append(disposition).append("; filename=").append(name);
    if (!content_id.empty()) out.append("\r\nContent-Id: <").append(content_id).append(">");
    out.append(blank_line);
    append_base64_lines(out, bytes);
}

void append_alternative(std::string& out, const document::MailText& text,
                        std::string_view letter_id, std::string_view qr_png) {
    begin_container(out, "alternative", letter_id);
    begin_part(out, "alternative", letter_id);
    append_text(out, "plain", text.plain);
    next_part(out, "alternative", letter_id);
    if (qr_png.empty()) {
        append_text(out, "html", text.html);
    } else {
        begin_container(out, "related", letter_id, "; type=\"text/html\"");
        begin_part(out, "related", letter_id);
        append_text(out, "html", text.html);
        next_part(out, "related", letter_id);
        append_file(out, "image/png", "qr.png", "inline", qr_png, qr_content_id(letter_id));
        end_container(out, "related", letter_id);
    }
    end_container(out, "alternative", letter_id);
}

void append_body(std::string& out, const document::MailText& text, std::string_view letter_id,
                 std::string_view qr_png, std::string_view ubl_xml) {
    out += "MIME-Version: 1.0\r\n";
    if (ubl_xml.empty()) return append_alternative(out, text, letter_id, qr_png);
    begin_container(out, "mixed", letter_id);
    begin_part(out, "mixed", letter_id);
    append_alternative(out, text, letter_id, qr_png);
    next_part(out, "mixed", letter_id);
    append_file(out, "application/xml", "reminder.xml", "attachment", ubl_xml);
    end_container(out, "mixed", letter_id);
}

// Names are encoded as UTF-8 (RFC 2047), not as whatever set GMime thinks best.
void add_mailbox(GMimeMessage* message, GMimeAddressType type, const std::string& name,
                 const std::string& address) {
    const Owned<InternetAddress> mailbox(
        internet_address_mailbox_new(name.empty() ? nullptr : name.c_str(), address.c_str()));
    internet_address_set_charset(mailbox.get(), "utf-8");
    internet_address_list_add(g_mime_message_get_addresses(message, type), mailbox.get());
}

Result<void> check(const MailEnvelope& envelope, const document::MailText& text,
                   std::string_view letter_id) {
    if (auto from = check_mail_address("sender", envelope.from_address); !from) return from;
    if (auto to = check_mail_address("addressee", envelope.to_address); !to) return to;
    if (!envelope.reply_to.empty()) {
        if (auto reply = check_mail_address("answers to", envelope.reply_to); !reply) return reply;
    }
    if (auto name = check_header_text("sender's name", envelope.from_name); !name) return name;
    if (auto name = check_header_text("addressee's name", envelope.to_name); !name) return name;
    if (auto subject = check_header_text("subject", text.subject); !subject) return subject;
    if (auto number = check_header_text("letter number", envelope.letter_number); !number) {
        return number;
    }
    if (!is_mail_domain(envelope.message_id_domain)) {
        return fail("domain of the message id", envelope.message_id_domain.substr(0, 60),
                    "a domain such as example.com");
    }
    const bool plain_id = !letter_id.empty() && letter_id.size() <= letter_id_bytes_max &&
                          std::all_of(letter_id.begin(), letter_id.end(), [](char c) {
                              return text::is_letter(c) || text::is_digit(c);
                          });
    if (!plain_id) {
        return fail("letter id", std::string(letter_id.substr(0, letter_id_bytes_max)),
                    "1 to 40 letters and digits");
    }
    if (!text::is_utf8(text.plain) || !text::is_utf8(text.html)) {
        return fail("text of the mail", "bytes that are no text", "UTF-8");
    }
    for (const std::string& id : envelope.earlier_message_ids) {
        if (is_message_id(id)) continue;
        return fail("id of an earlier mail", "another text", "a Message-ID such as id@example.com");
    }
    const auto is_token = [](const std::string& token) {
        return !token.empty() && std::all_of(token.begin(), token.end(), [](char c) {
            return text::is_digit(c) || (c >= 'a' && c <= 'f');
        });
    };
    if (!std::all_of(envelope.covered_steps.begin(), envelope.covered_steps.end(), is_token)) {
        return fail("steps of the letter", "another text", "tokens of hex digits");
    }
    if (envelope.date_us < 0 || envelope.date_us / microseconds_per_second >= date_seconds_max) {
        return fail("date of the mail", std::to_string(envelope.date_us),
                    "microseconds between 1970 and 3000");
    }
    return {};
}

void append(GMimeMessage* message, const char* name, const std::string& value) {
    g_mime_object_append_header(as_object(message), name, value.c_str(), nullptr);
}

void set_conversation(GMimeMessage* message, const std::vector<std::string>& earlier) {
    if (earlier.empty()) return;
    append(message, "In-Reply-To", "<" + earlier.back() + ">");
    std::string references = "<" + earlier.front() + ">";
    const std::size_t first =
        earlier.size() > references_max ? earlier.size() - references_max + 1 : 1;
    for (std::size_t at = first; at < earlier.size(); ++at)
        references += " <" + earlier[at] + ">";
    append(message, "References", references);
}

// For the book's own eyes: which letter this is, when it comes back or is found in a Sent folder.
void set_marks(GMimeMessage* message, std::string_view letter_id, const MailEnvelope& envelope) {
    const std::vector<std::string>& covered = envelope.covered_steps;
    append(message, "X-Afpunt-Letter", std::string(letter_id));
    if (!envelope.letter_number.empty()) {
        append(message, "X-Afpunt-Number", envelope.letter_number);
    }
    if (covered.empty()) return;
    std::string tokens;
    for (std::size_t at = 0; at < std::min(covered.size(), covered_steps_max); ++at)
        tokens += (at == 0 ? "" : " ") + covered[at];
    if (covered.size() > covered_steps_max) tokens.append(" ").append(more_steps);
    append(message, "X-Afpunt-Covers", tokens);
}

void set_headers(GMimeMessage* message, const MailEnvelope& envelope, const std::string& subject,
                 std::string_view letter_id) {
    add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, envelope.from_name, envelope.from_address);
    if (!envelope.reply_to.empty()) {
        add_mailbox(message, GMIME_ADDRESS_TYPE_REPLY_TO, "", envelope.reply_to);
    }
    add_mailbox(message, GMIME_ADDRESS_TYPE_TO, envelope.to_name, envelope.to_address);
    g_mime_message_set_subject(message, subject.c_str(), "utf-8");
    GDateTime* date = g_date_time_new_from_unix_utc(envelope.date_us / microseconds_per_second);
    g_mime_message_set_date(message, date);
    g_date_time_unref(date);
    const std::string id = std::string(letter_id) + "@" + envelope.message_id_domain;
    g_mime_message_set_message_id(message, id.c_str());
    // RFC 3834, section 5: tells the other side's absence notices not to answer.
    append(message, "Auto-Submitted", "auto-generated");
    set_conversation(message, envelope.earlier_message_ids);
    set_marks(message, letter_id, envelope);
}

// RFC 5322, section 2.3: CR and LF only together, lines of a limited length.
Result<std::string> with_mail_lines(std::string_view headers) {
    std::string out;
    std::size_t line_bytes = 0;
    for (const char c : headers) {
        if (c == '\n') {
            out += '\r';
            line_bytes = 0;
        } else if (++line_bytes > line_bytes_max) {
            return fail("mail", "a longer line", "lines of at most 998 bytes");
        }
        out += c;
    }
    return out;
}

} // namespace

bool is_message_id(std::string_view id) {
    const std::size_t at = id.find('@');
    return at != 0 && at != std::string_view::npos && at + 1 < id.size() &&
           id.size() <= message_id_bytes_max && std::all_of(id.begin(), id.end(), [](char c) {
               return c > ' ' && c <= '~' && c != '<' && c != '>';
           });
}

std::string draft_of(std::string_view message) {
    const std::string_view headers = message.substr(0, message.find("\r\n\r\n") + 2);
    std::string out = "X-Unsent: 1\r\n";
    bool is_kept = true;
    for (std::size_t at = 0; at < headers.size();) {
        const std::size_t end = headers.find("\r\n", at) + 2;
        const std::string_view line = headers.substr(at, end - at);
        at = end;
        // A folded line belongs to the header before it.
        if (line.front() != ' ' && line.front() != '\t') {
            const std::string name = text::lower(line.substr(0, line.find(':')));
            is_kept = name != "message-id" && name != "date" && name != "auto-submitted";
        }
        if (is_kept) out += line;
    }
    return out.append(message.substr(headers.size()));
}

std::string qr_content_id(std::string_view letter_id) {
    return "qr." + std::string(letter_id) + "@afpunt";
}

Result<std::string> mime_message(const MailEnvelope& envelope, const document::MailText& text,
                                 std::string_view letter_id, std::string_view qr_png,
                                 std::string_view ubl_xml) {
    if (auto checked = check(envelope, text, letter_id); !checked) {
        return tl::unexpected(checked.error());
    }
    // GMime counts its users and starts at the first; it is never shut down, because the host may
    // use it, too.
    g_mime_init();
    const Owned<GMimeMessage> message(g_mime_message_new(FALSE));
    set_headers(message.get(), envelope, text.subject, letter_id);
    const std::unique_ptr<char, decltype(&g_free)> headers(
        g_mime_object_get_headers(as_object(message.get()), nullptr), &g_free);
    auto out = with_mail_lines(headers.get());
    if (!out) return out;
    append_body(*out, text, letter_id, qr_png, ubl_xml);
    if (out->size() > message_bytes_max) {
        return fail("mail", std::to_string(out->size()) + " bytes", "at most 25000000 bytes");
    }
    return out;
}

} // namespace afpunt::delivery
