// SPDX-License-Identifier: MIT
//
// RFC 5321, section 4.5.3.1 (sizes), RFC 1123, section 2.1 (names of hosts), RFC 5322, section
// 3.2.3 (dot-atom). See the header for what is refused on purpose.
#include "delivery/mail_address.hpp"

#include <afpunt/text.hpp>

#include <algorithm>

namespace afpunt::delivery {

namespace {

constexpr std::size_t address_bytes_max = 254;   // RFC 5321 with its brackets taken off
constexpr std::size_t local_part_bytes_max = 64; // RFC 5321
constexpr std::size_t domain_bytes_max = 253;    // RFC 1035
constexpr std::size_t label_bytes_max = 63;      // RFC 1035
// A subject or a name; what is longer is not read and is cut by mail programs.
constexpr std::size_t header_bytes_max = 1000;
constexpr std::size_t shown_bytes_max = 60; // enough to recognise a value in a message

// Control characters would break the line or the terminal that the message is shown on.
std::string shown(std::string_view text) {
    if (!text::is_utf8(text)) return "bytes that are no text";
    std::string out(text::utf8_prefix(text, shown_bytes_max));
    for (char& c : out) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
    }
    return out;
}

bool is_label(std::string_view label) {
    return !label.empty() && label.size() <= label_bytes_max && label.front() != '-' &&
           label.back() != '-' && std::all_of(label.begin(), label.end(), [](char c) {
               return text::is_letter(c) || text::is_digit(c) || c == '-';
           });
}

bool is_local_part(std::string_view local) {
    constexpr std::string_view others = "!#$%&'*+/=?^_`{|}~-.";
    return !local.empty() && local.size() <= local_part_bytes_max && local.front() != '.' &&
           local.back() != '.' && local.find("..") == std::string_view::npos &&
           std::all_of(local.begin(), local.end(), [&](char c) {
               return text::is_letter(c) || text::is_digit(c) ||
                      others.find(c) != std::string_view::npos;
           });
}

} // namespace

bool is_mail_domain(std::string_view domain) {
    if (domain.size() > domain_bytes_max || domain.find('.') == std::string_view::npos) {
        return false;
    }
    while (true) {
        const std::size_t dot = domain.find('.');
        if (!is_label(domain.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return true;
        domain.remove_prefix(dot + 1);
    }
}

Result<void> check_mail_address(std::string_view field, std::string_view address) {
    const std::size_t at = address.rfind('@');
    if (at == std::string_view::npos || address.size() > address_bytes_max ||
        !is_local_part(address.substr(0, at)) || !is_mail_domain(address.substr(at + 1))) {
        return fail(std::string(field), shown(address),
                    "a mail address such as name@example.com, without spaces or accents");
    }
    return {};
}

Result<void> check_header_text(std::string_view field, std::string_view text) {
    const bool one_line = std::none_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    });
    if (!text::is_utf8(text) || !one_line || text.size() > header_bytes_max) {
        return fail(std::string(field), shown(text),
                    "one line of text, at most 1000 bytes, without control characters");
    }
    return {};
}

} // namespace afpunt::delivery
