// SPDX-License-Identifier: MIT
#include "document/template_check.hpp"
#include "document/template_set.hpp"

#include "sample_letters.hpp"

#include <gmock/gmock.h>

namespace afpunt::document {
namespace {

using testing::HasSubstr;
using namespace afpunt::tests;

std::string refusal(std::string_view name, const std::string& text) {
    TemplateSet set = TemplateSet::built_in();
    const std::string before = set.hash();
    const auto result = set.replace(name, text);
    if (result) return "it was taken";
    EXPECT_EQ(set.hash(), before) << "a refused text must change nothing";
    return result.error().sentence();
}

TEST(TemplateSet, BuiltInTextsPassTheirOwnCheck) {
    TemplateSet set = TemplateSet::built_in();
    EXPECT_EQ(TemplateSet::names().size(), 12U);
    const std::string before = set.hash();
    for (const std::string& name : TemplateSet::names()) {
        const auto result = set.replace(name, set.text(name));
        EXPECT_TRUE(result) << result.error().sentence();
    }
    EXPECT_EQ(set.hash(), before);
}

// The four languages are one letter: whoever adds a row to one must add it to all.
TEST(TemplateSet, TheFourLanguagesHaveTheSameTagsInHtmlStructure) {
    const auto markup = [](const std::string& text) {
        std::string tags;
        for (std::size_t at = text.find('<'); at != std::string::npos;
             at = text.find('<', at + 1)) {
            const std::size_t end = text.find_first_of(" >", at);
            const std::string tag = text.substr(at, end - at);
            if (tag != "<strong" && tag != "</strong") tags += tag;
        }
        return tags;
    };
    const TemplateSet set = TemplateSet::built_in();
    for (const char* language : {"fr", "de", "en"}) {
        EXPECT_EQ(markup(set.text(std::string("mail.") + language + ".html")),
                  markup(set.text("mail.nl.html")));
    }
}

TEST(TemplateSet, TakesATextOfItsOwn) {
    TemplateSet set = TemplateSet::built_in();
    const std::string before = set.hash();
    ASSERT_TRUE(set.replace("subject.nl.txt", "Rappel {{letter_number}}"));
    EXPECT_EQ(set.text("subject.nl.txt"), "Rappel {{letter_number}}");
    EXPECT_NE(set.hash(), before);
}

TEST(TemplateSet, RefusesWhatItDoesNotKnow) {
    EXPECT_THAT(refusal("mail.es.html", "x"), HasSubstr("mail.es.html"));
    EXPECT_THAT(refusal("report.html", "x"), HasSubstr("report.html"));
    EXPECT_THAT(refusal("mail.nl.txt", "one\n{{totall}}"),
                HasSubstr("template mail.nl.txt, line 2: tag: found '{{totall}}'"));
    EXPECT_THAT(refusal("mail.nl.txt", "{{#lines_}}{{/lines_}}"), HasSubstr("known section"));
    EXPECT_THAT(refusal("mail.nl.txt", "{{#total}}x{{/total}}"), HasSubstr("known section"));
    EXPECT_THAT(refusal("mail.nl.txt", "{{firm}}"), HasSubstr("known text"));
    EXPECT_THAT(refusal("mail.nl.txt", "{{due_on}}"), HasSubstr("known text"));
    EXPECT_EQ(refusal("mail.nl.txt", "{{#lines}}{{due_on}} {{total}}{{/lines}}"), "it was taken");
}

TEST(TemplateSet, RefusesBrokenSections) {
    EXPECT_THAT(refusal("mail.nl.txt", "{{#firm}}x"), HasSubstr("{{/firm}} further on"));
    EXPECT_THAT(refusal("mail.nl.txt", "x{{/firm}}"), HasSubstr("opened before"));
    EXPECT_THAT(refusal("mail.nl.txt", "{{#firm}}{{#lines}}{{/firm}}{{/lines}}"),
                HasSubstr("{{/lines}} first"));
    EXPECT_THAT(refusal("mail.nl.txt", "{{total"), HasSubstr("ends with }}"));
    std::string deep;
    for (std::size_t i = 0; i <= deepest_section; ++i)
        deep += "{{#firm}}";
    EXPECT_THAT(refusal("mail.nl.txt", deep), HasSubstr("at most 10 sections"));
}

TEST(TemplateSet, RefusesTagsThatAreNotEscaped) {
    EXPECT_THAT(refusal("mail.nl.html", "{{{debtor_name}}}"), HasSubstr("not escaped"));
    EXPECT_THAT(refusal("mail.nl.html", "{{& debtor_name}}"), HasSubstr("not escaped"));
    EXPECT_THAT(refusal("mail.nl.html", "{{> mail}}"), HasSubstr("{{>"));
    EXPECT_THAT(refusal("mail.nl.html", "{{=<% %>=}}<%& debtor_name %>"), HasSubstr("{{="));
    EXPECT_THAT(refusal("mail.nl.html", "<a href={{payment_link}}>x</a>"),
                HasSubstr("quotation marks"));
}

TEST(TemplateSet, RefusesScriptsAndPicturesFromElsewhere) {
    for (const char* text :
         {"<SCRIPT>x</SCRIPT>", "<img src=\"https://example.org/x.png\">",
          "<img src=https://example.org/x.png>", "<link rel=stylesheet>",
          "<div style=\"background:url(http://example.org/)\">", "<a href=\"javascript:x\">"}) {
        EXPECT_NE(refusal("mail.nl.html", text), "it was taken") << text;
    }
    EXPECT_EQ(refusal("mail.nl.html", "<img src=\"{{qr}}\" alt=\"QR\">"), "it was taken");
}

TEST(TemplateSet, RefusesTextsThatAreTooLargeEmptyOrNoUtf8) {
    EXPECT_THAT(refusal("mail.nl.txt", std::string(largest_template_bytes + 1, 'x')),
                HasSubstr("at most 200000 bytes"));
    EXPECT_THAT(refusal("mail.nl.txt", " \n"), HasSubstr("a text"));
    EXPECT_THAT(refusal("mail.nl.txt", "caf\xE9"), HasSubstr("UTF-8"));
}

} // namespace
} // namespace afpunt::document
