// SPDX-License-Identifier: MIT
//
// How this adapter speaks with the person: GnuCash's own dialogues, its status bar, and whatever
// the desktop opens pages and folders with. Without windows (Python, cron) it speaks on standard
// error and takes every answer for a no.
#pragma once

#include "gnucash/engine_functions.hpp"

#include <filesystem>
#include <string>

namespace afpunt::gnucash {

class Dialogues {
public:
    explicit Dialogues(const Engine& engine) : engine_(engine) {}

    // Waits for the answer; the loop turns meanwhile.
    [[nodiscard]] bool ask(const std::string& question) const;
    void tell(const std::string& text) const;
    // One line at the bottom of the window, until GnuCash writes there itself. Never waits.
    void show(const std::string& line) const;
    void open(const std::filesystem::path& file_or_folder) const;

private:
    [[nodiscard]] void* window() const;
    const Engine& engine_;
};

// One line on standard error, as GnuCash's own warnings go. [any]
void say_on_error_output(std::string_view text);

} // namespace afpunt::gnucash
