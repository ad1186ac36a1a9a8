// SPDX-License-Identifier: MIT
//
// What the module has us keep about a book outside of it and of its backups: one small file per
// place of a book, in the user's own state folder ($XDG_STATE_HOME, or ~/.local/state). A book that
// was copied, moved or put back from a backup is told apart by it.
#pragma once

#include <afpunt/result.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace afpunt {

// nullopt = the user has no such folder (no HOME): then nothing is kept.
[[nodiscard]] std::optional<std::filesystem::path>
mark_file_of(const std::filesystem::path& book_root);
[[nodiscard]] Result<std::optional<std::string>> read_mark(const std::filesystem::path& file);
// Durable when it returns.
[[nodiscard]] Result<void> write_mark(const std::filesystem::path& file, const std::string& text);

} // namespace afpunt
