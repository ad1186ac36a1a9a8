// SPDX-License-Identifier: MIT
//
// The same bank file read by libxml2, in its three ways. Where its headers are not installed there
// is nothing to compare with: is_there() says so.
#pragma once

#include <cstdint>
#include <filesystem>

namespace afpunt::benchmark::libxml2 {

struct Bookings {
    std::uint64_t count = 0;
    std::int64_t sum = 0; // cents
};

[[nodiscard]] bool is_there();
[[nodiscard]] Bookings read_by_events(const std::filesystem::path& file);  // SAX
[[nodiscard]] Bookings read_by_pulling(const std::filesystem::path& file); // xmlTextReader
void parse_whole_document(const std::filesystem::path& file);

} // namespace afpunt::benchmark::libxml2
