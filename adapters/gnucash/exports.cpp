// SPDX-License-Identifier: MIT
//
// What libafpunt-gnucash.so offers: to afpunt.scm inside of GnuCash, and to scripts that open a
// book through python3-gnucash. All on GnuCash's main thread. Nothing is thrown into GnuCash, and
// whatever is wrong ends in one line on standard error.
#include "gnucash/adapter.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cstring>

namespace afpunt::gnucash {
namespace {

// GnuCash calls plain functions, so the one adapter of the process stands here. It is never
// destroyed: when the process ends, the engine that it would say goodbye to is gone already.
std::unique_ptr<Adapter>& adapter() {
    static auto* const one = new std::unique_ptr<Adapter>;
    return *one;
}

template <typename Value, typename Call>
Value guarded(Value otherwise, const Call& call) noexcept {
    try {
        return call();
    } catch (const std::exception& bug) {
        say_on_error_output(bug.what());
    } catch (...) {
        say_on_error_output("an unknown mistake of the adapter's own");
    }
    return otherwise;
}

// Made once; nullptr = this process is none that we work in, and the reason was said.
Adapter* adapter_of_process() {
    if (adapter()) return adapter().get();
    auto made = Adapter::make();
    if (!made) {
        say_on_error_output("stays out of the way: " + made.error().sentence());
        return nullptr;
    }
    adapter() = std::move(*made);
    return adapter().get();
}

void with_menu(void (Adapter::*task)()) {
    guarded(0, [&] {
        if (adapter()) (adapter().get()->*task)();
        return 0;
    });
}

// What fits, NUL-terminated; the whole length is answered.
long copy_out(const std::string& text, char* out, std::size_t capacity) {
    if (out != nullptr && capacity > 0) {
        const std::size_t count = std::min(text.size(), capacity - 1);
        std::memcpy(out, text.data(), count);
        out[count] = '\0';
    }
    return static_cast<long>(text.size());
}

} // namespace
} // namespace afpunt::gnucash

using namespace afpunt::gnucash; // NOLINT(google-build-using-namespace): names of C functions
                                 // follow

extern "C" {

// For Guile's load-extension, when GnuCash starts.
AFPUNT_EXPORT void afpunt_gnucash_init(void) {
    guarded(0, [] {
        if (adapter()) return 0; // loaded twice
        Adapter* made = adapter_of_process();
        if (made != nullptr && !made->join_program()) adapter().reset();
        return 0;
    });
}
// 1 = this GnuCash has our menu.
AFPUNT_EXPORT int afpunt_gnucash_is_active(void) {
    return adapter() ? 1 : 0;
}
// A text of the menu in the language of GnuCash's windows ("report", "report-tip", ...); good for
// ever.
AFPUNT_EXPORT const char* afpunt_gnucash_text(const char* key) {
    return guarded("", [&] {
        const Words& words = words_in(locale_language());
        const std::pair<std::string_view, const char*> texts[] = {
            {"report", words.menu_report},     {"report-tip", words.menu_report_tip},
            {"approve", words.menu_approve},   {"approve-tip", words.menu_approve_tip},
            {"matches", words.menu_matches},   {"matches-tip", words.menu_matches_tip},
            {"settings", words.menu_settings}, {"settings-tip", words.menu_settings_tip},
        };
        for (const auto& [name, text] : texts) {
            if (name == view(key)) return text;
        }
        return "";
    });
}
AFPUNT_EXPORT void afpunt_gnucash_report(void) {
    with_menu(&Adapter::report);
}
AFPUNT_EXPORT void afpunt_gnucash_approve(void) {
    with_menu(&Adapter::approve);
}
AFPUNT_EXPORT void afpunt_gnucash_matches(void) {
    with_menu(&Adapter::matches);
}
AFPUNT_EXPORT void afpunt_gnucash_settings(void) {
    with_menu(&Adapter::settings);
}

// ---- without windows: Python, cron
// ---------------------------------------------------------------

// A QofSession that the caller has opened. 0 = it is followed up, or will be with its first posted
// invoice; otherwise the reason was said.
AFPUNT_EXPORT int afpunt_gnucash_attach(void* qof_session) {
    return guarded(1, [&] {
        Adapter* made = qof_session == nullptr ? nullptr : adapter_of_process();
        if (made == nullptr) return 1;
        auto attached = made->attach(static_cast<QofSession*>(qof_session));
        if (attached) return 0;
        say_on_error_output(attached.error().sentence());
        return 1;
    });
}
// Before the session ends.
AFPUNT_EXPORT void afpunt_gnucash_detach(void) {
    guarded(0, [] {
        if (adapter()) adapter()->detach();
        return 0;
    });
}
// Works, and waits for work, at most so long. 1 = there is more to do.
AFPUNT_EXPORT int afpunt_gnucash_turn(int milliseconds) {
    return guarded(0, [&] {
        const std::chrono::milliseconds patience(std::clamp(milliseconds, 0, 60'000));
        return adapter() && adapter()->turn(patience) ? 1 : 0;
    });
}
// One command of afpunt.command/1. The answer's whole length, of which at most capacity - 1 bytes
// are in `answer`; -1 = no book is followed up, and `answer` says why.
AFPUNT_EXPORT long afpunt_gnucash_command(const char* request, char* answer, std::size_t capacity) {
    return guarded(-1L, [&] {
        if (request == nullptr || !adapter()) {
            copy_out("no book is attached", answer, capacity);
            return -1L;
        }
        auto given = adapter()->command(request);
        if (given) return copy_out(*given, answer, capacity);
        copy_out(given.error().sentence(), answer, capacity);
        return -1L;
    });
}
// How long the main thread was kept, as JSON; the whole length is answered.
AFPUNT_EXPORT long afpunt_gnucash_figures(char* json, std::size_t capacity) {
    return guarded(-1L, [&] {
        return copy_out(adapter() ? adapter()->figures().json() : "{}", json, capacity);
    });
}

} // extern "C"
