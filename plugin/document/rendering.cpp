// SPDX-License-Identifier: MIT
//
// A reader and filler of our own: the library that one would take otherwise copies each value and
// walks through each letter of the text, a quarter of the time that all forms of a letter take. The
// tests compare with it. Values are data: what looks like a tag inside a value is printed, never
// read.
#include "document/rendering.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <array>

namespace afpunt::document {
namespace {

// Stands where a line with nothing but a tag was. It is never printed.
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

// The mustache manual: a line that holds only a section tag does not become an empty line, also
// where the section is not shown. Such a line is joined to the next one.
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

constexpr std::string_view special_in_html = "&<>\"'";

constexpr std::array<bool, 256> specials() {
    std::array<bool, 256> table{};
    for (const char c : special_in_html)
        table[static_cast<unsigned char>(c)] = true;
    return table;
}

std::string_view html_form(char c) {
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    // Old mail programs do not know &apos;.
    default: return "&#39;";
    }
}

void append_html(std::string& out, std::string_view text) {
    static constexpr std::array<bool, 256> is_special = specials();
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_special[static_cast<unsigned char>(text[at])]) continue;
        out.append(text, begin, at - begin).append(html_form(text[at]));
        begin = at + 1;
    }
    out.append(text, begin);
}

} // namespace

std::string html_escape(std::string_view text) {
    std::string escaped;
    append_html(escaped, text);
    return escaped;
}

class TemplateReader {
public:
    explicit TemplateReader(ParsedTemplate& parsed) : pieces_(parsed.pieces_) {}

    [[nodiscard]] Result<void> read(std::string_view text) {
        while (!text.empty()) {
            if (text.starts_with(line_was_here)) {
                pieces_.push_back({Kind::KeptLine, {}});
                text.remove_prefix(1);
            } else if (text.starts_with("{{")) {
                const std::size_t end = text.find("}}", 2);
                if (end == std::string_view::npos) return refuse(text, "a tag that ends with }}");
                const std::string_view content = text::trim(text.substr(2, end - 2));
                if (auto good = tag(content); !good) return good;
                text.remove_prefix(end + 2);
            } else {
                const std::size_t end =
                    std::min({text.find("{{"), text.find(line_was_here), text.size()});
                pieces_.push_back({Kind::Text, std::string(text.substr(0, end))});
                text.remove_prefix(end);
            }
        }
        if (open_.empty()) return {};
        return refuse(pieces_[open_.back()].text, "sections that are opened and closed");
    }

private:
    using Kind = ParsedTemplate::Kind;

    static Result<void> refuse(std::string_view found, std::string expected) {
        constexpr std::size_t shown_bytes = 60;
        return fail("template", std::string(text::utf8_prefix(found, shown_bytes)),
                    std::move(expected));
    }
    [[nodiscard]] Result<void> tag(std::string_view content) {
        const char kind = content.empty() ? ' ' : content.front();
        if (kind == '!') return {};
        if (content.find_first_of("{&>=") == 0) {
            return refuse(content, "a variable, a section or a comment");
        }
        const bool is_section = kind == '#' || kind == '^' || kind == '/';
        std::string name(text::trim(content.substr(is_section ? 1 : 0)));
        if (kind == '/') return close(name);
        if (is_section) open_.push_back(pieces_.size());
        pieces_.push_back({kind == '#'   ? Kind::Section
                           : kind == '^' ? Kind::Inverted
                                         : Kind::Variable,
                           std::move(name)});
        return {};
    }
    [[nodiscard]] Result<void> close(const std::string& name) {
        if (open_.empty() || pieces_[open_.back()].text != name) {
            return refuse(name, "sections that are opened and closed");
        }
        pieces_[open_.back()].end = pieces_.size();
        open_.pop_back();
        return {};
    }

    std::vector<ParsedTemplate::Piece>& pieces_;
    std::vector<std::size_t> open_; // sections, by their place among the pieces
};

class Filling {
public:
    Filling(const ParsedTemplate& parsed, const View& view)
        : pieces_(parsed.pieces_), escape_(parsed.escape_), views_{&view} {}

