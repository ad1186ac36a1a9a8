// SPDX-License-Identifier: MIT
//
// Which day it is in a book: the machine's, or one that a person or a sample book has chosen.
#pragma once

#include <afpunt/afpunt.h>
#include <afpunt/date.hpp>

#include <optional>

namespace afpunt {

struct BookDay {
    std::optional<Date> chosen; // by a person, or the sample's own; nullopt = today
    bool trial = false;         // chosen for a real book: nothing leaves (ADR 0008)
};

// What afpunt.clock/1 answers for it. [any]
[[nodiscard]] afpunt_moment moment_of(const BookDay& day);

} // namespace afpunt
