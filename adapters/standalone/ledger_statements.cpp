// SPDX-License-Identifier: MIT
//
// See ledger_statements.hpp and, for the rules, ledger_identity.hpp.
#include "ledger_statements.hpp"

#include "ledger_bank_lines.hpp"
#include "ledger_batches.hpp"
#include "ledger_identity.hpp"

#include <algorithm>
#include <map>

namespace afpunt::standalone {
namespace {

// A year of a busy shop in one statement; more is a file that lost its statement borders.
constexpr std::size_t max_entries = 1'000'000;
// Provisional lines of one day and amount that are compared one by one with those of the final
// statement; equal amounts in such numbers are told apart by their references.
constexpr std::size_t max_compared_one_by_one = 1000;

struct StoredStatement {
    StatementFacts facts;
    bool ties = false;
};

struct DayBalance {
    std::int64_t before = 0, after = 0, came_in = 0;
};

class StatementImport {
public:
    StatementImport(LedgerDatabase& database, const Ledger::StatementIntake& intake,
                    std::string_view file)
        : database_(database), intake_(intake), file_(file) {}

    Result<ImportCounts> run() {
        if (const Result<void> sound = check(); !sound) return tl::unexpected(sound.error());
        account_ = keep_account_of(database_, intake_.head);
        read_balances();
        const std::vector<StoredStatement> neighbours = overlapping_statements();
        for (const StoredStatement& other : neighbours) {
            if (other.ties && same_by_balances(facts_, other.facts)) return all_known(other);
            if (follow_each_other(facts_, other.facts)) other_statements_.insert(other.facts.id);
        }
        choose_row(neighbours);
        import_lines();
        if (!facts_.provisional) {
            keep_day_balances();
            drop_unconfirmed_lines(database_, account_);
        }
        if (counts_.statements > 0 || changed_) database_.touch();
        return counts_;
    }

private:
    Result<void> check() {
        const StatementHead& head = intake_.head;
        if (head.account.empty()) return fail("account", "", "the account of the statement");
        const Result<Currency> currency = Currency::parse(head.currency);
        if (!currency) return tl::unexpected(currency.error());
        if (intake_.entries.size() > max_entries) {
            return fail("entries", std::to_string(intake_.entries.size()),
                        "at most " + std::to_string(max_entries) + " entries in a statement");
        }
        for (const BankEntry& entry : intake_.entries) {
            if (entry.amount.currency == *currency) continue;
            return tl::unexpected(Failure{"line " + std::to_string(entry.line), "currency",
                                          std::string(entry.amount.currency.code()),
                                          "the currency of the account, " + head.currency});
        }
        return read_days();
    }

    Result<void> read_days() {
        const StatementHead& head = intake_.head;
        std::vector<Date> days;
        for (const std::optional<Date>& day : {head.from, head.until}) {
            if (day) days.push_back(*day);
        }
        for (const BankEntry& entry : intake_.entries)
            days.push_back(entry.booked_on);
        // A statement without days and entries: the reader may still have taken them from balances.
        for (const Date day : {intake_.foot.from, intake_.foot.until}) {
            if (day != Date()) days.push_back(day);
        }
        if (days.empty()) return fail("days", "", "the days that the statement covers");
        const auto [first, last] = std::minmax_element(days.begin(), days.end());
        facts_.from = *first;
        facts_.until = *last;
        return {};
    }

    void read_balances() {
        const StatementHead& head = intake_.head;
        facts_.number = head.number;
        facts_.sequence = head.sequence;
        facts_.provisional = head.provisional;
        if (head.opening) facts_.opening = head.opening->minor;
        if (intake_.foot.closing) facts_.closing = intake_.foot.closing->minor;
        std::map<Date, DayBalance> days;
        for (const BankEntry& entry : intake_.entries) {
            DayBalance& day = days[entry.booked_on];
            const std::int64_t came_in = std::max<std::int64_t>(entry.amount.minor, 0);
            // Sums beyond 64 bits are no bank's: such a statement ties with nothing.
            if (__builtin_add_overflow(day.after, entry.amount.minor, &day.after) ||
                __builtin_add_overflow(day.came_in, came_in, &day.came_in) ||
                __builtin_add_overflow(facts_.came_in, came_in, &facts_.came_in)) {
                return;
            }
        }
        const auto net_of = [&](Date date) {
            const auto day = days.find(date);
            return day == days.end() ? 0 : day->second.after;
        };
        facts_.first_day_net = net_of(facts_.from);
        facts_.last_day_net = net_of(facts_.until);
        if (!facts_.opening || !facts_.closing) return;
        std::int64_t balance = *facts_.opening;
        for (auto& [date, day] : days) {
            day.before = balance;
            if (__builtin_add_overflow(balance, day.after, &balance)) return;
            day.after = balance;
        }
        ties_ = balance == *facts_.closing;
        if (ties_) day_balances_ = std::move(days);
    }

