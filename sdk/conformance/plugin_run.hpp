// SPDX-License-Identifier: MIT
//
// A plugin's case, from both sides of the process boundary.
#pragma once

#include "conformance/command_line.hpp"
#include "conformance/plugin_cases/plugin_case.hpp"
#include "conformance/results.hpp"

#include <filesystem>
#include <string>

namespace afpunt::conformance {

// The first argument of this program when it runs one case; no word for people.
inline constexpr const char* case_word = "--in-this-process";

// Starts this program again for one case and waits for what it has to say. `unloadable` says why
// the library cannot be tried at all.
[[nodiscard]] Result run_plugin_case(const PluginCase& which, const Options& options,
                                     std::uint64_t seed, std::string& unloadable);

// In the process that was started: loads the library, runs the case, writes the outcome.
// arguments: case_word, file, case, seed, folder.
int be_plugin_case(const std::vector<std::string>& arguments);

} // namespace afpunt::conformance
