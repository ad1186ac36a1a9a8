// SPDX-License-Identifier: MIT
//
// The payment link of a letter at a provider that hosts it. It is made when the letter is approved
// and stands in its frozen forms; it is closed when the money comes another way.
#pragma once

#include <afpunt/date.hpp>
#include <afpunt/money.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace afpunt::outbox {

// Open -> Paid | Closing | Expired; Closing -> Closed, or PaidTwice where somebody was quicker;
// Paid
// -> Closed when the bank shows the money, or PaidTwice when it shows that of another payment.
enum class LinkState { Open, Paid, Closing, Closed, Expired, PaidTwice };

struct LetterLink {
    std::string letter_id, provider, link_id, url;
    Money amount;
    LinkState state = LinkState::Open;
    Date expires_on;             // last day on which it may be used
    std::optional<Date> paid_on; // as the provider says
    std::int64_t checked_us = 0; // when the provider last answered
    std::string note;            // why it could not be asked, or what a person should know
    friend bool operator==(const LetterLink&, const LetterLink&) = default;
};

} // namespace afpunt::outbox
