// SPDX-License-Identifier: MIT
//
// Threads and processes: calls from the wrong one, calls from inside another call, and a host that
// forks.
#include "conformance/expectations.hpp"
#include "conformance/plugin_cases/plugin_case.hpp"
#include "conformance/plugin_cases/session.hpp"

#include <atomic>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace afpunt::conformance {
namespace {

#if defined(__SANITIZE_THREAD__)
constexpr bool thread_sanitizer = true;
#else
constexpr bool thread_sanitizer = false;
#endif

void calls_from_another_thread(const PluginUnderTest& tried) {
    ScriptedHost host(tried.folder);
    Session session(*tried.entry, host);
    const afpunt_plugin* plugin = session.plugin();
    std::string& answer = session.room_for_answer();
    afpunt_status started{}, worked{}, stopped{}, destroyed{}, executed{}, told{};
    std::thread([&] {
        started = plugin->start(plugin, nullptr);
        worked = plugin->on_main(plugin, 1000);
        executed = session.execute(R"({"command": "plan"})", answer);
        stopped = plugin->stop(plugin, 1000, nullptr);
        destroyed = plugin->destroy(plugin);
        told = session.submit(EventDraft(AFPUNT_EVENT_RESYNC, "e"));
    }).join();
    require_status("start on another thread", started, AFPUNT_E_WRONG_THREAD);
    require_status("on_main on another thread", worked, AFPUNT_E_WRONG_THREAD);
    require_status("execute on another thread", executed, AFPUNT_E_WRONG_THREAD);
    require_status("stop on another thread", stopped, AFPUNT_E_WRONG_THREAD);
    require_status("destroy on another thread", destroyed, AFPUNT_E_WRONG_THREAD);
    require_status("submit_event on another thread", told, AFPUNT_OK);
    require_answered(session.run(), "a run after all that");
    require(answer.empty(), "a command that was refused was answered all the same");
    session.destroy();
}

// A whole day, so that every function of the host is called; the host notes on which thread.
void host_is_called_on_main_only(const PluginUnderTest& tried) {
    ScriptedHost host(tried.folder);
    Session session(*tried.entry, host);
    begin_known_book(session, host);
    host.book.invoice("V1", "jan");
    host.book.invoice("V2", "els");
    host.book.pay("V2");
    host.book.lines.push_back({"L1", 4200});
    require_prepared(session, 1);
    require(count_of(session.approve_all(), "delivered") == 1, "one letter was to be delivered");
    require(host.permits_asked == 1,
            "the letter left after " + std::to_string(host.permits_asked) + " permits");
    host.book.pay("V1");
    session.tell(AFPUNT_EVENT_MATCHED, {"V1"});
    session.tell(AFPUNT_EVENT_RESYNC);
    const int before = host.readings_opened;
    session.work_until([&] { return host.readings_opened > before; }, "the events to be settled");
    require_answered(session.run(), "run");
    session.destroy();
}

// The statuses of calls that a host makes from inside a call of the plugin's.
struct InsideCalls {
    const afpunt_plugin* plugin = nullptr;
    afpunt_status on_main = AFPUNT_OK, stop = AFPUNT_OK, destroy = AFPUNT_OK;
    int answers = 0;
};
void call_back(void* data, const char*, std::uint64_t) {
    auto& calls = *static_cast<InsideCalls*>(data);
    ++calls.answers;
    calls.on_main = calls.plugin->on_main(calls.plugin, 1000);
    calls.stop = calls.plugin->stop(calls.plugin, 1000, nullptr);
    calls.destroy = calls.plugin->destroy(calls.plugin);
}

void calls_from_inside_a_call(const PluginUnderTest& tried) {
    InsideCalls in_turn, in_stop;
    ScriptedHost host(tried.folder);
    Session session(*tried.entry, host);
    const afpunt_plugin* plugin = in_turn.plugin = in_stop.plugin = session.plugin();
    const auto* commands = static_cast<const afpunt_plugin_command*>(
        plugin->get_extension(plugin, AFPUNT_EXT_COMMAND));
    require(commands != nullptr, "the plugin does not offer " AFPUNT_EXT_COMMAND);
    const afpunt_str request = view(R"({"command": "run"})");
    // Events may be told from anywhere, also from inside the host's own functions.
    std::atomic<int> inside = 0; // turns are asked for on the worker
    const auto tell = [&] {
        if (++inside <= 20) (void)session.submit(EventDraft(AFPUNT_EVENT_RESYNC, "inside"));
    };
    host.when_asked_for_a_turn = tell;
    host.before_call = [&](const char*) {
        tell();
        return AFPUNT_OK;
    };
    require_status("execute", commands->execute(plugin, request, call_back, &in_turn, nullptr),
                   AFPUNT_OK);
    session.work_until([&] { return in_turn.answers > 0; }, "an answer");
    require_status("on_main from inside an answer", in_turn.on_main, AFPUNT_E_INVALID);
    require_status("stop from inside an answer", in_turn.stop, AFPUNT_E_INVALID);
    require_status("destroy from inside an answer", in_turn.destroy, AFPUNT_E_STILL_RUNNING);
    host.before_call = nullptr;
    require_status("execute", commands->execute(plugin, request, call_back, &in_stop, nullptr),
                   AFPUNT_OK);
    session.stop();
    require(in_stop.answers == 1, "stop() ended without the answer to a command");
    require_status("stop from inside stop()", in_stop.stop, AFPUNT_E_INVALID);
    require_status("destroy from inside stop()", in_stop.destroy, AFPUNT_E_STILL_RUNNING);
    session.destroy();
}

// What a forked child finds; the number says which check failed, 0 = none.
int look_around_in_child(const PluginUnderTest& tried, Session& parents) {
    const afpunt_plugin* plugin = parents.plugin();
    if (parents.submit(EventDraft(AFPUNT_EVENT_RESYNC, "e")) != AFPUNT_E_FORKED) return 1;
    if (plugin->on_main(plugin, 1000) != AFPUNT_E_FORKED) return 2;
    std::string answer;
    if (parents.execute(R"({"command": "plan"})", answer) != AFPUNT_E_FORKED) return 3;
    if (plugin->stop(plugin, 1000, nullptr) != AFPUNT_E_FORKED) return 4;
    if (plugin->destroy(plugin) != AFPUNT_E_FORKED) return 5;
    ScriptedHost host(tried.folder / "child", "book-of-the-child");
    afpunt_error error = empty_error();
    const afpunt_plugin* own = nullptr;
    if (tried.entry->create(&host.table, &own, &error) != AFPUNT_OK) return 6;
    const afpunt_status started = own->start(own, &error);
    if (started == AFPUNT_OK) {
        while (own->stop(own, 1000, nullptr) == AFPUNT_E_STILL_RUNNING) {
        }
    } else if (started != AFPUNT_E_FORKED) { // its parent was in the middle of something
        return 7;
    }
    return own->destroy(own) == AFPUNT_OK ? 0 : 8;
}

void fork_with_an_instance(const PluginUnderTest& tried) {
    if (thread_sanitizer) {
        skip_case("ThreadSanitizer does not follow threads into a forked child");
    }
    ScriptedHost host(tried.folder);
    Session session(*tried.entry, host);
    require_answered(session.run(), "run");
    const pid_t child = fork();
    require(child >= 0, "this system did not fork");
    if (child == 0) {
        constexpr unsigned patience_s = 20;
        alarm(patience_s); // a child that hangs dies of this
        _exit(look_around_in_child(tried, session));
    }
    int status = 0;
    require(waitpid(child, &status, 0) == child, "the child cannot be waited for");
    require(WIFEXITED(status),
            "the forked child hung or crashed: signal " + std::to_string(WTERMSIG(status)));
    constexpr const char* calls[] = {
        "nothing", "submit_event",      "on_main",          "execute",           "stop",
        "destroy", "create of its own", "start of its own", "destroy of its own"};
    const int failed = WEXITSTATUS(status);
    require(failed == 0, std::string("in a forked child, the call that was not answered as the "
                                     "headers say is ") +
                             (failed < 9 ? calls[failed] : "unknown"));
    require_answered(session.run(), "a run of the parent after the fork");
    session.destroy();
}

} // namespace

std::vector<PluginCase> thread_cases() {
    return {
        {"calls-from-another-thread",
         "Functions that are [main] refuse other threads and change nothing.", "afpunt/plugin.h",
         calls_from_another_thread},
        {"host-is-called-on-main-only",
         "Functions of the host that are [main] are called on its thread, each reading is closed.",
         "afpunt/values.h: [main]", host_is_called_on_main_only},
        {"calls-from-inside-a-call",
         "An answer may not give turns, stop or destroy; events are taken from anywhere.",
         "afpunt/plugin.h", calls_from_inside_a_call},
        {"fork-with-an-instance",
         "A forked child is refused what belongs to its parent, and may make its own.",
         "afpunt/plugin.h: AFPUNT_E_FORKED", fork_with_an_instance},
    };
}

} // namespace afpunt::conformance
