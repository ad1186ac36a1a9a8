// SPDX-License-Identifier: MIT
//
// Work that only the host's own thread may do (calls into the host), in the order it was asked for.
// The worker puts it here and asks for a callback; on_main() does it within its budget.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <mutex>
#include <utility>

namespace afpunt::runtime {

enum class Progress { More, Finished };

class MainQueue {
public:
    // A task is called again until it says Finished.
    using Work = std::function<Progress()>;

    explicit MainQueue(std::function<void()> request_callback)
        : request_callback_(std::move(request_callback)) {}

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
            if (current_() == Progress::Finished) current_ = nullptr;
            if (std::chrono::steady_clock::now() >= end) {
                return current_ || !is_empty() ? Progress::More : Progress::Finished;
            }
        }
    }
    // [main] Forgets everything; later pushes do nothing.
    void close() {
        const std::scoped_lock lock(mutex_);
        closed_ = true;
        waiting_.clear();
        current_ = nullptr;
    }

private:
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
    std::mutex mutex_;
    std::deque<Work> waiting_;
    bool closed_ = false;
    Work current_; // [main] only
};

} // namespace afpunt::runtime
