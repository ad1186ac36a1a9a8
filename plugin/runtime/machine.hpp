// SPDX-License-Identifier: MIT
//
// What the follow-up takes from the machine that it runs on, the clock on the wall aside
// (clock.hpp): a clock that only goes forward, random ids, who holds a lease and whether he still
// lives, the place of a state. A seam: the simulation (tests/simulation) is another machine, where
// all of this follows from one seed.
#pragma once

#include "outbox/lease.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace afpunt::runtime {

class Machine {
public:
    using Instant = std::chrono::steady_clock::time_point;

    virtual ~Machine() = default;
    [[nodiscard]] virtual Instant now() const = 0; // [any]
    // Milliseconds since the machine was started, time asleep included; nobody can set it back.
    [[nodiscard]] virtual std::int64_t since_start_ms() const = 0;
    // 128 random bits as 32 hex digits.
    [[nodiscard]] virtual std::string random_id() const = 0;
    // This process as the holder of a lease. `name` is for people: the host's name.
    [[nodiscard]] virtual outbox::LeaseHolder holder(std::string id, std::string name) const = 0;
    // False when a process of this number certainly does not exist here.
    [[nodiscard]] virtual bool process_exists(std::int64_t process) const = 0;
    // What makes out the place of a state: this machine and the folder's real path.
    [[nodiscard]] virtual std::string place_of(const std::string& state_folder) const = 0;
};

// The one that this process runs on.
[[nodiscard]] std::shared_ptr<const Machine> this_machine();

} // namespace afpunt::runtime
