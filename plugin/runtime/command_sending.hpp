// SPDX-License-Identifier: MIT
//
// Commands about letters leaving: switching it on, settling what nobody knows, saying which book
// this is. Each needs a person's name in the journal.
#pragma once

#include "runtime/command_actions.hpp"

namespace afpunt::runtime {

void act_sending(FollowUp&, const Request&, const std::string& language, const Answer&);
void act_settle(FollowUp&, const Request&, const std::string& language, const Answer&);
void act_book(FollowUp&, const Request&, const std::string& language, const Answer&);

// "own", "copy", "moved", "restored" or "replaced": what people are asked about.
[[nodiscard]] std::string_view standing_code(const FollowUp& follow_up);

} // namespace afpunt::runtime
