// SPDX-License-Identifier: MIT
//
// See ledger_open_items.hpp.
#include "ledger_open_items.hpp"

#include "ledger_documents.hpp"
#include "ledger_matching.hpp"
#include "ledger_parties.hpp"
#include "plain_text.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace afpunt::standalone {
namespace {

constexpr std::string_view elsewhere_rule = "open-items-list";
constexpr std::string_view listed_payment_rule = "open-items-list-and-bank";
constexpr std::string_view content_begins = "on the list of open items ";
// A list that lacks more than half of what was open is more often half a list, or another firm's,
// than a good week. Below this number it is not worth a question.
constexpr std::int64_t fewest_missing_to_ask = 5;
// A shorter number stands in many texts by chance.
constexpr std::size_t telling_number_length = 4;

// The rows of one document: its instalments, and part payments that are listed apart.
struct ListedDocument {
    const ListedItem* first = nullptr;
    std::int64_t open = 0;
    std::map<Date, std::int64_t> by_due_day;
    std::optional<std::int64_t> total;
};
using Documents = std::map<std::pair<InvoiceKind, std::string>, ListedDocument>;

Result<Documents> documents_of(const OpenItemsList& list) {
    Documents documents;
    for (const ListedItem& item : list.items) {
        ListedDocument& document = documents[{item.kind, item.number}];
        if (document.first == nullptr) document.first = &item;
        const auto refuse = [&](const std::string& field, std::string found, std::string expected) {
            return tl::unexpected(Failure{"line " + std::to_string(item.line), field,
                                          std::move(found), std::move(expected)});
        };
        if (!item.open.same_currency(document.first->open)) {
            return refuse("currency", std::string(item.open.currency.code()),
                          "one currency for " + item.number);
        }
        if (plain_text(item.customer.id) != plain_text(document.first->customer.id)) {
            return refuse("customer", item.customer.id,
                          document.first->customer.id + ", as above for " + item.number);
        }
        std::int64_t& of_day = document.by_due_day[item.due_on];
        std::int64_t total = document.total.value_or(0);
        if (item.total) {
            // The whole document's total stands beside each of its instalments.
            document.total = std::max(total, item.total->minor);
        }
        if (__builtin_add_overflow(document.open, item.open.minor, &document.open) ||
            __builtin_add_overflow(of_day, item.open.minor, &of_day)) {
            return refuse("open", item.open.decimal(), "amounts that can be added up");
        }
    }
    return documents;
}

struct KnownItem {
    std::int64_t id = 0, total = 0;
    Date due_on;
};

class ListImport {
public:
    ListImport(LedgerDatabase& database, const OpenItemsList& list, Date entered_on,
               ListTrust trust, std::string_view file)
        : database_(database), list_(list), entered_on_(entered_on), trust_(trust), file_(file) {}

    Result<OpenItemsCounts> run() {
        if (list_.made.on > entered_on_) {
            return fail("export date", list_.made.on.iso(), "a day that is not in the future");
        }
        if (is_older()) {
            counts_.is_older = true;
            return counts_;
        }
        Result<Documents> documents = documents_of(list_);
        if (!documents) return tl::unexpected(documents.error());
        if (Result<void> plausible = check_missing(*documents); !plausible) {
            return tl::unexpected(plausible.error());
        }
        for (const auto& [key, document] : *documents) {
            if (Result<void> taken = take(document); !taken) return tl::unexpected(taken.error());
        }
        settle_missing();
        database_.run("INSERT INTO open_items_list VALUES (?, ?, ?, ?) ON CONFLICT (source) DO "
                      "UPDATE SET made_on = excluded.made_on, made_at = excluded.made_at, "
                      "file = excluded.file",
                      list_.source, list_.made.on, list_.made.second_of_day, file_);
        for (const std::int64_t item : listed_of_source())
            level(item);
        database_.touch();
        return counts_;
    }

private:
    bool is_older() {
        std::optional<ExportMoment> known;
        database_.each(
            "SELECT made_on, made_at FROM open_items_list WHERE source = ?",
            [&](LedgerRow& row) {
                const Date on = row.date();
                known = ExportMoment{on, row.small()};
            },
            list_.source);
        return known && list_.made < *known;
    }

