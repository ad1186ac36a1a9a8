// SPDX-License-Identifier: MIT
//
// Checks a snapshot and indexes it. Each check is one pass with hash maps, so that a book of a
// hundred thousand items costs a hundred thousand steps. Nothing is repaired: whoever decides on
// reminders sees that an item contradicts itself and leaves it alone.
#include "book/book.hpp"

#include "book/id_table.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <numeric>
#include <optional>

namespace afpunt::book {
namespace {

[[nodiscard]] bool is_owed(const OpenItem& item) {
    return item.kind != DocumentKind::CreditNote &&
           (item.state == DocumentState::Open || item.state == DocumentState::Disputed);
}

// What people type and what hosts store differ in spaces and case only.
[[nodiscard]] std::string as_typed(std::string_view text) {
    std::string compact;
    for (const char c : text) {
        if (!text::is_space(c)) compact += text::upper(c);
    }
    return compact;
}

// The same without a copy: a question looks through all items.
[[nodiscard]] bool is_typed_as(std::string_view text, std::string_view wanted) {
    for (const char c : text) {
        if (text::is_space(c)) continue;
        if (wanted.empty() || wanted.front() != text::upper(c)) return false;
        wanted.remove_prefix(1);
    }
    return wanted.empty();
}

class Checker {
public:
    explicit Checker(const Snapshot& snapshot) : snapshot_(snapshot) {}

    [[nodiscard]] std::vector<Inconsistency> run() {
        check_unique_ids();
        add_up_allocations();
        for (const OpenItem& item : snapshot_.items)
            check(item);
        for (const BankLine& line : snapshot_.bank_lines)
            check(line);
        return std::move(found_);
    }

private:
    struct Allocated {
        Money sum;
        bool fits = true; // one currency, and a sum that fits 64 bits
    };

    void report(std::string item_id, std::string field, std::string found, std::string expected) {
        found_.push_back(
            {std::move(item_id), std::move(field), std::move(found), std::move(expected)});
    }

    template <typename Records>
    void report_repeated(const Records& records, const std::string& field) {
        Ids seen;
        seen.reserve(records.size());
        for (const auto& record : records) {
            if (!seen.insert(record.id).second) {
                report({}, field, record.id, "an id that occurs once");
            }
        }
    }

    void check_unique_ids() {
        report_repeated(snapshot_.accounts, "bank account id");
        report_repeated(snapshot_.bank_lines, "bank line id");
        Ids seen;
        seen.reserve(std::max(snapshot_.items.size(), snapshot_.allocations.size()));
        party_ids_.reserve(snapshot_.parties.size());
        for (const Party& party : snapshot_.parties) {
            if (!party_ids_.insert(party.id).second) repeated_parties_.insert(party.id);
        }
        for (const OpenItem& item : snapshot_.items) {
            if (!seen.insert(item.id).second) {
                report(item.id, "item id", item.id, "an id that occurs once");
            }
        }
        seen.clear();
        for (const Allocation& allocation : snapshot_.allocations) {
            if (!allocation.id.empty() && !seen.insert(allocation.id).second) {
                report(allocation.item_id, "allocation id", allocation.id,
                       "an id that occurs once");
            }
        }
        for (const std::string_view id : repeated_parties_) {
            report({}, "customer id", std::string(id), "an id that occurs once");
        }
    }

    void add_up_allocations() {
        allocated_.reserve(snapshot_.allocations.size());
        for (const Allocation& allocation : snapshot_.allocations) {
            const auto [place, is_first] = allocated_.try_emplace(
                allocation.item_id, Allocated{Money{0, allocation.amount.currency}, true});
            Allocated& entry = place->second;
            const Result<Money> sum = add(entry.sum, allocation.amount);
            entry.fits = entry.fits && sum.has_value();
            if (sum) entry.sum = *sum;
        }
    }

