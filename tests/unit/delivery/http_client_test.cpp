// SPDX-License-Identifier: MIT
//
// Questions over HTTPS: asked of the right server only, answered wholly or refused in words, ended
// in time, and never with a key in a message.
#include "delivery/http_client.hpp"

#include "support/local_server.hpp"

#include <afpunt/text.hpp>
#include <gtest/gtest.h>

#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <stdexcept>

using namespace afpunt;
using namespace afpunt::delivery;
using afpunt::tests::CertificateIssuer;
using afpunt::tests::Connection;
using afpunt::tests::http_answer;
using afpunt::tests::LocalServer;
using afpunt::tests::ServerIdentity;
using payment::HttpRequest;
using payment::HttpResponse;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

constexpr auto key = "live_very-secret-key";

class HttpClientTest : public testing::Test {
protected:
    HttpClientTest() {
        std::string name = (fs::temp_directory_path() / "afpunt-https-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        folder_ = name;
        std::ofstream(folder_ / "issuer.pem") << issuer_.certificate_pem();
        client_ = make_client({});
    }
    ~HttpClientTest() override {
        close(*client_);
        fs::remove_all(folder_);
    }
    HttpClientTest(const HttpClientTest&) = delete;
    HttpClientTest& operator=(const HttpClientTest&) = delete;

    std::shared_ptr<HttpClient> make_client(HttpTimes times) {
        auto tls = make_tls_context(folder_ / "issuer.pem");
        if (!tls) throw std::runtime_error(tls.error().sentence());
        return make_http_client(network_, *tls, times);
    }
    static void close(HttpClient& client) {
        std::promise<void> closed;
        client.close([&] { closed.set_value(); });
        closed.get_future().wait();
    }
    static std::future<Result<HttpResponse>> send(HttpClient& client, HttpRequest request) {
        auto answer = std::make_shared<std::promise<Result<HttpResponse>>>();
        client.send(std::move(request),
                    [answer](auto result) { answer->set_value(std::move(result)); });
        return answer->get_future();
    }
    Result<HttpResponse> ask(const std::string& url) {
        return send(*client_, {"GET", url, {{"Authorization", std::string("Bearer ") + key}}, ""})
            .get();
    }
    std::string refusal(const std::string& url) {
        const auto answer = ask(url);
        return answer ? "" : answer.error().sentence();
    }
    // What a client says of a server that sends these bytes and closes.
    Result<HttpResponse> answer_to(const std::string& bytes) {
        const LocalServer server(
            [&](Connection& connection) {
                if (connection.read_request()) connection.write(bytes);
            },
            &good_);
        return ask(server.url() + "/");
    }

    fs::path folder_;
    CertificateIssuer issuer_;
    ServerIdentity good_ = issuer_.issue("DNS:localhost,IP:127.0.0.1");
    std::shared_ptr<Network> network_ = Network::start();
    std::shared_ptr<HttpClient> client_;
};

LocalServer::Handler answering(std::string bytes) {
    return [bytes = std::move(bytes)](Connection& connection) {
        if (connection.read_request()) connection.write(bytes);
    };
}

} // namespace

TEST_F(HttpClientTest, AsksWithItsHeadersAndBodyAndReadsTheAnswer) {
    tests::SeenRequest seen;
    const LocalServer server(
        [&](Connection& connection) {
            seen = connection.read_request().value_or(tests::SeenRequest{});
            connection.write(http_answer(201, R"({"id":"pl_1"})", "Retry-After: 5\r\n"));
        },
        &good_);
    const auto answer = send(*client_, {"POST",
                                        server.url() + "/v2/links?limit=1",
                                        {{"Authorization", "Bearer x"}, {"Idempotency-Key", "k1"}},
                                        "{\"a\":1}"})
                            .get();
    ASSERT_TRUE(answer) << answer.error().sentence();
    EXPECT_EQ(answer->status, 201);
    EXPECT_EQ(answer->body, R"({"id":"pl_1"})");
    EXPECT_EQ(answer->headers.at(0), (std::pair<std::string, std::string>("retry-after", "5")));
    EXPECT_EQ(seen.method, "POST");
    EXPECT_EQ(seen.target, "/v2/links?limit=1");
    EXPECT_EQ(seen.body, "{\"a\":1}");
    EXPECT_EQ(seen.headers["host"], "localhost:" + std::to_string(server.port()));
    EXPECT_EQ(seen.headers["authorization"], "Bearer x");
    EXPECT_EQ(seen.headers["idempotency-key"], "k1");
    EXPECT_EQ(seen.headers["connection"], "close");
}

