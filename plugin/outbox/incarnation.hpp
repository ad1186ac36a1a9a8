// SPDX-License-Identifier: MIT
//
// Which of the files that look like this book's state is the one that sends. A book that was
// copied, moved or put back from a backup holds the same rows as before; two of them that send are
// two reminders to one customer. So the state knows its own name and place, and the host keeps a
// mark of it outside of the book; where they disagree, a person says which it is.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

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

// What the host keeps outside of the book: which state sent last, and how far it was.
struct IncarnationMark {
    std::string store_id;
    std::int64_t generation = 0;
    friend bool operator==(const IncarnationMark&, const IncarnationMark&) = default;
    [[nodiscard]] std::string text() const { return store_id + " " + std::to_string(generation); }
};

// nullopt where it is no mark of ours.
[[nodiscard]] inline std::optional<IncarnationMark> parse_mark(std::string_view text) {
    const std::size_t blank = text.find(' ');
    if (blank == std::string_view::npos || blank == 0) return std::nullopt;
    IncarnationMark mark{std::string(text.substr(0, blank)), 0};
    const std::string_view number = text.substr(blank + 1);
    const auto [end, error] =
        std::from_chars(number.data(), number.data() + number.size(), mark.generation);
    if (error != std::errc() || end != number.data() + number.size()) return std::nullopt;
    return mark;
}

enum class Whereabouts {
    Known,
    Elsewhere, // another place, or a place that knows nothing of it: moved or copied
    Older,     // letters left after this state was written: put back from a backup
    Another    // here another state sent letters: this one replaced it
};

// `keeps_marks`: the host can keep marks, so that none means "never seen here".
[[nodiscard]] inline Whereabouts whereabouts(const Incarnation& state, std::string_view place,
                                             const std::optional<IncarnationMark>& mark,
                                             bool keeps_marks) {
    if (mark && mark->store_id != state.store_id) return Whereabouts::Another;
    if (mark && mark->generation > state.generation) return Whereabouts::Older;
    if (!state.place.empty() && state.place != place && state.generation > 0) {
        return Whereabouts::Elsewhere;
    }
    if (!mark && keeps_marks && state.generation > 0) return Whereabouts::Elsewhere;
    return Whereabouts::Known;
}

} // namespace afpunt::outbox
