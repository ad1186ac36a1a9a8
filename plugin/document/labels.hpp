// SPDX-License-Identifier: MIT
//
// Short texts in the four languages, for the forms that have no template of their own: the notes
// inside the UBL document and the headings of the report of the day. They are the user's words, as
// bookkeepers say them, never ours (no plan, outbox, snapshot).
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace afpunt::document {

struct Label {
    std::string_view name, nl, fr, de, en;
    [[nodiscard]] std::string_view in(std::string_view language) const;
};

[[nodiscard]] std::span<const Label> letter_labels();
[[nodiscard]] std::span<const Label> report_labels();

// The text of a label; asking for one that does not exist is a bug of ours and throws.
[[nodiscard]] std::string_view label(std::span<const Label> labels, std::string_view name,
                                     std::string_view language);

// Puts the values in the place of each "{}", in order.
[[nodiscard]] std::string filled(std::string_view text,
                                 std::initializer_list<std::string_view> values);

// "1e", "1er", "1.", "1st": how often an invoice was reminded.
[[nodiscard]] std::string ordinal(int number, std::string_view language);

} // namespace afpunt::document
