// SPDX-License-Identifier: MIT
//
// The durable state of a book: letters and their items, events that came in, holds, people's words,
// and a journal whose entries chain by hash. A seam: SQLite now, a server database later behind the
// same contract tests. One writer (the worker); every function below is [worker] unless it says
// otherwise. Every change is one transaction: it is durable when the call returns, or nothing
// happened and a Failure says why.
#pragma once

#include "book/bank_account.hpp"
#include "matching/matcher.hpp"
#include "outbox/address_mark.hpp"
#include "outbox/effect.hpp"
#include "outbox/incarnation.hpp"
#include "outbox/lease.hpp"
#include "outbox/letter.hpp"
#include "outbox/letter_link.hpp"
#include "policy/history.hpp"

#include <afpunt/result.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::outbox {

// An event as it is kept: enough to withdraw by, and to know that it was seen.
struct InboxEvent {
    std::string source, epoch, event_id;
    std::int32_t type = 0;
    std::string party_id;              // empty where unknown
    std::vector<std::string> item_ids; // items that money was tied to or untied from
    std::string cursor;                // opaque, given back to the host: "resume after this"
    friend bool operator==(const InboxEvent&, const InboxEvent&) = default;
};

struct NewLetter {
    Letter letter; // where its id or number is empty, the store makes it
    std::vector<LetterForm> forms;
};

// One thing that happened, for people: "hold", "release", "approve", "withdraw", "confirm-bank"...
struct JournalEntry {
    std::int64_t sequence = 0;
    std::string at; // RFC 3339 UTC
    std::string kind, subject, text, who;
    std::string hash; // hex SHA-256 over the previous hash and this entry
    friend bool operator==(const JournalEntry&, const JournalEntry&) = default;
};

struct JournalDraft {
    std::string at, kind, subject, text, who;
};

// One step of a letter on its way out.
struct LetterMove {
    std::string letter_id;
    LetterState to = LetterState::Claimed;
    JournalDraft
        entry; // its text becomes the letter's reason; kind empty = nothing for the journal
    std::int64_t next_attempt_us = 0; // deferred: not before this moment
    std::int64_t left_us = 0;         // accepted: when
    std::vector<LetterForm> forms;    // approved: what is frozen
};

// How much a commit must survive. Process: the end of this process at any moment, not that of the
// machine; it costs no sync of the disk.
enum class Durability { Machine, Process };

// Since when letters may leave without a hand, and who said so.
struct SendingSwitch {
    std::string since, who; // RFC 3339 UTC; empty = never
    friend bool operator==(const SendingSwitch&, const SendingSwitch&) = default;
};

// What the store holds, the lease aside: another one after each change, whoever made it. Equal =
// everything reads as it did.
struct StoreVersion {
    std::int64_t own = 0, foreign = 0;
    friend bool operator==(const StoreVersion&, const StoreVersion&) = default;
};

class Store {
public:
    virtual ~Store() = default;

    // --- one at a time, and only one book ---------------------------------------------------
    // Takes or renews the lease, where `may_take` says so of the present one; otherwise gives back
    // the present one. Letters can be claimed and submitted only by the holder of the lease.
    // `inherit` says what becomes of letters that the holder before had in hand, and may read the
    // store. That happens in the same transaction: the lease is what tells of the holder before,
    // and who dies behind it must not leave his letters to somebody who knows nothing of it.
    using Inheritance = std::function<Result<std::vector<LetterMove>>()>;
    [[nodiscard]] virtual Result<std::optional<Lease>>
    take_lease(const Lease& wanted, const std::function<bool(const Lease& present)>& may_take,
               const Inheritance& inherit = {}) = 0;
    [[nodiscard]] virtual Result<void> release_lease() = 0;
    [[nodiscard]] virtual Result<Incarnation> incarnation() = 0;
    [[nodiscard]] virtual Result<void> set_incarnation(const Incarnation& incarnation,
                                                       const JournalDraft& entry) = 0;
    // Rises with each change that another process made to the state; equal = nobody did.
    [[nodiscard]] virtual Result<std::int64_t> foreign_changes() = 0;
    [[nodiscard]] virtual Result<StoreVersion> version() = 0;
    [[nodiscard]] virtual Result<SendingSwitch> sending() = 0;
    [[nodiscard]] virtual Result<void> set_sending(const SendingSwitch& sending,
                                                   const JournalDraft& entry) = 0;
    // What is overdue on this day is old balance: "look first", whatever was released before.
    [[nodiscard]] virtual Result<void> set_first_day(Date day, const JournalDraft& entry) = 0;

