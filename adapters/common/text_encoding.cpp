// SPDX-License-Identifier: MIT
//
// Conversion to UTF-8, piece by piece: a character may be cut by the end of a piece.
#include "common/text_encoding.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <array>
#include <cstring>

namespace afpunt {

namespace {

constexpr std::uint32_t replacement_character = 0xFFFD;
// The XML declaration comes first and is short; more than this is no declaration.
constexpr std::size_t declaration_bytes = 256;

// The rows 0x80 to 0x9F; five places are not used, they stand for the control of ISO 8859-1.
constexpr std::array<std::uint32_t, 32> cp1252_rows = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

// ISO 8859-15 differs from ISO 8859-1 in eight places, the euro sign among them.
std::uint32_t code_point_of_latin9(unsigned char byte) {
    switch (byte) {
    case 0xA4: return 0x20AC;
    case 0xA6: return 0x0160;
    case 0xA8: return 0x0161;
    case 0xB4: return 0x017D;
    case 0xB8: return 0x017E;
    case 0xBC: return 0x0152;
    case 0xBD: return 0x0153;
    case 0xBE: return 0x0178;
    default: return code_point_of_cp1252(byte);
    }
}

bool is_forbidden_control(std::uint32_t code_point) {
    return code_point < 0x20 && code_point != '\t' && code_point != '\n' && code_point != '\r';
}

bool is_plain(char c) {
    return (static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x80) ||
           c == '\n' || c == '\r' || c == '\t';
}

// True when none of the first `count` bytes is beyond ASCII or below the blank.
template <std::size_t count>
bool starts_printable(std::string_view text) {
    constexpr std::uint64_t each = 0x0101'0101'0101'0101;
    if (text.size() < count) return false;
    std::uint64_t unusual = 0;
    for (std::size_t at = 0; at < count; at += sizeof(std::uint64_t)) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, text.data() + at, sizeof eight);
        // A byte below 0x20 borrows when 0x20 is taken off it, and then has its high bit set.
        unusual |= eight | (eight - 0x20 * each);
    }
    return (unusual & (0x80 * each)) == 0;
}

// How many bytes at the front are printable ASCII or blanks of a line; 32 or eight at a time where
// they are.
std::size_t plain_length(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::string_view rest = text.substr(at);
        if (starts_printable<32>(rest)) {
            at += 32;
            continue;
        }
        if (starts_printable<8>(rest)) {
            at += 8;
            continue;
        }
        const std::size_t until = std::min(text.size(), at + 8);
        for (; at < until; ++at) {
            if (!is_plain(text[at])) return at;
        }
    }
    return at;
}

std::string declared_encoding(std::string_view beginning) {
    if (beginning.substr(0, 5) != "<?xml") return {};
    const std::string_view declaration = beginning.substr(0, beginning.find("?>"));
    std::size_t at = declaration.find("encoding");
    if (at == std::string_view::npos) return {};
    at = declaration.find_first_of("\"'", at);
    if (at == std::string_view::npos) return {};
    const std::size_t end = declaration.find(declaration[at], at + 1);
    if (end == std::string_view::npos) return {};
    return text::upper(declaration.substr(at + 1, end - at - 1));
}

} // namespace

std::uint32_t code_point_of_cp1252(unsigned char byte) {
    return byte >= 0x80 && byte < 0xA0 ? cp1252_rows[byte - 0x80U] : byte;
}

void append_cp1252_as_utf8(std::string& out, std::string_view bytes) {
    for (const char c : bytes) {
        text::append_utf8(out, code_point_of_cp1252(static_cast<unsigned char>(c)));
    }
}