TEST_F(HttpClientTest, ReadsABodyInPiecesAndOneThatEndsWithTheConnection) {
    const auto chunked = answer_to("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                   "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    ASSERT_TRUE(chunked) << chunked.error().sentence();
    EXPECT_EQ(chunked->body, "abcde");
    const auto until_end = answer_to("HTTP/1.1 200 OK\r\n\r\nall of it");
    ASSERT_TRUE(until_end) << until_end.error().sentence();
    EXPECT_EQ(until_end->body, "all of it");
}

TEST_F(HttpClientTest, ReadsAServerOfThisMachineWithoutEncryption) {
    const LocalServer server(answering(http_answer(200, "plain")));
    const auto answer = ask(server.url() + "/");
    ASSERT_TRUE(answer) << answer.error().sentence();
    EXPECT_EQ(answer->body, "plain");
    EXPECT_NE(refusal("http://example.com/"), "");
}

TEST_F(HttpClientTest, TellsARedirectAndDoesNotFollowIt) {
    const LocalServer other(answering(http_answer(200, "taken")), &good_);
    const LocalServer server(answering(http_answer(302, "", "Location: " + other.url() + "/\r\n")),
                             &good_);
    const auto answer = ask(server.url() + "/");
    ASSERT_TRUE(answer) << answer.error().sentence();
    EXPECT_EQ(answer->status, 302);
    EXPECT_EQ(other.connections(), 0);
}

TEST_F(HttpClientTest, RefusesACertificateThatIsNotForThisServerNow) {
    const auto said = [this](const ServerIdentity& identity, std::string_view host) {
        const LocalServer server(answering(http_answer(200, "")), &identity);
        return refusal(server.url(host) + "/");
    };
    EXPECT_EQ(said(good_, "localhost"), "");
    EXPECT_EQ(said(good_, "127.0.0.1"), "");
    EXPECT_NE(said(issuer_.issue("DNS:localhost", -48, -1), "localhost").find("expired"),
              std::string::npos);
    EXPECT_NE(said(issuer_.issue("DNS:pay.example.com"), "localhost").find("hostname mismatch"),
              std::string::npos);
    EXPECT_NE(said(issuer_.issue("DNS:localhost"), "127.0.0.1").find("IP address mismatch"),
              std::string::npos);
    EXPECT_NE(said(CertificateIssuer().issue("DNS:localhost"), "localhost").find("certificate"),
              std::string::npos);
}

TEST_F(HttpClientTest, NeverSendsTheKeyToAServerThatItDoesNotTrust) {
    std::atomic<bool> asked = false;
    const ServerIdentity stranger = CertificateIssuer().issue("DNS:localhost");
    const LocalServer server(
        [&](Connection& connection) { asked = connection.read_request().has_value(); }, &stranger);
    EXPECT_NE(refusal(server.url() + "/"), "");
    EXPECT_FALSE(asked);
}

TEST_F(HttpClientTest, RefusesAnAnswerThatIsCutOffAnywhere) {
    for (const std::string& whole :
         {http_answer(200, "{\"paid\":false}"),
          std::string(
              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")}) {
        for (std::size_t cut = 0; cut < whole.size(); ++cut) {
            const auto answer = answer_to(whole.substr(0, cut));
            ASSERT_FALSE(answer) << "cut after " << cut << " bytes: " << answer->body;
            EXPECT_NE(answer.error().sentence().find("cut off"), std::string::npos)
                << answer.error().sentence();
        }
        EXPECT_TRUE(answer_to(whole));
    }
}

TEST_F(HttpClientTest, RefusesWhatIsTooLong) {
    const std::string long_head =
        "HTTP/1.1 200 OK\r\nX: " + std::string(config::http_header_bytes_max, 'x') + "\r\n\r\n";
    const auto head = answer_to(long_head);
    ASSERT_FALSE(head);
    EXPECT_NE(head.error().sentence().find("too long a head"), std::string::npos);
    const auto body =
        answer_to(http_answer(200, std::string(config::http_body_bytes_max + 1, 'x')));
    ASSERT_FALSE(body);
    EXPECT_NE(body.error().sentence().find("too long an answer"), std::string::npos);
    const auto endless =
        answer_to("HTTP/1.1 200 OK\r\n\r\n" + std::string(config::http_body_bytes_max + 1, 'x'));
    EXPECT_FALSE(endless);
    const auto most = answer_to(http_answer(200, std::string(config::http_body_bytes_max, 'x')));
    ASSERT_TRUE(most) << most.error().sentence();
    EXPECT_EQ(most->body.size(), config::http_body_bytes_max);
}

TEST_F(HttpClientTest, RefusesWhatIsNoHttp) {
    for (const char* nonsense :
         {"220 mail.example.com ESMTP\r\n", "HTTP/1.1 OK\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\n", "\x16\x03\x01\xff\xff\xff\xff\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
          "HTTP/1.1 101 Switching Protocols\r\n\r\n"}) {
        EXPECT_FALSE(answer_to(nonsense)) << nonsense;
    }
}

TEST_F(HttpClientTest, PassesOverInterimAnswersButNotForEver) {
    const std::string hints = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
    const auto answer = answer_to(hints + http_answer(200, "after"));
    ASSERT_TRUE(answer) << answer.error().sentence();
    EXPECT_EQ(answer->body, "after");
    std::string many;
    for (int count = 0; count < 20; ++count)
        many += hints;
    EXPECT_FALSE(answer_to(many));
}

TEST_F(HttpClientTest, EndsInTimeWhateverTheServerDoes) {
    const auto quick = make_client({300ms, 600ms});
    const auto began = std::chrono::steady_clock::now();
    const LocalServer silent([](Connection& connection) { connection.wait_until_closed(); });
    // Takes the connection and says nothing of TLS.
    const std::string no_tls = "https://localhost:" + std::to_string(silent.port()) + "/";
    const LocalServer mute([](Connection& connection) { connection.wait_until_closed(); }, &good_);
    const LocalServer dripping(
        [](Connection& connection) {
            connection.read_request();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            while (connection.write("x"))
                std::this_thread::sleep_for(20ms);
        },
        &good_);
    for (const std::string& url : {no_tls, mute.url() + "/", dripping.url() + "/"}) {
        const auto answer = send(*quick, {"GET", url, {}, ""}).get();
        ASSERT_FALSE(answer) << url;
        EXPECT_NE(answer.error().sentence().find(" ms"), std::string::npos)
            << answer.error().sentence();
    }
    EXPECT_LT(std::chrono::steady_clock::now() - began, 20s);
    close(*quick);
}

TEST_F(HttpClientTest, SaysThatNobodyAnswers) {
    std::string url;
    {
        const LocalServer gone(answering(""), &good_);
        url = gone.url();
    }
    EXPECT_NE(refusal(url + "/").find("Connection refused"), std::string::npos);
    EXPECT_NE(refusal("https://nobody.invalid/"), "");
}

TEST_F(HttpClientTest, KeepsKeysQueriesAndBodiesOutOfFailures) {
    const LocalServer cut([](Connection& connection) { connection.read_request(); }, &good_);
    for (const std::string& url :
         {cut.url() + "/token?code=" + key, std::string("https://user:") + key + "@example.com/",
          std::string("http://example.com/") + key, std::string("ftp://example.com/") + key,
          std::string("https://nobody.invalid/") + key, std::string("https://localhost/ ") + key}) {
        const auto answer =
            send(*client_, {"POST", url, {{"Authorization", key}}, std::string("code=") + key})
                .get();
        ASSERT_FALSE(answer) << url;
        EXPECT_EQ(answer.error().sentence().find(key), std::string::npos)
            << answer.error().sentence();
    }
    const auto split = send(*client_, {"GET", cut.url(), {{"X", "a\r\nY: b"}}, ""}).get();
    EXPECT_FALSE(split);
    EXPECT_FALSE(send(*client_, {"GET", cut.url(), {{"Content-Length", "1"}}, ""}).get());
    EXPECT_FALSE(send(*client_, {"GET / HTTP/1.1\r\nX:", cut.url(), {}, ""}).get());
}

TEST_F(HttpClientTest, AsksManyThingsAFewAtATime) {
    std::atomic<int> now = 0;
    std::atomic<int> most = 0;
    const LocalServer server(
        [&](Connection& connection) {
            most = std::max(most.load(), ++now);
            const auto seen = connection.read_request();
            std::this_thread::sleep_for(5ms);
            --now;
            connection.write(http_answer(200, seen ? seen->target : ""));
        },
        &good_);
    std::vector<std::future<Result<HttpResponse>>> answers;
    for (int count = 0; count < 40; ++count) {
        answers.push_back(
            send(*client_, {"GET", server.url() + "/" + std::to_string(count), {}, ""}));
    }
    for (int count = 0; count < 40; ++count) {
        const auto answer = answers[static_cast<std::size_t>(count)].get();
        ASSERT_TRUE(answer) << answer.error().sentence();
        EXPECT_EQ(answer->body, "/" + std::to_string(count));
    }
    EXPECT_LE(most, static_cast<int>(config::http_exchanges_at_once_max));
    EXPECT_GT(most, 1);
}

TEST_F(HttpClientTest, ClosesAtAnyMomentAndTellsEverybodyFirst) {
    const LocalServer server(
        [](Connection& connection) {
            const auto seen = connection.read_request();
            std::this_thread::sleep_for(2ms);
            connection.write(http_answer(200, ""));
        },
        &good_);
    for (int after = 0; after < 30; ++after) {
        const auto client = make_client({});
        std::atomic<int> told = 0;
        for (int count = 0; count < 10; ++count)
            client->send({"GET", server.url(), {}, ""}, [&](const auto&) { ++told; });
        std::this_thread::sleep_for(after * 300us);
        std::promise<int> told_at_close;
        client->close([&] { told_at_close.set_value(told); });
        EXPECT_EQ(told_at_close.get_future().get(), 10);
        const auto late = send(*client, {"GET", server.url(), {}, ""}).get();
        EXPECT_FALSE(late);
    }
}

TEST_F(HttpClientTest, MayBeLetGoWithTheNetworkWhileItAsks) {
    const LocalServer mute([](Connection& connection) { connection.wait_until_closed(); }, &good_);
    for (int count = 0; count < 10; ++count) {
        auto network = Network::start();
        auto tls = make_tls_context(folder_ / "issuer.pem");
        ASSERT_TRUE(tls);
        auto client = make_http_client(network, *tls);
        for (int asked = 0; asked < 6; ++asked)
            client->send({"GET", mute.url(), {}, ""}, [](const auto&) {});
        std::this_thread::sleep_for(count * 1ms);
        network.reset();
        client.reset();
    }
}
