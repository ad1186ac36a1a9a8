// SPDX-License-Identifier: MIT
#include "cli/terminal.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <sys/ioctl.h>
#include <unistd.h>

namespace afpunt::standalone::cli {
namespace {

constexpr std::size_t width_without_terminal = 110;
constexpr std::size_t last_column_min = 30; // below it wrapping does more harm than a long line

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
    std::vector<std::string> lines;
    std::string line;
    std::size_t at = 0;
    while (at <= text.size()) {
        const std::size_t space = std::min(text.find(' ', at), text.size());
        const std::string_view piece = text.substr(at, space - at);
        if (!line.empty() && text::utf8_count(line) + 1 + text::utf8_count(piece) > width) {
            lines.push_back(std::move(line));
            line.clear();
        }
        if (!line.empty()) line += ' ';
        line += piece;
        at = space + 1;
    }
    lines.push_back(std::move(line));
    return lines;
}

} // namespace

std::string safe(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t length = text::utf8_length_at_front(text);
        const std::string_view one = text.substr(0, std::max<std::size_t>(length, 1));
        const auto first = static_cast<unsigned char>(one[0]);
        const bool control =
            length == 0 || first < 0x20 || first == 0x7F ||
            (one.size() == 2 && first == 0xC2 && static_cast<unsigned char>(one[1]) < 0xA0) ||
            // U+202A to U+202E and U+2066 to U+2069 turn text around.
            (one >= "\xE2\x80\xAA" && one <= "\xE2\x80\xAE") ||
            (one >= "\xE2\x81\xA6" && one <= "\xE2\x81\xA9");
        if (control) {
            out += ' ';
        } else {
            out += one;
        }
        text.remove_prefix(one.size());
    }
    return out;
}

Terminal Terminal::standard() {
    const bool is_terminal = isatty(STDOUT_FILENO) == 1;
    std::size_t width = width_without_terminal;
    winsize size{};
    if (is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 40) {
        width = size.ws_col;
    }
    return {std::cout, is_terminal && std::getenv("NO_COLOR") == nullptr, width};
}

void Terminal::put(std::string_view text, Style style) {
    static constexpr std::string_view codes[] = {"", "1", "32", "33", "31", "2"};
    const std::string_view code = codes[static_cast<std::size_t>(style)];
    if (colours_ && !code.empty()) {
        out_ << "\x1b[" << code << 'm' << text << "\x1b[0m";
    } else {
        out_ << text;
    }
}

void Terminal::line(std::string_view text, Style style) {
    put(safe(text), style);
    out_ << '\n';
}

void Terminal::heading(std::string_view text, Style style) {
    out_ << '\n';
    line(text, style);
}

void Terminal::table(const std::vector<std::vector<std::string>>& rows, std::size_t indent) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i + 1 < row.size(); ++i) {
            widths[i] = std::max(widths[i], text::utf8_count(safe(row[i])));
        }
    }
    std::size_t before = indent;
    for (std::size_t i = 0; i + 1 < widths.size(); ++i)
        before += widths[i] + 2;
    const std::size_t last =
        std::max(last_column_min, width_ > before ? width_ - before : std::size_t{0});
    for (const auto& row : rows) {
        out_ << std::string(indent, ' ');
        for (std::size_t i = 0; i + 1 < row.size(); ++i) {
            const std::string cell = safe(row[i]);
            out_ << cell << std::string(widths[i] + 2 - text::utf8_count(cell), ' ');
        }
        const auto lines = wrap(row.empty() ? std::string() : safe(row.back()), last);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            out_ << (i == 0 ? "" : std::string(before, ' ')) << lines[i] << '\n';
        }
    }
}

} // namespace afpunt::standalone::cli
