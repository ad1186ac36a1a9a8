// SPDX-License-Identifier: MIT
//
// afpunt-conformance: tries any plugin with a scripted host, and any host with a scripted plugin.
#include "conformance/command_line.hpp"
#include "conformance/host_run.hpp"
#include "conformance/plugin_run.hpp"
#include "conformance/results.hpp"

#include <algorithm>
#include <exception>
#include <functional>
#include <iostream>
#include <random>

namespace afpunt::conformance {
namespace {

struct Chosen {
    std::string name, rule, where;
    std::function<Result()> run;
};

// All cases of the side that is tried, ready to run.
std::vector<Chosen> cases_of(const Options& options, std::uint64_t seed, std::string& unusable) {
    std::vector<Chosen> all;
    if (options.tried == Options::Tried::Plugin) {
        for (const PluginCase& one : plugin_cases()) {
            all.push_back({std::string(one.name), std::string(one.rule), std::string(one.where),
                           [&] { return run_plugin_case(one, options, seed, unusable); }});
        }
    } else {
        for (const HostCase& one : host_cases) {
            all.push_back({std::string(one.name), std::string(one.rule), std::string(one.where),
                           [&] { return run_host_case(one, options, seed, unusable); }});
        }
    }
    return all;
}

// The number of this run, from which all chance in it comes.
std::uint64_t new_seed() {
    std::random_device device;
    return device();
}

Exit list(const std::vector<Chosen>& cases) {
    for (const Chosen& one : cases)
        std::cout << one.name << "\n    " << one.rule << "\n    (" << one.where << ")\n";
    return Exit::Passed;
}

Exit run(const Options& options) {
    RunOfCases run;
    run.seed = options.seed ? *options.seed : new_seed();
    std::string unusable;
    std::vector<Chosen> cases = cases_of(options, run.seed, unusable);
    for (const std::string& name : options.cases) {
        if (std::none_of(cases.begin(), cases.end(),
                         [&](const Chosen& one) { return one.name == name; })) {
            std::cerr << "afpunt-conformance: there is no case " << name << "; --list names all\n";
            return Exit::WrongUse;
        }
    }
    std::erase_if(cases, [&](const Chosen& one) {
        return !options.cases.empty() && std::find(options.cases.begin(), options.cases.end(),
                                                   one.name) == options.cases.end();
    });
    if (options.list) return list(cases);
    run.tried = options.tried == Options::Tried::Plugin ? "plugin" : "host";
    run.tool = "afpunt-conformance " + run.tried;
    run.given = options.given;
    for (const std::string& word : options.subject)
        run.tried += " " + word;
    if (!options.json) begin_tap(std::cout, run, cases.size());
    for (const Chosen& one : cases) {
        Result result = one.run();
        if (!unusable.empty()) {
            std::cerr << "afpunt-conformance: " << unusable << "\n";
            return Exit::CannotBeTried;
        }
        run.results.push_back(std::move(result));
        if (!options.json) write_tap(std::cout, run, run.results.back(), run.results.size());
    }
    if (options.json) {
        write_json(std::cout, run);
    } else {
        end_tap(std::cout, run);
    }
    return run.count(Outcome::Failed) == 0 ? Exit::Passed : Exit::Failed;
}

} // namespace
} // namespace afpunt::conformance

int main(int argc, char** argv) {
    namespace kit = afpunt::conformance;
    try {
        const std::vector<std::string> arguments(argv + 1, argv + argc);
        if (!arguments.empty() && arguments.front() == kit::case_word) {
            return kit::be_plugin_case(arguments);
        }
        const kit::CommandLine line = kit::read_command_line(arguments);
        std::cout << line.out;
        std::cerr << line.err;
        return static_cast<int>(line.options ? kit::run(*line.options) : line.exit);
    } catch (const std::exception& thrown) {
        std::cerr << "afpunt-conformance: a mistake of its own: " << thrown.what() << "\n";
        return static_cast<int>(kit::Exit::OwnMistake);
    }
}
