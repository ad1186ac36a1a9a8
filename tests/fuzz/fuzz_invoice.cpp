// SPDX-License-Identifier: MIT
//
// libFuzzer on the reader of UBL invoices: any bytes. An invoice that is read keeps what the ledger
// builds on.
#include <invoice.hpp>

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto invoice =
        afpunt::standalone::parse_ubl_invoice({reinterpret_cast<const char*>(data), size});
    if (!invoice) {
        if (invoice.error().sentence().empty()) std::abort();
        return 0;
    }
    const bool sound = !invoice->number.empty() && !invoice->customer.id.empty() &&
                       !invoice->instalments.empty() && !invoice->total.is_negative();
    if (!sound) std::abort();
    return 0;
}