    // What the list before had open, or what it should know where it lists every invoice.
    std::vector<std::pair<std::int64_t, std::string>> expected_open() {
        std::vector<std::pair<std::int64_t, std::string>> documents;
        database_.each(
            "SELECT DISTINCT d.kind, d.number FROM document d JOIN item i ON i.document = d.id "
            "LEFT JOIN listed_item l ON l.item = i.id WHERE (l.source = ? AND l.open > 0) OR "
            "(l.item IS NULL AND ? AND d.kind = ? AND d.issued_on <= ? AND i.total > "
            "coalesce((SELECT sum(amount) FROM allocation WHERE item = i.id), 0))",
            [&](LedgerRow& row) {
                const std::int64_t kind = row.number();
                documents.emplace_back(kind, row.text());
            },
            list_.source, list_.every_invoice, InvoiceKind::Invoice, list_.made.on);
        return documents;
    }

    Result<void> check_missing(const Documents& documents) {
        const auto expected = expected_open();
        const auto missing =
            std::count_if(expected.begin(), expected.end(), [&](const auto& document) {
                return !documents.contains(
                    {static_cast<InvoiceKind>(document.first), document.second});
            });
        const auto all = static_cast<std::int64_t>(expected.size());
        if (trust_ == ListTrust::Checked || missing < fewest_missing_to_ask || missing * 2 <= all) {
            return {};
        }
        return fail(
            "list",
            std::to_string(missing) + " of " + std::to_string(all) +
                " open documents are missing, which would settle them",
            "the whole list of this firm; if it is, `afpunt import --trust` with this file");
    }

    Result<void> take(const ListedDocument& document) {
        const ListedItem& first = *document.first;
        std::optional<std::int64_t> known;
        std::int64_t party = 0;
        std::string content, customer_id, customer_name, currency;
        database_.each(
            "SELECT d.id, d.party, d.content, p.public_id, p.name, d.currency FROM document d JOIN "
            "party p ON p.id = d.party WHERE d.kind = ? AND d.number = ?",
            [&](LedgerRow& row) {
                known = row.number();
                party = row.number();
                for (std::string* field : {&content, &customer_id, &customer_name, &currency})
                    *field = row.text();
            },
            first.kind, first.number);
        if (!known) return add(document);
        const auto refuse = [&](std::string field, std::string found, std::string expected) {
            return tl::unexpected(Failure{"line " + std::to_string(first.line), std::move(field),
                                          std::move(found), std::move(expected)});
        };
        // A list of another firm has other customers behind the same numbers.
        const std::string named = plain_text(first.customer.id);
        const bool same = find_party(database_, first.customer) == party ||
                          named == plain_text(customer_id) || named == plain_text(customer_name) ||
                          plain_text(first.customer.name) == plain_text(customer_name);
        if (!same) {
            return refuse("customer", first.customer.id + " " + first.customer.name,
                          "the customer of " + first.number + ", " + customer_name);
        }
        if (currency != first.open.currency.code()) {
            return refuse("currency", std::string(first.open.currency.code()),
                          currency + ", as " + first.number + " has");
        }
        update(*known, document, is_listed_content(content));
        return {};
    }

