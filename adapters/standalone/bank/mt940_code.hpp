// SPDX-License-Identifier: MIT
//
// Whose money it is, from the codes of MT940: the type in field 61 (SWIFT), the German code of the
// kind of transaction in field 86 (Deutsche Kreditwirtschaft, appendix 3), and whether the booking
// undoes another one.
#pragma once

#include "bank/statement.hpp"

#include <string_view>

namespace afpunt::standalone {

enum class Mt940Undoing { No, ReversedOrReturned };

// `type`: "NTRF"; `german`: "166" or empty.
[[nodiscard]] EntryKind kind_of_mt940_code(std::string_view type, std::string_view german,
                                           bool credit, Mt940Undoing undoing);

} // namespace afpunt::standalone
