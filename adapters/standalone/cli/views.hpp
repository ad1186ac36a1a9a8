// SPDX-License-Identifier: MIT
//
// The module's answers as people read them.
#pragma once

#include "cli/terminal.hpp"
#include "intake.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace afpunt::standalone::cli {

struct Reader {
    std::string language;
    bool sample = false;
};

void show_intake(Terminal& terminal, const IntakeReport& report, const Reader& reader);
// Three lists: ready, held with reasons, and how many wait or are done.
void show_plan(Terminal& terminal, const boost::json::object& answer, const Reader& reader,
               bool with_waiting);
// What a run or a decision of a person changed.
void show_changes(Terminal& terminal, const boost::json::object& answer, const Reader& reader);
void show_why(Terminal& terminal, const boost::json::object& answer, const Reader& reader);
void show_letters(Terminal& terminal, const boost::json::object& answer, const Reader& reader);
void show_status(Terminal& terminal, const boost::json::object& answer, const Reader& reader);
void show_journal(Terminal& terminal, const boost::json::object& answer);

} // namespace afpunt::standalone::cli
