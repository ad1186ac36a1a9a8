// SPDX-License-Identifier: MIT
//
// A mail address of a customer that mail came back from.
#pragma once

#include <afpunt/date.hpp>

#include <string>

namespace afpunt::outbox {

struct AddressMark {
    std::string party_id, address;
    bool dead = false; // hard: nothing is sent there until the address changes or a person says so
    int times = 0;
    Date on;            // the newest return
    std::string reason; // the server's words
    friend bool operator==(const AddressMark&, const AddressMark&) = default;
};

} // namespace afpunt::outbox
