// SPDX-License-Identifier: MIT
//
// Reads the tags of a mustache template, one after the other. Of the mustache manual we allow
// variables, sections, inverted sections and comments; partials, changed delimiters and unescaped
// variables are refused, because with them nobody could say any more what a letter will show.
#include "document/template_check.hpp"

#include "document/clean_text.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace afpunt::document {
namespace {

struct OpenSection {
    std::string name;
    const View* view; // what its inside can show; the same as outside for a flag
};

class TagReader {
public:
    TagReader(std::string_view text, const View& known) : text_(text), known_(known) {}

    [[nodiscard]] Result<void> read() {
        for (std::size_t at = text_.find("{{"); at != std::string_view::npos;
             at = text_.find("{{", at)) {
            at_ = at;
            if (text_.substr(at).starts_with("{{{")) {
                return refuse("{{{", "two braces: text that is not escaped is not allowed");
            }
            const std::size_t end = text_.find("}}", at + 2);
            if (end == std::string_view::npos) return refuse("{{", "a tag that ends with }}");
            const Result<void> good = tag(text::trim(text_.substr(at + 2, end - at - 2)));
            if (!good) return good;
            at = end + 2;
        }
        if (open_.empty()) return {};
        return refuse("{{#" + open_.back().name + "}}",
                      "{{/" + open_.back().name + "}} further on");
    }

private:
    [[nodiscard]] Result<void> refuse(std::string_view found, std::string expected) const {
        const auto before = text_.substr(0, at_);
        const auto line = 1 + std::ranges::count(before, '\n');
        return tl::unexpected(Failure{"line " + std::to_string(line), "tag",
                                      std::string(shortened(clean_line(found), 60, 100)),
                                      std::move(expected)});
    }

    [[nodiscard]] Result<void> tag(std::string_view content) {
        const char kind = content.empty() ? ' ' : content.front();
        const std::string name(text::trim(content.substr(content.empty() ? 0 : 1)));
        switch (kind) {
        case '!': return {};
        case '#':
        case '^': return open(kind, name);
        case '/': return close(name);
        case '&': return refuse("{{&", "a tag without &: text that is not escaped is not allowed");
        case '>':
        case '=': return refuse(std::string("{{") + kind, "a variable, a section or a comment");
        default: return variable(std::string(content));
        }
    }

    // The innermost section that knows the name decides, as mustache itself does.
    [[nodiscard]] bool knows_text(const std::string& name) const {
        const auto has = [&](const OpenSection& section) {
            return section.view->texts.contains(name);
        };
        return known_.texts.contains(name) || std::ranges::any_of(open_, has);
    }
    [[nodiscard]] bool knows_flag(const std::string& name) const {
        const auto has = [&](const OpenSection& section) {
            return section.view->flags.contains(name);
        };
        return known_.flags.contains(name) || std::ranges::any_of(open_, has);
    }

    [[nodiscard]] Result<void> variable(const std::string& name) {
        if (!knows_text(name)) return refuse("{{" + name + "}}", "the name of a known text");
        if (at_ > 0 && text_[at_ - 1] == '=') {
            return refuse("={{" + name + "}}", "quotation marks around the value");
        }
        return {};
    }

    [[nodiscard]] Result<void> open(char kind, const std::string& name) {
        const std::string found = std::string("{{") + kind + name + "}}";
        if (open_.size() == deepest_section) {
            return refuse(found,
                          "at most " + std::to_string(deepest_section) + " sections in each other");
        }
        const auto list = known_.lists.find(name);
        if (list == known_.lists.end() && !knows_flag(name)) {
            return refuse(found, "the name of a known section");
        }
        const bool enters_list = kind == '#' && list != known_.lists.end();
        const View* inside = enters_list     ? &list->second.front()
                             : open_.empty() ? &known_
                                             : open_.back().view;
        open_.push_back({name, inside});
        return {};
    }

    [[nodiscard]] Result<void> close(const std::string& name) {
        if (open_.empty()) return refuse("{{/" + name + "}}", "a section that was opened before");
        if (open_.back().name != name) {
            return refuse("{{/" + name + "}}", "{{/" + open_.back().name + "}} first");
        }
        open_.pop_back();
        return {};
    }

    std::string_view text_;
    const View& known_;
    std::size_t at_ = 0;
    std::vector<OpenSection> open_;
};

// A letter is self-contained: it loads nothing and runs nothing.
Result<void> check_html(std::string_view text) {
    const std::string small = text::lower(text);
    constexpr std::array<std::string_view, 9> forbidden{"<script", "<link",  "<iframe",
                                                        "<object", "<embed", "<form",
                                                        "@import", "url(",   "javascript:"};
    for (const std::string_view word : forbidden) {
        if (small.find(word) != std::string::npos) {
            return fail("template", std::string(word),
                        "HTML without scripts, forms and files from elsewhere");
        }
    }
    constexpr std::array<std::string_view, 3> inside{"\"{{qr}}\"", "\"cid:", "\"data:image/"};
    for (std::size_t at = small.find("src="); at != std::string::npos;
         at = small.find("src=", at + 4)) {
        const std::string_view value = std::string_view(small).substr(at + 4);
        if (std::ranges::none_of(inside, [&](auto start) { return value.starts_with(start); })) {
            return fail("template", std::string(shortened(clean_line(value.substr(0, 60)), 60, 80)),
                        "pictures that travel with the mail: src=\"{{qr}}\" or src=\"data:image/");
        }
    }
    return {};
}

} // namespace

Result<void> check_template(std::string_view text, const View& known, Escape escape) {
    if (text.size() > largest_template_bytes) {
        return fail("template", std::to_string(text.size()) + " bytes",
                    "at most " + std::to_string(largest_template_bytes) + " bytes");
    }
    if (!text::is_utf8(text)) return fail("template", "other bytes", "text in UTF-8");
    if (text::trim(text).empty()) return fail("template", {}, "a text");
    if (const Result<void> good = TagReader(text, known).read(); !good) return good;
    // The library that prints it has the last word on what is well formed.
    if (const auto printed = render(std::string(text), known, escape); !printed) {
        return tl::unexpected(printed.error());
    }
    return escape == Escape::Html ? check_html(text) : Result<void>{};
}

} // namespace afpunt::document
