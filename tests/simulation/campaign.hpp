// SPDX-License-Identifier: MIT
//
// Many seeds, by several processes at a time: a simulation uses one thread, and what SQLite keeps
// for a whole process must not be shared.
#pragma once

#include "simulation/guards.hpp"

#include <cstdint>
#include <string>

namespace afpunt::simulation {

struct Campaign {
    std::uint64_t from = 1, seeds = 2000;
    int minutes = 0; // where not 0: until they are over, whatever `seeds` says
    int jobs = 1;
};

// Plays the seeds; each one that fails is shortened and told. True = every promise was kept.
[[nodiscard]] bool play(const Campaign& campaign);
// Plays one seed and tells everything that happens.
[[nodiscard]] bool replay(std::uint64_t seed);
// Plays without each guard in turn, and demands that the promise that it is there for is found
// broken. `only`: that guard.
[[nodiscard]] bool every_guard_is_missed(int jobs, Guard only);

} // namespace afpunt::simulation
