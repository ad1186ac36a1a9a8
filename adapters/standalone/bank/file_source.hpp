// SPDX-License-Identifier: MIT
//
// A bank file on disk as a source of bytes that tells how far it is.
#pragma once

#include "bank/statement.hpp"

#include "common/byte_source.hpp"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

namespace afpunt::standalone {

// A file, in pieces of 256 KB: large enough that the system call does not count, small enough for
// the cache. Tells the sink how far it is.
class FileSource final : public ByteSource {
public:
    [[nodiscard]] static Result<FileSource> open(const std::filesystem::path& path,
                                                 StatementSink& sink);
    [[nodiscard]] Result<bool> read(std::string& into) override;

private:
    FileSource(std::ifstream file, std::uint64_t size, StatementSink& sink)
        : file_(std::move(file)), size_(size), sink_(&sink) {}
    std::ifstream file_;
    std::uint64_t size_;
    std::uint64_t done_ = 0;
    StatementSink* sink_;
};

} // namespace afpunt::standalone
