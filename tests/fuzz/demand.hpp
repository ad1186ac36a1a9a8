// SPDX-License-Identifier: MIT
//
// What a fuzz target promises of all that is read: where it does not hold, the run ends and the
// bytes are kept.
#pragma once

#include <afpunt/text.hpp>

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace afpunt::fuzz {

inline void demand(bool holds) {
    if (!holds) std::abort();
}

// A sentence that a person or a log gets: some words, on one line.
inline void demand_sentence(std::string_view text) {
    demand(!text.empty() && text::is_utf8(text));
}
inline void demand_line(std::string_view text, std::size_t bytes_max) {
    demand(text.size() <= bytes_max && text::is_utf8(text));
    for (const char c : text)
        demand(static_cast<unsigned char>(c) >= ' ' && c != '\x7F');
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

// Takes the bytes from the front, as decisions and as pieces of text; zeros when none are left.
class Bytes {
public:
    Bytes(const std::uint8_t* data, std::size_t size) : left_(text_of(data, size)) {}
    [[nodiscard]] bool is_empty() const { return left_.empty(); }
    [[nodiscard]] std::uint8_t byte() {
        if (left_.empty()) return 0;
        const auto value = static_cast<std::uint8_t>(left_.front());
        left_.remove_prefix(1);
        return value;
    }
    [[nodiscard]] std::uint32_t below(std::uint32_t count) { return byte() % count; }
    // Eight bytes, the lowest first.
    [[nodiscard]] std::int64_t number() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 8)
            value |= std::uint64_t{byte()} << shift;
        return static_cast<std::int64_t>(value);
    }
    // Up to a byte 0xFF, or the end.
    [[nodiscard]] std::string_view piece() {
        const std::string_view text = left_.substr(0, left_.find('\xFF'));
        left_.remove_prefix(std::min(left_.size(), text.size() + 1));
        return text;
    }
    [[nodiscard]] std::string_view rest() const { return left_; }

private:
    std::string_view left_;
};

} // namespace afpunt::fuzz
