// SPDX-License-Identifier: MIT
//
// The plan of a day: each item is judged by itself, then letters are put together per customer.
#include "policy/plan.hpp"

#include "policy/item_rules.hpp"
#include "policy/letter_grouping.hpp"
#include "policy/plan_index.hpp"

#include <algorithm>
#include <utility>

namespace afpunt::policy {

Plan make_plan(const book::Book& book, const std::vector<matching::Proposal>& proposals,
               const History& history, const Policy& policy, Date today) {
    const PlanIndex index(book, proposals, history, policy, today);
    Plan plan;
    plan.on = today;
    plan.policy_id = policy.id;
    plan.policy_version = policy.version;
    plan.decisions.reserve(book.snapshot().items.size());
    std::vector<Candidate> candidates;
    for (const book::OpenItem& item : book.snapshot().items) {
        Verdict verdict = judge(index, item);
        if (verdict.candidate) {
            verdict.candidate->decision = plan.decisions.size();
            candidates.push_back(*verdict.candidate);
        }
        plan.decisions.push_back(std::move(verdict.decision));
    }
    plan.letters = group_letters(index, candidates, plan.decisions);
    return plan;
}

const Decision* Plan::decision_for(std::string_view item_id) const {
    const auto found =
        std::find_if(decisions.begin(), decisions.end(),
                     [&](const Decision& decision) { return decision.item_id == item_id; });
    return found == decisions.end() ? nullptr : &*found;
}

const std::string& Decision::fact(std::string_view name) const {
    static const std::string nothing; // never changes: what a fact that is not there looks like
    const auto found = std::find_if(facts.begin(), facts.end(),
                                    [&](const auto& entry) { return entry.first == name; });
    return found == facts.end() ? nothing : found->second;
}

} // namespace afpunt::policy
