// SPDX-License-Identifier: MIT
//
// The list of elements that bank files are read by says of each of them what pugixml says.
#include <bank/xml_scanner.hpp>
#include <bank/xml_tree.hpp>
#include <gtest/gtest.h>
#include <pugixml.hpp>

#include <random>
#include <string>

namespace afpunt::tests {
namespace {

using namespace standalone;

std::string text_of(pugi::xml_node node) {
    std::string text;
    for (const pugi::xml_node child : node.children()) {
        const bool is_text = child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata;
        if (is_text) text += child.value();
    }
    return text;
}

// The first element of which the two say different things; empty when there is none.
std::string difference(XmlNode ours, pugi::xml_node theirs) {
    const std::string name(without_prefix(theirs.name()));
    if (ours.name() != name) return name + " is called " + std::string(ours.name());
    if (ours.text() != text_of(theirs)) return "text of " + name + ": " + ours.text();
    if (ours.attribute("Ccy") != theirs.attribute("Ccy").value()) {
        return "attribute of " + name + ": " + ours.attribute("Ccy");
    }
    XmlNode child = ours.first_child();
    for (const pugi::xml_node expected : theirs.children()) {
        if (expected.type() != pugi::node_element) continue;
        if (std::string found = difference(child, expected); !found.empty()) return found;
        child = child.next_sibling();
    }
    return child ? name + " has one child more" : std::string();
}

std::string difference(const std::string& xml) {
    pugi::xml_document document;
    // Blank texts count, so that those between children are compared as well.
    if (!document.load_string(xml.c_str(), pugi::parse_default | pugi::parse_ws_pcdata)) {
        return "pugixml refuses it";
    }
    XmlTree tree;
    tree.read(xml);
    return difference(tree.root(), document.first_child());
}

// Everything that may stand inside an element of a bank file, and much that never does.
std::string random_content(std::mt19937& random, int depth) {
    static const std::string pieces[] = {"text",
                                         " ",
                                         "&amp;",
                                         "&#233;",
                                         "&#x20AC;",
                                         "<!-- a <b> -->",
                                         "<![CDATA[x < ]] y]]>",
                                         "<?note a?>",
                                         "\xC3\xA9\n",
                                         "&lt;tag&gt;",
                                         "a > b"};
    std::string content;
    for (auto count = random() % 5; count > 0; --count) {
        if (depth < 5 && random() % 3 == 0) {
            const std::string name = random() % 2 == 0 ? "n:Amt" : "Ntry";
            const char* attribute = random() % 3 == 0   ? " Ccy='EUR'"
                                    : random() % 3 == 0 ? " a=\"1 > 0\" \n Ccy = \"&quot;A'\" "
                                                        : "";
            content += "<" + name + attribute;
            content += random() % 4 == 0 ? "/>"
                                         : ">" + random_content(random, depth + 1) + "</" + name +
                                               (random() % 4 == 0 ? " >" : ">");
        } else {
            content += pieces[random() % std::size(pieces)];
        }
    }
    return content;
}

TEST(XmlTree, SaysOfEachElementWhatPugixmlSays) {
    std::mt19937 random(20022);
    for (int round = 0; round < 5000; ++round) {
        const std::string xml = "<Stmt>" + random_content(random, 0) + "</Stmt>";
        ASSERT_EQ(difference(xml), "") << xml;
    }
}

TEST(XmlTree, AnswersNothingForWhatIsNotThere) {
    XmlTree tree;
    EXPECT_FALSE(tree.root());
    const std::string xml = "<a><b/></a>";
    tree.read(xml);
    const XmlNode missing = tree.root().first_child().first_child();
    EXPECT_FALSE(missing);
    EXPECT_FALSE(missing.next_sibling().first_child());
    EXPECT_EQ(missing.name(), "");
    EXPECT_EQ(missing.text(), "");
    EXPECT_EQ(missing.attribute("Ccy"), "");
    EXPECT_FALSE(tree.root().next_sibling());
}

TEST(XmlTree, ReadsNumbersOfNoCharacterAsTheReplacement) {
    EXPECT_EQ(with_references("&#xD800;|&#x110000;|&#9999999;"),
              "\xEF\xBF\xBD|\xEF\xBF\xBD|\xEF\xBF\xBD");
}

} // namespace
} // namespace afpunt::tests
