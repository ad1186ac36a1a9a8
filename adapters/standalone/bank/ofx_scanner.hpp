// SPDX-License-Identifier: MIT
//
// Takes an OFX file apart into tags and text: version 1 is SGML, where the end tag of an element
// with text may be left out, version 2 is XML. Comments and instructions are passed over; document
// types and entities of a file's own are refused, because a parser that follows them can be made to
// fetch files or to fill the memory.
#pragma once

#include "common/byte_source.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace afpunt::standalone {

struct OfxToken {
    enum class Kind { Open, Close, Text, End };
    Kind kind = Kind::End;
    std::string text; // the name in capitals, or the text in single blanks with its entities put in
};

class OfxScanner {
public:
    // One tag, comment or run of text: a memo has 255 characters, pictures are not in statements.
    static constexpr std::size_t max_token_bytes = std::size_t{1024} * 1024;
    static constexpr std::size_t max_name_bytes = 64;

    // `utf8`: UTF-8 without control characters.
    explicit OfxScanner(ByteSource& utf8) : source_(utf8) {}
    [[nodiscard]] Result<OfxToken> next();
    [[nodiscard]] int line() const { return line_; }

private:
    [[nodiscard]] std::string_view ahead() const { return std::string_view(window_).substr(at_); }
    // The place of `needle` from `from` on, or npos when the file ends before it.
    [[nodiscard]] Result<std::size_t> find(std::string_view needle, std::size_t from);
    [[nodiscard]] Result<bool> more();
    [[nodiscard]] Result<void> pass_over(std::string_view end);
    [[nodiscard]] Result<OfxToken> tag();
    void advance(std::size_t count);
    [[nodiscard]] tl::unexpected<Failure> refuse(std::string_view found,
                                                 std::string expected) const;

    ByteSource& source_;
    std::string window_;
    std::size_t at_ = 0;
    int line_ = 1;
    bool ended_ = false;
};

} // namespace afpunt::standalone
