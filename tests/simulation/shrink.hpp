// SPDX-License-Identifier: MIT
//
// Makes a story that fails shorter, as long as the same promise is broken: what is left is what it
// takes.
#pragma once

#include "simulation/story.hpp"

#include <string>

namespace afpunt::simulation {

// `invariant`: what the story breaks.
[[nodiscard]] Story shortened(Story story, const std::string& invariant);

} // namespace afpunt::simulation
