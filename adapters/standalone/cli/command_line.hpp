// SPDX-License-Identifier: MIT
//
// What a person typed, as data, and the help that teaches it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace afpunt::standalone::cli {

// The exit codes, as `afpunt --help` and the manual page state them.
enum class Exit { Fine = 0, SomethingRefused = 1, WrongUse = 2, CannotOpen = 3, Refused = 4 };

struct CommandLine {
    std::string command; // "run"; empty: only help or version was asked
    std::filesystem::path book = ".";
    bool json = false;
    std::string language; // empty = the book's
    std::string on;
    std::string who;

    // Arguments of the commands, each used by those that name it in their help.
    std::vector<std::string> names; // letters, an invoice, a bank line
    bool all = false;
    std::string customer, from, until, reason, form, output, state, invoice;
    bool not_his = false, old_balances = false, waiting = false;
    int newest = 50;
    std::string seen;                // sending --seen
    std::filesystem::path from_copy; // book restored --from FILE
    bool sent_folder = false;
    std::filesystem::path check; // import --check FILE
    std::filesystem::path trust; // import --trust FILE
    std::string send_to;         // mail test --send-to ADDRESS
    // init
    std::string firm, mail, iban, country, vat_id;
    bool yes = false;
};

// Reads argv. A number: the program is to end with it (help was shown, or the usage was wrong).
struct Parsed {
    CommandLine line;
    int exit_code = -1; // -1 = go on
};
[[nodiscard]] Parsed parse(int argc, char** argv);

} // namespace afpunt::standalone::cli
