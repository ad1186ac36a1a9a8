// SPDX-License-Identifier: MIT
//
// afpunt-kill-campaign: kill -9 of the real command at random moments, against a real mail server
// on this machine. Ends with 0 when each letter that was due arrived exactly once or is listed as
// uncertain, none was lost, and the store is whole.
#include "fire/kill_campaign.hpp"

#include <charconv>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <random>
#include <string>

namespace {

namespace fs = std::filesystem;
using afpunt::tests::CampaignOptions;
using afpunt::tests::CampaignReport;

constexpr int kills_max = 1000; // the campaign's calendar ends before Easter

int usage() {
    std::cerr
        << "Usage: afpunt-kill-campaign [--kills 1..1000] [--seed N] [--keep]\n"
           "Kills the command `afpunt` of the same build (or $AFPUNT_COMMAND) with SIGKILL\n"
           "while it sends letters to a mail server on this machine, and says what became of\n"
           "each letter. --keep leaves the book, which stays also when something is wrong.\n";
    return 2;
}

template <typename Number>
bool read_number(const char* text, Number& out) {
    const char* const end = text + std::strlen(text);
    const auto read = std::from_chars(text, end, out);
    return read.ec == std::errc() && read.ptr == end;
}

fs::path beside(const char* variable, const fs::path& folder, const char* fallback) {
    if (const char* chosen = std::getenv(variable)) return chosen;
    return folder / fallback;
}

void show(const char* title, const std::map<std::string, int>& counts) {
    std::cout << title << '\n';
    for (const auto& [what, times] : counts)
        std::cout << "  "
                  << std::string(times < 10    ? 3
                                 : times < 100 ? 2
                                               : 1,
                                 ' ')
                  << times << "  " << what << '\n';
}

void show(const CampaignReport& report) {
    std::cout << report.kills << " kills; " << report.ended_before
              << " programs were done before their moment came\n";
    show("killed by", report.kills_by_moment);
    show("what the kill hit", report.kills_by_state);
    std::cout << report.invoices << " invoices, " << report.paid << " of them paid; "
              << report.letters_taken << " letters at the mail server; " << report.uncertain
              << " were listed as uncertain, of which " << report.uncertain_taken
              << " had arrived\n";
    for (const std::string& problem : report.problems)
        std::cout << "WRONG " << problem << '\n';
    if (report.problems.empty())
        std::cout << "each due letter arrived exactly once, none was lost, the store is whole\n";
}

} // namespace

int main(int argc, char** argv) {
    CampaignOptions options;
    options.seed = std::random_device()();
    bool keep = false;
    for (int at = 1; at < argc; ++at) {
        const std::string word = argv[at];
        const bool has_value = at + 1 < argc;
        if (word == "--keep") {
            keep = true;
        } else if (word == "--kills" && has_value) {
            if (!read_number(argv[++at], options.kills) || options.kills < 1 ||
                options.kills > kills_max)
                return usage();
        } else if (word == "--seed" && has_value) {
            if (!read_number(argv[++at], options.seed)) return usage();
        } else {
            return usage();
        }
    }
    const fs::path here = fs::read_symlink("/proc/self/exe").parent_path();
    options.paths.command = beside("AFPUNT_COMMAND", here, "afpunt");
    options.paths.module = beside("AFPUNT_MODULE", here, "../lib/libafpunt.so");
    std::string folder = (fs::temp_directory_path() / "afpunt-kills-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr || !fs::exists(options.paths.command)) {
        std::cerr << "afpunt-kill-campaign: no temporary folder, or no "
                  << options.paths.command.string() << '\n';
        return 2;
    }
    options.folder = folder;
    std::cout << "seed " << options.seed << std::endl;
    const auto began = std::chrono::steady_clock::now();
    const CampaignReport report = afpunt::tests::KillCampaign(options).run();
    show(report);
    std::cout << std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() -
                                                                  began)
                     .count()
              << " s\n";
    if (keep || !report.problems.empty()) {
        std::cout << "the book lies in " << folder << '\n';
    } else {
        fs::remove_all(folder);
    }
    return report.problems.empty() ? 0 : 1;
}
