// SPDX-License-Identifier: MIT
//
// How long the matcher takes for a large book, and what its indexes weigh. The product promises
// 100,000 bank lines against 100,000 open items in less than a second, apart from reading. A time
// alone says as much about the machine, so it stands beside a baseline of the same run: the bare
// look-up of one text per line in a hash table of the same size.
#include "matching/combination.hpp"
#include "matching/line_facts.hpp"
#include "matching/matcher.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <malloc.h>
#include <random>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace {

using namespace afpunt;
using namespace afpunt::matching;

constexpr std::uint32_t items_per_customer = 4;

std::string padded(std::uint64_t number, std::size_t width) {
    std::string digits = std::to_string(number);
    return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

std::string ogm(std::uint64_t number) {
    const std::uint64_t rest = number % 97;
    const std::string digits = padded(number, 10) + padded(rest == 0 ? 97 : rest, 2);
    return "+++" + digits.substr(0, 3) + "/" + digits.substr(3, 4) + "/" + digits.substr(7) + "+++";
}

// Syllables, so that names share words as people's names do, but not all of them.
std::string name_of(std::uint32_t customer) {
    const char* const first[] = {"Jan", "An", "Piet", "Marie", "Karel", "Sofie", "Luc", "Els"};
    const char* const syllables[] = {"ba",  "del", "cor", "mer", "tin", "os", "pel", "ra",
                                     "ver", "hul", "man", "zo",  "lin", "ke", "tre", "gus"};
    std::string last;
    for (std::uint32_t rest = customer, at = 0; at < 4; ++at, rest /= 16)
        last += syllables[rest % 16];
    return std::string(first[customer % 8]) + " " + last;
}

std::string iban_of(std::uint32_t customer) {
    return "BE" + padded(customer % 97, 2) + padded(customer, 12);
}

book::Snapshot large_book(std::uint32_t items, std::uint32_t lines) {
    std::mt19937_64 random(26);
    const Date day = Date::of(2026, 11, 19);
    book::Snapshot snapshot;
    for (std::uint32_t at = 0; at < items / items_per_customer; ++at) {
        book::Party party;
        party.id = "K" + std::to_string(at);
        party.name = name_of(at);
        if (at % 2 == 0) party.ibans = {iban_of(at)};
        snapshot.parties.push_back(std::move(party));
    }
    for (std::uint32_t at = 0; at < items; ++at) {
        book::OpenItem item;
        item.id = "D" + std::to_string(at);
        item.number = "V26-" + padded(at + 1, 6);
        item.customer_id = "K" + std::to_string(random() % (items / items_per_customer));
        item.payment_reference = ogm(2'600'000'000U + at);
        item.issued_on = day - 60;
        item.due_on = day - static_cast<int>(random() % 60);
        item.total = item.open = Money{static_cast<std::int64_t>(1000 + random() % 200'000)};
        snapshot.items.push_back(std::move(item));
    }
    for (std::uint32_t at = 0; at < lines; ++at) {
        const book::OpenItem& item = snapshot.items[random() % items];
        const auto customer = static_cast<std::uint32_t>(std::stoul(item.customer_id.substr(1)));
        book::BankLine line;
        line.id = "L" + std::to_string(at);
        line.kind = book::BankLineKind::CustomerPayment;
        line.booked_on = day;
        line.amount = line.unallocated = item.open;
        line.payer_name = name_of(customer);
        line.payer_iban = iban_of(customer);
        const std::string digits = item.number.substr(4);
        switch (random() % 10) {
        case 0:
        case 1:
        case 2:
        case 3: line.structured_reference = item.payment_reference; break;
        case 4: line.remittance = "betaling " + item.payment_reference + " met dank"; break;
        case 5: line.remittance = "factuur " + item.number + " van 12/10/2026, klant 4711"; break;
        case 6: line.remittance = "fact v26 " + std::to_string(std::stoul(digits)); break;
        case 7: line.remittance = "fact. " + digits + " + " + padded(random() % items, 6); break;
        case 8: line.amount = line.unallocated = Money{item.open.minor + 12'345}; break;
        default: line.remittance = "huur november, zie onze mail van vorige week"; break;
        }
        snapshot.bank_lines.push_back(std::move(line));
    }
    return snapshot;
}

// Processor time, because others may be at work on this machine.
std::int64_t microseconds_since(std::clock_t begin) {
    return (std::clock() - begin) * 1'000'000 / CLOCKS_PER_SEC;
}
std::int64_t milliseconds_since(std::clock_t begin) {
    return microseconds_since(begin) / 1000;
}

// The least work there is: one text per line, looked up in a table with one text per item.
std::int64_t baseline_milliseconds(const book::Book& book, std::size_t& hits) {
    const std::clock_t begin = std::clock();
    std::unordered_map<std::string, std::uint32_t> table;
    for (const book::OpenItem& item : book.snapshot().items)
        table.emplace(item.number, static_cast<std::uint32_t>(table.size()));
    for (const book::BankLine& line : book.snapshot().bank_lines)
        hits += table.count(line.remittance) + table.count(line.structured_reference);
    return milliseconds_since(begin);
}

void measure(std::uint32_t items, std::uint32_t lines) {
    const book::Book book = book::Book::build(large_book(items, lines), {});
    const std::size_t before = mallinfo2().uordblks;
    const std::clock_t begin = std::clock();
    std::size_t index_bytes = 0;
    {
        const Indexes indexes(book);
        index_bytes = mallinfo2().uordblks - before;
    }
    const std::int64_t indexing = milliseconds_since(begin);
    const std::clock_t middle = std::clock();
    const std::vector<Proposal> proposals = propose(book, {});
    const std::int64_t matching = milliseconds_since(middle);
    std::size_t certain = 0;
    for (const Proposal& proposal : proposals)
        certain += proposal.confidence == Confidence::Certain ? 1 : 0;
    std::size_t hits = 0;
    const std::int64_t baseline = baseline_milliseconds(book, hits);
    std::printf("%u lines, %u items: %lld ms (indexes %lld ms of it, %zu MiB); bare look-ups "
                "%lld ms; ratio %lld; %zu proposals, %zu certain, %zu bare hits\n",
                lines, items, static_cast<long long>(matching), static_cast<long long>(indexing),
                index_bytes >> 20, static_cast<long long>(baseline),
                static_cast<long long>(matching / std::max<std::int64_t>(baseline, 1)),
                proposals.size(), certain, hits);
}

// The worst that a book can do to the search for combinations: every line comes from somebody with
// more open invoices than are looked at, in amounts that never add up.
book::Snapshot stubborn_book(std::uint32_t lines) {
    constexpr std::uint32_t customers = 100;
    constexpr std::uint32_t items_each = 40;
    book::Snapshot snapshot;
    for (std::uint32_t at = 0; at < customers * items_each; ++at) {
        const std::uint32_t customer = at % customers;
        if (at < customers) {
            book::Party party;
            party.id = "K" + std::to_string(customer);
            party.ibans = {iban_of(customer)};
            snapshot.parties.push_back(std::move(party));
        }
        book::OpenItem item;
        item.id = item.number = "V" + std::to_string(100'000 + at);
        item.customer_id = "K" + std::to_string(customer);
        // Multiples of ten, with a discount that is one as well.
        item.total = item.open = Money{10 * (5'000 + 7919 * static_cast<std::int64_t>(at % 97))};
        item.discount = book::EarlyPaymentDiscount{Money{100}, Date::of(2027, 1, 1)};
        snapshot.items.push_back(std::move(item));
    }
    for (std::uint32_t at = 0; at < lines; ++at) {
        book::BankLine line;
        line.id = "L" + std::to_string(at);
        line.booked_on = Date::of(2026, 11, 19);
        line.amount = line.unallocated = Money{2'000'005 + 10 * static_cast<std::int64_t>(at)};
        line.payer_iban = iban_of(at % customers);
        snapshot.bank_lines.push_back(std::move(line));
    }
    return snapshot;
}

void measure_worst_search() {
    std::vector<Part> parts;
    for (std::int64_t at = 0; at < 40; ++at)
        parts.push_back({10 * (5'000 + 7919 * at), 0});
    constexpr int searches = 100;
    std::size_t sums = 0;
    const std::clock_t begin = std::clock();
    for (int at = 0; at < searches; ++at)
        sums += find_combination(parts, 2'000'005 + at, 0).sums;
    const std::int64_t took = microseconds_since(begin);
    std::printf("one search among 24 of 40 invoices: %lld microseconds, %zu sums\n",
                static_cast<long long>(took / searches), sums / searches);
    const book::Book book = book::Book::build(stubborn_book(100'000), {});
    const std::clock_t middle = std::clock();
    Options options;
    options.tolerance_minor = 4;
    const std::vector<Proposal> proposals = propose(book, options);
    std::printf("100000 lines that never add up, 40 invoices each: %lld ms, %zu proposals\n",
                static_cast<long long>(milliseconds_since(middle)), proposals.size());
}

} // namespace

int main() {
    measure_worst_search();
    measure(10'000, 10'000);
    measure(100'000, 100'000);
    return 0;
}
