// SPDX-License-Identifier: MIT
//
// The address of a question: "https://host[:port]/path?query" (RFC 3986, 9110), read narrowly.
// Unencrypted http is for servers on this machine only: a key would travel readably.
#pragma once

#include <afpunt/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace afpunt::payment {

enum class HttpScheme { Https, Http };

struct HttpAddress {
    HttpScheme scheme = HttpScheme::Https;
    std::string host; // a name, or an address of numbers without the brackets of IPv6
    std::uint16_t port = 443;
    std::string target; // "/v2/payment-links?limit=5"; "/" at least

    // What stands in the Host field: the port only where it is not the scheme's own.
    [[nodiscard]] std::string authority() const;
    [[nodiscard]] bool is_ipv6() const { return host.find(':') != std::string::npos; }
};

// The failure shows the host, never what stands behind it: queries may hold tokens.
[[nodiscard]] Result<HttpAddress> parse_http_address(std::string_view url);

} // namespace afpunt::payment
