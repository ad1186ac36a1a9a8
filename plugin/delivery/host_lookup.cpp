// SPDX-License-Identifier: MIT
#include "delivery/host_lookup.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>

#include <array>
#include <cstring>

namespace afpunt::delivery {
namespace {

// A name with more addresses than this is a mistake; each may cost a time-out.
constexpr std::size_t addresses_max = 8;

// The standard says that the storage is read as the family that it holds.
in_addr ipv4_of(const sockaddr_storage& address) {
    sockaddr_in inner{};
    std::memcpy(&inner, &address, sizeof inner);
    return inner.sin_addr;
}
in6_addr ipv6_of(const sockaddr_storage& address) {
    sockaddr_in6 inner{};
    std::memcpy(&inner, &address, sizeof inner);
    return inner.sin6_addr;
}

} // namespace

bool HostAddress::is_this_machine() const {
    constexpr std::uint32_t loopback_net = 127;
    if (address.ss_family == AF_INET) {
        return ntohl(ipv4_of(address).s_addr) >> 24U == loopback_net;
    }
    const in6_addr ipv6 = ipv6_of(address);
    return address.ss_family == AF_INET6 && std::memcmp(&ipv6, &in6addr_loopback, sizeof ipv6) == 0;
}

std::string HostAddress::literal() const {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.ss_family == AF_INET) {
        const in_addr ipv4 = ipv4_of(address);
        inet_ntop(AF_INET, &ipv4, text.data(), text.size());
        return std::string("[") + text.data() + "]";
    }
    const in6_addr ipv6 = ipv6_of(address);
    inet_ntop(AF_INET6, &ipv6, text.data(), text.size());
    return std::string("[IPv6:") + text.data() + "]";
}

HostAddresses look_up(const std::string& host, std::uint16_t port, Lookup kind) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV | (kind == Lookup::AddressOnly ? AI_NUMERICHOST : 0);
    addrinfo* list = nullptr;
    HostAddresses out;
    const int failed = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list);
    if (failed != 0) {
        out.why_none = gai_strerror(failed);
        return out;
    }
    for (const addrinfo* one = list; one != nullptr && out.found.size() < addresses_max;
         one = one->ai_next) {
        HostAddress address;
        if (one->ai_addrlen > sizeof address.address) continue;
        std::memcpy(&address.address, one->ai_addr, one->ai_addrlen);
        address.length = one->ai_addrlen;
        out.found.push_back(address);
    }
    freeaddrinfo(list);
    return out;
}

} // namespace afpunt::delivery
