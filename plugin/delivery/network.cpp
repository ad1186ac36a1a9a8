// SPDX-License-Identifier: MIT
#include "delivery/network.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <csignal>
#include <mutex>
#include <optional>
#include <pthread.h>
#include <thread>

namespace afpunt::delivery {
namespace {

namespace asio = boost::asio;

// An exception that left the thread would end the host's process; it costs its own task only.
void run_until_stopped(asio::io_context& context) {
    while (true) {
        try {
            context.run();
            return;
        } catch (...) {
            continue;
        }
    }
}

// A loop with a thread of its own. A signal of the host's process must be handled by the host's
// threads: a thread inherits the mask of the one that starts it.
class Loop {
public:
    Loop() : guard_(context_.get_executor()) {
        sigset_t all;
        sigset_t before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        try {
            thread_ = std::thread([this] { run_until_stopped(context_); });
        } catch (...) {
            pthread_sigmask(SIG_SETMASK, &before, nullptr);
            throw;
        }
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
    }
    ~Loop() { stop(); }
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;
    asio::io_context& context() { return context_; }
    // Ends the thread; what waits is kept until the end of the object.
    void stop() {
        guard_.reset();
        context_.stop();
        if (thread_.joinable()) thread_.join();
    }

private:
    asio::io_context context_{1};
    asio::executor_work_guard<asio::io_context::executor_type> guard_;
    std::thread thread_;
};

class NetworkThreads final : public Network {
public:
    NetworkThreads() = default;
    // Each thread may still call the other: both end before either's context does.
    ~NetworkThreads() override {
        sockets_.stop();
        if (blocking_) blocking_->stop();
    }
    NetworkThreads(const NetworkThreads&) = delete;
    NetworkThreads& operator=(const NetworkThreads&) = delete;

    asio::io_context& context() override { return sockets_.context(); }
    void post(std::function<void()> task) override { asio::post(context(), std::move(task)); }
    void run_blocking(std::function<void()> task) override {
        const std::scoped_lock lock(mutex_);
        if (!blocking_) blocking_.emplace();
        asio::post(blocking_->context(), std::move(task));
    }

private:
    Loop sockets_;
    std::mutex mutex_;
    std::optional<Loop> blocking_;
};

} // namespace

std::shared_ptr<Network> Network::start() {
    return std::make_shared<NetworkThreads>();
}

} // namespace afpunt::delivery
