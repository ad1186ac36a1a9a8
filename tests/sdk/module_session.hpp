// SPDX-License-Identifier: MIT
//
// The real libafpunt.so with a scripted host, as a test drives it: ask a command and get its
// answer, submit an event, let the module work until something is so.
#pragma once

#include "sdk/scripted_host.hpp"

#include <afpunt/plugin.hpp>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

namespace afpunt::tests {

namespace json = boost::json;

// Far longer than anything here takes, also under a sanitizer on a busy machine.
inline constexpr std::chrono::seconds patience{60};

inline host::Library load_module() {
    auto library = host::Library::load(AFPUNT_MODULE_FILE);
    if (!library) throw std::runtime_error(library.error().sentence());
    return std::move(*library);
}

inline afpunt_error empty_error() {
    afpunt_error error{};
    error.struct_size = sizeof error;
    return error;
}

// An event with its texts; view() is good as long as this object lives.
class EventDraft {
public:
    EventDraft(afpunt_event_type type, std::string id, std::vector<std::string> items = {})
        : id_(std::move(id)), items_(std::move(items)), type_(type) {
        for (const std::string& item : items_)
            views_.push_back(host::to_abi(item));
    }
    [[nodiscard]] afpunt_event view() const {
        afpunt_event event{};
        event.struct_size = sizeof event;
        event.type = type_;
        event.source = host::to_abi("scripted");
        event.epoch = host::to_abi("1");
        event.id = event.cursor = host::to_abi(id_);
        event.occurred_at = AFPUNT_NO_TIME;
        event.item_ids = views_.data();
        event.item_count = static_cast<std::uint32_t>(views_.size());
        return event;
    }

private:
    std::string id_;
    std::vector<std::string> items_;
    std::vector<afpunt_str> views_;
    afpunt_event_type type_;
};

class ModuleSession {
public:
    explicit ModuleSession(ScriptedHost& host) : host_(host) {
        auto plugin = host::Plugin::start(load_module(), host);
        if (!plugin) throw std::runtime_error(plugin.error().sentence());
        plugin_ = std::move(*plugin);
    }
    [[nodiscard]] host::Plugin& plugin() { return *plugin_; }

    // Lets the module work until `done`, or until patience ends: then false.
    [[nodiscard]] bool work_until(const std::function<bool()>& done) {
        const auto end = std::chrono::steady_clock::now() + patience;
        while (!done()) {
            if (std::chrono::steady_clock::now() > end) return false;
            if (!host_.callback.wait(std::chrono::milliseconds(20))) continue;
            while (plugin_->on_main(std::chrono::milliseconds(50))) {
            }
        }
        return true;
    }
    [[nodiscard]] json::object ask(const json::object& request) {
        return ask_text(json::serialize(request));
    }
    [[nodiscard]] json::object ask_text(const std::string& request) {
        std::string text;
        auto asked = plugin_->execute(request, [&](std::string answer) { text = answer; });
        if (!asked) return {{"ok", false}, {"status", asked.error().sentence()}};
        if (!work_until([&] { return !text.empty(); })) throw std::runtime_error("no answer");
        return json::parse(text).as_object();
    }
    json::object run() { return ask({{"command", "run"}, {"who", "An"}, {"language", "en"}}); }
    json::object approve_all() {
        return ask({{"command", "approve"}, {"all", true}, {"who", "An"}});
    }
    void tell(afpunt_event_type type, std::vector<std::string> items = {}) {
        tell(type, "e" + std::to_string(++events_), std::move(items));
    }
    void tell(afpunt_event_type type, std::string id, std::vector<std::string> items) {
        const EventDraft draft(type, std::move(id), std::move(items));
        const auto submitted = plugin_->submit(draft.view());
        EXPECT_TRUE(submitted) << submitted.error().sentence();
    }

    // The states of all letters that hold an item, in order: "withdrawn prepared".
    [[nodiscard]] std::string states_of(std::string_view item) {
        std::string states;
        for (const json::value& letter : letters()) {
            for (const json::value& in : letter.at("items").as_array()) {
                if (in.at("item").as_string() != item) continue;
                states += (states.empty() ? "" : " ") + std::string(letter.at("state").as_string());
            }
        }
        return states;
    }
    [[nodiscard]] json::array letters() {
        return ask({{"command", "letters"}}).at("letters").as_array();
    }
    [[nodiscard]] std::string reason_of(std::string_view item) {
        const json::object answer = ask({{"command", "why"}, {"item", item}});
        return std::string(answer.at("items").at(0).at("reason").as_string());
    }

private:
    ScriptedHost& host_;
    std::unique_ptr<host::Plugin> plugin_;
    int events_ = 0;
};

// The sentence of a refusal; empty when the answer is "ok".
inline std::string refusal(const json::object& answer) {
    if (answer.at("ok").as_bool()) return {};
    if (const auto* status = answer.if_contains("status")) return std::string(status->as_string());
    return std::string(answer.at("error").at("message").as_string());
}
inline std::vector<std::string> delivered(const json::object& answer) {
    std::vector<std::string> numbers;
    for (const json::value& number : answer.at("delivered").as_array())
        numbers.emplace_back(number.as_string());
    return numbers;
}

} // namespace afpunt::tests
