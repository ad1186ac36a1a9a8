// SPDX-License-Identifier: MIT
//
// No cent is made or lost, whatever is imported, matched, untied, returned, refunded or settled by
// a list of open items, in whatever order.
#include <adapters/standalone/ledger_fixture.hpp>

#include <rapidcheck/gtest.h>

#include <map>

namespace afpunt::standalone {
namespace {

using AccountDay = std::pair<std::string, Date>;

struct Sums {
    std::int64_t lines = 0, matched = 0, sent_back = 0, left = 0;
};

void check_money(Ledger& ledger) {
    std::map<std::string, std::int64_t> matched_of_line, of_item;
    for (const LedgerAllocation& one : must(ledger.allocations())) {
        RC_ASSERT(one.amount.is_positive());
        of_item[one.item_id] += one.amount.minor;
        if (one.kind == LedgerAllocationKind::Bank) {
            matched_of_line[one.source_id] += one.amount.minor;
        } else if (one.kind == LedgerAllocationKind::CreditNote) {
            of_item[one.source_id] += one.amount.minor;
        }
    }
    std::map<AccountDay, Sums> days;
    std::int64_t sent_back = 0;
    for (const LedgerBankLine& line : must(ledger.bank_lines())) {
        Sums& day = days[{line.account_id, line.entry.booked_on}];
        const std::int64_t amount = line.entry.amount.minor;
        day.lines += amount;
        day.matched += (amount > 0 ? 1 : -1) * matched_of_line[line.id];
        day.sent_back += line.sent_back.minor;
        day.left += line.unallocated.minor;
        sent_back += line.sent_back.minor;
        // Nothing is given out twice.
        const std::int64_t left = line.unallocated.minor;
        const bool is_within =
            amount > 0 ? left >= 0 && left <= amount : left <= 0 && left >= amount;
        RC_ASSERT(is_within);
    }
    for (const auto& [key, day] : days)
        RC_ASSERT(day.lines == day.matched + day.sent_back + day.left);
    RC_ASSERT(sent_back == 0);
    for (const LedgerItem& item : must(ledger.items())) {
        RC_ASSERT(item.open.minor >= 0);
        RC_ASSERT(item.open.minor + of_item[item.id] == item.total.minor);
    }
}

class World {
public:
    explicit World(Ledger& ledger) : ledger_(ledger) {}

    void step() {
        using Step = void (World::*)();
        static constexpr Step steps[] = {
            &World::add_invoice, &World::add_credit_note, &World::import_day, &World::import_day,
            &World::report_day,  &World::allocate,        &World::allocate,   &World::allocate,
            &World::untie,       &World::settle,          &World::take_list,  &World::pair};
        (this->*steps[*rc::gen::inRange<std::size_t>(0, std::size(steps))])();
    }

private:
    static std::int64_t any_cents() { return *rc::gen::element<std::int64_t>(1000, 2000, 2500); }
    std::string any_number() { return "V26-010" + std::to_string(*rc::gen::inRange(0, 6)); }

    void add_invoice() {
        Invoice invoice = invoice_of(any_number(), any_cents());
        if (*rc::gen::arbitrary<bool>()) invoice.arrangement = InvoiceArrangement::DirectDebit;
        (void)ledger_.add_invoice(invoice, november(2), "a.xml");
    }
    void add_credit_note() {
        std::vector<std::string> credited;
        if (*rc::gen::arbitrary<bool>()) credited = {any_number()};
        (void)ledger_.add_invoice(
            credit_note_of("C26-010" + std::to_string(*rc::gen::inRange(0, 3)), any_cents(),
                           credited),
            november(2), "c.xml");
    }
    BankEntry any_entry(unsigned day) {
        const int kind = *rc::gen::inRange(0, 6);
        const std::int64_t cents = any_cents();
        BankEntry entry = entry_of(day, kind < 4 ? cents : -cents,
                                   *rc::gen::arbitrary<bool>() ? any_number() : "dank u");
        if (kind == 4) {
            entry.kind = EntryKind::ReturnedDebit;
            // Some banks take their charge with it.
            if (*rc::gen::arbitrary<bool>()) entry.amount.minor -= 300;
        }
        if (kind == 3 || kind == 4) {
            entry.end_to_end_id = "E2E-" + std::to_string(*rc::gen::inRange(0, 3));
        }
        return entry;
    }
    Ledger::StatementIntake any_statement(unsigned day) {
        std::vector<BankEntry> entries;
        const int count = *rc::gen::inRange(1, 4);
        for (int at = 0; at < count; ++at)
            entries.push_back(any_entry(day));
        return statement_of(0, day, day, std::nullopt, std::move(entries));
    }
    void import_day() {
        (void)ledger_.add_statement(any_statement(*rc::gen::inRange(3U, 9U)), "bank/file");
    }
    void report_day() {
        Ledger::StatementIntake report = any_statement(*rc::gen::inRange(3U, 9U));
        report.head.provisional = true;
        (void)ledger_.add_statement(report, "bank/report");
    }
    void allocate() {
        const std::optional<Money> amount = *rc::gen::arbitrary<bool>()
                                                ? std::optional(euro(*rc::gen::inRange(1, 2500)))
                                                : std::nullopt;
        (void)ledger_.allocate("bank:" + std::to_string(*rc::gen::inRange(1, 20)),
                               "invoice:" + any_number(), amount, "person");
    }
    void untie() {
        const auto all = must(ledger_.allocations());
        if (all.empty()) return;
        const auto at = *rc::gen::inRange<std::size_t>(0, all.size());
        RC_ASSERT(ledger_.remove_allocation(all[at].id).has_value());
    }
    void settle() { must(ledger_.undo_returned_debits()); }
    void pair() { must(ledger_.find_listed_payments()); }
    void take_list() {
        OpenItemsList list;
        list.source = "Package";
        list.made = {november(*rc::gen::inRange(3U, 9U)), 0};
        list.every_invoice = *rc::gen::arbitrary<bool>();
        const int count = *rc::gen::inRange(0, 4);
        for (int at = 0; at < count; ++at) {
            ListedItem item;
            item.number = any_number();
            item.customer.id = item.customer.name = "K-17";
            item.due_on = november(30);
            item.open = euro(*rc::gen::inRange(1, 2500));
            list.items.push_back(item);
        }
        (void)ledger_.take_open_items(list, november(10), ListTrust::Checked, "list.csv");
    }

    Ledger& ledger_;
};

RC_GTEST_PROP(Money, IsConservedPerAccountAndDayAfterAnySequence, ()) {
    const LedgerFolder folder;
    const auto ledger = folder.open();
    World world(*ledger);
    const int steps = *rc::gen::inRange(1, 40);
    for (int step = 0; step < steps; ++step) {
        world.step();
        check_money(*ledger);
    }
}

} // namespace
} // namespace afpunt::standalone
