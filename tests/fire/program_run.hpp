// SPDX-License-Identifier: MIT
//
// One run of the real command as a process of its own, which may be killed while it works.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace afpunt::tests {

struct ProgramPaths {
    std::filesystem::path command, module;
};

class ProgramRun {
public:
    // Begins `afpunt` with these arguments; what it says goes into files beside `log`. It dies with
    // this process.
    ProgramRun(const ProgramPaths& paths, const std::vector<std::string>& arguments,
               const std::filesystem::path& log);
    ~ProgramRun();
    ProgramRun(const ProgramRun&) = delete;
    ProgramRun& operator=(const ProgramRun&) = delete;

    // [any] SIGKILL: nothing of the process runs after it.
    void strike() const;
    // True when it has ended, at the latest after `patience`.
    [[nodiscard]] bool has_ended(std::chrono::milliseconds patience);
    void wait();
    [[nodiscard]] bool was_killed() const;
    [[nodiscard]] int exit_code() const; // -1 when a signal ended it
    [[nodiscard]] std::string output() const;
    [[nodiscard]] std::string errors() const;

private:
    pid_t process_ = -1;
    int handle_ = -1; // means this process and never a later one of the same number
    std::optional<int> status_;
    std::filesystem::path log_;
};

} // namespace afpunt::tests
