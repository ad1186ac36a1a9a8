// SPDX-License-Identifier: MIT
#include "common/book_mark.hpp"

#include "common/text_file.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <functional>
#include <unistd.h>

namespace afpunt {
namespace {

constexpr std::size_t mark_bytes_max = 256; // what the module may have us keep

Failure not_kept(const std::filesystem::path& file) {
    return Failure{file.string(), "mark of the book", "a folder that cannot be written",
                   "a folder of your own for the program's state (XDG_STATE_HOME)"};
}

// Written whole, synced, then renamed into place.
bool write_synced(const std::filesystem::path& file, const std::string& text) {
    const std::filesystem::path part = file.string() + "." + std::to_string(getpid());
    const int descriptor = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0) return false;
    const bool written =
        ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fsync(descriptor) == 0;
    const bool closed = ::close(descriptor) == 0;
    std::error_code error;
    if (written && closed) std::filesystem::rename(part, file, error);
    if (!written || !closed || error) {
        std::filesystem::remove(part, error);
        return false;
    }
    const int folder = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = folder >= 0 && ::fsync(folder) == 0;
    if (folder >= 0) ::close(folder);
    return synced;
}

// FNV-1a, 64 bits: a name for a file, no secret. The place itself stands in the file, too.
std::string name_of(std::string_view place) {
    std::uint64_t hash = 14695981039346656037U;
    for (const char c : place) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    }
    std::string name;
    for (unsigned shift = 64; shift > 0; shift -= 4)
        name += "0123456789abcdef"[hash >> (shift - 4) & 15];
    return name;
}

} // namespace

std::optional<std::filesystem::path> mark_file_of(const std::filesystem::path& book_root) {
    std::filesystem::path state;
    if (const char* folder = std::getenv("XDG_STATE_HOME"); folder != nullptr && *folder == '/') {
        state = folder;
    } else if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/') {
        state = std::filesystem::path(home) / ".local" / "state";
    } else {
        return std::nullopt;
    }
    std::error_code error;
    const auto place = std::filesystem::weakly_canonical(book_root, error);
    return state / "afpunt" / "books" / name_of((error ? book_root : place).string());
}

Result<std::optional<std::string>> read_mark(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::exists(file, error)) return std::nullopt;
    auto text = read_text_file(file);
    if (!text) return tl::unexpected<Failure>(text.error());
    return std::optional<std::string>(text->substr(0, text->find('\n')));
}

Result<void> write_mark(const std::filesystem::path& file, const std::string& text) {
    if (text.size() > mark_bytes_max || text.find('\n') != std::string::npos) {
        return fail("mark of the book", std::to_string(text.size()) + " bytes",
                    "one line of at most 256 bytes");
    }
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    if (error || !write_synced(file, text + "\n")) return tl::unexpected(not_kept(file));
    return {};
}

} // namespace afpunt
