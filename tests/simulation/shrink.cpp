// SPDX-License-Identifier: MIT
#include "simulation/shrink.hpp"

#include "simulation/simulation.hpp"

namespace afpunt::simulation {
namespace {

// One try is one whole run; a story of eighty happenings is short after about two hundred.
constexpr int tries_max = 400;

} // namespace

// Leaves out longer stretches first, then shorter ones, down to single happenings.
Story shortened(Story story, const std::string& invariant) {
    int tries = 0;
    for (std::size_t length = story.happenings.size() / 2; length > 0;) {
        bool was_shortened = false;
        for (std::size_t from = 0; from < story.happenings.size() && tries < tries_max;) {
            Story shorter = story;
            const auto begin = shorter.happenings.begin() + static_cast<std::ptrdiff_t>(from);
            const std::size_t left_out = std::min(length, story.happenings.size() - from);
            shorter.happenings.erase(begin, begin + static_cast<std::ptrdiff_t>(left_out));
            ++tries;
            if (Simulation(shorter).play().broken == invariant) {
                story = std::move(shorter);
                was_shortened = true;
            } else {
                from += length;
            }
        }
        if (!was_shortened || length > 1) length /= 2;
    }
    return story;
}

} // namespace afpunt::simulation
