// SPDX-License-Identifier: MIT
#include "conformance/plugin_cases/plugin_case.hpp"

namespace afpunt::conformance {

const std::vector<PluginCase>& plugin_cases() {
    static const std::vector<PluginCase> all = [] {
        std::vector<PluginCase> cases;
        for (auto&& some : {table_cases(), event_cases(), reading_cases(), record_cases(),
                            thread_cases(), life_cases(), permit_cases(), command_cases()}) {
            cases.insert(cases.end(), some.begin(), some.end());
        }
        return cases;
    }();
    return all;
}

} // namespace afpunt::conformance
