// SPDX-License-Identifier: MIT
#include "document/rendering.hpp"

#include <gtest/gtest.h>
#include <kainjow/mustache.hpp>
#include <rapidcheck/gtest.h>

namespace afpunt::document {
namespace {

namespace library = kainjow::mustache;

View view() {
    View made;
    made.texts["name"] = "O'Neill & <b>Co</b> {{other}}";
    made.texts["other"] = "x";
    made.texts["empty"] = "";
    made.flags["yes"] = true;
    made.flags["no"] = false;
    for (const char* number : {"1", "2"}) {
        View row;
        row.texts["number"] = number;
        made.lists["rows"].push_back(row);
    }
    return made;
}

TEST(Rendering, EscapesInHtmlAndNotInText) {
    EXPECT_EQ(*render("{{name}}", view(), Escape::Html),
              "O&#39;Neill &amp; &lt;b&gt;Co&lt;/b&gt; {{other}}");
    EXPECT_EQ(*render("{{name}}", view(), Escape::None), "O'Neill & <b>Co</b> {{other}}");
}

TEST(Rendering, LeavesNoEmptyLineWhereATagStoodAlone) {
    EXPECT_EQ(*render("a\n{{#no}}\nb\n{{/no}}\nc\n", view(), Escape::None), "a\nc\n");
    EXPECT_EQ(*render("a\n{{#yes}}\nb\n{{/yes}}\n\nc\n", view(), Escape::None), "a\nb\n\nc\n");
    EXPECT_EQ(*render("a\n{{#yes}}\n\nb\n{{/yes}}\nc\n", view(), Escape::None), "a\n\nb\nc\n");
    EXPECT_EQ(*render("{{#rows}}\n- {{number}}\n{{/rows}}\nend", view(), Escape::None),
              "- 1\n- 2\nend");
}

TEST(Rendering, LeavesCommentsOutAlsoOverSeveralLines) {
    EXPECT_EQ(*render("{{! one\ntwo }}\na{{! b }}c\n", view(), Escape::None), "ac\n");
}

TEST(Rendering, RefusesWhatIsNoMustache) {
    EXPECT_FALSE(render("{{#yes}}", view(), Escape::None));
    EXPECT_FALSE(render("{{name", view(), Escape::None));
    EXPECT_FALSE(render("{{/yes}}", view(), Escape::None));
    EXPECT_FALSE(render("{{#yes}}{{#no}}{{/yes}}{{/no}}", view(), Escape::None));
    EXPECT_FALSE(render("{{{name}}}", view(), Escape::None)) << "not escaped";
    EXPECT_FALSE(render("{{>other}}", view(), Escape::None)) << "a template in a template";
}

library::data data_of(const View& view) {
    library::data data(library::data::type::object);
    for (const auto& [name, text] : view.texts)
        data.set(name, library::data(text));
    for (const auto& [name, flag] : view.flags)
        data.set(name, library::data(flag));
    for (const auto& [name, rows] : view.lists) {
        library::data list(library::data::type::list);
        for (const View& row : rows)
            list.push_back(data_of(row));
        data.set(name, list);
    }
    return data;
}

// Each line begins with a text that is empty, so that no section's tag is alone on its line: there
// the library forgets the manual where the section is not shown, and other tests say what we do.
std::string arbitrary_template() {
    const auto words =
        rc::gen::element<std::string>("a", " ", "\t", "\n{{empty}}", "\r\n{{empty}}", "{{name}}",
                                      "{{ number }}", "{{unknown}}", "#", "#", "^", "/");
    std::vector<std::string> open;
    std::string text = "{{empty}}";
    for (const std::string& word : *rc::gen::container<std::vector<std::string>>(words)) {
        if (word == "/") {
            if (open.empty()) continue;
            text += "{{/" + open.back() + "}}";
            open.pop_back();
        } else if (word == "#" || word == "^") {
            open.push_back(*rc::gen::element<std::string>("yes", "no", "rows", "unknown"));
            text += "{{" + word + open.back() + "}}";
        } else {
            text += word;
        }
    }
    for (; !open.empty(); open.pop_back())
        text += "{{/" + open.back() + "}}";
    return text;
}

RC_GTEST_PROP(Rendering, PrintsWhatTheMustacheLibraryPrints, ()) {
    const std::string text = arbitrary_template();
    library::mustache program(text);
    RC_ASSERT(program.is_valid());
    program.set_custom_escape(html_escape);
    std::string expected;
    program.render(data_of(view()), [&](const std::string& piece) { expected += piece; });
    RC_ASSERT(render(text, view(), Escape::Html).value() == expected);
}

TEST(Rendering, LeavesOutALineOfWhichOnlySectionsAreLeft) {
    EXPECT_EQ(*render("a\n {{#yes}}{{#no}}x{{/no}}{{/yes}} \nb\n", view(), Escape::None), "a\nb\n");
    EXPECT_EQ(*render("{{#rows}}{{#no}}x{{/no}}\r\n{{/rows}}b", view(), Escape::None), "b");
}

TEST(Rendering, LetsARowHideWhatIsAroundIt) {
    View outer = view();
    outer.texts["number"] = "outer";
    EXPECT_EQ(*render("{{number}}{{#rows}}{{number}}{{other}}{{/rows}}", outer, Escape::None),
              "outer1x2x");
}

} // namespace
} // namespace afpunt::document
