// SPDX-License-Identifier: MIT
//
// This process as the holder of a lease, and whether another holder can still be alive.
#pragma once

#include "outbox/lease.hpp"

#include <cstdint>
#include <string>

namespace afpunt::runtime {

// `name` is for people: the host's name.
[[nodiscard]] outbox::LeaseHolder this_holder(std::string id, std::string name);
// Milliseconds since the machine was started, time asleep included; nobody can set it back.
[[nodiscard]] std::int64_t machine_ms();
// False when a process of this number certainly does not exist here.
[[nodiscard]] bool process_exists(std::int64_t process);
// What makes out the place of a state: this machine and the folder's real path.
[[nodiscard]] std::string place_of(const std::string& state_folder);

} // namespace afpunt::runtime