    // All changes that `work` makes are one transaction: durable together, or none of them where it
    // gives a Failure. One sync of the disk instead of one for each.
    [[nodiscard]] virtual Result<void> together(const std::function<Result<void>()>& work) = 0;

    // Work that later commits are spared, for a moment when nobody waits. Changes nothing stored.
    [[nodiscard]] virtual Result<void> upkeep() = 0;

    // --- events -----------------------------------------------------------------------------
    // All in one transaction. Returns those that had not been seen (same source, epoch and id).
    [[nodiscard]] virtual Result<std::vector<InboxEvent>>
    record_events(const std::vector<InboxEvent>& events) = 0;
    // Cursor of the newest durable event of a source; empty when none.
    [[nodiscard]] virtual Result<std::string> durable_cursor(std::string_view source) = 0;

    // --- letters ----------------------------------------------------------------------------
    // So many numbers that no letter has, rising; each call gives higher ones, whether they are
    // used or not.
    [[nodiscard]] virtual Result<std::vector<std::string>>
    next_letter_numbers(int year, std::size_t count) = 0;
    // Prepares letters in one transaction. A letter whose (item, step, round) is taken by another
    // that occupies it is left out: the ids of those that were stored come back. The entry is
    // written when at least one was stored; its kind empty = nothing for the journal.
    [[nodiscard]] virtual Result<std::vector<std::string>>
    add_letters(std::vector<NewLetter> letters, const JournalDraft& entry) = 0;
    [[nodiscard]] virtual Result<std::vector<Letter>> letters() = 0; // oldest first, with items
    [[nodiscard]] virtual Result<Letter> letter(std::string_view id_or_number) = 0;
    [[nodiscard]] virtual Result<std::vector<LetterForm>> forms(std::string_view letter_id) = 0;
    // A prepared letter met again on a later day: same items and amounts, another date and with it
    // another model. Takes on, model, model_hash, template_hash and policy_version from `letter`;
    // refused when the letter is not prepared or its items differ. Forms made before are dropped:
    // they tell of the earlier day.
    [[nodiscard]] virtual Result<void> refresh_letter(const Letter& letter) = 0;
    // Moves one letter; refuses moves that may_move forbids, naming the state it is in. `forms`
    // replaces the letter's forms when not empty, which only a letter that is prepared or held
    // allows: approval and claim freeze them. A trial letter is never claimed or printed. The
    // entry's text becomes the letter's reason, its `who` the approver.
    [[nodiscard]] virtual Result<void> move_letter(std::string_view letter_id, LetterState to,
                                                   const std::vector<LetterForm>& forms,
                                                   const JournalDraft& entry) = 0;
    // Moves letters on their way out, in one transaction. Gives the ids of those
    // that moved: one whose state does not allow it (withdrawn meanwhile) stays as it is. Claimed
    // and Submitting need the lease.
    [[nodiscard]] virtual Result<std::vector<std::string>>
    move_letters(const std::vector<LetterMove>& moves, Durability durability) = 0;
    // A letter that another copy of this book sent: its steps count as taken. Left out (false)
    // where one of them is taken already or the letter is known.
    [[nodiscard]] virtual Result<bool> take_over_letter(const Letter& letter,
                                                        const JournalDraft& entry) = 0;
    // "Paid before it left, booked after": for people; the newest word counts.
    [[nodiscard]] virtual Result<void> note_crossing(std::string_view letter_id,
                                                     const JournalDraft& entry) = 0;
    // Withdraws, in one transaction, every letter that can be withdrawn and that holds one of these
    // items (empty = all that can be). Returns the letters withdrawn; the entry is written when
    // there are any.
    [[nodiscard]] virtual Result<std::vector<Letter>>
    withdraw_for_items(const std::vector<std::string>& item_ids, const JournalDraft& entry) = 0;
    [[nodiscard]] virtual Result<void> withdraw_letter(std::string_view letter_id,
                                                       const JournalDraft& entry) = 0;

