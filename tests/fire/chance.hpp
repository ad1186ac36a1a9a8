// SPDX-License-Identifier: MIT
//
// Random numbers of a campaign, from one seed: the same on every machine and with every library.
#pragma once

#include <cstdint>
#include <random>

namespace afpunt::tests {

class Chance {
public:
    explicit Chance(std::uint64_t seed) : engine_(seed) {}
    // From 0 to `count` - 1. That low numbers are likelier by a hair does not matter here.
    std::uint64_t below(std::uint64_t count) { return engine_() % count; }
    std::int32_t between(std::int32_t least, std::int32_t most) {
        return least +
               static_cast<std::int32_t>(below(static_cast<std::uint64_t>(most - least) + 1));
    }
    bool one_in(std::uint64_t count) { return below(count) == 0; }

private:
    std::mt19937_64 engine_;
};

} // namespace afpunt::tests