std::string cp1252_of_utf8(std::string_view text) {
    std::string bytes;
    while (!text.empty()) {
        const std::size_t length = text::utf8_length_at_front(text);
        std::string candidate;
        unsigned byte = static_cast<unsigned char>(text.front());
        // Everything of Windows-1252 beyond ASCII: at most 128 tries, for rare characters only.
        if (length > 1) {
            for (byte = 0x80; byte < 0x100; ++byte) {
                candidate.clear();
                text::append_utf8(candidate,
                                  code_point_of_cp1252(static_cast<unsigned char>(byte)));
                if (candidate == text.substr(0, length)) break;
            }
        }
        bytes += byte < 0x100 ? static_cast<char>(byte) : '?';
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return bytes;
}

bool is_single_spaced(std::string_view text) {
    char before = ' ';
    for (const char c : text) {
        if (text::is_space(c) && (c != ' ' || before == ' ')) return false;
        before = c;
    }
    return text.empty() || before != ' ';
}

std::string single_spaced(std::string_view text) {
    text = text::trim(text);
    if (is_single_spaced(text)) return std::string(text); // as most texts are
    std::string result;
    for (const char c : text) {
        if (!text::is_space(c)) {
            result += c;
        } else if (result.back() != ' ') {
            result += ' ';
        }
    }
    return result;
}

Result<bool> Utf8Source::read(std::string& into) {
    while (!ended_) {
        // Almost all files are UTF-8, and then almost all of it stays where it was read to.
        const bool in_place = encoding_ == Encoding::Utf8 && pending_.empty();
        const std::size_t from = into.size();
        Result<bool> more = raw_.read(in_place ? into : pending_);
        if (!more) return more;
        ended_ = !*more;
        if (in_place) pass_valid(into, from);
        if (encoding_ == Encoding::Undecided) {
            if (pending_.size() < declaration_bytes && !ended_) continue;
            if (Result<void> decided = decide(); !decided) return tl::unexpected(decided.error());
        }
        convert(into, ended_);
        if (into.size() > from) return true;
    }
    return false;
}

// What is valid behind `from` stays; from the first byte on that is not, or not whole yet, it waits
// to be converted.
void Utf8Source::pass_valid(std::string& into, std::size_t from) {
    std::size_t valid = from;
    while (true) {
        const std::string_view rest = std::string_view(into).substr(valid);
        const std::size_t plain = plain_length(rest);
        valid += plain;
        const std::size_t length = text::utf8_length_at_front(rest.substr(plain));
        if (length < 2) break; // a control character is valid, and still not to stay
        valid += length;
    }
    pending_.assign(into, valid);
    into.resize(valid);
}

Result<void> Utf8Source::decide() {
    const std::string_view start = std::string_view(pending_).substr(0, declaration_bytes);
    const auto starts_with = [&](std::string_view mark) { return start.starts_with(mark); };
    using namespace std::string_view_literals;
    if (starts_with("\xEF\xBB\xBF"sv)) {
        pending_.erase(0, 3);
        encoding_ = Encoding::Utf8;
    } else if (starts_with("\xFF\xFE"sv) || starts_with("<\0"sv)) {
        if (start.front() != '<') pending_.erase(0, 2);
        encoding_ = Encoding::Utf16LittleEndian;
    } else if (starts_with("\xFE\xFF"sv) || starts_with("\0<"sv)) {
        if (start.front() != '\0') pending_.erase(0, 2);
        encoding_ = Encoding::Utf16BigEndian;
    } else {
        const std::string name = declared_encoding(start);
        if (name.empty() || name == "UTF-8" || name == "US-ASCII" || name == "ASCII" ||
            name == "USASCII") {
            encoding_ = Encoding::Utf8;
        } else if (name == "ISO-8859-1" || name == "WINDOWS-1252" || name == "CP1252") {
            encoding_ = Encoding::Cp1252;
        } else if (name == "ISO-8859-15") {
            encoding_ = Encoding::Latin9;
        } else {
            return fail("encoding", name, "UTF-8, UTF-16, ISO-8859-1, ISO-8859-15 or Windows-1252");
        }
    }
    return {};
}

void Utf8Source::convert(std::string& into, bool at_end) {
    switch (encoding_) {
    case Encoding::Undecided: break;
    case Encoding::Utf8: convert_utf8(into, at_end); break;
    case Encoding::Utf16LittleEndian:
    case Encoding::Utf16BigEndian: convert_utf16(into, at_end); break;
    case Encoding::Cp1252:
    case Encoding::Latin9: convert_single_bytes(into); break;
    }
}

void Utf8Source::append(std::string& into, std::uint32_t code_point) {
    // XML forbids them (clause 2.2), and a zero byte would end the text for the XML library.
    if (is_forbidden_control(code_point)) {
        code_point = ' ';
        repaired_ = true;
    }
    text::append_utf8(into, code_point);
}

void Utf8Source::convert_utf8(std::string& into, bool at_end) {
    std::string_view rest = pending_;
    while (!rest.empty()) {
        const std::size_t plain = plain_length(rest);
        into.append(rest.substr(0, plain));
        rest.remove_prefix(plain);
        if (rest.empty()) break;
        const std::size_t length = text::utf8_length_at_front(rest);
        if (length > 1) {
            into.append(rest.substr(0, length));
            rest.remove_prefix(length);
            continue;
        }
        if (length == 0 && rest.size() < 4 && !at_end) break; // perhaps cut: wait for the rest
        if (length == 0) repaired_ = true;
        append(into, code_point_of_cp1252(static_cast<unsigned char>(rest.front())));
        rest.remove_prefix(1);
    }
    pending_.erase(0, pending_.size() - rest.size());
}

void Utf8Source::convert_utf16(std::string& into, bool at_end) {
    const bool little = encoding_ == Encoding::Utf16LittleEndian;
    const auto unit = [&](std::size_t at) {
        const std::uint32_t first = static_cast<unsigned char>(pending_[at]);
        const std::uint32_t second = static_cast<unsigned char>(pending_[at + 1]);
        return little ? first | (second << 8) : (first << 8) | second;
    };
    std::size_t at = 0;
    while (at + 2 <= pending_.size()) {
        std::uint32_t code_point = unit(at);
        std::size_t length = 2;
        if (code_point >= 0xD800 && code_point < 0xDC00) {
            if (at + 4 > pending_.size() && !at_end) break;
            const std::uint32_t low = at + 4 <= pending_.size() ? unit(at + 2) : 0;
            if (low >= 0xDC00 && low < 0xE000) {
                code_point = 0x10000 + ((code_point - 0xD800) << 10) + (low - 0xDC00);
                length = 4;
            }
        }
        if (code_point >= 0xD800 && code_point < 0xE000) {
            code_point = replacement_character;
            repaired_ = true;
        }
        append(into, code_point);
        at += length;
    }
    pending_.erase(0, at);
}

void Utf8Source::convert_single_bytes(std::string& into) {
    for (const char c : pending_) {
        const unsigned char byte = static_cast<unsigned char>(c);
        append(into, encoding_ == Encoding::Latin9 ? code_point_of_latin9(byte)
                                                   : code_point_of_cp1252(byte));
    }
    pending_.clear();
}

std::string whole_text(std::string_view bytes) {
    MemorySource raw(bytes);
    Utf8Source source(raw);
    std::string text;
    while (true) {
        const Result<bool> more = source.read(text);
        if (!more || !*more) return text;
    }
}

} // namespace afpunt
