// SPDX-License-Identifier: MIT
//
// Laws that hold for every book: statements may come in any order, twice and overlapping; matching
// and un-matching are each other's inverse; no cent is made or lost.
#include "ledger_fixture.hpp"

#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

namespace afpunt::standalone {
namespace {

constexpr unsigned day_count = 5;
constexpr std::int64_t first_balance = 100'000;

struct Payment {
    std::int64_t amount = 0;
    int payer = 0, text = 0;
};

// What really happened on the account, day by day; each day is cut into two statements of the
// bank's own series, some of them empty.
struct Truth {
    std::vector<std::vector<Payment>> days;
    std::vector<std::size_t> cuts;

    std::int64_t balance_before(unsigned day, std::size_t payment) const {
        std::int64_t balance = first_balance;
        for (unsigned earlier = 0; earlier <= day; ++earlier) {
            const std::size_t end = earlier < day ? days[earlier].size() : payment;
            for (std::size_t at = 0; at < end; ++at)
                balance += days[earlier][at].amount;
        }
        return balance;
    }
};

rc::Gen<Payment> any_payment() {
    // Few amounts, payers and texts, so that many payments look alike.
    return rc::gen::build<Payment>(
        rc::gen::set(&Payment::amount, rc::gen::element<std::int64_t>(100, 100, 250, -100)),
        rc::gen::set(&Payment::payer, rc::gen::inRange(0, 2)),
        rc::gen::set(&Payment::text, rc::gen::inRange(0, 3)));
}

Truth any_truth() {
    Truth truth;
    for (unsigned day = 0; day < day_count; ++day) {
        truth.days.push_back(
            *rc::gen::resize(5, rc::gen::container<std::vector<Payment>>(any_payment())));
        truth.cuts.push_back(*rc::gen::inRange<std::size_t>(0, truth.days.back().size() + 1));
    }
    return truth;
}

// The same payment as four formats write it.
BankEntry written(const Payment& payment, unsigned day, std::size_t position, int format) {
    static constexpr std::array<std::array<std::string_view, 4>, 3> texts{
        {{"huur", "H u u r", "HUUR", "huur"},
         {"factuur 12", "FACTUUR12", "factuur nr. 12", "12"},
         {"+++010/8068/17183+++", "010806817183", "***010/8068/17183***", "010806817183"}}};
    const auto text = static_cast<std::size_t>(payment.text);
    BankEntry entry = entry_of(day + 1, payment.amount,
                               std::string(texts[text][static_cast<std::size_t>(format)]));
    entry.counterparty_iban = payment.payer == 0 ? std::string(payer_iban) : "BE41063012345610";
    if (format == 3 && text > 0) std::swap(entry.structured_reference, entry.remittance);
    if (format > 0) {
        entry.bank_reference = std::string(static_cast<std::size_t>(format), 'A') +
                               std::to_string(day) + "-" + std::to_string(position);
    }
    return entry;
}

enum class Balances { Given, Missing };

Ledger::StatementIntake window(const Truth& truth, unsigned from, unsigned until, int format,
                               Balances balances) {
    std::vector<BankEntry> entries;
    for (unsigned day = from; day <= until; ++day) {
        for (std::size_t at = 0; at < truth.days[day].size(); ++at) {
            entries.push_back(written(truth.days[day][at], day, at, format));
        }
    }
    const std::optional<std::int64_t> opening =
        balances == Balances::Given ? std::optional(truth.balance_before(from, 0)) : std::nullopt;
    return statement_of(0, from + 1, until + 1, opening, std::move(entries));
}

Ledger::StatementIntake half_day(const Truth& truth, unsigned day, unsigned half) {
    const std::size_t cut = truth.cuts[day];
    const std::size_t begin = half == 0 ? 0 : cut;
    const std::size_t end = half == 0 ? cut : truth.days[day].size();
    std::vector<BankEntry> entries;
    for (std::size_t at = begin; at < end; ++at) {
        entries.push_back(written(truth.days[day][at], day, at, 0));
    }
    return statement_of(static_cast<int>(101 + 2 * day + half), day + 1, day + 1,
                        truth.balance_before(day, begin), std::move(entries));
}

Ledger::StatementIntake any_statement(const Truth& truth) {
    const unsigned day = *rc::gen::inRange(0U, day_count);
    if (*rc::gen::inRange(0, 3) == 0) return half_day(truth, day, *rc::gen::inRange(0U, 2U));
    const unsigned until = *rc::gen::inRange(day, day_count);
    const auto balances = *rc::gen::element(Balances::Given, Balances::Missing);
    return window(truth, day, until, *rc::gen::inRange(0, 4), balances);
}

using DayAmounts = std::map<std::pair<unsigned, std::int64_t>, int>;

DayAmounts day_amounts(const Truth& truth) {
    DayAmounts result;
    for (unsigned day = 0; day < day_count; ++day) {
        for (const Payment& payment : truth.days[day])
            ++result[{day + 1, payment.amount}];
    }
    return result;
}

DayAmounts day_amounts(Ledger& ledger) {
    DayAmounts result;
    for (const LedgerBankLine& line : must(ledger.bank_lines())) {
        ++result[{line.entry.booked_on.day(), line.entry.amount.minor}];
    }
    return result;
}

RC_GTEST_PROP(LedgerLaws, StatementsInAnyOrderTwiceAndOverlappingGiveTheSameLines, ()) {
    const Truth truth = any_truth();
    std::vector<Ledger::StatementIntake> intakes;
    const int more = *rc::gen::inRange(0, 12);
    for (int at = 0; at < more; ++at)
        intakes.push_back(any_statement(truth));
    // Together these hold everything.
    for (unsigned day = 0; day < day_count; ++day) {
        if (*rc::gen::arbitrary<bool>()) {
            intakes.push_back(half_day(truth, day, 0));
            intakes.push_back(half_day(truth, day, 1));
        } else {
            intakes.push_back(window(truth, day, day, *rc::gen::inRange(0, 4), Balances::Given));
        }
    }
    for (std::size_t at = intakes.size(); at > 1; --at) {
        std::swap(intakes[at - 1], intakes[*rc::gen::inRange<std::size_t>(0, at)]);
    }
    const LedgerFolder folder;
    const std::unique_ptr<Ledger> ledger = folder.open();
    for (const Ledger::StatementIntake& intake : intakes)
        add(*ledger, intake);
    RC_ASSERT(day_amounts(*ledger) == day_amounts(truth));
    for (const Ledger::StatementIntake& intake : intakes) {
        RC_ASSERT(add(*ledger, intake).lines == 0);
    }
}

RC_GTEST_PROP(LedgerLaws, ProvisionalLinesNeverCountTwice, ()) {
    const Truth truth = any_truth();
    const LedgerFolder folder;
    const std::unique_ptr<Ledger> ledger = folder.open();
    for (unsigned day = 0; day < day_count; ++day) {
        // During the day, reports that grow; after it the final statement; then a late report.
        for (std::size_t known = 0; known <= truth.days[day].size(); ++known) {
            Truth so_far = truth;
            so_far.days[day].resize(known);
            Ledger::StatementIntake report = window(so_far, day, day, 2, Balances::Missing);
            report.head.provisional = true;
            add(*ledger, report);
        }
        add(*ledger, window(truth, day, day, *rc::gen::inRange(0, 4), Balances::Given));
        Ledger::StatementIntake late = window(truth, day, day, 2, Balances::Missing);
        late.head.provisional = true;
        add(*ledger, late);
    }
    RC_ASSERT(day_amounts(*ledger) == day_amounts(truth));
}

struct Balance {
    std::map<std::string, std::int64_t> open, unallocated;
    friend bool operator==(const Balance&, const Balance&) = default;
};

Balance balance_of(Ledger& ledger) {
    Balance balance;
    for (const LedgerItem& item : must(ledger.items()))
        balance.open[item.id] = item.open.minor;
    for (const LedgerBankLine& line : must(ledger.bank_lines())) {
        balance.unallocated[line.id] = line.unallocated.minor;
    }
    return balance;
}

// Every item: total = open + allocations. Every line: amount = unallocated + allocations.
void assert_nothing_lost(Ledger& ledger) {
    std::map<std::string, std::int64_t> by_item;
    std::map<std::string, std::int64_t> by_source;
    for (const LedgerAllocation& allocation : must(ledger.allocations())) {
        by_item[allocation.item_id] += allocation.amount.minor;
        by_source[allocation.source_id] += allocation.amount.minor;
    }
    for (const LedgerItem& item : must(ledger.items())) {
        RC_ASSERT(item.open.minor >= 0);
        RC_ASSERT(item.open.minor + by_item[item.id] + by_source[item.id] == item.total.minor);
    }
    for (const LedgerBankLine& line : must(ledger.bank_lines())) {
        RC_ASSERT(line.unallocated.minor >= 0);
        RC_ASSERT(line.unallocated.minor + by_source[line.id] == line.entry.amount.minor);
    }
}

RC_GTEST_PROP(LedgerLaws, UnmatchingUndoesMatchingAndNoCentIsLost, ()) {
    const LedgerFolder folder;
    const std::unique_ptr<Ledger> ledger = folder.open();
    const int invoices = *rc::gen::inRange(1, 5);
    for (int at = 0; at < invoices; ++at) {
        must(ledger->add_invoice(
            invoice_of("F" + std::to_string(at), *rc::gen::inRange<std::int64_t>(0, 1000)),
            november(2), "f"));
    }
    must(ledger->add_invoice(credit_note_of("C", *rc::gen::inRange<std::int64_t>(0, 1000), {"F0"}),
                             november(2), "f"));
    std::vector<BankEntry> entries;
    const int lines = *rc::gen::inRange(1, 5);
    for (int at = 0; at < lines; ++at) {
        entries.push_back(entry_of(19, *rc::gen::inRange<std::int64_t>(1, 1000)));
    }
    add(*ledger, statement_of(1, 19, 19, 0, entries));
    const Balance before = balance_of(*ledger);
    std::vector<std::string> made;
    const int steps = *rc::gen::inRange(0, 12);
    for (int step = 0; step < steps; ++step) {
        const std::optional<Money> amount =
            *rc::gen::arbitrary<bool>()
                ? std::optional(euro(*rc::gen::inRange<std::int64_t>(-10, 1000)))
                : std::nullopt;
        const Result<LedgerAllocation> allocation = ledger->allocate(
            "bank:" + std::to_string(*rc::gen::inRange(1, lines + 1)),
            "invoice:F" + std::to_string(*rc::gen::inRange(0, invoices)), amount, "person");
        if (allocation) made.push_back(allocation->id);
        assert_nothing_lost(*ledger);
    }
    while (!made.empty()) {
        const auto at = made.begin() + *rc::gen::inRange<std::ptrdiff_t>(
                                           0, static_cast<std::ptrdiff_t>(made.size()));
        RC_ASSERT(ledger->remove_allocation(*at).has_value());
        made.erase(at);
        assert_nothing_lost(*ledger);
    }
    RC_ASSERT(balance_of(*ledger) == before);
}

} // namespace
} // namespace afpunt::standalone
