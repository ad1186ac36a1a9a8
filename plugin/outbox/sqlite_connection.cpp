// SPDX-License-Identifier: MIT
//
// Opening, settings and errors of the SQLite file. See the header for the reasons.
#include "outbox/sqlite_connection.hpp"

#include <sqlite3.h>
#include <sys/vfs.h>

#include <array>
#include <filesystem>

namespace afpunt::outbox {

namespace {

// Another process may be writing; it never does so for long.
constexpr int busy_timeout_ms = 2'000;
constexpr const char* memory_path = ":memory:";
// Pages in the log when a commit copies them back after all: 32 MB of a new file's pages. A burst
// of matches stays far below it (six pages each), so the copying waits for copy_log_back();
// and a log of that size is read in a tenth of a second by the program that comes after a crash.
constexpr int log_pages_max = 4096;
// Fewer than this are left where they are: copying is two syncs of the disk.
constexpr int log_pages_worth_copying = 250;
// What the log's file keeps once it was copied; the letters of a large book are one commit of many
// times that.
constexpr int log_bytes_kept = 32 << 20;

std::string first_text(SQLite::Database& database, const char* sql) {
    return database.execAndGet(sql).getString();
}

Result<void> refuse_network_folder(const std::string& path) {
    if (path == memory_path) return {};
    std::filesystem::path folder = std::filesystem::path(path).parent_path();
    if (folder.empty()) folder = ".";
    struct statfs information {};
    if (statfs(folder.c_str(), &information) != 0) {
        return fail("folder of the store", folder.string(), "a folder that exists");
    }
    if (is_network_file_system(static_cast<long>(information.f_type))) {
        return fail("folder of the store", folder.string() + " on a network drive",
                    "a folder on a disk of this computer");
    }
    return {};
}

} // namespace

bool is_network_file_system(long magic) {
    constexpr std::array<long, 5> network{
        0x6969,     // NFS
        0x517B,     // SMB
        0xFF534D42, // CIFS
        0xFE534D42, // SMB2
        0x65735546, // FUSE
    };
    for (const long known : network) {
        // The kernel gives the number as signed or unsigned 32 bits, depending on the machine.
        if ((magic & 0xFFFFFFFFL) == known) return true;
    }
    return false;
}

SqliteConnection::SqliteConnection(const std::string& path, int flags)
    : path_(path), database_(path, flags, busy_timeout_ms) {}

namespace {

// SQLite reads names that begin with "file:" as addresses and an empty name as a scratch file.
Result<void> check_name(const std::string& path) {
    if (path.empty() || path.find('\0') != std::string::npos || path.substr(0, 5) == "file:") {
        return fail("store", path.substr(0, path.find('\0')), "the name of a file");
    }
    return {};
}

} // namespace

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::string& path) {
    if (auto named = check_name(path); !named) return tl::unexpected(named.error());
    if (auto local = refuse_network_folder(path); !local) return tl::unexpected(local.error());
    try {
        std::error_code error;
        const bool is_new = !std::filesystem::exists(path, error);
        std::unique_ptr<SqliteConnection> connection(
            new SqliteConnection(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE));
        // Letters with names and debts: for the owner's eyes. SQLite gives the files beside it the
        // same rights. A state in memory has no file.
        if (is_new) {
            std::filesystem::permissions(
                path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
                error);
        }
        auto prepared = connection->guarded([&] { return connection->prepare(); });
        if (!prepared) return tl::unexpected(prepared.error());
        return connection;
    } catch (const SQLite::Exception& error) {
        return tl::unexpected(failure_of(error, path));
    }
}

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open_to_read(const std::string& path) {
    if (auto named = check_name(path); !named) return tl::unexpected(named.error());
    try {
        std::unique_ptr<SqliteConnection> connection(
            new SqliteConnection(path, SQLite::OPEN_READONLY));
        auto prepared = connection->guarded([&] { return connection->prepare(); });
        if (!prepared) return tl::unexpected(prepared.error());
        return connection;
    } catch (const SQLite::Exception& error) {
        return tl::unexpected(failure_of(error, path));
    }
}

Result<void> SqliteConnection::prepare() {
    // Of a new file. A letter with its model has some two thousand bytes: of SQLite's own four
    // thousand a page each would take a page alone, and half of what is written would be nothing.
    database_.exec("PRAGMA page_size = 8192");
    database_.exec("PRAGMA foreign_keys = ON");
    // The file is data: nothing in its schema may call functions of ours.
    database_.exec("PRAGMA trusted_schema = OFF");
    database_.exec("PRAGMA synchronous = FULL");
    // In KiB. Letters have random ids, so a day's new ones touch pages all over the indexes: with
    // SQLite's own 2 MB each would be written and read again within one transaction.
    database_.exec("PRAGMA cache_size = -16384");
    // Bytes that rotted are found now, not in the middle of a month's letters.
    const std::string state = first_text(database_, "PRAGMA quick_check(1)");
    if (state != "ok") {
        return fail("store", state, "a whole file: please put back the newest backup");
    }
    return {};
}

Result<void> SqliteConnection::use_write_ahead_log() {
    return guarded([&]() -> Result<void> {
        const std::string mode = first_text(database_, "PRAGMA journal_mode = WAL");
        if (mode != "wal" && path_ != memory_path) {
            return fail("journal mode", mode, "wal: a local disk and a folder that may be written");
        }
        database_.exec("PRAGMA journal_size_limit = " + std::to_string(log_bytes_kept));
        sqlite3_wal_hook(database_.getHandle(), &SqliteConnection::note_commit, this);
        return {};
    });
}

int SqliteConnection::note_commit(void* connection, sqlite3* database, const char* name,
                                  int pages) {
    auto& self = *static_cast<SqliteConnection*>(connection);
    self.log_pages_ = pages;
    if (pages < log_pages_max) return SQLITE_OK;
    // The commit stands, whatever becomes of the copying: the next one tries again.
    (void)sqlite3_wal_checkpoint_v2(database, name, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    return SQLITE_OK;
}

Result<void> SqliteConnection::copy_log_back() {
    if (log_pages_ < log_pages_worth_copying) return {};
    const int status = sqlite3_wal_checkpoint_v2(database_.getHandle(), "main",
                                                 SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    log_pages_ = 0; // the next commit says it again where something was left
    // Another program is at it, or at a transaction of this one.
    if (status == SQLITE_OK || status == SQLITE_BUSY || status == SQLITE_LOCKED) return {};
    return tl::unexpected(failure_of(SQLite::Exception(database_.getHandle(), status), path_));
}

Failure SqliteConnection::failure_of(const SQLite::Exception& error, const std::string& path) {
    const auto because = [&](std::string expected) {
        return Failure{path, "store", error.what(), std::move(expected)};
    };
    switch (error.getErrorCode()) {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT: return because("a whole file: please put back the newest backup");
    case SQLITE_CANTOPEN: return because("a file that can be made and opened in its folder");
    case SQLITE_READONLY:
    case SQLITE_PERM: return because("a file and a folder that may be written");
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return because("a store that no other program holds locked");
    case SQLITE_FULL: return because("room on the disk");
    case SQLITE_IOERR: return because("a disk that has room and reads and writes without errors");
    case SQLITE_CONSTRAINT: return because("data that breaks no rule of the store");
    default: return because("a store that works");
    }
}

} // namespace afpunt::outbox
