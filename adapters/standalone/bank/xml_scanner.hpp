// SPDX-License-Identifier: MIT
//
// Reads XML 1.0 piece by piece and cuts out the elements that the caller asks for, so that a file
// of any size is read in bounded memory; xml_tree.hpp then reads each cut. Well-formedness
// (nesting, tags, quotes, references) is checked over the whole document, also where nothing is
// cut. There is no document type here: a DTD can make a parser fetch files or explode, no bank
// needs one, so `<!DOCTYPE` and entities other than the five of clause 4.6 are refused.
#pragma once

#include "common/byte_source.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::standalone {

// What a caller wants of an element that opens.
enum class XmlInterest {
    Descend, // tell me of its children
    Cut,     // give it to me whole
    Skip     // only check that it is well-formed
};

class XmlHandler {
public:
    virtual ~XmlHandler() = default;
    // Names come without their prefix; the root has depth 1.
    virtual XmlInterest opened(std::string_view name, std::size_t depth) = 0;
    // The text from "<" of the start tag to ">" of the end tag, good until the callee returns.
    virtual void cut(std::string_view name, const char* xml, std::size_t size) = 0;
    // Only for elements that were descended into.
    virtual void closed(std::string_view name, std::size_t depth) = 0;
    // An element may begin at the front of `ahead`, as a child of one that is descended into. A
    // callee that knows it to be well-formed, and has used it, gives its size; all others give 0
    // and hear of it as of every element.
    virtual std::size_t take(std::string_view ahead, std::size_t depth);
};

struct XmlLimits {
    // One cut: a collective booking with its details inside, at about 1 KB each, has tens of
    // thousands of payments before it reaches this.
    static constexpr std::size_t max_cut_bytes = std::size_t{32} * 1024 * 1024;
    // One tag, comment, instruction or run of text. Texts in bank files are lines, not books.
    static constexpr std::size_t max_token_bytes = std::size_t{1024} * 1024;
    // What is read ahead of the callee of take(): an entry has a kilobyte.
    static constexpr std::size_t ahead_bytes = std::size_t{16} * 1024;
    // The deepest path that ISO 20022 defines for statements has under 20 levels.
    static constexpr std::size_t max_depth = 64;
};

class XmlScanner {
public:
    // `utf8`: UTF-8 without byte order mark and without control characters.
    XmlScanner(ByteSource& utf8, XmlHandler& handler) : source_(utf8), handler_(handler) {}
    // A Failure at the first place where the document is not well-formed or breaks a limit.
    [[nodiscard]] Result<void> scan();

private:
    [[nodiscard]] std::string_view ahead() const { return std::string_view(window_).substr(at_); }
    [[nodiscard]] Result<bool> more();
    [[nodiscard]] Result<void> pass_taken_elements();
    void pass_plain_elements();
    [[nodiscard]] Result<std::size_t> find(std::string_view needle, std::size_t from,
                                           std::string_view inside);
    [[nodiscard]] Result<void> text_run(bool& at_end);
    [[nodiscard]] Result<void> markup();
    [[nodiscard]] Result<void> declaration_or_comment();
    [[nodiscard]] Result<void> start_tag();
    [[nodiscard]] Result<std::size_t> tag_end();
    [[nodiscard]] Result<void> end_tag();
    [[nodiscard]] Result<void> open(std::string_view name);
    [[nodiscard]] Result<void> close();
    [[nodiscard]] Result<void> check_tag(std::string_view tag, std::size_t name_size) const;
    [[nodiscard]] Result<void> check_references(std::string_view text) const;
    [[nodiscard]] Result<void> skip_token(Result<std::size_t> found, std::size_t needle_size);
    [[nodiscard]] tl::unexpected<Failure> refuse(std::string_view found,
                                                 std::string expected) const;
    [[nodiscard]] std::string_view innermost() const;
    [[nodiscard]] bool descending() const { return mode_ == XmlInterest::Descend; }

    ByteSource& source_;
    XmlHandler& handler_;
    std::string window_;       // bytes from the first one that is still needed
    std::size_t at_ = 0;       // the token under way starts here
    std::size_t cut_from_ = 0; // while cutting: where the cut starts
    std::uint64_t passed_ = 0; // bytes that left the window
    bool ended_ = false;
    bool root_seen_ = false;
    std::string names_; // full names of the open elements, one after the other
    std::vector<std::size_t> name_starts_;
    XmlInterest mode_ = XmlInterest::Descend;
    std::size_t mode_depth_ = 0; // the depth of the element that is cut or skipped
};

[[nodiscard]] std::string_view without_prefix(std::string_view name);
// The bytes of the name at the front, with its prefix; 0 when there is none.
[[nodiscard]] std::size_t xml_name_length(std::string_view text);
// False when there is a '&' that is no reference to one of the five entities or a character.
[[nodiscard]] bool has_known_references(std::string_view text);

} // namespace afpunt::standalone
