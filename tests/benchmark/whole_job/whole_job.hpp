// SPDX-License-Identifier: MIT
//
// The parts of the benchmark, a file each. Each measures what it says and gives lines of the table.
#pragma once

#include "benchmark/whole_job/figure.hpp"

#include <cstdint>
#include <filesystem>

namespace afpunt::benchmark {

// Where things are: scratch files go to a disk, not to memory, for syncs are part of what is
// measured.
struct Places {
    std::filesystem::path program, module, scratch;
};

// job.cpp: one bank file of so many lines read, matched and decided, all in a process of its own.
struct Job {
    std::uint32_t items = 0;
    double megabytes = 0; // the bank file
    double parse_s = 0;   // pugixml's whole-document parse of it, processor time
    double parse_wall_s = 0;
    double read_s = 0;       // our reading of it to bookings, processor time
    double read_peak_kb = 0; // what reading it took of the memory
    double job_s = 0;        // reading, matching, deciding, letters durable: processor time
    double job_wall_s = 0;
    double letters = 0, matches = 0;
    double kept_bytes = 0, peak_bytes = 0; // memory that the module took on top of the host's
};
// Runs it in this process and prints it as JSON for the parent.
int run_job(const Places& places, std::uint32_t items);
[[nodiscard]] Job job_in_a_process(const Places& places, std::uint32_t items);
[[nodiscard]] Figures job_figures(const Job& job);
[[nodiscard]] Figures growth_figures(const std::vector<Job>& jobs);

// reading.cpp: bank files to bookings, beside the libraries that Debian has for it.
[[nodiscard]] Figures reading_figures(const Places& places, std::uint32_t lines);
// events.cpp: what an event costs the host, and how soon a match has withdrawn a letter.
[[nodiscard]] Figures event_figures(const Places& places, std::uint32_t items);
// answers.cpp: the first answer to a question about a large book.
[[nodiscard]] Figures answer_figures(const Places& places, std::uint32_t items);
// sending.cpp: approved letters until a mail server has them.
[[nodiscard]] Figures sending_figures(const Places& places);
// letters.cpp: letters rendered, and the pieces they consist of beside the libraries for them.
[[nodiscard]] Figures letter_figures();

} // namespace afpunt::benchmark
