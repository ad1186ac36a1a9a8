// SPDX-License-Identifier: MIT
//
// Encryption and login, without either.
#include "delivery/smtp_login.hpp"

#include "config/base64.hpp"
#include "unit/delivery/smtp_dialogue.hpp"

#include <gtest/gtest.h>

using namespace afpunt;
using namespace afpunt::delivery;
using namespace afpunt::tests;
using config::MailLogin;
using config::MailSecurity;

namespace {

const std::string greeting = "220 mail.example ESMTP\r\n";
const std::string secret = "s3cret-word";

SmtpSessionSettings with(MailSecurity security, MailLogin login) {
    SmtpSessionSettings settings = here_without_login();
    settings.peer = SmtpPeer::Elsewhere;
    settings.security = security;
    settings.login = login;
    return settings;
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

void expect_server_failure(const Dialogue& talk, bool needs_person) {
    ASSERT_TRUE(talk.result);
    EXPECT_EQ(talk.result->outcome, MailOutcome::Deferred) << talk.result->text;
    EXPECT_TRUE(talk.result->concerns_server);
    EXPECT_EQ(talk.result->needs_person, needs_person) << talk.result->text;
    EXPECT_FALSE(has(talk.result->text, secret)) << talk.result->text;
    EXPECT_FALSE(has(talk.result->text, config::base64(secret))) << talk.result->text;
}

} // namespace

TEST(SmtpLogin, EncodesAsTheStandardsSay) {
    EXPECT_EQ(config::base64(""), "");
    EXPECT_EQ(config::base64("f"), "Zg==");
    EXPECT_EQ(config::base64("fo"), "Zm8=");
    EXPECT_EQ(config::base64("foobar"), "Zm9vYmFy");
    // The example of RFC 4616, section 4.
    EXPECT_EQ(plain_response({"tim", "tanstaaftanstaaf"}), "AHRpbQB0YW5zdGFhZnRhbnN0YWFm");
    EXPECT_EQ(
        xoauth2_response({"someuser@example.com", "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg"}),
        "dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQm"
        "hkSFJoZG1semRHRXVZMjl0Q2cBAQ==");
}

TEST(SmtpLogin, ComesAfterEncryptionWithWhatTheServerOffersThen) {
    Dialogue talk(with(MailSecurity::StartTls, MailLogin::Password));
    talk.begin().hears(greeting);
    talk.hears("250-mail.example\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n");
    EXPECT_EQ(talk.said, "EHLO [127.0.0.1]\r\nSTARTTLS\r\n");
    talk.hears("220 go ahead\r\n");
    EXPECT_EQ(talk.said, "EHLO [127.0.0.1]\r\nSTARTTLS\r\n<TLS>\nEHLO [127.0.0.1]\r\n");
    talk.said.clear();
    talk.hears("250-mail.example\r\n250 AUTH LOGIN\r\n");
    EXPECT_EQ(talk.said, "AUTH LOGIN\r\n");
    talk.said.clear();
    talk.hears("334 VXNlcm5hbWU6\r\n").hears("334 UGFzc3dvcmQ6\r\n").hears("235 2.7.0 ok\r\n");
    EXPECT_EQ(talk.said, config::base64("books@firm.example") + "\r\n" + config::base64(secret) +
                             "\r\nMAIL FROM:<bounce+42@firm.example>\r\n");
}

TEST(SmtpLogin, IsPlainWhereTheServerHasIt) {
    Dialogue talk(with(MailSecurity::Tls, MailLogin::Password));
    talk.go_on(); // the handshake comes first
    talk.begin().hears(greeting).hears("250-mail.example\r\n250 AUTH LOGIN PLAIN XOAUTH2\r\n");
    EXPECT_TRUE(talk.said.ends_with("AUTH PLAIN " + plain_response({"books@firm.example", secret}) +
                                    "\r\n"));
    talk.hears("235 2.7.0 ok\r\n");
    EXPECT_TRUE(talk.said.ends_with("MAIL FROM:<bounce+42@firm.example>\r\n"));
}

TEST(SmtpLogin, IsNeverSaidWithoutEncryptionButToThisMachine) {
    const std::string hello = "250-mail.example\r\n250 AUTH PLAIN LOGIN\r\n";
    Dialogue elsewhere(with(MailSecurity::None, MailLogin::Password));
    elsewhere.begin().hears(greeting).hears(hello);
    expect_server_failure(elsewhere, true);
    EXPECT_EQ(elsewhere.said, "EHLO [127.0.0.1]\r\n");
    EXPECT_EQ(elsewhere.logins_asked, 0);

    SmtpSessionSettings settings = with(MailSecurity::None, MailLogin::Password);
    settings.peer = SmtpPeer::ThisMachine;
    Dialogue here(settings);
    here.begin().hears(greeting).hears(hello);
    EXPECT_TRUE(has(here.said, "AUTH PLAIN "));
}

TEST(SmtpLogin, IsNotSaidWhenEncryptionIsStripped) {
    Dialogue talk(with(MailSecurity::StartTls, MailLogin::Password));
    talk.begin().hears(greeting).hears("250-mail.example\r\n250 AUTH PLAIN\r\n");
    expect_server_failure(talk, true);
    EXPECT_TRUE(has(talk.result->text, "offers no encryption"));
    EXPECT_EQ(talk.said, "EHLO [127.0.0.1]\r\n");

    Dialogue old(with(MailSecurity::StartTls, MailLogin::Password));
    old.begin().hears(greeting).hears("502 5.5.1 EHLO is not known\r\n").hears("250 a\r\n");
    expect_server_failure(old, true);
}

TEST(SmtpLogin, IsNotSaidWhenWordsArePutInBeforeTheHandshake) {
    for (const char* injected : {"220 go ahead\r\n250 injected\r\n", "220 go ahead\r\n2"}) {
        Dialogue talk(with(MailSecurity::StartTls, MailLogin::Password));
        talk.begin().hears(greeting).hears("250-mail.example\r\n250 STARTTLS\r\n").hears(injected);
        expect_server_failure(talk, false);
        EXPECT_FALSE(has(talk.said, "<TLS>"));
        EXPECT_EQ(talk.session.need(), SmtpNeed::Close);
    }
}

TEST(SmtpLogin, ForgetsWhatWasOfferedBeforeEncryption) {
    Dialogue talk(with(MailSecurity::StartTls, MailLogin::None));
    talk.begin()
        .hears(greeting)
        .hears("250-a\r\n250-STARTTLS\r\n250 SIZE 1\r\n")
        .hears("220 a\r\n");
    talk.hears("250 mail.example\r\n");
    EXPECT_TRUE(talk.said.ends_with("MAIL FROM:<bounce+42@firm.example>\r\n"));
}

TEST(SmtpLogin, ThatIsWrongConcernsAllLettersAndAPerson) {
    Dialogue talk(with(MailSecurity::Tls, MailLogin::Password));
    talk.go_on();
    talk.begin().hears(greeting).hears("250-a\r\n250 AUTH PLAIN\r\n");
    talk.hears("535 5.7.8 Error: authentication failed: " + secret + "\r\n");
    expect_server_failure(talk, true);
    EXPECT_EQ(talk.result->reply_code, 535);
    EXPECT_EQ(talk.logins_asked, 1);
    EXPECT_TRUE(has(talk.result->text, "refuses the password of books@firm.example"));

    Dialogue busy(with(MailSecurity::Tls, MailLogin::Password));
    busy.go_on();
    busy.begin().hears(greeting).hears("250-a\r\n250 AUTH PLAIN\r\n");
    busy.hears("454 4.7.0 temporary failure\r\n");
    expect_server_failure(busy, false);
}

TEST(SmtpLogin, IsNotRepeatedByAServerThatRepeatsIt) {
    const Login login{"books@firm.example", secret};
    for (const std::string& echoed : {secret, config::base64(secret), plain_response(login)}) {
        Dialogue talk(with(MailSecurity::Tls, MailLogin::Password));
        talk.go_on();
        talk.begin().hears(greeting);
        const bool is_plain = echoed == plain_response(login);
        talk.hears(is_plain ? "250-a\r\n250 AUTH PLAIN\r\n" : "250-a\r\n250 AUTH LOGIN\r\n");
        talk.hears("500 5.5.1 unknown command: " + echoed + "\r\n");
        expect_server_failure(talk, true);
        EXPECT_FALSE(has(talk.result->text, echoed)) << talk.result->text;
    }
}

TEST(SmtpLogin, WithATokenIsTriedOnceMoreWithANewOne) {
    Dialogue talk(with(MailSecurity::Tls, MailLogin::XOAuth2));
    talk.go_on();
    talk.begin().hears(greeting).hears("250-a\r\n250 AUTH XOAUTH2 PLAIN\r\n");
    EXPECT_TRUE(talk.said.ends_with("AUTH XOAUTH2 " +
                                    xoauth2_response({"books@firm.example", secret}) + "\r\n"));
    EXPECT_EQ(talk.session.login_ask(), LoginAsk::Usual);
    talk.said.clear();
    talk.hears("334 eyJzdGF0dXMiOiI0MDEifQ==\r\n");
    EXPECT_EQ(talk.said, "\r\n"); // so the server says why
    talk.login = Login{"books@firm.example", "second"};
    talk.hears("535 5.7.8 token expired\r\n");
    EXPECT_EQ(talk.session.login_ask(), LoginAsk::AfterRefusal);
    EXPECT_TRUE(talk.said.ends_with("AUTH XOAUTH2 " +
                                    xoauth2_response({"books@firm.example", "second"}) + "\r\n"));
    talk.hears("334 eyJzdGF0dXMiOiI0MDEifQ==\r\n").hears("535 5.7.8 token expired\r\n");
    expect_server_failure(talk, true);
    EXPECT_EQ(talk.logins_asked, 2);
}

TEST(SmtpLogin, WithoutAWayThatBothKnowSaysSo) {
    Dialogue password(with(MailSecurity::Tls, MailLogin::Password));
    password.go_on();
    password.begin().hears(greeting).hears("250-a\r\n250 AUTH XOAUTH2\r\n");
    expect_server_failure(password, true);
    EXPECT_TRUE(has(password.result->text, "offers no login by a password"));

    Dialogue token(with(MailSecurity::Tls, MailLogin::XOAuth2));
    token.go_on();
    token.begin().hears(greeting).hears("250-a\r\n250-AUTH PLAIN\r\n250 SIZE\r\n");
    expect_server_failure(token, true);
    EXPECT_TRUE(has(token.result->text, "offers no login by a token"));
}

TEST(SmtpLogin, ThatCannotBeHadIsToldInItsOwnWords) {
    Dialogue talk(with(MailSecurity::Tls, MailLogin::XOAuth2));
    talk.login = tl::unexpected(LoginFailure{"The provider wants a person.", true});
    talk.go_on();
    talk.begin().hears(greeting).hears("250-a\r\n250 AUTH XOAUTH2\r\n");
    expect_server_failure(talk, true);
    EXPECT_EQ(talk.result->text, "The provider wants a person.");
}

TEST(SmtpLogin, EndsWithAServerThatAsksWithoutEnd) {
    Dialogue talk(with(MailSecurity::Tls, MailLogin::Password));
    talk.go_on();
    talk.begin().hears(greeting).hears("250-a\r\n250 AUTH LOGIN\r\n");
    talk.hears("334 a\r\n").hears("334 b\r\n").hears("334 c\r\n");
    expect_server_failure(talk, false);
    EXPECT_EQ(talk.session.need(), SmtpNeed::Close);
}

TEST(SmtpLogin, IsNotBelievedBeforeItWasSaid) {
    Dialogue talk(with(MailSecurity::Tls, MailLogin::Password));
    talk.go_on();
    talk.begin().hears(greeting).hears("250-a\r\n250 AUTH LOGIN\r\n").hears("235 welcome\r\n");
    expect_server_failure(talk, false);
}
