// SPDX-License-Identifier: MIT
//
// An issuer of certificates that exists for one test, and what it issues, as PEM.
#pragma once

#include <memory>
#include <string>

struct evp_pkey_st;
struct x509_st;

namespace afpunt::tests {

struct ServerIdentity {
    std::string certificate;
    std::string key;
};

class CertificateIssuer {
public:
    explicit CertificateIssuer(const std::string& name = "Issuer of one test");
    [[nodiscard]] std::string certificate() const;
    // `names`: "DNS:localhost,IP:127.0.0.1"; valid for the hours from `begin` to `end`, from now.
    [[nodiscard]] ServerIdentity issue(const std::string& names, int begin = -24,
                                       int end = 24) const;

private:
    std::shared_ptr<evp_pkey_st> key_;
    std::shared_ptr<x509_st> certificate_;
};

} // namespace afpunt::tests
