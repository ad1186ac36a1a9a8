// SPDX-License-Identifier: MIT
//
// The SHA-256 of a file, read as a stream: tells a file that was read before from one that changed.
#pragma once

#include <afpunt/result.hpp>

#include <filesystem>
#include <string>

namespace afpunt::standalone {

[[nodiscard]] Result<std::string> sha256_of_file(const std::filesystem::path& path);

} // namespace afpunt::standalone
