// SPDX-License-Identifier: MIT
//
// One message per debtor and currency (product rule 9): puts the candidates together and decides
// whether each letter may go out today. Items whose letter may not get the reason why; the others
// become ready.
#pragma once

#include "policy/item_rules.hpp"

#include <vector>

namespace afpunt::policy {

// Writes reason and facts of every candidate into `decisions`; the letters come by customer, then
// by currency.
[[nodiscard]] std::vector<PlannedLetter> group_letters(const PlanIndex& index,
                                                       const std::vector<Candidate>& candidates,
                                                       std::vector<Decision>& decisions);

} // namespace afpunt::policy
