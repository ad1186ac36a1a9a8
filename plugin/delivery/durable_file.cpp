// SPDX-License-Identifier: MIT
#include "delivery/durable_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

namespace afpunt::delivery {
namespace {

namespace fs = std::filesystem;

constexpr mode_t file_mode = 0640;

class File {
public:
    File(const fs::path& path, int flags) : descriptor_(open(path.c_str(), flags, file_mode)) {}
    ~File() {
        if (descriptor_ >= 0) close(descriptor_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
    [[nodiscard]] bool sync() const { return fsync(descriptor_) == 0; }
    [[nodiscard]] bool write_all(std::string_view bytes) const {
        while (!bytes.empty()) {
            const ssize_t count = write(descriptor_, bytes.data(), bytes.size());
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }

private:
    int descriptor_;
};

} // namespace

tl::unexpected<Failure> system_failure(const fs::path& path, const std::string& expected) {
    return fail("letter folder", path.string(),
                expected + " (" + std::generic_category().message(errno) + ")");
}

Result<void> write_new_file(const fs::path& path, std::string_view bytes) {
    const File file(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW);
    if (!file.is_open() || !file.write_all(bytes) || !file.sync()) {
        return system_failure(path, "a file that can be written");
    }
    return {};
}

Result<void> sync_folder(const fs::path& folder) {
    const File file(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (!file.is_open() || !file.sync()) return system_failure(folder, "a folder that can be kept");
    return {};
}

bool holds_bytes(const fs::path& path, std::string_view bytes) {
    std::error_code error;
    if (fs::symlink_status(path, error).type() != fs::file_type::regular ||
        fs::file_size(path, error) != bytes.size()) {
        return false;
    }
    std::ifstream file(path, std::ios::binary);
    const std::string found{std::istreambuf_iterator<char>(file), {}};
    return !file.bad() && found == bytes;
}

} // namespace afpunt::delivery
