// SPDX-License-Identifier: MIT
//
// A host's case, from the outside: runs its program with the scripted plugin, reads what that one
// reported, and judges how the program ended.
#pragma once

#include "conformance/command_line.hpp"
#include "conformance/host_cases.hpp"
#include "conformance/results.hpp"

#include <string>

namespace afpunt::conformance {

// `unusable` says why the program cannot be tried at all.
[[nodiscard]] Result run_host_case(const HostCase& which, const Options& options,
                                   std::uint64_t seed, std::string& unusable);

} // namespace afpunt::conformance
