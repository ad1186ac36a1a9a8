// SPDX-License-Identifier: MIT
//
// RFC 4180, 2.
#include "common/csv_rows.hpp"

#include <afpunt/text.hpp>

#include <algorithm>

namespace afpunt {

namespace {
tl::unexpected<Failure> refuse(int line, std::string found, std::string expected) {
    return tl::unexpected<Failure>(
        Failure{"line " + std::to_string(line), "", std::move(found), std::move(expected)});
}
} // namespace

int CsvRows::peek() {
    while (at_ == buffer_.size() && !ended_) {
        buffer_.clear();
        at_ = 0;
        const Result<bool> more = source_.read(buffer_);
        if (!more) failure_ = more.error();
        ended_ = !more || !*more;
    }
    return at_ < buffer_.size() ? static_cast<unsigned char>(buffer_[at_]) : end_of_file;
}

int CsvRows::take() {
    const int c = peek();
    if (c != end_of_file) ++at_;
    return c;
}

Result<bool> CsvRows::next(TableRow& row) {
    while (peek() != end_of_file) {
        row.line = line_;
        row.fields.clear();
        if (const Result<void> read = read_row(row); !read) return tl::unexpected(read.error());
        const bool empty = row.fields.size() == 1 && row.fields[0].empty();
        if (!empty) return true;
    }
    if (failure_) return tl::unexpected(*failure_);
    return false;
}

Result<void> CsvRows::read_row(TableRow& row) {
    while (true) {
        Result<std::string> field = read_field();
        if (!field) return tl::unexpected(field.error());
        row.fields.push_back(std::move(*field));
        if (row.fields.size() > limits_.fields) {
            return refuse(row.line, "more columns",
                          "at most " + std::to_string(limits_.fields) + " columns");
        }
        if (peek() == separator_) {
            static_cast<void>(take());
            continue;
        }
        end_line();
        return {};
    }
}

void CsvRows::end_line() {
    if (peek() != end_of_file) row_is_open_ = false;
    if (peek() == '\r') static_cast<void>(take());
    if (peek() == '\n') static_cast<void>(take());
    ++line_;
}

bool CsvRows::at_field_end() {
    const int c = peek();
    return c == end_of_file || c == separator_ || c == '\n' || c == '\r';
}

Result<std::string> CsvRows::read_field() {
    const int began = line_;
    const auto too_long = [&] {
        return refuse(began, "a longer field",
                      "at most " + std::to_string(limits_.field_bytes) + " bytes in a field");
    };
    std::string field;
    row_is_open_ = true;
    if (peek() == '"') {
        static_cast<void>(take());
        const bool closed = read_quoted(field);
        if (field.size() > limits_.field_bytes) return too_long();
        if (!closed) {
            return refuse(began, "a quote that is not closed",
                          "a quote at the end of the field (RFC 4180)");
        }
        row_is_open_ = false;
    }
    while (!at_field_end()) {
        row_is_open_ = true;
        // A whole run at a time: at_field_end() has looked at the first character.
        const char stops[] = {separator_, '\r', '\n'};
        const std::size_t stop = buffer_.find_first_of(std::string_view(stops, 3), at_);
        const std::size_t end = std::min(stop, buffer_.size());
        field.append(buffer_, at_, end - at_);
        at_ = end;
        if (field.size() > limits_.field_bytes) return too_long();
    }
    return std::string(text::trim(field));
}

// Past the closing quote; false when there is none, or the field becomes too long.
bool CsvRows::read_quoted(std::string& field) {
    while (peek() != end_of_file && field.size() <= limits_.field_bytes) {
        const int c = take();
        if (c == '\n') ++line_;
        if (c != '"') {
            field += static_cast<char>(c);
        } else if (peek() == '"') {
            field += static_cast<char>(take());
        } else {
            return true;
        }
    }
    return false;
}

} // namespace afpunt
