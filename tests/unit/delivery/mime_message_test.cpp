// SPDX-License-Identifier: MIT
//
// The mail as other programs read it: GMime and Python's email package are the independent readers.
#include "delivery/mime_message.hpp"

#include "delivery/mail_address.hpp"
#include "support/shared_data.hpp"

#include <afpunt/text.hpp>

#include <gmime/gmime.h>
#include <rapidcheck/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

using namespace afpunt;
using namespace afpunt::delivery;

namespace {

const std::string letter_id = "00112233445566778899aabbccddeeff";
const std::string png = std::string("\x89PNG\r\n\x1A\n\0\xFF", 10) + std::string(200, '\xA5');
const std::string xml = "<?xml version=\"1.0\"?>\r\n<Reminder>caf\xC3\xA9</Reminder>\n";

MailEnvelope envelope() {
    return {.from_name = "Caf\xC3\xA9 de Zwaan, Gent",
            .from_address = "boekhouding@zwaan.example",
            .reply_to = "info@zwaan.example",
            .to_name = "J\xC3\xB8rgen \"Jo\" \xC5\x81uk",
            .to_address = "jo+facturen@klant.example",
            .message_id_domain = "zwaan.example",
            .date_us = 1'795'163'696'123'456}; // 2026-11-20 08:34:56 UTC
}

document::MailText sample_text() {
    return {.subject = "Herinnering: factuur V26-0107, \xE2\x82\xAC 121,00 \xE2\x80\x93 een lange "
                       "regel die zeker gevouwen wordt omdat ze meer dan 78 tekens telt",
            .html = "<p>Beste,</p>\r\n<img src=\"cid:" + qr_content_id(letter_id) + "\">\r\n" +
                    std::string(3000, 'x') + "\r\n",
            .plain = "Beste J\xC3\xB8rgen,\n\n.\nFrom hier\n= 121,00 \xE2\x82\xAC \n-- \nAn"};
}

Result<std::string> message(const MailEnvelope& from,
                            const document::MailText& words = sample_text()) {
    return mime_message(from, words, letter_id, png, xml);
}

bool has_python() {
    return std::system("command -v python3 >/dev/null 2>&1") == 0;
}

boost::json::object read_by_python(const std::string& bytes) {
    const auto file = std::filesystem::temp_directory_path() /
                      ("afpunt-mail-" + std::to_string(getpid()) + ".eml");
    std::ofstream(file, std::ios::binary) << bytes;
    const std::string command = "python3 " + std::string(AFPUNT_SOURCE_FOLDER) +
                                "/tests/unit/delivery/read_mail.py < " + file.string();
    std::string out;
    FILE* pipe = popen(command.c_str(), "r");
    char buffer[4096];
    while (const std::size_t count = fread(buffer, 1, sizeof buffer, pipe)) {
        out.append(buffer, count);
    }
    pclose(pipe);
    std::filesystem::remove(file);
    return boost::json::parse(out).as_object();
}

std::string from_base64(std::string_view encoded) {
    const std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : encoded) {
        if (c == '=') break;
        bits = bits << 6U | static_cast<std::uint32_t>(alphabet.find(c));
        count += 6;
        if (count >= 8) {
            count -= 8;
            out += static_cast<char>(bits >> static_cast<unsigned>(count) & 0xFFU);
        }
    }
    return out;
}

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
template <typename Type>
using Owned = std::unique_ptr<Type, Unref>;

struct FoundPart {
    std::string type, bytes;
};

std::string type_of(GMimeObject* part) {
    const std::unique_ptr<char, decltype(&g_free)> type(
        g_mime_content_type_get_mime_type(g_mime_object_get_content_type(part)), &g_free);
    return type.get();
}

// Each part of the tree from its top to its end, with what its encoding hides.
std::vector<FoundPart> read_by_gmime(const std::string& mail) {
    g_mime_init();
    const Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(mail.data(), mail.size()));
    const Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
    const Owned<GMimeMessage> message(g_mime_parser_construct_message(parser.get(), nullptr));
    std::vector<FoundPart> parts;
    g_mime_message_foreach(
        message.get(),
        [](GMimeObject*, GMimeObject* part, gpointer found) {
            FoundPart one{type_of(part), {}};
            if (GMIME_IS_PART(part)) {
                const Owned<GMimeStream> bytes(g_mime_stream_mem_new());
                GMimeDataWrapper* content =
                    g_mime_part_get_content(reinterpret_cast<GMimePart*>(part));
                g_mime_data_wrapper_write_to_stream(content, bytes.get());
                const GByteArray* array = g_mime_stream_mem_get_byte_array(
                    reinterpret_cast<GMimeStreamMem*>(bytes.get()));
                one.bytes.assign(reinterpret_cast<const char*>(array->data), array->len);
            }
            static_cast<std::vector<FoundPart>*>(found)->push_back(std::move(one));
        },
        &parts);
    return parts;
}

