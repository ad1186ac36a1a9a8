// SPDX-License-Identifier: MIT
#include "ledger_batches.hpp"

#include "ledger_bank_lines.hpp"

#include <algorithm>
#include <map>

namespace afpunt::standalone {
namespace {

struct StoredPart {
    std::int64_t id = 0, statement = 0, amount = 0;
    bool is_provisional = false, is_used = false; // used: matched, or returned
    bool names_nobody = false;
};
template <typename Part>
struct Batch {
    std::vector<Part> parts;
    std::int64_t sum = 0;
    bool fits = true; // the sum is a number
    void add(Part part, std::int64_t amount) {
        parts.push_back(part);
        fits = fits && !__builtin_add_overflow(sum, amount, &sum);
    }
};

// The lines of one day, on each side: single ones by amount, and batches.
template <typename Part, typename Key>
struct Day {
    std::map<std::int64_t, std::vector<Part>> singles;
    std::map<Key, Batch<Part>> batches;

    [[nodiscard]] std::size_t singles_of(std::int64_t amount) const {
        const auto found = singles.find(amount);
        return found == singles.end() ? 0 : found->second.size();
    }
    [[nodiscard]] std::size_t batches_of(std::int64_t amount) const {
        return static_cast<std::size_t>(
            std::count_if(batches.begin(), batches.end(), [&](const auto& batch) {
                return batch.second.fits && batch.second.sum == amount;
            }));
    }
};
using IncomingDay = Day<const BankEntry*, int>;
using StoredDay = Day<StoredPart, std::pair<std::int64_t, std::int64_t>>; // statement, line

IncomingDay incoming_day(const std::vector<const BankEntry*>& entries) {
    IncomingDay day;
    for (const BankEntry* entry : entries) {
        if (entry->batch_line == 0) {
            day.singles[entry->amount.minor].push_back(entry);
        } else {
            day.batches[entry->line].add(entry, entry->amount.minor);
        }
    }
    return day;
}

StoredDay stored_day(LedgerDatabase& database, const BatchImport& import, Date on) {
    StoredDay day;
    database.each(
        "SELECT l.statement, l.line, l.batch_line, l.id, l.amount, s.provisional, "
        "l.returned_with IS NOT NULL OR EXISTS (SELECT 1 FROM allocation WHERE bank_line = l.id) "
        "OR EXISTS (SELECT 1 FROM refund WHERE paid_line = l.id OR refund_line = l.id), "
        "l.counterparty_iban = '' FROM bank_line l JOIN statement s ON s.id = l.statement "
        "WHERE l.account = ? AND l.booked_on = ? ORDER BY l.id",
        [&](LedgerRow& row) {
            StoredPart part;
            part.statement = row.number();
            const std::int64_t line = row.number();
            const std::int64_t batch_line = row.number();
            part.id = row.number();
            part.amount = row.number();
            part.is_provisional = row.flag();
            part.is_used = row.flag();
            part.names_nobody = row.flag();
            if (import.other_statements.contains(part.statement)) return;
            if (batch_line == 0) {
                day.singles[part.amount].push_back(part);
            } else {
                day.batches[{part.statement, line}].add(part, part.amount);
            }
        },
        import.account, on);
    return day;
}

// The payments take the place of the sum that was stored.
void replace_sum(LedgerDatabase& database, const BatchImport& import, const StoredPart& sum,
                 const Batch<const BankEntry*>& batch, BatchMerge& merge) {
    merge.known.insert(batch.parts.begin(), batch.parts.end());
    if (sum.is_used) {
        merge.used_lines.insert(sum.id);
        return;
    }
    const bool confirms = sum.is_provisional && !import.provisional;
    database.run("DELETE FROM bank_line WHERE id = ?", sum.id);
    for (const BankEntry* entry : batch.parts) {
        insert_line(database, import.account, confirms ? import.statement : sum.statement, *entry);
    }
    merge.has_changed = true;
}

// The sum says no more than what is stored, except that it is final.
void recognise_sum(LedgerDatabase& database, const BatchImport& import, const BankEntry& sum,
                   const Batch<StoredPart>& batch, BatchMerge& merge) {
    merge.known.insert(&sum);
    for (const StoredPart& part : batch.parts) {
        merge.used_lines.insert(part.id);
        if (!part.is_provisional || import.provisional) continue;
        database.run("UPDATE bank_line SET statement = ?, line = ? WHERE id = ?", import.statement,
                     sum.line, part.id);
        merge.has_changed = true;
    }
}

} // namespace

BatchMerge merge_batches(LedgerDatabase& database, const BatchImport& import, Date on,
                         const std::vector<const BankEntry*>& entries) {
    BatchMerge merge;
    IncomingDay incoming = incoming_day(entries);
    StoredDay stored = stored_day(database, import, on);
    if (incoming.batches.empty() && stored.batches.empty()) return merge;
    // Of equal amounts the one without a payer is the sum.
    for (auto& [amount, sums] : stored.singles) {
        std::stable_partition(sums.begin(), sums.end(),
                              [](const StoredPart& part) { return !part.names_nobody; });
    }
    for (auto& [amount, sums] : incoming.singles) {
        std::stable_partition(sums.begin(), sums.end(), [](const BankEntry* entry) {
            return entry->counterparty_iban.empty();
        });
    }
    for (const auto& [line, batch] : incoming.batches) {
        if (!batch.fits || batch.parts.size() < 2) continue;
        auto& sums = stored.singles[batch.sum];
        if (sums.size() <= incoming.singles_of(batch.sum) ||
            stored.batches_of(batch.sum) >= incoming.batches_of(batch.sum)) {
            continue;
        }
        replace_sum(database, import, sums.back(), batch, merge);
        sums.pop_back();
    }
    for (const auto& [amount, sums] : incoming.singles) {
        const std::size_t most = sums.size() - std::min(sums.size(), stored.singles_of(amount));
        std::size_t count = 0;
        for (auto& [key, batch] : stored.batches) {
            const bool is_it = batch.fits && batch.sum == amount && batch.parts.size() >= 2;
            if (count == most || !is_it || incoming.batches_of(amount) > 0) continue;
            recognise_sum(database, import, *sums[count++], batch, merge);
        }
    }
    return merge;
}

} // namespace afpunt::standalone
