// SPDX-License-Identifier: MIT
//
// Commands that change something. Each leaves a journal entry that says who did it.
#pragma once

#include "runtime/command_request.hpp"
#include "runtime/commands.hpp"

#include <functional>
#include <string>

namespace afpunt::runtime {

// Answers once, now or later.
using Action =
    std::function<void(FollowUp&, const Request&, const std::string& language, const Answer&)>;

// nullptr = no action of this name.
[[nodiscard]] Action find_action(std::string_view command);

// Looks, then lets `change` write, then settles, so that the answer shows what came of it.
void change_then_settle(
    FollowUp& follow_up, const std::string& language, const Answer& answer,
    std::function<Result<boost::json::object>(outbox::Store&, const Assessment&)> change);

[[nodiscard]] std::string ok_answer(boost::json::object&& fields);

} // namespace afpunt::runtime
