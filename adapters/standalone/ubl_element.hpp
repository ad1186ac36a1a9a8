// SPDX-License-Identifier: MIT
//
// A UBL document as elements that are found by local name under the namespaces of UBL 2, whatever
// prefix the sender chose. The only header of this host's invoice reader that shows pugixml.
#pragma once

#include <afpunt/date.hpp>
#include <afpunt/result.hpp>

#include <pugixml.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::standalone {

class UblElement {
public:
    UblElement() = default;
    UblElement(pugi::xml_node node, const std::string* source) : node_(node), source_(source) {}

    [[nodiscard]] explicit operator bool() const { return !node_.empty(); }
    [[nodiscard]] std::string_view local_name() const;
    [[nodiscard]] std::string_view namespace_uri() const;
    // "Party/PartyName/Name": the first of each; an empty element when one is not there.
    [[nodiscard]] UblElement find(std::string_view path) const;
    // Children of that name, at most max_repeats of them.
    [[nodiscard]] std::vector<UblElement> all(std::string_view name) const;
    // The text with white space collapsed and control characters gone, at most 1000 bytes.
    [[nodiscard]] std::string text() const;
    [[nodiscard]] std::string text(std::string_view path) const { return find(path).text(); }
    [[nodiscard]] std::string attribute(const char* name) const;
    // A failure that names the element's path and line.
    [[nodiscard]] tl::unexpected<Failure> refuse(std::string found, std::string expected) const;
    // The day in an xs:date (a time zone after it is ignored); nullopt when empty or not there.
    [[nodiscard]] Result<std::optional<Date>> date(std::string_view path) const;

private:
    pugi::xml_node node_;
    const std::string* source_ = nullptr;
};

class UblDocument {
public:
    // Refuses what is not well-formed, carries a document type declaration or exceeds a limit.
    [[nodiscard]] static Result<UblDocument> parse(std::string_view bytes);
    [[nodiscard]] UblElement root() const;

private:
    struct State {
        std::string source;
        pugi::xml_document tree;
    };
    std::unique_ptr<State> state_ = std::make_unique<State>();
};

} // namespace afpunt::standalone
