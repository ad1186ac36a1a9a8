// SPDX-License-Identifier: MIT
//
// What a mail server answers: RFC 5321, section 4.2, with enhanced status codes (RFC 2034 and
// 3463). A server is a stranger: its lines have limits, and its words are cleaned before a person
// or a log sees them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace afpunt::delivery {

// RFC 5321, section 4.5.3.1.5 says 512; servers that write longer lines are understood.
inline constexpr std::size_t reply_line_bytes_max = 2'048;
// The longest real replies are to EHLO: twenty extensions.
inline constexpr std::size_t reply_lines_max = 128;
inline constexpr std::size_t reply_bytes_max = 32'768;
// Enough for a sentence and the address of a page that explains it.
inline constexpr std::size_t reply_words_bytes_max = 240;

struct SmtpReply {
    int code = 0;                   // 200 to 599
    std::string enhanced_status;    // "5.1.1"; empty where the server says none
    std::vector<std::string> lines; // behind the code, as they came: not clean

    [[nodiscard]] bool is_positive() const { return code / 100 == 2; }
    [[nodiscard]] bool is_temporary() const { return code / 100 == 4; }
    [[nodiscard]] bool is_permanent() const { return code / 100 == 5; }
    // "550 5.1.1 No such user": one line of clean UTF-8, at most reply_words_bytes_max.
    [[nodiscard]] std::string words() const;
};

// Collects bytes, however they are cut, and gives whole replies.
class SmtpReplyReader {
public:
    void feed(std::string_view bytes) { buffer_ += bytes; }
    // Nothing: more bytes are needed. An error, in words: this is no mail server.
    [[nodiscard]] tl::expected<std::optional<SmtpReply>, std::string> next();
    // No byte waits that belongs to a reply.
    [[nodiscard]] bool is_empty() const { return buffer_.empty() && reply_.lines.empty(); }

private:
    // Takes one line without its end; true when it was the last of its reply.
    [[nodiscard]] tl::expected<bool, std::string> take(std::string_view line);

    std::string buffer_;
    SmtpReply reply_; // the lines so far
    std::size_t reply_bytes_ = 0;
};

} // namespace afpunt::delivery
