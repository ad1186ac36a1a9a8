// SPDX-License-Identifier: MIT
//
// See ledger_schema.hpp. Amounts are minor units, days are days since 1970-01-01. What an item has
// open is never stored: it is its total less its allocations, so the two cannot disagree.
#include "ledger_schema.hpp"

#include <array>

namespace afpunt::standalone {
namespace {

constexpr const char* first_version = R"sql(
CREATE TABLE meta (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    epoch TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;
INSERT INTO meta VALUES (1, lower(hex(randomblob(16))), 1);

CREATE TABLE file (sha256 TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE party (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE,
    described_on INTEGER NOT NULL, -- issue day of the document that the details come from
    name TEXT NOT NULL, contact_name TEXT NOT NULL, mail TEXT NOT NULL, phone TEXT NOT NULL,
    street TEXT NOT NULL, street_extra TEXT NOT NULL, postal_code TEXT NOT NULL,
    city TEXT NOT NULL, region TEXT NOT NULL, country TEXT NOT NULL,
    vat_id TEXT NOT NULL, registration_id TEXT NOT NULL,
    endpoint_scheme TEXT NOT NULL, endpoint_id TEXT NOT NULL
) STRICT;
CREATE TABLE party_key ( -- what a customer is recognised by
    kind INTEGER NOT NULL, value TEXT NOT NULL,
    party INTEGER NOT NULL REFERENCES party (id),
    PRIMARY KEY (kind, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_key_of ON party_key (party, kind);

CREATE TABLE contact (
    line INTEGER PRIMARY KEY,
    customer TEXT NOT NULL, mail TEXT NOT NULL, name TEXT NOT NULL, phone TEXT NOT NULL,
    language TEXT NOT NULL, kind TEXT NOT NULL,
    hold INTEGER NOT NULL, hold_until INTEGER, hold_reason TEXT NOT NULL, standing TEXT NOT NULL,
    ibans TEXT NOT NULL, owed INTEGER, owed_currency TEXT NOT NULL,
    reminded INTEGER NOT NULL, last_reminder INTEGER
) STRICT;

CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE,
    kind INTEGER NOT NULL, number TEXT NOT NULL,
    party INTEGER NOT NULL REFERENCES party (id),
    issued_on INTEGER NOT NULL, entered_on INTEGER NOT NULL,
    currency TEXT NOT NULL, total INTEGER NOT NULL CHECK (total >= 0),
    content TEXT NOT NULL, -- what makes it this document and no other, in words
    payment_reference TEXT NOT NULL, order_reference TEXT NOT NULL, description TEXT NOT NULL,
    payee_iban TEXT NOT NULL, payee_bic TEXT NOT NULL, payee_name TEXT NOT NULL,
    assigned_to TEXT NOT NULL, arrangement INTEGER NOT NULL, mandate_id TEXT NOT NULL,
    discount INTEGER, discount_until INTEGER,
    file TEXT NOT NULL,
    UNIQUE (kind, number)
) STRICT;
CREATE TABLE credited ( -- the invoices that a credit note names
    document INTEGER NOT NULL REFERENCES document (id), number TEXT NOT NULL,
    PRIMARY KEY (number, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX credited_by ON credited (document);
CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES document (id),
    instalment TEXT NOT NULL, due_on INTEGER NOT NULL, total INTEGER NOT NULL
) STRICT;
CREATE INDEX item_of ON item (document);

CREATE TABLE account (
    id TEXT PRIMARY KEY,
    iban TEXT NOT NULL, bic TEXT NOT NULL, name TEXT NOT NULL, holder TEXT NOT NULL,
    currency TEXT NOT NULL, customers_pay_here INTEGER NOT NULL, in_use INTEGER NOT NULL
) STRICT;
CREATE TABLE statement (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account (id) ON UPDATE CASCADE,
    number TEXT NOT NULL, sequence INTEGER NOT NULL,
    first_day INTEGER NOT NULL, last_day INTEGER NOT NULL,
    currency TEXT NOT NULL, opening INTEGER, closing INTEGER,
    provisional INTEGER NOT NULL,
    came_in INTEGER NOT NULL, -- sum of the entries above zero
    first_day_net INTEGER NOT NULL, last_day_net INTEGER NOT NULL,
    ties INTEGER NOT NULL, -- opening plus entries is closing
    file TEXT NOT NULL
) STRICT;
CREATE INDEX statement_days ON statement (account, first_day, last_day);
CREATE TABLE day_balance ( -- of days with entries, in final statements that tie
    statement INTEGER NOT NULL REFERENCES statement (id),
    account TEXT NOT NULL REFERENCES account (id) ON UPDATE CASCADE,
    day INTEGER NOT NULL, before INTEGER NOT NULL, after INTEGER NOT NULL,
    came_in INTEGER NOT NULL,
    PRIMARY KEY (account, day, statement)
) STRICT, WITHOUT ROWID;
CREATE TABLE bank_line (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL REFERENCES account (id) ON UPDATE CASCADE,
    statement INTEGER NOT NULL REFERENCES statement (id),
    line INTEGER NOT NULL, batch_line INTEGER NOT NULL,
    currency TEXT NOT NULL, amount INTEGER NOT NULL,
    booked_on INTEGER NOT NULL, value_on INTEGER, kind INTEGER NOT NULL,
    counterparty_name TEXT NOT NULL, counterparty_iban TEXT NOT NULL,
    counterparty_bic TEXT NOT NULL,
    structured_reference TEXT NOT NULL, remittance TEXT NOT NULL,
    end_to_end_id TEXT NOT NULL, bank_reference TEXT NOT NULL,
    transaction_code TEXT NOT NULL, return_reason TEXT NOT NULL,
    identity TEXT NOT NULL,
    -- a collection and its return cancel each other: each names the other one
    returned_with INTEGER REFERENCES bank_line (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX bank_line_day ON bank_line (account, booked_on, amount);
CREATE INDEX bank_line_of ON bank_line (statement);
CREATE INDEX bank_line_payer ON bank_line (amount, counterparty_iban);
CREATE INDEX bank_line_end_to_end ON bank_line (end_to_end_id) WHERE end_to_end_id <> '';
CREATE INDEX bank_line_returns ON bank_line (kind) WHERE amount < 0 AND returned_with IS NULL;
CREATE INDEX bank_line_returned ON bank_line (returned_with) WHERE returned_with IS NOT NULL;

CREATE TABLE allocation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    item INTEGER NOT NULL REFERENCES item (id),
    bank_line INTEGER REFERENCES bank_line (id),
    credit_item INTEGER REFERENCES item (id),
    amount INTEGER NOT NULL CHECK (amount > 0),
    booked_on INTEGER NOT NULL, value_on INTEGER,
    rule TEXT NOT NULL,
    CHECK ((bank_line IS NULL) <> (credit_item IS NULL))
) STRICT;
CREATE INDEX allocation_item ON allocation (item);
CREATE INDEX allocation_line ON allocation (bank_line);
CREATE INDEX allocation_credit ON allocation (credit_item);

CREATE TABLE event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL, subject TEXT NOT NULL, party TEXT NOT NULL,
    item TEXT NOT NULL
) STRICT;
)sql";

// contacts.csv got a column.
constexpr const char* second_version =
    "ALTER TABLE contact ADD COLUMN wants_ubl INTEGER NOT NULL DEFAULT 0;";

// Lists of open items (what the package settled without a bank line that is known here), refunds,
// and items of which a collection came back.
constexpr const char* third_version = R"sql(
CREATE TABLE open_items_list ( -- the watermark: the list of each source that was made last
    source TEXT PRIMARY KEY,
    made_on INTEGER NOT NULL, made_at INTEGER NOT NULL, -- day, second of the day
    file TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE listed_item ( -- what that list has open; 0 where it is missing
    item INTEGER PRIMARY KEY REFERENCES item (id),
    source TEXT NOT NULL, open INTEGER NOT NULL
) STRICT;
CREATE INDEX listed_item_of ON listed_item (source);

CREATE TABLE refund ( -- money of a payment that was too much, and went back
    refund_line INTEGER PRIMARY KEY REFERENCES bank_line (id) ON DELETE CASCADE,
    paid_line INTEGER NOT NULL REFERENCES bank_line (id) ON DELETE CASCADE,
    amount INTEGER NOT NULL CHECK (amount > 0)
) STRICT;
CREATE INDEX refund_of ON refund (paid_line);
CREATE INDEX bank_line_from ON bank_line (counterparty_iban, booked_on);
CREATE TABLE left_alone ( -- lines that a person untied: nothing ties them by itself again
    bank_line INTEGER PRIMARY KEY REFERENCES bank_line (id) ON DELETE CASCADE
) STRICT;
CREATE TABLE returned_item ( -- of which a collection came back that was matched to it
    item INTEGER PRIMARY KEY REFERENCES item (id)
) STRICT;

ALTER TABLE allocation RENAME TO allocation_before;
DROP INDEX allocation_item;
DROP INDEX allocation_line;
DROP INDEX allocation_credit;
CREATE TABLE allocation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    item INTEGER NOT NULL REFERENCES item (id),
    bank_line INTEGER REFERENCES bank_line (id),
    credit_item INTEGER REFERENCES item (id),
    elsewhere TEXT, -- source of the list of open items that says so
    amount INTEGER NOT NULL CHECK (amount > 0),
    booked_on INTEGER NOT NULL, value_on INTEGER,
    rule TEXT NOT NULL,
    CHECK ((bank_line IS NOT NULL) + (credit_item IS NOT NULL) + (elsewhere IS NOT NULL) = 1)
) STRICT;
INSERT INTO allocation SELECT id, item, bank_line, credit_item, NULL, amount, booked_on, value_on,
    rule FROM allocation_before;
-- Ids are never used again: what was untied must not come back as another payment.
DELETE FROM sqlite_sequence WHERE name = 'allocation';
INSERT INTO sqlite_sequence SELECT 'allocation', seq FROM sqlite_sequence
    WHERE name = 'allocation_before';
DROP TABLE allocation_before;
CREATE INDEX allocation_item ON allocation (item);
CREATE INDEX allocation_line ON allocation (bank_line);
CREATE INDEX allocation_credit ON allocation (credit_item);
CREATE INDEX allocation_elsewhere ON allocation (item) WHERE elsewhere IS NOT NULL;
)sql";

constexpr std::array<const char*, 3> migrations{first_version, second_version, third_version};

} // namespace

std::span<const char* const> ledger_migrations() {
    return migrations;
}

} // namespace afpunt::standalone
