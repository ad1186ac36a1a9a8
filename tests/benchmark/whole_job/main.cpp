// SPDX-License-Identifier: MIT
//
// Everything that the product promises about speed, in one run and as ratios, because a time alone
// says as much about the machine. --json gives the same for programs.
//   whole_job_benchmark [--json] [--only job|reading|events|answers|letters|sending] [LINES...]
#include "benchmark/whole_job/whole_job.hpp"

#include <charconv>
#include <cstring>
#include <iostream>
#include <stdexcept>
#include <string_view>
#include <unistd.h>

namespace afpunt::benchmark {
namespace {

struct Wish {
    bool json = false;
    std::uint32_t job = 0; // this size only, in this process
    std::string only;
    std::vector<std::uint32_t> sizes;
};

std::uint32_t number_of(std::string_view text) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 1000) {
        throw std::invalid_argument(std::string(text) + " is no number of lines (1000 or more)");
    }
    return number;
}

Wish read_wish(int count, char** words) {
    Wish wish;
    for (int at = 1; at < count; ++at) {
        const std::string_view word = words[at];
        if (word == "--json") {
            wish.json = true;
        } else if (word == "--only" && at + 1 < count) {
            wish.only = words[++at];
        } else if (word == "--job" && at + 1 < count) {
            wish.job = number_of(words[++at]);
        } else {
            wish.sizes.push_back(number_of(word));
        }
    }
    if (wish.sizes.empty()) wish.sizes = {10'000, 100'000, 300'000};
    return wish;
}

Places find_places() {
    Places places;
    places.program = std::filesystem::canonical("/proc/self/exe");
    places.module = AFPUNT_MODULE_FILE;
    // Not the memory's file system: syncs are to cost what they cost.
    std::string name = (std::filesystem::path("/var/tmp") / "afpunt-benchmark-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for scratch files");
    places.scratch = name;
    return places;
}

void append(Figures& all, const Figures& more) {
    all.insert(all.end(), more.begin(), more.end());
}

Figures measure(const Wish& wish, const Places& places) {
    Figures figures;
    const auto wanted = [&](const char* part) { return wish.only.empty() || wish.only == part; };
    const std::uint32_t middle = wish.sizes[wish.sizes.size() / 2];
    if (wanted("job")) {
        std::vector<Job> jobs;
        for (const std::uint32_t size : wish.sizes) {
            jobs.push_back(job_in_a_process(places, size));
            append(figures, job_figures(jobs.back()));
        }
        append(figures, growth_figures(jobs));
    }
    if (wanted("reading")) append(figures, reading_figures(places, middle));
    if (wanted("events")) append(figures, event_figures(places, middle));
    if (wanted("answers")) append(figures, answer_figures(places, middle));
    if (wanted("letters")) append(figures, letter_figures());
    if (wanted("sending")) append(figures, sending_figures(places));
    return figures;
}

} // namespace
} // namespace afpunt::benchmark

int main(int count, char** words) {
    using namespace afpunt::benchmark;
    Places places;
    try {
        const Wish wish = read_wish(count, words);
        places = find_places();
        if (wish.job > 0) {
            run_job(places, wish.job);
        } else {
            print(measure(wish, places), wish.json);
        }
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        if (!places.scratch.empty()) std::filesystem::remove_all(places.scratch);
        return 1;
    }
    std::filesystem::remove_all(places.scratch);
    return 0;
}
