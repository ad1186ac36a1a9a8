// SPDX-License-Identifier: MIT
//
// Schema of the store. The book's id stands first in every key, so that the same tables can serve
// many books in a server database. Days are ISO text: a person can read the file with any tool.
#include "outbox/sqlite_schema.hpp"

#include <array>
#include <filesystem>
#include <string>

namespace afpunt::outbox {

namespace {

// "AFPT", in the header of the file: tells our files from other programs'.
constexpr int application_id = 0x41465054;

constexpr const char* version_1 = R"sql(
CREATE TABLE schema_version (version INTEGER NOT NULL) STRICT;
INSERT INTO schema_version (version) VALUES (0);

CREATE TABLE book (
    book_id   TEXT NOT NULL PRIMARY KEY,
    first_day TEXT
) STRICT;

CREATE TABLE letter (
    book_id        TEXT NOT NULL REFERENCES book (book_id),
    letter_id      TEXT NOT NULL,
    sequence       INTEGER NOT NULL,
    number         TEXT NOT NULL,
    party_id       TEXT NOT NULL,
    state          TEXT NOT NULL,
    state_reason   TEXT NOT NULL,
    on_day         TEXT NOT NULL,
    total_minor    INTEGER NOT NULL,
    currency       TEXT NOT NULL,
    model_hash     TEXT NOT NULL,
    template_hash  TEXT NOT NULL,
    policy_version TEXT NOT NULL,
    model          TEXT NOT NULL,
    trial          INTEGER NOT NULL CHECK (trial IN (0, 1)),
    approved_by    TEXT NOT NULL,
    PRIMARY KEY (book_id, letter_id),
    UNIQUE (book_id, sequence),
    UNIQUE (book_id, number)
) STRICT;

CREATE TABLE letter_item (
    book_id    TEXT NOT NULL,
    letter_id  TEXT NOT NULL,
    position   INTEGER NOT NULL,
    item_id    TEXT NOT NULL,
    step_id    TEXT NOT NULL,
    round      INTEGER NOT NULL CHECK (round >= 1),
    open_minor INTEGER NOT NULL,
    currency   TEXT NOT NULL,
    occupies   INTEGER NOT NULL CHECK (occupies IN (0, 1)),
    PRIMARY KEY (book_id, letter_id, position),
    FOREIGN KEY (book_id, letter_id) REFERENCES letter (book_id, letter_id)
) STRICT;
-- The promise of the whole product: one step of one item goes out at most once.
CREATE UNIQUE INDEX letter_item_taken ON letter_item (book_id, item_id, step_id, round)
    WHERE occupies = 1;
CREATE INDEX letter_item_by_item ON letter_item (book_id, item_id);

CREATE TABLE letter_form (
    book_id    TEXT NOT NULL,
    letter_id  TEXT NOT NULL,
    position   INTEGER NOT NULL,
    name       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes      BLOB NOT NULL,
    PRIMARY KEY (book_id, letter_id, position),
    UNIQUE (book_id, letter_id, name),
    FOREIGN KEY (book_id, letter_id) REFERENCES letter (book_id, letter_id)
) STRICT;

CREATE TABLE inbox_event (
    book_id  TEXT NOT NULL REFERENCES book (book_id),
    source   TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    epoch    TEXT NOT NULL,
    event_id TEXT NOT NULL,
    type     INTEGER NOT NULL,
    party_id TEXT NOT NULL,
    cursor   TEXT NOT NULL,
    PRIMARY KEY (book_id, source, sequence),
    UNIQUE (book_id, source, epoch, event_id)
) STRICT;
CREATE TABLE inbox_event_item (
    book_id  TEXT NOT NULL,
    source   TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    position INTEGER NOT NULL,
    item_id  TEXT NOT NULL,
    PRIMARY KEY (book_id, source, sequence, position),
    FOREIGN KEY (book_id, source, sequence)
        REFERENCES inbox_event (book_id, source, sequence) ON DELETE CASCADE
) STRICT;

CREATE TABLE item_round (
    book_id TEXT NOT NULL REFERENCES book (book_id),
    item_id TEXT NOT NULL,
    round   INTEGER NOT NULL CHECK (round >= 1),
    settled INTEGER NOT NULL CHECK (settled IN (0, 1)),
    PRIMARY KEY (book_id, item_id)
) STRICT;

CREATE TABLE hold (
    book_id   TEXT NOT NULL REFERENCES book (book_id),
    sequence  INTEGER NOT NULL,
    scope     TEXT NOT NULL CHECK (scope IN ('item', 'party')),
    target_id TEXT NOT NULL,
    from_day  TEXT NOT NULL,
    until_day TEXT,
    reason    TEXT NOT NULL,
    who       TEXT NOT NULL,
    PRIMARY KEY (book_id, sequence)
) STRICT;

CREATE TABLE old_balance_release (
    book_id  TEXT NOT NULL REFERENCES book (book_id),
    item_id  TEXT NOT NULL,
    party_id TEXT NOT NULL,
    who      TEXT NOT NULL,
    PRIMARY KEY (book_id, item_id, party_id)
) STRICT;

CREATE TABLE bank_confirmation (
    book_id    TEXT NOT NULL REFERENCES book (book_id),
    sequence   INTEGER NOT NULL,
    account_id TEXT NOT NULL,
    until_day  TEXT NOT NULL,
    who        TEXT NOT NULL,
    at         TEXT NOT NULL,
    PRIMARY KEY (book_id, sequence)
) STRICT;

CREATE TABLE refused_match (
    book_id      TEXT NOT NULL REFERENCES book (book_id),
    bank_line_id TEXT NOT NULL,
    item_id      TEXT NOT NULL,
    PRIMARY KEY (book_id, bank_line_id, item_id)
) STRICT;

-- Never shortened: it is the answer to "who did that, and when".
CREATE TABLE journal (
    book_id  TEXT NOT NULL REFERENCES book (book_id),
    sequence INTEGER NOT NULL,
    at       TEXT NOT NULL,
    kind     TEXT NOT NULL,
    subject  TEXT NOT NULL,
    text     TEXT NOT NULL,
    who      TEXT NOT NULL,
    hash     TEXT NOT NULL,
    PRIMARY KEY (book_id, sequence)
) STRICT;
)sql";

// Letters that leave by mail: attempts, who is at work, which copy of the book this is.
constexpr const char* version_2 = R"sql(
ALTER TABLE book ADD COLUMN store_id TEXT NOT NULL DEFAULT '';
ALTER TABLE book ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE book ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE book ADD COLUMN standing TEXT NOT NULL DEFAULT 'own';
ALTER TABLE book ADD COLUMN sending_since TEXT NOT NULL DEFAULT '';
ALTER TABLE book ADD COLUMN sending_by TEXT NOT NULL DEFAULT '';
UPDATE book SET store_id = lower(hex(randomblob(16)));

ALTER TABLE letter ADD COLUMN to_address TEXT NOT NULL DEFAULT '';
ALTER TABLE letter ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE letter ADD COLUMN next_attempt_us INTEGER NOT NULL DEFAULT 0;
ALTER TABLE letter ADD COLUMN left_us INTEGER NOT NULL DEFAULT 0;
ALTER TABLE letter ADD COLUMN crossing TEXT NOT NULL DEFAULT '';

CREATE TABLE lease (
    book_id       TEXT NOT NULL PRIMARY KEY REFERENCES book (book_id),
    holder        TEXT NOT NULL,
    process       INTEGER NOT NULL,
    process_space TEXT NOT NULL,
    boot          TEXT NOT NULL,
    name          TEXT NOT NULL,
    until_ms      INTEGER NOT NULL
) STRICT;

CREATE TABLE effect (
    book_id         TEXT NOT NULL,
    effect_id       INTEGER NOT NULL,
    kind            TEXT NOT NULL CHECK (kind IN ('close-link', 'sent-copy')),
    letter_id       TEXT NOT NULL,
    detail          TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('wanted', 'done', 'given-up')),
    attempts        INTEGER NOT NULL,
    next_attempt_us INTEGER NOT NULL,
    reason          TEXT NOT NULL,
    PRIMARY KEY (book_id, effect_id),
    UNIQUE (book_id, kind, letter_id, detail),
    FOREIGN KEY (book_id, letter_id) REFERENCES letter (book_id, letter_id)
) STRICT;
CREATE INDEX effect_wanted ON effect (book_id, effect_id) WHERE state = 'wanted';

