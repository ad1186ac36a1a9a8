// SPDX-License-Identifier: MIT
//
// The elements of one piece of XML that the scanner has found well-formed, as a list of places in
// it: nothing is copied before somebody wants to read it. A bank entry has some fifty elements, of
// which a dozen are read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::standalone {

// A name to look for. Its first eight bytes as one number tell almost all names apart, so that a
// look at an element's name is a comparison of two numbers.
class XmlName {
public:
    // From any text, which must stay as long as the name.
    constexpr XmlName(std::string_view text) : text_(text), key_(key_of(text)) {}
    constexpr XmlName(const char* text) : XmlName(std::string_view(text)) {}
    XmlName(const std::string& text) : XmlName(std::string_view(text)) {}

    [[nodiscard]] static constexpr std::uint64_t key_of(std::string_view text) {
        std::uint64_t key = 0;
        for (std::size_t at = 0; at < text.size() && at < sizeof key; ++at)
            key |= static_cast<std::uint64_t>(static_cast<unsigned char>(text[at])) << (8 * at);
        return key;
    }
    [[nodiscard]] constexpr std::string_view text() const { return text_; }
    [[nodiscard]] constexpr std::uint64_t key() const { return key_; }

private:
    std::string_view text_;
    std::uint64_t key_;
};

class XmlTree;

// One element, or none: asking an element that is not there gives nothing again. Good as long as
// the tree and the text that it was made of.
class XmlNode {
public:
    XmlNode() = default;
    [[nodiscard]] explicit operator bool() const { return tree_ != nullptr; }
    [[nodiscard]] std::string_view name() const; // without prefix
    [[nodiscard]] bool is(XmlName name) const;   // its name, without prefix
    [[nodiscard]] XmlNode first_child() const;
    [[nodiscard]] XmlNode next_sibling() const;
    // The first child of that name, or none.
    [[nodiscard]] XmlNode child(XmlName name) const;
    // All character data right inside, CDATA too, references resolved.
    [[nodiscard]] std::string text() const;
    // The value of an attribute, by its whole name; empty when there is none.
    [[nodiscard]] std::string attribute(std::string_view name) const;

private:
    friend class XmlTree;
    XmlNode(const XmlTree& tree, std::uint32_t at) : tree_(&tree), at_(at) {}
    const XmlTree* tree_ = nullptr;
    std::uint32_t at_ = 0;
};

class XmlTree {
public:
    // Takes the place of what was read before. `xml` goes from the '<' of a start tag to the '>' of
    // its end tag, is at most 4 GB, and stays where it is.
    void read(std::string_view xml);
    [[nodiscard]] XmlNode root() const { return elements_.empty() ? XmlNode() : XmlNode(*this, 0); }

private:
    friend class XmlNode;
    struct Element {
        std::uint64_t key = 0;                    // XmlName::key_of() the name
        std::uint32_t name = 0, name_size = 0;    // without prefix
        std::uint32_t attributes_end = 0;         // they stand between the name and this
        std::uint32_t inside = 0, inside_end = 0; // the content, with the children's tags
        std::uint32_t parent = 0;
        std::uint32_t after = 0; // the element behind the last one inside
        bool is_plain = true;    // nothing inside but text without references
    };
    [[nodiscard]] std::string_view between(std::uint32_t from, std::uint32_t until) const {
        return xml_.substr(from, until - from);
    }
    [[nodiscard]] std::size_t open(std::size_t at, std::uint32_t parent);

    std::string_view xml_;
    std::vector<Element> elements_; // in the order of their start tags
};

// Text of a document with its references resolved.
[[nodiscard]] std::string with_references(std::string_view text);

inline std::string_view XmlNode::name() const {
    if (tree_ == nullptr) return {};
    const XmlTree::Element& element = tree_->elements_[at_];
    return tree_->xml_.substr(element.name, element.name_size);
}

inline bool XmlNode::is(XmlName name) const {
    if (tree_ == nullptr) return false;
    const XmlTree::Element& element = tree_->elements_[at_];
    return element.key == name.key() && element.name_size == name.text().size() &&
           (element.name_size <= sizeof element.key || this->name() == name.text());
}

inline XmlNode XmlNode::first_child() const {
    if (tree_ == nullptr || tree_->elements_[at_].after == at_ + 1) return {};
    return {*tree_, at_ + 1};
}

inline XmlNode XmlNode::next_sibling() const {
    if (tree_ == nullptr || at_ == 0) return {};
    const XmlTree::Element& element = tree_->elements_[at_];
    if (element.after == tree_->elements_[element.parent].after) return {};
    return {*tree_, element.after};
}

inline XmlNode XmlNode::child(XmlName name) const {
    XmlNode child = first_child();
    while (child && !child.is(name))
        child = child.next_sibling();
    return child;
}

} // namespace afpunt::standalone
