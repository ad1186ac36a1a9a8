// SPDX-License-Identifier: MIT
//
// The table that the build makes from plugin/templates.
#pragma once

#include <string>
#include <vector>

namespace afpunt::document {

struct EmbeddedTemplate {
    std::string name, text;
};
[[nodiscard]] const std::vector<EmbeddedTemplate>& embedded_templates();

} // namespace afpunt::document
