// SPDX-License-Identifier: MIT
//
// RFC 3986, sections 2.1 and 2.3. See the header for why reading is strict.
#include "payment/percent_encoding.hpp"

#include <afpunt/text.hpp>

namespace afpunt::payment {

namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";
constexpr std::size_t shown_bytes_max = 60; // enough to recognise a value in a message

constexpr bool is_unreserved(char c) {
    return text::is_letter(c) || text::is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

} // namespace

std::string percent_encode(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) {
        if (is_unreserved(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += hex_digits[byte >> 4U];
        out += hex_digits[byte & 0x0FU];
    }
    return out;
}

Result<std::string> percent_decode(std::string_view text) {
    const auto refuse = [&](std::string expected) {
        return fail("percent-encoding", std::string(text::utf8_prefix(text, shown_bytes_max)),
                    std::move(expected));
    };
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (is_unreserved(text[at])) {
            out += text[at];
            continue;
        }
        if (text[at] != '%' || text.size() - at < 3) {
            return refuse("letters, digits and %XX, nothing else");
        }
        const std::size_t high = hex_digits.find(text[at + 1]);
        const std::size_t low = hex_digits.find(text[at + 2]);
        if (high == std::string_view::npos || low == std::string_view::npos) {
            return refuse("two digits or capitals A to F after each %");
        }
        const char decoded = static_cast<char>(static_cast<unsigned char>(high * 16 + low));
        if (is_unreserved(decoded)) return refuse("plain letters and digits as they are");
        out += decoded;
        at += 2;
    }
    return out;
}

} // namespace afpunt::payment
