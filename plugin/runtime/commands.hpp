// SPDX-License-Identifier: MIT
//
// afpunt.command/1: everything that a person does, as JSON in and JSON out. One file per kind:
// command_views.cpp looks, command_actions.cpp changes, command_json.cpp writes what both show.
#pragma once

#include "runtime/follow_up.hpp"

#include <afpunt/result.hpp>

#include <boost/json/object.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace afpunt::runtime {

// The whole answer, {"ok": true, ...} or {"ok": false, "error": {...}}, as text.
using Answer = std::function<void(std::string json)>;

// [main] The request as an object, or what is wrong with it.
[[nodiscard]] Result<boost::json::object> parse_request(std::string_view text);
// [worker] Carries out one command and answers once.
void execute(FollowUp& follow_up, const boost::json::object& request, const Answer& answer);

[[nodiscard]] std::string error_answer(const Failure& failure);
[[nodiscard]] std::string error_answer(std::string_view code, std::string_view message);

} // namespace afpunt::runtime
