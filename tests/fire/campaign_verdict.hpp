// SPDX-License-Identifier: MIT
//
// What must be true of the letters after a campaign: compares what the mail server has, what the
// program's state says, and what is owed in the book.
#pragma once

#include "fire/campaign_book.hpp"
#include "fire/mail_keeper.hpp"
#include "fire/state_look.hpp"

#include <string>
#include <vector>

namespace afpunt::tests {

enum class Stage {
    AfterRestart, // letters may be listed as uncertain; what is due for the first time is out
    AtTheEnd      // a person has settled those, and both reminders of everything unpaid are out
};

// Sentences about what is wrong; empty = nothing.
[[nodiscard]] std::vector<std::string> verdict(const CampaignBook& book,
                                               const std::vector<KeptLetter>& kept,
                                               const StateLook& look, Stage stage);

} // namespace afpunt::tests
