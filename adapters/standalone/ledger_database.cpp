// SPDX-License-Identifier: MIT
//
// Opening the ledger: SQLite with write-ahead log and full synchronisation, so that what was
// confirmed survives a power cut; strict tables, so that no column changes its type unseen.
#include "ledger_database.hpp"

#include "ledger_schema.hpp"

#include <sqlite3.h>
#include <sys/vfs.h>

#include <array>

namespace afpunt::standalone {
namespace {

// Marks the file as this host's ledger ("afpL"), so that no other SQLite file is taken for one.
constexpr std::int64_t application_id = 0x6166704C;
// Another command on the same folder may be writing a large statement.
constexpr int busy_timeout_ms = 10'000;

// The write-ahead log needs shared memory, which network file systems do not give between machines.
bool is_on_network(const std::filesystem::path& path) {
    constexpr std::array<std::uint32_t, 4> network_types{
        0x6969 /* NFS */, 0x517B /* SMB */, 0xFF534D42 /* CIFS */, 0xFE534D42 /* SMB2 */};
    struct statfs facts {};
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    if (statfs(folder.c_str(), &facts) != 0) return false;
    for (const std::uint32_t type : network_types) {
        if (static_cast<std::uint32_t>(facts.f_type) == type) return true;
    }
    return false;
}

const char* remedy(int code) {
    switch (code) {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT: return "a whole file: please put back the newest backup";
    case SQLITE_CANTOPEN: return "a file that can be made and written in its folder";
    case SQLITE_READONLY:
    case SQLITE_PERM: return "a file and a folder that may be written";
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return "a ledger that no other program holds locked";
    case SQLITE_FULL: return "room on the disk";
    case SQLITE_IOERR: return "a disk that has room and reads and writes without errors";
    default: return "a ledger file that can be read and written";
    }
}

} // namespace

Failure ledger_failure(const SQLite::Exception& exception) {
    return {{}, "ledger", exception.what(), remedy(exception.getErrorCode())};
}

Currency LedgerRow::currency() {
    const Result<Currency> currency = Currency::parse(text());
    if (!currency) throw SQLite::Exception(currency.error().sentence());
    return *currency;
}

LedgerDatabase::LedgerDatabase(const std::filesystem::path& path)
    : database_(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, busy_timeout_ms) {
    database_.exec("PRAGMA trusted_schema = OFF");
    database_.exec("PRAGMA cell_size_check = ON");
    database_.exec("PRAGMA foreign_keys = ON");
}

Result<void> LedgerDatabase::prepare_schema() {
    const std::int64_t marked = database_.execAndGet("PRAGMA application_id").getInt64();
    const std::int64_t version = database_.execAndGet("PRAGMA user_version").getInt64();
    const std::int64_t tables =
        database_.execAndGet("SELECT count(*) FROM sqlite_schema").getInt64();
    const auto newest = static_cast<std::int64_t>(ledger_migrations().size());
    if (marked != application_id && (marked != 0 || version != 0 || tables != 0)) {
        return fail("ledger", "a database of another program", "a ledger of afpunt");
    }
    if (version > newest) {
        return fail("schema version", std::to_string(version),
                    "at most " + std::to_string(newest) +
                        ": a newer afpunt has written this ledger, use that one");
    }
    database_.exec("PRAGMA journal_mode = WAL");
    database_.exec("PRAGMA synchronous = FULL");
    if (version == newest) return {};
    SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
    // Another process may have migrated between the first look and the lock.
    const std::int64_t locked = database_.execAndGet("PRAGMA user_version").getInt64();
    for (std::int64_t step = locked; step < newest; ++step) {
        database_.exec(ledger_migrations()[static_cast<std::size_t>(step)]);
    }
    database_.exec("PRAGMA application_id = " + std::to_string(application_id));
    database_.exec("PRAGMA user_version = " + std::to_string(newest));
    transaction.commit();
    return {};
}

Result<std::unique_ptr<LedgerDatabase>> LedgerDatabase::open(const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    if (is_on_network(path)) {
        return tl::unexpected(Failure{name, "folder", "a network file system",
                                      "a disk of this computer: a ledger on a network drive can be "
                                      "damaged when two computers open it"});
    }
    try {
        const bool is_new = !std::filesystem::exists(path);
        std::unique_ptr<LedgerDatabase> database(new LedgerDatabase(path));
        if (is_new) { // customers' data: for the owner's eyes
            std::filesystem::permissions(path, std::filesystem::perms::owner_read |
                                                   std::filesystem::perms::owner_write);
        }
        if (const Result<void> ready = database->prepare_schema(); !ready) {
            return tl::unexpected(ready.error().at(name));
        }
        return database;
    } catch (const SQLite::Exception& exception) {
        return tl::unexpected(ledger_failure(exception).at(name));
    } catch (const std::filesystem::filesystem_error& error) {
        return tl::unexpected(
            Failure{name, "ledger", error.code().message(), "a file that can be made and written"});
    }
}

} // namespace afpunt::standalone
