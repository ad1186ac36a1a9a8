// SPDX-License-Identifier: MIT
//
// The report as one HTML file: the view in the one report template. Everything is escaped by the
// rendering; the template loads nothing and runs nothing.
#include "document/day_report.hpp"

#include "document/embedded_templates.hpp"
#include "document/rendering.hpp"
#include "document/report_view.hpp"

#include <algorithm>
#include <stdexcept>

namespace afpunt::document {

std::string day_report(const ReportInput& input) {
    const std::vector<EmbeddedTemplate>& embedded = embedded_templates();
    const auto found =
        std::ranges::find(embedded, std::string("report.html"), &EmbeddedTemplate::name);
    if (found == embedded.end()) {
        throw std::logic_error("the module was built without template report.html");
    }
    Result<std::string> html = render(found->text, report_view(input), Escape::Html);
    if (!html) throw std::logic_error("report.html: " + html.error().sentence());
    return std::move(*html);
}

} // namespace afpunt::document
