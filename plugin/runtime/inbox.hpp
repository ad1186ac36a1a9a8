// SPDX-License-Identifier: MIT
//
// Events between the host's threads and the worker: bounded, without a lock, and counted. The count
// (the epoch) rises before submit_event() returns, so that a permit given earlier is void at once.
#pragma once

#include "config/limits.hpp"

#include <afpunt/events.h>

#include <boost/lockfree/queue.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace afpunt::runtime {

// A copy of a host's event; nothing in it points into the host.
struct EventCopy {
    afpunt_event_type type = 0;
    std::string source, epoch, id, cursor, party_id, subject;
    std::vector<std::string> item_ids;
};

class Inbox {
public:
    Inbox() = default;
    ~Inbox() {
        for (const auto& event : take_all())
            (void)event;
    }
    Inbox(const Inbox&) = delete;
    Inbox& operator=(const Inbox&) = delete;

    // [any] false = full; the epoch has risen all the same and `overflowed` is set. The queue comes
    // before the count: who reads the count and then empties the queue has every event that it
    // counts, and may go by that count until it changes.
    [[nodiscard]] bool push(std::unique_ptr<EventCopy> event) {
        EventCopy* raw = event.get();
        const bool taken = queue_.bounded_push(raw);
        if (taken) {
            (void)event.release();
        } else {
            overflowed_.store(true);
        }
        epoch_.fetch_add(1, std::memory_order_seq_cst);
        return taken;
    }
    // [worker] In the order in which they came.
    [[nodiscard]] std::vector<std::unique_ptr<EventCopy>> take_all() {
        std::vector<std::unique_ptr<EventCopy>> events;
        EventCopy* raw = nullptr;
        while (queue_.pop(raw))
            events.emplace_back(raw);
        return events;
    }
    // [worker] True once after events were lost to a full queue.
    [[nodiscard]] bool take_overflow() { return overflowed_.exchange(false); }
    // [any]
    [[nodiscard]] std::uint64_t epoch() const { return epoch_.load(std::memory_order_seq_cst); }
    // [any] True when the caller is the one who has to wake the worker.
    [[nodiscard]] bool claim_wake() { return !wake_pending_.exchange(true); }
    // [worker] Before take_all(): an event that comes later wakes again.
    void wake_handled() { wake_pending_.store(false); }

private:
    boost::lockfree::queue<EventCopy*, boost::lockfree::capacity<config::inbox_events_max>> queue_;
    std::atomic<std::uint64_t> epoch_{0};
    std::atomic<bool> overflowed_{false};
    std::atomic<bool> wake_pending_{false};
};

} // namespace afpunt::runtime
