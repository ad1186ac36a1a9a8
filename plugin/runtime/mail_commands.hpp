// SPDX-License-Identifier: MIT
//
// Commands about the mail itself: `bounce` takes in mails that came back, `mail-test` looks whether
// letters would arrive.
#pragma once

#include "runtime/command_actions.hpp"

namespace afpunt::runtime {

void act_bounce(FollowUp& follow_up, const Request& request, const std::string& language,
                const Answer& answer);
void act_mail_test(FollowUp& follow_up, const Request& request, const std::string& language,
                   const Answer& answer);

} // namespace afpunt::runtime
