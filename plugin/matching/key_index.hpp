// SPDX-License-Identifier: MIT
//
// A frozen map from texts to positions: many short keys, filled once and then only read. A hash
// table of strings and vectors would take five times the memory, and time to build and to free it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace afpunt::matching {

using Positions = std::span<const std::uint32_t>;

class KeyIndex {
public:
    // An empty key is no key.
    void add(std::string_view key, std::uint32_t position);
    // To be called once, after the last add(). A key that more positions have in common than
    // `most_of_a_key` leads nowhere and is forgotten.
    void freeze(std::size_t most_of_a_key);
    // Ascending, each once. Empty for a key that nobody added.
    [[nodiscard]] Positions find(std::string_view key) const;

private:
    struct Entry {
        std::uint64_t hash = 0;
        std::uint32_t begin = 0; // in text_
        std::uint32_t length = 0;
    };
    // Hashes with the places of their entries, ascending.
    [[nodiscard]] std::vector<std::pair<std::uint64_t, std::uint32_t>> by_hash() const;
    [[nodiscard]] std::string_view text_of(const Entry& entry) const;
    [[nodiscard]] std::size_t bucket_of(std::uint64_t hash) const;

    std::string text_; // all keys, one behind the other
    std::vector<Entry> entries_;
    std::vector<std::uint32_t> positions_; // of the entry at the same place
    std::vector<std::uint32_t> buckets_;   // by the hash's first bits: the bucket's first entry
};

} // namespace afpunt::matching
