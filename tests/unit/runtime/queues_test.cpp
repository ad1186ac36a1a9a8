// SPDX-License-Identifier: MIT
//
// The small parts between the host's threads and the worker: inbox, main queue, gate, cursors,
// lanes.
#include "runtime/call_gate.hpp"
#include "runtime/durable_cursors.hpp"
#include "runtime/engine.hpp"
#include "runtime/inbox.hpp"
#include "runtime/main_queue.hpp"

#include <gtest/gtest.h>

#include <future>
#include <stdexcept>
#include <thread>

namespace afpunt::runtime {
namespace {

std::unique_ptr<EventCopy> event(std::string id) {
    auto copy = std::make_unique<EventCopy>();
    copy->id = std::move(id);
    return copy;
}

TEST(Inbox, GivesEventsBackInOrderAndCountsThem) {
    Inbox inbox;
    EXPECT_TRUE(inbox.push(event("a")));
    EXPECT_TRUE(inbox.push(event("b")));
    EXPECT_EQ(inbox.epoch(), 2u);
    const auto events = inbox.take_all();
    ASSERT_EQ(events.size(), 2u);
    EXPECT_EQ(events[0]->id, "a");
    EXPECT_EQ(events[1]->id, "b");
    EXPECT_TRUE(inbox.take_all().empty());
    EXPECT_EQ(inbox.epoch(), 2u);
}

TEST(Inbox, AFullQueueRefusesAndStillVoidsPermits) {
    Inbox inbox;
    std::size_t taken = 0;
    while (inbox.push(event("x")) && taken <= config::inbox_events_max)
        ++taken;
    EXPECT_GE(taken, config::inbox_events_max - 1);
    EXPECT_LE(taken, config::inbox_events_max);
    EXPECT_EQ(inbox.epoch(), taken + 1);
    EXPECT_TRUE(inbox.take_overflow());
    EXPECT_FALSE(inbox.take_overflow()) << "told once";
}

TEST(Inbox, WakesTheWorkerOncePerBurst) {
    Inbox inbox;
    EXPECT_TRUE(inbox.claim_wake());
    EXPECT_FALSE(inbox.claim_wake());
    inbox.wake_handled();
    EXPECT_TRUE(inbox.claim_wake());
}

TEST(Inbox, LosesNoEventOfSeveralThreads) {
    Inbox inbox;
    std::vector<std::thread> threads;
    for (int t = 0; t < 3; ++t) {
        threads.emplace_back([&inbox] {
            for (int i = 0; i < 1000; ++i)
                (void)inbox.push(event("x"));
        });
    }
    std::size_t taken = 0;
    while (taken < 3000)
        taken += inbox.take_all().size();
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(inbox.epoch(), 3000u);
}

struct Queue {
    int callbacks = 0;
    std::string bug;
    MainQueue queue{[this] { ++callbacks; }, [this](const std::string& what) { bug = what; }};
};

TEST(MainQueue, AsksForACallbackAndKeepsTheOrder) {
    Queue made;
    std::string order;
    for (const char* name : {"a", "b", "c"}) {
        made.queue.push([&order, name] {
            order += name;
            return Progress::Finished;
        });
    }
    EXPECT_EQ(made.callbacks, 3);
    EXPECT_EQ(made.queue.run(std::chrono::seconds(1)), Progress::Finished);
    EXPECT_EQ(order, "abc");
}

TEST(MainQueue, EndsWithItsBudgetAndGoesOnWhereItWas) {
    Queue made;
    int steps = 0;
    made.queue.push([&steps] { return ++steps < 5 ? Progress::More : Progress::Finished; });
    EXPECT_EQ(made.queue.run(std::chrono::microseconds(0)), Progress::More);
    EXPECT_EQ(steps, 1) << "at least one step, or a small budget would never get done";
    EXPECT_EQ(made.queue.run(std::chrono::seconds(1)), Progress::Finished);
    EXPECT_EQ(steps, 5);
}

TEST(MainQueue, WorkThatThrowsIsToldAndDropped) {
    Queue made;
    bool next_ran = false;
    made.queue.push([]() -> Progress { throw std::runtime_error("a bug"); });
    made.queue.push([&] {
        next_ran = true;
        return Progress::Finished;
    });
    EXPECT_EQ(made.queue.run(std::chrono::seconds(1)), Progress::Finished);
    EXPECT_EQ(made.bug, "a bug");
    EXPECT_TRUE(next_ran);
}

TEST(MainQueue, ForgottenWorkEndsWithoutTheLock) {
    Queue made;
    // What ends with the work calls back into the queue, as a host may do when it closes a
    // snapshot.
    const auto pushes_at_end = [&made] {
        return std::shared_ptr<void>(
            nullptr, [&made](void*) { made.queue.push([] { return Progress::Finished; }); });
    };
    for (int i = 0; i < 2; ++i)
        made.queue.push([end = pushes_at_end()] { return Progress::More; });
    EXPECT_EQ(made.queue.run(std::chrono::microseconds(0)), Progress::More);
    made.queue.close();
    EXPECT_EQ(made.queue.run(std::chrono::seconds(1)), Progress::Finished);
}

TEST(CallGate, LetsNobodyInAfterItClosed) {
    CallGate gate;
    EXPECT_FALSE(CallGate::Pass(gate));
    gate.open();
    EXPECT_TRUE(CallGate::Pass(gate));
    gate.close();
    EXPECT_FALSE(CallGate::Pass(gate));
}

TEST(CallGate, WaitsForThoseInside) {
    CallGate gate;
    gate.open();
    std::atomic<int> inside{0};
    std::atomic<bool> closed{false};
    std::vector<std::thread> threads;
    for (int t = 0; t < 3; ++t) {
        threads.emplace_back([&] {
            while (true) {
                const CallGate::Pass pass(gate);
                if (!pass) return;
                ++inside;
                EXPECT_FALSE(closed.load());
                --inside;
            }
        });
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    gate.close();
    closed = true;
    EXPECT_EQ(inside.load(), 0);
    for (auto& thread : threads)
        thread.join();
}

TEST(DurableCursors, IsLookedUpOnceAndThenKnown) {
    DurableCursors cursors;
    EXPECT_EQ(cursors.ask("s").first, DurableCursors::Known::No);
    EXPECT_EQ(cursors.ask("s").first, DurableCursors::Known::BeingLookedUp);
    cursors.set("s", "17");
    EXPECT_EQ(cursors.ask("s").second, "17");
}

TEST(DurableCursors, ManySourcesDoNotFillTheMemory) {
    DurableCursors cursors;
    for (std::size_t i = 0; i < config::event_sources_max; ++i)
        (void)cursors.ask("s" + std::to_string(i));
    EXPECT_EQ(cursors.ask("s0").first, DurableCursors::Known::BeingLookedUp);
    (void)cursors.ask("one more");
    EXPECT_EQ(cursors.ask("s0").first, DurableCursors::Known::No) << "forgotten, to be asked again";
}

class Lanes : public testing::Test {
protected:
    // Runs what was posted before.
    static void drain(Lane& lane) {
        std::promise<void> ran;
        lane.post([&ran] { ran.set_value(); });
        ran.get_future().wait();
    }
    std::shared_ptr<Engine> engine = Engine::acquire();
    std::string bug;
};

TEST_F(Lanes, RunInOrderAndReportWhatIsThrown) {
    const auto lane = engine->make_lane([this](const std::string& what) { bug = what; });
    std::string order;
    lane->post([&] { order += "a"; });
    lane->post([] { throw std::runtime_error("a bug"); });
    lane->post([&] { order += "b"; });
    drain(*lane);
    EXPECT_EQ(order, "ab");
    EXPECT_EQ(bug, "a bug");
}

TEST_F(Lanes, OnlyTheNewestDelayedTaskRuns) {
    const auto lane = engine->make_lane([](const std::string&) {});
    std::promise<int> ran;
    lane->post([&] {
        lane->post_later(std::chrono::milliseconds(1), [&] { ran.set_value(1); });
        lane->post_later(std::chrono::milliseconds(2), [&] { ran.set_value(2); });
    });
    EXPECT_EQ(ran.get_future().get(), 2);
}

TEST_F(Lanes, NothingRunsAfterClose) {
    const auto lane = engine->make_lane([](const std::string&) {});
    const auto other = engine->make_lane([](const std::string&) {});
    std::atomic<bool> ran{false};
    lane->post([&] { lane->post_later(std::chrono::milliseconds(1), [&] { ran = true; }); });
    drain(*lane);
    lane->close();
    lane->post([&] { ran = true; });
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    drain(*other);
    EXPECT_FALSE(ran);
}

} // namespace
} // namespace afpunt::runtime
