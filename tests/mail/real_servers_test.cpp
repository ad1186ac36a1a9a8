// SPDX-License-Identifier: MIT
//
// Mail servers of other people: aiosmtpd and Postfix, with TLS and login. What they kept is
// compared with what was sent, and read by Python's email package.
#include "delivery/mime_message.hpp"
#include "mail/child_server.hpp"
#include "mail/mail_fixture.hpp"
#include "support/certificates.hpp"
#include "support/shared_data.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>
#include <unistd.h>

using namespace afpunt;
using namespace afpunt::tests;
using config::MailLogin;
using config::MailSecurity;
using delivery::Network;
namespace fs = std::filesystem;

namespace {

const std::string user = "books@mail.example";
const std::string password = "correct horse battery";
const std::string here = std::string(AFPUNT_SOURCE_FOLDER) + "/tests/mail/";

bool works(const std::string& command) {
    return std::system((command + " >/dev/null 2>&1").c_str()) == 0;
}

// The Python that has aiosmtpd: Debian's, which need not be the first one.
std::string python_with_aiosmtpd() {
    for (const char* python : {"python3", "/usr/bin/python3"}) {
        if (works(std::string(python) + " -c 'import aiosmtpd'")) return python;
    }
    return "";
}

std::string real_letter(const std::string& to) {
    const std::string body = "Beste,\r\n.\r\n..twee punten\r\nFrom hier\r\n\r\nT\xC3\xA9l\r\n";
    auto message = delivery::mime_message({.from_name = "Caf\xC3\xA9 de Zwaan",
                                           .from_address = "books@mail.example",
                                           .reply_to = "",
                                           .to_name = "Klant",
                                           .to_address = to,
                                           .message_id_domain = "mail.example",
                                           .date_us = 1'795'163'696'000'000},
                                          {.subject = "Herinnering \xE2\x82\xAC 121,00",
                                           .html = "<p>" + body + "</p>",
                                           .plain = body},
                                          "0123456789abcdef0123456789abcdef", "", "");
    if (!message) throw std::runtime_error(message.error().sentence());
    return *message;
}

std::string with_line_feeds(std::string text) {
    std::erase(text, '\r');
    return text;
}

boost::json::object read_by_python(const fs::path& file) {
    const std::string command = "python3 " + std::string(AFPUNT_SOURCE_FOLDER) +
                                "/tests/unit/delivery/read_mail.py < " + file.string();
    std::string out;
    FILE* pipe = popen(command.c_str(), "r");
    char buffer[4096];
    while (const std::size_t count = fread(buffer, 1, sizeof buffer, pipe))
        out.append(buffer, count);
    pclose(pipe);
    return boost::json::parse(out).as_object();
}

class RealServers : public testing::Test {
protected:
    RealServers() {
        std::string name = (fs::temp_directory_path() / "afpunt-mail-XXXXXX").string();
        folder = mkdtemp(name.data());
        std::ofstream(folder / "ca.pem") << issuer.certificate_pem();
        const ServerIdentity identity = issuer.issue("DNS:localhost,IP:127.0.0.1");
        std::ofstream(folder / "server.pem") << identity.key_pem() << identity.certificate_pem();
        setenv("AFPUNT_TEST_USER", user.c_str(), 1);
        setenv("AFPUNT_TEST_PASSWORD", password.c_str(), 1);
    }
    ~RealServers() override {
        std::error_code error;
        fs::remove_all(folder, error);
    }
    std::unique_ptr<MailSender> sender(const ChildServer& server, MailSecurity security,
                                       const std::string& secret = password) {
        config::MailSettings mail;
        mail.server = "localhost";
        mail.port = static_cast<std::uint16_t>(std::atoi(server.said().c_str()));
        mail.security = security;
        mail.login = MailLogin::Password;
        mail.connections = 2;
        const auto tls = delivery::make_tls_context((folder / "ca.pem").string());
        if (!tls) throw std::runtime_error(tls.error().sentence());
        return delivery::make_smtp_sender(network, *tls, mail,
                                          delivery::make_password_login(user, secret));
    }
    MailJob job_to(const std::string& to) {
        MailJob job = letter(real_letter(to));
        job.recipients = {to};
        return job;
    }
    std::vector<fs::path> files(const fs::path& in, const std::string& begin) {
        std::vector<fs::path> found;
        std::error_code error;
        for (const auto& entry : fs::directory_iterator(in, error)) {
            if (entry.path().filename().string().starts_with(begin)) found.push_back(entry.path());
        }
        return found;
    }

    CertificateIssuer issuer;
    fs::path folder;
    std::shared_ptr<Network> network = Network::start();
};

} // namespace

TEST_F(RealServers, AiosmtpdKeepsWhatWasSent) {
    const std::string python = python_with_aiosmtpd();
    if (python.empty()) GTEST_SKIP() << "python3-aiosmtpd is not installed";
    for (const auto& [way, security] :
         {std::pair{"starttls", MailSecurity::StartTls}, std::pair{"tls", MailSecurity::Tls}}) {
        SCOPED_TRACE(way);
        const ChildServer server({python, here + "aiosmtpd_server.py", folder.string(), way});
        ASSERT_FALSE(server.said().empty());
        const auto mail = sender(server, security);
        std::vector<std::future<MailResult>> letters;
        for (int count = 0; count < 5; ++count)
            letters.push_back(send(*mail, job_to("klant@client.example")));
        for (auto& one : letters) {
            const MailResult result = fate(std::move(one));
            EXPECT_EQ(result.outcome, MailOutcome::Accepted) << result.text;
        }
        close_and_wait(*mail);
        const auto kept = files(folder, "letter-");
        ASSERT_EQ(kept.size(), 5U);
        for (const fs::path& file : kept)
            EXPECT_EQ(read_file(file), real_letter("klant@client.example"));
        const auto found = read_by_python(kept.front());
        EXPECT_TRUE(found.at("defects").as_array().empty());
        EXPECT_EQ(found.at("subject").as_string(), "Herinnering \xE2\x82\xAC 121,00");
        EXPECT_EQ(read_file(folder / "envelope-1"),
                  "bounce+0123456789abcdef@firm.example klant@client.example");
        for (const fs::path& file : kept)
            fs::remove(file);
    }
}

TEST_F(RealServers, AiosmtpdRefusesAWrongPassword) {
    const std::string python = python_with_aiosmtpd();
    if (python.empty()) GTEST_SKIP() << "python3-aiosmtpd is not installed";
    const ChildServer server({python, here + "aiosmtpd_server.py", folder.string(), "starttls"});
    ASSERT_FALSE(server.said().empty());
    const auto mail = sender(server, MailSecurity::StartTls, "wrong");
    const MailResult result = fate(send(*mail, job_to("klant@client.example")));
    EXPECT_EQ(result.outcome, MailOutcome::Deferred);
    EXPECT_TRUE(result.concerns_server && result.needs_person);
    EXPECT_EQ(result.reply_code, 535) << result.text;
    close_and_wait(*mail);
    EXPECT_TRUE(files(folder, "letter-").empty());
}

TEST_F(RealServers, PostfixDeliversWhatWasSentAndSaysWhatItDoesNotTake) {
    if (!works("command -v postfix") || !works("command -v saslpasswd2")) {
        GTEST_SKIP() << "postfix or sasl2-bin is not installed";
    }
    if (geteuid() != 0) GTEST_SKIP() << "Postfix is started by root only";
    const ChildServer server({"python3", here + "postfix_server.py", folder.string()});
    ASSERT_FALSE(server.said().empty());
    const auto mail = sender(server, MailSecurity::StartTls);
    constexpr std::size_t count = 20;
    std::vector<std::future<MailResult>> letters;
    for (std::size_t number = 0; number < count; ++number)
        letters.push_back(send(*mail, job_to("klant@client.example")));
    for (auto& one : letters) {
        const MailResult result = fate(std::move(one));
        EXPECT_EQ(result.outcome, MailOutcome::Accepted) << result.text;
        EXPECT_EQ(result.enhanced_status, "2.0.0");
    }
    MailJob large = job_to("klant@client.example");
    large.message =
        std::make_shared<const std::string>(*large.message + std::string(990, 'x') + "\r\n" + [] {
            std::string lines;
            while (lines.size() < 2'000'000)
                lines += "0123456789\r\n";
            return lines;
        }());
    const MailResult too_large = fate(send(*mail, large));
    EXPECT_EQ(too_large.outcome, MailOutcome::Refused);
    EXPECT_NE(too_large.text.find("takes at most 2000 kB"), std::string::npos) << too_large.text;
    close_and_wait(*mail);

    const auto wrong = sender(server, MailSecurity::StartTls, "wrong");
    const MailResult refused = fate(send(*wrong, job_to("klant@client.example")));
    EXPECT_EQ(refused.outcome, MailOutcome::Deferred);
    EXPECT_TRUE(refused.needs_person);
    EXPECT_EQ(refused.reply_code, 535) << refused.text;
    close_and_wait(*wrong);

    const fs::path box = folder / "mail/box/new";
    for (int wait = 0; wait < 300 && files(box, "").size() < count; ++wait)
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    const auto kept = files(box, "");
    ASSERT_EQ(kept.size(), count) << read_file(folder / "mail.log");
    for (const fs::path& file : kept) {
        // Behind the lines that Postfix puts before it.
        EXPECT_TRUE(
            read_file(file).ends_with(with_line_feeds(real_letter("klant@client.example"))));
    }
    EXPECT_TRUE(read_by_python(kept.front()).at("defects").as_array().empty());
}
