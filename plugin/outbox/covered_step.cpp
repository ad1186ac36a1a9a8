// SPDX-License-Identifier: MIT
#include "outbox/covered_step.hpp"

#include <initializer_list>

namespace afpunt::outbox {

std::string covered_step(std::string_view letter_id, std::string_view item_id,
                         std::string_view step_id, int round) {
    return covered_step(config::Sha256(), letter_id, item_id, step_id, round);
}

std::string covered_step(const config::Sha256& hasher, std::string_view letter_id,
                         std::string_view item_id, std::string_view step_id, int round) {
    constexpr std::size_t digits = 16;
    const std::string round_text = std::to_string(round);
    std::string joined;
    for (const std::string_view part :
         std::initializer_list<std::string_view>{letter_id, item_id, step_id, round_text}) {
        joined.append(std::to_string(part.size())).append(":").append(part);
    }
    return hasher.hex(joined).substr(0, digits);
}

} // namespace afpunt::outbox
