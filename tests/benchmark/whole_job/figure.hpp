// SPDX-License-Identifier: MIT
//
// One line of the table that the benchmark prints: what was measured, and what it is to reach.
#pragma once

#include <string>
#include <vector>

namespace afpunt::benchmark {

struct Figure {
    std::string name;
    double value = 0;
    std::string unit;
    // What it is to reach; 0 and 0 = nothing, it is shown beside the others.
    double at_least = 0, at_most = 0;
    std::string note;

    [[nodiscard]] bool has_goal() const { return at_least != 0 || at_most != 0; }
    [[nodiscard]] bool is_reached() const {
        return value >= at_least && (at_most == 0 || value <= at_most);
    }
};

using Figures = std::vector<Figure>;

// As a table for people, or as one JSON array.
void print(const Figures& figures, bool as_json);

} // namespace afpunt::benchmark
