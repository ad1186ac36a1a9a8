// SPDX-License-Identifier: MIT
//
// Who may work in the book now, and whether this file is the book: lease, incarnation, the switch
// for sending.
#include "outbox/checks.hpp"
#include "outbox/sqlite_store_class.hpp"

namespace afpunt::outbox {

namespace {

constexpr std::pair<Standing, std::string_view> standings[] = {
    {Standing::Own, "own"}, {Standing::Copy, "copy"}, {Standing::Unclear, "unclear"}};

std::string code_of_standing(Standing standing) {
    for (const auto& [known, code] : standings) {
        if (known == standing) return std::string(code);
    }
    return "unclear";
}

Standing standing_of(std::string_view code) {
    for (const auto& [standing, known] : standings) {
        if (known == code) return standing;
    }
    return Standing::Unclear;
}

} // namespace

Result<std::optional<Lease>>
SqliteStore::take_lease(const Lease& wanted,
                        const std::function<bool(const Lease& present)>& may_take,
                        const Inheritance& inherit) {
    for (const auto& [field, value] :
         {std::pair("lease", wanted.holder.id), {"boot", wanted.holder.boot}}) {
        if (auto id = check_id(field, value); !id) return tl::unexpected(id.error());
    }
    return connection_->write([&]() -> Result<std::optional<Lease>> {
        auto row = statement("SELECT holder, process, process_space, boot, name, until_ms "
                             "FROM lease WHERE book_id = ?",
                             book_id_);
        if (row.executeStep()) {
            const auto text = [&](int column) { return row.getColumn(column).getString(); };
            Lease present{{text(0), row.getColumn(1).getInt64(), text(2), text(3), text(4)},
                          row.getColumn(5).getInt64()};
            if (!may_take(present)) return std::optional(std::move(present));
        }
        const LeaseHolder& holder = wanted.holder;
        lease_changes_ += execute(
            "INSERT INTO lease (book_id, holder, process, process_space, boot, name, until_ms) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (book_id) DO UPDATE SET "
            "holder = excluded.holder, process = excluded.process, "
            "process_space = excluded.process_space, boot = excluded.boot, "
            "name = excluded.name, until_ms = excluded.until_ms",
            book_id_, holder.id, holder.process, holder.process_space, holder.boot, holder.name,
            wanted.until_ms);
        const auto inherited = inherit ? inherit() : std::vector<LetterMove>();
        if (!inherited) return tl::unexpected(inherited.error());
        for (const LetterMove& move : *inherited) {
            if (auto moved = move_one(move); !moved) return tl::unexpected(moved.error());
        }
        lease_id_ = holder.id;
        return std::optional<Lease>();
    });
}

Result<void> SqliteStore::release_lease() {
    return connection_->write([&]() -> Result<void> {
        lease_changes_ +=
            execute("DELETE FROM lease WHERE book_id = ? AND holder = ?", book_id_, lease_id_);
        lease_id_.clear();
        return {};
    });
}

// In the same transaction as the move: whoever lost the lease meanwhile moves nothing.
Result<void> SqliteStore::check_lease(LetterState to) {
    if (to != LetterState::Claimed && to != LetterState::Submitting) return {};
    auto row =
        statement("SELECT 1 FROM lease WHERE book_id = ? AND holder = ?", book_id_, lease_id_);
    if (row.executeStep()) return {};
    return fail("the book", "another program at work in it", "one program that sends letters");
}

Result<Incarnation> SqliteStore::incarnation() {
    return connection_->read([&]() -> Result<Incarnation> {
        auto row = statement("SELECT store_id, generation, place, standing FROM book "
                             "WHERE book_id = ?",
                             book_id_);
        if (!row.executeStep()) return fail("book", "no row", "the book's row");
        return Incarnation{row.getColumn(0).getString(), row.getColumn(1).getInt64(),
                           row.getColumn(2).getString(), standing_of(row.getColumn(3).getString())};
    });
}

Result<void> SqliteStore::set_incarnation(const Incarnation& incarnation,
                                          const JournalDraft& entry) {
    if (auto id = check_id("store", incarnation.store_id); !id) return id;
    if (auto place = check_text("place", incarnation.place); !place) return place;
    return connection_->write([&]() -> Result<void> {
        execute("UPDATE book SET store_id = ?, generation = ?, place = ?, standing = ? "
                "WHERE book_id = ?",
                incarnation.store_id, incarnation.generation, incarnation.place,
                code_of_standing(incarnation.standing), book_id_);
        return entry.kind.empty() ? Result<void>() : append_journal(entry);
    });
}

Result<std::int64_t> SqliteStore::foreign_changes() {
    return connection_->read([&]() -> Result<std::int64_t> {
        // Changes when, and only when, another connection committed.
        return connection_->database().execAndGet("PRAGMA data_version").getInt64();
    });
}

Result<SendingSwitch> SqliteStore::sending() {
    return connection_->read([&]() -> Result<SendingSwitch> {
        auto row =
            statement("SELECT sending_since, sending_by FROM book WHERE book_id = ?", book_id_);
        if (!row.executeStep()) return fail("book", "no row", "the book's row");
        return SendingSwitch{row.getColumn(0).getString(), row.getColumn(1).getString()};
    });
}

Result<void> SqliteStore::set_sending(const SendingSwitch& sending, const JournalDraft& entry) {
    if (auto since = check_text("sending since", sending.since); !since) return since;
    if (auto who = check_text("who", sending.who); !who) return who;
    return connection_->write([&]() -> Result<void> {
        execute("UPDATE book SET sending_since = ?, sending_by = ? WHERE book_id = ?",
                sending.since, sending.who, book_id_);
        return append_journal(entry);
    });
}

Result<void> SqliteStore::set_first_day(Date day, const JournalDraft& entry) {
    return connection_->write([&]() -> Result<void> {
        execute("UPDATE book SET first_day = ? WHERE book_id = ?", day.iso(), book_id_);
        execute("DELETE FROM old_balance_release WHERE book_id = ?", book_id_);
        return append_journal(entry);
    });
}

} // namespace afpunt::outbox
