// SPDX-License-Identifier: MIT
//
// Brings the outbox in line with the book: withdraws, holds, lets go on, prepares. All of it is
// safe to do again: the same book on the same day changes nothing the second time.
#pragma once

#include "document/reminder_model.hpp"
#include "runtime/assessment.hpp"

#include <afpunt/result.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace afpunt::runtime {

// Whether somebody will look at what stands afterwards. A plan looks at every item of the book, and
// most settlings follow an event that nobody asked about.
enum class PlanAfter { Wanted, Unwanted };

struct SettleReport {
    // Where it is unwanted, the letters that were just prepared are neither in its list nor in its
    // plan.
    Assessment after;
    std::vector<std::pair<std::string, std::string>> withdrawn; // letter number, why
    std::vector<std::pair<std::string, std::string>> held;
    std::vector<std::string> resumed;
    std::vector<std::string> prepared;                             // letter ids
    std::vector<std::pair<std::string, std::string>> not_prepared; // party id, why
    int matches_booked = 0;
};

// `make_id`: 128 random bits as hex, a new one each time.
[[nodiscard]] Result<SettleReport> settle(Assessment assessment, outbox::Store& store,
                                          const Configuration& configuration,
                                          const std::function<std::string()>& make_id,
                                          PlanAfter plan_after = PlanAfter::Wanted);

// The model of a waiting letter as the book stands in `assessment`. Fails when today's plan has no
// such letter (a quiet day, or the book moved on).
[[nodiscard]] Result<document::ReminderModel> model_of(const outbox::Letter& letter,
                                                       const Assessment& assessment,
                                                       const Configuration& configuration);

} // namespace afpunt::runtime
