// SPDX-License-Identifier: MIT
#include "fire/file_changes.hpp"

#include <array>
#include <poll.h>
#include <stdexcept>
#include <sys/inotify.h>
#include <unistd.h>

namespace afpunt::tests {

FileChanges::FileChanges(const std::filesystem::path& folder)
    : descriptor_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
    if (inotify_add_watch(descriptor_, folder.c_str(),
                          IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVED_TO) < 0) {
        throw std::runtime_error("a folder cannot be watched: " + folder.string());
    }
}

FileChanges::~FileChanges() {
    ::close(descriptor_);
}

std::uint64_t FileChanges::count(std::chrono::milliseconds patience) {
    pollfd waiting{descriptor_, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0) return count_;
    alignas(inotify_event) std::array<char, 4096> buffer;
    for (ssize_t read = 0; (read = ::read(descriptor_, buffer.data(), buffer.size())) > 0;) {
        for (ssize_t at = 0; at < read; ++count_) {
            const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
            at += static_cast<ssize_t>(sizeof(inotify_event)) + event->len;
        }
    }
    return count_;
}

} // namespace afpunt::tests
