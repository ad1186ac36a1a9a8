// SPDX-License-Identifier: MIT
//
// How each thing happens: in the firm, at the bank, with people, programs, machines and events.
#include "simulation/simulation.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace afpunt::simulation {
namespace {

std::size_t place(int which, std::size_t count) {
    return count == 0 ? 0 : static_cast<std::size_t>(which) % count;
}

std::string quoted(const std::string& text) {
    return "\"" + text + "\"";
}

} // namespace

void Simulation::happen(const Happening& happening) {
    const bool is_known = happen_in_the_firm(happening) || happen_at_the_bank(happening) ||
                          happen_by_people(happening) || happen_to_programs(happening) ||
                          happen_to_the_disk(happening);
    if (!is_known) wait_for_stage(happening);
}

// ---- events ------------------------------------------------------------------------------------

// To every program that has the book open; some are lost.
void Simulation::tell(afpunt_event_type type, std::vector<std::string> items) {
    const int number = static_cast<int>(world_.events.size()) + 1;
    std::string about;
    for (const std::string& item : items)
        about += " " + item;
    if (!about.empty()) note("   about" + about);
    world_.events.push_back({number, type, std::move(items)});
    if (events_to_lose_ > 0) {
        --events_to_lose_;
        return note("its event is lost");
    }
    const HostEvent event = world_.events.back();
    for (std::size_t seat = 0; seat < seats; ++seat) {
        // A program that did not book it hears of it or does not.
        if (programs_[seat] == nullptr || (seat > 0 && world_.chance.percent(50))) continue;
        programs_[seat]->submit(event);
    }
}

void Simulation::repeat_events(int how_many) {
    Program* program = main_program();
    const std::size_t count = world_.events.size();
    for (std::size_t back = std::min(count, static_cast<std::size_t>(how_many)); back > 0; --back) {
        const HostEvent event = world_.events[count - back];
        if (program != nullptr) program->submit(event);
    }
}

// ---- the firm ----------------------------------------------------------------------------------

Item* Simulation::some_invoice(int which, bool overdue) {
    std::vector<std::string> found;
    for (const Item& item : world_.ledger.books().items) {
        const bool is_open = !item.is_credit && item.state == AFPUNT_DOCUMENT_OPEN;
        if (is_open && (!overdue || item.due < world_.time.true_day())) found.push_back(item.id);
    }
    if (found.empty()) return nullptr;
    return world_.ledger.item(found[place(which, found.size())]);
}

