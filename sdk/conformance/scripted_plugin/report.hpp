// SPDX-License-Identifier: MIT
//
// What the scripted plugin has to say to the kit: a line at a time, on disk at once, so that a
// crash loses nothing.
#pragma once

#include "conformance/host_cases.hpp"

#include <string>
#include <string_view>

namespace afpunt::conformance {

// Any thread. Does nothing where the kit did not start the host.
void report(std::string_view word, const std::string& sentence);

// A variable of the host's environment; empty when it is not there.
[[nodiscard]] std::string environment(const char* name);

} // namespace afpunt::conformance
