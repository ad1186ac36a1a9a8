// SPDX-License-Identifier: MIT
//
// Encryption and login over real connections: good ones, and each way in which they are not.
#include "mail/fault_server.hpp"
#include "mail/mail_fixture.hpp"
#include "support/certificates.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace afpunt;
using namespace afpunt::tests;
using config::MailLogin;
using config::MailSecurity;
using delivery::Network;

namespace {

const std::string password = "correct horse battery";

class SmtpTls : public testing::Test {
protected:
    SmtpTls() {
        ca_file = std::filesystem::temp_directory_path() /
                  ("afpunt-mail-ca-" + std::to_string(getpid()) + ".pem");
        std::ofstream(ca_file) << issuer.certificate_pem();
    }
    ~SmtpTls() override { std::filesystem::remove(ca_file); }

    struct Way {
        ServerTls tls = ServerTls::Start;
        std::string name = "localhost"; // of the server, as the settings have it
        MailLogin login = MailLogin::None;
    };
    std::unique_ptr<MailSender> sender(const FaultServer& server, const Way& way) {
        config::MailSettings mail = to_this_machine(server.port());
        mail.server = way.name;
        mail.security = way.tls == ServerTls::AtOnce ? MailSecurity::Tls : MailSecurity::StartTls;
        mail.login = way.login;
        auto tls = delivery::make_tls_context(ca_file.string());
        if (!tls) throw std::runtime_error(tls.error().sentence());
        return delivery::make_smtp_sender(
            network, *tls, mail, delivery::make_password_login("books@firm.example", password),
            patient_times());
    }
    MailResult only_result(const ServerIdentity& identity, const Way& way, Faults faults = {}) {
        faults.hello = "250-mail.example\r\n250 STARTTLS\r\n";
        return with_server(std::move(faults), identity, way);
    }
    MailResult with_server(Faults faults, const ServerIdentity& identity, const Way& way) {
        const FaultServer server(std::move(faults), way.tls, identity);
        const auto mail = sender(server, way);
        MailResult result = fate(send(*mail, letter()));
        close_and_wait(*mail);
        EXPECT_EQ(server.taken().size(), result.outcome == MailOutcome::Accepted ? 1U : 0U);
        commands = server.commands();
        return result;
    }

    CertificateIssuer issuer;
    std::filesystem::path ca_file;
    std::shared_ptr<Network> network = Network::start();
    std::vector<std::string> commands;
};

void expect_not_trusted(const MailResult& result, std::string_view words) {
    EXPECT_EQ(result.outcome, MailOutcome::Deferred) << result.text;
    EXPECT_TRUE(result.concerns_server);
    EXPECT_TRUE(result.needs_person);
    EXPECT_NE(result.text.find(words), std::string::npos) << result.text;
}

} // namespace

TEST_F(SmtpTls, CarriesALetterWhenTheCertificateIsGood) {
    const ServerIdentity identity = issuer.issue("DNS:localhost,IP:127.0.0.1");
    for (const ServerTls tls : {ServerTls::Start, ServerTls::AtOnce}) {
        for (const char* name : {"localhost", "127.0.0.1"}) {
            const MailResult result = only_result(identity, {tls, name, MailLogin::None});
            EXPECT_EQ(result.outcome, MailOutcome::Accepted) << result.text;
        }
    }
}

