// SPDX-License-Identifier: MIT
//
// Certificates for the servers of the tests, made anew each time: an issuer that exists for one
// test, and what it says of a server.
#pragma once

#include <memory>
#include <string>

struct evp_pkey_st;
struct ssl_ctx_st;
struct x509_st;

namespace afpunt::tests {

struct ServerIdentity {
    std::shared_ptr<x509_st> certificate;
    std::shared_ptr<evp_pkey_st> key;
    [[nodiscard]] std::string certificate_pem() const;
    [[nodiscard]] std::string key_pem() const;
};

class CertificateIssuer {
public:
    explicit CertificateIssuer(const std::string& name = "Issuer of one test");
    [[nodiscard]] std::string certificate_pem() const { return own_.certificate_pem(); }
    // `names`: "DNS:localhost,IP:127.0.0.1"; valid for the hours from `begin` to `end`, from now.
    [[nodiscard]] ServerIdentity issue(const std::string& names, int begin = -24,
                                       int end = 24) const;

private:
    ServerIdentity own_;
};

// For a server that shows this identity.
[[nodiscard]] std::shared_ptr<ssl_ctx_st> server_context(const ServerIdentity& identity);

} // namespace afpunt::tests
