// SPDX-License-Identifier: MIT
//
// A book that was put back from a backup does not know what left since. Another copy of its state
// may: the damaged file, a newer backup, the state on the old computer.
#pragma once

#include "outbox/letter.hpp"

#include <afpunt/result.hpp>

#include <string>
#include <vector>

namespace afpunt::outbox {

// The letters that left, or may have left, by the state in `file`, which is only read.
[[nodiscard]] Result<std::vector<Letter>> letters_of_other_copy(const std::string& file,
                                                                const std::string& book_id);

} // namespace afpunt::outbox
