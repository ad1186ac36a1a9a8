// SPDX-License-Identifier: MIT
#include "delivery/mail_parts.hpp"

#include "delivery/header_fields.hpp"

#include <afpunt/text.hpp>

#include <gmime/gmime.h>

#include <algorithm>
#include <memory>

namespace afpunt::delivery {
namespace {

// A notice is a page of text; what it returns comes after.
constexpr std::size_t piece_bytes_max = 200'000;
// report > returned mail > mixed > alternative > related > leaf, and some for lists and gateways.
constexpr int depth_max = 10;
constexpr int parts_max = 100;

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
template <typename Type>
using Owned = std::unique_ptr<Type, Unref>;

std::string content_of(GMimePart* part) {
    GMimeDataWrapper* content = g_mime_part_get_content(part);
    if (content == nullptr) return {};
    const Owned<GMimeStream> stream(g_mime_stream_mem_new());
    g_mime_data_wrapper_write_to_stream(content, stream.get());
    const GByteArray* bytes =
        g_mime_stream_mem_get_byte_array(reinterpret_cast<GMimeStreamMem*>(stream.get()));
    if (bytes == nullptr || bytes->data == nullptr) return {};
    const std::string_view all(reinterpret_cast<const char*>(bytes->data), bytes->len);
    return std::string(all.substr(0, piece_bytes_max));
}

void keep_first(std::string& kept, std::string found) {
    if (kept.empty()) kept = std::move(found);
}

class Walk {
public:
    explicit Walk(MailParts& parts) : parts_(parts) {}

    void object(GMimeObject* object, int depth) {
        if (object == nullptr || depth > depth_max || ++seen_ > parts_max) return;
        if (GMIME_IS_MULTIPART(object)) {
            auto* multipart = reinterpret_cast<GMimeMultipart*>(object);
            if (is(object, "multipart", "report"))
                keep_first(parts_.report_type, report_type(object));
            for (int at = 0; at < g_mime_multipart_get_count(multipart) && seen_ <= parts_max; ++at)
                this->object(g_mime_multipart_get_part(multipart, at), depth + 1);
        } else if (GMIME_IS_MESSAGE_PART(object)) {
            returned(reinterpret_cast<GMimeMessagePart*>(object));
        } else if (GMIME_IS_PART(object)) {
            leaf(object);
        }
    }

private:
    static bool is(GMimeObject* object, const char* type, const char* subtype) {
        return g_mime_content_type_is_type(g_mime_object_get_content_type(object), type, subtype) !=
               FALSE;
    }
    static std::string report_type(GMimeObject* object) {
        const char* value = g_mime_object_get_content_type_parameter(object, "report-type");
        return value == nullptr ? std::string() : text::lower(value);
    }
    // Only the headers are wanted: what the letter said is ours.
    void returned(GMimeMessagePart* part) {
        GMimeMessage* message = g_mime_message_part_get_message(part);
        if (message == nullptr) return;
        const std::unique_ptr<char, decltype(&g_free)> headers(
            g_mime_object_get_headers(reinterpret_cast<GMimeObject*>(message), nullptr), &g_free);
        if (headers) {
            keep_first(parts_.returned,
                       std::string(std::string_view(headers.get()).substr(0, piece_bytes_max)));
        }
    }
    void leaf(GMimeObject* object) {
        auto* part = reinterpret_cast<GMimePart*>(object);
        if (is(object, "message", "delivery-status") ||
            is(object, "message", "global-delivery-status")) {
            keep_first(parts_.delivery_status, content_of(part));
        } else if (is(object, "message", "feedback-report")) {
            keep_first(parts_.feedback_report, content_of(part));
        } else if (is(object, "text", "rfc822-headers") ||
                   is(object, "message", "global-headers")) {
            keep_first(parts_.returned, content_of(part));
        } else if (is(object, "text", "*")) {
            keep_first(parts_.text, content_of(part));
        }
    }

    MailParts& parts_;
    int seen_ = 0;
};

// mbox files and some programs put a line before the headers.
std::string_view without_envelope_line(std::string_view message) {
    if (!message.starts_with("From ")) return message;
    const std::size_t end = message.find('\n');
    return end == std::string_view::npos ? std::string_view() : message.substr(end + 1);
}

} // namespace

Result<MailParts> take_mail_apart(std::string_view bytes) {
    const std::string_view message =
        without_envelope_line(bytes.substr(0, returned_mail_bytes_max));
    MailParts parts;
    parts.headers = message.substr(0, std::min(end_of_headers(message), piece_bytes_max));
    const HeaderFields fields(parts.headers);
    if (!fields.has("from") && !fields.has("to") && !fields.has("received")) {
        return fail("mail", "a file without the headers of a mail",
                    "a mail with From, To or Received");
    }
    g_mime_init(); // counts its users; never shut down, because the host may use it, too
    const Owned<GMimeStream> stream(
        g_mime_stream_mem_new_with_buffer(message.data(), message.size()));
    const Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
    const Owned<GMimeMessage> parsed(g_mime_parser_construct_message(parser.get(), nullptr));
    if (parsed) Walk(parts).object(g_mime_message_get_mime_part(parsed.get()), 0);
    return parts;
}

} // namespace afpunt::delivery
