// SPDX-License-Identifier: MIT
#include "gnucash/main_loop.hpp"

#include <cstring>

namespace afpunt::gnucash {
namespace {

// GLib allocates what it is told; its own part is 96 bytes. Ours stands behind it, with room for a
// GLib that grew.
constexpr std::size_t source_bytes = 256;
constexpr std::size_t self_at = source_bytes - sizeof(void*);
// How soon GnuCash is asked again whether it is still saving.
constexpr int busy_look_ms = 200;

} // namespace

MainLoop::MainLoop(const Engine& engine, std::function<bool()> turn, std::function<bool()> is_busy)
    : engine_(engine), turn_(std::move(turn)), is_busy_(std::move(is_busy)) {
    source_ = engine_.g_source_new(&functions_, source_bytes);
    MainLoop* const address = this;
    std::memcpy(reinterpret_cast<char*>(source_) + self_at, &address, sizeof(void*));
    engine_.g_source_set_priority(source_, priority_low);
    engine_.g_source_attach(source_, nullptr);
}

MainLoop::~MainLoop() {
    engine_.g_source_destroy(source_);
    engine_.g_source_unref(source_);
}

void MainLoop::request() {
    note_work();
    engine_.g_main_context_wakeup(nullptr);
}

MainLoop& MainLoop::self(GSource* source) {
    MainLoop* address = nullptr;
    std::memcpy(&address, reinterpret_cast<const char*>(source) + self_at, sizeof(void*));
    return *address;
}

bool MainLoop::is_ready() const {
    return wanted_.load(std::memory_order_acquire);
}

int MainLoop::prepare(GSource* source, int* timeout_ms) {
    MainLoop& loop = self(source);
    *timeout_ms = -1;
    if (!loop.is_ready()) return 0;
    if (!loop.is_busy_()) return 1;
    *timeout_ms = busy_look_ms;
    return 0;
}

int MainLoop::check(GSource* source) {
    MainLoop& loop = self(source);
    return loop.is_ready() && !loop.is_busy_() ? 1 : 0;
}

int MainLoop::dispatch(GSource* source, GSourceFunc, void*) {
    MainLoop& loop = self(source);
    loop.wanted_.store(false, std::memory_order_release);
    if (loop.turn_()) loop.note_work();
    return 1; // stay on the loop
}

} // namespace afpunt::gnucash
