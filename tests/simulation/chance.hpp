// SPDX-License-Identifier: MIT
//
// Chance that one number decides: the same on every machine and with every library, which the
// distributions of <random> are not.
#pragma once

#include <cstdint>

namespace afpunt::simulation {

class Chance {
public:
    explicit Chance(std::uint64_t seed) : state_(seed) {}
    // splitmix64
    std::uint64_t next() {
        std::uint64_t bits = state_ += 0x9e3779b97f4a7c15u;
        bits = (bits ^ bits >> 30) * 0xbf58476d1ce4e5b9u;
        bits = (bits ^ bits >> 27) * 0x94d049bb133111ebu;
        return bits ^ bits >> 31;
    }
    // 0 to count - 1; 0 where there is nothing to choose from.
    std::uint64_t below(std::uint64_t count) { return count == 0 ? 0 : next() % count; }
    // Both ends included.
    int between(int low, int high) {
        return low + static_cast<int>(below(static_cast<std::uint64_t>(high - low + 1)));
    }
    bool percent(int chances) { return between(0, 99) < chances; }

private:
    std::uint64_t state_;
};

} // namespace afpunt::simulation
