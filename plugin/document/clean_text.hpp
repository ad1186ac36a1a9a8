// SPDX-License-Identifier: MIT
//
// Names, numbers and descriptions come from the host and from its customers. Before one of them
// stands in a letter it becomes one line of harmless text: what XML 1.0 (fifth edition, production
// Char) forbids is gone, a line break cannot start a mail header or a new line of the QR payload,
// and characters that turn the reading direction cannot make an amount read otherwise.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace afpunt::document {

// No name, number or description of an invoice is longer; a longer one is cut, so that one field
// cannot fill a letter.
inline constexpr std::size_t longest_field_bytes = 2000;

// Control characters and line separators become a space, bidirectional overrides vanish, bytes that
// are no UTF-8 become U+FFFD; trimmed; at most longest_field_bytes.
[[nodiscard]] std::string clean_line(std::string_view text);

// At most so many characters and so many bytes, never cut inside a character.
[[nodiscard]] std::string_view shortened(std::string_view text, std::size_t most_characters,
                                         std::size_t most_bytes);

} // namespace afpunt::document
