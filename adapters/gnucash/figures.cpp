// SPDX-License-Identifier: MIT
#include "gnucash/figures.hpp"

namespace afpunt::gnucash {
namespace {

template <typename Durations>
std::string object(const Durations& durations) {
    return "{\"count\":" + std::to_string(durations.total()) +
           ",\"p50_ns\":" + std::to_string(durations.quantile_ns(500)) +
           ",\"p99_ns\":" + std::to_string(durations.quantile_ns(990)) +
           ",\"longest_ns\":" + std::to_string(durations.longest_ns()) + "}";
}

} // namespace

std::string Figures::json() const {
    return "{\"handler\":" + object(handler) + ",\"slices\":" + object(slices) +
           ",\"slices_work\":" + object(slices_work) +
           ",\"opening_ns\":" + std::to_string(opening.count()) +
           ",\"events_missed\":" + std::to_string(events_missed) + "}";
}

} // namespace afpunt::gnucash
