// SPDX-License-Identifier: MIT
//
// Commands that only look. Each sees the book as it is when it is asked, by a new reading or by the
// last one where that still holds: nobody is shown yesterday's truth.
#pragma once

#include "runtime/command_request.hpp"
#include "runtime/commands.hpp"

#include <functional>
#include <string>

namespace afpunt::runtime {

// What a view makes of a look: the fields of its answer.
using View = std::function<Result<boost::json::object>(FollowUp&, const Assessment&, const Request&,
                                                       const std::string& language)>;

// nullptr = no view of this name.
[[nodiscard]] View find_view(std::string_view command);

} // namespace afpunt::runtime