std::string bytes_of(const boost::json::value& part) {
    return from_base64(std::string_view(part.at("bytes").as_string()));
}

// As the reader shows a header with one address.
boost::json::array one_mailbox(const std::string& name, const std::string& address) {
    boost::json::array mailbox;
    mailbox.emplace_back(name);
    mailbox.emplace_back(address);
    boost::json::array list;
    list.emplace_back(std::move(mailbox));
    return list;
}

// As the reader shows lines, whatever their end was in the mail.
std::string with_line_feeds(std::string text) {
    std::erase(text, '\r');
    return text;
}

} // namespace

TEST(MimeMessage, IsUnderstoodByAnIndependentReader) {
    if (!has_python()) GTEST_SKIP() << "python3 is not installed";
    const auto written = message(envelope());
    ASSERT_TRUE(written) << written.error().sentence();
    const auto found = read_by_python(*written);
    EXPECT_TRUE(found.at("defects").as_array().empty()) << found.at("defects");
    EXPECT_EQ(found.at("subject").as_string(), sample_text().subject);
    EXPECT_EQ(found.at("from"), one_mailbox(envelope().from_name, envelope().from_address));
    EXPECT_EQ(found.at("to"), one_mailbox(envelope().to_name, envelope().to_address));
    EXPECT_EQ(found.at("reply_to"), one_mailbox("", envelope().reply_to));
    EXPECT_EQ(found.at("date").as_string(), "2026-11-20T08:34:56+00:00");
    EXPECT_EQ(found.at("message_id").as_string(), "<" + letter_id + "@zwaan.example>");
    EXPECT_EQ(found.at("auto_submitted").as_string(), "auto-generated");
    EXPECT_EQ(found.at("mime_version").as_string(), "1.0");
    EXPECT_EQ(boost::json::serialize(found.at("shape")),
              R"(["multipart/mixed",["multipart/alternative","text/plain",)"
              R"(["multipart/related","text/html","image/png"]],"application/xml"])");
    const auto& parts = found.at("parts").as_array();
    ASSERT_EQ(parts.size(), 4u);
    EXPECT_EQ(bytes_of(parts[0]), with_line_feeds(sample_text().plain));
    EXPECT_EQ(bytes_of(parts[1]), with_line_feeds(sample_text().html));
    EXPECT_EQ(parts[0].at("charset").as_string(), "utf-8");
    EXPECT_EQ(parts[1].at("charset").as_string(), "utf-8");
    EXPECT_EQ(bytes_of(parts[2]), png);
    EXPECT_EQ(parts[2].at("disposition").as_string(), "inline");
    EXPECT_EQ(parts[2].at("content_id").as_string(), "<" + qr_content_id(letter_id) + ">");
    EXPECT_EQ(bytes_of(parts[3]), xml);
    EXPECT_EQ(parts[3].at("disposition").as_string(), "attachment");
    EXPECT_EQ(parts[3].at("file_name").as_string(), "reminder.xml");
}

