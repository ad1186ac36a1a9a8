// SPDX-License-Identifier: MIT
//
// Plays one story from its begin to the end of its faults, and says whether every promise was kept.
// Two seats: the program that people work with, and sometimes a second one on the same book.
#pragma once

#include "simulation/invariants.hpp"
#include "simulation/program.hpp"
#include "simulation/story.hpp"
#include "simulation/world.hpp"

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace afpunt::simulation {

struct Outcome {
    std::string broken; // the invariant; empty = none
    std::string how;
    // What there was to see: a story in which nothing leaves proves little.
    std::size_t letters_taken = 0, letters_withdrawn = 0, programs_begun = 0;
    std::uint64_t writes = 0;
    int days = 0;
    std::vector<std::string> notes; // where they were asked for
};

enum class Notes { None, Taken };

class Simulation final : public Observer {
public:
    explicit Simulation(const Story& story, Notes notes = Notes::None);
    ~Simulation() override;
    Simulation(const Simulation&) = delete;
    Simulation& operator=(const Simulation&) = delete;

    [[nodiscard]] Outcome play();

    void at(Stage stage, Program& program, const std::string& subject) override;
    void dot(Program& program, const std::string& letter_id, bool taken) override;
    void broken(const std::string& invariant, const std::string& how) override;
    void note(const std::string& sentence) override;

private:
    // Something that waits for a stage of a letter's way out.
    struct Armed {
        Stage stage = Stage::Handed;
        Happening happening;
    };
    static constexpr std::size_t seats = 2;

    [[nodiscard]] bool is_over() const { return !outcome_.broken.empty(); }
    void run_until(Microseconds moment);
    void run_for(Microseconds time) { run_until(world_.time.now() + time); }

    // --- programs (simulation.cpp)
    void begin_program(std::size_t seat);
    void bury();
    void power_is_back();
    void look_after(Program& program);
    void inspect();
    void note_letters(const std::vector<outbox::Letter>& letters);
    [[nodiscard]] std::vector<outbox::Letter> letters_of(Program& program);
    [[nodiscard]] std::set<std::string> whose_mail_came_back(Program& program);
    [[nodiscard]] Program* main_program();
    void ask(Program* program, const std::string& request);
    void switch_sending_on(Program& program);

    // --- what happens (happenings.cpp)
    void happen(const Happening& happening);
    bool happen_in_the_firm(const Happening& happening);
    bool happen_at_the_bank(const Happening& happening);
    bool happen_by_people(const Happening& happening);
    bool happen_to_programs(const Happening& happening);
    bool happen_to_the_disk(const Happening& happening);
    void happen_at_stage(const Happening& happening, Program& program, const std::string& subject);
    void tell(afpunt_event_type type, std::vector<std::string> items);
    void repeat_events(int how_many);
    void pay(const Happening& happening);
    void import(const Happening& happening);
    void import_slowly(std::vector<Statement> statements);
    void book_lines(bool all);
    void settle_uncertain(Program* program);
    void wait_for_stage(const Happening& happening);
    void put_back();
    [[nodiscard]] Item* some_invoice(int which, bool overdue);
    [[nodiscard]] std::vector<Statement> not_read() const;

    // --- the end of the faults (end_of_faults.cpp)
    void end_faults();
    void tidy_the_books();
    void release_everything();
    void live_until_all_is_done();
    void complain_of(const Invariants::Missing& missing);

    const Story& story_;
    Notes take_notes_;
    World world_;
    Invariants invariants_;
    Outcome outcome_;
    std::array<std::unique_ptr<Program>, seats> programs_;
    ProcessId next_process_ = 100;
    std::vector<Armed> armed_;
    int events_to_lose_ = 0;
    std::set<std::string> held_items_; // by a person
    bool sending_is_on_ = false, power_is_gone_ = false, state_was_put_back_ = false;
    Microseconds closed_until_ = 0; // nobody opens the program before
    std::uint64_t writes_seen_ = 0;
    std::optional<Disk::Backup> backup_;
    std::map<std::string, std::string> noted_; // letters, in words
};

} // namespace afpunt::simulation
