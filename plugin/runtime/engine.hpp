// SPDX-License-Identifier: MIT
//
// One worker thread per process serves all books: each instance has a lane (an Asio strand), so its
// own work never overlaps while two hundred books do not mean two hundred threads. Sockets have a
// thread of their own (delivery/network.hpp), begun by the first book that needs it.
#pragma once

#include "delivery/network.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace afpunt::runtime {

using Task = std::function<void()>;

class Lane {
public:
    virtual ~Lane() = default;
    // [any] Runs the task on the worker, after those posted before. Nothing runs after close().
    virtual void post(Task task) = 0;
    // [worker] The newest call counts: an earlier delayed task that has not run is forgotten.
    virtual void post_later(std::chrono::milliseconds delay, Task task) = 0;
    // [worker] Independent of all others.
    virtual void call_later(std::chrono::milliseconds delay, Task task) = 0;
    // [any] Forgets what has not begun.
    virtual void close() = 0;
};

class Engine {
public:
    // [main] The engine of this process, made by the first instance; the last one ends its thread.
    // After a fork the child gets one of its own; nullptr where it was forked while the worker of
    // its parent was in the middle of a task.
    [[nodiscard]] static std::shared_ptr<Engine> acquire();
    virtual ~Engine() = default;
    // `on_bug` is told what a task threw: an exception there is a bug of ours.
    [[nodiscard]] virtual std::shared_ptr<Lane>
    make_lane(std::function<void(const std::string& what)> on_bug) = 0;
    // [any] Kept by the engine until its end: whoever uses it closes what he opened before that.
    [[nodiscard]] virtual std::shared_ptr<delivery::Network> network() = 0;
};

// Rises in a forked child; an instance keeps the value it was made under.
[[nodiscard]] std::uint32_t fork_generation();

} // namespace afpunt::runtime
