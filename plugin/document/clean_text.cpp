// SPDX-License-Identifier: MIT
//
// One pass over the text, character by character. See clean_text.hpp for what is removed and why.
#include "document/clean_text.hpp"

#include <afpunt/text.hpp>

#include <algorithm>

namespace afpunt::document {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD"; // U+FFFD

// C0, DEL, C1 (U+0080 to U+009F), LINE SEPARATOR and PARAGRAPH SEPARATOR.
bool breaks_lines_or_controls(std::string_view character) {
    if (character.size() == 1) return character[0] < 0x20 || character[0] == 0x7F;
    if (character.size() == 2) {
        return character[0] == '\xC2' && static_cast<unsigned char>(character[1]) < 0xA0;
    }
    return character == "\xE2\x80\xA8" || character == "\xE2\x80\xA9";
}

// U+202A to U+202E and U+2066 to U+2069: embeddings, overrides and isolates.
bool turns_reading_direction(std::string_view character) {
    if (character.size() != 3 || character[0] != '\xE2') return false;
    const unsigned char last = static_cast<unsigned char>(character[2]);
    return (character[1] == '\x80' && last >= 0xAA && last <= 0xAE) ||
           (character[1] == '\x81' && last >= 0xA6 && last <= 0xA9);
}

// U+FFFE and U+FFFF are the only valid UTF-8 beyond the controls that XML 1.0 does not allow.
bool is_no_xml_character(std::string_view character) {
    return character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF";
}

// Most names and numbers are: nothing of them is removed, whatever else is.
bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

} // namespace

std::string clean_line(std::string_view text) {
    if (text.size() <= longest_field_bytes && is_plain(text)) return std::string(text::trim(text));
    std::string line;
    while (!text.empty() && line.size() < longest_field_bytes) {
        const std::size_t length = text::utf8_length_at_front(text);
        const std::string_view character = text.substr(0, length == 0 ? 1 : length);
        text.remove_prefix(character.size());
        if (length == 0 || is_no_xml_character(character)) {
            line += replacement;
        } else if (breaks_lines_or_controls(character)) {
            line += ' ';
        } else if (!turns_reading_direction(character)) {
            line += character;
        }
    }
    return std::string(text::trim(text::utf8_prefix(line, longest_field_bytes)));
}

std::string_view shortened(std::string_view text, std::size_t most_characters,
                           std::size_t most_bytes) {
    std::size_t bytes = 0;
    for (std::size_t count = 0; count < most_characters && bytes < text.size(); ++count) {
        const std::size_t length = text::utf8_length_at_front(text.substr(bytes));
        const std::size_t next = bytes + (length == 0 ? 1 : length);
        if (next > most_bytes) break;
        bytes = next;
    }
    return text::trim(text.substr(0, bytes));
}

} // namespace afpunt::document
