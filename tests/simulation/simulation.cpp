// SPDX-License-Identifier: MIT
//
// The course of a story: time passes, things happen, programs begin and end.
#include "simulation/simulation.hpp"

#include <boost/json.hpp>

namespace afpunt::simulation {
namespace {

std::vector<std::string> accounts_of(const Story& story) {
    std::vector<std::string> ibans{"BE68539007547034", "BE71096123456769"};
    ibans.resize(static_cast<std::size_t>(story.accounts));
    return ibans;
}

std::string two_digits(Microseconds value) {
    return (value < 10 ? "0" : "") + std::to_string(value);
}

} // namespace

Simulation::Simulation(const Story& story, Notes notes)
    : story_(story), take_notes_(notes),
      world_(story.seed, story.wall_at_begin, accounts_of(story)), invariants_(world_) {
    world_.rules = story.rules;
    world_.observer = this;
    if (is_off(Guard::DiskSyncs)) world_.disk.lie_about_syncs();
}

Simulation::~Simulation() = default;

Outcome Simulation::play() {
    for (int at = 0; at < story_.customers; ++at)
        world_.ledger.add_customer();
    world_.ledger.print_until(world_.time.true_day());
    for (const Statement& statement : world_.ledger.printed())
        world_.ledger.read_statement(statement);
    begin_program(0);
    for (const Happening& happening : story_.happenings) {
        run_until(happening.at);
        if (is_over()) break;
        inspect();
        note("-- " + in_words(happening.kind));
        happen(happening);
        bury();
        invariants_.check_books();
    }
    if (!is_over()) end_faults();
    outcome_.letters_taken = invariants_.letters_taken();
    outcome_.letters_withdrawn = invariants_.letters_withdrawn();
    outcome_.writes = world_.disk.writes();
    outcome_.days = static_cast<int>(world_.time.now() / day_length);
    return std::move(outcome_);
}

void Simulation::run_until(Microseconds moment) {
    while (!is_over() && world_.time.run_next(moment)) {
        for (const auto& program : programs_) {
            if (program == nullptr || !program->is_alive()) continue;
            if (program->number() == world_.disk.working()) invariants_.note_withdrawals(*program);
        }
        bury();
    }
}

// ---- what is seen ------------------------------------------------------------------------------

void Simulation::broken(const std::string& invariant, const std::string& how) {
    if (is_over()) return; // what follows from it says nothing
    outcome_.broken = invariant;
    outcome_.how = how;
    note("BROKEN: " + invariant + ": " + how);
}

void Simulation::note(const std::string& sentence) {
    if (take_notes_ == Notes::None) return;
    const Microseconds wall = world_.time.wall();
    const Microseconds local = wall + brussels_offset_minutes(wall) * minute;
    const Microseconds of_day = local % day_length;
    outcome_.notes.push_back(world_.time.today().iso() + " " + two_digits(of_day / hour) + ":" +
                             two_digits(of_day / minute % 60) + ":" +
                             two_digits(of_day / second % 60) + "  " + sentence);
}

void Simulation::at(Stage stage, Program& program, const std::string& subject) {
    if (is_over() || !program.is_alive()) return;
    for (std::size_t place = 0; place < armed_.size(); ++place) {
        if (armed_[place].stage != stage) continue;
        const Happening happening = armed_[place].happening;
        armed_.erase(armed_.begin() + static_cast<std::ptrdiff_t>(place));
        note("-- " + in_words(happening.kind) + ", now");
        return happen_at_stage(happening, program, subject);
    }
}

void Simulation::dot(Program& program, const std::string& letter_id, bool taken) {
    note("program " + std::to_string(program.number()) + " writes the dot of letter " +
         letter_id.substr(0, 6) + (taken ? ", and it is taken" : ", and it is not taken"));
    invariants_.dot(program, letter_id, taken);
}

std::vector<outbox::Letter> Simulation::letters_of(Program& program) {
    world_.disk.let_work(program.number());
    auto store = program.follow_up().store();
    if (!store) return {};
    return (*store)->letters().value_or(std::vector<outbox::Letter>());
}

// What changed since they were noted last.
void Simulation::note_letters(const std::vector<outbox::Letter>& letters) {
    if (take_notes_ == Notes::None) return;
    for (const outbox::Letter& letter : letters) {
        std::string now = letter.number + " is " + std::string(outbox::code_of(letter.state));
        if (!letter.state_reason.empty()) now += ", " + letter.state_reason;
        for (const outbox::LetterItem& item : letter.items)
            now +=
                "; " + item.item_id + " " + item.step_id + " round " + std::to_string(item.round);
        if (noted_[letter.id] == now) continue;
        noted_[letter.id] = now;
        note("   " + now);
    }
}

// Before the next thing happens: whatever the programs wrote since is looked through.
void Simulation::inspect() {
    // Until the program has begun, nobody knows what the backup that was put back had in it.
    if (world_.disk.writes() == writes_seen_ || state_was_put_back_) return;
    writes_seen_ = world_.disk.writes();
    for (const auto& program : programs_) {
        if (program == nullptr || !program->is_alive() || program->is_ending()) continue;
        const std::vector<outbox::Letter> letters = letters_of(*program);
        note_letters(letters);
        invariants_.look_through(letters);
        if (!world_.chance.percent(30)) continue;
        Program* looked = program.get();
        looked->later(0, [this, looked] {
            const std::uint64_t books = world_.ledger.version();
            looked->follow_up().show(
                [this, looked, books](const Result<const runtime::Assessment*>& assessment) {
                    if (!assessment) return;
                    invariants_.replay(*looked, **assessment);
                    if (books == world_.ledger.version())
                        invariants_.is_of_these_books(**assessment);
                });
        });
    }
}

// ---- programs ----------------------------------------------------------------------------------

Program* Simulation::main_program() {
    Program* program = programs_[0].get();
    return program != nullptr && program->is_alive() && !program->is_ending() ? program : nullptr;
}

void Simulation::ask(Program* program, const std::string& request) {
    if (program == nullptr) return;
    program->ask(request, [this, request](const std::string& json) {
        note("answer to " + request + ": " + json.substr(0, 300));
    });
}

void Simulation::begin_program(std::size_t seat) {
    if (programs_[seat] != nullptr || power_is_gone_ || is_over()) return;
    if (world_.time.now() < closed_until_) return;
    programs_[seat] = std::make_unique<Program>(world_, next_process_++);
    ++outcome_.programs_begun;
    Program& program = *programs_[seat];
    note("program " + std::to_string(program.number()) + " begins");
    program.later(millisecond, [this, &program] { look_after(program); });
}

// What a host does once the module has begun, and what its user does when he is asked.
void Simulation::look_after(Program& program) {
    invariants_.check_journal(program);
    if (state_was_put_back_) {
        state_was_put_back_ = false;
        invariants_.state_was_put_back(letters_of(program));
    }
    if (world_.rules.host_keeps_log) {
        program.resume_log();
    } else {
        program.tell(AFPUNT_EVENT_RESYNC, {});
    }
    if (program.follow_up().standing() == outbox::Standing::Unclear) {
        note("the state was put back from a backup: its user says so");
        program.later(second, [this, &program] {
            ask(&program, R"({"command": "book", "is": "restored", "who": "An"})");
        });
    }
    if (world_.rules.sends_without_hand && !sending_is_on_) {
        program.later(second, [this, &program] { switch_sending_on(program); });
    }
}

// The list is looked at, and then exactly that list is agreed to.
void Simulation::switch_sending_on(Program& program) {
    program.ask(R"({"command": "sending", "on": true, "who": "An"})",
                [this, &program](const std::string& answer) {
                    boost::system::error_code error;
                    const auto json = boost::json::parse(answer, error);
                    if (error || !json.is_object() || !json.as_object().contains("seen")) return;
                    const std::string seen(json.as_object().at("seen").as_string());
                    sending_is_on_ = true;
                    program.later(second, [this, &program, seen] {
                        ask(&program,
                            R"({"command": "sending", "on": true, "who": "An", "seen": ")" + seen +
                                "\"}");
                    });
                });
}

