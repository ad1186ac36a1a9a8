// SPDX-License-Identifier: MIT
#include "bank/camt_entry_texts.hpp"

#include "bank/camt_nodes.hpp"

namespace afpunt::standalone {

std::size_t CamtEntryTexts::scan(std::string_view ahead) {
    node_ = {};
    return scanner_.scan(ahead);
}

void CamtEntryTexts::read(XmlNode entry) {
    node_ = entry;
    nodes_.clear();
    const auto collect = [&](XmlNode holder) {
        for_each_camt_child(holder, "TxDtls", [&](XmlNode detail) { nodes_.push_back(detail); });
    };
    collect(entry); // the first version of camt.052 has them here
    for_each_camt_child(entry, "NtryDtls", collect);
    read_camt_texts(elements_, CamtElements::entry, entry, texts_);
}

const CamtTexts& CamtEntryTexts::entry() const {
    return node_ ? texts_ : scanner_.texts();
}

std::size_t CamtEntryTexts::detail_count() const {
    return node_ ? nodes_.size() : scanner_.detail_count();
}

const CamtTexts& CamtEntryTexts::detail(std::size_t at) {
    if (!node_) return scanner_.details()[at];
    read_camt_texts(elements_, elements_.detail(), nodes_[at], detail_);
    return detail_;
}

} // namespace afpunt::standalone
