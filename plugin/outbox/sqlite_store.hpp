// SPDX-License-Identifier: MIT
//
// The store in one SQLite file: WAL, synchronous=FULL, STRICT tables, BEGIN IMMEDIATE for every
// write, forward migrations from the first schema on (schema_version; a newer schema than ours is
// refused). The file belongs to one book; another book's id inside is refused.
#pragma once

#include "outbox/store.hpp"

#include <memory>
#include <string>

namespace afpunt::outbox {

// `path`: the file, made when it is not there (its folder must exist); ":memory:" for tests.
[[nodiscard]] Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& path,
                                                               const std::string& book_id);

} // namespace afpunt::outbox
