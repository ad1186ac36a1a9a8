// SPDX-License-Identifier: MIT
//
// The scanner that cuts XML into pieces, and the encodings before it.
#include <bank/xml_scanner.hpp>
#include <common/byte_source.hpp>
#include <common/text_encoding.hpp>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace afpunt::tests {
namespace {

using namespace standalone;

// Cuts elements named "cut", skips those named "skip".
class Cutter final : public XmlHandler {
public:
    XmlInterest opened(std::string_view name, std::size_t) override {
        events.push_back("+" + std::string(name));
        return name == "cut"    ? XmlInterest::Cut
               : name == "skip" ? XmlInterest::Skip
                                : XmlInterest::Descend;
    }
    void cut(std::string_view, const char* xml, std::size_t size) override {
        events.emplace_back(xml, size);
    }
    void closed(std::string_view name, std::size_t) override {
        events.push_back("-" + std::string(name));
    }
    std::vector<std::string> events;
};

// The same in pieces of every small size and at once.
std::vector<std::string> scan(const std::string& xml) {
    std::vector<std::string> first;
    for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{5},
                                    std::size_t{8}, std::size_t{100000}}) {
        MemorySource source(xml, piece);
        Cutter cutter;
        const auto scanned = XmlScanner(source, cutter).scan();
        if (!scanned) cutter.events.push_back("!" + scanned.error().sentence());
        if (piece == 1) first = cutter.events;
        EXPECT_EQ(cutter.events, first) << "in pieces of " << piece;
    }
    return first;
}
bool is_refused(const std::string& xml) {
    const auto events = scan(xml);
    return !events.empty() && events.back().starts_with('!');
}
std::string as_utf8(std::string_view bytes, std::size_t piece) {
    MemorySource raw(bytes, piece);
    Utf8Source source(raw);
    std::string text;
    while (true) {
        const auto more = source.read(text);
        if (!more) return "!" + more.error().sentence();
        if (!*more) return text;
    }
}
std::string utf16(std::string_view ascii, bool little, bool mark) {
    std::string bytes;
    const auto put = [&](unsigned unit) {
        const char low = static_cast<char>(unit & 0xFF), high = static_cast<char>(unit >> 8);
        bytes += little ? low : high;
        bytes += little ? high : low;
    };
    if (mark) put(0xFEFF);
    for (const char c : ascii)
        put(static_cast<unsigned char>(c));
    return bytes;
}

using Events = std::vector<std::string>;

TEST(XmlScanner, CutsElementsWholeWithNestedOnesOfTheSameName) {
    EXPECT_EQ(scan("<a><cut x='1'><b><cut/></b></cut><skip><cut/></skip><n:cut/></a>"),
              (Events{"+a", "+cut", "<cut x='1'><b><cut/></b></cut>", "+skip", "+cut", "<n:cut/>",
                      "-a"}));
}

TEST(XmlScanner, IsNotFooledByCommentsCharacterDataAndQuotes) {
    EXPECT_EQ(
        scan("<?xml version='1.0'?><!-- <cut> --><a p=\"x>y'\" q='\"/>'><?i <cut> ?><cut><!-- "
             "</cut> --><![CDATA[</cut>]]]]>"
             "<b t='>'/></cut></a>"),
        (Events{"+a", "+cut", "<cut><!-- </cut> --><![CDATA[</cut>]]]]><b t='>'/></cut>", "-a"}));
}

TEST(XmlScanner, RefusesDocumentTypesAndEntities) {
    EXPECT_TRUE(is_refused("<!DOCTYPE a SYSTEM \"file:///etc/hostname\"><a/>"));
    EXPECT_TRUE(is_refused("<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>"));
    EXPECT_TRUE(is_refused("<a>&other;</a>"));
    EXPECT_TRUE(is_refused("<a><skip b='&other;'/></a>"));
    EXPECT_TRUE(is_refused("<a>Jansen & Zoon</a>"));
    EXPECT_TRUE(is_refused("<a>&#0;</a>"));
    EXPECT_TRUE(is_refused("<a>&#x1f;</a>"));
    EXPECT_FALSE(is_refused("<a b='&quot;'>&amp;&lt;&gt;&apos;&#10;&#xE9;&#0233;</a>"));
}

