// SPDX-License-Identifier: MIT
#include "benchmark/whole_job/figure.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cstdio>
#include <iostream>

namespace afpunt::benchmark {
namespace {

// Three digits that count.
std::string text_of(double value) {
    char text[32];
    const char* form = value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f";
    std::snprintf(text, sizeof text, form, value);
    return text;
}

std::string goal_of(const Figure& figure) {
    if (!figure.has_goal()) return "";
    std::string goal = figure.at_least == 0 ? "at most " + text_of(figure.at_most)
                       : figure.at_most == 0
                           ? "at least " + text_of(figure.at_least)
                           : text_of(figure.at_least) + " to " + text_of(figure.at_most);
    return goal + (figure.is_reached() ? ", reached" : ", NOT REACHED");
}

} // namespace

void print(const Figures& figures, bool as_json) {
    if (as_json) {
        boost::json::array rows;
        for (const Figure& figure : figures) {
            boost::json::object row{{"figure", figure.name},
                                    {"value", figure.value},
                                    {"unit", figure.unit},
                                    {"note", figure.note}};
            if (figure.at_least != 0) row["at_least"] = figure.at_least;
            if (figure.at_most != 0) row["at_most"] = figure.at_most;
            if (figure.has_goal()) row["reached"] = figure.is_reached();
            rows.push_back(std::move(row));
        }
        std::cout << boost::json::serialize(rows) << '\n';
        return;
    }
    std::size_t widest = 0;
    for (const Figure& figure : figures)
        widest = std::max(widest, figure.name.size());
    for (const Figure& figure : figures) {
        std::printf("%-*s %8s %-18s %-24s %s\n", static_cast<int>(widest), figure.name.c_str(),
                    text_of(figure.value).c_str(), figure.unit.c_str(), goal_of(figure).c_str(),
                    figure.note.c_str());
    }
}

} // namespace afpunt::benchmark
