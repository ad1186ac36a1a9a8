// SPDX-License-Identifier: MIT
//
// A template filled with a view. The template language is mustache (logic-less); the library that
// reads it is seen by rendering.cpp alone.
#pragma once

#include <afpunt/result.hpp>

#include <map>
#include <memory>
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

// A view in the form that templates are filled from, for several of them.
class ViewData {
public:
    explicit ViewData(const View& view);
    ViewData(const ViewData&) = delete;
    ViewData& operator=(const ViewData&) = delete;
    ~ViewData();
    void set_text(const std::string& name, const std::string& text);

private:
    friend class ParsedTemplate;
    struct Data;
    std::unique_ptr<Data> data_;
};

// A template that was read once, to be filled for many letters: reading it takes ten times as long.
class ParsedTemplate {
public:
    // Fails when the text is no mustache; a built-in one never does.
    [[nodiscard]] static Result<ParsedTemplate> parse(const std::string& template_text,
                                                      Escape escape);
    ParsedTemplate(ParsedTemplate&&) noexcept;
    ParsedTemplate& operator=(ParsedTemplate&&) noexcept;
    ~ParsedTemplate();
    [[nodiscard]] std::string fill(const ViewData& view);

private:
    struct Parsed;
    explicit ParsedTemplate(std::unique_ptr<Parsed> parsed);
    std::unique_ptr<Parsed> parsed_;
};

// For a single text.
[[nodiscard]] Result<std::string> render(const std::string& template_text, const View& view,
                                         Escape escape);

[[nodiscard]] std::string html_escape(std::string_view text);

} // namespace afpunt::document
