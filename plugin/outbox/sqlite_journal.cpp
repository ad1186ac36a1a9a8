// SPDX-License-Identifier: MIT
//
// The journal: each entry's hash covers the hash before it, so that an entry cannot be changed or
// taken out of the middle unseen. (Who cuts off its end, or writes it anew from some place on,
// needs to be caught by a copy of the last hash elsewhere.)
#include "outbox/checks.hpp"
#include "outbox/sqlite_store_class.hpp"

namespace afpunt::outbox {

namespace {

JournalEntry entry_of(SQLite::Statement& row) {
    const auto text = [&](int column) { return row.getColumn(column).getString(); };
    return {row.getColumn(0).getInt64(), text(1), text(2), text(3), text(4), text(5), text(6)};
}

} // namespace

std::string SqliteStore::hash_of(const std::string& previous, std::int64_t sequence,
                                 const JournalDraft& entry) const {
    std::string hashed = "afpunt journal 1\n";
    for (const std::string& field : {previous, std::to_string(sequence), entry.at, entry.kind,
                                     entry.subject, entry.text, entry.who}) {
        hashed += std::to_string(field.size()) + ":" + field;
    }
    return sha256_.hex(hashed);
}

Result<void> SqliteStore::append_journal(const JournalDraft& entry) {
    if (auto checked = check_draft(entry); !checked) return checked;
    std::int64_t sequence = 1;
    std::string previous;
    auto newest = statement("SELECT sequence, hash FROM journal WHERE book_id = ? "
                            "ORDER BY sequence DESC LIMIT 1",
                            book_id_);
    if (newest.executeStep()) {
        sequence = newest.getColumn(0).getInt64() + 1;
        previous = newest.getColumn(1).getString();
    }
    execute("INSERT INTO journal (book_id, sequence, at, kind, subject, text, who, hash) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            book_id_, sequence, entry.at, entry.kind, entry.subject, entry.text, entry.who,
            hash_of(previous, sequence, entry));
    return {};
}

Result<void> SqliteStore::write_journal(const JournalDraft& entry) {
    return connection_->write([&] { return append_journal(entry); });
}

Result<std::vector<JournalEntry>> SqliteStore::journal(int newest) {
    return connection_->read([&]() -> Result<std::vector<JournalEntry>> {
        std::vector<JournalEntry> entries;
        auto rows = statement("SELECT sequence, at, kind, subject, text, who, hash FROM ("
                              "SELECT * FROM journal WHERE book_id = ? "
                              "ORDER BY sequence DESC LIMIT ?) ORDER BY sequence",
                              book_id_, newest < 0 ? 0 : newest);
        while (rows.executeStep())
            entries.push_back(entry_of(rows));
        return entries;
    });
}

Result<void> SqliteStore::verify_journal() {
    return connection_->read([&]() -> Result<void> {
        auto rows = statement("SELECT sequence, at, kind, subject, text, who, hash FROM journal "
                              "WHERE book_id = ? ORDER BY sequence",
                              book_id_);
        std::string previous;
        std::int64_t expected = 1;
        while (rows.executeStep()) {
            const JournalEntry entry = entry_of(rows);
            const JournalDraft draft{entry.at, entry.kind, entry.subject, entry.text, entry.who};
            if (entry.sequence != expected || entry.hash != hash_of(previous, expected, draft)) {
                return fail("journal entry " + std::to_string(expected),
                            "one that was changed or taken out after it was written",
                            "the entry as it was written");
            }
            previous = entry.hash;
            ++expected;
        }
        return {};
    });
}

} // namespace afpunt::outbox
