// SPDX-License-Identifier: MIT
//
// Comma-separated values as RFC 4180 writes them and spreadsheets save them: quotes around fields,
// doubled quotes inside, line ends inside quotes. One row is in memory at a time.
#pragma once

#include "common/byte_source.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt {

struct TableRow {
    int line = 0;                    // where the row begins, 1-based
    std::vector<std::string> fields; // without blanks around them
};

struct CsvLimits {
    std::size_t field_bytes; // a longer field is a quote that was never closed
    std::size_t fields;
};

class CsvRows {
public:
    // `utf8`: UTF-8 without byte order mark.
    CsvRows(ByteSource& utf8, char separator, CsvLimits limits)
        : source_(utf8), separator_(separator), limits_(limits) {}
    // False at the end. Empty lines are passed over.
    [[nodiscard]] Result<bool> next(TableRow& row);
    // The row ended with the file, without line end or closing quote: it may be cut off.
    [[nodiscard]] bool row_is_open() const { return row_is_open_; }

private:
    // The next character, or end_of_file.
    [[nodiscard]] int peek();
    int take();
    [[nodiscard]] Result<void> read_row(TableRow& row);
    [[nodiscard]] Result<std::string> read_field();
    [[nodiscard]] bool read_quoted(std::string& field);
    [[nodiscard]] bool at_field_end();
    void end_line();

    static constexpr int end_of_file = -1;
    ByteSource& source_;
    char separator_;
    CsvLimits limits_;
    std::string buffer_;
    std::size_t at_ = 0;
    int line_ = 1;
    bool ended_ = false;
    bool row_is_open_ = false;
    std::optional<Failure> failure_; // of the source
};

} // namespace afpunt
