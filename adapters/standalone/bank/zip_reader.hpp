// SPDX-License-Identifier: MIT
//
// Reads the bank files in a zip archive (APPNOTE 6.3), one after the other. Nothing is unpacked to
// the disk, so names in the archive are only shown. Each file is unpacked whole before it is read:
// its checksum stands behind it, and a statement of a damaged file must not get through.
#pragma once

#include "bank/bank_file.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace afpunt::standalone {

struct ZipLimits {
    // Statements of some years, one file a day.
    static constexpr int max_files = 2000;
    // One file in memory; a year of a busy web shop is a tenth of it.
    static constexpr std::uint64_t max_file_bytes = std::uint64_t{256} * 1024 * 1024;
    static constexpr std::uint64_t max_total_bytes = std::uint64_t{2} * 1024 * 1024 * 1024;
    // XML of banks becomes 30 to 60 times smaller; files made to fill the memory, a thousand times.
    static constexpr std::uint64_t max_ratio = 200;
    // Below this size the ratio says nothing.
    static constexpr std::uint64_t free_bytes = std::uint64_t{4} * 1024 * 1024;
};

[[nodiscard]] bool is_zip(std::string_view bytes);
// A Failure when the archive cannot be read, holds no bank file, or holds one that is refused; what
// could be read went to the sink all the same. Other files are passed over with a notice.
[[nodiscard]] Result<void> read_zip(ByteSource& source, StatementSink& sink,
                                    std::span<const CsvMapping> mappings);

} // namespace afpunt::standalone
