// SPDX-License-Identifier: MIT
//
// Whether a letter may leave: the host's word, of one moment, against what the letter was made
// from.
#pragma once

#include "outbox/letter.hpp"
#include "runtime/assessment.hpp"
#include "runtime/host_port.hpp"
#include "runtime/machine.hpp"

#include <afpunt/result.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace afpunt::runtime {

// A letter that may leave, with what the book said of it when that was decided.
struct Outgoing {
    struct Item {
        book::DocumentState state = book::DocumentState::Open;
        Money open; // the whole open amount: the letter asks less where a part is in dispute
    };
    outbox::Letter letter;
    std::vector<Item> items; // in the order of the letter's
    Date covered_until;      // the last day that the letter speaks about
    std::string from;        // the firm's mail address
    int tries = 0;           // in this run, stopped each time by an event in the last instant
};

// Fails when the book does not know what the letter asks for.
[[nodiscard]] Result<Outgoing> outgoing_of(const outbox::Letter& letter,
                                           const Assessment& assessment);

// The host's word that a letter may leave, and what makes it void: an event, or time.
struct Permission {
    PermitAnswer answer;
    std::uint64_t epoch = 0; // of the inbox, before the host was asked
    Machine::Instant given;
};

enum class Stop { Nothing, ForNow, Hold, Withdraw };
struct Objection {
    Stop stop = Stop::Nothing;
    std::string why;
};

// Whether the host's answer forbids this letter. What passes by itself (an import) keeps the
// letter; what makes it untrue withdraws it.
[[nodiscard]] Objection objection(const Outgoing& outgoing, const PermitAnswer& permit);

} // namespace afpunt::runtime
