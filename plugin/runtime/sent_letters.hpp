// SPDX-License-Identifier: MIT
//
// A book that was put back from a backup learns what left since from the mail account's folder of
// sent mail: each mail names its letter and, opaquely, the steps that it takes.
#pragma once

#include "delivery/sent_folder.hpp"
#include "runtime/follow_up.hpp"

#include <afpunt/result.hpp>

#include <functional>
#include <vector>

namespace afpunt::runtime {

// [worker] Reads the folder in the background; `done` comes once, on the worker.
void read_sent_folder(FollowUp& follow_up, Date since,
                      std::function<void(Result<std::vector<delivery::SentLetter>>)> done);

// Those of this book, as letters that were sent: an item whose step's token a mail bears. Amounts
// are what is owed today, because a mail's headers tell none. Mails of other books are left out.
[[nodiscard]] std::vector<outbox::Letter>
recognise_letters(const std::vector<delivery::SentLetter>& sent, const Assessment& assessment,
                  const policy::Policy& policy);

} // namespace afpunt::runtime
