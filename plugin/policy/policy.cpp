// SPDX-License-Identifier: MIT
//
// The policy that a book has when nobody chose another: a friendly reminder once the bank has had
// three working days to bring the payment in, and a firm one ten working days after it.
#include "policy/policy.hpp"

#include <utility>

namespace afpunt::policy {

Policy Policy::standard(CalendarId calendar, std::string language) {
    Policy policy;
    policy.calendar = calendar;
    policy.default_language = std::move(language);
    policy.steps = {
        Step{"reminder-1", DelayFrom::DueDate, DelayUnit::WorkingDays, 3, "friendly"},
        Step{"reminder-2", DelayFrom::PreviousStep, DelayUnit::WorkingDays, 10, "firm"},
    };
    return policy;
}

} // namespace afpunt::policy
