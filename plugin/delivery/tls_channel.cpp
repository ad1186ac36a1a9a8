// SPDX-License-Identifier: MIT
#include "delivery/tls_channel.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <utility>

namespace afpunt::delivery {
namespace {

// Read from OpenSSL at a time; a record holds at most 16 KiB (RFC 8446, section 5.1).
constexpr std::size_t piece_bytes = 16'384;

std::string certificate_failure(long code) {
    switch (code) {
    case X509_V_ERR_CERT_HAS_EXPIRED: return "its certificate is not valid any more";
    case X509_V_ERR_CERT_NOT_YET_VALID: return "its certificate is not valid yet";
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH: return "its certificate is that of another server";
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE: // another issuer of the same name
        return "its certificate was issued by somebody whom this computer does not trust "
               "(mail.ca_file may name the issuer's certificate)";
    case X509_V_ERR_CERT_REVOKED: return "its certificate was withdrawn by its issuer";
    default:
        return std::string("its certificate cannot be trusted: ") +
               X509_verify_cert_error_string(code);
    }
}

// True when `server` was an address: no name is said then (RFC 6066, section 3).
bool expect_address(SSL* tls, const std::string& server) {
    return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), server.c_str()) == 1;
}

// The name is also said, for servers that are many (SNI).
bool expect_name(SSL* tls, std::string server) {
    return SSL_set1_host(tls, server.c_str()) == 1 &&
           SSL_ctrl(tls, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, server.data()) ==
               1;
}

} // namespace

void TlsChannel::Free::operator()(ssl_st* tls) const {
    SSL_free(tls);
}

TlsChannel::TlsChannel(ssl_st* tls) : tls_(tls) {}

std::unique_ptr<TlsChannel> TlsChannel::make(const TlsContext& context, const std::string& server) {
    if (context == nullptr) return nullptr;
    ERR_clear_error();
    SSL* const tls = SSL_new(context.get());
    if (tls == nullptr) return nullptr;
    std::unique_ptr<TlsChannel> channel(new TlsChannel(tls));
    BIO* const from_server = BIO_new(BIO_s_mem());
    BIO* const to_server = BIO_new(BIO_s_mem());
    if (from_server == nullptr || to_server == nullptr) {
        BIO_free(from_server);
        BIO_free(to_server);
        return nullptr;
    }
    SSL_set_bio(tls, from_server, to_server);
    SSL_set_connect_state(tls);
    SSL_set_options(tls, SSL_OP_NO_RENEGOTIATION);
    SSL_set_verify(tls, SSL_VERIFY_PEER, nullptr);
    SSL_set_hostflags(tls, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    const bool is_expected = expect_address(tls, server) || expect_name(tls, server);
    ERR_clear_error();
    return is_expected ? std::move(channel) : nullptr;
}

void TlsChannel::feed(std::string_view encrypted) {
    // A memory BIO takes all that it is given.
    BIO_write(SSL_get_rbio(tls_.get()), encrypted.data(), static_cast<int>(encrypted.size()));
}

void TlsChannel::fail() {
    const long verified = SSL_get_verify_result(tls_.get());
    is_certificate_failure_ = verified != X509_V_OK;
    failure_ = is_certificate_failure_ ? certificate_failure(verified)
                                       : "it does not speak TLS as it should";
    if (!is_certificate_failure_) {
        const char* const reason = ERR_reason_error_string(ERR_peek_error());
        if (reason != nullptr) failure_ += std::string(" (") + reason + ")";
    }
    ERR_clear_error();
}

TlsChannel::Step TlsChannel::handshake() {
    ERR_clear_error();
    const int done = SSL_do_handshake(tls_.get());
    if (done == 1) return Step::Done;
    if (SSL_get_error(tls_.get(), done) == SSL_ERROR_WANT_READ) return Step::Working;
    fail();
    return Step::Failed;
}

TlsChannel::Step TlsChannel::read(std::string& plain) {
    std::array<char, piece_bytes> piece;
    while (true) {
        ERR_clear_error();
        std::size_t count = 0;
        const int done = SSL_read_ex(tls_.get(), piece.data(), piece.size(), &count);
        if (done == 1) {
            plain.append(piece.data(), count);
            continue;
        }
        if (SSL_get_error(tls_.get(), done) == SSL_ERROR_WANT_READ) return Step::Working;
        if (SSL_get_error(tls_.get(), done) == SSL_ERROR_ZERO_RETURN) {
            failure_ = "it ended the connection";
        } else {
            fail();
        }
        return Step::Failed;
    }
}

bool TlsChannel::write(std::string_view plain) {
    ERR_clear_error();
    std::size_t count = 0;
    // The BIO has room for everything: it is all or nothing.
    if (SSL_write_ex(tls_.get(), plain.data(), plain.size(), &count) == 1) return true;
    fail();
    return false;
}

void TlsChannel::end() {
    ERR_clear_error();
    SSL_shutdown(tls_.get());
    ERR_clear_error();
}

std::string TlsChannel::take_output() {
    BIO* const to_server = SSL_get_wbio(tls_.get());
    std::string out(BIO_ctrl_pending(to_server), '\0');
    if (!out.empty()) BIO_read(to_server, out.data(), static_cast<int>(out.size()));
    return out;
}

} // namespace afpunt::delivery
