// SPDX-License-Identifier: MIT
//
// The connection to the ledger's SQLite file: opened safely, every statement prepared once, every
// change in one immediate transaction. The only header that shows SQLiteCpp.
#pragma once

#include <afpunt/date.hpp>
#include <afpunt/money.hpp>
#include <afpunt/result.hpp>

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/Savepoint.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>

namespace afpunt::standalone {

// One row of an answer, read column by column from left to right.
class LedgerRow {
public:
    explicit LedgerRow(SQLite::Statement& statement) : statement_(statement) {}
    [[nodiscard]] std::string text() { return statement_.getColumn(next_++).getString(); }
    [[nodiscard]] std::int64_t number() { return statement_.getColumn(next_++).getInt64(); }
    [[nodiscard]] int small() { return statement_.getColumn(next_++).getInt(); }
    [[nodiscard]] bool flag() { return number() != 0; }
    [[nodiscard]] Date date() { return Date::from_days(static_cast<std::int32_t>(number())); }
    [[nodiscard]] std::optional<std::int64_t> optional_number() {
        if (statement_.getColumn(next_).isNull()) return ++next_, std::nullopt;
        return number();
    }
    [[nodiscard]] std::optional<Date> optional_date() {
        if (statement_.getColumn(next_).isNull()) return ++next_, std::nullopt;
        return date();
    }
    template <typename Enum>
    [[nodiscard]] Enum choice() {
        return static_cast<Enum>(small());
    }
    [[nodiscard]] Currency currency();

private:
    SQLite::Statement& statement_;
    int next_ = 0;
};

// What went wrong with the file, and what a person can do about it.
[[nodiscard]] Failure ledger_failure(const SQLite::Exception& exception);

class LedgerDatabase {
public:
    [[nodiscard]] static Result<std::unique_ptr<LedgerDatabase>>
    open(const std::filesystem::path& path);

    // One transaction; a Failure or an exception rolls it back.
    template <typename Work>
    [[nodiscard]] std::invoke_result_t<Work> write(Work work) {
        return guarded([&]() -> std::invoke_result_t<Work> {
            if (batch_) {
                SQLite::Savepoint savepoint(database_, "one_change");
                std::invoke_result_t<Work> result = work();
                if (result) savepoint.release();
                return result;
            }
            SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
            std::invoke_result_t<Work> result = work();
            if (result) transaction.commit();
            return result;
        });
    }
    // Changes until commit_batch() share one transaction, each in a savepoint of its own.
    [[nodiscard]] Result<void> begin_batch() {
        return guarded([&]() -> Result<void> {
            if (!batch_) batch_.emplace(database_, SQLite::TransactionBehavior::IMMEDIATE);
            return {};
        });
    }
    [[nodiscard]] Result<void> commit_batch() {
        return guarded([&]() -> Result<void> {
            if (batch_) batch_->commit();
            batch_.reset();
            return {};
        });
    }
    template <typename Work>
    [[nodiscard]] std::invoke_result_t<Work> read(Work work) {
        return guarded([&]() -> std::invoke_result_t<Work> {
            if (batch_) return work();
            // One snapshot, also when the answer takes several statements.
            const SQLite::Transaction transaction(database_);
            return work();
        });
    }

    template <typename... Values>
    int run(const char* sql, const Values&... values) {
        SQLite::Statement& statement = prepared(sql, values...);
        const Release release{statement};
        return statement.exec();
    }
    template <typename OnRow, typename... Values>
    void each(const char* sql, OnRow on_row, const Values&... values) {
        SQLite::Statement& statement = prepared(sql, values...);
        const Release release{statement};
        while (statement.executeStep()) {
            LedgerRow row(statement);
            on_row(row);
        }
    }
    // The first column of the first row.
    template <typename... Values>
    [[nodiscard]] std::optional<std::int64_t> number(const char* sql, const Values&... values) {
        std::optional<std::int64_t> result;
        each(
            sql, [&](LedgerRow& row) { result = row.optional_number(); }, values...);
        return result;
    }
    // Rows that this connection changed, and commits of others: each change raises the sum.
    [[nodiscard]] Result<std::int64_t> changed_rows() {
        return guarded([&]() -> Result<std::int64_t> {
            const std::int64_t commits = database_.execAndGet("PRAGMA data_version").getInt64();
            return database_.getTotalChanges() + commits;
        });
    }
    [[nodiscard]] std::int64_t last_id() const { return database_.getLastInsertRowid(); }
    // Says that the book is another than before: the version rises.
    void touch() { run("UPDATE meta SET version = version + 1"); }

private:
    // An answer that is not read to its end would keep its snapshot open.
    struct Release {
        SQLite::Statement& statement;
        ~Release() { statement.tryReset(); }
    };

    explicit LedgerDatabase(const std::filesystem::path& path);
    [[nodiscard]] Result<void> prepare_schema();

    template <typename Work>
    [[nodiscard]] std::invoke_result_t<Work> guarded(Work work) {
        const std::lock_guard<std::mutex> lock(mutex_);
        try {
            return work();
        } catch (const SQLite::Exception& exception) {
            return tl::unexpected<Failure>(ledger_failure(exception));
        }
    }

    template <typename... Values>
    SQLite::Statement& prepared(const char* sql, const Values&... values) {
        std::unique_ptr<SQLite::Statement>& slot = statements_[sql];
        if (!slot) slot = std::make_unique<SQLite::Statement>(database_, sql);
        int at = 0;
        (put(*slot, ++at, values), ...);
        return *slot;
    }
    static void put(SQLite::Statement& statement, int at, std::string_view value) {
        statement.bind(at, std::string(value));
    }
    static void put(SQLite::Statement& statement, int at, Date value) {
        statement.bind(at, value.days());
    }
    template <typename Number>
    requires std::is_integral_v<Number> || std::is_enum_v<Number>
    static void put(SQLite::Statement& statement, int at, Number value) {
        statement.bind(at, static_cast<std::int64_t>(value));
    }
    template <typename Value>
    static void put(SQLite::Statement& statement, int at, const std::optional<Value>& value) {
        if (value) return put(statement, at, *value);
        statement.bind(at);
    }

    SQLite::Database database_;
    std::mutex mutex_; // callbacks of the module come on other threads than commands
    // Keyed by text, so that the same statement in two places is prepared once.
    std::unordered_map<std::string_view, std::unique_ptr<SQLite::Statement>> statements_;
    std::optional<SQLite::Transaction> batch_; // rolled back when the program ends without a commit
};

} // namespace afpunt::standalone
