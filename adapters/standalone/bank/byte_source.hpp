// SPDX-License-Identifier: MIT
//
// Where a bank file's bytes come from, a piece at a time: statements of a year of a busy account
// are larger than what a bookkeeping package should hold in memory twice.
#pragma once

#include "bank/statement.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace afpunt::standalone {

class ByteSource {
public:
    virtual ~ByteSource() = default;
    // Appends the next piece; false at the end.
    [[nodiscard]] virtual Result<bool> read(std::string& into) = 0;
};

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

// Bytes that are in memory already: a mail attachment, a test. The caller keeps them alive.
class MemorySource final : public ByteSource {
public:
    explicit MemorySource(std::string_view bytes, std::size_t piece = std::size_t{1} << 18)
        : bytes_(bytes), piece_(piece) {}
    [[nodiscard]] Result<bool> read(std::string& into) override {
        if (bytes_.empty()) return false;
        into.append(bytes_.substr(0, piece_));
        bytes_.remove_prefix(bytes_.size() < piece_ ? bytes_.size() : piece_);
        return true;
    }

private:
    std::string_view bytes_;
    std::size_t piece_;
};

// Gives back what was read to look at, then the rest.
class PeekedSource final : public ByteSource {
public:
    PeekedSource(std::string beginning, ByteSource& rest)
        : beginning_(std::move(beginning)), rest_(rest) {}
    [[nodiscard]] Result<bool> read(std::string& into) override {
        if (beginning_.empty()) return rest_.read(into);
        into.append(beginning_);
        beginning_.clear();
        return true;
    }

private:
    std::string beginning_;
    ByteSource& rest_;
};

} // namespace afpunt::standalone
