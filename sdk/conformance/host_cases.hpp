// SPDX-License-Identifier: MIT
//
// The cases that a host is tried with: known to the kit, which runs the host's program once for
// each, and to the scripted plugin, which plays the case inside it.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace afpunt::conformance {

// How the kit tells the scripted plugin, through the host's environment, what to play.
inline constexpr const char* case_variable = "AFPUNT_CONFORMANCE_CASE";
inline constexpr const char* report_variable = "AFPUNT_CONFORMANCE_REPORT";
inline constexpr const char* seed_variable = "AFPUNT_CONFORMANCE_SEED";
inline constexpr const char* change_variable = "AFPUNT_CONFORMANCE_CHANGE";
inline constexpr const char* may_book_variable = "AFPUNT_CONFORMANCE_MAY_BOOK";

// Lines of the report: a word, a tab, a sentence.
namespace report_word {
inline constexpr std::string_view doing = "doing"; // what comes next: the last one tells of a crash
inline constexpr std::string_view failed = "failed"; // a rule that was broken
inline constexpr std::string_view skipped = "skipped";
inline constexpr std::string_view created = "created";
inline constexpr std::string_view refused = "refused"; // create or start said no, as the case wants
inline constexpr std::string_view probed = "probed";   // the case is over, the host may end
inline constexpr std::string_view stopped = "stopped";
inline constexpr std::string_view destroyed = "destroyed";
} // namespace report_word

struct HostCase {
    std::string_view name, rule, where;
};

inline constexpr std::array host_cases{
    HostCase{
        "tables-are-whole",
        "The host's table states its size, who it is and which book, and all that is required.",
        "afpunt/host.h"},
    HostCase{"reading-is-sound",
             "Records have ids of their own, whole texts, days, currencies, and sums that agree.",
             "afpunt/records.h"},
    HostCase{"reading-in-any-portion",
             "However few records are asked for at once, and however far apart, they are the same.",
             "afpunt/ext/snapshot.h"},
    HostCase{
        "reading-into-any-size",
        "Nothing is written behind a record's struct_size, and what was filled is written back.",
        "afpunt/values.h: AFPUNT_HAS"},
    HostCase{"reading-again-is-the-same",
             "Ids are stable: a second reading, also after one that was broken off, is the same.",
             "afpunt/records.h"},
    HostCase{"reading-over-many-turns",
             "A reading may take many turns, and its texts are good until its next call.",
             "afpunt/ext/snapshot.h"},
    HostCase{"changed-under-a-reading",
             "A book that changes under a reading is told by AFPUNT_E_CHANGED, or not to be seen.",
             "afpunt/ext/snapshot.h"},
    HostCase{"permit-agrees-with-the-reading",
             "A permit gives state and open amount of each item that is asked for, in that order.",
             "afpunt/ext/permit.h"},
    HostCase{"permit-of-unknown-items", "An item that the host does not know has state 0.",
             "afpunt/ext/permit.h"},
    HostCase{"permit-into-any-size",
             "Nothing is written behind struct_size or between items; what was filled is told.",
             "afpunt/values.h: AFPUNT_HAS"},
    HostCase{
        "settings-that-are-absent",
        "A key that is not set answers AFPUNT_E_NOT_FOUND, however odd; state.folder is there.",
        "afpunt/ext/settings.h"},
    HostCase{"settings-that-are-kept", "What set() keeps, get() gives back, byte for byte.",
             "afpunt/ext/settings.h"},
    HostCase{"clock-is-plausible",
             "The clock gives a day that belongs to its moment, on any thread, in any size.",
             "afpunt/ext/clock.h"},
    HostCase{"match-refuses-nonsense",
             "A match that names what is not there is refused, and nothing of it is booked.",
             "afpunt/ext/match.h"},
    HostCase{"match-is-one-step",
             "A match lowers what is open and what is unallocated; untied, all is as before.",
             "afpunt/ext/match.h"},
    HostCase{
        "revision-tells-of-changes",
        "The revision is another one after each change, never one from before, and stays else.",
        "afpunt/ext/revision.h"},
    HostCase{"callbacks-from-any-thread",
             "request_callback, log, get_extension and now may be called by many threads at once.",
             "afpunt/host.h"},
    HostCase{"texts-for-people", "Log and notice take any text of any length and severity.",
             "afpunt/host.h, afpunt/ext/notice.h"},
    HostCase{"more-work-follows", "AFPUNT_MORE from on_main brings the next turn without asking.",
             "afpunt/plugin.h: on_main"},
    HostCase{"stop-that-takes-long",
             "While stop() answers AFPUNT_E_STILL_RUNNING the host neither destroys nor gives up.",
             "afpunt/plugin.h: stop"},
    HostCase{"create-is-refused", "A plugin that refuses to be made ends nothing but itself.",
             "afpunt/entry.h: create"},
    HostCase{"start-is-refused", "A plugin that refuses to start gets no turn and is destroyed.",
             "afpunt/plugin.h: start"},
    HostCase{"another-major-version", "A plugin of another major version is not made.",
             "afpunt/entry.h"},
    HostCase{"a-later-minor-version",
             "Longer tables, flags and numbers of later versions are fine.",
             "afpunt/values.h: AFPUNT_HAS"},
    HostCase{"commands-are-refused", "A command that is refused by status is not waited for.",
             "afpunt/ext/command.h"},
    HostCase{"plugin-is-busy", "AFPUNT_E_BUSY for events and cursors is no failure of the host's.",
             "afpunt/plugin.h: submit_event"},
    HostCase{"answer-of-many-bytes", "An answer may be as long as it likes.",
             "afpunt/ext/command.h"},
};

[[nodiscard]] constexpr bool is_host_case(std::string_view name) {
    return std::any_of(host_cases.begin(), host_cases.end(),
                       [&](const HostCase& one) { return one.name == name; });
}

} // namespace afpunt::conformance
