// SPDX-License-Identifier: MIT
#include "document/rendering.hpp"

#include <gtest/gtest.h>

namespace afpunt::document {
namespace {

View view() {
    View made;
    made.texts["name"] = "O'Neill & <b>Co</b> {{other}}";
    made.texts["other"] = "x";
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
}

} // namespace
} // namespace afpunt::document
