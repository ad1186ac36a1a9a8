// SPDX-License-Identifier: MIT
#include "gnucash/adapter.hpp"

#include <boost/json.hpp>

#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>

namespace afpunt::gnucash {
namespace {

// A turn on the idle loop ends within five milliseconds: one step of the module (64 records) comes
// on top of this.
constexpr std::chrono::microseconds slice{1500};
// The first reading after a book was opened is done in one go: GnuCash is drawing its window
// anyhow.
constexpr std::chrono::milliseconds opening_slice{500};
// Longer than any command takes; a module that is silent for longer has hung.
constexpr std::chrono::minutes answer_patience{5};
constexpr int all_events = 0x7FF;

std::filesystem::path module_file() {
    if (const char* file = std::getenv("AFPUNT_MODULE")) return file;
    Dl_info info{};
    if (::dladdr(reinterpret_cast<const void*>(&module_file), &info) != 0) {
        return std::filesystem::path(info.dli_fname).parent_path() / "libafpunt.so";
    }
    return "libafpunt.so";
}

// A mistake of ours must not unwind through GnuCash's frames.
template <typename Call>
void guarded(const Call& call) noexcept {
    try {
        call();
    } catch (const std::exception& bug) {
        say_on_error_output(bug.what());
    } catch (...) {
        say_on_error_output("an unknown mistake of the adapter's own");
    }
}

} // namespace

Result<std::unique_ptr<Adapter>> Adapter::make() {
    auto engine = bind_engine();
    if (!engine) return tl::unexpected<Failure>(engine.error());
    return std::unique_ptr<Adapter>(new Adapter(*engine));
}

Adapter::Adapter(const Engine& engine) : engine_(engine), dialogues_(engine_) {
    watch_ = std::make_unique<BookWatch>(
        engine_, state_, figures_,
        [](void* data) {
            auto& self = *static_cast<Adapter*>(data);
            if (self.loop_) self.loop_->note_work();
        },
        this);
}

Adapter::~Adapter() {
    detach();
}

bool Adapter::join_program() {
    if (!engine_.has_windows) return false;
    const std::string_view program = view(engine_.g_get_prgname());
    if (program.ends_with("cli")) return false;
    loop_ = std::make_unique<MainLoop>(
        engine_, [this] { return loop_turn(); }, [this] { return is_busy(); });
    engine_.gnc_hook_add_dangler(
        "hook_book_opened",
        [](void* session, void* self) {
            guarded([&] {
                auto attached =
                    static_cast<Adapter*>(self)->attach(static_cast<QofSession*>(session));
                if (!attached) say_on_error_output(attached.error().sentence());
            });
        },
        nullptr, this);
    engine_.gnc_hook_add_dangler(
        "hook_book_saved",
        [](void* session, void* self) {
            guarded([&] {
                static_cast<Adapter*>(self)->book_was_saved(static_cast<QofSession*>(session));
            });
        },
        nullptr, this);
    engine_.gnc_hook_add_dangler(
        "hook_book_closed",
        [](void*, void* self) { guarded([&] { static_cast<Adapter*>(self)->detach(); }); }, nullptr,
        this);
    // GnuCash brackets an import, a payment and whatever else changes many things: one refresh
    // comes at its end, with all that changed.
    const int component = engine_.gnc_register_gui_component(
        "afpunt",
        [](GHashTable* changes, void* self) {
            guarded([&] { static_cast<Adapter*>(self)->refreshed(changes); });
        },
        nullptr, this);
    for (const char* type : {"gncInvoice", "Lot", "Trans"})
        engine_.gnc_gui_component_watch_entity_type(component, type, all_events);
    return true;
}

bool Adapter::is_busy() const {
    if (!engine_.has_windows) return false;
    return engine_.gnc_file_save_in_progress() != 0 || engine_.gnc_gui_refresh_suspended() != 0;
}

Result<void> Adapter::attach(QofSession* session) {
    detach();
    SessionOptions options;
    options.module = module_file();
    if (const char* day = std::getenv("AFPUNT_GNUCASH_DAY")) {
        auto parsed = Date::parse(day);
        if (!parsed) return fail("AFPUNT_GNUCASH_DAY", day, "a day, YYYY-MM-DD");
        options.day = *parsed;
    }
    Surroundings surroundings;
    surroundings.request_turn = [this] {
        if (loop_) {
            loop_->request();
        } else {
            flag_.raise();
        }
    };
    surroundings.say = [](afpunt_severity severity, std::string_view text) {
        if (severity >= AFPUNT_LOG_WARNING) say_on_error_output(text);
    };
    surroundings.notice = [](afpunt_severity, std::string_view) {}; // ours is in her language
    surroundings.is_busy = [this] { return is_busy(); };
    auto opened = Session::open(engine_, engine_.qof_session_get_book(session),
                                view(engine_.qof_session_get_url(session)), std::move(options),
                                *watch_, state_, figures_, std::move(surroundings));
    if (!opened) {
        why_not_ = opened.error().sentence();
        return tl::unexpected<Failure>(opened.error());
    }
    session_ = std::move(*opened);
    tasks_ = std::make_unique<MenuTasks>(
        *session_, dialogues_, [this](std::function<void()> task) { later(std::move(task)); });
    return {};
}

void Adapter::detach() {
    // The module answers what it was still asked while it stops: the tasks must be there to hear
    // it.
    session_.reset();
    later_.clear();
    tasks_.reset();
    state_.settled_long_ago.clear();
    watch_->forget();
    why_not_.clear();
    batch_ended_ = false;
}

// "Save as" goes on with the same book in another place: what belongs to it comes along, and the
// module asks whether it moved or is a copy.
void Adapter::book_was_saved(QofSession* session) {
    const std::string url(view(engine_.qof_session_get_url(session)));
    if (session_ && session_->url() == url) return;
    std::filesystem::path before;
    if (session_) before = session_->folder().root();
    detach();
    // The copy is made when the module has let go of its files.
    if (!before.empty()) {
        const BookReader reader(engine_, engine_.qof_session_get_book(session));
        if (const auto place = folder_of_book(url, reader.id(reader.book()))) {
            if (auto taken = SettingsFolder(*place).take_over(before); !taken) {
                say_on_error_output(taken.error().sentence());
            }
        }
    }
    if (auto attached = attach(session); !attached) {
        say_on_error_output(attached.error().sentence());
    }
}

// ---- turns -------------------------------------------------------------------------------------

bool Adapter::work_a_slice() {
    const bool was_opening = session_->is_opening();
    const auto begin = monotonic_now(), begin_of_work = processor_time();
    const bool more =
        session_->turn(was_opening ? std::chrono::microseconds(opening_slice) : slice);
    if (!was_opening) {
        figures_.slices.add(monotonic_now() - begin);
        figures_.slices_work.add(processor_time() - begin_of_work);
    }
    return more;
}

bool Adapter::loop_turn() {
    bool more = false;
    guarded([&] {
        if (!session_) return;
        more = work_a_slice();
        if (!more) notice_after_batch();
    });
    return more;
}

bool Adapter::turn(std::chrono::milliseconds patience) {
    if (!session_) return false;
    const auto end = monotonic_now() + patience;
    bool more = true;
    while (true) {
        while (more && monotonic_now() < end) {
            more = work_a_slice();
            run_later_tasks();
        }
        const auto left = end - monotonic_now();
        if (left <= std::chrono::nanoseconds::zero()) return more;
        more = flag_.wait(std::chrono::duration_cast<std::chrono::milliseconds>(left)) ||
               watch_->has_news();
        if (!more) return false;
    }
}

Result<std::string> Adapter::command(const std::string& request) {
    if (!session_) return fail("book", why_not_, "a book that is followed up");
    boost::json::error_code error;
    auto value = boost::json::parse(request, error);
    if (error || !value.is_object()) return fail("request", request, "a JSON object");
    const auto answer = std::make_shared<std::optional<std::string>>();
    auto asked = session_->ask(std::move(value.as_object()), [answer](const auto& object) {
        *answer = boost::json::serialize(object);
    });
    if (!asked) return tl::unexpected<Failure>(asked.error());
    const auto end = monotonic_now() + answer_patience;
    while (!*answer && monotonic_now() < end)
        static_cast<void>(turn(std::chrono::milliseconds(20)));
    if (!*answer) return fail("the module", "no answer for five minutes", "an answer");
    return **answer;
}

// ---- the menu and what follows an import -------------------------------------------------------

void Adapter::run_task(void (MenuTasks::*task)()) {
    if (tasks_) return (tasks_.get()->*task)();
    const Words& words = words_in(locale_language());
    dialogues_.tell(why_not_.empty() ? std::string(words.no_book)
                                     : filled(words.failed, {{"why", why_not_}}));
}

void Adapter::later(std::function<void()> task) {
    later_.push_back(std::move(task));
    if (!loop_ || std::exchange(later_is_asked_, true)) return;
    // Not from our own source: GLib does not call that again while a dialogue stands open in it.
    engine_.g_idle_add_full(
        priority_low,
        [](void* self) {
            auto& adapter = *static_cast<Adapter*>(self);
            adapter.later_is_asked_ = false;
            guarded([&] { adapter.run_later_tasks(); });
            return 0; // once
        },
        this, nullptr);
}

void Adapter::run_later_tasks() {
    while (!later_.empty()) {
        const auto task = std::move(later_.front());
        later_.pop_front();
        task();
    }
}

void Adapter::refreshed(GHashTable* changes) {
    // Single changes come one by one; several at once are the end of a bracket.
    if (changes == nullptr || engine_.g_hash_table_size(changes) < 2) return;
    batch_ended_ = true;
    loop_->note_work();
}

void Adapter::notice_after_batch() {
    if (!std::exchange(batch_ended_, false) || !session_->is_following()) return;
    tasks_->settle_and_notice();
}

} // namespace afpunt::gnucash