// Programs that ended are cleared away after the task in which they did, and begun again.
void Simulation::bury() {
    for (const auto& program : programs_) {
        if (program == nullptr || program->is_alive()) continue;
        if (world_.disk.ended(program->number()) == Ending::Machine) power_is_gone_ = true;
    }
    if (power_is_gone_) return power_is_back();
    for (std::size_t seat = 0; seat < seats; ++seat) {
        if (programs_[seat] == nullptr || programs_[seat]->is_alive()) continue;
        note("program " + std::to_string(programs_[seat]->number()) + " has ended");
        programs_[seat].reset();
        if (seat != 0) continue;
        const Microseconds pause =
            std::max(closed_until_ - world_.time.now(), world_.chance.between(1, 300) * second);
        world_.time.after(pause, [this] { begin_program(0); });
    }
}

void Simulation::power_is_back() {
    note("the power is gone");
    for (auto& program : programs_) {
        if (program == nullptr) continue;
        program->kill(Ending::Machine);
        program.reset();
    }
    world_.disk.lose_power();
    ++world_.boot;
    power_is_gone_ = false;
    const Microseconds pause =
        std::max(closed_until_ - world_.time.now(), world_.chance.between(1, 60) * minute);
    world_.booted_at = world_.time.now();
    world_.time.after(pause, [this] { begin_program(0); });
}

} // namespace afpunt::simulation
