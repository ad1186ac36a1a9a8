// SPDX-License-Identifier: MIT
//
// The texts that leave the building: mustache templates, one set per language, built into the
// module; a book can put its own in the place of each. Names: "mail.<language>.html",
// "mail.<language>.txt", "subject.<language>.txt" with language nl, fr, de, en.
#pragma once

#include <afpunt/result.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::document {

class TemplateSet {
public:
    [[nodiscard]] static TemplateSet built_in();
    // Replaces one template; refuses an unknown name, broken mustache, a tag that we do not know
    // (a misspelt tag would print nothing in a letter), and unescaped tags in HTML.
    [[nodiscard]] Result<void> replace(std::string_view name, std::string text);
    [[nodiscard]] const std::string& text(std::string_view name) const;
    // Hex SHA-256 over all texts: kept with each letter.
    [[nodiscard]] std::string hash() const;
    [[nodiscard]] static std::vector<std::string> names();

private:
    std::map<std::string, std::string, std::less<>> texts_;
};

} // namespace afpunt::document
