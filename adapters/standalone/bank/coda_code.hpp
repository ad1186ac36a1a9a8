// SPDX-License-Identifier: MIT
//
// What a CODA transaction code (type, family, operation, category) says about an entry. Belgian
// banks put the same code into CAMT files, as proprietary code of issuer BBA.
#pragma once

#include "bank/statement.hpp"

#include <string_view>

namespace afpunt::standalone {

// `code`: 8 digits, or 7 where the leading type is left out.
[[nodiscard]] EntryKind kind_of_coda_code(std::string_view code, bool credit);

} // namespace afpunt::standalone
