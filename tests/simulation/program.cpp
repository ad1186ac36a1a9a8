// SPDX-License-Identifier: MIT
#include "simulation/program.hpp"

#include "runtime/commands.hpp"
#include "simulation/invariants.hpp"
#include "simulation/played_mail_server.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace afpunt::simulation {

namespace {

// The machine as this process finds it.
class PlayedMachine final : public runtime::Machine {
public:
    PlayedMachine(World& world, ProcessId process) : world_(world), process_(process) {}

    Instant now() const override { return Instant(std::chrono::microseconds(world_.time.now())); }
    std::int64_t since_start_ms() const override {
        return (world_.time.now() - world_.booted_at) / millisecond;
    }
    std::string random_id() const override {
        static constexpr std::string_view hex = "0123456789abcdef";
        std::string id;
        while (id.size() < 32)
            id += hex[world_.chance.below(hex.size())];
        return id;
    }
    outbox::LeaseHolder holder(std::string id, std::string name) const override {
        const int boot = is_off(Guard::RestartIsSeen) ? 1 : world_.boot;
        return {std::move(id), process_, "pid:[1]", "boot " + std::to_string(boot),
                std::move(name)};
    }
    bool process_exists(std::int64_t process) const override {
        if (is_off(Guard::OneProgramAtATime)) return false;
        return world_.alive.contains(static_cast<ProcessId>(process));
    }
    std::string place_of(const std::string& state_folder) const override {
        return "machine:" + state_folder;
    }

private:
    World& world_;
    ProcessId process_;
};

runtime::Configuration configuration_of(const World& world) {
    const Rules& rules = world.rules;
    runtime::Configuration configuration;
    configuration.policy = policy::Policy::standard(policy::CalendarId::Belgium, "en");
    configuration.policy.mode =
        rules.sends_without_hand ? policy::Mode::Send : policy::Mode::Prepare;
    configuration.policy.most_letters_per_day = rules.letters_per_day;
    configuration.policy.least_days_between_messages = rules.days_between_messages;
    configuration.settings.mail.way = config::MailWay::Smtp;
    configuration.settings.mail.per_minute = rules.mails_per_minute;
    configuration.settings.mail.per_day = rules.mails_per_day;
    configuration.state_folder = "/"; // the disk in memory has no other folder
    const auto mark = world.kept.find("state.mark");
    if (mark != world.kept.end()) configuration.state_mark = mark->second;
    return configuration;
}

} // namespace

// ---- the lane of the module's worker -----------------------------------------------------------

class Program::PlayedLane final : public runtime::Lane {
public:
    explicit PlayedLane(Program& program) : program_(program) {}
    void post(runtime::Task task) override { run_later(0, std::move(task)); }
    void post_later(std::chrono::milliseconds delay, runtime::Task task) override {
        const int newest = ++delayed_;
        run_later(delay.count() * millisecond, [this, newest, task = std::move(task)] {
            if (newest == delayed_) task();
        });
    }
    void call_later(std::chrono::milliseconds delay, runtime::Task task) override {
        run_later(delay.count() * millisecond, std::move(task));
    }
    void close() override { closed_ = true; }

private:
    void run_later(Microseconds delay, runtime::Task task) {
        program_.later(delay, [this, task = std::move(task)] {
            if (!closed_) task();
        });
    }
    Program& program_;
    int delayed_ = 0;
    bool closed_ = false;
};

// ---- life --------------------------------------------------------------------------------------

