// SPDX-License-Identifier: MIT
//
// Limits around a letter, in the order in which they are told: days between messages, minimum,
// quiet day, number of letters on one day.
#include "policy/letter_grouping.hpp"

#include "policy/decision_facts.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

namespace afpunt::policy {
namespace {

struct Group {
    std::string_view party_id;
    Currency currency;
    std::vector<const Candidate*> items; // by due date, then number
    Money total;

    [[nodiscard]] Date oldest_due() const { return items.front()->item->due_on; }
};

// Gives every item of the group the same reason; the facts are written by `write`.
template <typename Write>
void explain_group(const Group& group, std::vector<Decision>& decisions, ReasonCode reason,
                   Write write) {
    for (const Candidate* candidate : group.items) {
        Decision& decision = decisions[candidate->decision];
        decision.reason = reason;
        decision.outcome = outcome_of(reason);
        write(decision);
    }
}

[[nodiscard]] std::vector<Group> groups_of(const std::vector<Candidate>& candidates) {
    std::map<std::pair<std::string_view, std::string_view>, Group> groups;
    for (const Candidate& candidate : candidates) {
        const std::string_view party_id = candidate.item->customer_id;
        Group& group = groups[{party_id, candidate.demand.currency.code()}];
        group.party_id = party_id;
        group.currency = candidate.demand.currency;
        group.items.push_back(&candidate);
    }
    std::vector<Group> sorted;
    sorted.reserve(groups.size());
    for (auto& [key, group] : groups) {
        std::sort(group.items.begin(), group.items.end(), [](const auto* left, const auto* right) {
            return std::tie(left->item->due_on, left->item->number, left->item->id) <
                   std::tie(right->item->due_on, right->item->number, right->item->id);
        });
        sorted.push_back(std::move(group));
    }
    return sorted;
}

// False when the sum does not fit: then a figure is wrong by orders of magnitude.
[[nodiscard]] bool add_up(Group& group, std::vector<Decision>& decisions) {
    Result<Money> total = Money{0, group.currency};
    for (const Candidate* candidate : group.items) {
        if (total) total = add(*total, candidate->demand);
    }
    if (total) {
        group.total = *total;
        return true;
    }
    for (const Candidate* candidate : group.items) {
        Decision& decision = decisions[candidate->decision];
        decision.reason = ReasonCode::AmountsDisagree;
        decision.outcome = outcome_of(decision.reason);
        put(decision, "total", candidate->item->total);
        put(decision, "open", candidate->item->open);
    }
    return false;
}

[[nodiscard]] bool waits_for_days_between(const PlanIndex& index, const Group& group,
                                          std::vector<Decision>& decisions) {
    const std::optional<Date> last = index.last_message_to(group.party_id);
    // Never two messages on one day, even where the policy asks for no distance.
    const int days = std::max(index.policy().least_days_between_messages, 1);
    if (!last || index.today() >= *last + days) return false;
    explain_group(group, decisions, ReasonCode::DaysBetweenMessages, [&](Decision& decision) {
        decision.next_on = *last + days;
        put(decision, "last", *last);
        put(decision, "days", days);
        put(decision, "next", *last + days);
    });
    return true;
}

[[nodiscard]] bool is_too_little(const PlanIndex& index, const Group& group,
                                 std::vector<Decision>& decisions) {
    const auto found = index.policy().minimum_minor.find(std::string(group.currency.code()));
    const std::int64_t minimum = found == index.policy().minimum_minor.end() ? 0 : found->second;
    if (group.total.minor >= minimum && group.total.minor > index.policy().tolerance_minor) {
        return false;
    }
    explain_group(group, decisions, ReasonCode::BelowMinimum, [&](Decision& decision) {
        put(decision, "total", group.total);
        put(decision, "minimum",
            Money{std::max(minimum, index.policy().tolerance_minor), group.currency});
    });
    return true;
}

[[nodiscard]] bool waits_for_another_day(const PlanIndex& index, const Group& group,
                                         std::vector<Decision>& decisions) {
    if (!index.is_quiet(index.today())) return false;
    const Date next = index.next_allowed_day_after(index.today());
    explain_group(group, decisions, ReasonCode::QuietDay, [&](Decision& decision) {
        decision.next_on = next;
        put(decision, "day", index.today());
        put(decision, "next", next);
    });
    return true;
}

// After an outage: the oldest debts first, the rest on the next day.
[[nodiscard]] std::vector<Group> within_daily_limit(const PlanIndex& index,
                                                    std::vector<Group> groups,
                                                    std::vector<Decision>& decisions) {
    const int limit = index.policy().most_letters_per_day;
    if (limit <= 0) return groups;
    const std::size_t left =
        static_cast<std::size_t>(std::max(limit - std::max(index.history().letters_today, 0), 0));
    if (groups.size() <= left) return groups;
    std::stable_sort(groups.begin(), groups.end(), [](const Group& one, const Group& other) {
        return one.oldest_due() < other.oldest_due();
    });
    const Date next = index.next_allowed_day_after(index.today());
    for (std::size_t at = left; at < groups.size(); ++at) {
        explain_group(groups[at], decisions, ReasonCode::DailyLimit, [&](Decision& decision) {
            decision.next_on = next;
            put(decision, "limit", limit);
            put(decision, "next", next);
        });
    }
    groups.resize(left);
    std::sort(groups.begin(), groups.end(), [](const Group& one, const Group& other) {
        return std::pair(one.party_id, one.currency.code()) <
               std::pair(other.party_id, other.currency.code());
    });
    return groups;
}

void mark_ready(const Candidate& candidate, Decision& decision) {
    put(decision, "sequence", candidate.sequence);
    put(decision, "amount", candidate.demand);
    put(decision, "due", candidate.item->due_on);
    const Money disputed = disputed_part(*candidate.item);
    if (disputed.is_positive()) put(decision, "disputed", disputed);
    const Money retained = retained_part(*candidate.item);
    if (retained.is_positive()) put(decision, "retained", retained);
}

// The account that all its invoices name, so that nobody takes the letter for a swindler's; the
// firm's first one where they differ.
[[nodiscard]] const book::BankAccount& account_of(const PlanIndex& index, const Group& group) {
    const book::BankAccount* first = index.account_of(*group.items.front()->item);
    const bool agree =
        std::all_of(group.items.begin(), group.items.end(), [&](const Candidate* candidate) {
            return index.account_of(*candidate->item) == first;
        });
    return agree ? *first : *index.account_for(group.currency);
}

[[nodiscard]] PlannedLetter letter_of(const PlanIndex& index, const Group& group,
                                      std::vector<Decision>& decisions) {
    const Policy& policy = index.policy();
    PlannedLetter letter;
    letter.party_id = group.party_id;
    letter.currency = group.currency;
    letter.total = group.total;
    letter.tone = "firm";
    letter.on = index.today();
    letter.pay_by = add_working_days(policy.calendar, index.today() + policy.days_to_pay, 0);
    letter.covered_until = index.coverage().until.value_or(index.today());
    letter.account_id = account_of(index, group).id;
    letter.items.reserve(group.items.size());
    for (const Candidate* candidate : group.items) {
        const Step& step = policy.steps[candidate->step];
        // Firm only when every line is: a first invoice must not be met with a firm letter.
        if (step.tone != "firm") letter.tone = step.tone;
        letter.items.push_back({candidate->item->id, step.id, candidate->round, candidate->sequence,
                                candidate->demand});
        mark_ready(*candidate, decisions[candidate->decision]);
    }
    return letter;
}

} // namespace

std::vector<PlannedLetter> group_letters(const PlanIndex& index,
                                         const std::vector<Candidate>& candidates,
                                         std::vector<Decision>& decisions) {
    std::vector<Group> ready;
    for (Group& group : groups_of(candidates)) {
        if (!add_up(group, decisions) || waits_for_days_between(index, group, decisions) ||
            is_too_little(index, group, decisions) ||
            waits_for_another_day(index, group, decisions)) {
            continue;
        }
        ready.push_back(std::move(group));
    }
    std::vector<PlannedLetter> letters;
    for (const Group& group : within_daily_limit(index, std::move(ready), decisions)) {
        letters.push_back(letter_of(index, group, decisions));
    }
    return letters;
}

} // namespace afpunt::policy
