// SPDX-License-Identifier: MIT
#include "cli/command_line.hpp"
#include "cli/program.hpp"

#include <exception>
#include <iostream>

int main(int argc, char** argv) {
    try {
        const auto parsed = afpunt::standalone::cli::parse(argc, argv);
        if (parsed.exit_code >= 0) return parsed.exit_code;
        return static_cast<int>(afpunt::standalone::cli::carry_out(parsed.line));
    } catch (const std::exception& bug) {
        std::cerr << "afpunt: a mistake of the program's own: " << bug.what() << '\n';
        return 70; // EX_SOFTWARE of sysexits.h
    }
}