TEST(MimeMessage, IsReadBackByTheLibraryThatWritesItsHeaders) {
    const std::vector<FoundPart> parts = read_by_gmime(message(envelope()).value());
    std::string types;
    for (const FoundPart& part : parts)
        types += part.type + " ";
    ASSERT_EQ(types, "multipart/mixed multipart/alternative text/plain multipart/related "
                     "text/html image/png application/xml ");
    EXPECT_EQ(with_line_feeds(parts[2].bytes), with_line_feeds(sample_text().plain));
    EXPECT_EQ(with_line_feeds(parts[4].bytes), with_line_feeds(sample_text().html));
    EXPECT_EQ(parts[5].bytes, png);
    EXPECT_EQ(parts[6].bytes, xml);
}

TEST(MimeMessage, LeavesOutWhatIsNotThere) {
    if (!has_python()) GTEST_SKIP() << "python3 is not installed";
    MailEnvelope bare = envelope();
    bare.reply_to.clear();
    bare.from_name.clear();
    const auto written = mime_message(bare, sample_text(), letter_id, "", "");
    ASSERT_TRUE(written);
    const auto found = read_by_python(*written);
    EXPECT_EQ(boost::json::serialize(found.at("shape")),
              R"(["multipart/alternative","text/plain","text/html"])");
    EXPECT_EQ(found.at("from"), one_mailbox("", bare.from_address));
    EXPECT_TRUE(found.at("reply_to").as_array().empty());
    EXPECT_EQ(written->find("Reply-To"), std::string::npos);
}

TEST(MimeMessage, EncodesNamesInUtf8WhateverTheySay) {
    const std::string written = message(envelope()).value();
    EXPECT_NE(written.find("From: =?UTF-8?"), std::string::npos);
    EXPECT_EQ(afpunt::text::lower(written).find("iso-8859"), std::string::npos);
}

TEST(MimeMessage, GivesTheSameBytesForTheSameLetter) {
    EXPECT_EQ(message(envelope()).value(), message(envelope()).value());
    const auto other =
        mime_message(envelope(), sample_text(), "ffeeddccbbaa99887766554433221100", png, xml);
    EXPECT_NE(message(envelope()).value(), other.value());
}

TEST(MimeMessage, HasOnlyShortSevenBitLinesThatEndInCrLf) {
    const std::string written = message(envelope()).value();
    std::size_t line = 0;
    char previous = 0;
    for (std::size_t at = 0; at < written.size(); ++at) {
        const char c = written[at];
        ASSERT_TRUE(static_cast<unsigned char>(c) < 0x80 && c != 0);
        ASSERT_EQ(c == '\n', previous == '\r');
        line = c == '\n' ? 0 : line + 1;
        ASSERT_LE(line, 79u) << "78 and the CR: " << written.substr(at - line, line + 1);
        previous = c;
    }
}

