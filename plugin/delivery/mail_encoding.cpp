// SPDX-License-Identifier: MIT
//
// Our own, because GMime's filters need a third of all the time that a letter's forms take; the
// tests read with GMime what is written here.
#include "delivery/mail_encoding.hpp"

#include "config/base64.hpp"

#include <algorithm>
#include <array>

namespace afpunt::delivery {

namespace {

constexpr std::size_t base64_line_bytes = 76;
// The 76th is for the "=" of a line that goes on.
constexpr std::size_t quoted_line_bytes = 75;
constexpr std::size_t escape_bytes = 3; // "=C3"
constexpr std::string_view line_end = "\r\n";

constexpr bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

constexpr std::array<bool, 256> stays_table() {
    std::array<bool, 256> table{};
    for (std::size_t c = '!'; c <= '~'; ++c)
        table[c] = c != '=';
    table[' '] = table['\t'] = true;
    return table;
}

bool stays(char c) {
    static constexpr std::array<bool, 256> table = stays_table();
    return table[static_cast<unsigned char>(c)];
}

// How many bytes at the front of `text` can be written as they are.
std::size_t readable_bytes(std::string_view text, std::size_t bytes_max) {
    const std::size_t end = std::min(text.size(), bytes_max);
    std::size_t count = 0;
    while (count < end && stays(text[count]))
        ++count;
    // Servers may take away a blank at the end of a line.
    if (count > 0 && count == text.size() && is_blank(text[count - 1])) --count;
    return count;
}

void append_escaped(std::string& out, char c) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    out += '=';
    out += digits[byte >> 4];
    out += digits[byte & 15];
}

void append_quoted_line(std::string& out, std::string_view line) {
    std::size_t column = 0;
    while (!line.empty()) {
        const std::size_t count = readable_bytes(line, quoted_line_bytes - column);
        out += line.substr(0, count);
        column += count;
        line.remove_prefix(count);
        if (line.empty()) return;
        const bool is_readable = stays(line.front()) && !(line.size() == 1 && is_blank(line[0]));
        if (is_readable || column + escape_bytes > quoted_line_bytes) {
            out.append("=").append(line_end);
            column = 0;
        }
        if (is_readable) continue;
        append_escaped(out, line.front());
        column += escape_bytes;
        line.remove_prefix(1);
    }
}

} // namespace

void append_quoted_printable(std::string& out, std::string_view text) {
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        const bool has_end = end != std::string_view::npos;
        text.remove_prefix(has_end ? end + 1 : text.size());
        if (has_end && line.ends_with('\r')) line.remove_suffix(1);
        append_quoted_line(out, line);
        if (has_end) out += line_end;
    }
}

void append_base64_lines(std::string& out, std::string_view bytes) {
    const std::string encoded = config::base64(bytes);
    for (std::size_t at = 0; at < encoded.size(); at += base64_line_bytes)
        out.append(encoded, at, base64_line_bytes).append(line_end);
}

} // namespace afpunt::delivery
