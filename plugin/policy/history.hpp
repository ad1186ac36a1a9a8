// SPDX-License-Identifier: MIT
//
// What happened before, as the plan needs it: letters from the outbox, holds and releases by
// people, the first day of the book. Plain data; the runtime fills it from the store.
#pragma once

#include <afpunt/date.hpp>

#include <optional>
#include <string>
#include <vector>

namespace afpunt::policy {

// ReturnedForNow: it came back, perhaps from a mailbox that is full. Its step is free, but it
// counts as a message: the next one keeps its distance, or a full mailbox would get one with each
// look at the book.
enum class PastLetterState {
    Prepared,
    Approved,
    InDelivery,
    Accepted,
    Uncertain,
    Refused,
    ReturnedForNow
};

struct PastStep {
    std::string item_id, step_id;
    int round = 1;
    std::string letter_id, party_id;
    PastLetterState state = PastLetterState::Accepted;
    Date on; // the day of the letter
    friend bool operator==(const PastStep&, const PastStep&) = default;
};

enum class HoldScope { Item, Party };

struct Hold {
    HoldScope scope = HoldScope::Item;
    std::string target_id; // item or party id
    Date from;
    std::optional<Date> until; // last day of the hold; nullopt = until released
    std::string reason, who;
    friend bool operator==(const Hold&, const Hold&) = default;
};

// "This old balance may be reminded": by item, by customer, or all (both empty).
struct OldBalanceRelease {
    std::string item_id, party_id;
    std::string who;
    friend bool operator==(const OldBalanceRelease&, const OldBalanceRelease&) = default;
};

// What the provider of a payment link said of one item that the link is for.
struct LinkPayment {
    std::string item_id;
    std::optional<Date> paid_on; // nullopt = it could not be asked
    std::string why;             // why it could not
    friend bool operator==(const LinkPayment&, const LinkPayment&) = default;
};

struct History {
    // The day on which afpunt first saw the book; nullopt = today is that day.
    std::optional<Date> first_day;
    std::vector<PastStep> steps;
    std::vector<Hold> holds; // those that were not released
    std::vector<OldBalanceRelease> released;
    // Round of items that were settled and re-opened; 1 where absent.
    struct Round {
        std::string item_id;
        int round = 1;
        friend bool operator==(const Round&, const Round&) = default;
    };
    std::vector<Round> rounds;
    // Links that were paid while the bank does not show it, and those whose provider is silent.
    std::vector<LinkPayment> link_payments;
    int letters_today = 0; // already delivered or approved today, for the daily limit
    friend bool operator==(const History&, const History&) = default;
};

} // namespace afpunt::policy
