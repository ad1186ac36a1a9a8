// SPDX-License-Identifier: MIT
//
// Bytes of an XML file to UTF-8 (XML 1.0, appendix F: byte-order mark, then the shape of the first
// bytes, then the declaration), and the refusal of document type declarations: UBL needs none, and
// with them come entity bombs and reads of other files.
#pragma once

#include <afpunt/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace afpunt::standalone {

// UTF-8, UTF-16 of both byte orders, ISO 8859-1, Windows-1252 and US-ASCII; anything else and text
// that does not fit its encoding is refused. The byte-order mark is taken off.
[[nodiscard]] Result<std::string> xml_as_utf8(std::string_view bytes);

// Fails when anything but comments, processing instructions and white space stands before the root
// element. Works on the text, so nothing has been expanded when it refuses.
[[nodiscard]] Result<void> refuse_document_type(std::string_view xml);

// 1-based line of a byte offset.
[[nodiscard]] int line_at(std::string_view text, std::size_t offset);

} // namespace afpunt::standalone
