// SPDX-License-Identifier: MIT
//
// The beginning that most tests share: a book that was first seen in October, so that what is
// overdue on 20 November is no old balance.
#pragma once

#include "sdk/module_session.hpp"

namespace afpunt::tests {

class ScriptedTest : public testing::Test {
protected:
    // What hosts set; a test may add to it before open().
    void configure(const std::string& toml) { host.settings["config"] = toml; }
    void open() { session = std::make_unique<ModuleSession>(host); }
    void close() { session.reset(); }
    // First seen on 15 October, and now it is 20 November.
    void open_known_book() {
        host.set_today("2026-10-15");
        open();
        ASSERT_EQ(refusal(session->run()), "");
        host.set_today("2026-11-20");
    }
    // The folders of delivered letters.
    [[nodiscard]] std::vector<std::string> letters_in_folder() const {
        std::vector<std::string> names;
        std::error_code error;
        for (const auto& entry :
             std::filesystem::directory_iterator(folder.path() / "out", error)) {
            names.push_back(entry.path().filename().string());
        }
        std::sort(names.begin(), names.end());
        return names;
    }
    [[nodiscard]] static std::string why_not(const json::object& answer) {
        return std::string(answer.at("not_delivered").at(0).at("why").as_string());
    }

    ScratchFolder folder;
    ScriptedHost host{folder.path()};
    std::unique_ptr<ModuleSession> session;
};

} // namespace afpunt::tests
