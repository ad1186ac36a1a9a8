// SPDX-License-Identifier: MIT
//
// A program in a process of its own, with a time limit: whatever it breaks, the kit goes on. All
// that it started ends with it.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace afpunt::conformance {

struct ProcessEnd {
    enum class How { Exited, Killed, TimedOut, NotStarted };
    How how = How::NotStarted;
    int number = 0;     // exit code or signal
    std::string output; // what it wrote to both of its outputs; the last 64 kB of it
    // "ended by signal 11 (Segmentation fault)"
    [[nodiscard]] std::string sentence() const;
};

struct ProcessStart {
    std::vector<std::string> command;               // program (looked for in PATH) and arguments
    std::map<std::string, std::string> environment; // set beside what is there
    std::filesystem::path output_file;              // its outputs go here
    std::chrono::seconds limit{0};
    // For programs that do not end by themselves: once this is true they are asked to (SIGTERM).
    std::function<bool()> ends_when;
};

[[nodiscard]] ProcessEnd run_process(const ProcessStart& start);

// A folder of its own for each case, gone with it.
class ScratchFolder {
public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

[[nodiscard]] std::string read_file(const std::filesystem::path& file);

} // namespace afpunt::conformance
