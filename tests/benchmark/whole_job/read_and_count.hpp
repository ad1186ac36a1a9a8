// SPDX-License-Identifier: MIT
//
// Reading a bank file and keeping nothing of it: what is measured is the reader.
#pragma once

#include "bank/bank_file.hpp"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <malloc.h>
#include <stdexcept>

namespace afpunt::benchmark {

class Counter final : public standalone::StatementSink {
public:
    void begin(const standalone::StatementHead&) override {}
    void entry(const standalone::BankEntry& entry) override {
        sum += entry.amount.minor;
        ++entries;
    }
    void end(const standalone::StatementFoot&, bool) override {}
    void problem(const standalone::Problem&) override { ++problems; }
    void progress(std::uint64_t, std::uint64_t) override {}
    std::int64_t sum = 0;
    std::uint64_t entries = 0, problems = 0;
};

// Throws when there are not so many lines in it, or anything is odd.
[[nodiscard]] inline Counter read_and_count(const std::filesystem::path& file,
                                            std::uint32_t lines) {
    Counter counter;
    const auto read = standalone::read_bank_file(file, counter);
    if (!read || counter.entries != lines || counter.problems > 0) {
        throw std::runtime_error("the reader does not read the bank file as it was written");
    }
    return counter;
}

inline void forget_the_peak() {
    malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << "5";
}

} // namespace afpunt::benchmark