    std::vector<StoredStatement> overlapping_statements() {
        std::vector<StoredStatement> statements;
        database_.each(
            "SELECT id, number, sequence, first_day, last_day, opening, closing, "
            "provisional, came_in, first_day_net, last_day_net, ties FROM statement WHERE account "
            "= ? "
            "AND first_day <= ? AND last_day >= ? ORDER BY id",
            [&](LedgerRow& row) {
                StoredStatement other;
                other.facts.id = row.number();
                other.facts.number = row.text();
                other.facts.sequence = row.small();
                other.facts.from = row.date();
                other.facts.until = row.date();
                other.facts.opening = row.optional_number();
                other.facts.closing = row.optional_number();
                other.facts.provisional = row.flag();
                other.facts.came_in = row.number();
                other.facts.first_day_net = row.number();
                other.facts.last_day_net = row.number();
                other.ties = row.flag();
                statements.push_back(std::move(other));
            },
            account_, facts_.until, facts_.from);
        return statements;
    }

    ImportCounts all_known(const StoredStatement& other) {
        use_row_of(other);
        for (const auto& [day, entries] : entries_by_day())
            (void)merge_batches_of(day, entries);
        counts_.lines_known = static_cast<int>(intake_.entries.size());
        if (changed_) database_.touch();
        return counts_;
    }

    void use_row_of(const StoredStatement& other) {
        facts_.id = other.facts.id;
        counts_.statements_known = 1;
        if (facts_.from >= other.facts.from) return;
        database_.run("UPDATE statement SET first_day = ?, first_day_net = ? WHERE id = ?",
                      facts_.from, facts_.first_day_net, facts_.id);
        changed_ = true;
    }

    void choose_row(const std::vector<StoredStatement>& neighbours) {
        for (const StoredStatement& other : neighbours) {
            if (same_by_number(facts_, other.facts)) return use_row_of(other);
        }
        database_.run(
            "INSERT INTO statement VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            account_, facts_.number, facts_.sequence, facts_.from, facts_.until,
            intake_.head.currency, facts_.opening, facts_.closing, facts_.provisional,
            facts_.came_in, facts_.first_day_net, facts_.last_day_net, ties_, file_);
        facts_.id = database_.last_id();
        counts_.statements = 1;
    }

    std::map<Date, std::vector<const BankEntry*>> entries_by_day() const {
        std::map<Date, std::vector<const BankEntry*>> days;
        for (const BankEntry& entry : intake_.entries)
            days[entry.booked_on].push_back(&entry);
        return days;
    }

    void import_lines() {
        for (const auto& [day, entries] : entries_by_day()) {
            const bool day_known = is_known_by_balance(day);
            accepts_new_ = !facts_.provisional || !is_closed(day);
            const BatchMerge merge = merge_batches_of(day, entries);
            counts_.lines_known += static_cast<int>(merge.known.size());
            std::map<std::int64_t, std::vector<const BankEntry*>> groups; // by amount
            for (const BankEntry* entry : entries) {
                if (!merge.known.contains(entry)) groups[entry->amount.minor].push_back(entry);
            }
            for (auto& [amount, group] : groups) {
                if (day_known) {
                    counts_.lines_known += static_cast<int>(group.size());
                } else {
                    import_group(day, amount, group, merge.used_lines);
                }
            }
        }
    }

    BatchMerge merge_batches_of(Date day, const std::vector<const BankEntry*>& entries) {
        const BatchImport import{account_, facts_.id, facts_.provisional, other_statements_};
        BatchMerge merge = merge_batches(database_, import, day, entries);
        changed_ = changed_ || merge.has_changed;
        return merge;
    }

    bool is_known_by_balance(Date day) {
        const auto found = day_balances_.find(day);
        // A day that comes out at zero proves nothing: several statements can look like that.
        if (found == day_balances_.end() || found->second.before == found->second.after) {
            return false;
        }
        return database_
            .number("SELECT 1 FROM day_balance WHERE account = ? AND day = ? AND before = ? AND "
                    "after = ? AND came_in = ? AND statement <> ?",
                    account_, day, found->second.before, found->second.after, found->second.came_in,
                    facts_.id)
            .has_value();
    }