CREATE TABLE payment_link (
    book_id      TEXT NOT NULL,
    letter_id    TEXT NOT NULL,
    provider     TEXT NOT NULL,
    link_id      TEXT NOT NULL,
    url          TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    currency     TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('open', 'paid', 'closing', 'closed', 'expired',
                                                'paid-twice')),
    expires_on   TEXT NOT NULL,
    paid_on      TEXT NOT NULL,
    checked_us   INTEGER NOT NULL,
    note         TEXT NOT NULL,
    PRIMARY KEY (book_id, letter_id, provider, link_id),
    FOREIGN KEY (book_id, letter_id) REFERENCES letter (book_id, letter_id)
) STRICT;

CREATE INDEX payment_link_live ON payment_link (book_id, letter_id)
    WHERE state NOT IN ('closed', 'expired');

CREATE TABLE address_mark (
    book_id  TEXT NOT NULL REFERENCES book (book_id),
    party_id TEXT NOT NULL,
    address  TEXT NOT NULL,
    dead     INTEGER NOT NULL CHECK (dead IN (0, 1)),
    times    INTEGER NOT NULL,
    on_day   TEXT NOT NULL,
    reason   TEXT NOT NULL,
    PRIMARY KEY (book_id, party_id, address)
) STRICT;
)sql";

