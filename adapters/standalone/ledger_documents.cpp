// SPDX-License-Identifier: MIT
//
// See ledger_documents.hpp. A document is known by its kind and number (Directive 2006/112/EC,
// article 226(2): a number identifies one invoice); what it claims is kept in words beside it, so
// that a second document under the same number can be refused by naming both.
#include "ledger_documents.hpp"

#include "ledger_matching.hpp"
#include "ledger_open_items.hpp"
#include "ledger_parties.hpp"

#include <algorithm>
#include <set>

namespace afpunt::standalone {
namespace {

constexpr std::string_view credit_rule = "credit-note-names-invoice";

std::string document_id(InvoiceKind kind, const std::string& number) {
    return (kind == InvoiceKind::Invoice ? "invoice:" : "credit-note:") + number;
}

std::string item_id(const Invoice& invoice, const Instalment& instalment) {
    const std::string id = document_id(invoice.kind, invoice.number);
    return instalment.id.empty() ? id : id + ":" + instalment.id;
}

std::string_view word_for(InvoiceArrangement arrangement) {
    switch (arrangement) {
    case InvoiceArrangement::CreditTransfer: return "transfer";
    case InvoiceArrangement::DirectDebit: return "direct debit";
    case InvoiceArrangement::Card: return "card";
    case InvoiceArrangement::Cash: return "cash";
    case InvoiceArrangement::Other: return "another way of paying";
    }
    return "";
}

// Everything that the claim consists of. Addresses and mail may change between two copies of one
// invoice; these may not.
std::string content_of(const Invoice& invoice) {
    std::string content =
        "issued " + invoice.issued_on.iso() + ", " + invoice.total.code_and_decimal();
    for (const Instalment& instalment : invoice.instalments) {
        content += ", due " + instalment.due_on.iso();
        if (invoice.instalments.size() > 1) content += " " + instalment.amount.decimal();
    }
    const auto say = [&](std::string_view what, const std::string& value) {
        if (!value.empty()) content += ", " + std::string(what) + " " + value;
    };
    say("reference", invoice.payment_reference);
    say("account", invoice.payee_iban);
    say("by", std::string(word_for(invoice.arrangement)));
    say("mandate", invoice.mandate_id);
    say("assigned to", invoice.payee_name);
    for (const std::string& number : invoice.credited_numbers)
        say("credits", number);
    if (invoice.discount && invoice.discount_until) {
        say("discount", invoice.discount->decimal() + " until " + invoice.discount_until->iso());
    }
    return content;
}

Result<void> check(const Invoice& invoice) {
    Money sum{0, invoice.total.currency};
    for (const Instalment& instalment : invoice.instalments) {
        const Result<Money> next = add(sum, instalment.amount);
        if (!next) return tl::unexpected(next.error());
        sum = *next;
    }
    if (invoice.number.empty()) return fail("invoice number", "", "a number");
    if (invoice.customer.id.empty()) return fail("customer", "", "a customer");
    if (invoice.total.is_negative() || sum != invoice.total) {
        return fail("instalments", sum.code_and_decimal(),
                    "the total, " + invoice.total.code_and_decimal());
    }
    return {};
}

struct KnownDocument {
    std::int64_t id = 0, party = 0;
    std::string content, customer, file;
};

std::optional<KnownDocument> known_document(LedgerDatabase& database, const Invoice& invoice) {
    std::optional<KnownDocument> known;
    database.each(
        "SELECT d.id, d.party, d.content, p.name, d.file FROM document d "
        "JOIN party p ON p.id = d.party WHERE d.kind = ? AND d.number = ?",
        [&](LedgerRow& row) {
            known = KnownDocument{row.number(), row.number(), row.text(), row.text(), row.text()};
        },
        invoice.kind, invoice.number);
    return known;
}

Result<bool> compare(LedgerDatabase& database, const Invoice& invoice, const KnownDocument& known,
                     std::string_view file) {
    if (known.content == content_of(invoice) &&
        find_party(database, invoice.customer) == known.party) {
        return false;
    }
    const auto describe = [&](std::string_view content, std::string_view customer,
                              std::string_view from) {
        return std::string(content) + ", for " + std::string(customer) + " (" + std::string(from) +
               ")";
    };
    const std::string what = invoice.kind == InvoiceKind::Invoice ? "invoice " : "credit note ";
    return fail(what + invoice.number, describe(content_of(invoice), invoice.customer.name, file),
                "what was read before under that number: " +
                    describe(known.content, known.customer, known.file));
}

std::int64_t insert_document(LedgerDatabase& database, const Invoice& invoice, std::int64_t party,
                             Date entered_on, std::string_view file) {
    std::string payee = invoice.payee_account_holder;
    if (payee.empty()) payee = invoice.payee_name;
    if (payee.empty()) payee = invoice.supplier.name;
    std::optional<std::int64_t> discount;
    if (invoice.discount) discount = invoice.discount->minor;
    database.run("INSERT INTO document VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                 "?, ?, ?, ?, ?, ?)",
                 document_id(invoice.kind, invoice.number), invoice.kind, invoice.number, party,
                 invoice.issued_on, entered_on, invoice.total.currency.code(), invoice.total.minor,
                 content_of(invoice), invoice.payment_reference, invoice.order_reference,
                 invoice.description, invoice.payee_iban, invoice.payee_bic, payee,
                 invoice.payee_name, invoice.arrangement, invoice.mandate_id, discount,
                 invoice.discount_until, file);
    const std::int64_t document = database.last_id();
    for (const std::string& number : invoice.credited_numbers) {
        database.run("INSERT OR IGNORE INTO credited VALUES (?, ?)", document, number);
    }
    for (const Instalment& instalment : invoice.instalments) {
        const std::string id = item_id(invoice, instalment);
        database.run("INSERT INTO item VALUES (NULL, ?, ?, ?, ?, ?)", id, document, instalment.id,
                     instalment.due_on, instalment.amount.minor);
        database.run("INSERT INTO event (kind, subject, item, party) "
                     "SELECT 'invoice', ?, ?, public_id FROM party WHERE id = ?",
                     id, id, party);
    }
    return document;
}

// The invoice itself, of which only lists of open items spoke until now. It says what was to be
// paid in all; what is left of that the list goes on to say.
Result<bool> take_over(LedgerDatabase& database, const Invoice& invoice, const KnownDocument& known,
                       std::string_view file) {
    std::int64_t party = find_party(database, invoice.customer);
    if (party == 0) {
        party = known.party;
        learn_party(database, party, invoice.customer, invoice.issued_on);
    }
    std::optional<std::int64_t> discount;
    if (invoice.discount) discount = invoice.discount->minor;
    const std::string& holder = invoice.payee_account_holder;
    const std::string& payee = !holder.empty()               ? holder
                               : !invoice.payee_name.empty() ? invoice.payee_name
                                                             : invoice.supplier.name;
    database.run("UPDATE document SET party = ?, issued_on = ?, content = ?, payment_reference = "
                 "?, order_reference = ?, description = ?, payee_iban = ?, payee_bic = ?, "
                 "payee_name = ?, assigned_to = ?, arrangement = ?, mandate_id = ?, discount = ?, "
                 "discount_until = ?, file = ? WHERE id = ?",
                 party, invoice.issued_on, content_of(invoice), invoice.payment_reference,
                 invoice.order_reference, invoice.description, invoice.payee_iban,
                 invoice.payee_bic, payee, invoice.payee_name, invoice.arrangement,
                 invoice.mandate_id, discount, invoice.discount_until, file, known.id);
    std::vector<std::string> items;
    database.each(
        "SELECT public_id FROM item WHERE document = ?",
        [&](LedgerRow& row) { items.push_back(row.text()); }, known.id);
    // Instalments that the list did not tell apart stay one item: it may have payments already.
    if (items.size() == 1) {
        database.run("UPDATE item SET total = max(total, ?) WHERE document = ?",
                     invoice.total.minor, known.id);
        database.run("UPDATE document SET total = max(total, ?) WHERE id = ?", invoice.total.minor,
                     known.id);
        if (invoice.instalments.size() == 1) {
            database.run("UPDATE item SET due_on = ? WHERE document = ?",
                         invoice.instalments.front().due_on, known.id);
        }
    }
    for (const std::string& item : items)
        level_with_list(database, item);
    database.touch();
    return true;
}

struct OpenPart {
    std::int64_t item = 0, open = 0;
    Date issued_on;
};

// What the invoices that a credit note names still have open, first due first.
std::vector<OpenPart> named_parts(LedgerDatabase& database, std::int64_t credit_document) {
    std::vector<OpenPart> parts;
    database.each(
        "SELECT i.id, i.total - coalesce((SELECT sum(amount) FROM allocation WHERE item = i.id), 0)"
        ", d.issued_on FROM credited n JOIN document c ON c.id = n.document "
        "JOIN document d ON d.number = n.number AND d.kind = ? AND d.party = c.party AND "
        "d.currency = c.currency JOIN item i ON i.document = d.id WHERE n.document = ? "
        "ORDER BY i.due_on, i.id",
        [&](LedgerRow& row) {
            parts.push_back({row.number(), row.number(), row.date()});
        },
        InvoiceKind::Invoice, credit_document);
    return parts;
}

// All of the credit or nothing: where the invoices have less open than the credit note gives, a
// person must decide what happens with the rest.
void settle_with(LedgerDatabase& database, std::int64_t credit_document) {
    std::int64_t credit_item = 0;
    std::int64_t credit = 0;
    Date credited_on;
    database.each(
        "SELECT i.id, i.total - coalesce((SELECT sum(amount) FROM allocation WHERE "
        "credit_item = i.id), 0), d.issued_on FROM item i "
        "JOIN document d ON d.id = i.document WHERE d.id = ?",
        [&](LedgerRow& row) {
            credit_item = row.number();
            credit = row.number();
            credited_on = row.date();
        },
        credit_document);
    const std::vector<OpenPart> parts = named_parts(database, credit_document);
    std::int64_t enough = credit;
    for (const OpenPart& part : parts)
        enough -= std::min(enough, part.open);
    if (credit <= 0 || enough > 0) return;
    for (const OpenPart& part : parts) {
        NewAllocation allocation;
        allocation.item = part.item;
        allocation.credit_item = credit_item;
        allocation.amount = std::min(credit, part.open);
        allocation.booked_on = std::max(credited_on, part.issued_on);
        allocation.rule = credit_rule;
        if (allocation.amount <= 0) continue;
        insert_allocation(database, allocation);
        credit -= allocation.amount;
    }
}

void settle_credit_notes(LedgerDatabase& database, const Invoice& invoice, std::int64_t party,
                         std::int64_t document) {
    if (invoice.kind == InvoiceKind::CreditNote) return settle_with(database, document);
    std::vector<std::int64_t> waiting; // credit notes that came before the invoice they name
    database.each(
        "SELECT c.document FROM credited c JOIN document d ON d.id = c.document "
        "WHERE c.number = ? AND d.party = ? ORDER BY d.issued_on, d.id",
        [&](LedgerRow& row) { waiting.push_back(row.number()); }, invoice.number, party);
    for (const std::int64_t credit_document : waiting)
        settle_with(database, credit_document);
}

// Items of which a collection came back: exactly their amount, and the number or the reference
// named. Read from the bank lines, so that it does not matter what was imported first. And items to
// which somebody had matched it before it came back. Any other item that no text names stays "under
// way": what may still be collected must not be asked for as well.
std::set<std::string> items_with_returned_debit(LedgerDatabase& database) {
    std::set<std::string> items;
    database.each(
        "SELECT i.public_id FROM bank_line l JOIN document d ON d.arrangement = ? AND d.currency = "
        "l.currency JOIN item i ON i.document = d.id AND i.total = l.amount "
        "WHERE l.returned_with IS NOT NULL AND (instr(l.remittance || ' ' || l.end_to_end_id, "
        "d.number) > 0 OR (l.structured_reference <> '' AND l.structured_reference = "
        "replace(replace(replace(d.payment_reference, '+', ''), '/', ''), ' ', '')))",
        [&](LedgerRow& row) { items.insert(row.text()); }, InvoiceArrangement::DirectDebit);
    database.each("SELECT i.public_id FROM returned_item r JOIN item i ON i.id = r.item",
                  [&](LedgerRow& row) { items.insert(row.text()); });
    return items;
}

} // namespace

