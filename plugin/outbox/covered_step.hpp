// SPDX-License-Identifier: MIT
//
// What a mail says of the steps that it takes, so that a book that came back from a backup can
// recognise them in a Sent folder. Opaque: who reads the mail's headers learns nothing from it that
// the letter does not say, and only somebody who knows the item and the step can make it again.
#pragma once

#include "config/sha256.hpp"

#include <string>
#include <string_view>

namespace afpunt::outbox {

// 16 lower-case hex digits: the first 64 bits of SHA-256 over the four, each with its length before
// it. Enough, because it is compared with the steps of one letter's book only.
[[nodiscard]] std::string covered_step(std::string_view letter_id, std::string_view item_id,
                                       std::string_view step_id, int round);

// The same with a hasher that is kept, for many of them.
[[nodiscard]] std::string covered_step(const config::Sha256& hasher, std::string_view letter_id,
                                       std::string_view item_id, std::string_view step_id,
                                       int round);

} // namespace afpunt::outbox
