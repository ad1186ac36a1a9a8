// SPDX-License-Identifier: MIT
//
// GMime reads what is written, and where a text asks for nothing unusual it writes the same.
#include "delivery/mail_encoding.hpp"

#include "document/template_set.hpp"

#include <gmime/gmime.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

using namespace afpunt;
using namespace afpunt::delivery;

namespace {

std::string quoted_printable(std::string_view text) {
    std::string out;
    append_quoted_printable(out, text);
    return out;
}

std::string base64_lines(std::string_view bytes) {
    std::string out;
    append_base64_lines(out, bytes);
    return out;
}

std::string by_library(GMimeContentEncoding encoding, bool encode, std::string_view text) {
    GMimeEncoding state;
    if (encode) {
        g_mime_encoding_init_encode(&state, encoding);
    } else {
        g_mime_encoding_init_decode(&state, encoding);
    }
    std::string out(g_mime_encoding_outlen(&state, text.size()), '\0');
    out.resize(g_mime_encoding_flush(&state, text.data(), text.size(), out.data()));
    return out;
}

// As mails have them from lines that end in LF, and back.
std::string with_mail_lines(const std::string& text) {
    std::string out;
    for (const char c : text)
        out += c == '\n' ? "\r\n" : std::string(1, c);
    return out;
}
std::string with_line_feeds(std::string text) {
    for (std::size_t at = text.find("\r\n"); at != std::string::npos; at = text.find("\r\n", at))
        text.erase(at, 1);
    return text;
}

std::size_t longest_line(std::string_view text) {
    std::size_t longest = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find("\r\n", at), text.size());
        longest = std::max(longest, end - at);
        at = end + 2;
    }
    return longest;
}

} // namespace

RC_GTEST_PROP(MailEncoding, OfAnyTextIsReadBackByTheLibrary, ()) {
    const auto characters = rc::gen::oneOf(rc::gen::element(' ', '\t', '\n', '\r', '=', '.', 'a'),
                                           rc::gen::arbitrary<char>());
    const auto text = *rc::gen::scale(10, rc::gen::container<std::string>(characters));
    const std::string written = quoted_printable(text);
    RC_ASSERT(longest_line(written) <= 76u);
    RC_ASSERT(std::all_of(written.begin(), written.end(), [](char c) {
        return c == '\r' || c == '\n' || c == '\t' || (c >= ' ' && c <= '~');
    }));
    RC_ASSERT(written.find(" \r\n") == std::string::npos);
    RC_ASSERT(written.find("\t\r\n") == std::string::npos);
    RC_ASSERT(with_line_feeds(by_library(GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE, false, written)) ==
              with_line_feeds(text));
}

RC_GTEST_PROP(MailEncoding, OfAnyBytesIsWhatTheLibraryWrites, ()) {
    const auto bytes = *rc::gen::scale(10, rc::gen::arbitrary<std::string>());
    const std::string written = base64_lines(bytes);
    RC_ASSERT(longest_line(written) <= 76u);
    RC_ASSERT(by_library(GMIME_CONTENT_ENCODING_BASE64, false, written) == bytes);
    RC_ASSERT(written == with_mail_lines(by_library(GMIME_CONTENT_ENCODING_BASE64, true, bytes)));
}

TEST(MailEncoding, OfTextsAsWeSendThemIsWhatTheLibraryWrites) {
    const auto templates = document::TemplateSet::built_in();
    for (const std::string& name : document::TemplateSet::names()) {
        const std::string& text = templates.text(name);
        EXPECT_EQ(quoted_printable(text),
                  with_mail_lines(by_library(GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE, true, text)))
            << name;
    }
}

TEST(MailEncoding, KeepsABlankAtTheEndOfALineAndAReturnOfItsOwn) {
    EXPECT_EQ(quoted_printable("-- \nAn\t"), "--=20\r\nAn=09");
    EXPECT_EQ(quoted_printable("a\rb\r\nc\n"), "a=0Db\r\nc\r\n");
    const std::string full(75, 'x');
    EXPECT_EQ(quoted_printable(full), full);
    EXPECT_EQ(quoted_printable(full + "x"), full + "=\r\nx");
    EXPECT_EQ(quoted_printable(full + " "), full + "=\r\n=20");
    EXPECT_EQ(quoted_printable(std::string(73, 'x') + "\xC3\xA9"),
              std::string(73, 'x') + "=\r\n=C3=A9");
}