    Result<void> add(const ListedDocument& document) {
        const ListedItem& first = *document.first;
        Invoice invoice;
        invoice.kind = first.kind;
        invoice.number = first.number;
        invoice.issued_on = first.issued_on.value_or(std::min(list_.made.on, first.due_on));
        invoice.currency = first.open.currency;
        invoice.customer = first.customer;
        invoice.payment_reference = first.payment_reference;
        invoice.payee_iban = first.payee_iban;
        std::int64_t rest = std::max(document.total.value_or(0), document.open);
        invoice.total = Money{rest, invoice.currency};
        int number = 0;
        const bool several = document.by_due_day.size() > 1;
        for (const auto& [due_on, open] : document.by_due_day) {
            // What was paid of the total before was paid of the first instalment.
            const std::int64_t minor = ++number == 1 ? rest - document.open + open : open;
            invoice.instalments.push_back({several ? std::to_string(number) : std::string(), due_on,
                                           Money{minor, invoice.currency}});
        }
        const Result<bool> kept = keep_document(database_, invoice, entered_on_, file_);
        if (!kept) {
            Failure failure = kept.error();
            failure.where = "line " + std::to_string(first.line);
            return tl::unexpected(std::move(failure));
        }
        database_.run("UPDATE document SET content = ? WHERE kind = ? AND number = ?",
                      listed_content(list_.source), invoice.kind, invoice.number);
        ++counts_.added;
        const std::optional<std::int64_t> id = database_.number(
            "SELECT id FROM document WHERE kind = ? AND number = ?", invoice.kind, invoice.number);
        update(id.value_or(0), document, true);
        return {};
    }

    std::vector<KnownItem> items_latest_first(std::int64_t document) {
        std::vector<KnownItem> items;
        database_.each(
            "SELECT id, total, due_on FROM item WHERE document = ? ORDER BY due_on DESC, id DESC",
            [&](LedgerRow& row) {
                items.push_back({row.number(), row.number(), row.date()});
            },
            document);
        return items;
    }

    // What is still open is open of the last instalments: the first ones are paid first.
    void update(std::int64_t document, const ListedDocument& listed, bool only_listed) {
        std::vector<KnownItem> items = items_latest_first(document);
        if (items.empty()) return;
        std::int64_t rest = listed.open;
        std::int64_t total = 0;
        for (const KnownItem& item : items)
            total += item.total;
        if (only_listed && listed.open > total) {
            // First seen when a part was paid already, and that part came back.
            grow(document, items.front(), listed.open - total);
        }
        if (only_listed && items.size() == 1 && listed.by_due_day.size() == 1) {
            database_.run("UPDATE item SET due_on = ? WHERE id = ?",
                          listed.by_due_day.begin()->first, items.front().id);
        }
        for (const KnownItem& item : items) {
            const std::int64_t open = std::min(rest, item.total);
            rest -= open;
            list_item(item.id, open);
        }
    }

    void grow(std::int64_t document, KnownItem& item, std::int64_t minor) {
        item.total += minor;
        database_.run("UPDATE item SET total = total + ? WHERE id = ?", minor, item.id);
        database_.run("UPDATE document SET total = total + ? WHERE id = ?", minor, document);
    }

    void list_item(std::int64_t item, std::int64_t open) {
        database_.run("INSERT INTO listed_item VALUES (?, ?, ?) ON CONFLICT (item) DO UPDATE SET "
                      "source = excluded.source, open = excluded.open",
                      item, list_.source, open);
        seen_.insert(item);
    }

    void settle_missing() {
        std::vector<std::int64_t> missing;
        database_.each(
            "SELECT i.id FROM item i JOIN document d ON d.id = i.document LEFT JOIN listed_item l "
            "ON l.item = i.id WHERE l.source = ? OR (l.item IS NULL AND ? AND d.kind = ? AND "
            "d.issued_on <= ?)",
            [&](LedgerRow& row) { missing.push_back(row.number()); }, list_.source,
            list_.every_invoice, InvoiceKind::Invoice, list_.made.on);
        for (const std::int64_t item : missing) {
            if (seen_.contains(item)) continue;
            list_item(item, 0);
        }
    }

    std::vector<std::int64_t> listed_of_source() {
        std::vector<std::int64_t> items;
        database_.each(
            "SELECT item FROM listed_item WHERE source = ? ORDER BY item",
            [&](LedgerRow& row) { items.push_back(row.number()); }, list_.source);
        return items;
    }

    void level(std::int64_t item);

