// SPDX-License-Identifier: MIT
//
// Files that survive a power cut: the file is synced, then the folder that names it (fsync(2)).
#pragma once

#include <afpunt/result.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace afpunt::delivery {

// A Failure about `path` with what the system says in errno.
[[nodiscard]] tl::unexpected<Failure> system_failure(const std::filesystem::path& path,
                                                     const std::string& expected);
// A new file, synced; refused where something of that name exists. Only the owner and his group may
// read it: letters hold personal data.
[[nodiscard]] Result<void> write_new_file(const std::filesystem::path& path,
                                          std::string_view bytes);
[[nodiscard]] Result<void> sync_folder(const std::filesystem::path& folder);
// True when there is a plain file with exactly these bytes.
[[nodiscard]] bool holds_bytes(const std::filesystem::path& path, std::string_view bytes);

} // namespace afpunt::delivery
