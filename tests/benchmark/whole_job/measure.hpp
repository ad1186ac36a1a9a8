// SPDX-License-Identifier: MIT
//
// What the benchmarks measure with. A time on a shared machine says little by itself, so each is
// taken twice: by the wall's clock, and as processor time of this process, which others at work
// hardly change. Times are for people, so floating point does no harm here: nothing is money.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <fstream>
#include <string>
#include <unistd.h>
#include <vector>

namespace afpunt::benchmark {

struct Span {
    double wall_s = 0, processor_s = 0;
};

class Stopwatch {
public:
    [[nodiscard]] Span read() const {
        const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - wall_;
        return {wall.count(), processor_seconds() - processor_};
    }

private:
    // All threads of the process together.
    static double processor_seconds() {
        timespec used{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
        return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
    }
    std::chrono::steady_clock::time_point wall_ = std::chrono::steady_clock::now();
    double processor_ = processor_seconds();
};

// What this process occupies of the memory now.
[[nodiscard]] inline double resident_bytes() {
    std::ifstream pages("/proc/self/statm");
    double size = 0;
    double resident = 0;
    pages >> size >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

// The most it ever occupied.
[[nodiscard]] inline double peak_bytes() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        if (word != "VmHWM:") continue;
        double kilobytes = 0;
        status >> kilobytes;
        return kilobytes * 1024;
    }
    return 0;
}

// `share` 0.5 is the median. Takes a copy: order of the caller's values stays.
[[nodiscard]] inline double percentile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at),
                     values.end());
    return values[at];
}

} // namespace afpunt::benchmark
