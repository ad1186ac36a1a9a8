// SPDX-License-Identifier: MIT
//
// The scripted plugin's one instance: plays its case, and minds the host's manners all the time.
#pragma once

#include "conformance/scripted_plugin/probes.hpp"

#include <afpunt/afpunt.h>

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace afpunt::conformance {

// How the plugin behaves in the case at hand.
struct Behaviour {
    explicit Behaviour(std::string_view case_name);
    bool refuses_create, refuses_start, other_major, later_minor, refuses_commands, is_busy;
    int more_turns;           // turns of on_main that answer AFPUNT_MORE and ask for none
    int slow_stops;           // so often stop() says AFPUNT_E_STILL_RUNNING
    std::size_t answer_bytes; // at least so long are answers
};

class Instance {
public:
    Instance(const afpunt_host* host, std::string case_name);
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;
    [[nodiscard]] const afpunt_plugin* abi() const { return &plugin_.first; }

    afpunt_status start(afpunt_error* error);
    afpunt_status submit_event(const afpunt_event* event, afpunt_error* error);
    afpunt_status durable_cursor(afpunt_str source, char* out, std::uint64_t capacity,
                                 std::uint64_t* length);
    afpunt_status on_main();
    afpunt_status stop();
    afpunt_status destroy();
    afpunt_status execute(afpunt_str request, afpunt_sink answer, void* data, afpunt_error* error);

private:
    enum class State { Created, Refused, Started, Stopped, Destroyed };
    // Reports what the host did wrong in a call that is [main] and allowed in these states only.
    void mind_main(const char* function, std::initializer_list<State> allowed);
    void mind_event(const afpunt_event& event);
    // Runs what may end the case, and reports how it ended.
    template <typename Call>
    void guarded(const Call& call);
    void play();
    void answer_commands();

    struct Waiting {
        afpunt_sink answer;
        void* data;
    };
    // A table of a later minor version is longer.
    struct Table {
        afpunt_plugin first;
        std::uint64_t later[8];
    };
    const std::string case_name_;
    const Behaviour behaviour_;
    const std::thread::id main_ = std::this_thread::get_id();
    HostTables tables_;
    Table plugin_{};
    State state_ = State::Created;
    std::unique_ptr<Probe> probe_;
    Dice dice_;
    bool playing_ = false, probed_ = false;
    int turns_ = 0, stops_ = 0;
    std::vector<Waiting> waiting_;
    std::mutex events_mutex_;
    std::map<std::string, std::string> events_; // key of an event -> what it said
    int cursors_asked_ = 0;
};

} // namespace afpunt::conformance
