// SPDX-License-Identifier: MIT
//
// Guards that are functions of the module are switched off by standing in front of them: the linker
// sends whoever calls the function to us (--wrap, see CMakeLists.txt beside this), and we pass the
// call on unless the guard is off. So the module's own sources know nothing of switches. The names
// are those that the compiler gives (Itanium C++ ABI); one that no longer exists ends the build.
#include "simulation/guards.hpp"

#include "document/reminder_model.hpp"
#include "matching/matcher.hpp"
#include "outbox/sqlite_store_class.hpp"
#include "policy/plan.hpp"
#include "runtime/follow_up.hpp"
#include "runtime/letter_review.hpp"
#include "runtime/permission.hpp"
#include "simulation/invariants.hpp"

#include <sqlite3.h>

#include <algorithm>

namespace afpunt::simulation {
namespace {

Guard switched_off = Guard::None; // one at a time, in a program of one thread
WithdrawalListener* listener = nullptr;

} // namespace

const std::array<GuardName, guards>& guard_names() {
    static constexpr std::array<GuardName, guards> names{{
        {Guard::StepsAreTaken, "steps-are-taken", no_step_has_two_letters},
        {Guard::SubmittingIsNoted, "submitting-is-noted", no_step_has_two_letters},
        {Guard::UncertainStays, "uncertain-stays", no_step_has_two_letters},
        {Guard::MatchWithdraws, "match-withdraws", no_letter_for_paid_money},
        {Guard::WithdrawnIsFinal, "withdrawn-is-final", withdrawn_is_never_sent},
        {Guard::ClaimsAreFreed, "claims-are-freed", what_is_due_is_prepared},
        {Guard::DiskSyncs, "disk-syncs", the_state_is_whole},
        {Guard::RestartIsSeen, "restart-is-seen", no_step_has_two_letters},
        {Guard::OneProgramAtATime, "one-program-at-a-time", no_step_has_two_letters},
        {Guard::MarkIsKept, "mark-is-kept", no_step_has_two_letters},
        {Guard::PermitIsHeeded, "permit-is-heeded", no_letter_for_paid_money},
        {Guard::LastLook, "last-look", no_letter_for_paid_money},
        {Guard::LettersAreReviewed, "letters-are-reviewed", no_letter_for_paid_money},
        {Guard::CoverageIsCounted, "coverage-is-counted", no_letter_beyond_the_bank},
        {Guard::BankMoneyIsSeen, "bank-money-is-seen", no_letter_for_paid_money},
        {Guard::TextIsTrue, "text-is-true", no_amount_is_created_or_lost},
        {Guard::MatchesAreWhole, "matches-are-whole", no_amount_is_created_or_lost},
        {Guard::PlanIsPure, "plan-is-pure", decisions_replay},
        {Guard::RevisionIsHeeded, "revision-is-heeded", answers_are_of_today},
        {Guard::StateIsHeeded, "state-is-heeded", decisions_replay},
    }};
    return names;
}

std::optional<Guard> guard_named(std::string_view name) {
    const auto& names = guard_names();
    const auto found = std::find_if(names.begin(), names.end(),
                                    [&](const GuardName& one) { return one.name == name; });
    return found == names.end() ? std::nullopt : std::optional(found->guard);
}

void switch_off(Guard guard) {
    switched_off = guard;
}
bool is_off(Guard guard) {
    return switched_off == guard;
}
void listen_to_withdrawals(WithdrawalListener* who) {
    listener = who;
}

// ---- functions in front of others --------------------------------------------------------------

namespace front {

using outbox::LetterMove;
using outbox::LetterState;
using outbox::SqliteStore;
using Moved = Result<std::vector<std::string>>;
using Withdrawn = Result<std::vector<outbox::Letter>>;

namespace {

// Through a door of its own: what the store keeps of taken steps is forgotten.
void free_all_steps() {
    sqlite3* state = nullptr;
    sqlite3_open("/afpunt.db", &state);
    sqlite3_exec(state, "UPDATE letter_item SET occupies = 0", nullptr, nullptr, nullptr);
    sqlite3_close(state);
}

} // namespace

Moved real_move_letters(SqliteStore*, const std::vector<LetterMove>&, outbox::Durability) asm(
    "__real_"
    "_ZN6afpunt6outbox11SqliteStore12move_lettersB5cxx11ERKSt6vectorINS0_10LetterMoveESaIS3_"
    "EENS0_10DurabilityE");
Moved move_letters(SqliteStore*, const std::vector<LetterMove>&, outbox::Durability) asm(
    "__wrap_"
    "_ZN6afpunt6outbox11SqliteStore12move_lettersB5cxx11ERKSt6vectorINS0_10LetterMoveESaIS3_"
    "EENS0_10DurabilityE");
Moved move_letters(SqliteStore* store, const std::vector<LetterMove>& moves,
                   outbox::Durability durability) {
    if (is_off(Guard::SubmittingIsNoted) && !moves.empty() &&
        moves.front().to == LetterState::Submitting) {
        std::vector<std::string> as_if;
        for (const LetterMove& move : moves)
            as_if.push_back(move.letter_id);
        return as_if;
    }
    if (!is_off(Guard::UncertainStays)) return real_move_letters(store, moves, durability);
    std::vector<LetterMove> hopeful = moves;
    for (LetterMove& move : hopeful) {
        if (move.to == LetterState::Uncertain) move.to = LetterState::Deferred;
    }
    return real_move_letters(store, hopeful, durability);
}

Result<bool> real_move_one(SqliteStore*, const LetterMove&) asm(
    "__real_"
    "_ZN6afpunt6outbox11SqliteStore8move_oneERKNS0_10LetterMoveE");
Result<bool> move_one(SqliteStore*, const LetterMove&) asm(
    "__wrap_"
    "_ZN6afpunt6outbox11SqliteStore8move_oneERKNS0_10LetterMoveE");
Result<bool> move_one(SqliteStore* store, const LetterMove& move) {
    // The only ones that come by here one by one: letters of a program that died.
    if (is_off(Guard::ClaimsAreFreed)) return false;
    return real_move_one(store, move);
}

Withdrawn real_withdraw_for_items(
    SqliteStore*, const std::vector<std::string>&,
    const outbox::
        JournalDraft&) asm("__real_"
                           "_ZN6afpunt6outbox11SqliteStore18withdraw_for_itemsERKSt6vectorINSt7__"
                           "cxx1112basic_"
                           "stringIcSt11char_traitsIcESaIcEEESaIS8_EERKNS0_12JournalDraftE");
Withdrawn
withdraw_for_items(SqliteStore*, const std::vector<std::string>&, const outbox::JournalDraft&) asm(
    "__wrap_"
    "_ZN6afpunt6outbox11SqliteStore18withdraw_for_itemsERKSt6vectorINSt7__cxx1112basic_"
    "stringIcSt11char_traitsIcESaIcEEESaIS8_EERKNS0_12JournalDraftE");
Withdrawn withdraw_for_items(SqliteStore* store, const std::vector<std::string>& items,
                             const outbox::JournalDraft& entry) {
    if (is_off(Guard::MatchWithdraws)) return std::vector<outbox::Letter>();
    auto withdrawn = real_withdraw_for_items(store, items, entry);
    if (withdrawn && listener != nullptr) {
        for (const outbox::Letter& letter : *withdrawn)
            listener->withdrawn(letter.id);
    }
    return withdrawn;
}

Result<policy::History> real_history(SqliteStore*, Date,
                                     bool) asm("__real_"
                                               "_ZN6afpunt6outbox11SqliteStore7historyENS_4DateEb");
Result<policy::History> history(SqliteStore*, Date,
                                bool) asm("__wrap_"
                                          "_ZN6afpunt6outbox11SqliteStore7historyENS_4DateEb");
Result<policy::History> history(SqliteStore* store, Date today, bool trial) {
    auto past = real_history(store, today, trial);
    if (past && is_off(Guard::StepsAreTaken)) {
        // The store looks by itself as well, and its index a third time.
        past->steps.clear();
        free_all_steps();
    }
    return past;
}

Result<void> real_check_lease(SqliteStore*, LetterState) asm(
    "__real_"
    "_ZN6afpunt6outbox11SqliteStore11check_leaseENS0_11LetterStateE");
Result<void> check_lease(SqliteStore*, LetterState) asm(
    "__wrap_"
    "_ZN6afpunt6outbox11SqliteStore11check_leaseENS0_11LetterStateE");
Result<void> check_lease(SqliteStore* store, LetterState to) {
    if (is_off(Guard::OneProgramAtATime)) return {};
    return real_check_lease(store, to);
}

bool real_may_move(LetterState,
                   LetterState) asm("__real_"
                                    "_ZN6afpunt6outbox8may_moveENS0_11LetterStateES1_");
bool may_move(LetterState, LetterState) asm("__wrap_"
                                            "_ZN6afpunt6outbox8may_moveENS0_11LetterStateES1_");
bool may_move(LetterState from, LetterState to) {
    if (is_off(Guard::WithdrawnIsFinal) && from == LetterState::Withdrawn) return true;
    return real_may_move(from, to);
}

runtime::Objection real_objection(const runtime::Outgoing&, const runtime::PermitAnswer&) asm(
    "__real_"
    "_ZN6afpunt7runtime9objectionERKNS0_8OutgoingERKNS0_12PermitAnswerE");
runtime::Objection objection(const runtime::Outgoing&, const runtime::PermitAnswer&) asm(
    "__wrap_"
    "_ZN6afpunt7runtime9objectionERKNS0_8OutgoingERKNS0_12PermitAnswerE");
runtime::Objection objection(const runtime::Outgoing& letter, const runtime::PermitAnswer& permit) {
    if (is_off(Guard::PermitIsHeeded)) return {};
    return real_objection(letter, permit);
}

runtime::Review real_review_letter(
    const outbox::Letter&, const book::Book&, const policy::Plan&, const policy::Policy&, bool,
    std::string_view) asm("__real_"
                          "_ZN6afpunt7runtime13review_letterERKNS_6outbox6LetterERKNS_"
                          "4book4BookERKNS_6policy4"
                          "PlanERKNS9_6PolicyEbSt17basic_string_viewIcSt11char_traitsIcEE");
runtime::Review review_letter(
    const outbox::Letter&, const book::Book&, const policy::Plan&, const policy::Policy&, bool,
    std::string_view) asm("__wrap_"
                          "_ZN6afpunt7runtime13review_letterERKNS_6outbox6LetterERKNS_"
                          "4book4BookERKNS_6policy4"
                          "PlanERKNS9_6PolicyEbSt17basic_string_viewIcSt11char_traitsIcEE");
runtime::Review review_letter(const outbox::Letter& letter, const book::Book& book,
                              const policy::Plan& fresh, const policy::Policy& policy, bool trial,
                              std::string_view language) {
    if (is_off(Guard::LettersAreReviewed)) return {};
    return real_review_letter(letter, book, fresh, policy, trial, language);
}

book::Coverage real_coverage_of(
    const std::vector<book::BankAccount>&, const std::vector<book::Statement>&,
    const std::vector<
        book::CoverageConfirmation>&) asm("__real_"
                                          "_ZN6afpunt4book11coverage_ofERKSt6vectorINS0_"
                                          "11BankAccountESaIS2_EERKS1_INS0_"
                                          "9StatementESaIS7_EERKS1_INS0_"
                                          "20CoverageConfirmationESaISC_EE");
book::Coverage
coverage_of(const std::vector<book::BankAccount>&, const std::vector<book::Statement>&,
            const std::vector<
                book::CoverageConfirmation>&) asm("__wrap_"
                                                  "_ZN6afpunt4book11coverage_ofERKSt6vectorINS0_"
                                                  "11BankAccountESaIS2_EERKS1_INS0_"
                                                  "9StatementESaIS7_EERKS1_INS0_"
                                                  "20CoverageConfirmationESaISC_EE");
book::Coverage coverage_of(const std::vector<book::BankAccount>& accounts,
                           const std::vector<book::Statement>& statements,
                           const std::vector<book::CoverageConfirmation>& confirmations) {
    book::Coverage coverage = real_coverage_of(accounts, statements, confirmations);
    for (book::AccountCoverage& account : coverage.accounts) {
        if (is_off(Guard::CoverageIsCounted)) account.until = Date::of(2999, 12, 31);
    }
    return coverage;
}

std::vector<matching::Proposal> real_propose(const book::Book&, const matching::Options&) asm(
    "__real_"
    "_ZN6afpunt8matching7proposeERKNS_4book4BookERKNS0_7OptionsE");
std::vector<matching::Proposal> propose(const book::Book&, const matching::Options&) asm(
    "__wrap_"
    "_ZN6afpunt8matching7proposeERKNS_4book4BookERKNS0_7OptionsE");
std::vector<matching::Proposal> propose(const book::Book& book, const matching::Options& options) {
    if (is_off(Guard::BankMoneyIsSeen)) return {};
    auto proposals = real_propose(book, options);
    for (matching::Proposal& proposal : proposals) {
        if (!is_off(Guard::MatchesAreWhole) || proposal.allocations.empty()) continue;
        proposal.allocations.front().amount.minor *= 2;
    }
    return proposals;
}

policy::Plan real_make_plan(
    const book::Book&, const std::vector<matching::Proposal>&, const policy::History&,
    const policy::Policy&,
    Date) asm("__real_"
              "_ZN6afpunt6policy9make_planERKNS_4book4BookERKSt6vectorINS_8matching8ProposalESaIS7_"
              "EERKNS0_7HistoryERKNS0_6PolicyENS_4DateE");
policy::Plan make_plan(
    const book::Book&, const std::vector<matching::Proposal>&, const policy::History&,
    const policy::Policy&,
    Date) asm("__wrap_"
              "_ZN6afpunt6policy9make_planERKNS_4book4BookERKSt6vectorINS_8matching8ProposalESaIS7_"
              "EERKNS0_7HistoryERKNS0_6PolicyENS_4DateE");
policy::Plan make_plan(const book::Book& book, const std::vector<matching::Proposal>& proposals,
                       const policy::History& history, const policy::Policy& policy, Date today) {
    policy::Plan plan = real_make_plan(book, proposals, history, policy, today);
    if (is_off(Guard::PlanIsPure) && !plan.decisions.empty()) {
        static int asked = 0; // what a pure function has not
        plan.decisions.front().facts.emplace_back("asked", std::to_string(++asked));
    }
    return plan;
}

using Model = Result<document::ReminderModel>;
Model real_build_reminder(const book::Book&, const policy::PlannedLetter&,
                          const document::LetterIdentity&, const document::PaymentOptions&,
                          const std::string&) asm("__real_"
                                                  "_ZN6afpunt8document14build_reminderERKNS_"
                                                  "4book4BookERKNS_6policy13PlannedLetterERKNS0_"
                                                  "14LetterIdentityERKNS0_14PaymentOptionsERKNSt7__"
                                                  "cxx1112basic_stringIcSt11char_traitsIcESaIcEEE");
Model build_reminder(const book::Book&, const policy::PlannedLetter&,
                     const document::LetterIdentity&, const document::PaymentOptions&,
                     const std::string&) asm("__wrap_"
                                             "_ZN6afpunt8document14build_reminderERKNS_"
                                             "4book4BookERKNS_6policy13PlannedLetterERKNS0_"
                                             "14LetterIdentityERKNS0_14PaymentOptionsERKNSt7__"
                                             "cxx1112basic_stringIcSt11char_traitsIcESaIcEEE");
Model build_reminder(const book::Book& book, const policy::PlannedLetter& letter,
                     const document::LetterIdentity& identity,
                     const document::PaymentOptions& options, const std::string& language) {
    auto model = real_build_reminder(book, letter, identity, options, language);
    if (model && is_off(Guard::TextIsTrue)) ++model->total.minor;
    return model;
}

std::uint64_t
real_book_changes(runtime::FollowUp*) asm("__real_"
                                          "_ZN6afpunt7runtime8FollowUp12book_changesEv");
std::uint64_t book_changes(runtime::FollowUp*) asm("__wrap_"
                                                   "_ZN6afpunt7runtime8FollowUp12book_changesEv");
std::uint64_t book_changes(runtime::FollowUp* follow_up) {
    // Who does not ask for the lease is still stopped by what the other program writes.
    return is_off(Guard::OneProgramAtATime) ? 0 : real_book_changes(follow_up);
}

std::optional<std::uint64_t>
real_revision(const runtime::HostPort*) asm("__real_"
                                            "_ZNK6afpunt7runtime8HostPort8revisionEv");
std::optional<std::uint64_t>
revision(const runtime::HostPort*) asm("__wrap_"
                                       "_ZNK6afpunt7runtime8HostPort8revisionEv");
std::optional<std::uint64_t> revision(const runtime::HostPort* host) {
    if (is_off(Guard::RevisionIsHeeded)) return 1;
    return real_revision(host);
}

Result<outbox::StoreVersion> real_version(SqliteStore*) asm("__real_"
                                                            "_ZN6afpunt6outbox11SqliteStore7"
                                                            "versionEv");
Result<outbox::StoreVersion> version(SqliteStore*) asm("__wrap_"
                                                       "_ZN6afpunt6outbox11SqliteStore7versionEv");
Result<outbox::StoreVersion> version(SqliteStore* store) {
    if (is_off(Guard::StateIsHeeded)) return outbox::StoreVersion{};
    return real_version(store);
}

} // namespace front
} // namespace afpunt::simulation