// A match is one commit, and each table and each index that it touches is a page to be written and
// synced: an event and an entry stand in their primary keys, which have no table beside them, and
// the items of an event, which nobody read again, are not kept.
constexpr const char* version_3 = R"sql(
CREATE TABLE event_in_key (
    book_id  TEXT NOT NULL REFERENCES book (book_id),
    source   TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    epoch    TEXT NOT NULL,
    event_id TEXT NOT NULL,
    type     INTEGER NOT NULL,
    party_id TEXT NOT NULL,
    cursor   TEXT NOT NULL,
    PRIMARY KEY (book_id, source, sequence),
    UNIQUE (book_id, source, epoch, event_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE journal_in_key (
    book_id  TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    at       TEXT NOT NULL,
    kind     TEXT NOT NULL,
    subject  TEXT NOT NULL,
    text     TEXT NOT NULL,
    who      TEXT NOT NULL,
    hash     TEXT NOT NULL,
    PRIMARY KEY (book_id, sequence)
) STRICT, WITHOUT ROWID;
INSERT INTO event_in_key (book_id, source, sequence, epoch, event_id, type, party_id, cursor)
    SELECT book_id, source, sequence, epoch, event_id, type, party_id, cursor FROM inbox_event;
INSERT INTO journal_in_key (book_id, sequence, at, kind, subject, text, who, hash)
    SELECT book_id, sequence, at, kind, subject, text, who, hash FROM journal;
DROP TABLE inbox_event_item;
DROP TABLE inbox_event;
DROP TABLE journal;
ALTER TABLE event_in_key RENAME TO inbox_event;
ALTER TABLE journal_in_key RENAME TO journal;
)sql";

// The entry at place n makes version n + 1 out of version n.
constexpr std::array<const char*, 3> migrations{version_1, version_2, version_3};

// A whole copy of what is there, beside it: whatever goes wrong with the new version, the old
// program can go on with that. One of an earlier try is as good and stays.
Result<void> back_up(SqliteConnection& connection, int version) {
    if (connection.path() == ":memory:") return {};
    const std::string copy = connection.path() + ".version-" + std::to_string(version);
    std::error_code error;
    if (std::filesystem::exists(copy, error)) return {};
    // Under another name until it is whole.
    const std::string part = copy + ".part";
    std::filesystem::remove(part, error);
    SQLite::Statement into(connection.database(), "VACUUM INTO ?");
    into.bind(1, part);
    into.exec();
    // Who may not read the state may not read its copy.
    const auto rights = std::filesystem::status(connection.path(), error).permissions();
    if (!error) std::filesystem::permissions(part, rights, error);
    if (!error) std::filesystem::rename(part, copy, error);
    if (error) {
        return fail("backup before the change of version", copy,
                    "a folder in which a copy can be kept");
    }
    return {};
}

Result<int> version_of(SQLite::Database& database) {
    if (database.execAndGet("SELECT count(*) FROM sqlite_master").getInt() == 0) return 0;
    if (database.execAndGet("PRAGMA application_id").getInt() != application_id ||
        !database.tableExists("schema_version")) {
        return fail("store", "the file of another program", "a file that afpunt made");
    }
    return database.execAndGet("SELECT max(version) FROM schema_version").getInt();
}

} // namespace

int newest_schema_version() {
    return static_cast<int>(migrations.size());
}

Result<int> read_schema_version(SqliteConnection& connection) {
    return connection.read([&] { return version_of(connection.database()); });
}

std::string_view schema_step(int version) {
    return migrations.at(static_cast<std::size_t>(version - 1));
}

Result<void> migrate(SqliteConnection& connection) {
    const auto found = read_schema_version(connection);
    if (!found) return tl::unexpected(found.error());
    if (*found > 0 && *found < newest_schema_version()) {
        // Outside of the transaction: VACUUM knows none.
        auto kept = connection.read([&] { return back_up(connection, *found); });
        if (!kept) return kept;
    }
    return connection.write([&]() -> Result<void> {
        SQLite::Database& database = connection.database();
        // Once more: another process may have been quicker.
        const auto version = version_of(database);
        if (!version) return tl::unexpected(version.error());
        if (*version < 0 || *version > newest_schema_version()) {
            return fail("version of the store", std::to_string(*version),
                        "at most " + std::to_string(newest_schema_version()) +
                            ": a newer afpunt wrote this file, please update this one");
        }
        if (*version == newest_schema_version()) return {};
        for (int from = *version; from < newest_schema_version(); ++from) {
            database.exec(migrations.at(static_cast<std::size_t>(from)));
        }
        database.exec("PRAGMA application_id = " + std::to_string(application_id));
        database.exec("UPDATE schema_version SET version = " +
                      std::to_string(newest_schema_version()));
        return {};
    });
}

} // namespace afpunt::outbox