    void check(const OpenItem& item) {
        if (!party_ids_.contains(item.customer_id)) {
            report(item.id, "customer", item.customer_id, "a customer of this book");
        } else if (repeated_parties_.contains(item.customer_id)) {
            report(item.id, "customer", item.customer_id, "a customer whose id occurs once");
        }
        if (!check_currency(item)) return;
        check_amounts(item);
        check_allocations(item);
    }

    [[nodiscard]] bool check_currency(const OpenItem& item) {
        bool same = true;
        const auto expect = [&](const std::string& field, const Money& amount) {
            if (amount.same_currency(item.total)) return;
            same = false;
            report(item.id, field, amount.code_and_decimal(),
                   "an amount in " + std::string(item.total.currency.code()) +
                       ", the currency of the document");
        };
        expect("open amount", item.open);
        if (item.discount) expect("discount", item.discount->amount);
        if (item.retention) expect("retention", *item.retention);
        if (item.disputed) expect("disputed part", *item.disputed);
        return same;
    }

    void check_amounts(const OpenItem& item) {
        if (item.kind == DocumentKind::CreditNote) {
            if (item.open.is_negative()) {
                report(item.id, "open amount", item.open.code_and_decimal(),
                       "the unused credit, zero or more");
            }
        } else if (is_owed(item) &&
                   (item.open.is_negative() || item.open.minor > item.total.minor)) {
            report(item.id, "open amount", item.open.code_and_decimal(),
                   "an amount from zero to the total, " + item.total.code_and_decimal());
        }
    }

    void check_allocations(const OpenItem& item) {
        const bool is_settled = item.state == DocumentState::Settled;
        if (item.kind == DocumentKind::CreditNote || (!is_owed(item) && !is_settled)) return;
        const auto entry = allocated_.find(item.id);
        if (entry == allocated_.end()) return;
        const Result<Money> left = subtract(item.total, entry->second.sum);
        if (!entry->second.fits || !left) {
            report(item.id, "allocations", entry->second.sum.code_and_decimal(),
                   "allocations in one currency, that of the document");
        } else if (*left != item.open) {
            report(item.id, "open amount", item.open.code_and_decimal(),
                   left->code_and_decimal() + ", the total less what was allocated");
        }
    }

    void check(const BankLine& line) {
        const Money& left = line.unallocated;
        const bool same_side = line.amount.is_negative()
                                   ? left.minor <= 0 && left.minor >= line.amount.minor
                                   : left.minor >= 0 && left.minor <= line.amount.minor;
        if (left.same_currency(line.amount) && same_side) return;
        report({}, "unallocated amount of bank line " + line.id, left.code_and_decimal(),
               "an amount from zero to that of the line, " + line.amount.code_and_decimal());
    }

    const Snapshot& snapshot_;
    std::vector<Inconsistency> found_;
    Ids party_ids_, repeated_parties_;
    ById<Allocated> allocated_;
};

// The first where an id occurs twice.
template <typename Records>
[[nodiscard]] ById<std::uint32_t> positions_of(const Records& records) {
    ById<std::uint32_t> positions;
    positions.reserve(records.size());
    for (std::uint32_t at = 0; at < records.size(); ++at)
        positions.try_emplace(records[at].id, at);
    return positions;
}

template <typename Records>
[[nodiscard]] auto found_in(const Records& records, const ById<std::uint32_t>& positions,
                            std::string_view id) -> const typename Records::value_type* {
    const auto found = positions.find(id);
    return found == positions.end() ? nullptr : &records[found->second];
}

// The items of each customer, one customer's behind the other's.
class ItemsByParty {
public:
    explicit ItemsByParty(const std::vector<OpenItem>& items) : items_(items.size()) {
        std::vector<std::uint32_t> customers; // of each item: a number for his id
        customers.reserve(items.size());
        for (const OpenItem& item : items) {
            const auto number = static_cast<std::uint32_t>(numbers_.size());
            customers.push_back(numbers_.try_emplace(item.customer_id, number).first->second);
        }
        ends_.assign(numbers_.size() + 1, 0);
        for (const std::uint32_t customer : customers)
            ++ends_[customer + 1];
        std::partial_sum(ends_.begin(), ends_.end(), ends_.begin());
        std::vector<std::uint32_t> next(ends_.begin(), ends_.end());
        for (std::uint32_t at = 0; at < items.size(); ++at)
            items_[next[customers[at]]++] = at;
    }

