// SPDX-License-Identifier: MIT
//
// Tokens from an endpoint that answers as told, and a mail server that takes the newest one only.
#include "delivery/oauth_token.hpp"

#include "mail/fault_server.hpp"
#include "mail/mail_fixture.hpp"

#include <gtest/gtest.h>

#include <mutex>

using namespace afpunt;
using namespace afpunt::tests;
using namespace std::chrono_literals;
using delivery::LoginAnswer;
using delivery::LoginAsk;
using delivery::Network;

namespace {

class Endpoint final : public delivery::HttpClient {
public:
    int status = 200;
    bool is_reachable = true;
    std::string extra = R"(,"expires_in":3600)";
    std::string refusal = R"({"error":"invalid_grant","error_description":"said r3fresh, gone"})";
    std::vector<payment::HttpRequest> requests;

    void send(payment::HttpRequest request,
              std::function<void(Result<payment::HttpResponse>)> done) override {
        requests.push_back(request);
        if (!is_reachable) {
            done(fail("https://login.example", "no answer", "an answer"));
            return;
        }
        payment::HttpResponse response;
        response.status = status;
        response.body = status == 200 ? R"({"access_token":"token-)" +
                                            std::to_string(requests.size()) + "\"" + extra + "}"
                                      : refusal;
        done(response);
    }
    void close(std::function<void()> closed) override { closed(); }
};

class Tokens : public testing::Test {
protected:
    std::shared_ptr<Endpoint> endpoint = std::make_shared<Endpoint>();
    std::chrono::steady_clock::time_point now{};
    std::vector<std::string> kept;
    delivery::LoginProvider login = delivery::make_token_login(
        endpoint,
        {.user = "books@firm.example",
         .token_url = "https://login.example/token",
         .client_id = "afpunt id",
         .client_secret = "cl1ent+secret",
         .scope = "mail send",
         .refresh_token = "r3fresh"},
        [this](const std::string& token) { kept.push_back(token); }, [this] { return now; });

    LoginAnswer ask(LoginAsk how = LoginAsk::Usual) {
        LoginAnswer answer;
        login(how, [&](LoginAnswer said) { answer = std::move(said); });
        return answer;
    }
};

} // namespace

TEST_F(Tokens, AreBoughtWithTheRefreshToken) {
    const LoginAnswer answer = ask();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->user, "books@firm.example");
    EXPECT_EQ(answer->secret, "token-1");
    ASSERT_EQ(endpoint->requests.size(), 1U);
    EXPECT_EQ(endpoint->requests[0].method, "POST");
    EXPECT_EQ(endpoint->requests[0].body,
              "grant_type=refresh_token&refresh_token=r3fresh&client_id=afpunt%20id"
              "&client_secret=cl1ent%2Bsecret&scope=mail%20send");
}

TEST_F(Tokens, AreKeptUntilShortlyBeforeTheirEnd) {
    EXPECT_EQ(ask()->secret, "token-1");
    now += 58min;
    EXPECT_EQ(ask()->secret, "token-1");
    now += 90s;
    EXPECT_EQ(ask()->secret, "token-2");
}

TEST_F(Tokens, AreBoughtAnewWhenTheServerRefusedThem) {
    EXPECT_EQ(ask()->secret, "token-1");
    EXPECT_EQ(ask(LoginAsk::AfterRefusal)->secret, "token-2");
    EXPECT_EQ(ask()->secret, "token-2");
}

TEST_F(Tokens, MayComeWithANewRefreshToken) {
    endpoint->extra = R"(,"refresh_token":"n3xt")";
    EXPECT_TRUE(ask());
    EXPECT_EQ(kept, std::vector<std::string>{"n3xt"});
    now += 24h;
    EXPECT_TRUE(ask());
    EXPECT_NE(endpoint->requests.back().body.find("refresh_token=n3xt"), std::string::npos);
}

TEST_F(Tokens, ThatAreRefusedAskForAPerson) {
    endpoint->status = 400;
    LoginAnswer answer = ask();
    ASSERT_FALSE(answer);
    EXPECT_TRUE(answer.error().needs_person);
    EXPECT_EQ(answer.error().text.find("r3fresh"), std::string::npos) << answer.error().text;
    endpoint->refusal = R"({"error":"invalid_grant","error_description":"AADSTS70008: expired"})";
    answer = ask();
    EXPECT_NE(answer.error().text.find("'400 invalid_grant AADSTS70008: expired'"),
              std::string::npos)
        << answer.error().text;
}

TEST_F(Tokens, ThatDoNotComeAtTheMomentAskForTime) {
    for (const int status : {429, 500, 503}) {
        endpoint->status = status;
        endpoint->refusal = "<html>";
        const LoginAnswer answer = ask();
        ASSERT_FALSE(answer);
        EXPECT_FALSE(answer.error().needs_person);
    }
    endpoint->is_reachable = false;
    const LoginAnswer answer = ask();
    ASSERT_FALSE(answer);
    EXPECT_FALSE(answer.error().needs_person);
}

TEST_F(Tokens, ThatAreNoTokensAreNotUsed) {
    for (const char* extra : {R"(,"access_token":"a b")", R"(,"access_token":"")",
                              R"(,"access_token":7)", R"(,"access_token":"a\r\nRSET")"}) {
        endpoint->extra = extra;
        EXPECT_FALSE(ask()) << extra;
    }
}

TEST_F(Tokens, ThatEndWithinTheRunAreReplacedOnTheWay) {
    const std::shared_ptr<Network> network = Network::start();
    const auto auth = [](const char* token) {
        return "AUTH XOAUTH2 " + delivery::xoauth2_response({"books@firm.example", token});
    };
    Faults first;
    first.hello = "250-mail.example\r\n250 AUTH XOAUTH2\r\n";
    first.answers = {{auth("token-1"), "235 2.7.0 ok\r\n"}};
    FaultServer server(first);
    config::MailSettings settings = to_this_machine(server.port());
    settings.login = config::MailLogin::XOAuth2;
    const auto mail =
        delivery::make_smtp_sender(network, nullptr, settings, login, patient_times());
    EXPECT_EQ(fate(send(*mail, letter())).outcome, MailOutcome::Accepted);
    mail->rest();

    Faults second = first; // the provider ended the first token before its time
    second.answers = {{auth("token-1"), "334 eyJzdGF0dXMiOiI0MDEifQ==\r\n"},
                      {auth("token-2"), "235 2.7.0 ok\r\n"}};
    server.set_faults(second);
    const MailResult result = fate(send(*mail, letter()));
    // The server's answer to the empty line that ends the refused attempt is its usual "500".
    EXPECT_EQ(result.outcome, MailOutcome::Accepted) << result.text;
    EXPECT_EQ(endpoint->requests.size(), 2U);
    close_and_wait(*mail);
}
