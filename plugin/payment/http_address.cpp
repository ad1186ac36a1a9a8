// SPDX-License-Identifier: MIT
#include "payment/http_address.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <charconv>

namespace afpunt::payment {
namespace {

constexpr std::size_t url_bytes_max = 8000;  // what RFC 9110, section 4.1 asks servers to accept
constexpr std::size_t host_bytes_max = 253;  // RFC 1035
constexpr std::size_t shown_bytes_max = 100; // enough to recognise a host

std::string shown(std::string_view value) {
    std::string out;
    for (const char c : value.substr(0, shown_bytes_max))
        out += c >= ' ' && c <= '~' ? c : '?';
    return out;
}

bool is_name(std::string_view host) {
    if (host.empty() || host.size() > host_bytes_max) return false;
    if (host.front() == '-' || host.front() == '.') return false;
    return std::all_of(host.begin(), host.end(), [](char c) {
        return text::is_letter(c) || text::is_digit(c) || c == '-' || c == '.';
    });
}

bool is_ipv6_address(std::string_view host) {
    return host.find(':') != std::string_view::npos &&
           host.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
}

// All of 127.0.0.0/8 is this machine (RFC 1122), but "127.example.com" is not.
bool is_this_machine(std::string_view host) {
    const bool numbers = host.find_first_not_of("0123456789.") == std::string_view::npos;
    return host == "localhost" || host == "::1" || (numbers && host.substr(0, 4) == "127.");
}

Result<std::uint16_t> read_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size() || port == 0) {
        return fail("port", shown(text), "a number from 1 to 65535");
    }
    return port;
}

bool is_target(std::string_view target) {
    return std::all_of(target.begin(), target.end(),
                       [](char c) { return c > ' ' && c <= '~' && c != '#'; });
}

} // namespace

std::string HttpAddress::authority() const {
    std::string text = is_ipv6() ? "[" + host + "]" : host;
    const std::uint16_t usual = scheme == HttpScheme::Https ? 443 : 80;
    if (port != usual) text += ":" + std::to_string(port);
    return text;
}

Result<HttpAddress> parse_http_address(std::string_view url) {
    constexpr std::string_view https = "https://";
    constexpr std::string_view http = "http://";
    HttpAddress address;
    if (url.size() > url_bytes_max) return fail("address", "", "at most 8000 characters");
    if (url.substr(0, https.size()) == https) {
        url.remove_prefix(https.size());
    } else if (url.substr(0, http.size()) == http) {
        url.remove_prefix(http.size());
        address.scheme = HttpScheme::Http;
        address.port = 80;
    } else {
        return fail("address", shown(url.substr(0, url.find_first_of("/?#"))),
                    "an address that begins with https://");
    }
    const std::string_view authority = url.substr(0, url.find_first_of("/?#"));
    const std::string_view target = url.substr(authority.size());
    if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
        // What stands before it may be a password.
        return fail("address", shown(authority.substr(at)), "the name of a server, without a user");
    }
    const bool bracket = !authority.empty() && authority.front() == '[';
    const std::size_t host_end = bracket ? authority.find(']') : authority.find(':');
    const std::string_view host =
        bracket ? authority.substr(1, host_end == std::string_view::npos ? 0 : host_end - 1)
                : authority.substr(0, host_end);
    if (bracket ? !is_ipv6_address(host) : !is_name(host)) {
        return fail("address", shown(authority), "the name of a server");
    }
    address.host = std::string(host);
    std::string_view rest = authority.substr(host.size() + (bracket ? 2 : 0));
    if (!rest.empty()) {
        if (rest.front() != ':') return fail("address", shown(authority), "a server and its port");
        const auto port = read_port(rest.substr(1));
        if (!port) return tl::unexpected<Failure>(port.error().at(address.host));
        address.port = *port;
    }
    if (address.scheme == HttpScheme::Http && !is_this_machine(host)) {
        return fail("address", shown("http://" + address.host),
                    "an address that begins with https://");
    }
    if (!is_target(target)) {
        return fail("address", address.host, "a path without spaces, accented letters and # part");
    }
    address.target =
        target.empty() || target.front() != '/' ? "/" + std::string(target) : std::string(target);
    return address;
}

} // namespace afpunt::payment