    // --- the world outside ------------------------------------------------------------------
    [[nodiscard]] virtual Result<void> add_effect(const Effect& effect) = 0;
    // Those wanted, oldest first; with `all` also those that are done or given up.
    [[nodiscard]] virtual Result<std::vector<Effect>> effects(bool all) = 0;
    // State, attempts, next_attempt_us and reason of effect.id.
    [[nodiscard]] virtual Result<void> update_effect(const Effect& effect) = 0;
    // Adds links of letters or replaces what was known of them, all in one transaction.
    [[nodiscard]] virtual Result<void> put_links(const std::vector<LetterLink>& links,
                                                 const std::vector<JournalDraft>& entries) = 0;
    // Oldest first; without `all` only those that are not closed or expired.
    [[nodiscard]] virtual Result<std::vector<LetterLink>> links(bool all) = 0;
    [[nodiscard]] virtual Result<void> mark_address(const AddressMark& mark,
                                                    const JournalDraft& entry) = 0;
    [[nodiscard]] virtual Result<void> forget_address_mark(std::string_view party_id,
                                                           std::string_view address,
                                                           const JournalDraft& entry) = 0;
    [[nodiscard]] virtual Result<std::vector<AddressMark>> address_marks() = 0;

    // --- rounds -----------------------------------------------------------------------------
    // An item that was seen settled after a step, and is open again, begins its next round.
    // Items without such a step are passed over.
    [[nodiscard]] virtual Result<void> note_settled(const std::vector<std::string>& item_ids) = 0;
    [[nodiscard]] virtual Result<void> note_open(const std::vector<std::string>& item_ids) = 0;

    // --- people -----------------------------------------------------------------------------
    [[nodiscard]] virtual Result<void> add_hold(const policy::Hold& hold,
                                                const JournalDraft& entry) = 0;
    // Ends the holds on a target; the number of holds that were ended.
    [[nodiscard]] virtual Result<int> release_hold(policy::HoldScope scope,
                                                   std::string_view target_id,
                                                   const JournalDraft& entry) = 0;
    [[nodiscard]] virtual Result<void> release_old_balance(const policy::OldBalanceRelease& release,
                                                           const JournalDraft& entry) = 0;
    [[nodiscard]] virtual Result<void> confirm_bank(const book::CoverageConfirmation& confirmation,
                                                    const JournalDraft& entry) = 0;
    [[nodiscard]] virtual Result<std::vector<book::CoverageConfirmation>> confirmations() = 0;
    [[nodiscard]] virtual Result<void> refuse_match(const matching::Refusal& refusal,
                                                    const JournalDraft& entry) = 0;
    [[nodiscard]] virtual Result<std::vector<matching::Refusal>> refused_matches() = 0;

    // --- the book as a whole ----------------------------------------------------------------
    // Everything that policy::History holds, with letters_today counted for `today`. Sets the first
    // day when it is not set and `trial` is false.
    [[nodiscard]] virtual Result<policy::History> history(Date today, bool trial) = 0;
    // The newest entries, oldest of them first.
    [[nodiscard]] virtual Result<std::vector<JournalEntry>> journal(int newest) = 0;
    [[nodiscard]] virtual Result<void> write_journal(const JournalDraft& entry) = 0;
    // Recomputes the chain; a Failure names the first entry that does not fit.
    [[nodiscard]] virtual Result<void> verify_journal() = 0;
};

} // namespace afpunt::outbox
