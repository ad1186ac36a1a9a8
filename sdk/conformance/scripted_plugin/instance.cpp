// SPDX-License-Identifier: MIT
#include "conformance/scripted_plugin/instance.hpp"

#include "conformance/expectations.hpp"
#include "conformance/scripted_plugin/report.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <exception>

namespace afpunt::conformance {
namespace {

std::uint64_t seed() {
    const std::string text = environment(seed_variable);
    std::uint64_t number = 0;
    (void)std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

afpunt_status refuse(afpunt_error* error, afpunt_status status, const char* message) {
    if (error != nullptr && error->struct_size >= sizeof *error) {
        error->status = status;
        std::strncpy(error->field, "conformance", sizeof error->field - 1);
        std::strncpy(error->message, message, sizeof error->message - 1);
    }
    return status;
}

Instance& self(const afpunt_plugin* plugin) {
    return *static_cast<Instance*>(plugin->plugin_data);
}

// The functions of the table. A host that hands over NULL is a host that crashes; so be it.
afpunt_status start(const afpunt_plugin* plugin, afpunt_error* error) {
    return self(plugin).start(error);
}
afpunt_status submit_event(const afpunt_plugin* plugin, const afpunt_event* event,
                           afpunt_error* error) {
    return self(plugin).submit_event(event, error);
}
afpunt_status durable_cursor(const afpunt_plugin* plugin, afpunt_str source, char* out,
                             std::uint64_t capacity, std::uint64_t* length) {
    return self(plugin).durable_cursor(source, out, capacity, length);
}
afpunt_status on_main(const afpunt_plugin* plugin, std::uint32_t) {
    return self(plugin).on_main();
}
afpunt_status stop(const afpunt_plugin* plugin, std::uint32_t, afpunt_error*) {
    return self(plugin).stop();
}
afpunt_status destroy(const afpunt_plugin* plugin) {
    return self(plugin).destroy();
}
afpunt_status execute(const afpunt_plugin* plugin, afpunt_str request, afpunt_sink answer,
                      void* data, afpunt_error* error) {
    return self(plugin).execute(request, answer, data, error);
}
const void* get_extension(const afpunt_plugin*, const char* id) {
    static constexpr afpunt_plugin_command commands{execute};
    return id != nullptr && std::string_view(id) == AFPUNT_EXT_COMMAND ? &commands : nullptr;
}

} // namespace

Behaviour::Behaviour(std::string_view case_name)
    : refuses_create(case_name == "create-is-refused"),
      refuses_start(case_name == "start-is-refused"),
      other_major(case_name == "another-major-version"),
      later_minor(case_name == "a-later-minor-version"),
      refuses_commands(case_name == "commands-are-refused"), is_busy(case_name == "plugin-is-busy"),
      more_turns(case_name == "more-work-follows" ? 50 : 0),
      slow_stops(case_name == "stop-that-takes-long" ? 3 : 0),
      answer_bytes(case_name == "answer-of-many-bytes" ? 4'000'000 : 0) {}

Instance::Instance(const afpunt_host* host, std::string case_name)
    : case_name_(std::move(case_name)), behaviour_(case_name_), tables_(tables_of(host)),
      probe_(probe_for(case_name_)), dice_(seed()) {
    plugin_.first = {sizeof(afpunt_plugin), AFPUNT_ABI_MINOR,          this,
                     conformance::start,    conformance::submit_event, conformance::durable_cursor,
                     conformance::on_main,  conformance::stop,         conformance::destroy,
                     get_extension};
    constexpr int unknown_bytes = 0xA5;
    std::memset(plugin_.later, unknown_bytes, sizeof plugin_.later);
    if (behaviour_.later_minor) {
        plugin_.first.struct_size = sizeof plugin_;
        plugin_.first.abi_minor = AFPUNT_ABI_MINOR + 1;
    }
    report(report_word::created, "");
}

void Instance::mind_main(const char* function, std::initializer_list<State> allowed) {
    if (std::this_thread::get_id() != main_) {
        report(report_word::failed, std::string(function) +
                                        " was called on another thread than the one that called "
                                        "create (afpunt/values.h: [main])");
    }
    if (const char* inside = InsideHost::current(); inside != nullptr) {
        report(report_word::failed, std::string(function) + " was called from inside the host's " +
                                        inside + ", which the plugin had called");
    }
    if (std::find(allowed.begin(), allowed.end(), state_) == allowed.end()) {
        constexpr const char* when[] = {"before start()", "after start() had refused",
                                        "for the second time, or while the instance was running",
                                        "after stop() had answered AFPUNT_OK", "after destroy()"};
        report(report_word::failed, std::string(function) + " was called " +
                                        when[static_cast<int>(state_)] +
                                        " (afpunt/plugin.h: Life)");
    }
}

template <typename Call>
void Instance::guarded(const Call& call) {
    try {
        call();
    } catch (const CaseFailed& broken) {
        report(report_word::failed, broken.what());
        probed_ = true;
    } catch (const CaseSkipped& reason) {
        report(report_word::skipped, reason.what());
        probed_ = true;
    } catch (const std::exception& thrown) {
        report(report_word::failed, std::string("unexpected: ") + thrown.what());
        probed_ = true;
    }
}

afpunt_status Instance::start(afpunt_error* error) {
    mind_main("start", {State::Created});
    if (behaviour_.refuses_start) {
        state_ = State::Refused;
        report(report_word::refused, "");
        return refuse(error, AFPUNT_E_INVALID, "this is a case of the conformance kit");
    }
    state_ = State::Started;
    tables_.host->request_callback(tables_.host);
    return AFPUNT_OK;
}

// Two events of one key must be the same event, told twice.
void Instance::mind_event(const afpunt_event& event) {
    require(event.struct_size >= sizeof event,
            "submit_event: struct_size is " + std::to_string(event.struct_size));
    require(event.type >= AFPUNT_EVENT_ITEMS_CHANGED && event.type <= AFPUNT_EVENT_RESYNC,
            "submit_event: the type is " + std::to_string(event.type));
    require_key(event.source, AFPUNT_EVENT_TEXT_MAX, "submit_event: source");
    require_key(event.epoch, AFPUNT_EVENT_TEXT_MAX, "submit_event: epoch");
    require_key(event.id, AFPUNT_EVENT_TEXT_MAX, "submit_event: id");
    require_text(event.cursor, AFPUNT_EVENT_TEXT_MAX, "submit_event: cursor");
    require_text(event.party_id, AFPUNT_EVENT_TEXT_MAX, "submit_event: party_id");
    require_text(event.subject, AFPUNT_TEXT_MAX, "submit_event: subject");
    require(event.item_count <= AFPUNT_EVENT_ITEMS_MAX,
            "submit_event: item_count is " + std::to_string(event.item_count));
    require(event.item_count == 0 || event.item_ids != nullptr, "submit_event: item_ids is null");
    std::string said = std::to_string(event.type);
    for (std::uint32_t i = 0; i < event.item_count; ++i) {
        require_key(event.item_ids[i], AFPUNT_EVENT_TEXT_MAX,
                    "submit_event: item_ids[" + std::to_string(i) + "]");
        said += "\n" + text_of(event.item_ids[i]);
    }
    const std::string key =
        text_of(event.source) + "\n" + text_of(event.epoch) + "\n" + text_of(event.id);
    const std::scoped_lock lock(events_mutex_);
    const auto [known, is_new] = events_.emplace(key, said);
    require(is_new || known->second == said,
            "submit_event: the id '" + text_of(event.id) + "' was given to two events");
}

afpunt_status Instance::submit_event(const afpunt_event* event, afpunt_error* error) {
    if (state_ == State::Stopped || state_ == State::Destroyed) return AFPUNT_E_STOPPED;
    try {
        require(event != nullptr, "submit_event: the event is null");
        mind_event(*event);
    } catch (const CaseFailed& broken) {
        report(report_word::failed, broken.what());
        return refuse(error, AFPUNT_E_INVALID, broken.what());
    }
    return behaviour_.is_busy ? refuse(error, AFPUNT_E_BUSY, "the queue is full") : AFPUNT_OK;
}

afpunt_status Instance::durable_cursor(afpunt_str source, char*, std::uint64_t,
                                       std::uint64_t* length) {
    if (length == nullptr || source.ptr == nullptr) {
        report(report_word::failed, "durable_cursor: the source or the length is null");
        return AFPUNT_E_INVALID;
    }
    // "Ask again after the next request_callback."
    if (behaviour_.is_busy && ++cursors_asked_ < 3) return AFPUNT_E_BUSY;
    return AFPUNT_E_NOT_FOUND;
}

void Instance::play() {
    if (probed_) return;
    guarded([&] {
        if (probe_ == nullptr || !probe_->turn(tables_, dice_)) probed_ = true;
    });
    if (probed_) report(report_word::probed, "");
    if (!probed_) tables_.host->request_callback(tables_.host);
}

void Instance::answer_commands() {
    if (!probed_) return;
    std::string text = R"({"ok":false,"error":{"code":"refused","message":")"
                       "This is the conformance kit's plugin, which decides nothing."
                       R"(","where":"","field":"","found":"","expected":")";
    if (behaviour_.answer_bytes > text.size()) text.append(behaviour_.answer_bytes, '.');
    text += "\"}}";
    while (!waiting_.empty()) {
        const Waiting one = waiting_.front();
        waiting_.erase(waiting_.begin());
        const InsideHost call("answer");
        one.answer(one.data, text.data(), text.size());
    }
}

afpunt_status Instance::on_main() {
    mind_main("on_main", {State::Started, State::Stopped});
    if (state_ != State::Started) return AFPUNT_E_STOPPED;
    if (std::this_thread::get_id() != main_) return AFPUNT_E_WRONG_THREAD;
    if (playing_) return AFPUNT_E_INVALID;
    playing_ = true;
    afpunt_status status = AFPUNT_OK;
    if (++turns_ <= behaviour_.more_turns) {
        status = AFPUNT_MORE; // and no request_callback: the status is enough
    } else {
        play();
        answer_commands();
    }
    playing_ = false;
    return status;
}

afpunt_status Instance::stop() {
    mind_main("stop", {State::Created, State::Refused, State::Started, State::Stopped});
    if (state_ == State::Started) {
        if (++stops_ <= behaviour_.slow_stops) return AFPUNT_E_STILL_RUNNING;
        probed_ = true;
        answer_commands();
        state_ = State::Stopped;
        report(report_word::stopped, "");
    }
    return AFPUNT_OK;
}

afpunt_status Instance::destroy() {
    mind_main("destroy", {State::Created, State::Refused, State::Stopped});
    if (state_ == State::Started) return AFPUNT_E_STILL_RUNNING;
    state_ = State::Destroyed;
    report(report_word::destroyed, "");
    return AFPUNT_OK;
}

afpunt_status Instance::execute(afpunt_str request, afpunt_sink answer, void* data,
                                afpunt_error* error) {
    mind_main("execute", {State::Started, State::Stopped});
    if (state_ != State::Started) return refuse(error, AFPUNT_E_STOPPED, "the plugin is stopped");
    try {
        require_key(request, AFPUNT_COMMAND_REQUEST_MAX, "execute: the request");
        require(text_of(request).front() == '{', "execute: the request is not a JSON object");
        require(answer != nullptr, "execute: the sink for the answer is null");
    } catch (const CaseFailed& broken) {
        report(report_word::failed, broken.what());
        return refuse(error, AFPUNT_E_INVALID, broken.what());
    }
    if (behaviour_.refuses_commands) {
        play();
        return refuse(error, AFPUNT_E_BUSY, "too many commands are waiting");
    }
    waiting_.push_back({answer, data});
    tables_.host->request_callback(tables_.host);
    return AFPUNT_OK;
}

} // namespace afpunt::conformance
