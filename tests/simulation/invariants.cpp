// SPDX-License-Identifier: MIT
#include "simulation/invariants.hpp"

#include "matching/matcher.hpp"
#include "policy/plan.hpp"

#include <algorithm>

namespace afpunt::simulation {
namespace {

using outbox::Letter;
using outbox::LetterState;

// The longest run of days without a bank day between two of them: Thursday to Tuesday at Easter.
constexpr int bank_pause_max = 5;

// The first field of this name in the text that the letter was made from: "total:9:EUR 12.34".
std::string written_in(const Letter& letter, std::string_view name) {
    const std::string key = "\n" + std::string(name) + ":";
    const std::size_t at = letter.model.find(key);
    if (at == std::string::npos) return {};
    const std::size_t begin = letter.model.find(':', at + key.size()) + 1;
    return letter.model.substr(begin, letter.model.find('\n', begin) - begin);
}

std::string cents(Cents amount) {
    return std::to_string(amount) + " cents";
}

} // namespace

void Invariants::dot(Program& program, const std::string& letter_id, bool taken) {
    const auto store = program.follow_up().store();
    const auto letter = store ? (*store)->letter(letter_id)
                              : Result<Letter>(tl::unexpected<Failure>(store.error()));
    if (!letter) {
        return broken(the_state_is_whole,
                      "a letter leaves that the state does not have: " + letter.error().sentence());
    }
    if (withdrawn_.contains(letter->id)) {
        broken(withdrawn_is_never_sent, letter->number + " was withdrawn, and leaves");
    }
    asks_for_nothing_paid(program, *letter);
    asks_for_what_is_owed(program, *letter);
    is_within_the_bank(program, *letter);
    if (!taken) return;
    is_no_second_letter(program, *letter);
    taken_.insert(letter->id);
}

// The customer got both. After an item was settled and opened again its steps begin anew.
void Invariants::is_no_second_letter(Program& program, const Letter& letter) {
    if (taken_.contains(letter.id)) {
        broken(no_step_has_two_letters, letter.number + " was taken by the server before");
    }
    for (const outbox::LetterItem& asked : letter.items) {
        const Reading* reading = program.host().last_reading();
        const Item* item = reading == nullptr ? nullptr : reading->books.item(asked.item_id);
        const int times_settled = item == nullptr ? 0 : item->times_settled;
        for (const Reminded& before : reminded_[asked.item_id]) {
            if (before.step_id != asked.step_id || before.times_settled != times_settled) continue;
            broken(no_step_has_two_letters, asked.step_id + " of " + asked.item_id +
                                                " went out with two letters, the second is " +
                                                letter.number);
        }
        reminded_[asked.item_id].push_back({letter.id, asked.step_id, times_settled});
    }
}

// Paid by what was read last, by the host's answer for this letter, by an event since, or by a line
// of the bank that names the invoice.
void Invariants::asks_for_nothing_paid(Program& program, const Letter& letter) {
    const Reading* reading = program.host().last_reading();
    if (reading == nullptr) {
        return broken(no_letter_for_paid_money, letter.number + " left before the book was read");
    }
    for (const outbox::LetterItem& asked : letter.items) {
        const std::string& id = asked.item_id;
        const Item* read = reading->books.item(id);
        const PermitSaid* permit = program.host().permit_of(id);
        const Cents open = read == nullptr ? 0 : read->open;
        if (open < asked.open.minor && (read == nullptr || open < read->total)) {
            broken(no_letter_for_paid_money, letter.number + " asks " + cents(asked.open.minor) +
                                                 " for " + id + ", and " + cents(open) +
                                                 " were open when the book was read");
        }
        if (permit == nullptr || permit->open < asked.open.minor) {
            broken(no_letter_for_paid_money,
                   letter.number + " asks for " + id +
                       ", which was paid when the host was asked whether it may leave");
        }
        if (program.host().told_of_match(id) > reading->begun) {
            broken(no_letter_for_paid_money, letter.number +
                                                 " left after the event of a payment for " + id +
                                                 ", and the book was not read since");
        }
        for (const Line& line : reading->books.lines) {
            const bool names_it = read != nullptr && line.reference == read->reference;
            if (!line.is_customers || line.unallocated <= 0 || !names_it) continue;
            broken(no_letter_for_paid_money, letter.number + " asks for " + id + ", and " +
                                                 line.id +
                                                 " of the bank brought money with its reference");
        }
    }
}

// Nothing but what is open and not in dispute, and no other sum.
void Invariants::asks_for_what_is_owed(Program& program, const Letter& letter) {
    const Reading* reading = program.host().last_reading();
    Cents sum = 0;
    for (const outbox::LetterItem& asked : letter.items) {
        sum += asked.open.minor;
        const Item* read = reading == nullptr ? nullptr : reading->books.item(asked.item_id);
        if (read == nullptr || read->open - read->disputed == asked.open.minor) continue;
        broken(no_amount_is_created_or_lost, letter.number + " asks " + cents(asked.open.minor) +
                                                 " for " + asked.item_id + ", which owes " +
                                                 cents(read->open - read->disputed));
    }
    if (written_in(letter, "total") != letter.total.code_and_decimal()) {
        broken(no_amount_is_created_or_lost, letter.number + " says " +
                                                 written_in(letter, "total") + " and was to say " +
                                                 letter.total.code_and_decimal());
    }
    if (sum == letter.total.minor) return;
    broken(no_amount_is_created_or_lost, letter.number + " asks " + cents(letter.total.minor) +
                                             " in all, and its lines are " + cents(sum));
}

// The statements reach the day that the letter speaks about, the due days, and the last bank day.
void Invariants::is_within_the_bank(Program& program, const Letter& letter) {
    const Reading* reading = program.host().last_reading();
    if (reading == nullptr) return;
    const auto covered =
        reading->books.covered_until(world_.ledger.accounts(), world_.confirmed_bank);
    const auto beyond = [&](Date needed, const std::string& why) {
        if (covered && *covered >= needed) return;
        broken(no_letter_beyond_the_bank, letter.number + " of " + letter.on.iso() + ": " + why +
                                              needed.iso() + ", and the statements reach " +
                                              (covered ? covered->iso() : "no day"));
    };
    beyond(Date::parse(written_in(letter, "covered_until")).value_or(letter.on),
           "it speaks about payments until ");
    beyond(letter.on - bank_pause_max, "the bank is to be read at least until ");
    for (const outbox::LetterItem& asked : letter.items) {
        if (const Item* item = reading->books.item(asked.item_id)) {
            beyond(item->due, asked.item_id + " was due on ");
        }
    }
}

void Invariants::note_withdrawals(Program& program) {
    if (being_withdrawn_.empty()) return;
    const std::set<std::string> ids = std::move(being_withdrawn_);
    being_withdrawn_.clear();
    const auto store = program.follow_up().store();
    for (const std::string& id : ids) {
        const auto letter =
            store ? (*store)->letter(id) : Result<Letter>(tl::unexpected<Failure>(store.error()));
        if (letter && letter->state == LetterState::Withdrawn) withdrawn_.insert(id);
    }
}

void Invariants::look_through(const std::vector<Letter>& letters) {
    for (const Letter& letter : letters) {
        if (letter.state != LetterState::Withdrawn) {
            if (!withdrawn_.contains(letter.id)) continue;
            broken(withdrawn_is_never_sent, letter.number + " was withdrawn, and is now " +
                                                std::string(outbox::code_of(letter.state)));
        }
        withdrawn_.insert(letter.id);
        if (taken_.contains(letter.id) && !forgotten_letters_.contains(letter.id)) {
            broken(withdrawn_is_never_sent, letter.number + " left, and stands as withdrawn");
        }
    }
}

void Invariants::check_journal(Program& program) {
    const auto store = program.follow_up().store();
    if (!store) return;
    if (const auto intact = (*store)->verify_journal(); !intact && program.is_alive()) {
        broken(the_state_is_whole, intact.error().sentence());
    }
}

void Invariants::is_of_these_books(const runtime::Assessment& assessment) {
    for (const Item& item : world_.ledger.books().items) {
        const book::OpenItem* shown = assessment.book->item(item.id);
        if (shown != nullptr && shown->open.minor == item.open) continue;
        broken(answers_are_of_today,
               item.id + " is open for " + cents(item.open) + ", and an answer says " +
                   (shown == nullptr ? "nothing of it" : cents(shown->open.minor)));
    }
}

// The same snapshot, the same history, the same day: the same bytes.
void Invariants::replay(Program& program, const runtime::Assessment& assessment) {
    const auto store = program.follow_up().store();
    if (!store) return;
    const auto confirmations = (*store)->confirmations();
    const auto history = (*store)->history(assessment.moment.today, false);
    if (!confirmations || !history) return;
    const runtime::Configuration& configuration = program.follow_up().configuration();
    const auto book = book::Book::build(assessment.book->snapshot(), *confirmations);
    matching::Options options;
    options.tolerance_minor = configuration.settings.match_tolerance_minor;
    const auto proposals = matching::propose(book, options);
    const policy::Plan plan =
        policy::make_plan(book, proposals, *history, configuration.policy, assessment.moment.today);
    if (plan.canonical() == assessment.plan->canonical()) return;
    broken(decisions_replay, "the plan of " + assessment.moment.today.iso() +
                                 " comes out differently the second time");
}

void Invariants::check_books() {
    if (const std::string imbalance = world_.ledger.imbalance(); !imbalance.empty()) {
        broken(no_amount_is_created_or_lost, imbalance);
    }
}

std::set<std::string> Invariants::not_released(const std::set<std::string>& customers) const {
    std::set<std::string> found;
    for (const Item& item : world_.ledger.books().items) {
        if (is_forgotten(item.id) && customers.contains(item.customer)) found.insert(item.customer);
    }
    return found;
}

// By the end every open invoice that was surely due when faults ended has had a letter, or has one
// that waits for a person; and none is stuck on its way. Below five euro nobody is reminded.
Invariants::Missing Invariants::what_is_missing(const std::vector<Letter>& letters, Date last_due,
                                                const std::set<std::string>& left_alone) const {
    constexpr int surely_due_days = 10; // three working days, with a holiday between them
    constexpr Cents least_worth_a_letter = 500;
    std::set<std::string> waiting;
    for (const Letter& letter : letters) {
        if (letter.state == LetterState::Claimed || letter.state == LetterState::Submitting) {
            return {letter.number +
                        " is still on its way: " + std::string(outbox::code_of(letter.state)),
                    letter.items.front().item_id};
        }
        if (!outbox::can_be_withdrawn(letter.state)) continue;
        for (const outbox::LetterItem& item : letter.items)
            waiting.insert(item.item_id);
    }
    for (const Item& item : world_.ledger.books().items) {
        const bool is_debt = !item.is_credit && item.state == AFPUNT_DOCUMENT_OPEN &&
                             item.open >= least_worth_a_letter;
        if (!is_debt || item.due > last_due - surely_due_days || is_forgotten(item.id)) continue;
        if (reminded_.contains(item.id) || waiting.contains(item.id)) continue;
        if (left_alone.contains(item.customer)) continue;
        return {item.id + " was due on " + item.due.iso() + ", and has no letter", item.id};
    }
    return {};
}

void Invariants::state_was_put_back(const std::vector<Letter>& known) {
    withdrawn_.clear();
    std::set<std::string> ids;
    for (const Letter& letter : known) {
        if (letter.state == LetterState::Accepted) ids.insert(letter.id);
    }
    for (const auto& [item, letters] : reminded_) {
        for (const Reminded& one : letters) {
            if (ids.contains(one.letter_id)) continue;
            forgotten_items_.insert(item);
            forgotten_letters_.insert(one.letter_id);
        }
    }
}

} // namespace afpunt::simulation
