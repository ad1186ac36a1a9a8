// SPDX-License-Identifier: MIT
#include "runtime/instance.hpp"

#include "runtime/abi_text.hpp"
#include "runtime/commands.hpp"
#include "runtime/configuration.hpp"
#include "runtime/from_abi.hpp"

#include <chrono>

namespace afpunt::runtime {
namespace {

// Marks [main] calls during which the host may be called, and may call back.
class Inside {
public:
    explicit Inside(bool& flag) : flag_(flag) { flag_ = true; }
    ~Inside() { flag_ = false; }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

private:
    bool& flag_;
};

} // namespace

Instance::Instance(HostPort host, const afpunt_plugin& functions)
    : host_(std::move(host)), abi_(functions), main_thread_(std::this_thread::get_id()),
      fork_generation_(fork_generation()),
      main_queue_([this] { host_.request_callback(); },
                  [this](const std::string& what) { post_bug(what); }) {
    abi_.plugin_data = this;
}

void Instance::post_bug(const std::string& what) {
    lane_->post([this, what] { on_bug(what); });
}

// Nothing is decided any more, and nobody waits for an answer that will not come.
void Instance::on_bug(const std::string& what) {
    if (follow_up_ != nullptr) follow_up_->stop_sending(what);
    main_queue_.push([this, what] {
        answer_all(error_answer("internal", "afpunt made a mistake of its own: " + what));
        return Progress::Finished;
    });
}

afpunt_status Instance::check_process() const {
    return fork_generation_ == fork_generation() ? AFPUNT_OK : AFPUNT_E_FORKED;
}

afpunt_status Instance::check_main() const {
    if (const afpunt_status process = check_process(); process != AFPUNT_OK) return process;
    return std::this_thread::get_id() == main_thread_ ? AFPUNT_OK : AFPUNT_E_WRONG_THREAD;
}

afpunt_status Instance::start(afpunt_error* error) {
    if (state_ != State::Created) {
        return report(error, AFPUNT_E_INVALID, "start", "start() was called before");
    }
    auto configuration = read_configuration(host_);
    if (!configuration) return report(error, AFPUNT_E_INVALID, configuration.error());
    engine_ = Engine::acquire();
    if (engine_ == nullptr) {
        return report(error, AFPUNT_E_FORKED, "process",
                      "forked while afpunt was at work: fork before start(), or start a program");
    }
    lane_ = engine_->make_lane([this](const std::string& what) { on_bug(what); });
    follow_up_ =
        std::make_unique<FollowUp>(host_, std::move(*configuration), main_queue_, inbox_, cursors_,
                                   lane_, [engine = engine_] { return engine->network(); });
    lane_->post([this] { follow_up_->open_store(); });
    state_ = State::Started;
    gate_.open();
    return AFPUNT_OK;
}

afpunt_status Instance::submit(const afpunt_event* event, afpunt_error* error) {
    const CallGate::Pass pass(gate_);
    if (!pass) {
        return report(error, AFPUNT_E_STOPPED, "submit_event", "the instance is not running");
    }
    if (!AFPUNT_HAS(event, afpunt_event, subject)) {
        return report(error, AFPUNT_E_INVALID, "struct_size", "too short for an event");
    }
    if (event->type < AFPUNT_EVENT_ITEMS_CHANGED || event->type > AFPUNT_EVENT_RESYNC) {
        return report(error, AFPUNT_E_UNSUPPORTED, "type", "an event of a later version");
    }
    auto copy = std::make_unique<EventCopy>();
    if (auto read = read_event(*event, *copy); !read) {
        return report(error, status_of(read.error()), read.error());
    }
    const bool taken = inbox_.push(std::move(copy));
    if (inbox_.claim_wake()) lane_->post([this] { follow_up_->take_events(); });
    return taken ? AFPUNT_OK
                 : report(error, AFPUNT_E_BUSY, "submit_event",
                          "the queue is full; the book will be read anew");
}

afpunt_status Instance::durable_cursor(std::string_view source, char* out, std::uint64_t capacity,
                                       std::uint64_t* length) {
    const CallGate::Pass pass(gate_);
    if (!pass) return AFPUNT_E_STOPPED;
    const auto [known, cursor] = cursors_.ask(source);
    if (known == DurableCursors::Known::No) {
        lane_->post([this, wanted = std::string(source)] { follow_up_->look_up_cursor(wanted); });
    }
    if (known != DurableCursors::Known::Yes) return AFPUNT_E_BUSY;
    if (cursor.empty()) return AFPUNT_E_NOT_FOUND;
    *length = cursor.size();
    if (capacity == 0) return AFPUNT_OK;
    if (out == nullptr || capacity < cursor.size()) return AFPUNT_E_INVALID;
    cursor.copy(out, cursor.size());
    return AFPUNT_OK;
}

afpunt_status Instance::on_main(std::uint32_t budget_us) {
    if (state_ != State::Started) return AFPUNT_E_STOPPED;
    // A host that runs its loop inside a call of ours must not find us working twice.
    if (host_inside_) return AFPUNT_E_INVALID;
    const Inside inside(host_inside_);
    return main_queue_.run(std::chrono::microseconds(budget_us)) == Progress::More ? AFPUNT_MORE
                                                                                   : AFPUNT_OK;
}

void Instance::give_answer(std::uint64_t id, const std::string& json) {
    const auto found = pending_.find(id);
    if (found == pending_.end()) return;
    const PendingAnswer answer = found->second;
    pending_.erase(found);
    answer.sink(answer.data, json.data(), json.size());
}

afpunt_status Instance::execute(std::string_view request, afpunt_sink answer, void* data,
                                afpunt_error* error) {
    if (state_ != State::Started) {
        return report(error, AFPUNT_E_STOPPED, "execute", "the instance is not running");
    }
    if (answer == nullptr) return report(error, AFPUNT_E_INVALID, "answer", "a null pointer");
    if (pending_.size() >= config::commands_waiting_max) {
        return report(error, AFPUNT_E_BUSY, "execute", "too many commands are waiting");
    }
    auto parsed = parse_request(request);
    if (!parsed) return report(error, AFPUNT_E_INVALID, parsed.error());
    const std::uint64_t id = next_answer_++;
    pending_[id] = {answer, data};
    lane_->post([this, id, parsed = std::move(*parsed)] {
        runtime::execute(*follow_up_, parsed, [this, id](const std::string& json) {
            main_queue_.push([this, id, json] {
                give_answer(id, json);
                return Progress::Finished;
            });
        });
    });
    return AFPUNT_OK;
}

void Instance::answer_all(const std::string& json) {
    while (!pending_.empty())
        give_answer(pending_.begin()->first, json);
}

afpunt_status Instance::stop(std::uint32_t deadline_ms, afpunt_error* error) {
    if (host_inside_) {
        return report(error, AFPUNT_E_INVALID, "stop",
                      "called from inside on_main() or stop(): from an answer, for instance");
    }
    if (state_ == State::Created) {
        state_ = State::Stopped;
        return AFPUNT_OK;
    }
    if (state_ == State::Stopped) return AFPUNT_OK;
    const Inside inside(host_inside_);
    if (state_ == State::Started) {
        state_ = State::Stopping;
        gate_.close();
        main_queue_.close();
        // What was told before stop() is on disk when stop() answers, and what was under way with a
        // mail server has its outcome. The follow-up goes last: every later task on this lane finds
        // it closed. Nothing here may throw, or stop() would wait for ever.
        lane_->post([this] { follow_up_->take_events(); });
        lane_->post([this] {
            follow_up_->close([this, ending = ending_, lane = lane_] {
                lane->post([this, ending, lane] {
                    lane->close();
                    follow_up_.reset();
                    const std::scoped_lock lock(ending->mutex);
                    ending->ended = true;
                    ending->done.notify_all();
                });
            });
        });
    }
    std::unique_lock lock(ending_->mutex);
    if (!ending_->done.wait_for(lock, std::chrono::milliseconds(deadline_ms),
                                [this] { return ending_->ended; })) {
        return report(error, AFPUNT_E_STILL_RUNNING, "stop",
                      "work is under way; call stop() again");
    }
    lock.unlock();
    answer_all(error_answer("stopped", "afpunt was stopped"));
    lane_.reset();
    engine_.reset();
    state_ = State::Stopped;
    return AFPUNT_OK;
}

bool Instance::may_be_destroyed() const {
    return state_ == State::Created || state_ == State::Stopped;
}

} // namespace afpunt::runtime
