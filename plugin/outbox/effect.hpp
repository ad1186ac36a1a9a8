// SPDX-License-Identifier: MIT
//
// What remains to be done in the world outside after something was decided: close a payment link,
// put a copy into the mail account's sent folder. Each is tried until it is done, across restarts,
// and shown to people while it is not.
#pragma once

#include <cstdint>
#include <string>

namespace afpunt::outbox {

enum class EffectKind { CloseLink, SentCopy };
enum class EffectState { Wanted, Done, GivenUp };

struct Effect {
    std::int64_t id = 0; // made by the store
    EffectKind kind = EffectKind::CloseLink;
    std::string letter_id;
    std::string detail; // what the doer needs: the provider's id of a link
    EffectState state = EffectState::Wanted;
    int attempts = 0;
    std::int64_t next_attempt_us = 0; // microseconds since 1970, UTC; 0 = at once
    std::string reason;               // why the last attempt failed, in words
    friend bool operator==(const Effect&, const Effect&) = default;
};

} // namespace afpunt::outbox
