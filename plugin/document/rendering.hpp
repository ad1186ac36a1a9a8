// SPDX-License-Identifier: MIT
//
// A template filled with a view. The template language is mustache (logic-less): its variables,
// sections, inverted sections and comments.
#pragma once

#include <afpunt/result.hpp>

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::document {

// Everything that a template may show. A name has one kind: text, flag or list.
struct View {
    std::map<std::string, std::string, std::less<>> texts;
    std::map<std::string, bool, std::less<>> flags;
    std::map<std::string, std::vector<View>, std::less<>> lists;
};

// Texts and subjects are no HTML: "O'Neill & Co" must not become "O&#39;Neill &amp; Co" there.
enum class Escape { Html, None };

// A template that was read once, to be filled for many letters.
class ParsedTemplate {
public:
    // Fails when the text is no mustache, or more of it than we allow; a built-in one never does.
    [[nodiscard]] static Result<ParsedTemplate> parse(std::string_view template_text,
                                                      Escape escape);
    [[nodiscard]] std::string fill(const View& view) const;

private:
    friend class TemplateReader;
    friend class Filling;
    enum class Kind { Text, Variable, Section, Inverted, KeptLine };
    struct Piece {
        Kind kind;
        std::string text;    // the words, or the name
        std::size_t end = 0; // of a section: the first piece behind it
    };
    explicit ParsedTemplate(Escape escape) : escape_(escape) {}
    std::vector<Piece> pieces_;
    Escape escape_;
};

// For a single text.
[[nodiscard]] Result<std::string> render(std::string_view template_text, const View& view,
                                         Escape escape);

[[nodiscard]] std::string html_escape(std::string_view text);

} // namespace afpunt::document
