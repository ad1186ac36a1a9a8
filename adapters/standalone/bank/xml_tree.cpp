// SPDX-License-Identifier: MIT
#include "bank/xml_tree.hpp"

#include "bank/xml_scanner.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <charconv>

namespace afpunt::standalone {
namespace {

constexpr std::uint32_t replacement_character = 0xFFFD;
constexpr std::string_view cdata_begin = "<![CDATA[";
constexpr std::string_view cdata_end = "]]>";

// "&#8364;" and "&#x20AC;" without '&' and ';'.
std::uint32_t code_point_of(std::string_view number) {
    const bool hexadecimal = number.starts_with("#x");
    const std::string_view digits = number.substr(hexadecimal ? 2 : 1);
    std::uint32_t value = replacement_character;
    std::from_chars(digits.data(), digits.data() + digits.size(), value, hexadecimal ? 16 : 10);
    const bool is_surrogate = value >= 0xD800 && value < 0xE000;
    return value > 0x10FFFF || is_surrogate ? replacement_character : value;
}

void append_reference(std::string& out, std::string_view name) {
    if (name == "amp") {
        out += '&';
    } else if (name == "lt") {
        out += '<';
    } else if (name == "gt") {
        out += '>';
    } else if (name == "quot") {
        out += '"';
    } else if (name == "apos") {
        out += '\'';
    } else {
        text::append_utf8(out, code_point_of(name));
    }
}

void append_text(std::string& out, std::string_view text) {
    while (true) {
        const std::size_t mark = text.find('&');
        out += text.substr(0, mark);
        const std::size_t end = mark == std::string_view::npos ? mark : text.find(';', mark);
        if (end == std::string_view::npos) return;
        append_reference(out, text.substr(mark + 1, end - mark - 1));
        text.remove_prefix(end + 1);
    }
}

// Where the markup that begins at `at` with "<!" or "<?" is over.
std::size_t end_of_declaration(std::string_view xml, std::size_t at) {
    const std::string_view rest = xml.substr(at);
    const std::string_view end = rest.starts_with("<!--")        ? "-->"
                                 : rest.starts_with(cdata_begin) ? cdata_end
                                                                 : "?>";
    return std::min(xml.find(end, at + 2), xml.size() - end.size()) + end.size();
}

bool ends_name(char c) {
    return c == '>' || c == '/' || text::is_space(c);
}

} // namespace

std::string with_references(std::string_view text) {
    std::string out;
    out.reserve(text.size()); // a reference is longer than what it stands for
    append_text(out, text);
    return out;
}

void XmlTree::read(std::string_view xml) {
    xml_ = xml;
    elements_.clear();
    std::uint32_t inside = 0; // the element that is open
    for (std::size_t at = 0; at < xml.size();) {
        while (at < xml.size() && xml[at] != '<') {
            if (xml[at] == '&') elements_[inside].is_plain = false;
            ++at;
        }
        if (at + 1 >= xml.size()) return;
        if (xml[at + 1] == '/') {
            Element& element = elements_[inside];
            element.inside_end = static_cast<std::uint32_t>(at);
            element.after = static_cast<std::uint32_t>(elements_.size());
            inside = element.parent;
            // An end tag is "</name>", perhaps with blanks.
            at = xml.find('>', at + 2 + element.name_size) + 1;
        } else if (xml[at + 1] == '!' || xml[at + 1] == '?') {
            elements_[inside].is_plain = false;
            at = end_of_declaration(xml, at);
        } else {
            if (!elements_.empty()) elements_[inside].is_plain = false;
            const auto opened = static_cast<std::uint32_t>(elements_.size());
            at = open(at, inside);
            const bool is_empty = xml[at - 2] == '/';
            if (!is_empty) inside = opened;
        }
    }
}

// Adds the element whose start tag is at `at`; gives the place behind the tag.
std::size_t XmlTree::open(std::size_t at, std::uint32_t parent) {
    Element element;
    element.parent = parent;
    std::size_t name = at + 1;
    std::size_t end = name;
    for (; !ends_name(xml_[end]); ++end) {
        if (xml_[end] == ':') name = end + 1;
    }
    element.name = static_cast<std::uint32_t>(name);
    element.name_size = static_cast<std::uint32_t>(end - name);
    element.key = XmlName::key_of(xml_.substr(name, element.name_size));
    // A '>' within quotes does not end the tag.
    for (char quote = 0; quote != 0 || xml_[end] != '>'; ++end) {
        const char c = xml_[end];
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        }
    }
    element.attributes_end = static_cast<std::uint32_t>(end);
    element.inside = element.inside_end = static_cast<std::uint32_t>(end + 1);
    element.after = static_cast<std::uint32_t>(elements_.size() + 1);
    elements_.push_back(element);
    return end + 1;
}

std::string XmlNode::text() const {
    if (tree_ == nullptr) return {};
    const XmlTree::Element& element = tree_->elements_[at_];
    const std::string_view inside = tree_->between(element.inside, element.inside_end);
    if (element.is_plain) return std::string(inside);
    // Past the children and comments, from one piece of text to the next.
    std::string text;
    XmlNode child = first_child();
    for (std::size_t at = element.inside; at < element.inside_end;) {
        const std::size_t mark =
            std::min<std::size_t>(tree_->xml_.find('<', at), element.inside_end);
        append_text(text, tree_->xml_.substr(at, mark - at));
        at = mark;
        if (at == element.inside_end) break;
        const std::string_view rest = tree_->xml_.substr(at);
        if (rest.starts_with("<!") || rest.starts_with("<?")) {
            at = end_of_declaration(tree_->xml_, at);
            if (rest.starts_with(cdata_begin)) {
                text += tree_->xml_.substr(mark + cdata_begin.size(),
                                           at - mark - cdata_begin.size() - cdata_end.size());
            }
        } else {
            const XmlTree::Element& passed = tree_->elements_[child.at_];
            const bool is_empty = tree_->xml_[passed.attributes_end - 1] == '/';
            at = is_empty ? passed.inside : tree_->xml_.find('>', passed.inside_end) + 1;
            child = child.next_sibling();
        }
    }
    return text;
}

std::string XmlNode::attribute(std::string_view name) const {
    if (tree_ == nullptr) return {};
    const XmlTree::Element& element = tree_->elements_[at_];
    std::string_view rest =
        tree_->between(element.name + element.name_size, element.attributes_end);
    while (true) {
        const std::size_t equals = rest.find('=');
        if (equals == std::string_view::npos) return {};
        const std::string_view found = text::trim(rest.substr(0, equals));
        rest = text::trim(rest.substr(equals + 1));
        const std::size_t end = rest.empty() ? rest.npos : rest.find(rest.front(), 1);
        if (end == std::string_view::npos) return {};
        if (found == name) return with_references(rest.substr(1, end - 1));
        rest.remove_prefix(end + 1);
    }
}

} // namespace afpunt::standalone
