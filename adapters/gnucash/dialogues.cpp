// SPDX-License-Identifier: MIT
#include "gnucash/dialogues.hpp"

#include <cstdlib>
#include <string_view>
#include <unistd.h>

namespace afpunt::gnucash {
namespace {

constexpr int spawn_search_path = 1 << 2; // G_SPAWN_SEARCH_PATH

} // namespace

void say_on_error_output(std::string_view text) {
    const std::string line = "afpunt: " + std::string(text) + "\n";
    // Not worth more than one try: it is a hint for people.
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

void* Dialogues::window() const {
    return engine_.gnc_ui_get_main_window(nullptr);
}

bool Dialogues::ask(const std::string& question) const {
    if (engine_.has_windows) {
        // No is the button of the return key: nothing is sent by habit.
        return engine_.gnc_verify_dialog(window(), 0, "%s", question.c_str()) != 0;
    }
    say_on_error_output("? " + question);
    return false;
}

void Dialogues::tell(const std::string& text) const {
    if (!engine_.has_windows) return say_on_error_output(text);
    engine_.gnc_info_dialog(window(), "%s", text.c_str());
}

void Dialogues::show(const std::string& line) const {
    if (!engine_.has_windows) return say_on_error_output(line);
    // Found here and not in the table: without them there is no line, and nothing else is missing.
    using Page = void* (*)(void*);
    using Status = void (*)(void*, void*, const char*);
    const auto page_of = reinterpret_cast<Page>(find_function("gnc_main_window_get_current_page"));
    const auto set_status = reinterpret_cast<Status>(find_function("gnc_window_set_status"));
    void* const main_window = window();
    if (page_of == nullptr || set_status == nullptr || main_window == nullptr) return;
    if (void* const page = page_of(main_window)) set_status(main_window, page, line.c_str());
}

void Dialogues::open(const std::filesystem::path& file_or_folder) const {
    const char* chosen = std::getenv("AFPUNT_GNUCASH_OPEN");
    std::string program = chosen != nullptr ? chosen : "xdg-open";
    std::string target = file_or_folder.string();
    char* arguments[] = {program.data(), target.data(), nullptr};
    const int spawned =
        engine_.g_spawn_async(nullptr, static_cast<char**>(arguments), nullptr, spawn_search_path,
                              nullptr, nullptr, nullptr, nullptr);
    if (spawned == 0) tell(target);
}

} // namespace afpunt::gnucash
