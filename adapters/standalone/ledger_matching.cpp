// SPDX-License-Identifier: MIT
//
// See ledger_matching.hpp. An allocation never exceeds what its source has left or what its item
// still owes: over-payments stay visible on the bank line.
#include "ledger_matching.hpp"

#include "ledger_open_items.hpp"

#include <algorithm>
#include <charconv>

namespace afpunt::standalone {
namespace {

// SEPA direct debit: a debtor may claim an unauthorised collection back for thirteen months.
constexpr std::int32_t return_window_days = 400;

constexpr const char* allocation_by_id =
    "SELECT a.id, i.public_id, a.bank_line, c.public_id, a.booked_on, a.value_on, a.amount, "
    "d.currency, a.rule FROM allocation a JOIN item i ON i.id = a.item "
    "JOIN document d ON d.id = i.document LEFT JOIN item c ON c.id = a.credit_item WHERE a.id = ?";
constexpr const char* every_allocation =
    "SELECT a.id, i.public_id, a.bank_line, c.public_id, a.booked_on, a.value_on, a.amount, "
    "d.currency, a.rule FROM allocation a JOIN item i ON i.id = a.item "
    "JOIN document d ON d.id = i.document LEFT JOIN item c ON c.id = a.credit_item ORDER BY a.id";

// The number behind "bank:" or "match:"; 0 when it is none of ours.
std::int64_t number_in(std::string_view id, std::string_view prefix) {
    if (!id.starts_with(prefix)) return 0;
    id.remove_prefix(prefix.size());
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
    return error == std::errc{} && end == id.data() + id.size() ? number : 0;
}

LedgerAllocation allocation_from(LedgerRow& row) {
    LedgerAllocation allocation;
    allocation.id = "match:" + std::to_string(row.number());
    allocation.item_id = row.text();
    const std::optional<std::int64_t> line = row.optional_number();
    const std::string credit_item = row.text();
    allocation.kind = line                  ? LedgerAllocationKind::Bank
                      : credit_item.empty() ? LedgerAllocationKind::Elsewhere
                                            : LedgerAllocationKind::CreditNote;
    allocation.source_id = line ? "bank:" + std::to_string(*line) : credit_item;
    allocation.booked_on = row.date();
    allocation.value_on = row.optional_date();
    const std::int64_t amount = row.number();
    allocation.amount = Money{amount, row.currency()};
    allocation.rule = row.text();
    return allocation;
}

std::optional<LedgerAllocation> find_allocation(LedgerDatabase& database, std::int64_t id) {
    std::optional<LedgerAllocation> found;
    database.each(
        allocation_by_id, [&](LedgerRow& row) { found = allocation_from(row); }, id);
    return found;
}

void note_event_of_item(LedgerDatabase& database, std::string_view kind, std::int64_t allocation,
                        std::string_view item) {
    database.run("INSERT INTO event (kind, subject, item, party) "
                 "SELECT ?, ?, i.public_id, p.public_id FROM item i "
                 "JOIN document d ON d.id = i.document JOIN party p ON p.id = d.party "
                 "WHERE i.public_id = ?",
                 kind, "match:" + std::to_string(allocation), item);
}

struct LineFacts {
    std::int64_t id = 0;
    Money left;
    Date booked_on;
    std::optional<Date> value_on;
    bool came_in = false, returned = false;
};

std::optional<LineFacts> line_facts(LedgerDatabase& database, std::int64_t id) {
    std::optional<LineFacts> facts;
    database.each(
        "SELECT amount - coalesce((SELECT sum(amount) FROM allocation WHERE bank_line = "
        "l.id), 0) - coalesce((SELECT sum(amount) FROM refund WHERE paid_line = l.id), 0), "
        "currency, booked_on, value_on, amount > 0, returned_with IS NOT NULL "
        "FROM bank_line l WHERE id = ?",
        [&](LedgerRow& row) {
            const std::int64_t left = row.number();
            facts = LineFacts{id,         Money{left, row.currency()},
                              row.date(), row.optional_date(),
                              row.flag(), row.flag()};
        },
        id);
    return facts;
}

struct ItemFacts {
    std::int64_t id = 0;
    InvoiceKind kind = InvoiceKind::Invoice;
    Money open;
};

std::optional<ItemFacts> item_facts(LedgerDatabase& database, std::string_view public_id) {
    std::optional<ItemFacts> facts;
    database.each(
        "SELECT i.id, d.kind, i.total - coalesce((SELECT sum(amount) FROM allocation "
        "WHERE item = i.id OR credit_item = i.id), 0), d.currency FROM item i "
        "JOIN document d ON d.id = i.document WHERE i.public_id = ?",
        [&](LedgerRow& row) {
            const std::int64_t id = row.number();
            const auto kind = row.choice<InvoiceKind>();
            const std::int64_t open = row.number();
            facts = ItemFacts{id, kind, Money{open, row.currency()}};
        },
        public_id);
    return facts;
}

Result<Money> allocatable(const LineFacts& line, const ItemFacts& item,
                          std::optional<Money> wanted) {
    if (!line.came_in || line.returned) {
        return fail("bank line",
                    line.returned ? "a collection that was returned" : "money paid out",
                    "money that came in and stayed");
    }
    if (item.kind != InvoiceKind::Invoice) {
        return fail("document", "a credit note", "an invoice: nothing is paid on a credit note");
    }
    if (!line.left.same_currency(item.open)) {
        return fail("currency", std::string(line.left.currency.code()),
                    "the currency of the invoice, " + std::string(item.open.currency.code()));
    }
    const Money most{std::min(line.left.minor, item.open.minor), item.open.currency};
    const Money amount = wanted.value_or(most);
    if (!amount.same_currency(item.open)) {
        return fail("currency", std::string(amount.currency.code()),
                    "the currency of the invoice, " + std::string(item.open.currency.code()));
    }
    if (!line.left.is_positive() || amount.minor > line.left.minor) {
        return fail("amount", amount.decimal(),
                    "at most what the bank line has left, " + line.left.code_and_decimal());
    }
    if (!item.open.is_positive() || amount.minor > item.open.minor) {
        return fail("amount", amount.decimal(),
                    "at most what the invoice has open, " + item.open.code_and_decimal());
    }
    if (!amount.is_positive()) return fail("amount", amount.decimal(), "an amount above zero");
    return amount;
}

struct ReturnedLine {
    std::int64_t id = 0;
    std::int64_t amount = 0; // positive
    Date booked_on;
    std::string account, currency, end_to_end_id, counterparty_iban, return_reason;
};

std::string reason_of(const ReturnedLine& returned) {
    std::string reason = "the collection came back on " + returned.booked_on.iso();
    if (!returned.return_reason.empty()) reason += " (" + returned.return_reason + ")";
    return reason;
}

std::vector<ReturnedLine> unsettled_returns(LedgerDatabase& database) {
    std::vector<ReturnedLine> lines;
    database.each(
        "SELECT id, -amount, booked_on, account, currency, end_to_end_id, "
        "counterparty_iban, return_reason FROM bank_line WHERE kind = ? AND amount < 0 AND "
        "returned_with IS NULL ORDER BY booked_on, id",
        [&](LedgerRow& row) {
            lines.push_back({row.number(), row.number(), row.date(), row.text(), row.text(),
                             row.text(), row.text(), row.text()});
        },
        EntryKind::ReturnedDebit);
    return lines;
}

// The collection that came back: the same end-to-end id (a return may carry the bank's charge on
// top), or else the same debtor and amount with money that was allocated. The latest one counts.
std::optional<std::int64_t> collection_of(LedgerDatabase& database, const ReturnedLine& returned) {
    if (!returned.end_to_end_id.empty()) {
        const std::optional<std::int64_t> line = database.number(
            "SELECT id FROM bank_line WHERE end_to_end_id = ? AND end_to_end_id <> '' AND "
            "amount > 0 AND amount <= ? AND currency = ? AND returned_with IS NULL AND "
            "NOT EXISTS (SELECT 1 FROM refund WHERE paid_line = bank_line.id) AND "
            "booked_on BETWEEN ? AND ? ORDER BY (account = ?) DESC, booked_on DESC, id DESC "
            "LIMIT 1",
            returned.end_to_end_id, returned.amount, returned.currency,
            returned.booked_on - return_window_days, returned.booked_on, returned.account);
        if (line) return line;
    }
    if (returned.counterparty_iban.empty()) return std::nullopt;
    return database.number(
        "SELECT id FROM bank_line l WHERE amount = ? AND counterparty_iban = ? AND currency = ? "
        "AND returned_with IS NULL AND booked_on BETWEEN ? AND ? AND (end_to_end_id = '' OR ? = "
        "'') "
        "AND EXISTS (SELECT 1 FROM allocation WHERE bank_line = l.id) "
        "AND NOT EXISTS (SELECT 1 FROM refund WHERE paid_line = l.id) "
        "ORDER BY booked_on DESC, id DESC LIMIT 1",
        returned.amount, returned.counterparty_iban, returned.currency,
        returned.booked_on - return_window_days, returned.booked_on, returned.end_to_end_id);
}

} // namespace

std::optional<Money> open_amount_of(LedgerDatabase& database, std::string_view item_id) {
    const auto facts = item_facts(database, item_id);
    return facts ? std::optional<Money>(facts->open) : std::nullopt;
}

std::int64_t insert_allocation(LedgerDatabase& database, const NewAllocation& allocation) {
    database.run("INSERT INTO allocation (item, bank_line, credit_item, elsewhere, amount, "
                 "booked_on, value_on, rule) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                 allocation.item, allocation.bank_line, allocation.credit_item,
                 allocation.elsewhere, allocation.amount, allocation.booked_on, allocation.value_on,
                 allocation.rule);
    const std::int64_t id = database.last_id();
    database.run("INSERT INTO event (kind, subject, item, party) "
                 "SELECT 'matched', ?, i.public_id, p.public_id "
                 "FROM item i JOIN document d ON d.id = i.document "
                 "JOIN party p ON p.id = d.party WHERE i.id = ?",
                 "match:" + std::to_string(id), allocation.item);
    database.touch();
    return id;
}

Result<LedgerAllocation> delete_allocation(LedgerDatabase& database, std::string_view public_id) {
    const std::int64_t id = number_in(public_id, "match:");
    std::optional<LedgerAllocation> found = find_allocation(database, id);
    if (!found)
        return fail("match", std::string(public_id.substr(0, 60)), "a match of this ledger");
    note_event_of_item(database, "unmatched", id, found->item_id);
    database.run("DELETE FROM allocation WHERE id = ?", id);
    database.touch();
    return std::move(*found);
}

Result<LedgerAllocation> undo_allocation(LedgerDatabase& database, std::string_view public_id) {
    Result<LedgerAllocation> undone = delete_allocation(database, public_id);
    if (!undone) return undone;
    if (undone->kind == LedgerAllocationKind::Bank) {
        database.run("INSERT OR IGNORE INTO left_alone VALUES (?)",
                     number_in(undone->source_id, "bank:"));
    }
    if (undone->kind == LedgerAllocationKind::Elsewhere) {
        reopen_in_list(database, undone->item_id, undone->amount.minor);
    } else {
        level_with_list(database, undone->item_id);
    }
    return undone;
}

Result<LedgerAllocation> allocate_line(LedgerDatabase& database, std::string_view bank_line_id,
                                       std::string_view item_id, std::optional<Money> amount,
                                       std::string_view rule) {
    const std::optional<LineFacts> line = line_facts(database, number_in(bank_line_id, "bank:"));
    if (!line) {
        return fail("bank line", std::string(bank_line_id.substr(0, 60)),
                    "a bank line of this ledger");
    }
    const std::optional<ItemFacts> item = item_facts(database, item_id);
    if (!item) {
        return fail("invoice", std::string(item_id.substr(0, 120)), "an invoice of this ledger");
    }
    const Result<Money> allowed = allocatable(*line, *item, amount);
    if (!allowed) return tl::unexpected(allowed.error());
    NewAllocation allocation;
    allocation.item = item->id;
    allocation.bank_line = line->id;
    allocation.amount = allowed->minor;
    allocation.booked_on = line->booked_on;
    allocation.value_on = line->value_on;
    allocation.rule = rule;
    const std::int64_t id = insert_allocation(database, allocation);
    return *find_allocation(database, id);
}

std::vector<LedgerAllocation> release_line(LedgerDatabase& database, std::int64_t bank_line) {
    std::vector<std::int64_t> ids;
    database.each(
        "SELECT id FROM allocation WHERE bank_line = ? ORDER BY id",
        [&](LedgerRow& row) { ids.push_back(row.number()); }, bank_line);
    std::vector<LedgerAllocation> released;
    for (const std::int64_t id : ids) {
        Result<LedgerAllocation> undone =
            delete_allocation(database, "match:" + std::to_string(id));
        if (undone) released.push_back(std::move(*undone));
    }
    return released;
}

Result<std::vector<LedgerAllocation>> undo_returns(LedgerDatabase& database) {
    std::vector<LedgerAllocation> undone;
    for (const ReturnedLine& returned : unsettled_returns(database)) {
        const std::optional<std::int64_t> collection = collection_of(database, returned);
        if (!collection) continue;
        std::vector<LedgerAllocation> released = release_line(database, *collection);
        for (LedgerAllocation& one : released) {
            database.run("INSERT OR IGNORE INTO returned_item SELECT id FROM item WHERE "
                         "public_id = ?",
                         one.item_id);
            level_with_list_of(database, one.item_id, returned.booked_on);
            one.undone_because = reason_of(returned);
        }
        undone.insert(undone.end(), released.begin(), released.end());
        database.run("UPDATE bank_line SET returned_with = ? WHERE id = ?", *collection,
                     returned.id);
        database.run("UPDATE bank_line SET returned_with = ? WHERE id = ?", returned.id,
                     *collection);
        database.touch();
    }
    return undone;
}

std::vector<LedgerAllocation> allocations_of(LedgerDatabase& database) {
    std::vector<LedgerAllocation> allocations;
    database.each(every_allocation,
                  [&](LedgerRow& row) { allocations.push_back(allocation_from(row)); });
    return allocations;
}

} // namespace afpunt::standalone
