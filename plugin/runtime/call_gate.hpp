// SPDX-License-Identifier: MIT
//
// Calls that may come from any thread against the one that ends everything: close() waits for those
// that are inside, and nobody enters after it. A caller pays two atomic additions and never waits.
#pragma once

#include <atomic>
#include <thread>

namespace afpunt::runtime {

class CallGate {
public:
    // [any] Held for the length of a call; false when the gate is closed.
    class Pass {
    public:
        explicit Pass(CallGate& gate) : gate_(gate) {
            gate_.inside_.fetch_add(1, std::memory_order_seq_cst);
            entered_ = gate_.open_.load(std::memory_order_seq_cst);
        }
        ~Pass() { gate_.inside_.fetch_sub(1, std::memory_order_seq_cst); }
        Pass(const Pass&) = delete;
        Pass& operator=(const Pass&) = delete;
        explicit operator bool() const { return entered_; }

    private:
        CallGate& gate_;
        bool entered_ = false;
    };

    // [main]
    void open() { open_.store(true, std::memory_order_seq_cst); }
    // [main] The calls inside are as short as the ABI promises: microseconds.
    void close() {
        open_.store(false, std::memory_order_seq_cst);
        while (inside_.load(std::memory_order_seq_cst) != 0)
            std::this_thread::yield();
    }

private:
    std::atomic<bool> open_{false};
    std::atomic<int> inside_{0};
};

} // namespace afpunt::runtime
