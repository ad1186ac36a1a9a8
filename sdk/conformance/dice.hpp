// SPDX-License-Identifier: MIT
//
// Chance that can be repeated: the same seed gives the same throws with every compiler and library,
// which the distributions of the standard library do not promise.
#pragma once

#include <cstdint>

namespace afpunt::conformance {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    // 0 to below - 1; `below` > 0.
    [[nodiscard]] std::uint64_t throw_below(std::uint64_t below) { return next() % below; }
    [[nodiscard]] bool one_in(std::uint64_t times) { return throw_below(times) == 0; }

private:
    // SplitMix64 (Steele, Lea, Flood 2014): three lines, and good enough to choose cases with.
    std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
    std::uint64_t state_;
};

} // namespace afpunt::conformance
