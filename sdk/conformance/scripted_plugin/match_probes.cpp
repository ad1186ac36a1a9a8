// SPDX-License-Identifier: MIT
//
// Matches that a plugin asks a host to book: those that it must refuse whole, and one that it books
// and unties again, which the host's revision must tell.
#include "conformance/expectations.hpp"
#include "conformance/scripted_plugin/book_copy.hpp"
#include "conformance/scripted_plugin/probes.hpp"
#include "conformance/scripted_plugin/report.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <set>

namespace afpunt::conformance {
namespace {

struct Part {
    std::string item;
    afpunt_money amount{};
};

afpunt_status apply(const HostTables& tables, const std::string& line,
                    const std::vector<Part>& parts) {
    // A later revision's parts are longer: the stride counts.
    struct LongPart {
        afpunt_match_part part;
        std::uint64_t later[3];
    };
    std::vector<LongPart> rows;
    for (const Part& part : parts) {
        rows.push_back({{sizeof(LongPart), 0, view(part.item), part.amount}, {7, 7, 7}});
    }
    afpunt_error error = empty_error();
    const InsideHost call("match.apply");
    return tables.match->apply(tables.host, view(line), rows.empty() ? nullptr : &rows[0].part,
                               static_cast<std::uint32_t>(rows.size()), sizeof(LongPart),
                               view("conformance"), &error);
}
afpunt_status unmatch(const HostTables& tables, const std::string& allocation) {
    afpunt_error error = empty_error();
    const InsideHost call("match.unmatch");
    return tables.match->unmatch(tables.host, view(allocation), &error);
}

// A line with money left and an open item in the same currency.
struct Pair {
    CopiedLine line;
    CopiedItem item;
    [[nodiscard]] afpunt_money amount() const {
        afpunt_money least = line.unallocated;
        least.minor = std::min(line.unallocated.minor, item.open.minor);
        return least;
    }
};
std::optional<Pair> find_pair(const BookCopy& book) {
    for (const CopiedLine& line : book.lines) {
        if (line.unallocated.minor <= 0) continue;
        for (const CopiedItem& item : book.items) {
            if (item.kind == AFPUNT_CREDIT_NOTE || item.state != AFPUNT_DOCUMENT_OPEN) continue;
            if (std::memcmp(item.open.currency, line.unallocated.currency, 3) != 0) continue;
            return Pair{line, item};
        }
    }
    return std::nullopt;
}

const CopiedItem& item_of(const BookCopy& book, const std::string& id) {
    for (const CopiedItem& item : book.items) {
        if (item.id == id) return item;
    }
    fail_case("item '" + id + "' is no longer in the reading");
}

std::int64_t left_on(const BookCopy& book, const std::string& line) {
    for (const CopiedLine& one : book.lines) {
        if (one.id == line) return one.unallocated.minor;
    }
    return 0; // a line that is allocated whole may be left out
}

// The allocation that the second reading has and the first has not.
std::string new_allocation(const BookCopy& before, const BookCopy& after, const Pair& pair) {
    std::set<std::string> known;
    for (const CopiedAllocation& one : before.allocations)
        known.insert(one.id);
    for (const CopiedAllocation& one : after.allocations) {
        if (known.contains(one.id)) continue;
        require(one.item == pair.item.id, "the new allocation is of the item '" + one.item +
                                              "', expected '" + pair.item.id + "'");
        require(one.amount.minor == pair.amount().minor,
                "the new allocation is of " + std::to_string(one.amount.minor) + ", expected " +
                    std::to_string(pair.amount().minor));
        return one.id;
    }
    fail_case("apply answered AFPUNT_OK, and no new allocation is in the reading");
}

} // namespace

void match_refuses_nonsense(const HostTables& tables, Dice&) {
    if (tables.match == nullptr) skip_case("this host books no matches: people do");
    const BookCopy before = read_book(tables);
    const auto refused = [&](const std::string& what, afpunt_status status) {
        require(status < 0, what + " was answered with " + name_of(status));
        require_same(before, read_book(tables), "after " + what + " was refused");
    };
    constexpr const char* nobody = "what no book knows";
    const afpunt_money euro{100, {'E', 'U', 'R'}, 2, 0};
    refused("a match of an unknown line with an unknown item",
            apply(tables, nobody, {{nobody, euro}}));
    refused("untying an unknown allocation", unmatch(tables, nobody));
    refused("untying an allocation without an id", unmatch(tables, ""));
    const auto pair = find_pair(before);
    if (!pair) return;
    const std::string& line = pair->line.id;
    const std::string& item = pair->item.id;
    const afpunt_money some = pair->amount();
    refused("a match of an unknown line", apply(tables, nobody, {{item, some}}));
    refused("a match of an unknown item", apply(tables, line, {{nobody, some}}));
    refused("a match of no item at all", apply(tables, line, {}));
    afpunt_money part = some;
    part.minor = 1;
    refused("a match of a good part and an unknown item",
            apply(tables, line, {{item, part}, {nobody, part}}));
    afpunt_money wrong = some;
    wrong.minor = 0;
    refused("a match of nothing", apply(tables, line, {{item, wrong}}));
    wrong.minor = -some.minor;
    refused("a match of less than nothing", apply(tables, line, {{item, wrong}}));
    wrong.minor = std::max(pair->line.unallocated.minor, pair->item.open.minor) + 1;
    refused("a match of more than there is", apply(tables, line, {{item, wrong}}));
    wrong = some;
    std::memcpy(wrong.currency, std::memcmp(some.currency, "CHF", 3) == 0 ? "EUR" : "CHF", 3);
    refused("a match in another currency", apply(tables, line, {{item, wrong}}));
    wrong = some;
    wrong.exponent = static_cast<std::uint8_t>(some.exponent + 1);
    refused("a match with another exponent", apply(tables, line, {{item, wrong}}));
}

void match_is_one_step(const HostTables& tables, Dice&) {
    if (tables.match == nullptr) skip_case("this host books no matches: people do");
    if (environment(may_book_variable).empty()) skip_case("needs --may-book");
    const BookCopy before = read_book(tables);
    const auto pair = find_pair(before);
    if (!pair) skip_case("the book has no bank line with money left and open item beside it");
    const std::int64_t amount = pair->amount().minor;
    int calls = 0;
    ReadingManner manner;
    manner.capacity = 1;
    manner.each_call = [&] {
        if (++calls != 2) return; // in the middle of a reading
        report(report_word::doing,
               "matches line '" + pair->line.id + "' with item '" + pair->item.id + "'");
        require_status("match.apply",
                       apply(tables, pair->line.id, {{pair->item.id, pair->amount()}}), AFPUNT_OK);
    };
    const BookCopy during = read_book(tables, manner);
    if (!during.changed)
        require_same(before, during, "in a reading during which a match was booked");
    const BookCopy after = read_book(tables);
    const std::string allocation = new_allocation(before, after, *pair);
    require(item_of(after, pair->item.id).open.minor == pair->item.open.minor - amount,
            "after the match the item is open for " +
                std::to_string(item_of(after, pair->item.id).open.minor));
    require(left_on(after, pair->line.id) == pair->line.unallocated.minor - amount,
            "after the match the line has " + std::to_string(left_on(after, pair->line.id)) +
                " left");
    require_permit_agrees(tables, item_of(after, pair->item.id));
    require_status("match.unmatch", unmatch(tables, allocation), AFPUNT_OK);
    const BookCopy untied = read_book(tables);
    require(item_of(untied, pair->item.id).open.minor == pair->item.open.minor,
            "untied, the item is open for " +
                std::to_string(item_of(untied, pair->item.id).open.minor));
    require(left_on(untied, pair->line.id) == pair->line.unallocated.minor,
            "untied, the line has " + std::to_string(left_on(untied, pair->line.id)) + " left");
    require(unmatch(tables, allocation) < 0, "an allocation could be untied twice");
}

// ---- the revision ------------------------------------------------------------------------------

namespace {

std::uint64_t revision_of(const HostTables& tables) {
    std::uint64_t revision = 0;
    afpunt_error error = empty_error();
    const InsideHost call("revision.read");
    const afpunt_status status = tables.revision->read(tables.host, &revision, &error);
    require_status("revision.read", status, AFPUNT_OK);
    return revision;
}

// The numbers that were given, each of another state of the book.
class Revisions {
public:
    explicit Revisions(const HostTables& tables) : tables_(tables) {}
    void require_another_after(const std::string& what) {
        require(given_.insert(revision_of(tables_)).second,
                "after " + what + " the revision is one from before");
    }

private:
    const HostTables& tables_;
    std::set<std::uint64_t> given_;
};

} // namespace

void revision_tells_of_changes(const HostTables& tables, Dice&) {
    if (tables.revision == nullptr || tables.revision->read == nullptr)
        skip_case("this host does not count the changes of its book: each question reads it");
    const BookCopy before = read_book(tables);
    Revisions revisions(tables);
    revisions.require_another_after("nothing");
    const std::uint64_t first = revision_of(tables);
    (void)read_book(tables);
    if (!before.items.empty()) require_permit_agrees(tables, before.items.front());
    require(revision_of(tables) == first, "the revision changes by reading the book");
    const auto pair = find_pair(before);
    if (pair && tables.match != nullptr && !environment(may_book_variable).empty()) {
        require_status("match.apply",
                       apply(tables, pair->line.id, {{pair->item.id, pair->amount()}}), AFPUNT_OK);
        revisions.require_another_after("a match");
        const std::string allocation = new_allocation(before, read_book(tables), *pair);
        require_status("match.unmatch", unmatch(tables, allocation), AFPUNT_OK);
        revisions.require_another_after("untying it");
    }
    if (change_the_book()) revisions.require_another_after("--change");
}

} // namespace afpunt::conformance
