// SPDX-License-Identifier: MIT
//
// Encryption without a socket: whole, and in pieces of each size.
#include "delivery/tls_channel.hpp"

#include "support/certificates.hpp"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>
#include <unistd.h>

using namespace afpunt::delivery;
using namespace afpunt::tests;

namespace {

// The other side, also without a socket.
class Peer {
public:
    explicit Peer(const ServerIdentity& identity)
        : context_(server_context(identity)), tls_(nullptr, &SSL_free) {
        tls_.reset(SSL_new(context_.get()));
        SSL_set_bio(tls_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
        SSL_set_accept_state(tls_.get());
    }
    void feed(const std::string& bytes) {
        BIO_write(SSL_get_rbio(tls_.get()), bytes.data(), static_cast<int>(bytes.size()));
        SSL_do_handshake(tls_.get());
    }
    void say(const std::string& plain) {
        SSL_write(tls_.get(), plain.data(), static_cast<int>(plain.size()));
    }
    std::string heard() {
        std::string out(65536, '\0');
        const int count = SSL_read(tls_.get(), out.data(), static_cast<int>(out.size()));
        out.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
        return out;
    }
    void end() { SSL_shutdown(tls_.get()); }
    std::string take_output() {
        std::string out(BIO_ctrl_pending(SSL_get_wbio(tls_.get())), '\0');
        if (!out.empty()) {
            BIO_read(SSL_get_wbio(tls_.get()), out.data(), static_cast<int>(out.size()));
        }
        return out;
    }

private:
    std::shared_ptr<SSL_CTX> context_;
    std::unique_ptr<SSL, void (*)(SSL*)> tls_;
};

class TlsBytes : public testing::Test {
protected:
    TlsBytes() {
        const auto file = std::filesystem::temp_directory_path() /
                          ("afpunt-tls-" + std::to_string(getpid()) + ".pem");
        std::ofstream(file) << issuer.certificate_pem();
        context = *make_tls_context(file.string());
        std::filesystem::remove(file);
    }
    // Carries what each side says to the other, our side getting `piece` bytes at a time.
    TlsChannel::Step shake_hands(TlsChannel& channel, Peer& peer, std::size_t piece) {
        TlsChannel::Step step = channel.handshake();
        for (int round = 0; round < 4; ++round) {
            peer.feed(channel.take_output());
            const std::string said = peer.take_output();
            for (std::size_t at = 0; at < said.size(); at += piece) {
                channel.feed(said.substr(at, piece));
                if (step == TlsChannel::Step::Working) step = channel.handshake();
            }
        }
        return step;
    }
    CertificateIssuer issuer;
    TlsContext context;
};

} // namespace

TEST_F(TlsBytes, SayTheSameInPiecesOfEachSize) {
    const ServerIdentity identity = issuer.issue("DNS:mail.example");
    for (const std::size_t piece : {1U, 2U, 7U, 100U, 100'000U}) {
        SCOPED_TRACE(piece);
        Peer peer(identity);
        const auto channel = TlsChannel::make(context, "mail.example");
        ASSERT_NE(channel, nullptr);
        ASSERT_EQ(shake_hands(*channel, peer, piece), TlsChannel::Step::Done) << channel->failure();
        const std::string words(40'000, 'w');
        ASSERT_TRUE(channel->write(words));
        peer.feed(channel->take_output());
        std::string heard;
        for (std::string some = peer.heard(); !some.empty(); some = peer.heard())
            heard += some;
        EXPECT_EQ(heard, words);

        peer.say(words);
        std::string said;
        const std::string bytes = peer.take_output();
        for (std::size_t at = 0; at < bytes.size(); at += piece) {
            channel->feed(bytes.substr(at, piece));
            EXPECT_EQ(channel->read(said), TlsChannel::Step::Working);
        }
        EXPECT_EQ(said, words);

        peer.end();
        channel->feed(peer.take_output());
        EXPECT_EQ(channel->read(said), TlsChannel::Step::Failed);
        EXPECT_FALSE(channel->is_certificate_failure());
    }
}

TEST_F(TlsBytes, AreRefusedWhereOneOfThemWasChanged) {
    Peer peer(issuer.issue("DNS:mail.example"));
    const auto channel = TlsChannel::make(context, "mail.example");
    ASSERT_EQ(shake_hands(*channel, peer, 100'000), TlsChannel::Step::Done);
    std::string said;
    peer.say("250 ok\r\n");
    std::string bytes = peer.take_output();
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    channel->feed(bytes);
    EXPECT_EQ(channel->read(said), TlsChannel::Step::Failed);
    EXPECT_EQ(said, "");
}

TEST_F(TlsBytes, OfAStrangerAreNotListenedTo) {
    const auto step_with = [&](const ServerIdentity& identity, const char* name) {
        Peer peer(identity);
        const auto channel = TlsChannel::make(context, name);
        const TlsChannel::Step step = shake_hands(*channel, peer, 100'000);
        EXPECT_EQ(channel->is_certificate_failure(), step == TlsChannel::Step::Failed);
        return step;
    };
    EXPECT_EQ(step_with(issuer.issue("DNS:*.example"), "mail.example"), TlsChannel::Step::Failed);
    EXPECT_EQ(step_with(issuer.issue("DNS:*.firm.example"), "mail.firm.example"),
              TlsChannel::Step::Done);
    EXPECT_EQ(step_with(issuer.issue("DNS:m*.firm.example"), "mail.firm.example"),
              TlsChannel::Step::Failed);
    EXPECT_EQ(step_with(issuer.issue("IP:192.0.2.1"), "192.0.2.1"), TlsChannel::Step::Done);
    EXPECT_EQ(step_with(issuer.issue("DNS:192.0.2.1"), "192.0.2.1"), TlsChannel::Step::Failed);
    EXPECT_EQ(step_with(CertificateIssuer().issue("DNS:mail.example"), "mail.example"),
              TlsChannel::Step::Failed);
}

// OpenSSL visits what a thread used when that thread ends: it must be there still. It ended the
// whole process with a crash when the last holder was on another thread than the first.
TEST(TlsContextDeathTest, MayBeLetGoOfOnAnotherThreadThanItsMakers) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_EXIT(
        {
            auto context = make_tls_context("");
            std::thread([held = std::move(*context)]() mutable { held.reset(); }).join();
            std::exit(context ? 0 : 1);
        },
        testing::ExitedWithCode(0), "");
}
