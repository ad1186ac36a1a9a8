// SPDX-License-Identifier: MIT
//
// Several processes may have one book open: the command, `watch`, a desktop program. The one that
// settles or sends holds the lease of the book meanwhile; the others wait for their turn. The store
// lies on a disk of this machine, so time is counted by the machine's own clock since it was
// started, which no one can set back.
#pragma once

#include <cstdint>
#include <string>

namespace afpunt::outbox {

// Who holds it: one instance of the module in one process of one run of the machine.
struct LeaseHolder {
    std::string id; // random
    std::int64_t process = 0;
    std::string process_space; // a process number means something within it only (containers)
    std::string boot;          // changes each time the machine is started
    std::string name;          // for people: "afpunt watch"
    friend bool operator==(const LeaseHolder&, const LeaseHolder&) = default;
};

struct Lease {
    LeaseHolder holder;
    std::int64_t until_ms = 0; // of the holder's machine, since it was started
    friend bool operator==(const Lease&, const Lease&) = default;
};

// How long a holder that gives no sign of life keeps others waiting: longer than the slowest single
// step (a server that takes its time over one final dot), short enough for a person.
inline constexpr std::int64_t lease_ms = 180'000;

// Whether `mine` may take what `present` holds. A holder of an earlier run of the machine, and one
// whose process is known to be gone, are replaced at once; any other when its time is over.
[[nodiscard]] inline bool may_replace(const Lease& present, const LeaseHolder& mine,
                                      std::int64_t now_ms, bool process_exists) {
    if (present.holder.id == mine.id || present.holder.boot != mine.boot) return true;
    if (present.holder.process_space == mine.process_space && !process_exists) return true;
    return present.until_ms <= now_ms;
}

} // namespace afpunt::outbox
