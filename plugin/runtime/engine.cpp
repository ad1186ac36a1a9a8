// SPDX-License-Identifier: MIT
#include "runtime/engine.hpp"

#include "delivery/loop_thread.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <exception>
#include <mutex>
#include <pthread.h>
#include <set>

namespace afpunt::runtime {
namespace {

namespace asio = boost::asio;

// Constant-initialised and trivially destroyed: safe in a library that stays mapped.
constinit std::atomic<std::uint32_t> generation{0};
constinit std::mutex engine_mutex;
// Held by the worker while a task runs.
constinit std::mutex task_mutex;
constinit std::once_flag fork_handler_once;

// A child that was forked in the middle of a task inherits every lock that the task held (SQLite's,
// for instance) and nobody who would ever release them: there nothing of ours may run. The host
// does not wait for the task; it only learns that it was the wrong moment.
constinit bool between_tasks = true; // at the last fork; guarded by engine_mutex
constinit bool may_run_here = true;  // guarded by engine_mutex

void before_fork() {
    engine_mutex.lock();
    between_tasks = task_mutex.try_lock();
}
void after_fork() {
    if (between_tasks) task_mutex.unlock();
    engine_mutex.unlock();
}
void after_fork_in_child() {
    generation.fetch_add(1);
    may_run_here = may_run_here && between_tasks;
    after_fork();
}

class LaneOnStrand final : public Lane, public std::enable_shared_from_this<LaneOnStrand> {
public:
    LaneOnStrand(asio::io_context& context, std::function<void(const std::string&)> on_bug)
        : strand_(asio::make_strand(context)), timer_(strand_), on_bug_(std::move(on_bug)) {}

    void post(Task task) override {
        asio::post(strand_,
                   [self = shared_from_this(), task = std::move(task)] { self->run(task); });
    }
    void post_later(std::chrono::milliseconds delay, Task task) override {
        timer_.expires_after(delay);
        timer_.async_wait([self = shared_from_this(),
                           task = std::move(task)](const boost::system::error_code& cancelled) {
            if (!cancelled) self->run(task);
        });
    }
    void call_later(std::chrono::milliseconds delay, Task task) override {
        const auto timer = std::make_shared<asio::steady_timer>(strand_, delay);
        timers_.insert(timer);
        timer->async_wait([self = shared_from_this(), timer,
                           task = std::move(task)](const boost::system::error_code& cancelled) {
            self->timers_.erase(timer);
            if (!cancelled) self->run(task);
        });
    }
    void close() override {
        closed_.store(true, std::memory_order_release);
        asio::post(strand_, [self = shared_from_this()] {
            self->timer_.cancel();
            for (const auto& timer : self->timers_)
                timer->cancel();
        });
    }

private:
    void run(const Task& task) {
        if (closed_.load(std::memory_order_acquire)) return;
        const std::scoped_lock no_fork_now(task_mutex);
        try {
            task();
        } catch (const std::exception& bug) {
            on_bug_(bug.what());
        } catch (...) {
            on_bug_("an unknown exception");
        }
    }
    asio::strand<asio::io_context::executor_type> strand_;
    asio::steady_timer timer_;
    std::set<std::shared_ptr<asio::steady_timer>> timers_; // touched on the strand only
    std::function<void(const std::string&)> on_bug_;
    std::atomic<bool> closed_{false};
};

class AsioEngine final : public Engine {
public:
    AsioEngine() = default;
    // Runs on [main], or, when the last lane task held us, never: lanes hold no engine. What the
    // network's threads still do may come back to a lane: they end first.
    ~AsioEngine() override {
        if (network_ != nullptr) network_->stop();
        worker_.stop();
    }
    AsioEngine(const AsioEngine&) = delete;
    AsioEngine& operator=(const AsioEngine&) = delete;

    std::shared_ptr<Lane> make_lane(std::function<void(const std::string& what)> on_bug) override {
        return std::make_shared<LaneOnStrand>(worker_.context(), std::move(on_bug));
    }
    std::shared_ptr<delivery::Network> network() override {
        const std::scoped_lock lock(network_mutex_);
        if (network_ == nullptr) network_ = delivery::Network::start();
        return network_;
    }

private:
    std::mutex network_mutex_;
    std::shared_ptr<delivery::Network> network_;
    delivery::LoopThread worker_;
};

// The engine of the process and how many instances use it; guarded by engine_mutex.
struct Shared {
    AsioEngine* engine = nullptr;
    int users = 0;
    std::uint32_t made_under = 0;
};
constinit Shared shared;

void release_engine(std::uint32_t made_under) {
    const std::scoped_lock lock(engine_mutex);
    // In a forked child the parent's thread does not exist: nothing to join, the memory is left.
    if (made_under != generation.load() || --shared.users > 0) return;
    delete shared.engine;
    shared.engine = nullptr;
}

} // namespace

std::uint32_t fork_generation() {
    return generation.load(std::memory_order_relaxed);
}

std::shared_ptr<Engine> Engine::acquire() {
    std::call_once(fork_handler_once,
                   [] { pthread_atfork(before_fork, after_fork, after_fork_in_child); });
    const std::scoped_lock lock(engine_mutex);
    if (!may_run_here) return nullptr;
    if (shared.engine == nullptr || shared.made_under != generation.load()) {
        shared = Shared{new AsioEngine, 0, generation.load()};
    }
    ++shared.users;
    return {shared.engine,
            [made_under = shared.made_under](Engine*) { release_engine(made_under); }};
}

} // namespace afpunt::runtime
