// SPDX-License-Identifier: MIT
#include "conformance/plugin_run.hpp"

#include "conformance/case_process.hpp"
#include "conformance/expectations.hpp"

#include <algorithm>
#include <charconv>
#include <dlfcn.h>
#include <exception>
#include <fstream>

namespace afpunt::conformance {
namespace {

constexpr const char* outcome_file = "outcome";
constexpr const char* passed = "passed";
constexpr const char* failed = "failed";
constexpr const char* skipped = "skipped";
constexpr const char* unloadable_word = "unloadable";

// A word, a line end, and what there is to say.
void write_outcome(const std::filesystem::path& folder, const char* word, const std::string& text) {
    std::ofstream(folder / outcome_file, std::ios::binary) << word << "\n" << text;
}

const afpunt_entry* load(const std::string& file, std::string& why) {
    void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        why = dlerror();
        return nullptr;
    }
    const void* entry = dlsym(library, AFPUNT_ENTRY_SYMBOL);
    if (entry == nullptr) why = file + ": found no " AFPUNT_ENTRY_SYMBOL ", expected one";
    return static_cast<const afpunt_entry*>(entry);
}

} // namespace

int be_plugin_case(const std::vector<std::string>& arguments) {
    if (arguments.size() != 5) return static_cast<int>(Exit::WrongUse);
    const std::string& file = arguments[1];
    const std::filesystem::path folder = arguments[4];
    PluginUnderTest tried;
    tried.file = file;
    tried.folder = folder / "case";
    const std::string& seed = arguments[3];
    (void)std::from_chars(seed.data(), seed.data() + seed.size(), tried.seed);
    std::string why;
    tried.entry = load(file, why);
    if (tried.entry == nullptr) {
        write_outcome(folder, unloadable_word, why);
        return 0;
    }
    const auto& cases = plugin_cases();
    const auto found = std::find_if(cases.begin(), cases.end(), [&](const PluginCase& one) {
        return one.name == arguments[2];
    });
    if (found == cases.end()) return static_cast<int>(Exit::WrongUse);
    std::filesystem::create_directories(tried.folder);
    try {
        found->run(tried);
        write_outcome(folder, passed, "");
    } catch (const CaseFailed& broken) {
        write_outcome(folder, failed, broken.what());
    } catch (const CaseSkipped& reason) {
        write_outcome(folder, skipped, reason.what());
    } catch (const std::exception& thrown) {
        // An answer without a field that commands.md promises comes to this, too.
        write_outcome(folder, failed, std::string("unexpected: ") + thrown.what());
    }
    return 0;
}

Result run_plugin_case(const PluginCase& which, const Options& options, std::uint64_t seed,
                       std::string& unloadable) {
    const ScratchFolder folder;
    ProcessStart start;
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    const auto file = std::filesystem::absolute(options.subject.at(0), error);
    start.command = {self.string(),        case_word,
                     file.string(),        std::string(which.name),
                     std::to_string(seed), folder.path().string()};
    start.output_file = folder.path() / "output";
    start.limit = options.limit;
    const auto began = std::chrono::steady_clock::now();
    const ProcessEnd end = run_process(start);
    Result result;
    result.name = which.name;
    result.rule = which.rule;
    result.where = which.where;
    result.took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - began);
    result.output = end.output;
    const std::string outcome = read_file(folder.path() / outcome_file);
    const std::string word = outcome.substr(0, outcome.find('\n'));
    const std::string text = word.size() < outcome.size() ? outcome.substr(word.size() + 1) : "";
    if (word == unloadable_word) unloadable = text;
    const bool ended_well = end.how == ProcessEnd::How::Exited && end.number == 0;
    if (word == failed || (ended_well && !word.empty())) {
        result.outcome = word == passed    ? Outcome::Passed
                         : word == skipped ? Outcome::Skipped
                                           : Outcome::Failed;
        result.why = text;
    } else {
        // A crash after the case was through counts as well: something was left behind.
        result.why = "the process of this case " + end.sentence();
    }
    return result;
}

} // namespace afpunt::conformance
