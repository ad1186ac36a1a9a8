// SPDX-License-Identifier: MIT
//
// Work that only the host's own thread may do (calls into the host), in the order it was asked for.
// The worker puts it here and asks for a callback; on_main() does it within its budget.
#pragma once

#include <chrono>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <utility>

namespace afpunt::runtime {

enum class Progress { More, Finished };

class MainQueue {
public:
    // A task is called again until it says Finished.
    using Work = std::function<Progress()>;

    // `on_bug` is told, on [main], what a task threw: an exception there is a bug of ours.
    MainQueue(std::function<void()> request_callback,
              std::function<void(const std::string& what)> on_bug)
        : request_callback_(std::move(request_callback)), on_bug_(std::move(on_bug)) {}

    // [any] No lock is held while the host is called.
    void push(Work work) {
        {
            const std::scoped_lock lock(mutex_);
            if (closed_) return;
            waiting_.push_back(std::move(work));
        }
        request_callback_();
    }
    // [main]
    [[nodiscard]] Progress run(std::chrono::microseconds budget) {
        const auto end = std::chrono::steady_clock::now() + budget;
        while (true) {
            if (!current_ && !take_next()) return Progress::Finished;
            if (run_current() == Progress::Finished) current_ = nullptr;
            if (std::chrono::steady_clock::now() >= end) {
                return current_ || !is_empty() ? Progress::More : Progress::Finished;
            }
        }
    }
    // [main] Forgets everything; later pushes do nothing. Work that is forgotten may call the host
    // (it closes an open snapshot), so it ends without the lock.
    void close() {
        std::deque<Work> forgotten;
        {
            const std::scoped_lock lock(mutex_);
            closed_ = true;
            forgotten.swap(waiting_);
        }
        current_ = nullptr;
    }

private:
    // A task that throws is not called again: it would throw for ever.
    [[nodiscard]] Progress run_current() {
        try {
            return current_();
        } catch (const std::exception& bug) {
            on_bug_(bug.what());
        } catch (...) {
            on_bug_("an unknown exception");
        }
        return Progress::Finished;
    }
    [[nodiscard]] bool take_next() {
        const std::scoped_lock lock(mutex_);
        if (waiting_.empty()) return false;
        current_ = std::move(waiting_.front());
        waiting_.pop_front();
        return true;
    }
    [[nodiscard]] bool is_empty() {
        const std::scoped_lock lock(mutex_);
        return waiting_.empty();
    }
    std::function<void()> request_callback_;
    std::function<void(const std::string&)> on_bug_;
    std::mutex mutex_;
    std::deque<Work> waiting_;
    bool closed_ = false;
    Work current_; // [main] only
};

} // namespace afpunt::runtime
