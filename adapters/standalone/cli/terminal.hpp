// SPDX-License-Identifier: MIT
//
// Text for people: tables whose columns fit, paragraphs that wrap, colours only on a terminal.
// Widths are counted in characters, control characters of foreign text are never passed on to a
// terminal.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::standalone::cli {

enum class Style { Plain, Bold, Good, Warning, Bad, Faint };

class Terminal {
public:
    // `colours`: false when the output is no terminal, or NO_COLOR is set.
    Terminal(std::ostream& out, bool colours, std::size_t width)
        : out_(out), colours_(colours), width_(width) {}
    // Standard output as it is.
    [[nodiscard]] static Terminal standard();

    void line(std::string_view text = "", Style style = Style::Plain);
    // "  H-2026-00001  De Bakker NV  1.234,56 EUR": the last column wraps under itself.
    void table(const std::vector<std::vector<std::string>>& rows, std::size_t indent = 2);
    void heading(std::string_view text, Style style = Style::Bold);
    [[nodiscard]] std::ostream& stream() { return out_; }

private:
    void put(std::string_view text, Style style);
    std::ostream& out_;
    bool colours_;
    std::size_t width_;
};

// Without control characters and characters that reverse the direction of text.
[[nodiscard]] std::string safe(std::string_view text);

} // namespace afpunt::standalone::cli
