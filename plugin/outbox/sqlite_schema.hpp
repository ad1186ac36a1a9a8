// SPDX-License-Identifier: MIT
//
// The tables of the store and how older files become newer ones. A migration that was released is
// never changed: a change is a new entry at the end of the list.
#pragma once

#include "outbox/sqlite_connection.hpp"

namespace afpunt::outbox {

// The version that this program writes.
[[nodiscard]] int newest_schema_version();
// 0 = an empty file; a Failure where it is not ours.
[[nodiscard]] Result<int> read_schema_version(SqliteConnection& connection);
// The SQL that makes version `version` out of the one before it; 1 begins with nothing.
[[nodiscard]] std::string_view schema_step(int version);
// Brings an empty or older file to the newest version in one transaction. Refuses a newer file and
// a file that is not ours.
[[nodiscard]] Result<void> migrate(SqliteConnection& connection);

} // namespace afpunt::outbox
