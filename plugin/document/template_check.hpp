// SPDX-License-Identifier: MIT
//
// Checks a template that somebody wrote for his own letters, before any letter is made from it. A
// misspelt tag prints nothing and an unescaped one lets a customer's name become HTML: both are
// refused here, in words, and not found in a letter.
#pragma once

#include "document/rendering.hpp"

#include <afpunt/result.hpp>

#include <string_view>

namespace afpunt::document {

// A mail that is longer than 102 kB is cut off by large mail providers; a template of 200 kB is
// surely not one, and stays small enough to keep with each letter.
inline constexpr std::size_t largest_template_bytes = 200'000;
// Sections inside sections: our own go two deep.
inline constexpr std::size_t deepest_section = 10;

// `known`: a view that has every name that the template may use, and an element in each list.
[[nodiscard]] Result<void> check_template(std::string_view text, const View& known, Escape escape);

} // namespace afpunt::document
