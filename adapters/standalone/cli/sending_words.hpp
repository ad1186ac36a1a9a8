// SPDX-License-Identifier: MIT
//
// What is said about letters that leave, in four languages: what would go out, whether sending is
// on, what a book that was moved or copied asks.
#pragma once

#include "cli/terminal.hpp"
#include "cli/views.hpp"

#include <boost/json.hpp>

namespace afpunt::standalone::cli {

// The letters that would leave now, and what switching on means.
void show_sending_preview(Terminal& terminal, const boost::json::object& answer,
                          const Reader& reader);
void show_sending_state(Terminal& terminal, const boost::json::object& status,
                        const Reader& reader);
// "Switch it on? [y/N]"
[[nodiscard]] std::string sending_question(const Reader& reader);
[[nodiscard]] bool is_yes(std::string_view typed);
// Where the book asks which it is: the question and the three answers. Nothing otherwise.
void show_standing(Terminal& terminal, const boost::json::object& status, const Reader& reader);

} // namespace afpunt::standalone::cli
