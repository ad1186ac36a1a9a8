// SPDX-License-Identifier: MIT
//
// The only file that sees the mustache library. Values are data: what looks like a tag inside a
// value is printed, never read.
#include "document/rendering.hpp"

#include <afpunt/text.hpp>

#include <kainjow/mustache.hpp>

#include <algorithm>

namespace afpunt::document {
namespace {

namespace mustache = kainjow::mustache;

mustache::data data_of(const View& view) {
    mustache::data data(mustache::data::type::object);
    for (const auto& [name, text] : view.texts)
        data.set(name, mustache::data(text));
    for (const auto& [name, flag] : view.flags)
        data.set(name, mustache::data(flag));
    for (const auto& [name, rows] : view.lists) {
        mustache::data list(mustache::data::type::list);
        for (const View& row : rows)
            list.push_back(data_of(row));
        data.set(name, list);
    }
    return data;
}

// Stands where a line with nothing but a tag was. No view holds it (clean_line removes it), and it
// is taken out again after printing.
constexpr char line_was_here = '\x1F';

bool is_alone_on_its_line(std::string_view line) {
    const std::string_view tag = text::trim(line);
    return tag.size() > 4 && (tag[2] == '#' || tag[2] == '^' || tag[2] == '/') &&
           tag.starts_with("{{") && tag.find("}}") == tag.size() - 2;
}

std::string without_comments(std::string_view template_text) {
    std::string text;
    while (!template_text.empty()) {
        const std::size_t start = std::min(template_text.find("{{!"), template_text.size());
        text += template_text.substr(0, start);
        template_text.remove_prefix(start);
        if (template_text.empty()) break;
        const std::size_t end = template_text.find("}}");
        template_text.remove_prefix(end == std::string_view::npos ? template_text.size() : end + 2);
        const bool own_line = text.empty() || text.back() == '\n';
        if (own_line && template_text.starts_with('\n')) template_text.remove_prefix(1);
    }
    return text;
}

// The mustache manual: a line that holds only a section tag does not become an empty line. The
// library forgets this for sections that are not shown, so we join such lines to the next one.
std::string without_tag_lines(std::string_view template_text) {
    std::string text;
    while (!template_text.empty()) {
        const std::size_t end = template_text.find('\n');
        const std::size_t length = end == std::string_view::npos ? template_text.size() : end + 1;
        const std::string_view line = template_text.substr(0, length);
        template_text.remove_prefix(length);
        if (is_alone_on_its_line(line)) {
            text.append(text::trim(line)).push_back(line_was_here);
        } else {
            text += line;
        }
    }
    return text;
}

} // namespace

std::string html_escape(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        switch (c) {
        case '&': escaped += "&amp;"; break;
        case '<': escaped += "&lt;"; break;
        case '>': escaped += "&gt;"; break;
        case '"': escaped += "&quot;"; break;
        // Old mail programs do not know &apos;.
        case '\'': escaped += "&#39;"; break;
        default: escaped += c;
        }
    }
    return escaped;
}

struct ViewData::Data {
    mustache::data values;
};

ViewData::ViewData(const View& view) : data_(std::make_unique<Data>(Data{data_of(view)})) {}
ViewData::~ViewData() = default;

void ViewData::set_text(const std::string& name, const std::string& text) {
    data_->values.set(name, mustache::data(text));
}

struct ParsedTemplate::Parsed {
    mustache::mustache program;
};

ParsedTemplate::ParsedTemplate(std::unique_ptr<Parsed> parsed) : parsed_(std::move(parsed)) {}
ParsedTemplate::ParsedTemplate(ParsedTemplate&&) noexcept = default;
ParsedTemplate& ParsedTemplate::operator=(ParsedTemplate&&) noexcept = default;
ParsedTemplate::~ParsedTemplate() = default;

Result<ParsedTemplate> ParsedTemplate::parse(const std::string& template_text, Escape escape) {
    auto parsed = std::make_unique<Parsed>(
        Parsed{mustache::mustache(without_tag_lines(without_comments(template_text)))});
    if (!parsed->program.is_valid()) {
        return fail("template", parsed->program.error_message(),
                    "sections that are opened and closed");
    }
    parsed->program.set_custom_escape([escape](const std::string& value) {
        return escape == Escape::Html ? html_escape(value) : value;
    });
    return ParsedTemplate(std::move(parsed));
}

std::string ParsedTemplate::fill(const ViewData& view) {
    std::string text;
    parsed_->program.render(view.data_->values,
                            [&text](const std::string& piece) { text += piece; });
    std::erase(text, line_was_here);
    return text;
}

Result<std::string> render(const std::string& template_text, const View& view, Escape escape) {
    auto parsed = ParsedTemplate::parse(template_text, escape);
    if (!parsed) return tl::unexpected(parsed.error());
    return parsed->fill(ViewData(view));
}

} // namespace afpunt::document