TEST_F(SmtpTls, IsRefusedWhenTheCertificateIsNotGood) {
    const CertificateIssuer stranger("Issuer of another");
    const CertificateIssuer impostor; // of the same name
    for (const ServerTls tls : {ServerTls::Start, ServerTls::AtOnce}) {
        const Way way{tls, "localhost", MailLogin::Password};
        expect_not_trusted(only_result(issuer.issue("DNS:localhost", -48, -1), way),
                           "its certificate is not valid any more");
        expect_not_trusted(only_result(issuer.issue("DNS:localhost", 1, 24), way),
                           "its certificate is not valid yet");
        expect_not_trusted(only_result(issuer.issue("DNS:mail.other.example"), way),
                           "its certificate is that of another server");
        expect_not_trusted(
            only_result(issuer.issue("DNS:localhost"), {tls, "127.0.0.1", MailLogin::Password}),
            "its certificate is that of another server");
        for (const CertificateIssuer& unknown : {stranger, impostor}) {
            expect_not_trusted(only_result(unknown.issue("DNS:localhost"), way),
                               "issued by somebody whom this computer does not trust");
        }
        for (const std::string& command : commands)
            EXPECT_TRUE(command.starts_with("EHLO") || command == "STARTTLS") << command;
    }
}

TEST_F(SmtpTls, IsNotDoneWithoutWhenItIsStripped) {
    const ServerIdentity identity = issuer.issue("DNS:localhost");
    Faults stripped; // the usual answer to EHLO has no STARTTLS
    const Way way{ServerTls::Start, "localhost", MailLogin::Password};
    expect_not_trusted(with_server(stripped, identity, way), "offers no encryption");
    EXPECT_EQ(commands.size(), 1U);
}

TEST_F(SmtpTls, IsVoidWhenWordsComeBeforeIt) {
    Faults injecting;
    injecting.start_tls = "220 2.0.0 begin\r\n250 2.0.0 injected\r\n";
    const MailResult result = only_result(issuer.issue("DNS:localhost"), {}, std::move(injecting));
    EXPECT_EQ(result.outcome, MailOutcome::Deferred);
    EXPECT_NE(result.text.find("spoke when encryption was about to begin"), std::string::npos)
        << result.text;
}

TEST_F(SmtpTls, IsMissedByAServerThatSpeaksInTheClear) {
    const FaultServer server;
    const auto mail = sender(server, {ServerTls::AtOnce, "localhost", MailLogin::None});
    const MailResult result = fate(send(*mail, letter()));
    EXPECT_EQ(result.outcome, MailOutcome::Deferred);
    EXPECT_TRUE(result.concerns_server);
    EXPECT_NE(result.text.find("does not speak TLS"), std::string::npos) << result.text;
    close_and_wait(*mail);
}

TEST_F(SmtpTls, AgreesWithTheServerWhereverTheReadingEnds) {
    const ServerIdentity identity = issuer.issue("DNS:localhost");
    for (std::size_t bytes = 250; bytes < 400; bytes += 3) {
        Faults faults;
        faults.bytes_read_max = bytes;
        faults.closes_with_reset = bytes % 2 == 0;
        faults.hello = "250-mail.example\r\n250 STARTTLS\r\n";
        const FaultServer server(faults, ServerTls::Start, identity);
        const auto mail = sender(server, {});
        const MailResult result = fate(send(*mail, letter()));
        close_and_wait(*mail);
        const bool may_be_taken =
            result.outcome == MailOutcome::Accepted || result.outcome == MailOutcome::Uncertain;
        EXPECT_TRUE(may_be_taken || server.taken().empty()) << bytes << ' ' << result.text;
        if (result.outcome == MailOutcome::Accepted) {
            EXPECT_EQ(server.taken().size(), 1U);
        }
    }
}

TEST_F(SmtpTls, ComesBeforeTheLogin) {
    const ServerIdentity identity = issuer.issue("DNS:localhost");
    const Way way{ServerTls::Start, "localhost", MailLogin::Password};
    Faults welcoming;
    welcoming.answers = {{"AUTH PLAIN", "235 2.7.0 welcome\r\n"}};
    EXPECT_EQ(only_result(identity, way, welcoming).outcome, MailOutcome::Accepted);
    Faults refusing;
    refusing.answers = {{"AUTH PLAIN", "535 5.7.8 wrong\r\n"}};
    const MailResult result = only_result(identity, way, refusing);
    expect_not_trusted(result, "refuses the password of books@firm.example");
    EXPECT_EQ(result.text.find(password), std::string::npos);
}
