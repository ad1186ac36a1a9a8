// SPDX-License-Identifier: MIT
//
// Header fields of a mail, or of a part of one, as "Name: value" lines (RFC 5322, section 2.2). Any
// bytes: a line that is no field is passed over, and nothing is decoded.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace afpunt::delivery {

class HeaderFields {
public:
    // Lines up to the first empty one; a field goes on where the next line begins with a blank.
    explicit HeaderFields(std::string_view block);

    // The first value of that name, whatever its case; empty when there is none.
    [[nodiscard]] std::string first(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> all(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const { return !all(name).empty(); }

private:
    std::vector<std::pair<std::string, std::string>> fields_; // name in lower case, value
};

// Where the first empty line ends: the fields stand before it, the content after.
[[nodiscard]] std::size_t end_of_headers(std::string_view message);

// Every "name@domain" in a text, in lower case, each once, at most `most`.
[[nodiscard]] std::vector<std::string> addresses_in(std::string_view text, std::size_t most);
// What stands in <angle brackets>.
[[nodiscard]] std::vector<std::string> bracketed_in(std::string_view text, std::size_t most);

} // namespace afpunt::delivery
