// SPDX-License-Identifier: MIT
//
// A mail account of its own for a test: Dovecot, as nobody in particular, in a temporary folder, on
// a port of this machine, with a certificate of an authority made for it. Ends with the test, and
// by itself after two minutes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <sys/types.h>

namespace afpunt::tests {

class Dovecot {
public:
    // Empty when it runs; otherwise why it does not. `sent_folder` is marked as the one of sent
    // mail.
    explicit Dovecot(const std::string& sent_folder);
    ~Dovecot();
    Dovecot(const Dovecot&) = delete;
    Dovecot& operator=(const Dovecot&) = delete;

    [[nodiscard]] const std::string& why_not() const { return why_not_; }
    // On "localhost", with TLS from the first byte.
    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] std::string ca_file() const { return (root_ / "ca.pem").string(); }
    static constexpr const char* user = "books@delinde.example";
    static constexpr const char* password = "right";
    // Mails in a folder, as they lie there.
    [[nodiscard]] int mails_in(const std::string& folder) const;

private:
    [[nodiscard]] bool make_certificates() const;
    void write_configuration(const std::string& sent_folder) const;
    [[nodiscard]] bool wait_until_it_listens() const;

    std::filesystem::path root_;
    std::string why_not_;
    std::uint16_t port_ = 0;
    pid_t process_ = -1;
};

} // namespace afpunt::tests
