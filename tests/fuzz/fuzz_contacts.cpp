// SPDX-License-Identifier: MIT
//
// libFuzzer on contacts.csv: any bytes, as a spreadsheet or an editor may leave them. A row that is
// read names its customer; one that is left out says why.
#include "demand.hpp"

#include <common/contacts.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace afpunt::fuzz;
    const auto contacts = afpunt::parse_contacts(text_of(data, size));
    for (const auto& row : contacts.rows) {
        demand(!row.customer.empty() && row.line > 1 && row.reminded >= 0);
        demand(!row.owed || !row.owed->is_negative());
    }
    for (const auto& problem : contacts.problems)
        demand_sentence(problem.sentence());
    return 0;
}