Program::Program(World& world, ProcessId number)
    : world_(world), number_(number), host_(world, *this), tables_(host_),
      main_([this] { want_turn(); }, [this](const std::string& what) { bug(what); }),
      lane_(std::make_shared<PlayedLane>(*this)) {
    host_.when_callback_is_asked = [this] { want_turn(); };
    world_.alive.insert(number_);
    world_.disk.let_work(number_);
    follow_up_ = std::make_unique<runtime::FollowUp>(
        *runtime::HostPort::make(tables_.abi()), configuration_of(world), main_, inbox_, cursors_,
        lane_, [] { return std::shared_ptr<delivery::Network>(); },
        std::make_shared<PlayedMachine>(world, number));
    later(0, [this] {
        follow_up_->open_store();
        follow_up_->use_mail_sender(std::make_unique<PlayedMailServer>(world_, *this));
        const auto store = follow_up_->store();
        if (store || world_.disk.is_full() || !is_alive()) return;
        world_.observer->broken(the_state_is_whole, store.error().sentence());
    });
}

Program::~Program() {
    *exists_ = false;
    alive_ = false;
    world_.alive.erase(number_);
    world_.disk.let_work(number_);
    main_.close();
    follow_up_.reset();
    world_.disk.forget(number_);
}

void Program::later(Microseconds delay, std::function<void()> task) {
    world_.time.after(delay, [this, exists = exists_, task = std::move(task)] {
        if (*exists) work(task);
    });
}

void Program::work(const std::function<void()>& task) {
    if (!is_alive()) return;
    world_.disk.let_work(number_);
    try {
        task();
    } catch (const std::exception& thrown) {
        bug(thrown.what());
    }
}

void Program::bug(const std::string& what) {
    if (is_alive()) world_.observer->broken(the_module_makes_no_mistake, what);
}

void Program::end_in_order() {
    if (ending_) return;
    ending_ = true;
    main_.close();
    later(0, [this] { follow_up_->take_events(); });
    later(0, [this] { follow_up_->close([this] { later(0, [this] { alive_ = false; }); }); });
}

// ---- the host's thread -------------------------------------------------------------------------

void Program::want_turn() {
    if (turn_is_wanted_ || ending_ || !is_alive()) return;
    turn_is_wanted_ = true;
    const Microseconds busy = world_.host_is_busy_until - world_.time.now();
    const auto soon = static_cast<Microseconds>(world_.chance.below(20)) * millisecond;
    later(std::max(busy, Microseconds{0}) + soon, [this] { give_turn(); });
}

// No budget: one piece of work in each turn, so that anything may come between two of them.
void Program::give_turn() {
    turn_is_wanted_ = false;
    if (ending_) return;
    if (main_.run(std::chrono::microseconds(0)) == runtime::Progress::More) want_turn();
}

void Program::submit(const HostEvent& event) {
    if (!is_alive() || ending_) return;
    auto copy = std::make_unique<runtime::EventCopy>();
    copy->type = event.type;
    copy->source = "host";
    copy->epoch = "1";
    copy->id = copy->cursor = std::to_string(event.number);
    copy->item_ids = event.items;
    (void)inbox_.push(std::move(copy));
    host_.was_told(event);
    if (inbox_.claim_wake()) lane_->post([this] { follow_up_->take_events(); });
}

void Program::tell(afpunt_event_type type, std::vector<std::string> items) {
    world_.events.push_back({static_cast<int>(world_.events.size()) + 1, type, std::move(items)});
    submit(world_.events.back());
}

void Program::ask(const std::string& request, std::function<void(const std::string& json)> answer) {
    if (ending_ || !is_alive()) return;
    auto parsed = runtime::parse_request(request);
    if (!parsed) return bug("a request of the simulation: " + parsed.error().sentence());
    lane_->post([this, parsed = std::move(*parsed), answer = std::move(answer)] {
        runtime::execute(*follow_up_, parsed, answer);
    });
}

void Program::resume_log() {
    later(0, [this] {
        follow_up_->look_up_cursor("host");
        const auto [known, cursor] = cursors_.ask("host");
        int after = 0;
        if (known == runtime::DurableCursors::Known::Yes && !cursor.empty()) {
            after = std::stoi(cursor);
        }
        const std::vector<HostEvent> events = world_.events;
        for (const HostEvent& event : events) {
            if (event.number > after) submit(event);
        }
    });
}

} // namespace afpunt::simulation
