// SPDX-License-Identifier: MIT
#include "fire/program_run.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <sstream>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace afpunt::tests {
namespace {

std::string read_whole(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

int open_log(const std::string& file) {
    return ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

} // namespace

ProgramRun::ProgramRun(const ProgramPaths& paths, const std::vector<std::string>& arguments,
                       const std::filesystem::path& log)
    : log_(log) {
    // All that the child needs is made before the fork: it may only call what is safe in signals.
    std::vector<std::string> words{paths.command.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    std::string module = "AFPUNT_MODULE=" + paths.module.string();
    std::vector<char*> environment{module.data()};
    for (char** variable = environ; *variable != nullptr; ++variable)
        environment.push_back(*variable);
    environment.push_back(nullptr);
    const int out = open_log(log.string() + ".out");
    const int errors = open_log(log.string() + ".err");
    const pid_t parent = getpid();
    process_ = fork();
    if (process_ == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) _exit(1);
        dup2(out, STDOUT_FILENO);
        dup2(errors, STDERR_FILENO);
        execve(argv[0], argv.data(), environment.data());
        _exit(127);
    }
    ::close(out);
    ::close(errors);
    if (process_ > 0) handle_ = static_cast<int>(syscall(SYS_pidfd_open, process_, 0));
    if (handle_ < 0) throw std::runtime_error("no process could be made (fork, pidfd_open)");
}

ProgramRun::~ProgramRun() {
    if (!status_) {
        strike();
        wait();
    }
    ::close(handle_);
}

void ProgramRun::strike() const {
    syscall(SYS_pidfd_send_signal, handle_, SIGKILL, nullptr, 0);
}

bool ProgramRun::has_ended(std::chrono::milliseconds patience) {
    if (status_) return true;
    pollfd ended{handle_, POLLIN, 0};
    ::poll(&ended, 1, static_cast<int>(patience.count()));
    int status = 0;
    if (waitpid(process_, &status, WNOHANG) == process_) status_ = status;
    return status_.has_value();
}

void ProgramRun::wait() {
    int status = 0;
    while (!status_) {
        if (waitpid(process_, &status, 0) == process_) {
            status_ = status;
        } else if (errno != EINTR) {
            throw std::runtime_error("a process was lost");
        }
    }
}

bool ProgramRun::was_killed() const {
    return status_ && WIFSIGNALED(*status_) && WTERMSIG(*status_) == SIGKILL;
}

int ProgramRun::exit_code() const {
    return status_ && WIFEXITED(*status_) ? WEXITSTATUS(*status_) : -1;
}

std::string ProgramRun::output() const {
    return read_whole(log_.string() + ".out");
}

std::string ProgramRun::errors() const {
    return read_whole(log_.string() + ".err");
}

} // namespace afpunt::tests
