// SPDX-License-Identifier: MIT
//
// The tables of the ledger. Step n brings a file from schema version n to n + 1; a step that was
// once released is never changed, a new one is added behind it.
#pragma once

#include <span>

namespace afpunt::standalone {

[[nodiscard]] std::span<const char* const> ledger_migrations();

} // namespace afpunt::standalone
