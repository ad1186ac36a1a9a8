// SPDX-License-Identifier: MIT
//
// Our place on GnuCash's main loop: a source of our own kind that GLib asks whether there is work.
// Asking costs a look at a flag, saying "there is" from any thread costs setting it, and nothing is
// allocated, which is what lets an event handler do it.
#pragma once

#include "gnucash/engine_functions.hpp"

#include <atomic>
#include <functional>

namespace afpunt::gnucash {

class MainLoop {
public:
    // `turn`: works for some milliseconds; true = there is more to do now. `is_busy`: GnuCash is in
    // the middle of something (a save turns the loop as well): asked again a little later.
    MainLoop(const Engine& engine, std::function<bool()> turn, std::function<bool()> is_busy);
    ~MainLoop();
    MainLoop(const MainLoop&) = delete;
    MainLoop& operator=(const MainLoop&) = delete;

    // [any] A turn, soon.
    void request();
    // [main] The same from the loop's own thread, where nobody has to be woken.
    void note_work() { wanted_.store(true, std::memory_order_release); }

private:
    static int prepare(GSource* source, int* timeout_ms);
    static int check(GSource* source);
    static int dispatch(GSource* source, GSourceFunc, void*);
    static MainLoop& self(GSource* source);
    [[nodiscard]] bool is_ready() const;

    const Engine& engine_;
    std::function<bool()> turn_, is_busy_;
    std::atomic<bool> wanted_{false};
    GSourceFuncs functions_{prepare, check, dispatch, nullptr, nullptr, nullptr};
    GSource* source_ = nullptr;
};

} // namespace afpunt::gnucash
