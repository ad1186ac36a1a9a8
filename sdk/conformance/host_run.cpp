// SPDX-License-Identifier: MIT
#include "conformance/host_run.hpp"

#include "conformance/case_process.hpp"

#include <algorithm>
#include <sstream>

namespace afpunt::conformance {
namespace {

// Beside this program as it is built, or where it is installed.
std::filesystem::path scripted_plugin(const Options& options) {
    if (!options.scripted_plugin.empty()) return std::filesystem::absolute(options.scripted_plugin);
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    const auto beside = program.parent_path().parent_path() / "lib";
    constexpr const char* name = "libafpunt-conformance-plugin.so";
    for (const auto& folder : {beside, beside / "afpunt"}) {
        if (std::filesystem::exists(folder / name, error)) return folder / name;
    }
    return {};
}

void replace_all(std::string& text, std::string_view what, const std::string& by) {
    for (std::size_t at = text.find(what); at != std::string::npos;
         at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
}

// What the scripted plugin wrote, in order.
struct ReportLine {
    std::string word, sentence;
};
std::vector<ReportLine> read_report(const std::filesystem::path& file) {
    std::vector<ReportLine> report;
    std::istringstream lines(read_file(file));
    for (std::string line; std::getline(lines, line);) {
        const auto tab = line.find('\t');
        report.push_back(
            {line.substr(0, tab), tab == std::string::npos ? "" : line.substr(tab + 1)});
    }
    return report;
}
bool says(const std::vector<ReportLine>& report, std::string_view word) {
    return std::any_of(report.begin(), report.end(),
                       [&](const ReportLine& line) { return line.word == word; });
}
std::string sentences(const std::vector<ReportLine>& report, std::string_view word) {
    std::string all;
    for (const ReportLine& line : report) {
        if (line.word == word) all += (all.empty() ? "" : "; ") + line.sentence;
    }
    return all;
}
std::string last_sentence(const std::vector<ReportLine>& report, std::string_view word) {
    std::string last;
    for (const ReportLine& line : report) {
        if (line.word == word) last = line.sentence;
    }
    return last;
}

// What is wrong, or nothing.
std::string fault_in(const std::vector<ReportLine>& report, const ProcessEnd& end,
                     const HostCase& which, const Options& options) {
    using namespace report_word;
    if (const std::string broken = sentences(report, failed); !broken.empty()) return broken;
    const std::string after = last_sentence(report, doing);
    const std::string place = after.empty() ? "" : ", after: " + after;
    // One that stays ends by the signal that the kit sends.
    if (!options.stays && end.how != ProcessEnd::How::Exited)
        return "the host " + end.sentence() + place;
    if (options.stays && end.how == ProcessEnd::How::TimedOut)
        return "the host did not end when it was asked to" + place;
    if (which.name == "another-major-version") return {};
    if (says(report, refused)) {
        const bool made = says(report, created);
        return made && !says(report, destroyed) && !options.stays
                   ? "the host ended without destroy() for the instance that did not start"
                   : "";
    }
    if (!says(report, created)) {
        return "the host " + end.sentence() +
               " without making an instance of the scripted plugin; did it load {plugin}?";
    }
    if (!says(report, probed)) {
        return "the host " + end.sentence() + " before the case was over: it gave too few turns" +
               place;
    }
    if (options.stays) return {};
    if (!says(report, stopped)) return "the host ended without stop()";
    if (!says(report, destroyed)) return "the host ended without destroy()";
    return {};
}

} // namespace

Result run_host_case(const HostCase& which, const Options& options, std::uint64_t seed,
                     std::string& unusable) {
    Result result;
    result.name = which.name;
    result.rule = which.rule;
    result.where = which.where;
    const ScratchFolder scratch;
    const auto folder = scratch.path() / "folder";
    std::filesystem::create_directories(folder);
    const auto plugin = scripted_plugin(options);
    if (plugin.empty()) {
        unusable = "found no libafpunt-conformance-plugin.so beside this program; name one with "
                   "--scripted-plugin";
        return result;
    }
    const auto filled = [&](std::string text) {
        replace_all(text, "{plugin}", plugin.string());
        replace_all(text, "{folder}", folder.string());
        return text;
    };
    ProcessStart start;
    start.limit = options.limit;
    start.output_file = scratch.path() / "output";
    if (!options.before.empty()) {
        start.command = {"sh", "-c", filled(options.before)};
        const ProcessEnd prepared = run_process(start);
        if (prepared.how != ProcessEnd::How::Exited || prepared.number != 0) {
            unusable = "--before " + prepared.sentence() + ": " + prepared.output;
            return result;
        }
    }
    start.command.clear();
    for (const std::string& word : options.subject)
        start.command.push_back(filled(word));
    const auto report_file = scratch.path() / "report";
    start.environment = {{"AFPUNT_MODULE", plugin.string()},
                         {case_variable, std::string(which.name)},
                         {report_variable, report_file.string()},
                         {seed_variable, std::to_string(seed)},
                         {change_variable, filled(options.change)},
                         {may_book_variable, options.may_book ? "yes" : ""}};
    if (options.stays) {
        start.ends_when = [report_file] {
            const auto report = read_report(report_file);
            return says(report, report_word::probed) || says(report, report_word::refused);
        };
    }
    const auto began = std::chrono::steady_clock::now();
    const ProcessEnd end = run_process(start);
    result.took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - began);
    result.output = end.output;
    if (end.how == ProcessEnd::How::NotStarted) {
        unusable = start.command.front() + " " + end.sentence();
        return result;
    }
    const auto report = read_report(report_file);
    result.why = fault_in(report, end, which, options);
    result.outcome = result.why.empty() ? Outcome::Passed : Outcome::Failed;
    if (result.outcome == Outcome::Passed && says(report, report_word::skipped)) {
        result.outcome = Outcome::Skipped;
        result.why = sentences(report, report_word::skipped);
    }
    return result;
}

} // namespace afpunt::conformance