    // The final statements have this day and the bank has gone on: nothing provisional counts.
    bool is_closed(Date day) {
        return database_
            .number("SELECT 1 FROM statement WHERE account = ? AND provisional = 0 AND "
                    "first_day <= ? AND last_day >= ? AND (first_day < ? OR first_day = last_day "
                    "OR first_day_net <> 0) AND ? < (SELECT max(last_day) FROM "
                    "statement WHERE account = ? AND provisional = 0)",
                    account_, day, day, day, day, account_)
            .has_value();
    }

    void import_group(Date day, std::int64_t amount, std::vector<const BankEntry*>& entries,
                      const std::set<std::int64_t>& used_lines) {
        std::vector<StoredLine> lines =
            stored_lines(database_, account_, day, amount, other_statements_);
        std::erase_if(lines, [&](const StoredLine& line) { return used_lines.contains(line.id); });
        const auto both = [](const std::string& reference, const std::string& identity) {
            return reference + "\n" + identity;
        };
        const auto reference_only = [](const std::string& reference, const std::string&) {
            return reference;
        };
        const auto identity_only = [](const std::string&, const std::string& identity) {
            return identity;
        };
        pair_by(entries, lines, both);
        pair_by(entries, lines, reference_only);
        pair_by(entries, lines, identity_only);
        pair_by_looks(entries, lines);
        for (const BankEntry* entry : entries) {
            if (!accepts_new_) {
                ++counts_.lines_known;
                continue;
            }
            insert_line(database_, account_, facts_.id, *entry);
            ++counts_.lines;
            changed_ = true;
        }
    }

    // Takes the entries that have found their line out of `entries`.
    template <typename KeyOf>
    void pair_by(std::vector<const BankEntry*>& entries, std::vector<StoredLine>& lines,
                 KeyOf key_of) {
        std::multimap<std::string, StoredLine*> by_key;
        for (StoredLine& line : lines) {
            const std::string key = key_of(line.bank_reference, line.identity);
            if (!line.paired && !key.empty()) by_key.emplace(key, &line);
        }
        if (by_key.empty()) return;
        std::erase_if(entries, [&](const BankEntry* entry) {
            const std::string key = key_of(entry->bank_reference, identity_of(*entry));
            const auto found = by_key.lower_bound(key); // the oldest of equal ones
            if (found == by_key.end() || found->first != key) return false;
            recognise(*found->second, *entry);
            by_key.erase(found);
            return true;
        });
    }

    void pair_by_looks(std::vector<const BankEntry*>& entries, std::vector<StoredLine>& lines) {
        if (lines.size() > max_compared_one_by_one || entries.size() > max_compared_one_by_one) {
            return;
        }
        std::erase_if(entries, [&](const BankEntry* entry) {
            const std::string identity = identity_of(*entry);
            for (StoredLine& line : lines) {
                const bool either = line.provisional || facts_.provisional;
                const bool same = (either && may_be_same(line.identity, identity)) ||
                                  is_same_sum(line.identity, identity);
                if (line.paired || !same) continue;
                recognise(line, *entry);
                return true;
            }
            return false;
        });
    }

    void recognise(StoredLine& line, const BankEntry& entry) {
        line.paired = true;
        ++counts_.lines_known;
        if (!line.provisional || facts_.provisional) return;
        confirm_line(database_, line.id, facts_.id, entry);
        changed_ = true;
    }

    void keep_day_balances() {
        for (const auto& [day, balance] : day_balances_) {
            database_.run("INSERT OR IGNORE INTO day_balance VALUES (?, ?, ?, ?, ?, ?)", facts_.id,
                          account_, day, balance.before, balance.after, balance.came_in);
        }
    }

    LedgerDatabase& database_;
    const Ledger::StatementIntake& intake_;
    std::string_view file_;
    StatementFacts facts_;
    std::string account_;
    bool ties_ = false, accepts_new_ = true, changed_ = false;
    std::map<Date, DayBalance> day_balances_;
    std::set<std::int64_t> other_statements_; // of the same series: never the same lines
    ImportCounts counts_;
};

} // namespace

Result<ImportCounts> keep_statement(LedgerDatabase& database, const Ledger::StatementIntake& intake,
                                    std::string_view file) {
    return StatementImport(database, intake, file).run();
}

} // namespace afpunt::standalone
