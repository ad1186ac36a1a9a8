// SPDX-License-Identifier: MIT
//
// A mail server that misbehaves, as the bookkeeper sees it: she is told what is wrong in words, no
// letter counts as sent that was not taken, and the program goes on.
#include "book_copy.hpp"
#include "mail/fault_server.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace afpunt::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class MailFault : public ::testing::Test {
protected:
    // The letters of 18 November, approved, with this server; what the command said.
    Outcome approve(const FaultServer& server, const std::string& security = "none") {
        std::ofstream(book_.root() / "issuer.pem") << issuer_.certificate_pem();
        std::ofstream(book_.root() / "afpunt.toml", std::ios::app)
            << "[mail]\nserver = \"localhost\"\nport = " << server.port() << "\nsecurity = \""
            << security << "\"\nlogin = \"none\"\nca_file = \""
            << (book_.root() / "issuer.pem").string() << "\"\n";
        (void)book_.ask({"run"});
        book_.set_day("2026-11-18");
        book_.bring({"2026-11-13.xml", "2026-11-17.cod", "2026-11-17.xml"});
        (void)book_.ask({"run"});
        return book_.command({"approve", "--all"});
    }
    void expect_nothing_sent(const FaultServer& server, const Outcome& said,
                             const std::string& words) {
        EXPECT_EQ(said.exit_code, 1) << said.output << said.errors;
        EXPECT_THAT(said.output, HasSubstr(words));
        EXPECT_THAT(server.taken(), IsEmpty());
        EXPECT_THAT(book_.letters("accepted"), IsEmpty());
        EXPECT_THAT(book_.letters("uncertain"), IsEmpty());
        EXPECT_EQ(book_.command({"status"}).exit_code, 0);
    }
    CertificateIssuer issuer_;
    BookCopy book_;
};

TEST_F(MailFault, OfACertificateThatIsNoLongerValidIsSaidSo) {
    const FaultServer server({}, ServerTls::AtOnce, issuer_.issue("DNS:localhost", -48, -1));
    expect_nothing_sent(server, approve(server, "tls"), "not valid any more");
}

TEST_F(MailFault, OfACertificateOfAnotherServerIsSaidSo) {
    const FaultServer server({}, ServerTls::AtOnce, issuer_.issue("DNS:mail.other.example"));
    expect_nothing_sent(server, approve(server, "tls"), "its certificate is");
}

TEST_F(MailFault, OfAServerThatSaysLaterIsQuoted) {
    Faults faults;
    faults.answers = {{"MAIL", "451 4.7.1 greylisted, please come back\r\n"}};
    const FaultServer server(faults);
    expect_nothing_sent(server, approve(server), "greylisted, please come back");
    EXPECT_EQ(book_.letters("deferred").size() + book_.letters("approved").size(), 5U);
}

TEST_F(MailFault, OfWhatIsNoMailServerIsSaidSo) {
    Faults faults;
    faults.greeting = "HTTP/1.1 400 Bad Request\r\n";
    const FaultServer server(faults);
    expect_nothing_sent(server, approve(server), "localhost");
}

TEST_F(MailFault, OfAConnectionThatBreaksBeforeTheDotLosesNothing) {
    Faults faults;
    faults.bytes_read_max = 40; // in the envelope: later, the dot may be on its way already
    const FaultServer server(faults);
    expect_nothing_sent(server, approve(server), "broke");
}

TEST_F(MailFault, OfAConnectionThatBreaksAfterTheDotAsksAPerson) {
    Faults faults;
    faults.after_dot = "\x15\x03\r\n"; // no reply at all
    const FaultServer server(faults);
    const Outcome said = approve(server);
    EXPECT_EQ(said.exit_code, 1) << said.output << said.errors;
    EXPECT_THAT(book_.letters("accepted"), IsEmpty());
    EXPECT_EQ(book_.letters("uncertain").size(), server.taken().size());
    EXPECT_GE(server.taken().size(), 1U);
    (void)book_.ask({"run"});
    EXPECT_EQ(book_.letters("uncertain").size(), server.taken().size()) << "nothing goes twice";
}

} // namespace
} // namespace afpunt::tests
