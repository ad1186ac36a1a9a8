// SPDX-License-Identifier: MIT
//
// What all programs of one simulation share: time, the disk, the machine, the firm's books, the
// post, and what the host keeps outside of the books.
#pragma once

#include "simulation/chance.hpp"
#include "simulation/disk.hpp"
#include "simulation/guards.hpp"
#include "simulation/ledger.hpp"
#include "simulation/virtual_time.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace afpunt::simulation {

class Program;

// What a seed chooses for a whole run.
struct Rules {
    bool sends_without_hand = false;
    bool host_books_matches = false;  // afpunt.match/1 is offered
    bool host_knows_coverage = false; // and answers permits with it
    bool host_knows_payers = false;   // whose the money is that is tied to nothing
    bool host_keeps_log = false;      // of its events, and resumes after the durable cursor
    int letters_per_day = 0;          // 0 = no limit
    int mails_per_day = 1000, mails_per_minute = 60;
    int days_between_messages = 7;
};

// How a server treats one letter.
enum class Mood {
    Takes,
    SaysLater,         // 451 before the dot
    SaysNever,         // 550 5.1.1
    RefusesTheSender,  // 550 5.7.1
    DropsBeforeTheDot, // after the gate, the connection is gone
    SaysLaterAfterDot, // 451 after the bytes: not taken
    TakesAndDrops,     // taken, and the reply never comes
    DropsAtTheDot,     // not taken, and nobody knows
    Hangs              // for minutes, then takes
};

// Moments of a letter's way out at which a story may let something happen.
enum class Stage { Handed, GateAnswered, BeforeLastLook, DotWritten, PermitAsked, SnapshotRead };

struct SentMail {
    std::string letter_id, to;
    ProcessId program = 0;
    bool is_taken = false;
};

struct HostEvent {
    int number = 0; // its id and its cursor
    afpunt_event_type type = AFPUNT_EVENT_RESYNC;
    std::vector<std::string> items;
};

// Told what happens while it happens; may not call the module.
class Observer {
public:
    virtual ~Observer() = default;
    virtual void at(Stage stage, Program& program, const std::string& letter_id) = 0;
    // The instant in which the dot is written. `taken`: the server keeps the letter.
    virtual void dot(Program& program, const std::string& letter_id, bool taken) = 0;
    // Something that may never happen, and what it breaks.
    virtual void broken(const std::string& invariant, const std::string& how) = 0;
    virtual void note(const std::string& sentence) = 0; // for the story that is printed
};

struct World {
    World(std::uint64_t seed, Microseconds wall_at_begin, std::vector<std::string> accounts)
        : chance(seed), time(wall_at_begin), disk(seed ^ 0xd15c), ledger(std::move(accounts)) {}

    Rules rules;
    Chance chance; // for delays and ids: what nobody chose
    VirtualTime time;
    Disk disk;
    Ledger ledger;
    Observer* observer = nullptr;

    // The machine.
    int boot = 1;
    Microseconds booted_at = 0;
    std::set<ProcessId> alive; // processes that run
    std::uint64_t moment = 0;  // counts what happens, to tell what came before what

    // The host.
    std::map<std::string, std::string> kept; // state.mark: outside of books and backups
    std::vector<HostEvent> events;           // its log
    bool import_running = false;
    Microseconds host_is_busy_until = 0;        // gives no turns before
    std::map<std::string, Date> confirmed_bank; // a person's word to the module, by account

    // The post.
    std::deque<Mood> moods; // of the next letters; then the server takes all
};

} // namespace afpunt::simulation
