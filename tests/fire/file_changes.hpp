// SPDX-License-Identifier: MIT
//
// Counts what changes in a folder while another process works in it (inotify).
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>

namespace afpunt::tests {

class FileChanges {
public:
    explicit FileChanges(const std::filesystem::path& folder);
    ~FileChanges();
    FileChanges(const FileChanges&) = delete;
    FileChanges& operator=(const FileChanges&) = delete;
    // Since it was made; waits for the next change, at most for `patience`.
    [[nodiscard]] std::uint64_t count(std::chrono::milliseconds patience);

private:
    int descriptor_;
    std::uint64_t count_ = 0;
};

} // namespace afpunt::tests
