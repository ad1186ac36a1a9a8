// SPDX-License-Identifier: MIT
//
// libFuzzer on mail that came back: any bytes. What is read names a whole letter id or none, and
// gives words that fit on a line.
#include <delivery/bounce.hpp>
#include <delivery/return_path.hpp>

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace afpunt::delivery;
    const auto notice = read_bounce({reinterpret_cast<const char*>(data), size});
    if (!notice) return 0;
    if (!notice->letter_id.empty() && !is_letter_id(notice->letter_id)) std::abort();
    if (notice->kind != NoticeKind::Report && !notice->reports.empty()) std::abort();
    for (const RecipientReport& report : notice->reports) {
        if (report.words.size() > 500 || report.words.find('\n') != std::string::npos) std::abort();
    }
    return 0;
}
