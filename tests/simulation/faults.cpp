// SPDX-License-Identifier: MIT
//
// What goes wrong: programs end, power fails, disks fill, clocks are set, events get lost, servers
// have moods; by itself, or at a moment of a letter's way out.
#include "simulation/simulation.hpp"

#include <algorithm>
#include <array>

namespace afpunt::simulation {
namespace {

// At which moment of a letter's way out; the number is the story's.
Stage stage_of(const Happening& happening) {
    static constexpr std::array stages{Stage::Handed,         Stage::GateAnswered,
                                       Stage::BeforeLastLook, Stage::DotWritten,
                                       Stage::PermitAsked,    Stage::SnapshotRead};
    return stages[static_cast<std::size_t>(happening.what) % stages.size()];
}

Mood mood_of(int number) {
    static constexpr std::array moods{
        Mood::SaysLater,        Mood::SaysLater,         Mood::SaysNever,
        Mood::RefusesTheSender, Mood::DropsBeforeTheDot, Mood::SaysLaterAfterDot,
        Mood::TakesAndDrops,    Mood::DropsAtTheDot,     Mood::Hangs};
    return moods[static_cast<std::size_t>(number) % moods.size()];
}

Microseconds jump_of(int number) {
    static constexpr std::array jumps{
        hour,           -hour,           2 * hour,        day_length,      -day_length,
        3 * day_length, -3 * day_length, 20 * day_length, -20 * day_length};
    return jumps[static_cast<std::size_t>(number) % jumps.size()];
}

} // namespace

void Simulation::wait_for_stage(const Happening& happening) {
    armed_.push_back({stage_of(happening), happening});
}

bool Simulation::happen_to_programs(const Happening& happening) {
    Program* program = main_program();
    const auto end = [](const std::unique_ptr<Program>& one) {
        if (one != nullptr) one->end_in_order();
    };
    switch (happening.kind) {
    case Kind::OpenSecond: begin_program(1); return true;
    case Kind::CloseSecond: end(programs_[1]); return true;
    case Kind::Outage:
        closed_until_ = world_.time.now() + (1 + happening.what % 20) * day_length;
        end(programs_[1]);
        [[fallthrough]];
    case Kind::Restart: end(programs_[0]); return true;
    case Kind::Kill:
        if (program != nullptr) program->kill();
        return true;
    case Kind::PowerCut:
        if (program != nullptr) program->kill(Ending::Machine);
        return true;
    case Kind::HostIsBusy:
        world_.host_is_busy_until = world_.time.now() + happening.what % 60 * minute;
        return true;
    case Kind::LoseEvents: events_to_lose_ = 1 + happening.what % 4; return true;
    case Kind::RepeatEvents: repeat_events(1 + happening.what % 12); return true;
    case Kind::Mood:
        for (int letters = 1 + happening.who % 3; letters > 0; --letters)
            world_.moods.push_back(mood_of(happening.what));
        return true;
    case Kind::ClockJump:
        world_.time.turn_wall(jump_of(happening.what));
        world_.time.after(happening.who % 72 * hour, [this] {
            note("the clock is put right");
            world_.time.correct_wall();
        });
        return true;
    default: return false;
    }
}

bool Simulation::happen_to_the_disk(const Happening& happening) {
    Program* program = main_program();
    const bool is_written = happening.who % 2 == 0;
    const int write = 1 + happening.what % 60;
    switch (happening.kind) {
    case Kind::KillAtWrite:
    case Kind::PowerCutAtWrite:
        if (program != nullptr) {
            const bool kills = happening.kind == Kind::KillAtWrite;
            world_.disk.end_at_write(program->number(), write,
                                     kills ? Ending::Process : Ending::Machine, is_written);
        }
        return true;
    case Kind::DiskFull:
        world_.disk.set_full(true);
        world_.time.after((1 + happening.what % 600) * second, [this] {
            world_.disk.set_full(false);
            note("the disk has room again");
        });
        return true;
    case Kind::BackUp: backup_ = world_.disk.back_up(); return true;
    case Kind::PutBack: put_back(); return true;
    default: return false;
    }
}

// Everybody has to be out before; whoever begins again finds the old state.
void Simulation::put_back() {
    if (!backup_) return;
    for (auto& program : programs_) {
        if (program != nullptr) program->kill();
        program.reset();
    }
    world_.disk.put_back(*backup_);
    world_.time.correct_wall(); // "restored" counts from the day that the machine shows
    backup_.reset();
    state_was_put_back_ = true;
    world_.time.after(minute, [this] { begin_program(0); });
}

void Simulation::happen_at_stage(const Happening& happening, Program& program,
                                 const std::string& subject) {
    switch (happening.kind) {
    case Kind::KillAtStage: return program.kill();
    case Kind::PowerCutAtStage: return program.kill(Ending::Machine);
    case Kind::RepeatAtStage: return repeat_events(1 + happening.who % 12);
    case Kind::StopCustomerAtStage:
        for (std::size_t at = 0; at < world_.ledger.books().customers.size(); ++at)
            world_.ledger.customer_at(at).on_hold = true;
        world_.ledger.changed();
        return tell(AFPUNT_EVENT_PARTY_CHANGED, {});
    default: break;
    }
    // Money for an invoice of the letter, or for any that is overdue where there is no letter yet.
    std::string item = subject;
    if (subject.empty()) {
        const Item* overdue = some_invoice(happening.who, true);
        if (overdue == nullptr) return;
        item = overdue->id;
    } else if (const auto store = program.follow_up().store()) {
        const auto letter = (*store)->letter(subject);
        if (letter) {
            const auto which = static_cast<std::size_t>(happening.who) % letter->items.size();
            item = letter->items[which].item_id;
        }
    }
    const Item* paid = world_.ledger.books().item(item);
    if (paid == nullptr) return;
    const Cents amount = happening.who % 3 == 0 ? std::max<Cents>(1, paid->open / 2) : paid->open;
    if (!world_.ledger.pay_in_cash(item, amount, world_.time.true_day())) return;
    note("money for " + item);
    if (happening.kind == Kind::PayAtStage) tell(AFPUNT_EVENT_MATCHED, {item});
}

} // namespace afpunt::simulation
