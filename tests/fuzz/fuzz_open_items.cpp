// SPDX-License-Identifier: MIT
//
// libFuzzer on lists of open items: any bytes. What is read has numbers, customers and amounts
// above zero.
#include <open_items.hpp>

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace afpunt::standalone;
    static const auto mappings = read_open_items_mappings(
        "[[csv_open_items]]\nname='p'\ndate_format='DD/MM/YYYY'\n[csv_open_items.columns]\n"
        "number='Invoice'\ncustomer='Customer'\ndue='Due'\nopen='Open'\ntotal='Total'\n");
    const auto list = parse_open_items({reinterpret_cast<const char*>(data), size},
                                       "open-2026-11-19.csv", *mappings);
    if (!list) return 0;
    for (const ListedItem& item : list->items) {
        if (item.number.empty() || item.customer.id.empty() || !item.open.is_positive())
            std::abort();
    }
    return 0;
}