    [[nodiscard]] std::span<const std::uint32_t> of(std::string_view party_id) const {
        const auto found = numbers_.find(party_id);
        if (found == numbers_.end()) return {};
        const std::uint32_t first = ends_[found->second];
        return std::span(items_).subspan(first, ends_[found->second + 1] - first);
    }

private:
    ById<std::uint32_t> numbers_;
    std::vector<std::uint32_t> ends_; // of the customer before each number, in items_
    std::vector<std::uint32_t> items_;
};

} // namespace

struct Book::Indexes {
    Indexes(const Snapshot& data, const std::vector<Inconsistency>& inconsistencies)
        : parties(positions_of(data.parties)), items(positions_of(data.items)),
          bank_lines(positions_of(data.bank_lines)), items_by_party(data.items) {
        for (const Inconsistency& inconsistency : inconsistencies) {
            if (!inconsistency.item_id.empty()) inconsistent.insert(inconsistency.item_id);
        }
    }
    ById<std::uint32_t> parties, items, bank_lines;
    ItemsByParty items_by_party;
    Ids inconsistent;
};

Book::Book(Book&& other) noexcept = default;
Book& Book::operator=(Book&& other) noexcept = default;
Book::~Book() = default;

Book Book::build(Snapshot snapshot, const std::vector<CoverageConfirmation>& confirmations) {
    Book book;
    book.snapshot_ = std::move(snapshot);
    const Snapshot& data = book.snapshot_;
    book.coverage_ = coverage_of(data.accounts, data.statements, confirmations);
    book.inconsistencies_ = Checker(data).run();
    book.indexes_ = std::make_unique<const Indexes>(data, book.inconsistencies_);
    return book;
}

bool Book::is_inconsistent(std::string_view item_id) const {
    return indexes_->inconsistent.contains(item_id);
}

const Party* Book::party(std::string_view id) const {
    return found_in(snapshot_.parties, indexes_->parties, id);
}

const OpenItem* Book::item(std::string_view id) const {
    return found_in(snapshot_.items, indexes_->items, id);
}

std::vector<const OpenItem*> Book::find_items(std::string_view text) const {
    const std::string wanted = as_typed(text);
    std::vector<const OpenItem*> items;
    if (wanted.empty()) return items;
    for (const OpenItem& item : snapshot_.items) {
        if (is_typed_as(item.number, wanted) || is_typed_as(item.id, wanted) ||
            is_typed_as(item.document_id, wanted)) {
            items.push_back(&item);
        }
    }
    return items;
}

std::span<const std::uint32_t> Book::items_of(std::string_view party_id) const {
    return indexes_->items_by_party.of(party_id);
}

const BankAccount* Book::account_for(Currency currency) const {
    for (const BankAccount& account : snapshot_.accounts) {
        if (account.in_use && account.customers_pay_here && account.currency == currency) {
            return &account;
        }
    }
    return nullptr;
}

const BankAccount* Book::account_by_iban(std::string_view iban) const {
    const std::string wanted = as_typed(iban);
    if (wanted.empty()) return nullptr;
    for (const BankAccount& account : snapshot_.accounts) {
        if (is_typed_as(account.iban, wanted)) return &account;
    }
    return nullptr;
}

const BankLine* Book::bank_line(std::string_view id) const {
    return found_in(snapshot_.bank_lines, indexes_->bank_lines, id);
}

} // namespace afpunt::book