    LedgerDatabase& database_;
    const OpenItemsList& list_;
    Date entered_on_;
    ListTrust trust_;
    std::string_view file_;
    std::set<std::int64_t> seen_;
    OpenItemsCounts counts_;
};

struct Level {
    std::int64_t item = 0, total = 0, listed = 0, others = 0;
    std::string source;
    Date made_on;
    std::int64_t elsewhere = 0, allocation = 0; // the row that stands now; 0 = none
};

std::optional<Level> level_of(LedgerDatabase& database, std::int64_t item) {
    std::optional<Level> level;
    database.each(
        "SELECT i.total, l.open, l.source, s.made_on, coalesce((SELECT sum(amount) FROM allocation "
        "WHERE (item = i.id OR credit_item = i.id) AND elsewhere IS NULL), 0) FROM listed_item l "
        "JOIN item i ON i.id = l.item JOIN open_items_list s ON s.source = l.source WHERE l.item = "
        "?",
        [&](LedgerRow& row) {
            level = Level{};
            level->item = item;
            level->total = row.number();
            level->listed = row.number();
            level->source = row.text();
            level->made_on = row.date();
            level->others = row.number();
        },
        item);
    if (!level) return level;
    database.each(
        "SELECT id, amount FROM allocation WHERE item = ? AND elsewhere IS NOT NULL",
        [&](LedgerRow& row) {
            level->allocation = row.number();
            level->elsewhere = row.number();
        },
        item);
    return level;
}

std::string allocation_id(std::int64_t id) {
    return "match:" + std::to_string(id);
}

// How much more is settled than before; below zero when it opened again.
std::int64_t apply_level(LedgerDatabase& database, const Level& level) {
    const std::int64_t wanted =
        std::max<std::int64_t>(level.total - level.listed - level.others, 0);
    if (wanted == level.elsewhere) return 0;
    if (level.allocation != 0) {
        (void)delete_allocation(database, allocation_id(level.allocation));
    }
    if (wanted > 0) {
        NewAllocation allocation;
        allocation.item = level.item;
        allocation.elsewhere = level.source;
        allocation.amount = wanted;
        allocation.booked_on = level.made_on;
        allocation.rule = elsewhere_rule;
        insert_allocation(database, allocation);
    }
    return wanted - level.elsewhere;
}

void ListImport::level(std::int64_t item) {
    const std::optional<Level> level = level_of(database_, item);
    if (!level) return;
    const std::int64_t more = apply_level(database_, *level);
    if (more > 0) ++counts_.settled;
    if (more < 0) ++counts_.reopened;
}

std::int64_t item_row(LedgerDatabase& database, std::string_view item_id) {
    return database.number("SELECT id FROM item WHERE public_id = ?", item_id).value_or(0);
}

struct SettledElsewhere {
    std::int64_t allocation = 0, item = 0, amount = 0, party = 0;
    Date made_on, issued_on;
    std::string number, reference, currency;
};

std::vector<SettledElsewhere> settled_elsewhere(LedgerDatabase& database) {
    std::vector<SettledElsewhere> settled;
    database.each(
        "SELECT a.id, i.id, a.amount, d.party, a.booked_on, d.issued_on, d.number, "
        "d.payment_reference, d.currency FROM allocation a JOIN item i ON i.id = a.item JOIN "
        "document d ON d.id = i.document WHERE a.elsewhere IS NOT NULL AND d.kind = ? "
        "ORDER BY i.due_on, i.id",
        [&](LedgerRow& row) {
            SettledElsewhere one;
            one.allocation = row.number();
            one.item = row.number();
            one.amount = row.number();
            one.party = row.number();
            one.made_on = row.date();
            one.issued_on = row.date();
            for (std::string* field : {&one.number, &one.reference, &one.currency})
                *field = row.text();
            settled.push_back(std::move(one));
        },
        InvoiceKind::Invoice);
    return settled;
}

bool has_number(std::string_view plain) {
    std::size_t digits = 0;
    for (const char c : plain) {
        digits = text::is_digit(c) ? digits + 1 : 0;
        if (digits == telling_number_length) return true;
    }
    return false;
}

// The whole line is as much as was settled, and the line names the invoice, or names nothing and
// comes from an account that paid for this customer before; only one line may be so.
std::optional<std::int64_t> payment_of(LedgerDatabase& database, const SettledElsewhere& settled) {
    std::vector<std::int64_t> naming, paying;
    const std::string number = plain_text(settled.number);
    const std::string reference = plain_text(settled.reference);
    database.each(
        "SELECT l.id, l.structured_reference, l.remittance, l.end_to_end_id, EXISTS (SELECT 1 FROM "
        "bank_line o JOIN allocation a ON a.bank_line = o.id JOIN item i ON i.id = a.item JOIN "
        "document d ON d.id = i.document WHERE o.counterparty_iban = l.counterparty_iban AND "
        "l.counterparty_iban <> '' AND d.party = ?) FROM bank_line l WHERE l.amount = ? AND "
        "l.currency = ? AND l.booked_on BETWEEN ? AND ? AND l.returned_with IS NULL AND NOT EXISTS "
        "(SELECT 1 FROM left_alone WHERE bank_line = l.id) AND NOT EXISTS "
        "(SELECT 1 FROM allocation WHERE bank_line = l.id) ORDER BY l.booked_on, l.id",
        [&](LedgerRow& row) {
            const std::int64_t line = row.number();
            const std::string structured = plain_text(row.text());
            const std::string remittance = row.text();
            const std::string words = plain_text(remittance) + " " + plain_text(row.text());
            const bool names =
                stands_whole_in(reference, structured) || stands_whole_in(reference, words) ||
                (number.size() >= telling_number_length && stands_whole_in(number, words));
            if (names) naming.push_back(line);
            // A text that names something else speaks of another invoice.
            const bool says_nothing = structured.empty() && !has_number(words);
            if (row.flag() && says_nothing) paying.push_back(line);
        },
        settled.party, settled.amount, settled.currency, settled.issued_on, settled.made_on);
    if (!naming.empty()) return naming.front();
    return paying.size() == 1 ? std::optional(paying.front()) : std::nullopt;
}

} // namespace

