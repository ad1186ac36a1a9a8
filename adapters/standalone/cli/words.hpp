// SPDX-License-Identifier: MIT
//
// The words of the command line in the user's language; sentences about invoices come from the
// module. Dutch in Belgium and in the Netherlands differ where bookkeepers' words do.
#pragma once

#include <string>
#include <string_view>

namespace afpunt::standalone::cli {

enum class Word {
    Ready,
    Held,
    Waiting,
    Done,
    Withdrawn,
    Prepared,
    Delivered,
    NotDelivered,
    BankUpTo,
    NoBankData,
    NotAsked,
    MissingStatement,
    BalanceGap,
    MissingDays,
    Read,
    Invoices,
    Statements,
    Lines,
    Matched,
    OpenItemLists,
    SettledElsewhere,
    Reopened,
    NothingNew,
    Letter,
    Customer,
    Invoice,
    Due,
    Open,
    Why,
    State,
    Date,
    Total,
    Trial,
    Sample,
    Refused,
    ProbablyPaid,
    NothingReady,
    NothingHeld,
    Contradictions,
    Payments,
    Letters,
    BankLine,
    Step,
    OnlyPrepared,
    ApproveHint,
    Returned,
    Known,
    Problems,
    ConfirmedBy,
    Mode,
    Automatic,
    Prepare,
    PutOnHold,
    NextOn,
    Written,
    CameIn,
    WentOut,
    Balance,
    Provisional,
    NothingOdd,
    OnlyChecked
};

// `language`: "nl-BE", "nl", "fr"...; anything unknown gives English.
[[nodiscard]] std::string_view word(Word word, std::string_view language);

} // namespace afpunt::standalone::cli
