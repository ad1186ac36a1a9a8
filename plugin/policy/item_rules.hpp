// SPDX-License-Identifier: MIT
//
// What one open item deserves today, looked at by itself: the rules in the order in which a person
// would ask. Is it a debt at all? Is it due? May this customer and this invoice be reminded? Which
// step is next, and is its day there? Does anything say that it was paid? What is left over is a
// candidate for a letter (letter_grouping.hpp).
#pragma once

#include "policy/plan.hpp"
#include "policy/plan_index.hpp"

#include <cstddef>
#include <optional>

namespace afpunt::policy {

struct Candidate {
    std::size_t decision = 0; // position in the plan's decisions
    const book::OpenItem* item = nullptr;
    std::size_t step = 0; // position in the policy's steps
    int round = 1;
    int sequence = 1;
    Money demand;
};

struct Verdict {
    Decision decision; // StepDue with no facts yet when there is a candidate
    std::optional<Candidate> candidate;
};

[[nodiscard]] Verdict judge(const PlanIndex& index, const book::OpenItem& item);

// The step that comes next and the first day on which it may go out; nothing when all are behind.
struct NextStep {
    std::size_t step = 0;
    Date on;
};
[[nodiscard]] std::optional<NextStep> next_step(const PlanIndex& index, const book::OpenItem& item,
                                                const ItemPast& past);
// The day of the last step of this round, those before afpunt included.
[[nodiscard]] std::optional<Date> last_step_on(const PlanIndex& index, const ItemPast& past,
                                               const book::OpenItem& item);

// The part of the open amount that is in dispute, and the part that was agreed to be retained.
[[nodiscard]] Money disputed_part(const book::OpenItem& item);
[[nodiscard]] Money retained_part(const book::OpenItem& item);

} // namespace afpunt::policy