std::string listed_content(std::string_view source) {
    return std::string(content_begins) + std::string(source);
}
bool is_listed_content(std::string_view content) {
    return content.starts_with(content_begins);
}

Result<OpenItemsCounts> keep_open_items(LedgerDatabase& database, const OpenItemsList& list,
                                        Date entered_on, ListTrust trust, std::string_view file) {
    return ListImport(database, list, entered_on, trust, file).run();
}

void level_with_list(LedgerDatabase& database, std::string_view item_id) {
    const std::optional<Level> level = level_of(database, item_row(database, item_id));
    if (level) apply_level(database, *level);
}

void level_with_list_of(LedgerDatabase& database, std::string_view item_id, Date day) {
    const std::optional<Level> level = level_of(database, item_row(database, item_id));
    if (level && level->made_on >= day) apply_level(database, *level);
}

void reopen_in_list(LedgerDatabase& database, std::string_view item_id, std::int64_t minor) {
    database.run("UPDATE listed_item SET open = open + ? WHERE item = ?", minor,
                 item_row(database, item_id));
}

std::vector<LedgerAllocation> pair_listed_payments(LedgerDatabase& database) {
    std::vector<LedgerAllocation> paired;
    for (const SettledElsewhere& settled : settled_elsewhere(database)) {
        const std::optional<std::int64_t> line = payment_of(database, settled);
        if (!line) continue;
        (void)delete_allocation(database, allocation_id(settled.allocation));
        std::string item_id;
        database.each(
            "SELECT public_id FROM item WHERE id = ?",
            [&](LedgerRow& row) { item_id = row.text(); }, settled.item);
        Result<LedgerAllocation> booked = allocate_line(database, "bank:" + std::to_string(*line),
                                                        item_id, std::nullopt, listed_payment_rule);
        if (booked) paired.push_back(std::move(*booked));
        level_with_list(database, item_id);
    }
    return paired;
}

} // namespace afpunt::standalone
