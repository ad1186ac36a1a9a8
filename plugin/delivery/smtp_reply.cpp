// SPDX-License-Identifier: MIT
#include "delivery/smtp_reply.hpp"

#include <afpunt/text.hpp>

#include <utility>

namespace afpunt::delivery {
namespace {

constexpr std::size_t code_digits = 3;

// One line that can stand in a sentence: bytes that are no text and control characters become '?',
// blanks in a row one blank.
void append_clean(std::string& out, std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = text::utf8_length_at_front(text);
        const auto first = static_cast<unsigned char>(text.front());
        if (text::is_space(text.front())) {
            if (!out.empty() && out.back() != ' ') out += ' ';
        } else if (length == 0 || first < 0x20 || first == 0x7F ||
                   (length == 2 && first == 0xC2 && static_cast<unsigned char>(text[1]) < 0xA0)) {
            out += '?'; // also U+0080 to U+009F, which steer terminals
        } else {
            out += text.substr(0, length);
        }
        text.remove_prefix(length == 0 ? 1 : length);
    }
}

// "5.1.1" at the front (RFC 3463, section 2: class, subject and detail of up to three digits),
// when its class is that of the code.
std::string_view enhanced_status_at_front(std::string_view line, int code) {
    std::size_t at = 0;
    for (int part = 0; part < 3; ++part) {
        if (part > 0) {
            if (at >= line.size() || line[at] != '.') return {};
            ++at;
        }
        const std::size_t begin = at;
        while (at < line.size() && at - begin < 3 && text::is_digit(line[at]))
            ++at;
        if (at == begin) return {};
    }
    if (at < line.size() && line[at] != ' ') return {};
    return line[0] == static_cast<char>('0' + code / 100) && line[1] == '.' ? line.substr(0, at)
                                                                            : std::string_view{};
}

} // namespace

std::string SmtpReply::words() const {
    std::string out = std::to_string(code);
    for (std::size_t at = 0; at < lines.size(); ++at) {
        std::string_view line = lines[at];
        // The status is repeated in each line; once is enough.
        if (at > 0 && !enhanced_status.empty() && line.starts_with(enhanced_status)) {
            line.remove_prefix(enhanced_status.size());
        }
        out += ' ';
        append_clean(out, line);
        if (out.size() > reply_words_bytes_max) break;
    }
    if (out.size() > reply_words_bytes_max) {
        constexpr std::string_view more = "...";
        out = std::string(text::utf8_prefix(out, reply_words_bytes_max - more.size()));
        out += more;
    }
    return std::string(text::trim(out));
}

tl::expected<std::optional<SmtpReply>, std::string> SmtpReplyReader::next() {
    while (true) {
        const std::size_t end = buffer_.find('\n');
        const std::size_t line_bytes = end == std::string::npos ? buffer_.size() : end + 1;
        if (line_bytes > reply_line_bytes_max) {
            return tl::unexpected<std::string>("it wrote a line without an end");
        }
        if (reply_bytes_ + line_bytes > reply_bytes_max) {
            return tl::unexpected<std::string>("it wrote an answer without an end");
        }
        if (end == std::string::npos) return std::nullopt;
        std::string_view line = std::string_view(buffer_).substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        const auto taken = take(line);
        if (!taken) return tl::unexpected(taken.error());
        reply_bytes_ += line_bytes;
        buffer_.erase(0, line_bytes);
        if (*taken) {
            reply_bytes_ = 0;
            return std::exchange(reply_, SmtpReply{});
        }
    }
}

tl::expected<bool, std::string> SmtpReplyReader::take(std::string_view line) {
    const auto refused = [](const char* why) { return tl::unexpected<std::string>(why); };
    const bool has_code = line.size() >= code_digits && line[0] >= '2' && line[0] <= '5' &&
                          text::is_digit(line[1]) && text::is_digit(line[2]);
    if (!has_code) return refused("it wrote a line that does not begin with a code");
    const int code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    const char after = line.size() == code_digits ? ' ' : line[code_digits];
    if (after != ' ' && after != '-') {
        return refused("it wrote a line that does not begin with a code");
    }
    if (!reply_.lines.empty() && reply_.code != code) {
        return refused("it wrote two codes in one answer");
    }
    if (reply_.lines.size() >= reply_lines_max) return refused("it wrote an answer without an end");
    line.remove_prefix(line.size() == code_digits ? code_digits : code_digits + 1);
    if (reply_.lines.empty()) {
        reply_.code = code;
        reply_.enhanced_status = enhanced_status_at_front(line, code);
    }
    reply_.lines.emplace_back(line);
    return after == ' ';
}

} // namespace afpunt::delivery
