// SPDX-License-Identifier: MIT
//
// This adapter in one process of GnuCash: which book is open, and who gets a turn when. All is on
// GnuCash's main thread.
#pragma once

#include "gnucash/main_loop.hpp"
#include "gnucash/menu_tasks.hpp"
#include "gnucash/session.hpp"

#include <afpunt/plugin.hpp>

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace afpunt::gnucash {

class Adapter {
public:
    // Refused, in words: no GnuCash, another version, functions that are missing.
    [[nodiscard]] static Result<std::unique_ptr<Adapter>> make();
    ~Adapter();
    Adapter(const Adapter&) = delete;
    Adapter& operator=(const Adapter&) = delete;

    // In the program with windows: hooks for books that are opened, saved and closed, the end of
    // imports, and a place on the main loop. False for gnucash-cli, which has no main loop.
    [[nodiscard]] bool join_program();

    // A book that somebody opened. What was open before is left.
    [[nodiscard]] Result<void> attach(QofSession* session);
    void detach();
    // Works for about so long; true = there is more to do. Waits at most `patience` for work.
    bool turn(std::chrono::milliseconds patience);
    // The module's answer to one command, giving turns until it is there.
    [[nodiscard]] Result<std::string> command(const std::string& request);

    void report() { run_task(&MenuTasks::report); }
    void approve() { run_task(&MenuTasks::approve); }
    void matches() { run_task(&MenuTasks::matches); }
    void settings() { run_task(&MenuTasks::settings); }

    [[nodiscard]] const Figures& figures() const { return figures_; }

private:
    explicit Adapter(const Engine& engine);
    // One turn of the session, measured.
    [[nodiscard]] bool work_a_slice();
    [[nodiscard]] bool loop_turn();
    [[nodiscard]] bool is_busy() const;
    void book_was_saved(QofSession* session);
    void refreshed(GHashTable* changes);
    void notice_after_batch();
    void run_task(void (MenuTasks::*task)());
    void later(std::function<void()> task);
    void run_later_tasks();

    const Engine engine_;
    const Dialogues dialogues_;
    BookState state_;
    Figures figures_;
    host::CallbackFlag flag_; // without a main loop
    std::unique_ptr<MainLoop> loop_;
    std::unique_ptr<BookWatch> watch_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<MenuTasks> tasks_;
    std::string why_not_; // why the open book is not followed up
    std::deque<std::function<void()>> later_;
    bool later_is_asked_ = false;
    bool batch_ended_ = false;
};

} // namespace afpunt::gnucash
