// SPDX-License-Identifier: MIT
//
// What came out: TAP (version 14) line by line as the cases end, or one JSON object at the end.
#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace afpunt::conformance {

enum class Outcome { Passed, Failed, Skipped };

struct Result {
    std::string name, rule, where;
    Outcome outcome = Outcome::Failed;
    std::string why;    // what was found, or why it was skipped
    std::string output; // what the case's process printed; shown where it failed
    std::chrono::milliseconds took{0};
};

struct RunOfCases {
    std::string tried; // "plugin /usr/lib/afpunt/libafpunt.so"
    std::string tool;  // "afpunt-conformance plugin"
    std::string given; // what stood behind it, without --case and --seed
    std::uint64_t seed = 0;
    std::vector<Result> results;
    [[nodiscard]] std::size_t count(Outcome outcome) const;
};

void begin_tap(std::ostream& out, const RunOfCases& run, std::size_t cases);
// `number` counts from 1.
void write_tap(std::ostream& out, const RunOfCases& run, const Result& result, std::size_t number);
void end_tap(std::ostream& out, const RunOfCases& run);
void write_json(std::ostream& out, const RunOfCases& run);

} // namespace afpunt::conformance
