// SPDX-License-Identifier: MIT
//
// Why an open item is reminded today or is not. Every open item gets exactly one reason; the code
// is stable (hosts and tests compare it), the sentence is made from the code and its facts in four
// languages by explanation.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace afpunt::policy {

enum class Outcome {
    Ready,   // goes into a letter today, or is in one that waits for approval or delivery
    Waiting, // nothing to do yet; `next_on` says when something may happen
    Held,    // would be due, but must not go out; a person can clear it
    Done     // settled, cancelled, or the last step is behind it
};

enum class ReasonCode {
    // Ready
    StepDue,        // in today's plan
    LetterPrepared, // a letter with this step waits for approval
    LetterApproved, // approved, waits for delivery
    // Waiting
    NotDue,              // due today or later
    BeforeFirstStep,     // overdue, but the first step's delay is not over
    BeforeNextStep,      // a letter went; the next step's delay is not over
    DaysBetweenMessages, // the customer had a message less than n days ago
    QuietDay,            // weekend, holiday or quiet day
    DailyLimit,          // catch-up: today's number of letters is reached
    BelowMinimum,        // the customer's total is below the minimum
    // Held
    HeldByPerson,      // hold on item or customer, by afpunt's own hold command
    HeldByHost,        // the host's reminder stop on the customer
    BankNotUpToDate,   // coverage does not reach far enough
    StatementMissing,  // there is a gap before the newest statement
    ProbablyPaid,      // an unallocated bank line probably pays it
    UnallocatedCredit, // the customer has a credit note or over-payment that is not used
    Disputed,
    AssignedToFactor,
    OtherIban, // the invoice names another account than the reminder would
    PaidByCard,
    DirectDebitUnderWay,
    PaidByLink,       // by a payment link; the bank does not show the money yet
    LinkMoneyMissing, // the same, and the bank should have shown it by now
    LinkStateUnknown, // the provider could not say whether the link was paid
    DiscountTaken,    // open only for an early-payment discount, paid in time
    Retention,        // open only for what was agreed to be retained
    WeOweThem,
    Insolvent,
    DebtMediation,
    HandedOver,
    OldBalance,     // was overdue when the book was first opened: look first
    OpeningBalance, // never reminded automatically
    NoMailAddress,
    MailReturned, // mail came back from every address of the customer
    NoAccountForCurrency,
    AmountsDisagree, // the host's own figures contradict each other
    CustomerUnknown,
    LetterUncertain, // delivery broke after the final dot
    // Done
    Settled,
    WithinTolerance,
    CreditNote, // is a credit, not a debt
    Cancelled,
    WrittenOff,
    LastStepSent // all steps are behind it: a person decides
};

// Every reason once, in the order above: for lists, and for tests that must miss none.
inline constexpr auto all_reasons = [] {
    std::array<ReasonCode, static_cast<std::size_t>(ReasonCode::LastStepSent) + 1> reasons{};
    for (std::size_t at = 0; at < reasons.size(); ++at)
        reasons[at] = static_cast<ReasonCode>(at);
    return reasons;
}();

[[nodiscard]] std::string_view code_of(ReasonCode reason); // "probably-paid"
[[nodiscard]] Outcome outcome_of(ReasonCode reason);
[[nodiscard]] std::string_view code_of(Outcome outcome); // "ready", "waiting", "held", "done"

} // namespace afpunt::policy
