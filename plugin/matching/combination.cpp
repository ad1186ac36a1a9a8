// SPDX-License-Identifier: MIT
//
// Meet in the middle: all sums of the older half in order of preference, all sums of the younger
// half sorted, and for each of the first a binary search in the second. Two fitting combinations
// are enough to know that the payment is ambiguous, so the search ends there.
#include "matching/combination.hpp"

#include <algorithm>
#include <limits>

namespace afpunt::matching {
namespace {

// Twenty-four amounts below this cannot overflow 64 bits; no invoice comes near it.
constexpr std::int64_t largest_minor = std::numeric_limits<std::int64_t>::max() / 64;

struct Sum {
    std::int64_t minor = 0;
    std::uint32_t choices = 0; // one digit in base 3 per part, the oldest part first
};
enum Choice : std::uint32_t { Whole, Reduced, Skipped };
constexpr std::uint32_t choice_count = 3;

[[nodiscard]] bool fits_64_bits(std::int64_t minor) {
    return minor < largest_minor && minor > -largest_minor;
}
[[nodiscard]] std::size_t choices_of(const Part& part) {
    return part.reduced_minor > 0 ? 3 : 2;
}

// Every way to take or leave these parts, the ways that take the older ones first.
[[nodiscard]] std::vector<Sum> sums_of(std::span<const Part> parts,
                                       std::span<const std::size_t> chosen) {
    std::vector<Sum> sums{Sum{}};
    for (const std::size_t at : chosen) {
        std::vector<Sum> longer;
        longer.reserve(sums.size() * choices_of(parts[at]));
        for (const Sum& sum : sums) {
            const std::uint32_t choices = sum.choices * choice_count;
            longer.push_back({sum.minor + parts[at].minor, choices + Whole});
            if (parts[at].reduced_minor > 0) {
                longer.push_back({sum.minor + parts[at].reduced_minor, choices + Reduced});
            }
            longer.push_back({sum.minor, choices + Skipped});
        }
        sums = std::move(longer);
    }
    return sums;
}

void add_choices(std::span<const Part> parts, std::span<const std::size_t> chosen,
                 std::uint32_t choices, std::vector<ChosenPart>& result) {
    for (std::size_t from_end = chosen.size(); from_end-- > 0; choices /= choice_count) {
        const std::size_t at = chosen[from_end];
        const std::uint32_t choice = choices % choice_count;
        if (choice == Whole) result.push_back({at, parts[at].minor});
        if (choice == Reduced) result.push_back({at, parts[at].reduced_minor});
    }
}

// The two halves of what is looked at, as positions in the parts.
struct Halves {
    std::vector<std::size_t> older, younger;
    bool is_all = true;
};
[[nodiscard]] Halves split(std::span<const Part> parts, std::int64_t target,
                           std::int64_t shortfall) {
    std::int64_t credits = 0;
    for (const Part& part : parts) {
        if (part.minor < 0 && fits_64_bits(part.minor)) {
            credits = std::max(credits + part.minor, -largest_minor);
        }
    }
    std::vector<std::size_t> possible;
    for (std::size_t at = 0; at < parts.size(); ++at) {
        const Part& part = parts[at];
        const std::int64_t least = part.reduced_minor > 0 ? part.reduced_minor : part.minor;
        // What is larger than the payment and all credit together is in no combination.
        if (!fits_64_bits(part.minor) || least > target + shortfall - credits) continue;
        possible.push_back(at);
    }
    Halves halves;
    std::size_t older_sums = 1;
    std::size_t younger_sums = 1;
    for (const std::size_t at : possible) {
        const std::size_t choices = choices_of(parts[at]);
        const bool is_full = halves.older.size() + halves.younger.size() >= most_parts;
        const bool goes_with_older = halves.older.size() * 2 < possible.size() &&
                                     halves.younger.empty() &&
                                     older_sums * choices <= most_sums_of_a_half;
        if (!is_full && goes_with_older) {
            halves.older.push_back(at);
            older_sums *= choices;
        } else if (!is_full && younger_sums * choices <= most_sums_of_a_half) {
            halves.younger.push_back(at);
            younger_sums *= choices;
        } else {
            halves.is_all = false;
            break;
        }
    }
    return halves;
}

} // namespace

Search find_combination(std::span<const Part> parts, std::int64_t target, std::int64_t shortfall) {
    Search search;
    if (target <= 0 || target >= largest_minor || shortfall < 0 || shortfall >= largest_minor) {
        return search;
    }
    const Halves halves = split(parts, target, shortfall);
    const std::vector<Sum> older = sums_of(parts, halves.older);
    std::vector<Sum> younger = sums_of(parts, halves.younger);
    search.sums = older.size() + younger.size();
    std::stable_sort(younger.begin(), younger.end(),
                     [](const Sum& left, const Sum& right) { return left.minor < right.minor; });
    const auto fitting = [&](std::int64_t least, std::int64_t most) {
        for (const Sum& sum : older) {
            auto at = std::lower_bound(
                younger.begin(), younger.end(), least - sum.minor,
                [](const Sum& one, std::int64_t wanted) { return one.minor < wanted; });
            for (; at != younger.end() && at->minor <= most - sum.minor; ++at) {
                if (search.found) {
                    search.found->is_only = false;
                    return;
                }
                search.found.emplace();
                search.found->is_only = halves.is_all;
                std::vector<ChosenPart> latest;
                add_choices(parts, halves.younger, at->choices, latest);
                add_choices(parts, halves.older, sum.choices, latest);
                search.found->parts.assign(latest.rbegin(), latest.rend());
            }
        }
    };
    fitting(target, target);
    if (!search.found && shortfall > 0) fitting(target + 1, target + shortfall);
    return search;
}

} // namespace afpunt::matching
