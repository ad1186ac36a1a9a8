// SPDX-License-Identifier: MIT
//
// Makes a new book: a folder with a commented afpunt.toml. Asks what it was not told; picks
// language, holidays and words by country. Never touches a folder that is a book already.
#pragma once

#include "cli/command_line.hpp"

#include <afpunt/result.hpp>

#include <filesystem>
#include <iosfwd>

namespace afpunt::standalone::cli {

// The folder that was made.
[[nodiscard]] Result<std::filesystem::path> init_book(const CommandLine& line, std::istream& in,
                                                      std::ostream& out);

} // namespace afpunt::standalone::cli
