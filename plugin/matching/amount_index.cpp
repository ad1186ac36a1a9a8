// SPDX-License-Identifier: MIT
//
// Amounts sorted, and a binary search: most amounts stand for one item, those of subscriptions for
// thousands.
#include "matching/amount_index.hpp"

#include <algorithm>
#include <utility>

namespace afpunt::matching {

AmountIndex::AmountIndex(const book::Book& book) {
    const std::vector<book::OpenItem>& items = book.snapshot().items;
    std::vector<std::pair<std::int64_t, std::uint32_t>> amounts;
    amounts.reserve(items.size());
    for (std::uint32_t at = 0; at < items.size(); ++at) {
        const std::int64_t open = items[at].open.minor;
        if (items[at].kind == book::DocumentKind::CreditNote || open <= 0) continue;
        amounts.emplace_back(open, at);
        if (!items[at].discount) continue;
        const std::int64_t discount = items[at].discount->amount.minor;
        if (discount > 0 && discount < open) amounts.emplace_back(open - discount, at);
    }
    std::sort(amounts.begin(), amounts.end());
    minor_.reserve(amounts.size());
    positions_.reserve(amounts.size());
    for (const auto& [minor, position] : amounts) {
        minor_.push_back(minor);
        positions_.push_back(position);
    }
}

Positions AmountIndex::find(std::int64_t minor) const {
    const auto [first, last] = std::equal_range(minor_.begin(), minor_.end(), minor);
    return Positions(positions_)
        .subspan(static_cast<std::size_t>(first - minor_.begin()),
                 static_cast<std::size_t>(last - first));
}

} // namespace afpunt::matching
