// SPDX-License-Identifier: MIT
//
// `afpunt import --check FILE`: what is in a bank file and what is odd about it, without booking.
// Works without a book; with one it also knows the firm's accounts and its CSV columns.
#pragma once

#include "bank/bank_file.hpp"
#include "cli/command_line.hpp"
#include "cli/terminal.hpp"
#include "ledger.hpp"

#include <boost/json/object.hpp>

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::standalone::cli {

struct CheckedStatement {
    StatementHead head;
    StatementFoot foot;
    int lines_in = 0, lines_out = 0;
    Money came_in, went_out; // without sign
    bool sound = false;
};

struct FileCheck {
    std::string format;                       // empty when the file as such is refused
    std::vector<CheckedStatement> statements; // in the order of the file
    std::size_t statements_not_listed = 0;
    std::vector<Problem> problems;
    [[nodiscard]] bool has_errors() const;
};

// `accounts`: those of the book; empty = there is no book, so none is strange.
[[nodiscard]] FileCheck check_bank_file(const std::filesystem::path& path,
                                        std::span<const CsvMapping> mappings,
                                        std::span<const LedgerAccount> accounts);
[[nodiscard]] boost::json::object json_of(const FileCheck& check);
void show(Terminal& terminal, const FileCheck& check, std::string_view language);

// The command: reads the book's settings where there are some, checks, shows.
[[nodiscard]] Exit check_file(const CommandLine& line);

} // namespace afpunt::standalone::cli
