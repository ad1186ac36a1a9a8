// SPDX-License-Identifier: MIT
//
// Small texts that people write by hand: settings, templates, passwords.
#pragma once

#include <afpunt/result.hpp>

#include <filesystem>
#include <string>

namespace afpunt {

// A whole small text file; refuses more than a million bytes.
[[nodiscard]] Result<std::string> read_text_file(const std::filesystem::path& path);

} // namespace afpunt
