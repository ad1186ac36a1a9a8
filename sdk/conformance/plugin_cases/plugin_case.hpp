// SPDX-License-Identifier: MIT
//
// The cases that a plugin is tried with. Each is one rule of the headers, and runs in a process of
// its own: what it breaks, it breaks for itself.
#pragma once

#include <afpunt/entry.h>

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

namespace afpunt::conformance {

// What a case has at hand.
struct PluginUnderTest {
    const afpunt_entry* entry = nullptr;
    std::filesystem::path file;   // where the entry was loaded from
    std::filesystem::path folder; // empty, and the case's own
    std::uint64_t seed = 0;
};

struct PluginCase {
    std::string_view name; // "event-of-any-size"
    std::string_view rule; // what the headers ask for, in one sentence
    std::string_view where;
    void (*run)(const PluginUnderTest&); // throws CaseFailed or CaseSkipped
};

[[nodiscard]] const std::vector<PluginCase>& plugin_cases();

// Each file of cases gives its own.
[[nodiscard]] std::vector<PluginCase> table_cases();
[[nodiscard]] std::vector<PluginCase> event_cases();
[[nodiscard]] std::vector<PluginCase> reading_cases();
[[nodiscard]] std::vector<PluginCase> record_cases();
[[nodiscard]] std::vector<PluginCase> thread_cases();
[[nodiscard]] std::vector<PluginCase> life_cases();
[[nodiscard]] std::vector<PluginCase> permit_cases();
[[nodiscard]] std::vector<PluginCase> command_cases();

} // namespace afpunt::conformance
