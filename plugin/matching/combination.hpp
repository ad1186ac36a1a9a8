// SPDX-License-Identifier: MIT
//
// Which of a customer's invoices and credit notes add up to one payment. Exact within stated
// limits: inside them every combination is looked at, so "the only one" is a fact; beyond them the
// answer says that it is not known to be the only one. It always ends: the work is bounded by
// most_sums_of_a_half, whatever the amounts are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace afpunt::matching {

// Each half of the parts is added up in every way: this many sums at most, which is twelve parts
// without a discount. The two halves together are twenty-four invoices, 16 million combinations.
inline constexpr std::size_t most_sums_of_a_half = 4096;
// Somebody with more open invoices and credits than this is looked at for his oldest ones.
inline constexpr std::size_t most_parts = 24;
// Sums of more parts than this fit by chance too often to be likely: twelve parts have 4,096 sums.
inline constexpr std::size_t most_parts_of_a_likely_sum = 12;

// Something that a payment may include, whole or not at all: an invoice, or a credit note (then
// negative).
struct Part {
    std::int64_t minor = 0;
    // The same less the discount for early payment; 0 = no discount.
    std::int64_t reduced_minor = 0;
};

struct ChosenPart {
    std::size_t part = 0; // position in the parts given
    std::int64_t minor = 0;
    friend bool operator==(const ChosenPart&, const ChosenPart&) = default;
};

struct Combination {
    std::vector<ChosenPart> parts; // in the order given
    // No other combination fits. False too where the limits kept some parts out.
    bool is_only = false;
};

struct Search {
    std::optional<Combination> found;
    std::size_t sums = 0; // how many were looked at: what the search cost
};

// The parts, oldest first; of several combinations the one with the oldest parts. A combination
// fits when it adds up to `target`, or to at most `shortfall` more where nothing adds up exactly.
[[nodiscard]] Search find_combination(std::span<const Part> parts, std::int64_t target,
                                      std::int64_t shortfall);

} // namespace afpunt::matching