TEST(XmlScanner, RefusesWhatIsNotWellFormed) {
    for (const char* xml : {"",
                            "  ",
                            "text",
                            "<a>",
                            "<a></b>",
                            "<a></a><b/>",
                            "<a/>x",
                            "</a>",
                            "<a",
                            "<a b>",
                            "<a b=c/>",
                            "<a b='1'c='2'/>",
                            "<a b='1/>",
                            "<>",
                            "< a/>",
                            "<1/>",
                            "<a><b></a></b>",
                            "<a><!-- </a>",
                            "<a><![CDATA[ </a>",
                            "<a><?i </a>",
                            "<a></a",
                            "<![CDATA[x]]><a/>",
                            "<a><!ELEMENT b></a>",
                            "<a></a b>",
                            "<skip><b></skip>",
                            "<a><cut><b></cut></a>",
                            "<a/ >"}) {
        EXPECT_TRUE(is_refused(xml)) << xml;
    }
    EXPECT_FALSE(is_refused("<a></a >"));
    EXPECT_FALSE(is_refused("<a\n b = \"1\"\tc='2' />\n<!-- end -->"));
}

TEST(XmlScanner, HoldsToItsLimits) {
    std::string deep;
    for (int level = 0; level < 64; ++level)
        deep += "<a>";
    std::string ends;
    for (int level = 0; level < 64; ++level)
        ends += "</a>";
    const auto refused_at_once = [](const std::string& xml) {
        MemorySource source(xml);
        Cutter cutter;
        return !XmlScanner(source, cutter).scan();
    };
    EXPECT_FALSE(refused_at_once(deep + ends));
    EXPECT_TRUE(refused_at_once("<a>" + deep + ends + "</a>"));
    const std::string long_text(XmlLimits::max_token_bytes + (std::size_t{1} << 19), 'x');
    EXPECT_TRUE(refused_at_once("<a>" + long_text + "</a>"));
    EXPECT_TRUE(refused_at_once("<a b='" + long_text + "'/>"));
    EXPECT_TRUE(refused_at_once("<a><!--" + long_text + "--></a>"));
    std::string many = "<a><cut>";
    while (many.size() < XmlLimits::max_cut_bytes + 1000)
        many += "<b>" + std::string(500, 'x') + "</b>";
    EXPECT_TRUE(refused_at_once(many + "</cut></a>"));
    EXPECT_TRUE(refused_at_once(many));
}

TEST(TextEncoding, ReadsUtf8Utf16AndSingleByteFiles) {
    for (const std::size_t piece : {1U, 2U, 3U, 1000U}) {
        EXPECT_EQ(as_utf8("\xEF\xBB\xBF<a>\xC3\xA9</a>", piece), "<a>\xC3\xA9</a>");
        EXPECT_EQ(as_utf8(utf16("<a>\xE9</a>", true, true), piece), "<a>\xC3\xA9</a>");
        EXPECT_EQ(as_utf8(utf16("<a>\xE9</a>", false, true), piece), "<a>\xC3\xA9</a>");
        EXPECT_EQ(as_utf8(utf16("<a/>", true, false), piece), "<a/>");
        EXPECT_EQ(as_utf8(utf16("<a/>", false, false), piece), "<a/>");
        EXPECT_EQ(as_utf8("<?xml version='1.0' encoding='iso-8859-1'?><a>\xE9\x80</a>", piece),
                  "<?xml version='1.0' encoding='iso-8859-1'?><a>\xC3\xA9\xE2\x82\xAC</a>");
        EXPECT_EQ(as_utf8("<?xml version='1.0' encoding='ISO-8859-15'?><a>\xA4</a>", piece),
                  "<?xml version='1.0' encoding='ISO-8859-15'?><a>\xE2\x82\xAC</a>");
    }
    EXPECT_TRUE(as_utf8("<?xml version='1.0' encoding='EBCDIC'?><a/>", 100).starts_with('!'));
}

TEST(TextEncoding, RepairsBytesThatAreNoTextAndSaysSo) {
    const std::string bytes("<a>\xE9 \0\x01</a>", 11);
    MemorySource raw(bytes);
    Utf8Source source(raw);
    std::string text;
    ASSERT_TRUE(source.read(text).value());
    EXPECT_EQ(text, "<a>\xC3\xA9   </a>");
    EXPECT_TRUE(source.repaired());
    // A character cut by the end of a piece is whole, one cut by the end of the file is not.
    const std::string far_in(400, 'x');
    EXPECT_EQ(as_utf8(far_in + "\xE2\x82\xAC"
                               "a",
                      1),
              far_in + "\xE2\x82\xAC"
                       "a");
    EXPECT_EQ(as_utf8("<a>\xC3", 1), "<a>\xC3\x83");
    // A high surrogate without its other half.
    EXPECT_EQ(as_utf8(std::string("\xFF\xFE\x00\xD8<\0", 6), 1), "\xEF\xBF\xBD<");
}

TEST(TextEncoding, WritesWindows1252) {
    EXPECT_EQ(cp1252_of_utf8("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"), "a\xE9\x80?");
}

} // namespace
} // namespace afpunt::tests
