// SPDX-License-Identifier: MIT
//
// What a mail that came back changes in the book. A letter that was given back did not happen: its
// steps are free again, and nothing more is sent to an address that nobody reads until a person
// says otherwise or the customer gets another one. Anybody can write such a mail, so it must name a
// letter by its 128 random bits and the address that this very letter went to; what does not,
// changes nothing. Taking the same mail twice changes nothing the second time.
#pragma once

#include "book/snapshot.hpp"
#include "delivery/bounce.hpp"
#include "outbox/store.hpp"
#include "runtime/clock.hpp"

#include <afpunt/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace afpunt::runtime {

enum class BounceOutcome {
    Returned,       // given back for good: the letter bounced, the address is marked
    ReturnedForNow, // given back, for a reason that may pass: the letter bounced
    Delayed,        // the far server still tries: noted
    Delivered,
    AutoReply,
    Complaint, // noted
    KnownAlready,
    OtherRecipient, // names a letter of ours and an address that it did not go to
    UnknownLetter,  // names no letter of this book
    NoNotice        // a mail from a person
};

struct TakenBounce {
    BounceOutcome outcome = BounceOutcome::NoNotice;
    std::string letter, party_id; // number of the letter; empty where none is known
    std::string address, status, words;
    int times = 0; // how often mail came back from that address, with this one
};

[[nodiscard]] std::string_view code_of(BounceOutcome outcome); // "returned"
// One line for people.
[[nodiscard]] std::string sentence_of(const TakenBounce& bounce, std::string_view language);

// [worker]
[[nodiscard]] Result<TakenBounce> take_bounce(outbox::Store& store,
                                              const delivery::BounceNotice& notice,
                                              const Moment& moment, std::string_view who);

// Tells the contacts of a book which of their addresses mail came back from for good.
void mark_contacts(book::Snapshot& snapshot, const std::vector<outbox::AddressMark>& marks);
// A person says that the addresses of a customer work again; how many that were.
[[nodiscard]] Result<int> forget_marks(outbox::Store& store, std::string_view party_id,
                                       const outbox::JournalDraft& entry);

} // namespace afpunt::runtime
