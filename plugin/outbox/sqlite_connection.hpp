// SPDX-License-Identifier: MIT
//
// One SQLite file, opened the way a book's only memory must be: every commit is on the disk before
// the call returns (WAL with synchronous=FULL), every write takes the lock at its begin (BEGIN
// IMMEDIATE), and what SQLite throws becomes a sentence for people.
#pragma once

#include "outbox/sqlite_statements.hpp"

#include <afpunt/result.hpp>

#include <SQLiteCpp/SQLiteCpp.h>

#include <memory>
#include <string>

namespace afpunt::outbox {

class SqliteConnection {
public:
    // The folder must exist; ":memory:" for tests. Network file systems are refused: WAL needs
    // shared memory between processes, which they do not give.
    [[nodiscard]] static Result<std::unique_ptr<SqliteConnection>> open(const std::string& path);

    // An existing file, to read only: whatever is wrong with it stays as it is.
    [[nodiscard]] static Result<std::unique_ptr<SqliteConnection>>
    open_to_read(const std::string& path);

    // After the file is known to be ours: this changes it. From then on a commit appends to the log
    // beside the file, and readers never wait for the writer.
    [[nodiscard]] Result<void> use_write_ahead_log();

    // Copies what stands in the log into the file, so that no commit has to; what another program
    // is reading at this moment stays. Little in the log = nothing is done.
    [[nodiscard]] Result<void> copy_log_back();

    [[nodiscard]] SQLite::Database& database() { return database_; }
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] BorrowedStatement statement(const std::string& sql) {
        return statements_.borrow(database_, sql);
    }

    // `work` gives a Result; the transaction is kept when it holds a value. A write within another
    // one belongs to that transaction.
    template <typename Work>
    auto write(Work work) -> decltype(work()) {
        if (is_writing_) return guarded(work);
        return guarded([&] {
            SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
            const Writing writing(is_writing_);
            auto result = work();
            if (result) transaction.commit();
            return result;
        });
    }
    // The commit is in the log, where it outlives this process, and is synced with the next write.
    template <typename Work>
    auto write_without_sync(Work work) -> decltype(work()) {
        return guarded([&] {
            database_.exec("PRAGMA synchronous = NORMAL");
            auto result = write(work);
            database_.exec("PRAGMA synchronous = FULL");
            return result;
        });
    }
    template <typename Work>
    auto read(Work work) -> decltype(work()) {
        return guarded(work);
    }

private:
    struct Writing {
        explicit Writing(bool& flag) : flag_(flag) { flag_ = true; }
        ~Writing() { flag_ = false; }
        Writing(const Writing&) = delete;
        Writing& operator=(const Writing&) = delete;
        bool& flag_;
    };
    SqliteConnection(const std::string& path, int flags);

    template <typename Work>
    auto guarded(Work work) -> decltype(work()) {
        try {
            auto result = work();
            if (!result) return tl::unexpected(result.error().at(path_));
            return result;
        } catch (const SQLite::Exception& error) {
            return tl::unexpected(failure_of(error, path_));
        }
    }
    [[nodiscard]] static Failure failure_of(const SQLite::Exception& error,
                                            const std::string& path);
    [[nodiscard]] Result<void> prepare();

    // After each commit, with the pages that the log has.
    static int note_commit(void* connection, sqlite3* database, const char* name, int pages);

    std::string path_;
    SQLite::Database database_;
    int log_pages_ = 0;
    bool is_writing_ = false;
    SqliteStatements statements_; // of the database, so they end before it
};

// By the magic number of statfs(2): NFS, SMB and FUSE (sshfs and its kind).
[[nodiscard]] bool is_network_file_system(long magic);

} // namespace afpunt::outbox
