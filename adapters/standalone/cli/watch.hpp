// SPDX-License-Identifier: MIT
//
// Waits for new files in a book's folders, by inotify: acts when a file was closed after writing or
// was moved in, never while it is still being written.
#pragma once

#include <afpunt/result.hpp>

#include <chrono>
#include <filesystem>
#include <memory>
#include <vector>

namespace afpunt::standalone::cli {

class FolderWatch {
public:
    [[nodiscard]] static Result<FolderWatch>
    open(const std::vector<std::filesystem::path>& folders);
    FolderWatch(FolderWatch&& other) noexcept;
    FolderWatch& operator=(FolderWatch&&) = delete;
    ~FolderWatch();
    // True when something arrived within `patience`; takes everything that has arrived.
    [[nodiscard]] bool wait(std::chrono::milliseconds patience);

private:
    explicit FolderWatch(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

// True after SIGINT or SIGTERM; the handler only sets a flag.
void end_on_signals();
[[nodiscard]] bool was_told_to_end();

} // namespace afpunt::standalone::cli
