// SPDX-License-Identifier: MIT
//
// Which items an amount would pay exactly, whole or less the discount for early payment. An amount
// is a witness: where another invoice with almost the same number has the same amount, the number
// in the text may be the mistyped one.
#pragma once

#include "book/book.hpp"
#include "matching/key_index.hpp"

#include <cstdint>
#include <vector>

namespace afpunt::matching {

class AmountIndex {
public:
    explicit AmountIndex(const book::Book& book);
    // Positions in the snapshot's items, of any currency.
    [[nodiscard]] Positions find(std::int64_t minor) const;

private:
    std::vector<std::int64_t> minor_;      // ascending
    std::vector<std::uint32_t> positions_; // of the item at the same place
};

} // namespace afpunt::matching
