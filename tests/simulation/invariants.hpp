// SPDX-License-Identifier: MIT
//
// What must be true whatever happens: the promises of the product, each a sentence and a function
// of its own. Letters are judged in the instant in which their dot is written, by what the module
// had read and was told until then; the state is looked through after each piece of work.
#pragma once

#include "outbox/letter.hpp"
#include "simulation/program.hpp"
#include "simulation/world.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace afpunt::simulation {

inline constexpr auto no_step_has_two_letters = "never two letters for one step of one item";
inline constexpr auto no_letter_for_paid_money =
    "never a letter for money that the last snapshot showed paid";
inline constexpr auto no_letter_beyond_the_bank = "never a letter beyond the bank coverage";
inline constexpr auto withdrawn_is_never_sent = "withdrawn means never sent";
inline constexpr auto what_is_due_is_prepared = "everything due is prepared once faults end";
inline constexpr auto decisions_replay = "each decision replays to the same bytes";
inline constexpr auto answers_are_of_today = "an answer tells of the books as they are";
inline constexpr auto no_amount_is_created_or_lost = "no amount is created or lost";
inline constexpr auto the_state_is_whole = "the state is whole after each end of a program";
inline constexpr auto the_module_makes_no_mistake = "the module makes no mistake of its own";

class Invariants final : public WithdrawalListener {
public:
    explicit Invariants(World& world) : world_(world) { listen_to_withdrawals(this); }
    ~Invariants() override { listen_to_withdrawals(nullptr); }
    Invariants(const Invariants&) = delete;
    Invariants& operator=(const Invariants&) = delete;

    void withdrawn(const std::string& letter_id) override { being_withdrawn_.insert(letter_id); }
    // After the task in which it was withdrawn: its transaction may have come to nothing.
    void note_withdrawals(Program& program);

    // The dot of a letter is being written. `taken`: the customer gets it.
    void dot(Program& program, const std::string& letter_id, bool taken);
    // After each piece of work of a program, with the letters of its store.
    void look_through(const std::vector<outbox::Letter>& letters);
    // The journal's chain, once a program has begun and at the end.
    void check_journal(Program& program);
    // A look at the book, played again from what it was made of.
    void replay(Program& program, const runtime::Assessment& assessment);
    // A look that is shown, of books that have not changed since it was asked for.
    void is_of_these_books(const runtime::Assessment& assessment);
    void check_books();
    // Once faults have ended and days have passed: what should have been reminded and was not.
    // In words, and the item where it is about one; empty = nothing is missing. Nothing is missed
    // of customers who were left alone.
    struct Missing {
        std::string what, item;
    };
    [[nodiscard]] Missing what_is_missing(const std::vector<outbox::Letter>& letters, Date last_due,
                                          const std::set<std::string>& left_alone) const;

    // Letters left that a state put back from a backup knows nothing of.
    void state_was_put_back(const std::vector<outbox::Letter>& known);
    [[nodiscard]] bool is_forgotten(const std::string& item) const {
        return forgotten_items_.contains(item);
    }
    // Those of these customers whom nobody releases as a whole because of such a letter.
    [[nodiscard]] std::set<std::string> not_released(const std::set<std::string>& customers) const;
    // Whether the customer got it: what a person finds out who asks him.
    [[nodiscard]] bool was_taken(const std::string& letter_id) const {
        return taken_.contains(letter_id);
    }
    [[nodiscard]] std::size_t letters_taken() const { return taken_.size(); }
    [[nodiscard]] std::size_t letters_withdrawn() const { return withdrawn_.size(); }

private:
    struct Reminded {
        std::string letter_id, step_id;
        int times_settled = 0;
    };
    void is_no_second_letter(Program& program, const outbox::Letter& letter);
    void asks_for_nothing_paid(Program& program, const outbox::Letter& letter);
    void asks_for_what_is_owed(Program& program, const outbox::Letter& letter);
    void is_within_the_bank(Program& program, const outbox::Letter& letter);
    void broken(const char* invariant, const std::string& how) {
        world_.observer->broken(invariant, how);
    }

    World& world_;
    std::set<std::string> taken_, withdrawn_, being_withdrawn_;
    std::map<std::string, std::vector<Reminded>> reminded_; // by item
    std::set<std::string> forgotten_items_, forgotten_letters_;
};

} // namespace afpunt::simulation
