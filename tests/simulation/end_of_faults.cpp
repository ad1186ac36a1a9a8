// SPDX-License-Identifier: MIT
//
// Faults end: everything that stands in the way of a letter is put right, days pass, and a person
// approves each day what is ready. Then what is due must have its letter.
#include "simulation/simulation.hpp"

#include <algorithm>
#include <set>

namespace afpunt::simulation {
namespace {

constexpr int patience_days = 25; // one letter a day, and a week between two of them

bool is_weekend(Date day) {
    return day.weekday() == std::chrono::Saturday || day.weekday() == std::chrono::Sunday;
}

} // namespace

void Simulation::end_faults() {
    note("== faults end");
    armed_.clear();
    events_to_lose_ = 0;
    world_.moods.clear();
    world_.disk.set_full(false);
    world_.disk.spare_all();
    world_.host_is_busy_until = 0;
    world_.time.correct_wall();
    if (programs_[1] != nullptr) programs_[1]->end_in_order();
    // Whoever works is left to finish; whoever is closed is opened.
    run_for(std::max(closed_until_ - world_.time.now(), Microseconds{0}) + hour);
    if (is_over()) return;
    begin_program(0);
    run_for(minute);
    if (Program* program = main_program(); program != nullptr && !program->follow_up().store()) {
        program->kill(); // begun while the disk was full
        run_for(hour);
    }
    if (is_over()) return;
    tidy_the_books();
    release_everything();
    settle_uncertain(main_program());
    run_for(hour);
    live_until_all_is_done();
}

// All statements read, all money tied or known to be nobody's, all credit used, no disputes.
void Simulation::tidy_the_books() {
    Ledger& ledger = world_.ledger;
    happen_in_the_firm({0, Kind::EndDispute, 0, 0});
    happen_in_the_firm({0, Kind::GoOnWithCustomer, 0, 0});
    happen_at_the_bank({0, Kind::Import, 0, 0});
    book_lines(true);
    ledger.forget_loose_money();
    tell(AFPUNT_EVENT_RESYNC, {});
}

// Customers; also where the program died between the mark of an address and the letter that came
// back.
std::set<std::string> Simulation::whose_mail_came_back(Program& program) {
    std::set<std::string> customers;
    for (const outbox::Letter& letter : letters_of(program)) {
        // A letter may be withdrawn in the moment in which its address is refused.
        const bool may_be_marked = letter.state == outbox::LetterState::Refused ||
                                   letter.state == outbox::LetterState::Withdrawn;
        if (may_be_marked) customers.insert(letter.party_id);
    }
    auto store = program.follow_up().store();
    const auto marks =
        store ? (*store)->address_marks()
              : Result<std::vector<outbox::AddressMark>>(tl::unexpected<Failure>(store.error()));
    if (!marks) return customers;
    for (const outbox::AddressMark& mark : *marks)
        customers.insert(mark.party_id);
    return customers;
}

// Holds, addresses that were refused, old balances: all but what may have had a letter that the
// state, put back from a backup, knows nothing of. Each command settles the whole book, so none is
// given that has nothing to do.
void Simulation::release_everything() {
    Program* program = main_program();
    if (program == nullptr) return;
    std::set<std::string> customers = whose_mail_came_back(*program);
    const auto& items = world_.ledger.books().items;
    const bool all_are_clear = std::none_of(items.begin(), items.end(), [&](const Item& item) {
        return invariants_.is_forgotten(item.id);
    });
    for (const std::string& customer : invariants_.not_released(customers))
        customers.erase(customer);
    const std::string release = R"({"command": "release", "who": "An", )";
    for (const std::string& customer : customers)
        ask(program, release + "\"customer\": \"" + customer + "\"}");
    if (all_are_clear) ask(program, release + "\"all_old_balances\": true}");
    for (const Item& item : items) {
        const bool is_wanted = held_items_.contains(item.id) || !all_are_clear;
        if (!is_wanted || !item.is_owed() || invariants_.is_forgotten(item.id)) continue;
        ask(program, release + "\"item\": \"" + item.id + "\"}");
    }
}

void Simulation::live_until_all_is_done() {
    const Date last_due = world_.time.true_day();
    Invariants::Missing missing;
    for (int day = 0; day < patience_days && !is_over(); ++day) {
        run_until((world_.time.now() / day_length + 1) * day_length); // eight or nine o'clock
        if (is_weekend(world_.time.true_day())) continue;
        happen_at_the_bank({0, Kind::Import, 0, 0});
        book_lines(true);
        world_.ledger.forget_loose_money();
        settle_uncertain(main_program());
        run_for(minute);
        ask(main_program(), R"({"command": "approve", "all": true, "who": "An"})");
        run_for(hour);
        if (is_over()) return;
        if (main_program() == nullptr) return broken(the_state_is_whole, "no program can be begun");
        const std::vector<outbox::Letter> letters = letters_of(*main_program());
        invariants_.look_through(letters);
        missing = invariants_.what_is_missing(
            letters, last_due, invariants_.not_released(whose_mail_came_back(*main_program())));
        if (day > 0 && missing.what.empty()) break;
        // A letter that was on its way when faults ended may have been refused since.
        if (day % 4 == 3) release_everything();
    }
    if (is_over()) return;
    invariants_.check_journal(*main_program());
    if (!missing.what.empty()) complain_of(missing);
}

// With the module's own reason, which is the place to begin to look.
void Simulation::complain_of(const Invariants::Missing& missing) {
    std::string sentence;
    happen_at_the_bank({0, Kind::Import, 0, 0}); // it may be a weekend since
    run_for(minute);
    if (is_over() || main_program() == nullptr) return;
    main_program()->ask(R"({"command": "why", "language": "en", "item": ")" + missing.item + "\"}",
                        [&sentence](const std::string& answer) {
                            const std::size_t at = answer.find("\"sentence\"");
                            if (at != std::string::npos) sentence = answer.substr(at, 300);
                        });
    run_for(minute);
    broken(what_is_due_is_prepared,
           missing.what + " on " + world_.time.today().iso() + "; the module says " + sentence);
}

} // namespace afpunt::simulation
