// SPDX-License-Identifier: MIT
#include "conformance/plugin_cases/session.hpp"

#include "conformance/expectations.hpp"

#include <set>
#include <utility>

namespace afpunt::conformance {
namespace {

// Far longer than anything here takes, also under a sanitizer on a busy machine.
constexpr std::chrono::seconds patience{30};
constexpr std::uint32_t turn_us = 20'000;
constexpr std::uint32_t stop_ms = 1'000;

void append(void* text, const char* bytes, std::uint64_t length) {
    static_cast<std::string*>(text)->append(bytes, length);
}

} // namespace

EventDraft::EventDraft(afpunt_event_type type, std::string id, std::vector<std::string> items)
    : type_(type), id_(std::move(id)), items_(std::move(items)) {
    for (const std::string& item : items_)
        views_.push_back(view(item));
}

afpunt_event EventDraft::event() const {
    afpunt_event event{};
    event.struct_size = sizeof event;
    event.type = type_;
    event.source = view("scripted");
    event.epoch = view("1");
    event.id = event.cursor = view(id_);
    event.item_ids = views_.data();
    event.item_count = static_cast<std::uint32_t>(views_.size());
    return event;
}

Session::Session(const afpunt_entry& entry, ScriptedHost& host) : host_(host) {
    afpunt_error error = empty_error();
    if (const auto made = entry.create(&host.table, &plugin_, &error); made != AFPUNT_OK) {
        fail_case("create: " + name_of(made) + ": " + error.field + ": " + error.message);
    }
    require(plugin_ != nullptr, "create answered AFPUNT_OK and gave no instance");
    if (const auto started = plugin_->start(plugin_, &error); started != AFPUNT_OK) {
        const std::string why = name_of(started) + ": " + error.field + ": " + error.message;
        (void)plugin_->destroy(plugin_);
        plugin_ = nullptr;
        fail_case("start: " + why);
    }
}

// A case that failed leaves its instance in any state: what can be put in order is.
Session::~Session() {
    if (plugin_ == nullptr) return;
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!stopped_ && plugin_->stop(plugin_, stop_ms, nullptr) == AFPUNT_E_STILL_RUNNING) {
        if (std::chrono::steady_clock::now() > end) return;
    }
    (void)plugin_->destroy(plugin_);
}

void Session::work_until(const std::function<bool()>& done, const char* what) {
    const auto end = std::chrono::steady_clock::now() + patience;
    constexpr std::chrono::milliseconds look_again{20};
    while (!done()) {
        require(std::chrono::steady_clock::now() < end,
                std::string("waited for half a minute for ") + what);
        if (!host_.wait_for_request(look_again)) continue;
        while (plugin_->on_main(plugin_, turn_us) == AFPUNT_MORE) {
        }
    }
}

void Session::work_for(std::chrono::milliseconds time) {
    const auto end = std::chrono::steady_clock::now() + time;
    work_until([end] { return std::chrono::steady_clock::now() >= end; }, "time to pass");
}

afpunt_status Session::execute(std::string_view request, std::string& answer, afpunt_error* error) {
    const auto* commands = static_cast<const afpunt_plugin_command*>(
        plugin_->get_extension(plugin_, AFPUNT_EXT_COMMAND));
    require(commands != nullptr && commands->execute != nullptr,
            "the plugin does not offer " AFPUNT_EXT_COMMAND);
    return commands->execute(plugin_, view(request), append, &answer, error);
}

json::object Session::ask(const json::object& request) {
    const std::string text = json::serialize(request);
    std::string& answer = room_for_answer();
    afpunt_error error = empty_error();
    if (const auto status = execute(text, answer, &error); status != AFPUNT_OK) {
        fail_case("execute " + text + ": " + name_of(status) + ": " + error.message);
    }
    work_until([&] { return !answer.empty(); }, "the answer to a command");
    json::error_code wrong;
    const json::value parsed = json::parse(answer, wrong);
    require(!wrong && parsed.is_object() && parsed.as_object().contains("ok"),
            "an answer is not {\"ok\": ...}: " + answer);
    return parsed.as_object();
}

