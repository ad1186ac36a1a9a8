// SPDX-License-Identifier: MIT
//
// What is to happen in one run, as data: made from a seed, kept apart from how it is carried out,
// so that a story that fails can be made shorter and is still the same story.
#pragma once

#include "simulation/virtual_time.hpp"
#include "simulation/world.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace afpunt::simulation {

enum class Kind {
    // The firm and its customers
    Invoice,
    CreditNote,
    PayAtBank,  // stands on the next statement
    PayPart,    // the same, a part
    PayTwo,     // two invoices with one payment
    PayVaguely, // without a reference
    PayTooMuch,
    PayInCash, // booked at once
    ReturnDebit,
    UnMatch,
    UseCredit,
    Dispute,
    EndDispute,
    Cancel,
    StopCustomer, // the host's own reminder stop
    GoOnWithCustomer,
    // The bank
    Import,        // all that is printed
    ImportLate,    // all but the newest
    ImportWithGap, // one is forgotten
    ImportSlowly,  // statements first, their lines minutes later
    ImportAnew,    // the newest once more
    BookLines,     // a person ties lines to what they are for
    // People and the module
    ApproveAll,
    ApproveOne,
    ApproveTwice, // in both programs at the same moment
    Run,
    HoldItem,
    Release,
    ConfirmBank,
    SettleUncertain,
    Look,
    // Programs and machines
    OpenSecond,
    CloseSecond,
    Restart, // in order
    Outage,  // ended in order, begun again days later
    Kill,
    PowerCut,
    KillAtWrite,
    PowerCutAtWrite,
    DiskFull,
    BackUp,
    PutBack,
    ClockJump,
    HostIsBusy,
    // Events
    LoseEvents,
    RepeatEvents,
    // The mail server
    Mood,
    // Something at a moment of the next letter's way out
    PayAtStage,         // and the host tells
    PaySilentlyAtStage, // and the event is lost
    KillAtStage,
    PowerCutAtStage,
    StopCustomerAtStage,
    RepeatAtStage
};

struct Happening {
    Microseconds at = 0; // since the begin
    Kind kind = Kind::Look;
    // Whatever it needs to be chosen: which customer, how much, how long. Read modulo what is
    // there, so that it means something in any state of the world.
    int who = 0, what = 0;
};

struct Story {
    std::uint64_t seed = 0;
    Microseconds wall_at_begin = 0;
    Rules rules;
    int accounts = 1, customers = 4;
    std::vector<Happening> happenings; // in order of time
};

[[nodiscard]] Story make_story(std::uint64_t seed);
[[nodiscard]] std::string in_words(Kind kind);
[[nodiscard]] std::string in_words(const Rules& rules);

} // namespace afpunt::simulation
