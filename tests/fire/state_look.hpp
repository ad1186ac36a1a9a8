// SPDX-License-Identifier: MIT
//
// A look at what a killed program left on the disk: at a copy, so that the program itself finds
// everything as it lay.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace afpunt::tests {

struct LetterLeft {
    std::string id, number, state;
    std::vector<std::string> steps; // "F26-00017 reminder-1"
};

struct StateLook {
    std::vector<LetterLeft> letters;
    std::size_t documents = 0, statements = 0; // in the ledger
    std::vector<std::string> damage;           // what SQLite says is wrong; empty = nothing

    [[nodiscard]] std::size_t in_state(const std::string& state) const;
};

// `scratch` is a folder for the copy, emptied first.
[[nodiscard]] StateLook look_at_state(const std::filesystem::path& state_folder,
                                      const std::filesystem::path& scratch);

} // namespace afpunt::tests
