// SPDX-License-Identifier: MIT
//
// One process of a bookkeeping program with the module in it, from its start to its end. The whole
// follow-up is the real one; only its thread is ours: its tasks, the host's turns and the mail
// server's answers are all played one after the other, in virtual time.
#pragma once

#include "runtime/engine.hpp"
#include "runtime/follow_up.hpp"
#include "simulation/played_host.hpp"
#include "simulation/world.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace afpunt::simulation {

class Program {
public:
    // Begins at once; `number` is a new one for each process of a machine.
    Program(World& world, ProcessId number);
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    [[nodiscard]] ProcessId number() const { return number_; }
    // False as soon as it is killed, or has ended in order.
    [[nodiscard]] bool is_alive() const {
        return alive_ && world_.disk.ended(number_) == Ending::None;
    }
    [[nodiscard]] bool is_ending() const { return ending_; }
    [[nodiscard]] PlayedHost& host() { return host_; }
    [[nodiscard]] runtime::FollowUp& follow_up() { return *follow_up_; }

    // Nothing of it runs or touches anything from now on.
    void kill(Ending ending = Ending::Process) {
        alive_ = false;
        world_.disk.end_now(number_, ending);
    }
    // As a user closes it: what is under way is brought to an end.
    void end_in_order();

    void submit(const HostEvent& event);
    // The host tells something that it did by itself, and keeps it in its log.
    void tell(afpunt_event_type type, std::vector<std::string> items);
    // What a person asks; the answer comes later, or never where the program ends.
    void ask(const std::string& request, std::function<void(const std::string& json)> answer);
    // Runs a task in virtual time as long as the program lives.
    void later(Microseconds delay, std::function<void()> task);
    // The host's log is told again from where the module has it on its disk.
    void resume_log();

private:
    class PlayedLane;
    void work(const std::function<void()>& task); // one piece, by this process
    void give_turn();
    void want_turn();
    void bug(const std::string& what);

    World& world_;
    ProcessId number_;
    PlayedHost host_;
    host::HostTables tables_;
    runtime::MainQueue main_;
    runtime::Inbox inbox_;
    runtime::DurableCursors cursors_;
    std::shared_ptr<PlayedLane> lane_;
    std::unique_ptr<runtime::FollowUp> follow_up_;
    bool alive_ = true, ending_ = false, turn_is_wanted_ = false;
    // Tasks that outlive this object look here first.
    std::shared_ptr<bool> exists_ = std::make_shared<bool>(true);
};

} // namespace afpunt::simulation
