// SPDX-License-Identifier: MIT
#include "session.hpp"

#include <afpunt/text.hpp>

#include <boost/json.hpp>

#include <charconv>
#include <cstdlib>

namespace afpunt::standalone {
namespace {

// Long enough for a book of a million items; a module that is silent for longer has hung.
constexpr std::chrono::minutes answer_patience{30};
constexpr std::chrono::milliseconds callback_patience{50};
constexpr std::chrono::milliseconds main_budget{20};

afpunt_event_type type_of(std::string_view kind) {
    if (kind == "invoice") return AFPUNT_EVENT_ITEMS_CHANGED;
    if (kind == "matched") return AFPUNT_EVENT_MATCHED;
    if (kind == "unmatched") return AFPUNT_EVENT_UNMATCHED;
    if (kind == "import-started") return AFPUNT_EVENT_IMPORT_STARTED;
    if (kind == "import-finished") return AFPUNT_EVENT_IMPORT_FINISHED;
    return AFPUNT_EVENT_RESYNC;
}

std::int64_t number_of(const std::string& cursor) {
    std::int64_t number = 0;
    std::from_chars(cursor.data(), cursor.data() + cursor.size(), number);
    return number;
}

constexpr std::string_view event_source = "standalone";

} // namespace

std::filesystem::path module_file() {
    if (const char* file = std::getenv("AFPUNT_MODULE")) return file;
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    const auto beside = program.parent_path().parent_path() / "lib";
    for (const auto& folder : {beside, beside / "afpunt"}) {
        if (std::filesystem::exists(folder / "libafpunt.so", error)) return folder / "libafpunt.so";
    }
    return beside / "libafpunt.so";
}

Result<std::unique_ptr<Session>> Session::open(SessionOptions options) {
    auto book = BookFolder::open(options.book);
    if (!book) return tl::unexpected<Failure>(book.error());
    const BookSettings& settings = book->settings();
    BookDay day;
    day.chosen = options.on ? options.on : settings.sample ? settings.sample_day : std::nullopt;
    day.trial = options.on.has_value() && !settings.sample;
    auto ledger = Ledger::open(book->state() / "ledger.db");
    if (!ledger) return tl::unexpected<Failure>(ledger.error());
    if (auto taken = take_accounts(**ledger, settings); !taken) {
        return tl::unexpected<Failure>(taken.error());
    }
    auto library = host::Library::load(options.module.empty() ? module_file() : options.module);
    if (!library) return tl::unexpected<Failure>(library.error());
    std::unique_ptr<Session> session(
        new Session(std::move(options), std::move(*book), day, std::move(*ledger)));
    auto plugin = host::Plugin::start(std::move(*library), session->host_);
    if (!plugin) return tl::unexpected<Failure>(plugin.error());
    session->plugin_ = std::move(*plugin);
    session->host_.before_reading([raw = session.get()] { raw->end_batch_and_tell(); });
    session->pass_events_on();
    return session;
}

Session::~Session() = default;

void Session::pass_events_on() {
    if (plugin_ == nullptr) return;
    auto events = ledger_->events_after(told_through_);
    if (!events) {
        options_.say(AFPUNT_LOG_ERROR, events.error().sentence());
        return;
    }
    const std::string epoch = ledger_->epoch();
    for (const Ledger::Event& event : *events) {
        const std::string id = std::to_string(event.id);
        const afpunt_str item = host::to_abi(event.item_id);
        afpunt_event out{};
        out.struct_size = sizeof out;
        out.type = type_of(event.kind);
        out.source = host::to_abi(event_source);
        out.epoch = host::to_abi(epoch);
        out.id = out.cursor = host::to_abi(id);
        out.occurred_at = AFPUNT_NO_TIME;
        out.party_id = event.party_id.empty() ? afpunt_str{} : host::to_abi(event.party_id);
        out.subject = host::to_abi(event.subject);
        if (!event.item_id.empty()) {
            out.item_ids = &item;
            out.item_count = 1;
        }
        if (auto submitted = plugin_->submit(out); !submitted) {
            options_.say(AFPUNT_LOG_ERROR, submitted.error().sentence());
            return;
        }
        told_through_ = event.id;
    }
    const std::string durable = plugin_->durable_cursor(event_source);
    if (!durable.empty()) (void)ledger_->forget_events_through(number_of(durable));
}

Result<IntakeReport> Session::import_files(const std::filesystem::path& trusted) {
    const Date today = Date::from_days(host_.now()->today);
    auto report = Intake(*ledger_, book_, today, options_.progress, trusted).run();
    pass_events_on();
    return report;
}

void Session::end_batch_and_tell() {
    if (auto committed = ledger_->commit_batch(); !committed) {
        options_.say(AFPUNT_LOG_ERROR, committed.error().sentence());
    }
    pass_events_on();
}

void Session::idle(std::chrono::milliseconds patience) {
    if (host_.callback().wait(patience)) {
        bool more = true;
        while (more) {
            // What the module books in one turn (thousands of matches after an import) costs one
            // sync.
            if (auto begun = ledger_->begin_batch(); !begun) {
                options_.say(AFPUNT_LOG_ERROR, begun.error().sentence());
            }
            more = plugin_->on_main(main_budget);
            end_batch_and_tell();
        }
    }
    pass_events_on();
}

Result<boost::json::object> Session::ask(boost::json::object request) {
    if (!request.contains("who")) {
        // The name stands in the journal beside what was done.
        const char* user = std::getenv("USER");
        request["who"] = user != nullptr ? user : "somebody at the command line";
    }
    // Shared with the answer, which may come after we stopped waiting for it.
    const auto answer = std::make_shared<std::optional<std::string>>();
    auto asked = plugin_->execute(boost::json::serialize(request),
                                  [answer](std::string text) { *answer = std::move(text); });
    if (!asked) return tl::unexpected<Failure>(asked.error());
    const auto began = std::chrono::steady_clock::now();
    while (!*answer) {
        idle(callback_patience);
        const auto waited = std::chrono::steady_clock::now() - began;
        if (options_.waiting) {
            options_.waiting(std::chrono::duration_cast<std::chrono::milliseconds>(waited));
        }
        if (waited > answer_patience) {
            return fail("the module", "no answer for half an hour", "an answer");
        }
    }
    boost::json::error_code error;
    auto value = boost::json::parse(**answer, error);
    if (error || !value.is_object()) return fail("answer", **answer, "a JSON object");
    return std::move(value.as_object());
}

} // namespace afpunt::standalone
