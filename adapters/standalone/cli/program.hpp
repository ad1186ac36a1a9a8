// SPDX-License-Identifier: MIT
//
// Carries out one command line.
#pragma once

#include "cli/command_line.hpp"

namespace afpunt::standalone::cli {

[[nodiscard]] Exit carry_out(const CommandLine& line);

} // namespace afpunt::standalone::cli
