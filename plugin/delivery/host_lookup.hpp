// SPDX-License-Identifier: MIT
//
// The addresses of a server. Asking the name service blocks: Network::run_blocking is for that.
#pragma once

#include <cstdint>
#include <string>
#include <sys/socket.h>
#include <vector>

namespace afpunt::delivery {

struct HostAddress {
    sockaddr_storage address{};
    socklen_t length = 0;

    [[nodiscard]] bool is_this_machine() const; // loopback
    // As SMTP says it (RFC 5321, section 4.1.3): "[192.0.2.1]", "[IPv6:2001:db8::1]".
    [[nodiscard]] std::string literal() const;
};

struct HostAddresses {
    std::vector<HostAddress> found;
    std::string why_none; // in words, when none was found
};

enum class Lookup {
    AddressOnly, // does not block: finds what is written as an address
    AnyName
};
[[nodiscard]] HostAddresses look_up(const std::string& host, std::uint16_t port, Lookup kind);

} // namespace afpunt::delivery
