// SPDX-License-Identifier: MIT
#include "benchmark/whole_job/library_forms.hpp"

#include "document/mail_view.hpp"

#include <gmime/gmime.h>

#include <memory>

namespace afpunt::benchmark {
namespace {

namespace mustache = kainjow::mustache;

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
template <typename Type>
using Owned = std::unique_ptr<Type, Unref>;

GMimeObject* as_object(void* object) {
    return static_cast<GMimeObject*>(object);
}

Owned<GMimePart> part(const char* type, const char* subtype, GMimeContentEncoding encoding,
                      std::string_view bytes) {
    Owned<GMimePart> made(g_mime_part_new_with_type(type, subtype));
    const Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
    const Owned<GMimeDataWrapper> content(
        g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
    g_mime_part_set_content(made.get(), content.get());
    g_mime_part_set_content_encoding(made.get(), encoding);
    return made;
}

mustache::data data_of(const document::View& view) {
    mustache::data data(mustache::data::type::object);
    for (const auto& [name, text] : view.texts)
        data.set(name, mustache::data(text));
    for (const auto& [name, flag] : view.flags)
        data.set(name, mustache::data(flag));
    for (const auto& [name, rows] : view.lists) {
        mustache::data list(mustache::data::type::list);
        for (const document::View& row : rows)
            list.push_back(data_of(row));
        data.set(name, list);
    }
    return data;
}

} // namespace

std::string mail_of_gmime(const document::MailText& text, std::string_view qr_png) {
    const Owned<GMimeMultipart> alternative(g_mime_multipart_new_with_subtype("alternative"));
    const Owned<GMimeMultipart> related(g_mime_multipart_new_with_subtype("related"));
    const auto quoted = GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
    const Owned<GMimePart> plain = part("text", "plain", quoted, text.plain);
    const Owned<GMimePart> html = part("text", "html", quoted, text.html);
    const Owned<GMimePart> picture = part("image", "png", GMIME_CONTENT_ENCODING_BASE64, qr_png);
    g_mime_multipart_add(related.get(), as_object(html.get()));
    g_mime_multipart_add(related.get(), as_object(picture.get()));
    g_mime_multipart_add(alternative.get(), as_object(plain.get()));
    g_mime_multipart_add(alternative.get(), as_object(related.get()));
    const Owned<GMimeMessage> message(g_mime_message_new(FALSE));
    g_mime_message_set_subject(message.get(), text.subject.c_str(), "utf-8");
    g_mime_message_set_mime_part(message.get(), as_object(alternative.get()));
    const std::unique_ptr<char, decltype(&g_free)> written(
        g_mime_object_to_string(as_object(message.get()), nullptr), &g_free);
    return written.get();
}

LibraryWriter::LibraryWriter(const document::TemplateSet& templates)
    : subject_(templates.text("subject.nl.txt")), html_(templates.text("mail.nl.html")),
      plain_(templates.text("mail.nl.txt")) {}

std::size_t LibraryWriter::bytes_of(const document::ReminderModel& model) {
    const mustache::data data = data_of(document::mail_view(model, "cid:qr@example"));
    return subject_.render(data).size() + html_.render(data).size() + html_.render(data).size() +
           plain_.render(data).size();
}

} // namespace afpunt::benchmark
