// SPDX-License-Identifier: MIT
//
// One instance of the plugin: the side that the host touches. It checks order, thread and process
// of every call, and hands the work to the follow-up on the worker.
#pragma once

#include "runtime/call_gate.hpp"
#include "runtime/durable_cursors.hpp"
#include "runtime/engine.hpp"
#include "runtime/follow_up.hpp"
#include "runtime/host_port.hpp"
#include "runtime/inbox.hpp"
#include "runtime/main_queue.hpp"

#include <afpunt/afpunt.h>
#include <afpunt/result.hpp>

#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>

namespace afpunt::runtime {

class Instance {
public:
    Instance(HostPort host, const afpunt_plugin& functions);
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;

    [[nodiscard]] const afpunt_plugin* abi() const { return &abi_; }

    [[nodiscard]] afpunt_status start(afpunt_error* error);                             // [main]
    [[nodiscard]] afpunt_status submit(const afpunt_event* event, afpunt_error* error); // [any]
    [[nodiscard]] afpunt_status durable_cursor(std::string_view source, char* out,
                                               std::uint64_t capacity,
                                               std::uint64_t* length); // [any]
    [[nodiscard]] afpunt_status on_main(std::uint32_t budget_us);      // [main]
    [[nodiscard]] afpunt_status execute(std::string_view request, afpunt_sink answer, void* data,
                                        afpunt_error* error);                         // [main]
    [[nodiscard]] afpunt_status stop(std::uint32_t deadline_ms, afpunt_error* error); // [main]
    [[nodiscard]] bool may_be_destroyed() const;

    // OK, or why this call may not be made here: another process, another thread.
    [[nodiscard]] afpunt_status check_process() const;
    [[nodiscard]] afpunt_status check_main() const;

private:
    enum class State { Created, Started, Stopping, Stopped };
    struct PendingAnswer {
        afpunt_sink sink = nullptr;
        void* data = nullptr;
    };
    void give_answer(std::uint64_t id, const std::string& json); // [main]
    void answer_all(const std::string& json);                    // [main]
    void post_bug(const std::string& what);                      // [main]
    void on_bug(const std::string& what);                        // [worker]

    HostPort host_;
    afpunt_plugin abi_;
    const std::thread::id main_thread_;
    const std::uint32_t fork_generation_;
    std::atomic<State> state_{State::Created};
    CallGate gate_;            // open while `lane_` may be used from [any] thread
    bool host_inside_ = false; // [main] on_main() or stop() is running, perhaps calling the host
    Inbox inbox_;
    DurableCursors cursors_;
    MainQueue main_queue_;
    std::shared_ptr<Engine> engine_;
    std::shared_ptr<Lane> lane_;
    std::unique_ptr<FollowUp> follow_up_; // [worker] from start() on
    std::uint64_t next_answer_ = 1;
    std::map<std::uint64_t, PendingAnswer> pending_;
    // Set by the worker's last task.
    struct Ending {
        std::mutex mutex;
        std::condition_variable done;
        bool ended = false;
    };
    std::shared_ptr<Ending> ending_ = std::make_shared<Ending>();
};

} // namespace afpunt::runtime
