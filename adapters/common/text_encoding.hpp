// SPDX-License-Identifier: MIT
//
// Banks write UTF-8, UTF-16, ISO 8859-1 and -15 and Windows-1252; everything behind this file is
// UTF-8 (RFC 3629).
#pragma once

#include "common/byte_source.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace afpunt {

// Windows-1252, which agrees with ISO 8859-1 wherever that has a printable character.
[[nodiscard]] std::uint32_t code_point_of_cp1252(unsigned char byte);
void append_cp1252_as_utf8(std::string& out, std::string_view bytes);
// The other way round, one byte a character; what Windows-1252 lacks becomes '?'. The text must be
// valid UTF-8.
[[nodiscard]] std::string cp1252_of_utf8(std::string_view text);
// "  a   b " becomes "a b"; line ends and tabs count as blanks.
[[nodiscard]] std::string single_spaced(std::string_view text);
[[nodiscard]] bool is_single_spaced(std::string_view text);

// XML 1.0, clause 4.3.3 and appendix F: the encoding follows from the byte order mark or from the
// XML declaration. Gives UTF-8 without byte order mark.
class Utf8Source final : public ByteSource {
public:
    explicit Utf8Source(ByteSource& raw) : raw_(raw) {}
    [[nodiscard]] Result<bool> read(std::string& into) override;
    // Bytes that were no valid text were read as Windows-1252, or control characters as blanks.
    [[nodiscard]] bool repaired() const { return repaired_; }

private:
    enum class Encoding { Undecided, Utf8, Utf16LittleEndian, Utf16BigEndian, Cp1252, Latin9 };
    [[nodiscard]] Result<void> decide();
    void pass_valid(std::string& into, std::size_t from);
    void convert(std::string& into, bool at_end);
    void convert_utf8(std::string& into, bool at_end);
    void convert_utf16(std::string& into, bool at_end);
    void convert_single_bytes(std::string& into);
    void append(std::string& into, std::uint32_t code_point);

    ByteSource& raw_;
    std::string pending_; // bytes that are not converted yet
    Encoding encoding_ = Encoding::Undecided;
    bool repaired_ = false;
    bool ended_ = false;
};

// What the bytes say as UTF-8, as far as they can be read; empty when their encoding is not known.
[[nodiscard]] std::string whole_text(std::string_view bytes);

} // namespace afpunt
