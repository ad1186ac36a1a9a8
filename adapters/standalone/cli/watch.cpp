// SPDX-License-Identifier: MIT
#include "cli/watch.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>
#include <utility>

namespace afpunt::standalone::cli {
namespace {

volatile std::sig_atomic_t told_to_end = 0;

} // namespace

void end_on_signals() {
    struct sigaction action {};
    action.sa_handler = [](int) { told_to_end = 1; };
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

bool was_told_to_end() {
    return told_to_end != 0;
}

Result<FolderWatch> FolderWatch::open(const std::vector<std::filesystem::path>& folders) {
    FolderWatch watch(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
    if (watch.descriptor_ < 0) return fail("watch", std::strerror(errno), "inotify");
    for (const auto& folder : folders) {
        if (inotify_add_watch(watch.descriptor_, folder.c_str(), IN_CLOSE_WRITE | IN_MOVED_TO) <
            0) {
            return fail("watch", folder.string() + ": " + std::strerror(errno),
                        "a folder that can be watched");
        }
    }
    return watch;
}

FolderWatch::FolderWatch(FolderWatch&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

FolderWatch::~FolderWatch() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

bool FolderWatch::wait(std::chrono::milliseconds patience) {
    pollfd waiting{descriptor_, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0) return false;
    alignas(inotify_event) std::array<char, 4096> buffer;
    bool arrived = false;
    while (::read(descriptor_, buffer.data(), buffer.size()) > 0)
        arrived = true;
    return arrived;
}

} // namespace afpunt::standalone::cli
