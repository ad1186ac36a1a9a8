// SPDX-License-Identifier: MIT
//
// Opening a store: the file, its schema, whose it is, and whether it is still as it was.
#include "outbox/sqlite_store.hpp"

#include "outbox/checks.hpp"
#include "outbox/sqlite_schema.hpp"
#include "outbox/sqlite_store_class.hpp"

namespace afpunt::outbox {

Result<void> SqliteStore::take_possession() {
    return connection_->write([&]() -> Result<void> {
        auto owner = statement("SELECT book_id FROM book");
        if (!owner.executeStep()) {
            execute("INSERT INTO book (book_id, store_id) VALUES (?, lower(hex(randomblob(16))))",
                    book_id_);
            return {};
        }
        const std::string found = owner.getColumn(0).getString();
        if (found != book_id_) {
            return fail("book of the store", found,
                        "the book that is open, " + book_id_ +
                            ": each book has a store of its own");
        }
        return {};
    });
}

// SQLite's own count has each row that this connection wrote, also those that were given up again:
// whatever is added to the store counts without saying so. Leases come and go around each settling
// and are no content.
Result<StoreVersion> SqliteStore::version() {
    auto foreign = foreign_changes();
    if (!foreign) return tl::unexpected<Failure>(foreign.error());
    return StoreVersion{connection_->database().getTotalChanges() - lease_changes_, *foreign};
}

Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& path,
                                                 const std::string& book_id) {
    if (auto id = check_id("book", book_id); !id) return tl::unexpected(id.error());
    auto connection = SqliteConnection::open(path);
    if (!connection) return tl::unexpected(connection.error());
    if (auto migrated = migrate(**connection); !migrated) return tl::unexpected(migrated.error());
    if (auto log = (*connection)->use_write_ahead_log(); !log) return tl::unexpected(log.error());
    auto store = std::make_unique<SqliteStore>(std::move(*connection), book_id);
    if (auto ours = store->take_possession(); !ours) return tl::unexpected(ours.error());
    return store;
}

} // namespace afpunt::outbox