    [[nodiscard]] std::string text() && {
        fill(0, pieces_.size());
        if (is_left_out()) out_.resize(line_begin_);
        return std::move(out_);
    }

private:
    using Kind = ParsedTemplate::Kind;

    void fill(std::size_t begin, std::size_t end) {
        for (std::size_t at = begin; at < end; ++at) {
            const ParsedTemplate::Piece& piece = pieces_[at];
            switch (piece.kind) {
            case Kind::Text: append(piece.text); break;
            case Kind::Variable: append_value(piece.text); break;
            case Kind::KeptLine: keeps_line_ = true; break;
            case Kind::Section:
            case Kind::Inverted:
                section(piece, at + 1);
                at = piece.end - 1;
                break;
            }
        }
    }
    // The innermost view that knows a name decides.
    template <typename Values>
    [[nodiscard]] const typename Values::mapped_type* find(Values View::*values,
                                                           const std::string& name) const {
        for (auto view = views_.rbegin(); view != views_.rend(); ++view) {
            const auto found = ((*view)->*values).find(name);
            if (found != ((*view)->*values).end()) return &found->second;
        }
        return nullptr;
    }
    void append_value(const std::string& name) {
        const std::string* value = find(&View::texts, name);
        if (value == nullptr) return;
        if (escape_ == Escape::Html) return append_html(out_, *value);
        out_ += *value;
    }
    void section(const ParsedTemplate::Piece& piece, std::size_t first) {
        const bool* flag = find(&View::flags, piece.text);
        const auto* rows = flag == nullptr ? find(&View::lists, piece.text) : nullptr;
        const bool is_set = flag != nullptr ? *flag : rows != nullptr && !rows->empty();
        if (piece.kind == Kind::Inverted) {
            if (!is_set) shown(first, piece.end);
        } else if (rows == nullptr) {
            if (is_set) shown(first, piece.end);
        } else {
            for (const View& row : *rows) {
                views_.push_back(&row);
                shown(first, piece.end);
                views_.pop_back();
            }
        }
    }
    void shown(std::size_t first, std::size_t end) {
        has_section_ = true;
        fill(first, end);
        has_section_ = true;
    }
    void append(std::string_view text) {
        const std::size_t feed = text.find('\n');
        if (feed == std::string_view::npos) {
            out_ += text;
            return;
        }
        const bool has_return = feed > 0 && text[feed - 1] == '\r';
        out_ += text.substr(0, has_return ? feed - 1 : feed);
        if (is_left_out()) {
            out_.resize(line_begin_);
        } else {
            out_ += has_return ? "\r\n" : "\n";
        }
        out_ += text.substr(feed + 1);
        line_begin_ = out_.size() - (text.size() - text.rfind('\n') - 1);
        has_section_ = keeps_line_ = false;
    }
    // A line of which nothing is left but its sections is not printed as an empty one.
    [[nodiscard]] bool is_left_out() const {
        return has_section_ && !keeps_line_ &&
               out_.find_first_not_of(" \t", line_begin_) == std::string::npos;
    }

    const std::vector<ParsedTemplate::Piece>& pieces_;
    Escape escape_;
    std::vector<const View*> views_; // the whole one, then a row for each list that we are in
    std::string out_;
    std::size_t line_begin_ = 0; // of the last line in out_
    bool has_section_ = false;   // in that line
    bool keeps_line_ = false;    // it is joined to lines that were left out already
};

Result<ParsedTemplate> ParsedTemplate::parse(std::string_view template_text, Escape escape) {
    ParsedTemplate parsed(escape);
    const std::string text = without_tag_lines(without_comments(template_text));
    if (auto read = TemplateReader(parsed).read(text); !read) {
        return tl::unexpected(read.error());
    }
    return parsed;
}

std::string ParsedTemplate::fill(const View& view) const {
    return Filling(*this, view).text();
}

Result<std::string> render(std::string_view template_text, const View& view, Escape escape) {
    auto parsed = ParsedTemplate::parse(template_text, escape);
    if (!parsed) return tl::unexpected(parsed.error());
    return parsed->fill(view);
}

} // namespace afpunt::document
