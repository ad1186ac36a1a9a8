// SPDX-License-Identifier: MIT
#include "delivery/smtp_letter.hpp"

#include "delivery/smtp_reply.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

using namespace afpunt::delivery;

namespace {

// What a server makes of the bytes behind 354 (RFC 5321, section 4.5.2); nothing when they do not
// end where they should.
std::optional<std::string> as_a_server_reads(const std::string& bytes) {
    std::string out;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t end = bytes.find("\r\n", at);
        if (end == std::string::npos) return std::nullopt;
        const std::string line = bytes.substr(at, end - at);
        at = end + 2;
        if (line == ".") return at == bytes.size() ? std::optional(out) : std::nullopt;
        out += (line.starts_with('.') ? line.substr(1) : line) + "\r\n";
    }
    return std::nullopt;
}

} // namespace

RC_GTEST_PROP(SmtpLetter, IsReadAsItWasWrittenWhateverItsDots, ()) {
    const auto line = rc::gen::container<std::string>(rc::gen::element('.', 'a', ' '));
    const auto lines = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(line));
    std::string message;
    for (const std::string& one : lines)
        message += one + "\r\n";
    const auto read = as_a_server_reads(dot_stuffed(message) + std::string(final_dot));
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == message);
}

TEST(SmtpLetter, EndsItsLastLineWhereTheWriterDidNot) {
    EXPECT_EQ(as_a_server_reads(dot_stuffed("a\r\n.b") + std::string(final_dot)), "a\r\n.b\r\n");
}

TEST(SmtpLetter, GoesOnlyWithLinesThatAllServersReadAlike) {
    const auto goes = [](std::string message) {
        MailJob job;
        job.return_path = "a@firm.example";
        job.recipients = {"b@client.example"};
        job.message = std::make_shared<const std::string>(std::move(message));
        return !why_not(job);
    };
    const std::string longest(998, 'x');
    for (const std::string& message :
         {std::string("\r\n"), std::string("a"), "a\r\n" + longest + "\r\nb\r\n", longest}) {
        EXPECT_TRUE(goes(message)) << message;
    }
    for (const std::string& message :
         {std::string(), std::string("\n"), std::string("\r"), std::string("a\nb\r\n"),
          std::string("a\rb\r\n"), std::string("a\r\r\n"), std::string("a\r\n\n"),
          std::string("a\r\nb\r"), std::string("a\0b\r\n", 5), longest + "x\r\n", longest + "x"}) {
        EXPECT_FALSE(goes(message)) << message;
    }
}

TEST(SmtpLetter, SeesACharacterBeyondAsciiWhereverItStands) {
    for (std::size_t length = 1; length < 20; ++length) {
        for (std::size_t at = 0; at < length; ++at) {
            MailJob job;
            std::string message(length, 'x');
            message[at] = '\xE9';
            job.message = std::make_shared<const std::string>(message);
            EXPECT_TRUE(why_not(job, {}).has_value()) << at << " of " << length;
        }
    }
}

TEST(SmtpLetter, KnowsWhatAServerOffersHoweverItWritesIt) {
    const SmtpExtensions all = read_extensions({"mail.example at your service", "size 35882577",
                                                "STARTTLS", "auth login  Plain XOAUTH2", "8BITMIME",
                                                "Pipelining", "SMTPUTF8", "CHUNKING"});
    EXPECT_TRUE(all.start_tls && all.pipelining && all.eight_bit_mime && all.smtp_utf8);
    EXPECT_TRUE(all.auth_login && all.auth_plain && all.auth_xoauth2);
    EXPECT_EQ(all.size_max, 35'882'577U);
    const SmtpExtensions old = read_extensions({"STARTTLS", "AUTH=LOGIN", "SIZE", "XSTARTTLS"});
    EXPECT_FALSE(old.start_tls); // the first line is the server's name
    EXPECT_TRUE(old.auth_login && old.has_size);
    EXPECT_EQ(old.size_max, 0U);
}

TEST(SmtpReply, IsReadLineByLine) {
    SmtpReplyReader reader;
    reader.feed("250-first\r\n250-second\r\n250 third\r\n354");
    const auto reply = reader.next();
    ASSERT_TRUE(reply && *reply);
    EXPECT_EQ((*reply)->code, 250);
    EXPECT_EQ((*reply)->words(), "250 first second third");
    EXPECT_FALSE(reader.is_empty());
    EXPECT_FALSE(*reader.next());
    reader.feed("\r\n");
    EXPECT_EQ((*reader.next())->code, 354);
    EXPECT_TRUE(reader.is_empty());
}

TEST(SmtpReply, HasAStatusOnlyWhereItIsOne) {
    const auto status_of = [](const std::string& line) {
        SmtpReplyReader reader;
        reader.feed(line + "\r\n");
        return (*reader.next())->enhanced_status;
    };
    EXPECT_EQ(status_of("550 5.7.26 not proven"), "5.7.26");
    EXPECT_EQ(status_of("250 2.0.0"), "2.0.0");
    EXPECT_EQ(status_of("550 4.7.1 of another class"), "");
    EXPECT_EQ(status_of("550 5.7.1234 too long"), "");
    EXPECT_EQ(status_of("550 5.7 too short"), "");
    EXPECT_EQ(status_of("550 5.7.1.9 an address"), "");
}

TEST(SmtpReply, IsRefusedWhenItIsNone) {
    for (const char* line : {"hello\r\n", "\r\n", "25\r\n", "600 a\r\n", "199 a\r\n", "25x a\r\n",
                             "250_a\r\n", "250-a\r\n251 b\r\n", "-250 a\r\n"}) {
        SmtpReplyReader reader;
        reader.feed(line);
        auto reply = reader.next();
        EXPECT_FALSE(reply) << line;
    }
}
