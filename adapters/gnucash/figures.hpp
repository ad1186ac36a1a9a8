// SPDX-License-Identifier: MIT
//
// How long GnuCash's thread spends in this adapter. Always kept: it costs two looks at a clock, and
// "does it slow GnuCash down?" is asked about books that we do not have.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <string>

namespace afpunt::gnucash {

// Counts durations in steps; what is longer than the last step counts there, and `longest` is
// exact.
template <std::int64_t StepNs, std::size_t Steps>
class Histogram {
public:
    void add(std::chrono::nanoseconds duration) {
        const std::int64_t ns = std::max<std::int64_t>(duration.count(), 0);
        ++counts_[std::min(static_cast<std::size_t>(ns / StepNs), Steps - 1)];
        ++total_;
        longest_ns_ = std::max(longest_ns_, ns);
    }
    [[nodiscard]] std::uint64_t total() const { return total_; }
    [[nodiscard]] std::int64_t longest_ns() const { return longest_ns_; }
    // The upper end of the step below which `per_mille` of the durations lie.
    [[nodiscard]] std::int64_t quantile_ns(std::uint64_t per_mille) const {
        const std::uint64_t wanted = (total_ * per_mille + 999) / 1000;
        std::uint64_t seen = 0;
        for (std::size_t step = 0; step < Steps; ++step) {
            seen += counts_[step];
            if (seen >= wanted && total_ > 0) {
                return std::min(static_cast<std::int64_t>(step + 1) * StepNs, longest_ns_);
            }
        }
        return longest_ns_;
    }

private:
    std::array<std::uint32_t, Steps> counts_{};
    std::uint64_t total_ = 0;
    std::int64_t longest_ns_ = 0;
};

struct Figures {
    Histogram<10, 1024> handler;    // one event of QOF
    Histogram<20'000, 1024> slices; // one turn on the idle loop
    // The processor time of the same: on a busy computer a turn waits for other programs as well.
    Histogram<20'000, 1024> slices_work;
    std::chrono::nanoseconds opening{}; // from the opened book to the end of its first reading
    std::uint64_t events_missed = 0;    // the ring was full; the book was read anew

    [[nodiscard]] std::string json() const;
};

[[nodiscard]] inline std::chrono::nanoseconds monotonic_now() {
    return std::chrono::steady_clock::now().time_since_epoch();
}

// Of the calling thread.
[[nodiscard]] inline std::chrono::nanoseconds processor_time() {
    std::timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

} // namespace afpunt::gnucash
