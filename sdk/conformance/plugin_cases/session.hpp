// SPDX-License-Identifier: MIT
//
// One instance of the plugin with its scripted host, as a case drives it: give turns, ask a command
// and get its answer, tell an event.
#pragma once

#include "conformance/plugin_cases/scripted_host.hpp"

#include <afpunt/afpunt.h>

#include <boost/json.hpp>

#include <chrono>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::conformance {

namespace json = boost::json;

// An event with its texts; view() is good as long as this object lives.
class EventDraft {
public:
    EventDraft(afpunt_event_type type, std::string id, std::vector<std::string> items = {});
    EventDraft(const EventDraft&) = delete;
    EventDraft& operator=(const EventDraft&) = delete;
    [[nodiscard]] afpunt_event event() const;

private:
    afpunt_event_type type_;
    std::string id_;
    std::vector<std::string> items_;
    std::vector<afpunt_str> views_;
};

class Session {
public:
    // Makes and starts an instance; ends the case where that is refused.
    Session(const afpunt_entry& entry, ScriptedHost& host);
    // Stops and destroys, where the case has not.
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    [[nodiscard]] const afpunt_plugin* plugin() const { return plugin_; }
    // Gives turns until `done`; ends the case after `patience`, naming what was waited for.
    void work_until(const std::function<bool()>& done, const char* what);
    // Gives the turns that are asked for within this time.
    void work_for(std::chrono::milliseconds time);
    [[nodiscard]] json::object ask(const json::object& request);
    // An empty text that lives as long as this session: answers may come as late as its end.
    [[nodiscard]] std::string& room_for_answer() { return answers_.emplace_back(); }
    // A request as text; `answer` is filled later, in a turn or in stop().
    [[nodiscard]] afpunt_status execute(std::string_view request, std::string& answer,
                                        afpunt_error* error = nullptr);
    [[nodiscard]] json::object run();
    [[nodiscard]] json::object approve_all();
    [[nodiscard]] json::array letters();
    // Letters that wait or are under way for an item, by number.
    [[nodiscard]] std::vector<std::string> live_letters(std::string_view item);
    [[nodiscard]] afpunt_status submit(const EventDraft& draft, afpunt_error* error = nullptr);
    // Submits an event of its own number; ends the case when it is refused.
    void tell(afpunt_event_type type, std::vector<std::string> items = {});
    // Until AFPUNT_OK; then the plugin's manners are judged, which may end the case.
    void stop();
    void destroy();

private:
    ScriptedHost& host_;
    std::deque<std::string> answers_;
    const afpunt_plugin* plugin_ = nullptr;
    bool stopped_ = false;
    int events_ = 0;
};

// The sentence with which an answer refuses; empty when it is "ok".
[[nodiscard]] std::string refusal(const json::object& answer);
void require_answered(const json::object& answer, const char* what);
// How many letters an answer says were prepared or delivered.
[[nodiscard]] std::size_t count_of(const json::object& answer, const char* list);

// A run that prepares so many letters; ends the case otherwise, with the reasons that `plan` gives.
void require_prepared(Session& session, std::size_t letters);

// A session whose book was first seen five weeks ago: what fell due since is no old balance.
void begin_known_book(Session& session, ScriptedHost& host);

} // namespace afpunt::conformance
