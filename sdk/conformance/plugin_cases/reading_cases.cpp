// SPDX-License-Identifier: MIT
//
// The plugin reads the book of a host that changes meanwhile, fails, was built from other headers,
// or gives counts and sizes that cannot be.
#include "conformance/dice.hpp"
#include "conformance/expectations.hpp"
#include "conformance/plugin_cases/plugin_case.hpp"
#include "conformance/plugin_cases/session.hpp"

#include <cstring>
#include <string_view>
#include <utility>

namespace afpunt::conformance {
namespace {

// A book in which something of every kind stands.
void fill(Book& book) {
    book.invoice("V1", "jan");
    book.invoice("V2", "els");
    book.pay("V2");
    book.lines.push_back({"L1", 4200});
    book.owed_to = "els";
}

constexpr const char* functions_of_a_reading[] = {
    "open", "creditor", "party", "account", "statement", "bank line", "item", "allocation", "debt"};

void host_changes_under_a_reading(const PluginUnderTest& tried) {
    ScriptedHost host(tried.folder);
    fill(host.book);
    Session session(*tried.entry, host);
    begin_known_book(session, host);
    Dice dice(tried.seed);
    for (const char* function : functions_of_a_reading) {
        // Once or twice, then the book stands still.
        std::uint64_t times = 1 + dice.throw_below(2);
        host.before_call = [&](const char* called) -> afpunt_status {
            if (std::strcmp(called, function) != 0 || times == 0) return AFPUNT_OK;
            --times;
            return AFPUNT_E_CHANGED;
        };
        const std::string why = refusal(session.run());
        require(why.empty(), std::string("the book changed before the ") + function +
                                 " was read, then stood still: " + why);
        require(times == 0, std::string("AFPUNT_E_CHANGED at the ") + function +
                                " did not make the reading begin again");
    }
    // A reading of before and after the change would hold both states of this invoice.
    host.book.invoice("V3", "mia");
    bool changed = false;
    host.before_call = [&](const char* called) -> afpunt_status {
        if (std::strcmp(called, "allocation") != 0 || changed) return AFPUNT_OK;
        changed = true;
        host.book.pay("V3");
        return AFPUNT_E_CHANGED;
    };
    require_answered(session.run(), "run");
    require(session.live_letters("V3").empty(),
            "V3 was paid under the reading, and a letter was prepared from what had been read");
    host.before_call = nullptr;
    session.destroy();
}

void host_that_changes_for_ever(const PluginUnderTest& tried) {
    ScriptedHost host(tried.folder);
    fill(host.book);
    Session session(*tried.entry, host);
    int calls = 0;
    host.before_call = [&](const char* called) -> afpunt_status {
        if (std::strcmp(called, "item") != 0) return AFPUNT_OK;
        ++calls;
        return AFPUNT_E_CHANGED;
    };
    require(!refusal(session.run()).empty(), "a book that never stands still was read");
    constexpr int attempts_max = 1000;
    require(calls < attempts_max, "the reading was begun " + std::to_string(calls) + " times");
    host.before_call = nullptr;
    require_answered(session.run(), "a run after the book stood still");
    session.destroy();
}

void host_that_fails(const PluginUnderTest& tried) {
    ScriptedHost host(tried.folder);
    fill(host.book);
    Session session(*tried.entry, host);
    begin_known_book(session, host);
    constexpr afpunt_status never_heard_of = 42;
    for (const char* function : functions_of_a_reading) {
        for (const afpunt_status status :
             std::initializer_list<afpunt_status>{AFPUNT_E_IO, AFPUNT_E_AMOUNT, AFPUNT_E_INTERNAL,
                                                  AFPUNT_E_UNSUPPORTED, never_heard_of}) {
            host.before_call = [&](const char* called) -> afpunt_status {
                return std::strcmp(called, function) == 0 ? status : AFPUNT_OK;
            };
            require(!refusal(session.run()).empty(),
                    std::string("a run was made from a reading that ended with ") +
                        name_of(status) + " at the " + function);
        }
    }
    host.before_call = nullptr;
    require_answered(session.run(), "a run after the host was well again");
    session.destroy();
}

// Answers of next_items that no host may give.
struct WrongAnswer {
    static inline std::uint32_t count = 0;
    static inline afpunt_status status = AFPUNT_END;
    static afpunt_status next(afpunt_snapshot*, afpunt_item*, std::uint32_t, std::uint32_t,
                              std::uint32_t* filled, afpunt_error*) {
        *filled = count;
        return status;
    }
};

void counts_that_cannot_be(const PluginUnderTest& tried) {
    ScriptedHost host(tried.folder);
    fill(host.book);
    Session session(*tried.entry, host);
    const auto good = host.snapshot.next_items;
    host.snapshot.next_items = WrongAnswer::next;
    struct Wrong {
        std::uint32_t count;
        afpunt_status status;
        const char* what;
    };
    for (const Wrong& wrong : {Wrong{UINT32_MAX, AFPUNT_END, "4,294,967,295 records"},
                               Wrong{1'000'000, AFPUNT_MORE, "a million records in one call"},
                               Wrong{0, AFPUNT_MORE, "no record, and more of them, for ever"}}) {
        WrongAnswer::count = wrong.count;
        WrongAnswer::status = wrong.status;
        require(!refusal(session.run()).empty(),
                std::string("a run was made from next_items that gives ") + wrong.what);
    }
    host.snapshot.next_items = good;
    require_answered(session.run(), "a run after the host was well again");
    session.destroy();
}

// How much of an item must be filled before a letter may be made of it.
constexpr std::uint32_t item_with_open = offsetof(afpunt_item, open) + sizeof(afpunt_money);

void records_of_any_size(const PluginUnderTest& tried) {
    constexpr std::uint32_t step = 8;
    ScriptedHost host(tried.folder);
    Session session(*tried.entry, host);
    begin_known_book(session, host);
    for (const Kind kind : kinds_of_records) {
        for (std::uint32_t size = 0; size < size_of(kind); size += step) {
            host.book = {};
            fill(host.book);
            host.filled_size = {{kind, size}};
            const json::object answer = session.run();
            require(kind != Kind::Item || size >= item_with_open ||
                        count_of(answer, "prepared") == 0,
                    "a letter was prepared of an item whose open amount was not filled (" +
                        std::to_string(size) + " bytes)");
        }
        host.filled_size = {};
        require_answered(session.run(),
                         (std::string("a run with a whole ") + name_of(kind)).c_str());
        for (const std::uint32_t claimed : {size_of(kind) + step, 100'000u, UINT32_MAX}) {
            host.claimed_size = {{kind, claimed}};
            require(!refusal(session.run()).empty(),
                    std::string("a run was made from a ") + name_of(kind) +
                        " of which the host says it filled " + std::to_string(claimed) + " bytes");
        }
        host.claimed_size = {};
    }
    require_answered(session.run(), "a run after all that");
    session.destroy();
}

// ---- answers from the last reading -------------------------------------------------------------

// The day of the book and the state of the item, as "why" gives them.
struct Why {
    std::string on, outcome;
};
Why why(Session& session, std::string_view item) {
    const json::object answer = session.ask({{"command", "why"}, {"item", item}});
    require_answered(answer, "why");
    const auto text = [](const json::value& value) { return std::string(value.as_string()); };
    return {text(answer.at("on")), text(answer.at("items").at(0).at("outcome"))};
}

void host_that_counts_its_changes(const PluginUnderTest& tried) {
    ScriptedHost host(tried.folder);
    host.book_revision = 1;
    fill(host.book);
    Session session(*tried.entry, host);
    begin_known_book(session, host);
    require_answered(session.run(), "run");
    const auto require_outcome = [&](const char* when, bool is_settled) {
        require((why(session, "V1").outcome == "done") == is_settled,
                std::string(when) + ": the answer is of an earlier state of the book");
    };
    require_outcome("before anything happened", false);
    const auto pay = [&] { host.book.pay("V1"); };
    const auto unpay = [&] { host.book.unpay("V1"); };
    // No event tells of any of this: the revision must do.
    pay();
    ++*host.book_revision;
    require_outcome("V1 was paid and the revision is another one", true);
    unpay();
    *host.book_revision = UINT64_MAX;
    require_outcome("the payment was undone and the revision is another one", false);
    pay();
    host.before_call = [](const char* called) -> afpunt_status {
        return std::strcmp(called, "revision") == 0 ? AFPUNT_E_IO : AFPUNT_OK;
    };
    require_outcome("V1 was paid and the revision is refused", true);
    unpay();
    require_outcome("the payment was undone and the revision is refused", false);
    host.before_call = nullptr;
    ++*host.book_revision;
    require_outcome("the revision is given again", false);
    // A change under the reading that was not told: the number at its end belongs to it no more.
    bool changed = false;
    host.before_call = [&](const char* called) -> afpunt_status {
        if (std::strcmp(called, "debt") == 0 && !std::exchange(changed, true)) {
            pay();
            ++*host.book_revision;
        }
        return AFPUNT_OK;
    };
    ++*host.book_revision;
    (void)why(session, "V1");
    require(changed, "the book was not read though the revision is another one");
    require_outcome("V1 was paid under the reading before", true);
    host.before_call = nullptr;
    const std::string on = why(session, "V1").on;
    host.day = host.day + 1;
    require(why(session, "V1").on != on, "the answer is of yesterday");
    session.destroy();
}

} // namespace

std::vector<PluginCase> reading_cases() {
    return {
        {"host-changes-under-a-reading",
         "AFPUNT_E_CHANGED anywhere begins the reading again, and nothing of the old one is used.",
         "afpunt/ext/snapshot.h", host_changes_under_a_reading},
        {"host-that-changes-for-ever", "A book that never stands still is given up in words.",
         "afpunt/ext/snapshot.h", host_that_changes_for_ever},
        {"host-that-fails", "A reading that fails decides nothing, and the next one is tried.",
         "afpunt/ext/snapshot.h", host_that_fails},
        {"counts-that-cannot-be", "More records than there was room for are not believed.",
         "afpunt/ext/snapshot.h", counts_that_cannot_be},
        {"records-of-any-size",
         "Of a record only what the host filled is read, and no more than there was room for.",
         "afpunt/values.h: AFPUNT_HAS", records_of_any_size},
        {"host-that-counts-its-changes",
         "No answer is of a reading before the revision changed, or while it is not given.",
         "afpunt/ext/revision.h", host_that_counts_its_changes},
    };
}

} // namespace afpunt::conformance
