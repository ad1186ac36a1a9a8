// SPDX-License-Identifier: MIT
//
// Tables whose columns a mapping names: finds the line of the names, whatever stands above it, and
// the separator that the program used.
#pragma once

#include "common/byte_source.hpp"
#include "common/csv_rows.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::standalone {

// A field of a table of lines or invoices; a longer one is a quote that was never closed.
inline constexpr CsvLimits csv_table_limits{4096, 256};

struct CsvHeader {
    char separator = ',';
    int line = 0; // 1-based
};
// The first line that holds all these names, among the first twenty; capitals do not matter.
// `utf8`: the beginning of a file.
[[nodiscard]] std::optional<CsvHeader> find_csv_header(std::string_view utf8,
                                                       const std::vector<std::string>& names);
// Where a column stands; the number of columns when it is not there.
[[nodiscard]] std::size_t place_of(const TableRow& header, std::string_view name);

// Every byte as Windows-1252, for files that happen to be valid UTF-8 as well.
class Cp1252Source final : public ByteSource {
public:
    explicit Cp1252Source(ByteSource& raw) : raw_(raw) {}
    [[nodiscard]] Result<bool> read(std::string& into) override;

private:
    ByteSource& raw_;
};

} // namespace afpunt::standalone
