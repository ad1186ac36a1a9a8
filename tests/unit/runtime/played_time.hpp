// SPDX-License-Identifier: MIT
//
// A follow-up on the test's own thread, with a clock that the test turns.
#pragma once

#include "runtime/follow_up.hpp"
#include "sdk/scripted_host.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <filesystem>
#include <map>

namespace afpunt::runtime::tests {

using afpunt::tests::ScratchFolder;
using afpunt::tests::ScriptedHost;

class TurnedClock final : public Machine {
public:
    Instant time = real_->now();
    [[nodiscard]] Instant now() const override { return time; }
    [[nodiscard]] std::int64_t since_start_ms() const override { return real_->since_start_ms(); }
    [[nodiscard]] std::string random_id() const override { return real_->random_id(); }
    [[nodiscard]] outbox::LeaseHolder holder(std::string id, std::string name) const override {
        return real_->holder(std::move(id), std::move(name));
    }
    [[nodiscard]] bool process_exists(std::int64_t process) const override {
        return real_->process_exists(process);
    }
    [[nodiscard]] std::string place_of(const std::string& state_folder) const override {
        return real_->place_of(state_folder);
    }

private:
    static inline const std::shared_ptr<const Machine> real_ = this_machine();
};

// Everything on the test's own thread.
class PlayedLane final : public Lane {
public:
    explicit PlayedLane(std::shared_ptr<TurnedClock> clock) : clock_(std::move(clock)) {}
    void post(Task task) override { tasks_.push_back(std::move(task)); }
    void post_later(std::chrono::milliseconds delay, Task task) override {
        call_later(delay, std::move(task));
    }
    void call_later(std::chrono::milliseconds delay, Task task) override {
        timers_.emplace(clock_->time + delay, std::move(task));
    }
    void close() override {
        tasks_.clear();
        timers_.clear();
    }
    // False when there was nothing to do.
    bool run() {
        while (!timers_.empty() && timers_.begin()->first <= clock_->time)
            tasks_.push_back(timers_.extract(timers_.begin()).mapped());
        if (tasks_.empty()) return false;
        const Task task = std::move(tasks_.front());
        tasks_.pop_front();
        task();
        return true;
    }
    [[nodiscard]] std::size_t timers() const { return timers_.size(); }

private:
    std::shared_ptr<TurnedClock> clock_;
    std::deque<Task> tasks_;
    std::multimap<Machine::Instant, Task> timers_;
};

class FollowUpInPlayedTime : public testing::Test {
protected:
    FollowUpInPlayedTime() {
        host_.book_revision = 1;
        host_.book.invoice("V1", "jan", "2026-11-02");
        Configuration configuration;
        configuration.policy = policy::Policy::standard(policy::CalendarId::Belgium, "en");
        configuration.state_folder = state_folder().string();
        follow_up_ = std::make_unique<FollowUp>(
            *HostPort::make(tables_.abi()), configuration, main_, inbox_, cursors_, lane_,
            [] { return std::shared_ptr<delivery::Network>(); }, clock_);
        follow_up_->open_store();
    }
    ~FollowUpInPlayedTime() override {
        follow_up_->close([] {});
        work();
        main_.close();
        lane_->close();
    }
    [[nodiscard]] std::filesystem::path state_folder() const { return folder_.path() / "state"; }
    void work() {
        bool more = true;
        while (more) {
            (void)main_.run(std::chrono::seconds(1));
            more = lane_->run();
        }
    }
    void pass(std::chrono::seconds time) {
        clock_->time += time;
        work();
    }

    ScratchFolder folder_;
    ScriptedHost host_{folder_.path()};
    host::HostTables tables_{host_};
    Inbox inbox_;
    DurableCursors cursors_;
    MainQueue main_{[] {}, [](const std::string& what) { ADD_FAILURE() << what; }};
    std::shared_ptr<TurnedClock> clock_ = std::make_shared<TurnedClock>();
    std::shared_ptr<PlayedLane> lane_ = std::make_shared<PlayedLane>(clock_);
    std::unique_ptr<FollowUp> follow_up_;
};

} // namespace afpunt::runtime::tests
