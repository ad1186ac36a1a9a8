// SPDX-License-Identifier: MIT
//
// Entries sorted by hash, and a directory on the hash's first bits, so that a look-up reads one
// short stretch. The key itself is compared as well: two texts with one hash are two keys, and a
// wrong match is worse than none.
#include "matching/key_index.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>
#include <utility>

namespace afpunt::matching {
namespace {

// FNV-1a, and a last mixing because the first bits choose the bucket.
[[nodiscard]] std::uint64_t hash_of(std::string_view key) {
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const char c : key) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001B3U;
    }
    hash ^= hash >> 32;
    hash *= 0x9E3779B97F4A7C15U;
    return hash;
}

} // namespace

void KeyIndex::add(std::string_view key, std::uint32_t position) {
    // Positions in the text are 32 bits: four gigabytes of invoice numbers are no book.
    if (key.empty() || text_.size() + key.size() > std::numeric_limits<std::uint32_t>::max()) {
        return;
    }
    entries_.push_back({hash_of(key), static_cast<std::uint32_t>(text_.size()),
                        static_cast<std::uint32_t>(key.size())});
    positions_.push_back(position);
    text_ += key;
}

std::string_view KeyIndex::text_of(const Entry& entry) const {
    return std::string_view(text_).substr(entry.begin, entry.length);
}

std::size_t KeyIndex::bucket_of(std::uint64_t hash) const {
    // buckets_ has a power of two and one more entries.
    const int bits = std::countr_zero(buckets_.size() - 1);
    return bits == 0 ? 0 : static_cast<std::size_t>(hash >> (64 - bits));
}

// Dealt out by the hash's first bits, so that what is left to sort are a handful of entries at a
// time.
std::vector<std::pair<std::uint64_t, std::uint32_t>> KeyIndex::by_hash() const {
    const int bits = std::countr_zero(std::bit_ceil(std::max<std::size_t>(entries_.size(), 2)));
    std::vector<std::uint32_t> ends((std::size_t{1} << bits) + 1, 0);
    const auto heap_of = [&](std::uint64_t hash) {
        return static_cast<std::size_t>(hash >> (64 - bits));
    };
    for (const Entry& entry : entries_)
        ++ends[heap_of(entry.hash) + 1];
    std::partial_sum(ends.begin(), ends.end(), ends.begin());
    std::vector<std::pair<std::uint64_t, std::uint32_t>> order(entries_.size());
    for (std::uint32_t at = 0; at < entries_.size(); ++at)
        order[ends[heap_of(entries_[at].hash)]++] = {entries_[at].hash, at};
    // Each heap now ends where the next began.
    auto first = order.begin();
    for (std::size_t heap = 0; heap + 1 < ends.size(); ++heap) {
        const auto last = order.begin() + static_cast<std::ptrdiff_t>(ends[heap]);
        if (last - first > 1) std::sort(first, last);
        first = last;
    }
    return order;
}

void KeyIndex::freeze(std::size_t most_of_a_key) {
    auto order = by_hash();
    // Texts that share a hash are kept apart.
    for (auto first = order.begin(); first != order.end();) {
        const auto last = std::find_if(
            first, order.end(), [&](const auto& other) { return other.first != first->first; });
        if (last - first > 1) {
            std::sort(first, last, [&](const auto& left, const auto& right) {
                const int order_of_text =
                    text_of(entries_[left.second]).compare(text_of(entries_[right.second]));
                return order_of_text != 0 ? order_of_text < 0
                                          : positions_[left.second] < positions_[right.second];
            });
        }
        first = last;
    }
    std::vector<Entry> entries;
    std::vector<std::uint32_t> positions;
    entries.reserve(order.size());
    positions.reserve(order.size());
    for (std::size_t first = 0; first < order.size();) {
        const Entry& key = entries_[order[first].second];
        const std::size_t kept = entries.size();
        std::size_t at = first;
        for (; at < order.size() && entries_[order[at].second].hash == key.hash &&
               text_of(entries_[order[at].second]) == text_of(key);
             ++at) {
            const std::uint32_t position = positions_[order[at].second];
            if (entries.size() > kept && positions.back() == position) continue;
            entries.push_back(key);
            positions.push_back(position);
        }
        if (entries.size() - kept > most_of_a_key) {
            entries.resize(kept);
            positions.resize(kept);
        }
        first = at;
    }
    entries_ = std::move(entries);
    positions_ = std::move(positions);
    buckets_.assign(std::bit_ceil(std::max<std::size_t>(entries_.size(), 1)) + 1, 0);
    for (const Entry& entry : entries_)
        ++buckets_[bucket_of(entry.hash) + 1];
    std::partial_sum(buckets_.begin(), buckets_.end(), buckets_.begin());
}

Positions KeyIndex::find(std::string_view key) const {
    if (entries_.empty()) return {};
    const std::uint64_t hash = hash_of(key);
    const std::size_t bucket = bucket_of(hash);
    const std::size_t end = buckets_[bucket + 1];
    std::size_t first = buckets_[bucket];
    const auto is_key = [&](const Entry& entry) {
        return entry.hash == hash && text_of(entry) == key;
    };
    while (first < end && !is_key(entries_[first]))
        ++first;
    std::size_t last = first;
    while (last < end && is_key(entries_[last]))
        ++last;
    return Positions(positions_).subspan(first, last - first);
}

} // namespace afpunt::matching
