// SPDX-License-Identifier: MIT
//
// A port of this machine's own that a test's server listens on.
#pragma once

#include <arpa/inet.h>
#include <cstdint>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace afpunt::tests {

class ListeningSocket {
public:
    ListeningSocket() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        constexpr int waiting_max = 64;
        if (socket_ < 0 || ::bind(socket_, any, length) != 0 ||
            ::listen(socket_, waiting_max) != 0 || ::getsockname(socket_, any, &length) != 0) {
            throw std::runtime_error("no port on this machine");
        }
        port_ = ntohs(address.sin_port);
    }
    ~ListeningSocket() { close(); }
    ListeningSocket(const ListeningSocket&) = delete;
    ListeningSocket& operator=(const ListeningSocket&) = delete;

    [[nodiscard]] int fd() const { return socket_; }
    [[nodiscard]] std::uint16_t port() const { return port_; }
    void close() {
        if (socket_ >= 0) ::close(socket_);
        socket_ = -1;
    }

private:
    int socket_;
    std::uint16_t port_ = 0;
};

} // namespace afpunt::tests
