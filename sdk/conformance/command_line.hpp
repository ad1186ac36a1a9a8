// SPDX-License-Identifier: MIT
//
// What somebody typed.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace afpunt::conformance {

enum class Exit : int {
    Passed = 0,        // every case passed, or was skipped with its reason
    Failed = 1,        // at least one case failed
    WrongUse = 2,      // the command line
    CannotBeTried = 3, // no library, no program, no entry
    OwnMistake = 70
};

struct Options {
    enum class Tried { Plugin, Host };
    Tried tried = Tried::Plugin;
    std::vector<std::string> subject; // the plugin's file, or the host's program and arguments
    std::vector<std::string> cases;   // empty = all
    std::optional<std::uint64_t> seed;
    std::chrono::seconds limit{60}; // for one case
    bool json = false, list = false;
    // For hosts only.
    std::filesystem::path scripted_plugin; // empty: as installed
    std::string before, change;            // commands for the shell; empty = none
    bool stays = false, may_book = false;
    // All of it as it was typed, for the shell, but for what says which cases and how they look.
    std::string given;
};

// The options, or with what the program ends at once: a text for people on `out` or `err`.
struct CommandLine {
    std::optional<Options> options;
    Exit exit = Exit::Passed;
    std::string out, err;
};
[[nodiscard]] CommandLine read_command_line(const std::vector<std::string>& arguments);

} // namespace afpunt::conformance
