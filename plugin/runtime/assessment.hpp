// SPDX-License-Identifier: MIT
//
// One look at the book: what the host said, what was found in it, and what follows from it today.
// Reading only; settle.hpp acts on it.
#pragma once

#include "book/book.hpp"
#include "matching/proposal.hpp"
#include "outbox/store.hpp"
#include "policy/plan.hpp"
#include "runtime/clock.hpp"
#include "runtime/configuration.hpp"

#include <afpunt/result.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace afpunt::runtime {

// What people and mail servers said that the book is read by.
struct SaidOfBook {
    std::vector<book::CoverageConfirmation> confirmations;
    std::vector<matching::Refusal> refusals;
    std::vector<outbox::AddressMark> marks;
    friend bool operator==(const SaidOfBook&, const SaidOfBook&) = default;
};

// What a look stands on, where the host counts the changes of its book: as long as all of it is
// so, reading the book again says the same.
struct LookGround {
    std::uint64_t revision = 0; // of the host's book
    std::uint64_t events = 0;   // that the host had told
    outbox::StoreVersion store;
};

struct Assessment {
    Moment moment;
    std::optional<LookGround> ground; // nullopt = nobody can tell how long it holds
    // FollowUp::book_changes() when the reading began: what was told since is not in here.
    std::uint64_t book_changes = 0;
    SaidOfBook said;
    std::shared_ptr<const book::Book> book;
    std::vector<matching::Proposal> proposals;
    std::vector<outbox::Letter> letters; // all that the store has
    // As if no letter were waiting: what would be due. Waiting letters are judged by it.
    std::shared_ptr<const policy::Plan> fresh;
    // What is shown: waiting letters count. The same one where none waits.
    std::shared_ptr<const policy::Plan> plan;
};

[[nodiscard]] Result<Assessment> assess(book::Snapshot snapshot, const Moment& moment,
                                        outbox::Store& store, const Configuration& configuration);

// The book and what was found in it, without letters and plans (which are null): enough to book
// what is certain, after which the host is read anew anyway.
[[nodiscard]] Result<Assessment> recognise(book::Snapshot snapshot, const Moment& moment,
                                           outbox::Store& store,
                                           const Configuration& configuration);

enum class StoreChange {
    Anything,
    LettersPrepared // only that: what would be due without them is as it was
};
// The same book after the store changed: letters, history and plans anew.
[[nodiscard]] Result<void> replan(Assessment& assessment, outbox::Store& store,
                                  const Configuration& configuration,
                                  StoreChange change = StoreChange::Anything);

// The same after the store may have changed in any way. False where it cannot be made so: something
// was said of the book, which has to be read anew.
[[nodiscard]] Result<bool> renew(Assessment& assessment, outbox::Store& store,
                                 const Configuration& configuration);

// The letters that are still here and can be stopped.
[[nodiscard]] std::vector<const outbox::Letter*> waiting_letters(const Assessment& assessment);

} // namespace afpunt::runtime
