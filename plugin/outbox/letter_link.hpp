// SPDX-License-Identifier: MIT
//
// The payment link of a letter at a provider that hosts it. It is made when the letter is approved
// and stands in its frozen forms; it is closed when the money comes another way.
#pragma once

#include <afpunt/money.hpp>

#include <cstdint>
#include <string>

namespace afpunt::outbox {

enum class LinkState { Open, Paid, Closing, Closed, Expired };

struct LetterLink {
    std::string letter_id, provider, link_id, url;
    Money amount;
    LinkState state = LinkState::Open;
    std::int64_t checked_us = 0; // when the provider was last asked
    std::string note;            // what the provider said last, in words
    friend bool operator==(const LetterLink&, const LetterLink&) = default;
};

} // namespace afpunt::outbox
