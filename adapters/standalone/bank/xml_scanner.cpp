// SPDX-License-Identifier: MIT
//
// One token at a time: text, comment, instruction, character data, start tag, end tag. A token that
// the end of a piece cuts is looked at again when the next piece is there.
#include "bank/xml_scanner.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <array>

namespace afpunt::standalone {

namespace {

bool is_name_start(char c) {
    return text::is_letter(c) || c == '_' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_name_character(char c) {
    return is_name_start(c) || text::is_digit(c) || c == '-' || c == '.';
}
std::size_t name_length(std::string_view text) {
    if (text.empty() || !is_name_start(text.front())) return 0;
    std::size_t length = 1;
    while (length < text.size() && is_name_character(text[length]))
        ++length;
    return length;
}
std::size_t blank_length(std::string_view text) {
    std::size_t length = 0;
    while (length < text.size() && text::is_space(text[length]))
        ++length;
    return length;
}
// One look for each character of a name: nine bytes in ten of a bank file are names and texts.
constexpr std::array<bool, 256> name_characters = [] {
    std::array<bool, 256> characters{};
    for (unsigned c = 0; c < 256; ++c) {
        const char as_char = static_cast<char>(c);
        characters[c] = text::is_letter(as_char) || text::is_digit(as_char) || as_char == '_' ||
                        as_char == ':' || as_char == '-' || as_char == '.' || c >= 0x80;
    }
    return characters;
}();

bool is_blank(std::string_view text) {
    return blank_length(text) == text.size();
}

bool is_known_reference(std::string_view name) {
    if (name == "amp" || name == "lt" || name == "gt" || name == "quot" || name == "apos") {
        return true;
    }
    if (!name.starts_with('#')) return false;
    const bool hexadecimal = name.starts_with("#x");
    const std::string_view digits = name.substr(hexadecimal ? 2 : 1);
    const auto fits = [&](char c) {
        return text::is_digit(c) || (hexadecimal && text::lower(c) >= 'a' && text::lower(c) <= 'f');
    };
    // "&#0;" and the other controls would put into the text what it may not hold.
    const std::string_view significant =
        digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
    const bool control = significant.size() < 2 ||
                         (significant.size() == 2 && significant < (hexadecimal ? "20" : "32"));
    const bool blank = name == "#9" || name == "#10" || name == "#13" || name == "#x9" ||
                       name == "#xA" || name == "#xD" || name == "#xa" || name == "#xd";
    return !digits.empty() && digits.size() <= 7 && std::ranges::all_of(digits, fits) &&
           (!control || blank);
}

// Where the first '&' is that begins no such reference.
std::size_t unknown_reference(std::string_view text) {
    for (std::size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', at)) {
        const std::size_t end = text.find(';', at);
        if (end == std::string_view::npos ||
            !is_known_reference(text.substr(at + 1, end - at - 1))) {
            return at;
        }
        at = end;
    }
    return std::string_view::npos;
}

} // namespace

std::size_t XmlHandler::take(std::string_view, std::size_t) {
    return 0;
}

std::size_t xml_name_length(std::string_view text) {
    return name_length(text);
}

bool has_known_references(std::string_view text) {
    return unknown_reference(text) == std::string_view::npos;
}

std::string_view without_prefix(std::string_view name) {
    const std::size_t colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string_view XmlScanner::innermost() const {
    return name_starts_.empty() ? std::string_view()
                                : std::string_view(names_).substr(name_starts_.back());
}

tl::unexpected<Failure> XmlScanner::refuse(std::string_view found, std::string expected) const {
    std::string where = "byte " + std::to_string(passed_ + at_);
    if (!name_starts_.empty()) where += ", inside " + std::string(innermost());
    return tl::unexpected<Failure>(Failure{
        std::move(where), "XML", std::string(text::utf8_prefix(found, 60)), std::move(expected)});
}

Result<bool> XmlScanner::more() {
    if (ended_) return false;
    const std::size_t needed = mode_ == XmlInterest::Cut ? cut_from_ : at_;
    window_.erase(0, needed);
    passed_ += needed;
    at_ -= needed;
    cut_from_ = 0;
    if (mode_ == XmlInterest::Cut && at_ > XmlLimits::max_cut_bytes) {
        return refuse("an element of more than 32 MB", "entries of an ordinary size");
    }
    if (window_.size() - at_ > XmlLimits::max_token_bytes) {
        return refuse("one piece of text of more than 1 MB", "texts of an ordinary size");
    }
    Result<bool> read = source_.read(window_);
    if (read && !*read) ended_ = true;
    return read;
}

Result<std::size_t> XmlScanner::find(std::string_view needle, std::size_t from,
                                     std::string_view inside) {
    while (true) {
        const std::size_t found = ahead().find(needle, from);
        if (found != std::string_view::npos) return found;
        const std::size_t size = ahead().size();
        from = std::max(from, size < needle.size() ? 0 : size - needle.size() + 1);
        const Result<bool> grown = more();
        if (!grown) return tl::unexpected(grown.error());
        if (!*grown) {
            return refuse("the end of the file",
                          "the rest of " + std::string(inside) + " (the file is cut off)");
        }
    }
}

// Elements that the handler reads where they stand, with the blanks before them.
Result<void> XmlScanner::pass_taken_elements() {
    if (!descending() || name_starts_.empty()) return {};
    while (true) {
        if (ahead().size() < XmlLimits::ahead_bytes) {
            if (Result<bool> grown = more(); !grown) return tl::unexpected(grown.error());
        }
        const std::size_t blanks = blank_length(ahead());
        const std::size_t size = handler_.take(ahead().substr(blanks), name_starts_.size() + 1);
        if (size == 0) return {};
        at_ += blanks + size;
    }
}

// The short way for what makes up most of a file: inside an element that is cut or skipped, in one
// window, text without references and tags without attributes. It stops in front of everything
// else; scan() then takes one step with all checks.
void XmlScanner::pass_plain_elements() {
    if (descending()) return;
    const char* const end = window_.data() + window_.size();
    while (true) {
        const char* tag = window_.data() + at_;
        while (tag != end && *tag != '<' && *tag != '&')
            ++tag;
        if (end - tag < 2 || *tag == '&') return;
        const char* name = tag + 1;
        if (*name == '/') {
            const std::string_view expected = innermost();
            ++name;
            if (name_starts_.size() == mode_depth_ ||
                static_cast<std::size_t>(end - name) <= expected.size() ||
                std::string_view(name, expected.size()) != expected ||
                name[expected.size()] != '>') {
                return;
            }
            names_.resize(name_starts_.back());
            name_starts_.pop_back();
            at_ = static_cast<std::size_t>(name + expected.size() + 1 - window_.data());
            continue;
        }
        const char* name_end = name;
        while (name_end != end && name_characters[static_cast<unsigned char>(*name_end)])
            ++name_end;
        if (name_end == end || *name_end != '>' || !is_name_start(*name) ||
            name_starts_.size() == XmlLimits::max_depth) {
            return;
        }
        name_starts_.push_back(names_.size());
        names_.append(name, name_end);
        at_ = static_cast<std::size_t>(name_end + 1 - window_.data());
    }
}

Result<void> XmlScanner::scan() {
    while (true) {
        if (Result<void> taken = pass_taken_elements(); !taken) return taken;
        pass_plain_elements();
        bool at_end = false;
        if (Result<void> text = text_run(at_end); !text) return text;
        if (at_end) break;
        if (Result<void> done = markup(); !done) return done;
    }
    if (!name_starts_.empty()) {
        return refuse("the end of the file",
                      "</" + std::string(innermost()) + "> (the file is cut off)");
    }
    if (!root_seen_) return refuse("", "an XML document");
    return {};
}

// Everything up to the next '<'.
Result<void> XmlScanner::text_run(bool& at_end) {
    std::size_t from = 0;
    std::size_t length = 0;
    while (true) {
        length = ahead().find('<', from);
        if (length != std::string_view::npos) break;
        from = ahead().size();
        const Result<bool> grown = more();
        if (!grown) return tl::unexpected(grown.error());
        if (!*grown) {
            at_end = true;
            length = ahead().size();
            break;
        }
    }
    const std::string_view text = ahead().substr(0, length);
    if (name_starts_.empty() && !is_blank(text)) {
        return refuse(text, "nothing outside the document's element");
    }
    if (Result<void> checked = check_references(text); !checked) return checked;
    at_ += length;
    return {};
}

Result<void> XmlScanner::markup() {
    // "<![CDATA[" is the longest beginning that has to be told apart.
    while (ahead().size() < 9) {
        const Result<bool> grown = more();
        if (!grown) return tl::unexpected(grown.error());
        if (!*grown) break;
    }
    const std::string_view text = ahead();
    if (text.starts_with("</")) return end_tag();
    if (text.starts_with("<!") || text.starts_with("<?")) return declaration_or_comment();
    return start_tag();
}

Result<void> XmlScanner::skip_token(Result<std::size_t> found, std::size_t needle_size) {
    if (!found) return tl::unexpected(found.error());
    at_ += *found + needle_size;
    return {};
}

Result<void> XmlScanner::declaration_or_comment() {
    const std::string_view text = ahead();
    if (text.starts_with("<!--")) return skip_token(find("-->", 4, "a comment"), 3);
    if (text.starts_with("<?")) return skip_token(find("?>", 2, "an instruction"), 2);
    if (text.starts_with("<![CDATA[")) {
        if (name_starts_.empty()) return refuse("<![CDATA[", "an element first");
        return skip_token(find("]]>", 9, "character data"), 3);
    }
    return refuse(text.substr(0, 9), "a bank file without document type (DTD)");
}

// Where the '>' of the start tag is, counted from its '<'. A '>' between quotes does not end it.
Result<std::size_t> XmlScanner::tag_end() {
    std::size_t at = 1;
    char quote = 0;
    while (true) {
        for (; at < ahead().size(); ++at) {
            const char c = window_[at_ + at];
            if (quote != 0) {
                if (c == quote) quote = 0;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                return at;
            }
            if (c == '<') return refuse(ahead().substr(0, at + 1), "a tag that ends with '>'");
        }
        const Result<bool> grown = more();
        if (!grown) return tl::unexpected(grown.error());
        if (!*grown) return refuse("the end of the file", "the rest of a tag (it is cut off)");
    }
}

Result<void> XmlScanner::start_tag() {
    const Result<std::size_t> end = tag_end();
    if (!end) return tl::unexpected(end.error());
    const std::string_view tag = ahead().substr(0, *end);
    const std::size_t name_size = name_length(tag.substr(1));
    if (name_size == 0) return refuse(tag, "the name of an element after '<'");
    if (Result<void> checked = check_tag(tag, name_size); !checked) return checked;
    if (Result<void> opened = open(tag.substr(1, name_size)); !opened) return opened;
    const bool empty = tag.ends_with('/');
    at_ += *end + 1;
    return empty ? close() : Result<void>();
}

// Attributes: name="value" or name='value', with blanks before each.
Result<void> XmlScanner::check_tag(std::string_view tag, std::size_t name_size) const {
    std::string_view rest = tag.substr(1 + name_size);
    if (rest.ends_with('/')) rest.remove_suffix(1);
    while (!is_blank(rest)) {
        const std::size_t blanks = blank_length(rest);
        const std::string_view attribute = rest.substr(blanks);
        const std::size_t length = name_length(attribute);
        if (blanks == 0 || length == 0) return refuse(tag, "attributes written name=\"value\"");
        rest = attribute.substr(length);
        rest.remove_prefix(blank_length(rest));
        if (!rest.starts_with('=')) return refuse(tag, "attributes written name=\"value\"");
        rest.remove_prefix(1);
        rest.remove_prefix(blank_length(rest));
        const std::size_t close =
            rest.starts_with('"') || rest.starts_with('\'') ? rest.find(rest.front(), 1) : 0;
        if (close == 0 || close == std::string_view::npos) {
            return refuse(tag, "attributes with their value in quotes");
        }
        if (Result<void> checked = check_references(rest.substr(1, close - 1)); !checked) {
            return checked;
        }
        rest.remove_prefix(close + 1);
    }
    return {};
}

Result<void> XmlScanner::check_references(std::string_view text) const {
    const std::size_t at = unknown_reference(text);
    if (at == std::string_view::npos) return {};
    const std::size_t end = text.find(';', at);
    return refuse(text.substr(at, std::min<std::size_t>(end, 20)),
                  "'&' only in &amp; &lt; &gt; &quot; &apos; or a character's number");
}

Result<void> XmlScanner::open(std::string_view name) {
    if (name_starts_.empty() && root_seen_) return refuse(name, "one element around everything");
    if (name_starts_.size() == XmlLimits::max_depth) {
        return refuse(name, "elements at most 64 deep");
    }
    root_seen_ = true;
    name_starts_.push_back(names_.size());
    names_.append(name);
    if (descending()) {
        mode_ = handler_.opened(without_prefix(name), name_starts_.size());
        mode_depth_ = name_starts_.size();
        // A cut starts at this tag's '<', which is where the token starts.
        cut_from_ = at_;
    }
    return {};
}

Result<void> XmlScanner::end_tag() {
    const Result<std::size_t> end = find(">", 2, "an end tag");
    if (!end) return tl::unexpected(end.error());
    const std::string_view name = ahead().substr(2, *end - 2);
    const std::string_view trimmed = name.substr(0, name_length(name));
    if (name_starts_.empty() || trimmed != innermost() || !is_blank(name.substr(trimmed.size()))) {
        return refuse("</" + std::string(name) + ">", name_starts_.empty()
                                                          ? "no end tag here"
                                                          : "</" + std::string(innermost()) + ">");
    }
    at_ += *end + 1;
    return close();
}

Result<void> XmlScanner::close() {
    const std::size_t depth = name_starts_.size();
    const std::string_view name = without_prefix(innermost());
    if (descending()) {
        handler_.closed(name, depth);
    } else if (depth == mode_depth_) {
        if (mode_ == XmlInterest::Cut) {
            if (at_ - cut_from_ > XmlLimits::max_cut_bytes) {
                return refuse("an element of more than 32 MB", "entries of an ordinary size");
            }
            handler_.cut(name, window_.data() + cut_from_, at_ - cut_from_);
        }
        mode_ = XmlInterest::Descend;
    }
    names_.resize(name_starts_.back());
    name_starts_.pop_back();
    return {};
}

} // namespace afpunt::standalone