Result<bool> keep_document(LedgerDatabase& database, const Invoice& invoice, Date entered_on,
                           std::string_view file) {
    if (const Result<void> sound = check(invoice); !sound) return tl::unexpected(sound.error());
    if (const std::optional<KnownDocument> known = known_document(database, invoice)) {
        if (is_listed_content(known->content)) return take_over(database, invoice, *known, file);
        return compare(database, invoice, *known, file);
    }
    const std::int64_t party = keep_party(database, invoice.customer, invoice.issued_on);
    const std::int64_t document = insert_document(database, invoice, party, entered_on, file);
    settle_credit_notes(database, invoice, party, document);
    database.touch();
    return true;
}

std::vector<LedgerItem> items_of(LedgerDatabase& database) {
    std::vector<LedgerItem> items;
    const std::set<std::string> returned = items_with_returned_debit(database);
    database.each(
        "SELECT i.public_id, d.public_id, i.instalment, d.kind, d.number, p.public_id, "
        "d.payment_reference, d.order_reference, d.description, d.payee_iban, d.payee_bic, "
        "d.payee_name, d.assigned_to, d.mandate_id, d.arrangement, d.issued_on, i.due_on, "
        "d.entered_on, d.discount_until, d.discount, i.total, i.total - "
        "coalesce((SELECT sum(amount) FROM allocation WHERE item = i.id), 0) - "
        "coalesce((SELECT sum(amount) FROM allocation WHERE credit_item = i.id), 0), d.currency "
        "FROM item i JOIN document d ON d.id = i.document JOIN party p ON p.id = d.party "
        "ORDER BY i.due_on, i.id",
        [&](LedgerRow& row) {
            LedgerItem item;
            item.id = row.text();
            item.document_id = row.text();
            item.instalment_id = row.text();
            item.kind = row.choice<InvoiceKind>();
            for (std::string* field :
                 {&item.number, &item.customer_id, &item.payment_reference, &item.order_reference,
                  &item.description, &item.payee_iban, &item.payee_bic, &item.payee_name,
                  &item.assigned_to, &item.mandate_id}) {
                *field = row.text();
            }
            item.arrangement = row.choice<InvoiceArrangement>();
            item.issued_on = row.date();
            item.due_on = row.date();
            item.entered_on = row.date();
            item.discount_until = row.optional_date();
            const std::optional<std::int64_t> discount = row.optional_number();
            const std::int64_t total = row.number();
            const std::int64_t open = row.number();
            const Currency currency = row.currency();
            item.total = Money{total, currency};
            item.open = Money{open, currency};
            if (discount) item.discount = Money{*discount, currency};
            item.debit_returned = returned.contains(item.id);
            items.push_back(std::move(item));
        });
    return items;
}

} // namespace afpunt::standalone
