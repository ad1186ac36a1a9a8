// SPDX-License-Identifier: MIT
//
// The host's book, read in every way that the headers allow.
#include "conformance/expectations.hpp"
#include "conformance/scripted_plugin/book_copy.hpp"
#include "conformance/scripted_plugin/probes.hpp"
#include "conformance/scripted_plugin/report.hpp"

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>

namespace afpunt::conformance {
namespace {

std::set<std::string> unique_ids(const std::vector<std::string>& ids, const char* what) {
    std::set<std::string> all;
    for (const std::string& id : ids)
        require(all.insert(id).second, std::string("two ") + what + " have the id '" + id + "'");
    return all;
}
template <typename Records>
std::set<std::string> unique_ids_of(const Records& records, const char* what) {
    std::vector<std::string> ids;
    for (const auto& record : records)
        ids.push_back(record.id);
    return unique_ids(ids, what);
}

bool same_currency(const afpunt_money& one, const afpunt_money& other) {
    return std::memcmp(one.currency, other.currency, sizeof one.currency) == 0;
}

// `allocated` is nullptr for an item of which no allocation is given: then nobody can add up.
void require_sound_item(const CopiedItem& item, const std::int64_t* allocated) {
    const std::string place = "item '" + item.id + "' (" + item.number + ")";
    require(same_currency(item.total, item.open), place + " is open in another currency");
    require(item.total.minor >= 0, place + " has a total of less than nothing");
    require(item.open.minor >= 0 && item.open.minor <= item.total.minor,
            place + " is open for " + std::to_string(item.open.minor) + " of " +
                std::to_string(item.total.minor));
    if (item.state == AFPUNT_DOCUMENT_SETTLED)
        require(item.open.minor == 0, place + " is settled and still open");
    if (item.state == AFPUNT_DOCUMENT_OPEN)
        require(item.open.minor != 0, place + " is open for nothing; that is settled");
    require(allocated == nullptr || item.total.minor - item.open.minor == *allocated,
            place + " has a total of " + std::to_string(item.total.minor) + ", is open for " +
                std::to_string(item.open.minor) + ", and its allocations come to " +
                std::to_string(allocated == nullptr ? 0 : *allocated));
}

void require_sound_line(const CopiedLine& line, std::int64_t allocated) {
    const std::string place = "bank line '" + line.id + "'";
    const std::int64_t amount = line.amount.minor;
    const std::int64_t left = line.unallocated.minor;
    require(same_currency(line.amount, line.unallocated),
            place + " is unallocated in another currency");
    require(left == 0 || (left > 0) == (amount > 0),
            place + " is unallocated for " + std::to_string(left) + " of " +
                std::to_string(amount) + ": the sign is another one");
    require(amount >= 0 ? left <= amount : left >= amount,
            place + " is unallocated for " + std::to_string(left) + ", more than its " +
                std::to_string(amount));
    require(allocated <= std::max<std::int64_t>(amount - left, 0),
            place + " has " + std::to_string(amount - left) + " allocated, and allocations of " +
                std::to_string(allocated) + " name it");
}

std::size_t open_files() {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {}));
}

} // namespace

void tables_are_whole(const HostTables& tables, Dice&) {
    const afpunt_host& host = *tables.host;
    require(host.struct_size >= sizeof host, "host.struct_size is " +
                                                 std::to_string(host.struct_size) + ", expected " +
                                                 std::to_string(sizeof host) + " or more");
    constexpr std::size_t names_max = 256;
    require_key(host.name, names_max, "host.name");
    require_text(host.version, names_max, "host.version");
    require_key(host.book_id, names_max, "host.book_id");
    require(host.request_callback != nullptr, "host.request_callback is null");
    const auto* snapshot = tables.snapshot;
    require(snapshot != nullptr, "the host does not offer " AFPUNT_EXT_SNAPSHOT);
    require(snapshot->open && snapshot->creditor && snapshot->next_parties &&
                snapshot->next_accounts && snapshot->next_statements && snapshot->next_bank_lines &&
                snapshot->next_items && snapshot->next_allocations && snapshot->next_owed &&
                snapshot->close,
            "a function of " AFPUNT_EXT_SNAPSHOT " is null");
    require(tables.permit != nullptr && tables.permit->check != nullptr,
            "the host does not offer " AFPUNT_EXT_PERMIT " whole");
    require(tables.settings != nullptr && tables.settings->get != nullptr &&
                tables.settings->get_secret != nullptr,
            "the host does not offer " AFPUNT_EXT_SETTINGS " whole; only set may be null");
    require(tables.clock == nullptr || tables.clock->now != nullptr, "clock.now is null");
    require(tables.match == nullptr || (tables.match->apply && tables.match->unmatch),
            "a function of " AFPUNT_EXT_MATCH " is null");
    require(tables.notice == nullptr || tables.notice->show != nullptr, "notice.show is null");
    const HostTables again = tables_of(tables.host);
    require(again.snapshot == tables.snapshot && again.permit == tables.permit &&
                again.settings == tables.settings,
            "get_extension gives another table the second time; tables are [static]");
    const InsideHost call("get_extension");
    for (const char* unknown :
         {"", "afpunt.unheard-of/1", "afpunt.snapshot/2", "afpunt.snapshot"}) {
        require(host.get_extension(&host, unknown) == nullptr,
                std::string("get_extension gives a table for '") + unknown + "'");
    }
}

