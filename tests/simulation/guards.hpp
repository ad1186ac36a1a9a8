// SPDX-License-Identifier: MIT
//
// What keeps the promises, each with a switch. The simulation is played without one of them to see
// that the invariant it protects is then found broken: an invariant that nothing breaks proves
// nothing. The switches stand in this program only: a guard is switched off at a seam (the disk,
// the machine, the host, the mail server), or in front of a function of the module that the linker
// lets this program step in front of (guards.cpp).
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace afpunt::simulation {

enum class Guard {
    None,
    // The store
    StepsAreTaken,     // a step that a letter has taken is planned for no other
    SubmittingIsNoted, // a row says "submitting" before the dot
    UncertainStays,    // what nobody knows is sent by no program
    MatchWithdraws,    // the event of a match withdraws, before anything is looked up
    WithdrawnIsFinal,  // a withdrawn letter goes nowhere
    ClaimsAreFreed,    // what a program that died had in hand goes on
    // The disk and the machine
    DiskSyncs,
    RestartIsSeen,     // after a loss of power, what was claimed counts as uncertain
    OneProgramAtATime, // the lease
    MarkIsKept,        // outside of the book: a state put back from a backup is known as such
    // The last words before the dot
    PermitIsHeeded,
    LastLook,
    // Deciding
    LettersAreReviewed,
    CoverageIsCounted,
    BankMoneyIsSeen, // unallocated lines hold the letters that they probably pay
    TextIsTrue,      // a letter asks what was decided
    MatchesAreWhole,
    PlanIsPure, // equal inputs, equal plan
    // Answers
    RevisionIsHeeded, // a look is kept no longer than the host's book stays
    StateIsHeeded     // nor than what the state says
};

struct GuardName {
    Guard guard;
    std::string_view name;
    std::string_view invariant; // what must be found broken without it
};

inline constexpr std::size_t guards = 20;
[[nodiscard]] const std::array<GuardName, guards>& guard_names();
[[nodiscard]] std::optional<Guard> guard_named(std::string_view name);

// The one that is switched off now; Guard::None in a real run.
void switch_off(Guard guard);
[[nodiscard]] bool is_off(Guard guard);

// Told of each letter that the event of a payment withdraws, in the instant in which it does.
class WithdrawalListener {
public:
    virtual ~WithdrawalListener() = default;
    virtual void withdrawn(const std::string& letter_id) = 0;
};
void listen_to_withdrawals(WithdrawalListener* who); // nullptr = nobody

} // namespace afpunt::simulation
