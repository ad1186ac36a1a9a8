// SPDX-License-Identifier: MIT
//
// Reading a file in pieces, with its errors as values.
#include "bank/file_source.hpp"

#include <system_error>

namespace afpunt::standalone {

namespace {
constexpr std::size_t piece_bytes = std::size_t{256} * 1024;
} // namespace

Result<FileSource> FileSource::open(const std::filesystem::path& path, StatementSink& sink) {
    // Only a regular file: a pipe or a device could keep the host waiting for ever.
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) {
        return fail("bank file", path.string(), "a file that is there");
    }
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    std::ifstream file(path, std::ios::binary);
    if (error || !file) return fail("bank file", path.string(), "a file that may be read");
    return FileSource(std::move(file), size, sink);
}

Result<bool> FileSource::read(std::string& into) {
    const std::size_t before = into.size();
    into.resize(before + piece_bytes);
    file_.read(into.data() + before, static_cast<std::streamsize>(piece_bytes));
    const std::size_t count = static_cast<std::size_t>(file_.gcount());
    into.resize(before + count);
    if (file_.bad()) {
        return fail("bank file", "an error of the disk after byte " + std::to_string(done_),
                    "a file that can be read to its end");
    }
    done_ += count;
    if (count > 0) sink_->progress(done_, size_);
    return count > 0;
}

} // namespace afpunt::standalone
