// SPDX-License-Identifier: MIT
//
// Where a bank file's bytes come from, a piece at a time: statements of a year of a busy account
// are larger than what a bookkeeping package should hold in memory twice.
#pragma once

#include <afpunt/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace afpunt {

class ByteSource {
public:
    virtual ~ByteSource() = default;
    // Appends the next piece; false at the end.
    [[nodiscard]] virtual Result<bool> read(std::string& into) = 0;
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

} // namespace afpunt