json::object Session::run() {
    return ask({{"command", "run"}, {"who", "An"}, {"language", "en"}});
}
json::object Session::approve_all() {
    return ask({{"command", "approve"}, {"all", true}, {"who", "An"}, {"language", "en"}});
}
json::array Session::letters() {
    const json::object answer = ask({{"command", "letters"}, {"language", "en"}});
    require_answered(answer, "letters");
    return answer.at("letters").as_array();
}

std::vector<std::string> Session::live_letters(std::string_view item) {
    static const std::set<std::string> dead{"withdrawn", "refused", "bounced"};
    std::vector<std::string> numbers;
    for (const json::value& letter : letters()) {
        if (dead.contains(std::string(letter.at("state").as_string()))) continue;
        for (const json::value& in : letter.at("items").as_array()) {
            if (in.at("item").as_string() != item) continue;
            numbers.emplace_back(letter.at("letter").as_string());
        }
    }
    return numbers;
}

afpunt_status Session::submit(const EventDraft& draft, afpunt_error* error) {
    const afpunt_event event = draft.event();
    return plugin_->submit_event(plugin_, &event, error);
}

void Session::tell(afpunt_event_type type, std::vector<std::string> items) {
    afpunt_error error = empty_error();
    const auto status =
        submit(EventDraft(type, "e" + std::to_string(++events_), std::move(items)), &error);
    require(status == AFPUNT_OK || status == AFPUNT_E_BUSY || status == AFPUNT_DUPLICATE,
            "submit_event: " + name_of(status) + ": " + error.message);
}

void Session::stop() {
    const auto end = std::chrono::steady_clock::now() + patience;
    afpunt_error error = empty_error();
    afpunt_status status = AFPUNT_E_STILL_RUNNING;
    while (status == AFPUNT_E_STILL_RUNNING && std::chrono::steady_clock::now() < end)
        status = plugin_->stop(plugin_, stop_ms, &error);
    require(status == AFPUNT_OK,
            "stop, asked for half a minute: " + name_of(status) + ": " + error.message);
    stopped_ = true;
    host_.instance_is_stopped();
}

void Session::destroy() {
    if (!stopped_) stop();
    require_status("destroy", plugin_->destroy(plugin_), AFPUNT_OK);
    plugin_ = nullptr;
    // Threads that outlived the instance have this long to show themselves.
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    const std::string broken = host_.broken_rules();
    require(broken.empty(), broken);
}

std::string refusal(const json::object& answer) {
    if (answer.at("ok").as_bool()) return {};
    return std::string(answer.at("error").at("message").as_string());
}

void require_answered(const json::object& answer, const char* what) {
    const std::string why = refusal(answer);
    require(why.empty(), std::string(what) + " was refused: " + why);
}

std::size_t count_of(const json::object& answer, const char* list) {
    const json::value* found = answer.if_contains(list);
    return found == nullptr ? 0 : found->as_array().size();
}

void require_prepared(Session& session, std::size_t letters) {
    const json::object answer = session.run();
    require_answered(answer, "run");
    const std::size_t found = count_of(answer, "prepared");
    if (found == letters) return;
    std::string reasons;
    const json::object plan = session.ask({{"command", "plan"}, {"language", "en"}});
    for (const json::value& decision : plan.at("decisions").as_array()) {
        reasons += " " + std::string(decision.at("item").as_string()) + ": " +
                   std::string(decision.at("sentence").as_string());
    }
    fail_case("run prepared " + std::to_string(found) + " letters, expected " +
              std::to_string(letters) + "." + reasons + " " +
              json::serialize(answer.at("not_prepared")));
}

void begin_known_book(Session& session, ScriptedHost& host) {
    host.day = first_day;
    require_answered(session.run(), "run on the first day");
    host.day = today;
}

} // namespace afpunt::conformance
