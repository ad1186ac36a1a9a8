// SPDX-License-Identifier: MIT
#include "conformance/case_process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace afpunt::conformance {
namespace {

constexpr std::size_t output_bytes_max = 65'536;

class SpawnSettings {
public:
    explicit SpawnSettings(const std::filesystem::path& output_file) {
        posix_spawn_file_actions_init(&files);
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        constexpr mode_t only_ours = 0600;
        posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, output_file.c_str(),
                                         O_WRONLY | O_CREAT | O_APPEND, only_ours);
        posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
        posix_spawnattr_init(&attributes);
        // A group of its own, so that what it starts ends with it.
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
        posix_spawnattr_setpgroup(&attributes, 0);
    }
    ~SpawnSettings() {
        posix_spawn_file_actions_destroy(&files);
        posix_spawnattr_destroy(&attributes);
    }
    SpawnSettings(const SpawnSettings&) = delete;
    SpawnSettings& operator=(const SpawnSettings&) = delete;
    posix_spawn_file_actions_t files{};
    posix_spawnattr_t attributes{};
};

// Pointers into texts, ended by NULL, as exec wants them.
std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (std::string& text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

std::vector<std::string> environment_with(const std::map<std::string, std::string>& added) {
    std::vector<std::string> all;
    for (char** one = environ; *one != nullptr; ++one) {
        const std::string text(*one);
        if (!added.contains(text.substr(0, text.find('=')))) all.push_back(text);
    }
    for (const auto& [name, value] : added)
        all.push_back(name + "=" + value);
    return all;
}

ProcessEnd wait_for(pid_t process, const ProcessStart& start) {
    const auto end = std::chrono::steady_clock::now() + start.limit;
    constexpr std::chrono::milliseconds look_again{2};
    bool asked_to_end = false;
    ProcessEnd result;
    int status = 0;
    while (waitpid(process, &status, WNOHANG) == 0) {
        if (std::chrono::steady_clock::now() > end) {
            kill(-process, SIGKILL);
            waitpid(process, &status, 0);
            result.how = ProcessEnd::How::TimedOut;
            result.number = static_cast<int>(start.limit.count());
            return result;
        }
        if (!asked_to_end && start.ends_when && start.ends_when()) {
            asked_to_end = true;
            kill(process, SIGTERM);
        }
        std::this_thread::sleep_for(look_again);
    }
    kill(-process, SIGKILL); // what it left behind
    result.how = WIFEXITED(status) ? ProcessEnd::How::Exited : ProcessEnd::How::Killed;
    result.number = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
    return result;
}

} // namespace

std::string ProcessEnd::sentence() const {
    switch (how) {
    case How::Exited: return "ended with exit code " + std::to_string(number);
    case How::Killed:
        return "ended by signal " + std::to_string(number) + " (" + strsignal(number) + ")";
    case How::TimedOut: return "was not done after " + std::to_string(number) + " seconds";
    case How::NotStarted: return std::string("could not be started: ") + std::strerror(number);
    }
    return {};
}

ProcessEnd run_process(const ProcessStart& start) {
    const SpawnSettings settings(start.output_file);
    std::vector<std::string> command = start.command;
    std::vector<std::string> environment = environment_with(start.environment);
    pid_t process = 0;
    const int failed =
        posix_spawnp(&process, command.at(0).c_str(), &settings.files, &settings.attributes,
                     pointers_to(command).data(), pointers_to(environment).data());
    ProcessEnd end;
    if (failed != 0) {
        end.number = failed;
        return end;
    }
    end = wait_for(process, start);
    end.output = read_file(start.output_file);
    if (end.output.size() > output_bytes_max) {
        end.output.erase(0, end.output.size() - output_bytes_max);
    }
    return end;
}

// In memory where the system has such a place: these cases are about order, not about disks.
ScratchFolder::ScratchFolder() {
    std::error_code error;
    const std::filesystem::path memory = "/dev/shm";
    const bool has_memory = std::filesystem::is_directory(memory, error);
    const auto parent = has_memory ? memory : std::filesystem::temp_directory_path();
    std::string name = (parent / "afpunt-conformance-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("no folder can be made in " + parent.string());
    }
    path_ = name;
}
ScratchFolder::~ScratchFolder() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
}

std::string read_file(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

} // namespace afpunt::conformance
