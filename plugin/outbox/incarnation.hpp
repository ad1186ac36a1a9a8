// SPDX-License-Identifier: MIT
//
// Which of the files that look like this book's state is the one that sends. A book that was
// copied, moved or put back from a backup holds the same rows as before; two of them that send are
// two reminders to one customer. So the state knows its own name and place, and the host keeps a
// mark of it outside of the book; where they disagree, a person says which it is.
#pragma once

#include <cstdint>
#include <string>

namespace afpunt::outbox {

enum class Standing {
    Own,    // this is the book that sends
    Copy,   // a person said so: it prepares and never sends
    Unclear // moved, copied or put back: only a person knows
};

struct Incarnation {
    std::string store_id;        // random, made with the file
    std::int64_t generation = 0; // rises each time that letters are about to leave
    std::string place;           // where the file was when it was last opened with a clear standing
    Standing standing = Standing::Own;
    friend bool operator==(const Incarnation&, const Incarnation&) = default;
};

} // namespace afpunt::outbox
