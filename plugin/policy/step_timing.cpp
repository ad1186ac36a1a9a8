// SPDX-License-Identifier: MIT
//
// Which step is next, and from which day. Steps are counted by what happened, never by the calendar
// alone: after an outage of weeks an item takes its next step and skips none.
#include "policy/item_rules.hpp"

#include <algorithm>

namespace afpunt::policy {
namespace {

// Ids are stable over versions of a policy, so that the place after the furthest known one is right
// even when steps were added or taken out. Without any known id the number of reminders decides.
[[nodiscard]] std::size_t position_of_next(const PlanIndex& index, const ItemPast& past) {
    const std::vector<Step>& steps = index.policy().steps;
    const std::size_t before = past.round == 1 ? static_cast<std::size_t>(past.before) : 0;
    std::size_t after_known = 0;
    for (const PastStep* taken : past.this_round) {
        const auto known = std::find_if(steps.begin(), steps.end(), [&](const Step& step) {
            return step.id == taken->step_id;
        });
        if (known == steps.end()) continue;
        after_known = std::max(after_known, static_cast<std::size_t>(known - steps.begin()) + 1);
    }
    return after_known > 0 ? std::max(after_known, before) : before + past.this_round.size();
}

} // namespace

std::optional<Date> last_step_on(const PlanIndex& index, const ItemPast& past,
                                 const book::OpenItem& item) {
    std::optional<Date> last;
    if (past.round == 1 && past.before > 0) {
        // Reminded at an unknown time before afpunt came: at the latest on the book's first day.
        last = item.last_reminder_before ? *item.last_reminder_before
                                         : index.history().first_day.value_or(index.today());
    }
    for (const PastStep* taken : past.this_round) {
        last = last ? std::max(*last, taken->on) : taken->on;
    }
    return last;
}

std::optional<NextStep> next_step(const PlanIndex& index, const book::OpenItem& item,
                                  const ItemPast& past) {
    const std::vector<Step>& steps = index.policy().steps;
    const std::size_t position = position_of_next(index, past);
    if (position >= steps.size()) return std::nullopt;
    const Step& step = steps[position];
    const std::optional<Date> last = last_step_on(index, past, item);
    const Date base =
        step.from == DelayFrom::PreviousStep ? last.value_or(item.due_on) : item.due_on;
    const Date counted = step.unit == DelayUnit::CalendarDays
                             ? base + step.delay
                             : add_working_days(index.policy().calendar, base, step.delay);
    // A debt is late when its due day has ended, and two steps never share a day.
    const Date earliest = last ? std::max(item.due_on, *last) + 1 : item.due_on + 1;
    return NextStep{position, std::max(counted, earliest)};
}

} // namespace afpunt::policy
