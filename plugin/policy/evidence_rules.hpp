// SPDX-License-Identifier: MIT
//
// What speaks against a letter although the item is due: bank data that does not reach far enough
// (product rule 2), money that is probably theirs (rule 3), credit that is not used, money that we
// owe them (rule 13), no address to write to.
#pragma once

#include "policy/plan.hpp"
#include "policy/plan_index.hpp"

namespace afpunt::policy {

// True when something does: reason and facts are then written into `decision`.
[[nodiscard]] bool holds_by_evidence(const PlanIndex& index, const book::OpenItem& item,
                                     const book::Party& party, Decision& decision);

} // namespace afpunt::policy
