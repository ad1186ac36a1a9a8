// SPDX-License-Identifier: MIT
//
// One Ntry and its details, as texts: scanned where it stands when it looks like those before it,
// read from a tree otherwise. What a booking becomes does not depend on which of the two it was.
#pragma once

#include "bank/camt_elements.hpp"
#include "bank/camt_entry_scanner.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace afpunt::standalone {

class CamtEntryTexts {
public:
    CamtEntryTexts() = default;
    CamtEntryTexts(const CamtEntryTexts&) = delete;
    CamtEntryTexts& operator=(const CamtEntryTexts&) = delete;

    // As CamtEntryScanner::scan().
    [[nodiscard]] std::size_t scan(std::string_view ahead);
    void read(XmlNode entry);

    [[nodiscard]] const CamtTexts& entry() const;
    [[nodiscard]] std::size_t detail_count() const;
    // Good until the next call: a batch may have more details than memory has room for their texts.
    [[nodiscard]] const CamtTexts& detail(std::size_t at);
    // For what is only read from the tree; empty nodes where the entry has nothing of that kind.
    [[nodiscard]] XmlNode entry_node() const { return node_; }
    [[nodiscard]] XmlNode detail_node(std::size_t at) const {
        return node_ ? nodes_[at] : XmlNode();
    }

private:
    CamtElements elements_;
    CamtEntryScanner scanner_{elements_};
    XmlNode node_; // empty when the entry was scanned
    std::vector<XmlNode> nodes_;
    CamtTexts texts_, detail_;
};

} // namespace afpunt::standalone
