// SPDX-License-Identifier: MIT
//
// Certificates for the servers of the tests, made anew each time: an issuer of our own, and what it
// says of a server.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

struct x509_st;
struct evp_pkey_st;

namespace afpunt::tests {

struct Identity {
    std::shared_ptr<x509_st> certificate;
    std::shared_ptr<evp_pkey_st> key;
};

class Authority {
public:
    Authority();
    // `names` as in "DNS:localhost,IP:127.0.0.1"; valid from a day ago to `valid_for` from now.
    [[nodiscard]] Identity issue(const std::string& names,
                                 std::chrono::hours valid_for = std::chrono::hours(24)) const;
    void write_pem(const std::filesystem::path& file) const;

private:
    Identity own_;
};

} // namespace afpunt::tests
