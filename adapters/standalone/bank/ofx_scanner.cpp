// SPDX-License-Identifier: MIT
//
// One token at a time; a token that the end of a piece cuts is looked at again with the next piece.
#include "bank/ofx_scanner.hpp"

#include "common/text_encoding.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace afpunt::standalone {

namespace {

bool is_name_character(char c) {
    return text::is_letter(c) || text::is_digit(c) || c == '.' || c == '_' || c == '-';
}

// "&amp;" and its like; nothing when it is another one, which then stands as it was written: in
// version 1 an ampersand alone is common ("A & Z").
std::optional<std::uint32_t> entity(std::string_view name) {
    struct Entity {
        std::string_view name;
        std::uint32_t code_point;
    };
    static constexpr std::array<Entity, 6> known{
        {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}, {"nbsp", ' '}}};
    const auto found = std::ranges::find(known, name, &Entity::name);
    if (found != known.end()) return found->code_point;
    if (!name.starts_with('#')) return std::nullopt;
    const bool hexadecimal = name.starts_with("#x");
    const std::string_view digits = name.substr(hexadecimal ? 2 : 1);
    std::uint32_t value = 0;
    const char* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value, hexadecimal ? 16 : 10);
    const bool character = value >= 0x20 && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
    if (error != std::errc() || stop != end || !character) return std::nullopt;
    return value;
}

std::string with_entities(std::string_view raw) {
    // The longest that is known: "&#x10FFFF;".
    constexpr std::size_t longest = 10;
    std::string text;
    while (!raw.empty()) {
        const std::size_t plain = std::min(raw.find('&'), raw.size());
        text.append(raw.substr(0, plain));
        raw.remove_prefix(plain);
        if (raw.empty()) break;
        const std::size_t end = raw.substr(0, longest).find(';');
        const auto code_point =
            end == std::string_view::npos ? std::nullopt : entity(raw.substr(1, end - 1));
        if (code_point) {
            text::append_utf8(text, *code_point);
            raw.remove_prefix(end + 1);
        } else {
            text += '&';
            raw.remove_prefix(1);
        }
    }
    return single_spaced(text);
}

} // namespace

tl::unexpected<Failure> OfxScanner::refuse(std::string_view found, std::string expected) const {
    return tl::unexpected<Failure>(Failure{"line " + std::to_string(line_), "OFX",
                                           std::string(text::utf8_prefix(found, 60)),
                                           std::move(expected)});
}

void OfxScanner::advance(std::size_t count) {
    line_ += static_cast<int>(std::ranges::count(ahead().substr(0, count), '\n'));
    at_ += count;
}

Result<bool> OfxScanner::more() {
    if (ended_) return false;
    window_.erase(0, at_);
    at_ = 0;
    if (window_.size() > max_token_bytes) {
        return refuse("one piece of text of more than 1 MB", "texts of an ordinary size");
    }
    Result<bool> read = source_.read(window_);
    if (read && !*read) ended_ = true;
    return read;
}

Result<std::size_t> OfxScanner::find(std::string_view needle, std::size_t from) {
    while (true) {
        const std::size_t found = ahead().find(needle, from);
        if (found != std::string_view::npos) return found;
        const std::size_t size = ahead().size();
        from = std::max(from, size < needle.size() ? 0 : size - needle.size() + 1);
        const Result<bool> grown = more();
        if (!grown) return tl::unexpected(grown.error());
        if (!*grown) return std::string_view::npos;
    }
}

Result<void> OfxScanner::pass_over(std::string_view end) {
    const Result<std::size_t> found = find(end, 0);
    if (!found) return tl::unexpected(found.error());
    if (*found == std::string_view::npos) {
        return refuse("the end of the file", std::string(end) + " (the file is cut off)");
    }
    advance(*found + end.size());
    return {};
}

Result<OfxToken> OfxScanner::next() {
    while (true) {
        const Result<std::size_t> tag_at = find("<", 0);
        if (!tag_at) return tl::unexpected(tag_at.error());
        const std::size_t length = std::min(*tag_at, ahead().size());
        std::string written = with_entities(ahead().substr(0, length));
        advance(length);
        if (!written.empty()) return OfxToken{OfxToken::Kind::Text, std::move(written)};
        if (*tag_at == std::string_view::npos) return OfxToken{};
        // "<!--" has to be told from a document type.
        while (ahead().size() < 4) {
            const Result<bool> grown = more();
            if (!grown) return tl::unexpected(grown.error());
            if (!*grown) break;
        }
        Result<void> passed;
        if (ahead().starts_with("<!--")) {
            passed = pass_over("-->");
        } else if (ahead().starts_with("<?")) {
            passed = pass_over("?>");
        } else {
            return tag();
        }
        if (!passed) return tl::unexpected(passed.error());
    }
}

Result<OfxToken> OfxScanner::tag() {
    if (ahead().starts_with("<!")) {
        return refuse(ahead().substr(0, 9), "an OFX file without document type (DTD)");
    }
    const Result<std::size_t> end = find(">", 0);
    if (!end) return tl::unexpected(end.error());
    if (*end == std::string_view::npos) {
        return refuse("the end of the file", "the rest of a tag (the file is cut off)");
    }
    std::string_view name = ahead().substr(1, *end - 1);
    const bool closes = name.starts_with('/');
    if (closes) name.remove_prefix(1);
    name = text::trim(name);
    if (name.empty() || name.size() > max_name_bytes ||
        !std::ranges::all_of(name, is_name_character)) {
        return refuse(ahead().substr(0, *end + 1), "the name of an element between < and >");
    }
    OfxToken token{closes ? OfxToken::Kind::Close : OfxToken::Kind::Open, text::upper(name)};
    advance(*end + 1);
    return token;
}

} // namespace afpunt::standalone
