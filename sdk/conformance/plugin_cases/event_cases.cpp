// SPDX-License-Identifier: MIT
//
// What a host tells: events in every size, with texts that break the rules, twice, in the wrong
// order or never, too many at once, from many threads, and an import that has no end.
#include "conformance/dice.hpp"
#include "conformance/expectations.hpp"
#include "conformance/plugin_cases/guarded_memory.hpp"
#include "conformance/plugin_cases/plugin_case.hpp"
#include "conformance/plugin_cases/session.hpp"

#include <thread>

namespace afpunt::conformance {
namespace {

void event_of_any_size(const PluginUnderTest& tried) {
    ScriptedHost host(tried.folder);
    Session session(*tried.entry, host);
    constexpr std::uint32_t later_bytes = 64;
    for (std::uint32_t size = 0; size <= sizeof(afpunt_event) + later_bytes; ++size) {
        const EventDraft draft(AFPUNT_EVENT_ITEMS_CHANGED, "e" + std::to_string(size), {"V1"});
        const ResizedStruct<afpunt_event> event(draft.event(), size);
        afpunt_error error = empty_error();
        const auto status = session.plugin()->submit_event(session.plugin(), event.get(), &error);
        const std::string call = "submit_event with struct_size " + std::to_string(size);
        if (size < sizeof(afpunt_event)) {
            require_status(call, status, AFPUNT_E_INVALID);
            require_named(call, error, "struct_size");
        } else {
            require_status(call, status, AFPUNT_OK);
        }
    }
    require_answered(session.run(), "a run after all that");
    session.destroy();
}

void event_texts(const PluginUnderTest& tried) {
    ScriptedHost host(tried.folder);
    Session session(*tried.entry, host);
    const auto refused = [&](afpunt_event event, const char* field, afpunt_status expected) {
        afpunt_error error = empty_error();
        const auto status = session.plugin()->submit_event(session.plugin(), &event, &error);
        const std::string call = std::string("submit_event with a wrong ") + field;
        require_status(call, status, expected);
        require_named(call, error, field);
    };
    const std::string too_long(AFPUNT_EVENT_TEXT_MAX + 1, 'x');
    struct Wrong {
        afpunt_str text;
        afpunt_status status;
    };
    // The last three: a surrogate, a character in more bytes than it needs, one that is cut off.
    const Wrong wrong[] = {
        {{nullptr, 7}, AFPUNT_E_INVALID},     {{"x", UINT64_MAX}, AFPUNT_E_INVALID},
        {view(too_long), AFPUNT_E_INVALID},   {{"a\0b", 3}, AFPUNT_E_INVALID},
        {{"\xFF", 1}, AFPUNT_E_NOT_UTF8},     {{"\xED\xA0\x80", 3}, AFPUNT_E_NOT_UTF8},
        {{"\xC0\x80", 2}, AFPUNT_E_NOT_UTF8}, {{"\xE2\x82", 2}, AFPUNT_E_NOT_UTF8},
    };
    const EventDraft draft(AFPUNT_EVENT_MATCHED, "e1", {"V1"});
    for (const Wrong& one : wrong) {
        const auto spoilt = [&](auto field) {
            afpunt_event event = draft.event();
            event.*field = one.text;
            return event;
        };
        refused(spoilt(&afpunt_event::source), "source", one.status);
        refused(spoilt(&afpunt_event::epoch), "epoch", one.status);
        refused(spoilt(&afpunt_event::id), "id", one.status);
        refused(spoilt(&afpunt_event::cursor), "cursor", one.status);
        refused(spoilt(&afpunt_event::party_id), "party_id", one.status);
        afpunt_event event = draft.event();
        const afpunt_str ids[] = {view("V1"), one.text};
        event.item_ids = ids;
        event.item_count = 2;
        refused(event, "item_ids[1]", one.status);
    }
    afpunt_event event = draft.event();
    event.source = {nullptr, 0};
    refused(event, "source", AFPUNT_E_INVALID);
    event = draft.event();
    event.id = view("");
    refused(event, "id", AFPUNT_E_INVALID);
    event = draft.event();
    event.item_count = AFPUNT_EVENT_ITEMS_MAX + 1;
    refused(event, "item_count", AFPUNT_E_INVALID);
    event = draft.event();
    event.item_ids = nullptr;
    refused(event, "item_ids", AFPUNT_E_INVALID);
    for (const afpunt_event_type type : {0, 99, -1}) {
        event = draft.event();
        event.type = type;
        refused(event, "type", AFPUNT_E_UNSUPPORTED);
    }
    require_answered(session.run(), "a run after all that");
    session.destroy();
}

// What must hold of a book, whatever was told of it.
void require_in_order(Session& session, const Book& book, const std::string& when) {
    const json::object plan = session.ask({{"command", "plan"}, {"language", "en"}});
    require_answered(plan, "plan");
    std::map<std::string, std::string> outcomes;
    for (const json::value& decision : plan.at("decisions").as_array()) {
        outcomes[std::string(decision.at("item").as_string())] =
            std::string(decision.at("outcome").as_string());
    }
    for (const BookItem& item : book.items) {
        const auto letters = session.live_letters(item.id);
        require(outcomes.contains(item.id), when + ": " + item.id + " has no decision");
        if (item.open == 0) {
            require(letters.empty(), when + ": " + item.id + " is paid, and the letter " +
                                         (letters.empty() ? "" : letters[0]) + " lives");
        } else {
            require(letters.size() == 1, when + ": " + item.id + " is due and has " +
                                             std::to_string(letters.size()) + " letters");
        }
    }
}

void events_twice_in_disorder_or_never(const PluginUnderTest& tried) {
    ScriptedHost host(tried.folder);
    Session session(*tried.entry, host);
    begin_known_book(session, host);
    constexpr int items = 6;
    constexpr int rounds = 4;
    for (int i = 1; i <= items; ++i)
        host.book.invoice("V" + std::to_string(i), "customer-" + std::to_string(i));
    require_answered(session.run(), "run");
    Dice dice(tried.seed);
    int events = 0;
    for (int round = 0; round < rounds; ++round) {
        std::vector<std::unique_ptr<EventDraft>> told;
        for (int i = 0; i < items; ++i) {
            const std::string id = "V" + std::to_string(1 + dice.throw_below(items));
            const bool pays = host.book.item(id).open != 0;
            if (pays) {
                host.book.pay(id);
            } else {
                host.book.unpay(id);
            }
            if (dice.one_in(3)) continue; // lost on the way
            told.push_back(std::make_unique<EventDraft>(
                pays ? AFPUNT_EVENT_MATCHED : AFPUNT_EVENT_UNMATCHED,
                "event-" + std::to_string(++events), std::vector<std::string>{id}));
        }
        for (std::size_t i = told.size(); i > 1; --i)
            std::swap(told[i - 1], told[dice.throw_below(i)]);
        for (const auto& draft : told) {
            const std::uint64_t times = 1 + dice.throw_below(3);
            for (std::uint64_t time = 0; time < times; ++time) {
                const auto status = session.submit(*draft);
                require(status == AFPUNT_OK || status == AFPUNT_DUPLICATE,
                        "submit_event: " + name_of(status));
            }
        }
        require_answered(session.run(), "run");
        require_in_order(session, host.book, "round " + std::to_string(round + 1));
    }
    session.destroy();
}

void more_events_than_fit(const PluginUnderTest& tried) {
    ScriptedHost host(tried.folder);
    Session session(*tried.entry, host);
    const EventDraft draft(AFPUNT_EVENT_ITEMS_CHANGED, "same", {"V1"});
    constexpr int many = 100'000;
    for (int i = 0; i < many; ++i) {
        const auto status = session.submit(draft);
        require(status == AFPUNT_OK || status == AFPUNT_E_BUSY || status == AFPUNT_DUPLICATE,
                "submit_event, told " + std::to_string(i + 1) + " times: " + name_of(status));
        if (status == AFPUNT_E_BUSY) break;
    }
    // "The book is read anew as soon as it empties."
    const int before = host.readings_opened;
    session.work_until([&] { return host.readings_opened > before; }, "the book to be read anew");
    require_answered(session.run(), "a run after all that");
    session.destroy();
}

void events_from_many_threads(const PluginUnderTest& tried) {
    ScriptedHost host(tried.folder);
    Session session(*tried.entry, host);
    constexpr int threads = 4;
    constexpr int events = 100;
    std::atomic<int> wrong{0};
    std::vector<std::thread> tellers;
    for (int t = 0; t < threads; ++t) {
        tellers.emplace_back([&, t] {
            char cursor[AFPUNT_EVENT_TEXT_MAX];
            std::uint64_t length = 0;
            for (int i = 0; i < events; ++i) {
                const auto status =
                    session.submit(EventDraft(AFPUNT_EVENT_ITEMS_CHANGED,
                                              std::to_string(t) + "-" + std::to_string(i), {"V1"}));
                if (status != AFPUNT_OK && status != AFPUNT_E_BUSY) ++wrong;
                const afpunt_plugin* plugin = session.plugin();
                (void)plugin->durable_cursor(plugin, view("scripted"), cursor, sizeof cursor,
                                             &length);
                (void)plugin->get_extension(plugin, AFPUNT_EXT_COMMAND);
            }
        });
    }
    const std::string during = refusal(session.run());
    for (std::thread& teller : tellers)
        teller.join();
    require(during.empty(), "a run meanwhile was refused: " + during);
    require(wrong == 0, std::to_string(wrong) + " events were refused");
    require_answered(session.run(), "a run after all that");
    session.destroy();
}

void import_that_never_finishes(const PluginUnderTest& tried) {
    ScriptedHost host(tried.folder);
    Session session(*tried.entry, host);
    begin_known_book(session, host);
    host.day = today - 1; // a Thursday, so that letters may be prepared on the day after
    host.book.invoice("V1", "jan");
    require_prepared(session, 1);
    host.book.invoice("V2", "els");
    session.tell(AFPUNT_EVENT_IMPORT_STARTED);
    require(count_of(session.run(), "prepared") == 0,
            "a letter was prepared while an import was running");
    const json::object approved = session.approve_all();
    require(count_of(approved, "delivered") == 0 && host.permits_asked == 0,
            "a letter was about to leave while an import was running");
    require_answered(session.ask({{"command", "plan"}}), "plan, while an import is running");
    // The program that imported is gone. The next day comes without its FINISHED.
    ++host.day;
    const json::object next_day = session.run();
    require(refusal(next_day).empty(), "a day later the import still blocks: " + refusal(next_day));
    require(session.live_letters("V2").size() == 1,
            "a day later V2 has no letter: " + json::serialize(next_day));
    session.destroy();
}

void newest_cursor(const PluginUnderTest& tried) {
    ScriptedHost host(tried.folder);
    Session session(*tried.entry, host);
    const afpunt_plugin* plugin = session.plugin();
    std::uint64_t length = 0;
    const auto ask = [&](std::string_view source, char* out, std::uint64_t capacity) {
        afpunt_status status = AFPUNT_E_BUSY;
        session.work_until(
            [&] {
                status = plugin->durable_cursor(plugin, view(source), out, capacity, &length);
                return status != AFPUNT_E_BUSY;
            },
            "durable_cursor to be known");
        return status;
    };
    require_status("durable_cursor of a source that never spoke", ask("nobody", nullptr, 0),
                   AFPUNT_E_NOT_FOUND);
    require_status("submit_event", session.submit(EventDraft(AFPUNT_EVENT_RESYNC, "cursor-1")),
                   AFPUNT_OK);
    const std::string newest = "the-newest-cursor";
    require_status("submit_event", session.submit(EventDraft(AFPUNT_EVENT_RESYNC, newest)),
                   AFPUNT_OK);
    // It is durable before the next command is carried out.
    require_answered(session.run(), "run");
    require_status("durable_cursor with capacity 0", ask("scripted", nullptr, 0), AFPUNT_OK);
    require(length == newest.size(), "durable_cursor says its length is " + std::to_string(length) +
                                         ", expected " + std::to_string(newest.size()));
    const GuardedMemory exact(newest.size());
    require_status("durable_cursor", ask("scripted", exact.begin(), exact.size()), AFPUNT_OK);
    require(std::string_view(exact.begin(), exact.size()) == newest,
            "durable_cursor is not that of the newest event");
    const GuardedMemory small(newest.size() - 1);
    require_status("durable_cursor with too little room",
                   ask("scripted", small.begin(), small.size()), AFPUNT_E_INVALID);
    session.destroy();
}

} // namespace

std::vector<PluginCase> event_cases() {
    return {
        {"event-of-any-size",
         "Of an event only struct_size bytes are read; one that is too short is refused.",
         "afpunt/values.h: AFPUNT_HAS", event_of_any_size},
        {"event-texts", "Null, too long and non-UTF-8 texts are refused, and the field is named.",
         "afpunt/events.h: afpunt_event", event_texts},
        {"events-twice-in-disorder-or-never",
         "Events that come twice, in the wrong order or not at all never make a wrong letter.",
         "afpunt/events.h", events_twice_in_disorder_or_never},
        {"more-events-than-fit", "A full queue answers AFPUNT_E_BUSY, and the book is read anew.",
         "afpunt/plugin.h: submit_event", more_events_than_fit},
        {"events-from-many-threads", "Functions that are [any] may be called by several at once.",
         "afpunt/values.h: [any]", events_from_many_threads},
        {"import-that-never-finishes",
         "Nothing is decided during an import; one without an end expires within a day.",
         "afpunt/events.h: AFPUNT_EVENT_IMPORT_STARTED", import_that_never_finishes},
        {"newest-cursor", "durable_cursor gives the newest event's cursor, and only into its room.",
         "afpunt/plugin.h: durable_cursor", newest_cursor},
    };
}

} // namespace afpunt::conformance
