// SPDX-License-Identifier: MIT
//
// See contacts_table.hpp; RFC 4180, 2.
#include "contacts_table.hpp"

#include "bank/text_encoding.hpp"

#include <afpunt/text.hpp>

#include <algorithm>

namespace afpunt::standalone {
namespace {

// A book of this host has at most some ten thousand customers.
constexpr std::size_t max_rows = 100'000;
// Names, reasons and lists of accounts; a longer field is a quote that was never closed.
constexpr std::size_t max_field_bytes = 4000;
// The known columns and room for a spreadsheet's own.
constexpr std::size_t max_fields = 64;

class TableReader {
public:
    TableReader(std::string_view text, char separator) : text_(text), separator_(separator) {}

    Table read() {
        Table table;
        while (at_ < text_.size() && table.problems.empty()) {
            TableRow row = next_row(table.problems);
            const bool empty = row.fields.size() == 1 && text::trim(row.fields[0]).empty();
            if (empty || !table.problems.empty()) continue;
            if (table.rows.size() == max_rows) {
                refuse(table.problems, row.line, "more rows",
                       "at most " + std::to_string(max_rows) + " rows");
                break;
            }
            table.rows.push_back(std::move(row));
        }
        return table;
    }

private:
    static void refuse(std::vector<Failure>& problems, int line, std::string found,
                       std::string expected) {
        problems.push_back(
            {"line " + std::to_string(line), "", std::move(found), std::move(expected)});
    }

    TableRow next_row(std::vector<Failure>& problems) {
        TableRow row{line_, {}};
        while (true) {
            row.fields.push_back(next_field(problems));
            if (row.fields.size() > max_fields) {
                refuse(problems, row.line, "more columns",
                       "at most " + std::to_string(max_fields) + " columns");
            }
            if (!problems.empty()) return row;
            if (at_ < text_.size() && text_[at_] == separator_) {
                ++at_;
                continue;
            }
            end_line();
            return row;
        }
    }

    void end_line() {
        if (at_ < text_.size() && text_[at_] == '\r') ++at_;
        if (at_ < text_.size() && text_[at_] == '\n') ++at_;
        ++line_;
    }

    bool at_field_end() const {
        return at_ >= text_.size() || text_[at_] == separator_ || text_[at_] == '\n' ||
               text_[at_] == '\r';
    }

    std::string next_field(std::vector<Failure>& problems) {
        const int began = line_;
        std::string field;
        if (at_ < text_.size() && text_[at_] == '"') {
            ++at_;
            if (!read_quoted(field)) {
                refuse(problems, began, "a quote that is not closed",
                       "a quote at the end of the field (RFC 4180)");
            }
        }
        while (!at_field_end())
            field += text_[at_++];
        if (field.size() > max_field_bytes) {
            refuse(problems, began, "a longer field",
                   "at most " + std::to_string(max_field_bytes) + " bytes in a field");
        }
        return std::string(text::trim(field));
    }

    // Past the closing quote; false when there is none.
    bool read_quoted(std::string& field) {
        while (at_ < text_.size()) {
            const char c = text_[at_++];
            if (c == '\n') ++line_;
            if (c != '"') {
                field += c;
            } else if (at_ < text_.size() && text_[at_] == '"') {
                field += text_[at_++];
            } else {
                return true;
            }
        }
        return false;
    }

    std::string_view text_;
    char separator_;
    std::size_t at_ = 0;
    int line_ = 1;
};

char separator_of(std::string_view text) {
    const std::string_view first = text.substr(0, std::min(text.find('\n'), text.size()));
    const auto semicolons = std::count(first.begin(), first.end(), ';');
    return semicolons > std::count(first.begin(), first.end(), ',') ? ';' : ',';
}

} // namespace

Table read_table(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (text::is_utf8(bytes)) return TableReader(bytes, separator_of(bytes)).read();
    std::string converted;
    append_cp1252_as_utf8(converted, bytes);
    return TableReader(converted, separator_of(converted)).read();
}

} // namespace afpunt::standalone
