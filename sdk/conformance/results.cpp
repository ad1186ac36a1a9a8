// SPDX-License-Identifier: MIT
#include "conformance/results.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <ostream>
#include <sstream>

namespace afpunt::conformance {
namespace {

namespace json = boost::json;

const char* word_of(Outcome outcome) {
    switch (outcome) {
    case Outcome::Passed: return "passed";
    case Outcome::Failed: return "failed";
    case Outcome::Skipped: return "skipped";
    }
    return "failed";
}

std::string replay_of(const RunOfCases& run, const Result& result) {
    return run.tool + " --case " + result.name + " --seed " + std::to_string(run.seed) + run.given;
}

// What a crashing process printed need not be UTF-8.
std::string printable(std::string text) {
    for (char& byte : text) {
        if (static_cast<unsigned char>(byte) >= 0x80) byte = '?';
    }
    return text;
}
// A text of YAML: every text of JSON is one.
std::string quoted(const std::string& text) {
    return json::serialize(json::value(printable(text)));
}

std::string one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

} // namespace

std::size_t RunOfCases::count(Outcome outcome) const {
    return static_cast<std::size_t>(
        std::count_if(results.begin(), results.end(),
                      [&](const Result& result) { return result.outcome == outcome; }));
}

void begin_tap(std::ostream& out, const RunOfCases& run, std::size_t cases) {
    out << "TAP version 14\n1.." << cases << "\n# tried: " << run.tried << "\n# seed: " << run.seed
        << "\n"
        << std::flush;
}

void write_tap(std::ostream& out, const RunOfCases& run, const Result& result, std::size_t number) {
    out << (result.outcome == Outcome::Failed ? "not ok " : "ok ") << number << " - "
        << result.name;
    if (result.outcome == Outcome::Skipped) out << " # SKIP " << one_line(result.why);
    out << "\n";
    if (result.outcome == Outcome::Failed) {
        out << "  ---\n  rule: " << quoted(result.rule) << "\n  where: " << quoted(result.where)
            << "\n  found: " << quoted(result.why)
            << "\n  replay: " << quoted(replay_of(run, result)) << "\n";
        if (!result.output.empty()) {
            out << "  output: |\n";
            std::istringstream lines(result.output);
            for (std::string line; std::getline(lines, line);)
                out << "    " << line << "\n";
        }
        out << "  ...\n";
    }
    out << std::flush;
}

void end_tap(std::ostream& out, const RunOfCases& run) {
    out << "# " << run.count(Outcome::Passed) << " passed, " << run.count(Outcome::Failed)
        << " failed, " << run.count(Outcome::Skipped) << " skipped\n";
}

void write_json(std::ostream& out, const RunOfCases& run) {
    json::array cases;
    for (const Result& result : run.results) {
        json::object one{{"name", result.name},
                         {"rule", result.rule},
                         {"where", result.where},
                         {"outcome", word_of(result.outcome)},
                         {"milliseconds", result.took.count()}};
        if (result.outcome != Outcome::Passed) one["why"] = printable(result.why);
        if (result.outcome == Outcome::Failed) one["replay"] = replay_of(run, result);
        cases.push_back(std::move(one));
    }
    // A seed may be greater than what a number of JSON holds exactly in every language.
    out << json::serialize(json::object{{"tried", run.tried},
                                        {"seed", std::to_string(run.seed)},
                                        {"passed", run.count(Outcome::Passed)},
                                        {"failed", run.count(Outcome::Failed)},
                                        {"skipped", run.count(Outcome::Skipped)},
                                        {"cases", std::move(cases)}})
        << "\n";
}

} // namespace afpunt::conformance