TEST(MimeMessage, KeepsTheMarksOfALongLetterWithinWhatServersTake) {
    MailEnvelope large = envelope();
    large.covered_steps.assign(10'000, "0123456789abcdef");
    large.earlier_message_ids.assign(200, "00112233445566778899aabbccddeeff@zwaan.example");
    const std::string written = message(large).value();
    EXPECT_LT(written.find("\r\n\r\n"), 50'000u);
    EXPECT_NE(written.find(" more\r\n"), std::string::npos);
    large.covered_steps = {"x\r\nBcc: all@example.com"};
    EXPECT_FALSE(message(large));
}

TEST(MimeMessage, RefusesHeadersThatWouldAddALine) {
    const auto refusal = [](auto change) {
        MailEnvelope changed = envelope();
        document::MailText words = sample_text();
        change(changed, words);
        const auto written = message(changed, words);
        return written ? "" : written.error().sentence();
    };
    EXPECT_EQ(refusal([](auto&, auto&) {}), "");
    const std::string injected = "x\r\nBcc: all@example.com";
    EXPECT_NE(refusal([&](auto& e, auto&) { e.from_name = injected; }), "");
    EXPECT_NE(refusal([&](auto& e, auto&) { e.to_name = "x\nBcc: all@example.com"; }), "");
    EXPECT_NE(refusal([&](auto& e, auto&) { e.to_name = std::string("x\0y", 3); }), "");
    EXPECT_NE(refusal([&](auto&, auto& t) { t.subject = injected; }), "");
    EXPECT_NE(refusal([&](auto& e, auto&) { e.from_address = "a@example.com\r\nBcc: b"; }), "");
    EXPECT_NE(refusal([&](auto& e, auto&) { e.reply_to = "a@example.com, b@example.com"; }), "");
    EXPECT_NE(refusal([&](auto& e, auto&) { e.to_address = ""; }), "");
    EXPECT_NE(refusal([&](auto& e, auto&) { e.message_id_domain = "x.example>\r\nBcc: b"; }), "");
    EXPECT_NE(refusal([&](auto& e, auto&) { e.message_id_domain = ""; }), "");
    EXPECT_NE(refusal([&](auto& e, auto&) { e.date_us = -1; }), "");
    EXPECT_NE(refusal([&](auto& e, auto&) { e.from_name = "caf\xE9"; }), "");
    EXPECT_NE(refusal([&](auto& e, auto&) { e.to_name = std::string(1001, 'n'); }), "");
    EXPECT_NE(refusal([&](auto&, auto& t) { t.plain = "\xFF"; }), "");
    for (const char* id : {"", "../x", "a b", "a\"", "a\r\nb"}) {
        EXPECT_FALSE(mime_message(envelope(), sample_text(), id, png, xml)) << id;
    }
    EXPECT_FALSE(
        mime_message(envelope(), sample_text(), letter_id, png, std::string(25'000'000, 'x')));
}

RC_GTEST_PROP(MimeMessage, NeverGetsAHeaderFromANameOrASubject, ()) {
    MailEnvelope changed = envelope();
    document::MailText words = sample_text();
    changed.to_name = *rc::gen::arbitrary<std::string>();
    changed.from_name = *rc::gen::arbitrary<std::string>();
    words.subject = *rc::gen::arbitrary<std::string>();
    const auto written = message(changed, words);
    if (!written) return;
    const std::string headers = written->substr(0, written->find("\r\n\r\n") + 2);
    std::vector<std::string> names;
    for (std::size_t at = 0; at < headers.size(); at = headers.find("\r\n", at) + 2) {
        if (headers[at] == ' ' || headers[at] == '\t') continue;
        names.push_back(headers.substr(at, headers.find(':', at) - at));
    }
    std::sort(names.begin(), names.end());
    RC_ASSERT(names == (std::vector<std::string>{"Auto-Submitted", "Content-Type", "Date", "From",
                                                 "MIME-Version", "Message-Id", "Reply-To",
                                                 "Subject", "To", "X-Afpunt-Letter"}));
}

TEST(MailAddress, AcceptsWhatPeopleHave) {
    for (const char* address : {"a@example.com", "jo+facturen@klant.example", "O'Neil@a.b.example",
                                "x_y-z.1@sub-domain.example.org"}) {
        EXPECT_TRUE(check_mail_address("to", address)) << address;
    }
}

TEST(MailAddress, RefusesTheRestInWords) {
    for (const char* address : {"",
                                "a",
                                "@example.com",
                                "a@",
                                "a@localhost",
                                "a@@example.com",
                                "a@example..com",
                                ".a@example.com",
                                "a.@example.com",
                                "a..b@example.com",
                                "a b@example.com",
                                "\"a b\"@example.com",
                                "a@-x.example",
                                "a@x-.example",
                                "a@[127.0.0.1]",
                                "<a@example.com>",
                                "An <a@example.com>",
                                "a@example.com\n",
                                "caf\xC3\xA9@example.com",
                                "a@caf\xC3\xA9.example",
                                "a@example.com,b@example.com",
                                "a(b)@example.com"}) {
        EXPECT_FALSE(check_mail_address("to", address)) << address;
    }
    EXPECT_FALSE(check_mail_address("to", std::string(65, 'a') + "@example.com"));
    EXPECT_FALSE(check_mail_address("to", "a@" + std::string(64, 'a') + ".example"));
    const auto refused = check_mail_address("addressee", "a\nb");
    EXPECT_NE(refused.error().sentence().find("name@example.com"), std::string::npos);
    EXPECT_EQ(refused.error().sentence().find('\n'), std::string::npos);
}