void reading_is_sound(const HostTables& tables, Dice&) {
    const BookCopy book = read_book(tables);
    require(!book.changed, "the book changed while it was read; try one that nobody works in");
    const auto parties = unique_ids(book.parties, "parties");
    const auto accounts = unique_ids(book.accounts, "accounts");
    unique_ids(book.statements, "statements");
    const auto items = unique_ids_of(book.items, "items");
    const auto lines = unique_ids_of(book.lines, "bank lines");
    unique_ids_of(book.allocations, "allocations");
    for (const std::string& account : book.statement_accounts) {
        require(accounts.contains(account),
                "a statement is of the account '" + account + "', which is not among the accounts");
    }
    std::map<std::string, std::int64_t> allocated_to, allocated_from;
    for (const CopiedAllocation& one : book.allocations) {
        require(items.contains(one.item), "allocation '" + one.id + "' is of the item '" +
                                              one.item + "', which is not among the items");
        require(one.source.empty() || lines.contains(one.source) || items.contains(one.source),
                "allocation '" + one.id + "' comes from '" + one.source +
                    "', which is neither among the bank lines nor among the items");
        allocated_to[one.item] += one.amount.minor;
        if (lines.contains(one.source)) allocated_from[one.source] += one.amount.minor;
    }
    for (const CopiedItem& item : book.items) {
        require(item.customer.empty() || parties.contains(item.customer),
                "item '" + item.id + "' is of the customer '" + item.customer +
                    "', which is not among the parties");
        const auto allocated = allocated_to.find(item.id);
        require_sound_item(item, allocated == allocated_to.end() ? nullptr : &allocated->second);
    }
    for (const CopiedLine& line : book.lines) {
        require(accounts.contains(line.account), "bank line '" + line.id + "' is of the account '" +
                                                     line.account +
                                                     "', which is not among the accounts");
        require_sound_line(line, allocated_from[line.id]);
    }
    for (const std::string& party : book.owed_to) {
        require(parties.contains(party),
                "something is owed to '" + party + "', which is not among the parties");
    }
}

void reading_in_any_portion(const HostTables& tables, Dice& dice) {
    const BookCopy whole = read_book(tables);
    std::vector<ReadingManner> manners;
    for (const std::uint32_t capacity : {1u, 2u, 3u, 256u, 5000u})
        manners.push_back({capacity, capacity % 2 == 0 ? 0u : 24u, 0, {}});
    constexpr std::uint64_t portion_max = 40;
    constexpr std::uint64_t distance_max = 200;
    manners.push_back({static_cast<std::uint32_t>(1 + dice.throw_below(portion_max)),
                       static_cast<std::uint32_t>(dice.throw_below(distance_max)),
                       0,
                       {}});
    for (const ReadingManner& manner : manners) {
        const std::string how = "in portions of " + std::to_string(manner.capacity) + ", " +
                                std::to_string(manner.distance) + " bytes apart";
        report(report_word::doing, "reads " + how);
        require_same(whole, read_book(tables, manner), "read " + how);
    }
}

void reading_into_any_size(const HostTables& tables, Dice&) {
    const BookCopy before = read_book(tables);
    // As many readings as the longest record has sizes; in each, every record has another.
    constexpr std::uint32_t sizes = sizeof(afpunt_item) + 64;
    constexpr std::uint32_t step = 8;
    constexpr std::uint32_t readings = sizes / step;
    for (std::uint32_t shift = 1; shift <= readings; ++shift) {
        report(report_word::doing,
               "reads into items of " + std::to_string(shift * step % sizes) + " bytes");
        ReadingManner manner;
        manner.size_shift = shift;
        (void)read_book(tables, manner);
    }
    require_same(before, read_book(tables), "after reading into records of all sizes");
}

void reading_again_is_the_same(const HostTables& tables, Dice&) {
    const BookCopy first = read_book(tables);
    require_same(first, read_book(tables), "read for the second time");
    const std::size_t files = open_files();
    constexpr int times = 50;
    report(report_word::doing, "opens and closes fifty readings");
    for (int i = 0; i < times; ++i) {
        afpunt_snapshot* snapshot = nullptr;
        {
            const InsideHost call("open");
            require_status("open", tables.snapshot->open(tables.host, &snapshot, nullptr),
                           AFPUNT_OK);
        }
        if (i % 2 == 0) {
            afpunt_item item{};
            item.struct_size = sizeof item;
            std::uint32_t count = 0;
            const InsideHost call("next_items");
            (void)tables.snapshot->next_items(snapshot, &item, sizeof item, 1, &count, nullptr);
        }
        const InsideHost call("close");
        tables.snapshot->close(snapshot);
    }
    require(open_files() <= files, "fifty readings that were broken off left " +
                                       std::to_string(open_files() - files) + " files open");
    require_same(first, read_book(tables), "after fifty readings that were broken off");
}

bool change_the_book() {
    const std::string change = environment(change_variable);
    if (change.empty()) return false;
    // NOLINTNEXTLINE(bugprone-command-processor,cert-env33-c): the command is the caller's own.
    const int status = std::system(change.c_str());
    require(status == 0, "--change ended with status " + std::to_string(status));
    return true;
}

void changed_under_a_reading(const HostTables& tables, Dice&) {
    if (environment(change_variable).empty())
        skip_case("needs --change, a command that changes the host's book");
    const BookCopy before = read_book(tables);
    int calls = 0;
    ReadingManner manner;
    manner.capacity = 1;
    manner.each_call = [&] {
        if (++calls == 2) (void)change_the_book(); // the creditor was read, the rest is not
    };
    const BookCopy during = read_book(tables, manner);
    const BookCopy after = read_book(tables);
    require(!after.changed, "the book still changes when the change is over");
    require(before.described != after.described, "--change changed nothing that a reading shows");
    if (during.changed) return; // told, as it should be
    // Or not to be seen: a reading of the moment at which it was opened.
    require_same(before, during, "in a reading during which the book changed, and that went on");
}

} // namespace afpunt::conformance
