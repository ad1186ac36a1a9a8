// SPDX-License-Identifier: MIT
//
// Statements of one connection, prepared once: to parse and plan a statement takes SQLite longer
// than to carry it out, and a day's letters ask the same few a hundred thousand times.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace afpunt::outbox {

// A statement that is in use; at its end it is reset, so that it keeps no lock, and goes back.
class BorrowedStatement : public SQLite::Statement {
public:
    using Idle = std::vector<SQLite::Statement>;
    BorrowedStatement(SQLite::Statement&& prepared, Idle& home)
        : SQLite::Statement(std::move(prepared)), home_(&home) {}
    BorrowedStatement(BorrowedStatement&& other) noexcept
        : SQLite::Statement(std::move(other)), home_(std::exchange(other.home_, nullptr)) {}
    BorrowedStatement& operator=(BorrowedStatement&&) = delete;
    BorrowedStatement(const BorrowedStatement&) = delete;
    BorrowedStatement& operator=(const BorrowedStatement&) = delete;
    ~BorrowedStatement() {
        if (home_ == nullptr) return;
        try {
            tryReset();
            clearBindings();
            home_->push_back(std::move(*this));
        } catch (...) {
            // It is prepared anew when it is wanted again.
        }
    }

private:
    Idle* home_;
};

class SqliteStatements {
public:
    // Ready for its values. Two with the same text may be in use at once.
    [[nodiscard]] BorrowedStatement borrow(SQLite::Database& database, const std::string& sql) {
        BorrowedStatement::Idle& idle = idle_[sql];
        if (idle.empty()) return {SQLite::Statement(database, sql), idle};
        SQLite::Statement prepared = std::move(idle.back());
        idle.pop_back();
        return {std::move(prepared), idle};
    }

private:
    // By text. Texts of statements are written in the program, so their number is bounded.
    std::unordered_map<std::string, BorrowedStatement::Idle> idle_;
};

} // namespace afpunt::outbox
