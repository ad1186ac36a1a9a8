// SPDX-License-Identifier: MIT
//
// An Asio loop with a thread of its own, as the worker and the network each have one. For the .cpp
// files that own a loop; everybody else sees Network or Lane.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <csignal>
#include <pthread.h>
#include <thread>

namespace afpunt::delivery {

class LoopThread {
public:
    LoopThread() : guard_(context_.get_executor()) {
        const SignalsBlocked blocked;
        thread_ = std::thread([this] { run(); });
    }
    ~LoopThread() { stop(); }
    LoopThread(const LoopThread&) = delete;
    LoopThread& operator=(const LoopThread&) = delete;

    [[nodiscard]] boost::asio::io_context& context() { return context_; }
    // Ends the thread, not from itself; what waits is kept until the end of the object.
    void stop() {
        guard_.reset();
        context_.stop();
        if (thread_.joinable()) thread_.join();
    }

private:
    // A signal of the host's process must be handled by the host's threads: a thread inherits the
    // mask of the one that starts it. The mask comes back even where no thread can be had.
    class SignalsBlocked {
    public:
        SignalsBlocked() {
            sigset_t all;
            sigfillset(&all);
            pthread_sigmask(SIG_SETMASK, &all, &before_);
        }
        ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
        SignalsBlocked(const SignalsBlocked&) = delete;
        SignalsBlocked& operator=(const SignalsBlocked&) = delete;

    private:
        sigset_t before_{};
    };

    // An exception that left the thread would end the host's process. Lanes report what their tasks
    // throw; what is left (no memory even for the report) loses that task and nothing else.
    void run() {
        while (true) {
            try {
                context_.run();
                return;
            } catch (...) {
                continue;
            }
        }
    }

    boost::asio::io_context context_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
    std::thread thread_;
};

} // namespace afpunt::delivery
