// SPDX-License-Identifier: MIT
//
// See ubl_element.hpp. Namespaces in XML 1.0: a prefix means what the nearest enclosing declaration
// says, so two senders may swap every prefix and still mean the same.
#include "ubl_element.hpp"

#include "ubl_encoding.hpp"

#include <afpunt/text.hpp>

#include <algorithm>

namespace afpunt::standalone {
namespace {

// Invoices carry their PDF and annexes inside as base64; the largest that the public access points
// pass on are far below this.
constexpr std::size_t max_invoice_bytes = std::size_t{32} * 1024 * 1024;
// Each tag or attribute costs up to 64 bytes of memory: this keeps a hostile file below 200 MB and
// still allows an invoice of some ten thousand lines.
constexpr std::ptrdiff_t max_tags_and_attributes = 3'000'000;
// UBL nests some fifteen deep; packages, signatures and extensions add a little.
constexpr int max_depth = 64;
// UBL elements have a handful of attributes; the root has its namespaces.
constexpr int max_attributes = 64;
// Payment means, terms and references on one invoice: monthly instalments over more than ten years.
constexpr std::size_t max_repeats = 150;
// Names, addresses and references; longer ones are prose that nobody prints.
constexpr std::size_t max_text_bytes = 1000;

constexpr std::string_view basic_components =
    "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";
constexpr std::string_view aggregate_components =
    "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";

std::string_view local_part(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string_view namespace_of(pugi::xml_node node) {
    const std::string_view name = node.name();
    const std::size_t colon = name.find(':');
    std::string declaration = "xmlns";
    if (colon != std::string_view::npos) declaration += ":" + std::string(name.substr(0, colon));
    for (pugi::xml_node scope = node; !scope.empty(); scope = scope.parent()) {
        const pugi::xml_attribute attribute = scope.attribute(declaration.c_str());
        if (!attribute.empty()) return attribute.value();
    }
    return {};
}

bool is_component(pugi::xml_node node, std::string_view local_name) {
    if (local_part(node.name()) != local_name) return false;
    const std::string_view uri = namespace_of(node);
    return uri == basic_components || uri == aggregate_components;
}

std::string path_of(pugi::xml_node node) {
    std::string path;
    for (; node.type() == pugi::node_element; node = node.parent()) {
        if (!path.empty()) path.insert(0, 1, '/');
        path.insert(0, local_part(node.name()));
    }
    return path;
}

// Character references can still spell controls and lone surrogates: they become spaces.
std::string tidy(std::string_view raw) {
    std::string result;
    bool gap = false;
    while (!raw.empty() && result.size() < max_text_bytes) {
        const std::size_t length = text::utf8_length_at_front(raw);
        const unsigned char first = static_cast<unsigned char>(raw.front());
        if (length == 0 || first <= 0x20 || first == 0x7F) {
            gap = true;
            raw.remove_prefix(1);
            continue;
        }
        if (gap && !result.empty()) result += ' ';
        gap = false;
        result += raw.substr(0, length);
        raw.remove_prefix(length);
    }
    return std::string(text::utf8_prefix(result, max_text_bytes));
}

tl::unexpected<Failure> refuse_at_line(int line, std::string found, std::string expected) {
    return tl::unexpected(
        Failure{"line " + std::to_string(line), "", std::move(found), std::move(expected)});
}

// Walks without recursion, so that depth cannot exhaust the stack.
Result<void> check_shape(const pugi::xml_document& tree, const std::string& source) {
    pugi::xml_node node = tree.document_element();
    if (node.empty()) return refuse_at_line(1, "", "an XML document with a root element");
    if (std::distance(tree.begin(), tree.end()) != 1) {
        return refuse_at_line(line_at(source, source.size()), "more than one root element",
                              "an XML document with one root element");
    }
    int depth = 1;
    while (!node.empty()) {
        const auto offset =
            static_cast<std::size_t>(std::max<std::ptrdiff_t>(node.offset_debug(), 0));
        if (depth > max_depth) {
            return refuse_at_line(line_at(source, offset), "elements nested deeper",
                                  "at most " + std::to_string(max_depth) + " levels");
        }
        if (std::distance(node.attributes_begin(), node.attributes_end()) > max_attributes) {
            return refuse_at_line(line_at(source, offset), "an element with more attributes",
                                  "at most " + std::to_string(max_attributes) + " attributes");
        }
        if (!node.first_child().empty()) {
            node = node.first_child();
            ++depth;
            continue;
        }
        while (!node.empty() && node.next_sibling().empty()) {
            node = node.parent();
            --depth;
        }
        if (!node.empty()) node = node.next_sibling();
    }
    return {};
}

} // namespace

std::string_view UblElement::local_name() const {
    return local_part(node_.name());
}
std::string_view UblElement::namespace_uri() const {
    return namespace_of(node_);
}

UblElement UblElement::find(std::string_view path) const {
    pugi::xml_node node = node_;
    while (!path.empty() && !node.empty()) {
        const std::size_t slash = std::min(path.find('/'), path.size());
        const std::string_view name = path.substr(0, slash);
        path.remove_prefix(std::min(slash + 1, path.size()));
        node = node.find_child([&](pugi::xml_node child) { return is_component(child, name); });
    }
    return {node, source_};
}

std::vector<UblElement> UblElement::all(std::string_view name) const {
    std::vector<UblElement> found;
    for (const pugi::xml_node child : node_.children()) {
        if (found.size() == max_repeats) break;
        if (is_component(child, name)) found.emplace_back(child, source_);
    }
    return found;
}

std::string UblElement::text() const {
    std::string raw;
    for (const pugi::xml_node child : node_.children()) {
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
            raw += child.value();
        }
    }
    return tidy(raw);
}

std::string UblElement::attribute(const char* name) const {
    return tidy(node_.attribute(name).value());
}

tl::unexpected<Failure> UblElement::refuse(std::string found, std::string expected) const {
    Failure failure{"", path_of(node_), std::move(found), std::move(expected)};
    const std::ptrdiff_t offset = node_.offset_debug();
    if (source_ != nullptr && offset >= 0) {
        failure.where =
            "line " + std::to_string(line_at(*source_, static_cast<std::size_t>(offset)));
    }
    return tl::unexpected(std::move(failure));
}

Result<std::optional<Date>> UblElement::date(std::string_view path) const {
    const UblElement element = find(path);
    const std::string written = element.text();
    if (written.empty()) return std::optional<Date>{};
    const std::string_view zone =
        std::string_view(written).substr(std::min<std::size_t>(written.size(), 10));
    const bool zone_fits =
        zone.empty() || zone == "Z" ||
        (zone.size() == 6 && (zone[0] == '+' || zone[0] == '-') && zone[3] == ':');
    const Result<Date> day = Date::parse(std::string_view(written).substr(0, 10));
    if (!day || !zone_fits) {
        return element.refuse(written, "a day that exists, written YYYY-MM-DD");
    }
    return std::optional<Date>(*day);
}

Result<UblDocument> UblDocument::parse(std::string_view bytes) {
    if (bytes.size() > max_invoice_bytes) {
        return fail("size", std::to_string(bytes.size()) + " bytes",
                    "an invoice of at most 32 MiB");
    }
    Result<std::string> source = xml_as_utf8(bytes);
    if (!source) return tl::unexpected(source.error());
    if (const Result<void> plain = refuse_document_type(*source); !plain) {
        return tl::unexpected(plain.error());
    }
    const auto is_markup = [](char c) { return c == '<' || c == '='; };
    if (std::count_if(source->begin(), source->end(), is_markup) > max_tags_and_attributes) {
        return fail("size", "more tags and attributes",
                    "at most " + std::to_string(max_tags_and_attributes) + " of them");
    }
    UblDocument document;
    State& state = *document.state_;
    state.source = std::move(*source);
    const pugi::xml_parse_result parsed = state.tree.load_buffer(
        state.source.data(), state.source.size(), pugi::parse_default, pugi::encoding_utf8);
    if (!parsed) {
        const auto offset = static_cast<std::size_t>(std::max<std::ptrdiff_t>(parsed.offset, 0));
        return refuse_at_line(line_at(state.source, offset), parsed.description(),
                              "well-formed XML");
    }
    if (const Result<void> shape = check_shape(state.tree, state.source); !shape) {
        return tl::unexpected(shape.error());
    }
    return document;
}

UblElement UblDocument::root() const {
    return {state_->tree.document_element(), &state_->source};
}

} // namespace afpunt::standalone
