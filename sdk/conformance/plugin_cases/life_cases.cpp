// SPDX-License-Identifier: MIT
//
// Beginning and end of instances: calls in the wrong order, a hundred lives, many books at once,
// and stop() while work is under way or a mail server says nothing.
#include "conformance/expectations.hpp"
#include "conformance/plugin_cases/mail_server.hpp"
#include "conformance/plugin_cases/plugin_case.hpp"
#include "conformance/plugin_cases/session.hpp"

#include <iterator>
#include <memory>

namespace afpunt::conformance {
namespace {

// Entries of a folder of /proc: threads or open files of this process.
std::size_t count_in(const char* folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}
constexpr const char* threads_folder = "/proc/self/task";
constexpr const char* files_folder = "/proc/self/fd";

void calls_out_of_order(const PluginUnderTest& tried) {
    ScriptedHost host(tried.folder);
    const afpunt_plugin* plugin = nullptr;
    require_status("create", tried.entry->create(&host.table, &plugin, nullptr), AFPUNT_OK);
    const auto* commands = static_cast<const afpunt_plugin_command*>(
        plugin->get_extension(plugin, AFPUNT_EXT_COMMAND));
    require(commands != nullptr, "the plugin does not offer " AFPUNT_EXT_COMMAND);
    const EventDraft draft(AFPUNT_EVENT_RESYNC, "e");
    const afpunt_event event = draft.event();
    bool answered = false;
    const auto note = [](void* data, const char*, std::uint64_t) {
        *static_cast<bool*>(data) = true;
    };
    const auto all_are_refused = [&](const std::string& when) {
        std::uint64_t length = 0;
        require_status("submit_event " + when, plugin->submit_event(plugin, &event, nullptr),
                       AFPUNT_E_STOPPED);
        require_status("on_main " + when, plugin->on_main(plugin, 1000), AFPUNT_E_STOPPED);
        require_status("durable_cursor " + when,
                       plugin->durable_cursor(plugin, view("scripted"), nullptr, 0, &length),
                       AFPUNT_E_STOPPED);
        require_status(
            "execute " + when,
            commands->execute(plugin, view(R"({"command": "plan"})"), note, &answered, nullptr),
            AFPUNT_E_STOPPED);
    };
    constexpr std::uint32_t patience_ms = 20'000;
    all_are_refused("before start()");
    require_status("start", plugin->start(plugin, nullptr), AFPUNT_OK);
    require_status("start for the second time", plugin->start(plugin, nullptr), AFPUNT_E_INVALID);
    require_status("destroy before stop()", plugin->destroy(plugin), AFPUNT_E_STILL_RUNNING);
    require_status("stop", plugin->stop(plugin, patience_ms, nullptr), AFPUNT_OK);
    host.instance_is_stopped();
    require_status("stop for the second time", plugin->stop(plugin, patience_ms, nullptr),
                   AFPUNT_OK);
    all_are_refused("after stop()");
    require_status("start after stop()", plugin->start(plugin, nullptr), AFPUNT_E_INVALID);
    require_status("destroy", plugin->destroy(plugin), AFPUNT_OK);
    require(!answered, "a command that was refused was answered all the same");
    require(host.broken_rules().empty(), host.broken_rules());
}

void a_hundred_lives(const PluginUnderTest& tried) {
    const auto live = [&](int time) {
        ScriptedHost host(tried.folder);
        host.book.invoice("V1", "jan");
        Session session(*tried.entry, host);
        if (time % 2 == 0) session.tell(AFPUNT_EVENT_RESYNC);
        if (time % 3 == 0) (void)session.plugin()->on_main(session.plugin(), 1000);
        if (time % 25 == 0) require_answered(session.run(), "run");
        session.destroy();
    };
    live(0); // what is set up once for the process is set up here
    const std::size_t threads = count_in(threads_folder);
    const std::size_t files = count_in(files_folder);
    for (int time = 0; time < 100; ++time)
        live(time);
    require(count_in(threads_folder) <= threads,
            "after a hundred lives there are " + std::to_string(count_in(threads_folder)) +
                " threads, and " + std::to_string(threads) + " after the first");
    require(count_in(files_folder) <= files,
            "after a hundred lives there are " + std::to_string(count_in(files_folder)) +
                " open files, and " + std::to_string(files) + " after the first");
}

void many_books_in_one_process(const PluginUnderTest& tried) {
    constexpr std::size_t books = 12;
    const std::size_t threads_before = count_in(threads_folder);
    std::vector<std::unique_ptr<ScriptedHost>> hosts;
    std::vector<std::unique_ptr<Session>> sessions;
    for (std::size_t i = 0; i < books; ++i) {
        const std::string id = "book-" + std::to_string(i);
        hosts.push_back(std::make_unique<ScriptedHost>(tried.folder / id, id));
        sessions.push_back(std::make_unique<Session>(*tried.entry, *hosts.back()));
    }
    require(count_in(threads_folder) - threads_before < books,
            "each book has a thread of its own: a server host may have hundreds of books");
    for (std::size_t i = 0; i < books; ++i) {
        begin_known_book(*sessions[i], *hosts[i]);
        // As many invoices as the book's number: books that were mixed up would show it.
        for (std::size_t k = 0; k < i; ++k)
            hosts[i]->book.invoice("V" + std::to_string(k), "customer-" + std::to_string(k));
    }
    for (std::size_t i = 0; i < books; ++i) {
        require_prepared(*sessions[i], i);
    }
    // The end of one is nothing to the others, whatever the order.
    for (std::size_t i = 0; i < books; i += 2)
        sessions[i]->destroy();
    for (std::size_t i = 1; i < books; i += 2) {
        require_answered(sessions[i]->run(), "a run after other books were closed");
        sessions[i]->destroy();
    }
}

void stop_in_the_middle_of_a_reading(const PluginUnderTest& tried) {
    ScriptedHost host(tried.folder);
    constexpr int items = 3000;
    for (int i = 0; i < items; ++i)
        host.book.invoice("V" + std::to_string(i), "jan");
    Session session(*tried.entry, host);
    std::string& answer = session.room_for_answer();
    require_status("execute", session.execute(R"({"command": "run"})", answer), AFPUNT_OK);
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (host.readings_opened == 0 && std::chrono::steady_clock::now() < end)
        (void)session.plugin()->on_main(session.plugin(), 0);
    require(host.readings_opened == 1, "the book was not read within twenty seconds");
    session.stop();
    require(!answer.empty(), "stop() ended without the answer to a command");
    session.destroy();
}

void stop_with_events_from_other_threads(const PluginUnderTest& tried) {
    constexpr int times = 4;
    for (int i = 0; i < times; ++i) {
        ScriptedHost host(tried.folder);
        Session session(*tried.entry, host);
        std::atomic<bool> ended{false};
        std::thread teller([&] {
            while (!ended &&
                   session.submit(EventDraft(AFPUNT_EVENT_RESYNC, "e")) != AFPUNT_E_STOPPED) {
            }
        });
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        try {
            session.stop();
        } catch (...) {
            ended = true;
            teller.join();
            throw;
        }
        ended = true;
        teller.join();
        session.destroy();
    }
}

void stop_while_a_mail_server_hangs(const PluginUnderTest& tried) {
    struct Word {
        MailServer::Silent silent;
        const char* name;
    };
    for (const Word& word : {Word{MailServer::Silent::Greeting, "greeting"},
                             Word{MailServer::Silent::Recipient, "recipient"},
                             Word{MailServer::Silent::FinalDot, "final dot"}}) {
        const MailServer server(word.silent);
        ScriptedHost host(tried.folder / word.name, word.name);
        host.settings["config"] = server.settings();
        Session session(*tried.entry, host);
        begin_known_book(session, host);
        host.book.invoice("V1", "jan");
        require_prepared(session, 1);
        std::string& answer = session.room_for_answer();
        require_status(
            "execute",
            session.execute(R"({"command": "approve", "all": true, "who": "An"})", answer),
            AFPUNT_OK);
        session.work_until([&] { return server.silences() > 0 || !answer.empty(); },
                           "the plugin to talk to the mail server");
        if (server.silences() == 0) skip_case("this plugin sends no mail: " + answer);
        // The host's window must not freeze: stop() keeps to its deadline, with half a second of
        // grace for a busy machine.
        constexpr std::uint32_t deadline_ms = 50;
        constexpr std::chrono::milliseconds grace{500};
        const auto began = std::chrono::steady_clock::now();
        const auto status = session.plugin()->stop(session.plugin(), deadline_ms, nullptr);
        const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::steady_clock::now() - began);
        require(status == AFPUNT_OK || status == AFPUNT_E_STILL_RUNNING,
                "stop: " + name_of(status));
        require(took < grace, "stop with a deadline of " + std::to_string(deadline_ms) +
                                  " ms took " + std::to_string(took.count()) +
                                  " ms, silent at the " + word.name);
        session.stop();
        require(!answer.empty(), "stop() ended without the answer to a command");
        session.destroy();
    }
}

} // namespace

std::vector<PluginCase> life_cases() {
    return {
        {"calls-out-of-order", "Calls out of order are refused by status and change nothing.",
         "afpunt/plugin.h: Life", calls_out_of_order},
        {"a-hundred-lives", "Instances come and go without leaving threads or files behind.",
         "afpunt/plugin.h: destroy", a_hundred_lives},
        {"many-books-in-one-process", "Each instance serves its book, and only its book.",
         "afpunt/host.h", many_books_in_one_process},
        {"stop-in-the-middle-of-a-reading", "stop() closes the reading and answers what waits.",
         "afpunt/plugin.h: stop", stop_in_the_middle_of_a_reading},
        {"stop-with-events-from-other-threads", "Events that meet stop() are refused or taken.",
         "afpunt/plugin.h: stop", stop_with_events_from_other_threads},
        {"stop-while-a-mail-server-hangs", "stop() keeps to its deadline and ends, whoever hangs.",
         "afpunt/plugin.h: stop", stop_while_a_mail_server_hangs},
    };
}

} // namespace afpunt::conformance