bool Simulation::happen_in_the_firm(const Happening& happening) {
    Ledger& ledger = world_.ledger;
    const Date today = world_.time.true_day();
    const std::size_t customer = place(happening.who, ledger.books().customers.size());
    const auto changed = [&](const Item& item) { tell(AFPUNT_EVENT_ITEMS_CHANGED, {item.id}); };
    switch (happening.kind) {
    case Kind::Invoice: {
        const int terms = std::array{0, 8, 14, 30}[place(happening.what, 4)];
        const Date issued = today - happening.who % 20;
        changed(
            ledger.add_item(customer, false, 1'000 + happening.what * 7, issued, issued + terms));
        return true;
    }
    case Kind::CreditNote:
        changed(ledger.add_item(customer, true, 500 + happening.what, today, today));
        return true;
    case Kind::Dispute:
    case Kind::Cancel:
        if (Item* item = some_invoice(happening.who, false)) {
            const bool in_part = happening.what % 2 == 0;
            if (happening.kind == Kind::Cancel) {
                item->state = AFPUNT_DOCUMENT_CANCELLED;
            } else if (in_part) {
                item->disputed = item->open / 3;
            } else {
                item->state = AFPUNT_DOCUMENT_DISPUTED;
            }
            ledger.changed();
            changed(*item);
        }
        return true;
    case Kind::EndDispute:
        for (const Item& item : ledger.books().items) {
            Item& disputed = *ledger.item(item.id);
            disputed.disputed = 0;
            if (item.state == AFPUNT_DOCUMENT_DISPUTED) disputed.state = AFPUNT_DOCUMENT_OPEN;
        }
        ledger.changed();
        tell(AFPUNT_EVENT_RESYNC, {});
        return true;
    case Kind::StopCustomer:
    case Kind::GoOnWithCustomer:
        for (std::size_t at = 0; at < ledger.books().customers.size(); ++at) {
            Customer& one = ledger.customer_at(at);
            if (happening.kind == Kind::GoOnWithCustomer) one.on_hold = false;
            if (happening.kind == Kind::StopCustomer && at == customer) one.on_hold = true;
        }
        ledger.changed();
        tell(AFPUNT_EVENT_PARTY_CHANGED, {});
        return true;
    default: return false;
    }
}

// ---- money -------------------------------------------------------------------------------------

// What a customer sends to the bank: it is on the statement of that day.
void Simulation::pay(const Happening& happening) {
    Ledger& ledger = world_.ledger;
    const Item* item = some_invoice(happening.who, happening.what % 3 != 0);
    if (item == nullptr) return;
    const Customer& customer = *ledger.books().customer(item->customer);
    Line line;
    line.payer = customer.iban;
    line.meant_for = item->id;
    line.amount = item->open;
    line.reference = item->reference;
    if (happening.kind == Kind::PayPart) line.amount = std::max<Cents>(1, item->open / 2);
    if (happening.kind == Kind::PayTooMuch) line.amount += 100 + happening.what;
    if (happening.kind == Kind::PayVaguely) {
        line.reference.clear();
        line.remittance = "payment";
    }
    if (happening.kind == Kind::PayTwo) {
        for (const Item& other : ledger.books().items) {
            const bool is_second = other.customer == item->customer && other.id != item->id &&
                                   !other.is_credit && other.state == AFPUNT_DOCUMENT_OPEN;
            if (!is_second) continue;
            line.amount += other.open;
            line.reference.clear();
            line.remittance = item->id + " " + other.id;
            break;
        }
    }
    const auto& accounts = ledger.accounts();
    ledger.pay_at_bank(accounts[place(happening.what, accounts.size())], std::move(line));
}

bool Simulation::happen_at_the_bank(const Happening& happening) {
    Ledger& ledger = world_.ledger;
    const auto& allocations = ledger.books().allocations;
    const Date today = world_.time.true_day();
    switch (happening.kind) {
    case Kind::PayAtBank:
    case Kind::PayPart:
    case Kind::PayTwo:
    case Kind::PayVaguely:
    case Kind::PayTooMuch: pay(happening); return true;
    case Kind::PayInCash:
        if (const Item* item = some_invoice(happening.who, true)) {
            const bool in_part = happening.what % 3 == 0;
            const std::string id = item->id;
            const Cents amount = in_part ? std::max<Cents>(1, item->open / 3) : item->open;
            if (ledger.pay_in_cash(id, amount, today)) tell(AFPUNT_EVENT_MATCHED, {id});
        }
        return true;
    case Kind::ReturnDebit:
    case Kind::UnMatch:
        if (!allocations.empty()) {
            const Allocation gone = allocations[place(happening.who, allocations.size())];
            ledger.undo(gone.id);
            if (happening.kind == Kind::ReturnDebit) {
                Line line;
                line.payer = "";
                line.amount = -gone.amount;
                line.is_customers = false;
                ledger.pay_at_bank(ledger.accounts().front(), std::move(line));
                // What came in and went back is nobody's any more.
                if (Line* from = ledger.line(gone.source)) from->is_customers = false;
            }
            tell(AFPUNT_EVENT_UNMATCHED, {gone.item});
        }
        return true;
    case Kind::UseCredit:
        for (const Item& credit : ledger.books().items) {
            const Item* item = some_invoice(happening.who, false);
            if (!credit.is_credit || credit.open == 0 || item == nullptr) continue;
            const std::string id = item->id;
            if (item->customer != credit.customer) continue;
            const Cents amount = std::min(credit.open, item->open);
            if (ledger.use_credit(credit.id, id, amount, today)) tell(AFPUNT_EVENT_MATCHED, {id});
            break;
        }
        return true;
    case Kind::BookLines: book_lines(happening.what % 2 == 0); return true;
    case Kind::Import:
    case Kind::ImportLate:
    case Kind::ImportWithGap:
    case Kind::ImportSlowly:
    case Kind::ImportAnew: import(happening); return true;
    default: return false;
    }
}

std::vector<Statement> Simulation::not_read() const {
    std::vector<Statement> missing;
    for (const Statement& statement : world_.ledger.printed()) {
        if (!world_.ledger.is_read(statement.id)) missing.push_back(statement);
    }
    return missing;
}

void Simulation::import(const Happening& happening) {
    if (world_.import_running) return;
    world_.ledger.print_until(world_.time.true_day());
    std::vector<Statement> statements = not_read();
    if (happening.kind == Kind::ImportLate && !statements.empty()) statements.pop_back();
    if (happening.kind == Kind::ImportWithGap && statements.size() > 1) {
        const std::size_t gap = place(happening.what, statements.size() - 1);
        statements.erase(statements.begin() + static_cast<std::ptrdiff_t>(gap));
    }
    tell(AFPUNT_EVENT_IMPORT_STARTED, {});
    world_.import_running = true;
    if (happening.kind == Kind::ImportSlowly) return import_slowly(std::move(statements));
    if (happening.kind == Kind::ImportAnew) {
        for (const Statement& statement : world_.ledger.printed()) {
            if (world_.ledger.is_read(statement.id)) world_.ledger.read_lines(statement);
        }
    }
    for (const Statement& statement : statements) {
        world_.ledger.read_statement(statement);
        world_.ledger.read_lines(statement);
    }
    world_.import_running = false;
    tell(AFPUNT_EVENT_IMPORT_FINISHED, {});
}

// The statements are there at once, their lines minutes later: until then the books say that the
// bank is read and show no money. Sometimes its end is never told.
void Simulation::import_slowly(std::vector<Statement> statements) {
    for (const Statement& statement : statements)
        world_.ledger.read_statement(statement);
    const Microseconds takes = world_.chance.between(1, 20) * minute;
    world_.time.after(takes, [this, statements = std::move(statements)] {
        for (const Statement& statement : statements)
            world_.ledger.read_lines(statement);
        world_.import_running = false;
        tell(AFPUNT_EVENT_IMPORT_FINISHED, {});
    });
}

// A person knows what each payment was meant for; a part of them, or all.
void Simulation::book_lines(bool all) {
    Ledger& ledger = world_.ledger;
    std::set<std::string> touched;
    const std::vector<Line> lines = ledger.books().lines;
    for (const Line& line : lines) {
        if (line.unallocated <= 0 || !line.is_customers) continue;
        const Item* item = ledger.books().item(line.meant_for);
        if (item != nullptr &&
            ledger.allocate(line.id, item->id, std::min(line.unallocated, item->open),
                            world_.time.true_day())) {
            touched.insert(line.meant_for);
        }
        if (!all) break;
    }
    if (!touched.empty()) tell(AFPUNT_EVENT_MATCHED, {touched.begin(), touched.end()});
}

// ---- people ------------------------------------------------------------------------------------

// By asking the customer whether he got it.
void Simulation::settle_uncertain(Program* program) {
    if (program == nullptr) return;
    for (const outbox::Letter& letter : letters_of(*program)) {
        if (letter.state != outbox::LetterState::Uncertain) continue;
        const char* outcome = invariants_.was_taken(letter.id) ? "sent" : "not-sent";
        ask(program, R"({"command": "settle", "who": "An", "letter": )" + quoted(letter.id) +
                         ", \"outcome\": " + quoted(outcome) + "}");
    }
}

bool Simulation::happen_by_people(const Happening& happening) {
    Program* program = main_program();
    const std::string approve_all = R"({"command": "approve", "all": true, "who": "An"})";
    switch (happening.kind) {
    case Kind::ApproveAll: ask(program, approve_all); return true;
    case Kind::ApproveTwice:
        ask(program, approve_all);
        if (programs_[1] != nullptr) ask(programs_[1].get(), approve_all);
        return true;
    case Kind::ApproveOne:
        if (program != nullptr) {
            const auto letters = letters_of(*program);
            if (letters.empty()) return true;
            ask(program, R"({"command": "approve", "who": "An", "letters": [)" +
                             quoted(letters[place(happening.who, letters.size())].id) + "]}");
        }
        return true;
    case Kind::Run: ask(program, R"({"command": "run"})"); return true;
    case Kind::Look: ask(program, R"({"command": "plan"})"); return true;
    case Kind::HoldItem:
        if (const Item* item = some_invoice(happening.who, false)) {
            held_items_.insert(item->id);
            ask(program, R"({"command": "hold", "reason": "asked for", "who": "An", "item": )" +
                             quoted(item->id) + "}");
        }
        return true;
    case Kind::Release: release_everything(); return true;
    case Kind::ConfirmBank: {
        const std::string& account =
            world_.ledger.accounts()[place(happening.who, world_.ledger.accounts().size())];
        const Date until = world_.time.today() - 1;
        if (program == nullptr) return true;
        // From the moment in which it may have reached the disk.
        Date& confirmed = world_.confirmed_bank.try_emplace(account, until).first->second;
        confirmed = std::max(confirmed, until);
        ask(program, R"({"command": "confirm-bank", "who": "An", "account": )" + quoted(account) +
                         ", \"until\": " + quoted(until.iso()) + "}");
        return true;
    }
    case Kind::SettleUncertain: settle_uncertain(program); return true;
    default: return false;
    }
}

} // namespace afpunt::simulation
