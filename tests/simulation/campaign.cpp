// SPDX-License-Identifier: MIT
#include "simulation/campaign.hpp"

#include "simulation/shrink.hpp"
#include "simulation/simulation.hpp"

#include <chrono>
#include <functional>
#include <iostream>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace afpunt::simulation {
namespace {

constexpr int failures_told = 3; // by each process: more would say the same
constexpr std::uint64_t seeds_to_miss_a_guard = 1500;

// What one process has played; handed to its parent through a pipe, as it stands in memory.
struct Tally {
    std::uint64_t seeds = 0, failed = 0, letters = 0, withdrawn = 0, programs = 0, happenings = 0,
                  days = 0, writes = 0;
};

void add(Tally& all, const Story& story, const Outcome& outcome) {
    ++all.seeds;
    if (!outcome.broken.empty()) ++all.failed;
    all.letters += outcome.letters_taken;
    all.withdrawn += outcome.letters_withdrawn;
    all.programs += outcome.programs_begun;
    all.happenings += story.happenings.size();
    all.days += static_cast<std::uint64_t>(outcome.days);
    all.writes += outcome.writes;
}

void tell(const Story& story, const Outcome& outcome) {
    std::string text = "seed " + std::to_string(story.seed) +
                       " broke a promise: " + outcome.broken + "\n  " + outcome.how + "\n";
    const Story shorter = shortened(story, outcome.broken);
    const Outcome again = Simulation(shorter, Notes::Taken).play();
    text += "  " + std::to_string(shorter.happenings.size()) + " of its " +
            std::to_string(story.happenings.size()) + " happenings are enough; " +
            in_words(story.rules) + "\n";
    for (const std::string& note : again.notes)
        text += "    " + note.substr(0, 240) + "\n";
    text += "  again: afpunt-simulation --seed " + std::to_string(story.seed) + "\n";
    std::cout << text << std::flush;
}

Tally play_share(const Campaign& campaign, int job) {
    Tally tally;
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(campaign.minutes);
    for (std::uint64_t seed = campaign.from + static_cast<std::uint64_t>(job);;
         seed += static_cast<std::uint64_t>(campaign.jobs)) {
        const bool is_over = campaign.minutes > 0 ? std::chrono::steady_clock::now() >= end
                                                  : seed >= campaign.from + campaign.seeds;
        if (is_over) return tally;
        const Story story = make_story(seed);
        const Outcome outcome = Simulation(story).play();
        add(tally, story, outcome);
        if (!outcome.broken.empty() && tally.failed <= failures_told) tell(story, outcome);
    }
}

// A guard protects more than one promise: what left and is thought not to have left may be sent
// again or be withdrawn. It counts as missed when the promise that it is there for is broken.
bool is_missed(const GuardName& guard) {
    switch_off(guard.guard);
    Outcome outcome;
    std::uint64_t seed = 0, others = 0;
    while (outcome.broken != guard.invariant && ++seed <= seeds_to_miss_a_guard) {
        outcome = Simulation(make_story(seed)).play();
        if (!outcome.broken.empty() && outcome.broken != guard.invariant) ++others;
    }
    switch_off(Guard::None);
    const bool is_found = seed <= seeds_to_miss_a_guard;
    std::string text = is_found ? "found with seed " + std::to_string(seed) : "NOT FOUND";
    text += ", without " + std::string(guard.name) + ": " + std::string(guard.invariant);
    if (others > 0) text += " (and other promises before, " + std::to_string(others) + " times)";
    std::cout << text + "\n" << std::flush;
    return is_found;
}

// Each job in a process of its own; what each of them hands over.
template <typename Result>
std::vector<Result> in_processes(int jobs, const std::function<Result(int job)>& work) {
    std::vector<int> pipes;
    for (int job = 0; job < jobs; ++job) {
        int ends[2];
        if (pipe(ends) != 0) return {};
        const pid_t child = fork();
        if (child < 0) return {};
        if (child == 0) {
            const Result result = work(job);
            const bool is_told =
                write(ends[1], &result, sizeof result) == static_cast<ssize_t>(sizeof result);
            _exit(is_told ? 0 : 1);
        }
        close(ends[1]);
        pipes.push_back(ends[0]);
    }
    std::vector<Result> results;
    for (const int end : pipes) {
        Result result;
        if (read(end, &result, sizeof result) == static_cast<ssize_t>(sizeof result)) {
            results.push_back(result);
        }
        close(end);
    }
    while (wait(nullptr) > 0) {
    }
    return results;
}

} // namespace

bool play(const Campaign& campaign) {
    const auto begin = std::chrono::steady_clock::now();
    const auto tallies =
        in_processes<Tally>(campaign.jobs, [&](int job) { return play_share(campaign, job); });
    const auto took =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - begin);
    Tally all;
    for (const Tally& one : tallies) {
        all.seeds += one.seeds;
        all.failed += one.failed;
        all.letters += one.letters;
        all.withdrawn += one.withdrawn;
        all.programs += one.programs;
        all.happenings += one.happenings;
        all.days += one.days;
        all.writes += one.writes;
    }
    std::cout << all.seeds << " seeds from " << campaign.from << ", " << all.failed
              << " failed: " << all.days / 365 << " years with " << all.happenings
              << " happenings, " << all.programs << " programs begun, " << all.writes << " writes; "
              << all.letters << " letters taken, " << all.withdrawn << " withdrawn; "
              << took.count() << " s\n";
    if (tallies.size() != static_cast<std::size_t>(campaign.jobs)) {
        std::cout << "a process of the simulation itself came to a bad end\n";
        return false;
    }
    return all.failed == 0;
}

bool replay(std::uint64_t seed) {
    const Story story = make_story(seed);
    const Outcome outcome = Simulation(story, Notes::Taken).play();
    std::cout << "seed " << seed << ": " << in_words(story.rules) << "\n";
    for (const std::string& note : outcome.notes)
        std::cout << note.substr(0, 300) << "\n";
    if (outcome.broken.empty()) return true;
    tell(story, outcome);
    return false;
}

bool every_guard_is_missed(int jobs, Guard only) {
    const auto results = in_processes<bool>(jobs, [&](int job) {
        bool all_found = true;
        for (std::size_t at = 0; at < guard_names().size(); ++at) {
            const GuardName& guard = guard_names()[at];
            const bool is_ours =
                at % static_cast<std::size_t>(jobs) == static_cast<std::size_t>(job);
            if (!is_ours || (only != Guard::None && guard.guard != only)) continue;
            all_found = is_missed(guard) && all_found;
        }
        return all_found;
    });
    for (const bool found : results) {
        if (!found) return false;
    }
    return results.size() == static_cast<std::size_t>(jobs);
}

} // namespace afpunt::simulation
