// SPDX-License-Identifier: MIT
//
// The inbox: an event counts once, however often the host repeats it.
#include "outbox/checks.hpp"
#include "outbox/sqlite_store_class.hpp"

#include <set>

namespace afpunt::outbox {

bool SqliteStore::was_seen(const InboxEvent& event) {
    return statement("SELECT 1 FROM inbox_event "
                     "WHERE book_id = ? AND source = ? AND epoch = ? AND event_id = ?",
                     book_id_, event.source, event.epoch, event.event_id)
        .executeStep();
}

void SqliteStore::insert_event(const InboxEvent& event) {
    auto newest = statement("SELECT coalesce(max(sequence), 0) FROM inbox_event "
                            "WHERE book_id = ? AND source = ?",
                            book_id_, event.source);
    newest.executeStep();
    const std::int64_t sequence = newest.getColumn(0).getInt64() + 1;
    execute("INSERT INTO inbox_event "
            "(book_id, source, sequence, epoch, event_id, type, party_id, cursor) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            book_id_, event.source, sequence, event.epoch, event.event_id, event.type,
            event.party_id, event.cursor);
}

void SqliteStore::forget_old_events(const std::string& source) {
    execute("DELETE FROM inbox_event WHERE book_id = ?1 AND source = ?2 AND sequence <= "
            "(SELECT max(sequence) FROM inbox_event WHERE book_id = ?1 AND source = ?2) - ?3",
            book_id_, source, limits::events_kept);
}

Result<std::vector<InboxEvent>> SqliteStore::record_events(const std::vector<InboxEvent>& events) {
    for (const InboxEvent& event : events) {
        if (auto checked = check_event(event); !checked) return tl::unexpected(checked.error());
    }
    return connection_->write([&]() -> Result<std::vector<InboxEvent>> {
        std::vector<InboxEvent> fresh;
        std::set<std::string> sources;
        for (const InboxEvent& event : events) {
            if (was_seen(event)) continue;
            insert_event(event);
            sources.insert(event.source);
            fresh.push_back(event);
        }
        for (const std::string& source : sources)
            forget_old_events(source);
        return fresh;
    });
}

Result<std::string> SqliteStore::durable_cursor(std::string_view source) {
    return connection_->read([&]() -> Result<std::string> {
        auto row = statement("SELECT cursor FROM inbox_event WHERE book_id = ? AND source = ? "
                             "ORDER BY sequence DESC LIMIT 1",
                             book_id_, std::string(source));
        return row.executeStep() ? row.getColumn(0).getString() : std::string();
    });
}

} // namespace afpunt::outbox
