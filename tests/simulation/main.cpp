// SPDX-License-Identifier: MIT
//
// The command line of the simulation: see "Simulation" in tests/README.md.
#include "simulation/campaign.hpp"

#include <charconv>
#include <exception>
#include <iostream>
#include <optional>
#include <string_view>
#include <vector>

namespace {

using namespace afpunt::simulation;

constexpr std::string_view usage =
    "Usage: afpunt-simulation [--seeds N] [--from N] [--minutes M] [--jobs J]\n"
    "       afpunt-simulation --seed N                 plays one and tells what happens\n"
    "       afpunt-simulation --finds [--guard NAME]   without each guard, a promise is broken\n"
    "  --without NAME   with the first two: one guard is switched off\n";

struct Options {
    Campaign campaign;
    std::uint64_t seed = 0;
    bool finds = false;
    Guard guard = Guard::None;
};

template <typename Number>
bool read_number(std::string_view text, Number& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size() && out > 0;
}

std::optional<Options> read_options(const std::vector<std::string_view>& words) {
    Options options;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const std::string_view word = words[at];
        if (word == "--finds") {
            options.finds = true;
            continue;
        }
        if (++at == words.size()) return std::nullopt;
        const std::string_view value = words[at];
        bool is_known = false;
        if (word == "--seed") is_known = read_number(value, options.seed);
        if (word == "--from") is_known = read_number(value, options.campaign.from);
        if (word == "--seeds") is_known = read_number(value, options.campaign.seeds);
        if (word == "--minutes") is_known = read_number(value, options.campaign.minutes);
        if (word == "--jobs") is_known = read_number(value, options.campaign.jobs);
        if (word == "--without" || word == "--guard") {
            const auto guard = guard_named(value);
            is_known = guard.has_value();
            options.guard = guard.value_or(Guard::None);
        }
        if (!is_known) return std::nullopt;
    }
    return options;
}

} // namespace

int main(int argc, char** argv) {
    try {
        const auto options = read_options({argv + 1, argv + argc});
        if (!options) {
            std::cerr << usage;
            return 2;
        }
        if (options->finds) {
            return every_guard_is_missed(options->campaign.jobs, options->guard) ? 0 : 1;
        }
        switch_off(options->guard);
        if (options->seed > 0) return replay(options->seed) ? 0 : 1;
        return play(options->campaign) ? 0 : 1;
    } catch (const std::exception& thrown) {
        std::cerr << "the simulation itself failed: " << thrown.what() << '\n';
        return 70;
    }
}
