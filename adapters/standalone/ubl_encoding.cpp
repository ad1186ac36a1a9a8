// SPDX-License-Identifier: MIT
//
// See ubl_encoding.hpp; XML 1.0 (fifth edition), 2.8 and appendix F.
#include "ubl_encoding.hpp"

#include "common/text_encoding.hpp"

#include <afpunt/text.hpp>

#include <algorithm>

namespace afpunt::standalone {
namespace {

enum class ByteOrder { Little, Big };

Result<std::string> from_utf16(std::string_view bytes, ByteOrder order) {
    const auto refuse = [&](std::size_t at) {
        return fail("encoding", "byte " + std::to_string(at + 1) + " is no UTF-16",
                    "text in the encoding that the file begins with");
    };
    if (bytes.size() % 2 != 0) return refuse(bytes.size() - 1);
    const auto unit = [&](std::size_t at) {
        const std::uint32_t first = static_cast<unsigned char>(bytes[at]);
        const std::uint32_t second = static_cast<unsigned char>(bytes[at + 1]);
        return order == ByteOrder::Big ? first << 8 | second : second << 8 | first;
    };
    std::string result;
    result.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size(); at += 2) {
        const std::uint32_t high = unit(at);
        if (high < 0xD800 || high > 0xDFFF) {
            text::append_utf8(result, high);
            continue;
        }
        if (high > 0xDBFF || at + 4 > bytes.size()) return refuse(at);
        const std::uint32_t low = unit(at + 2);
        if (low < 0xDC00 || low > 0xDFFF) return refuse(at);
        text::append_utf8(result, 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
        at += 2;
    }
    return result;
}

// The value of encoding="..." in the XML declaration, in capitals; empty when there is none.
std::string declared_encoding(std::string_view bytes) {
    if (bytes.substr(0, 5) != "<?xml") return {};
    const std::string_view declaration = bytes.substr(0, std::min(bytes.find("?>"), bytes.size()));
    const std::size_t key = declaration.find("encoding");
    if (key == std::string_view::npos) return {};
    const std::size_t open = declaration.find_first_of("\"'", key);
    if (open == std::string_view::npos) return {};
    const std::size_t close = declaration.find(declaration[open], open + 1);
    if (close == std::string_view::npos) return {};
    return text::upper(declaration.substr(open + 1, std::min<std::size_t>(close - open - 1, 40)));
}

std::size_t first_bad_utf8(std::string_view bytes) {
    std::size_t at = 0;
    while (at < bytes.size()) {
        const std::size_t length = text::utf8_length_at_front(bytes.substr(at));
        if (length == 0) break;
        at += length;
    }
    return at;
}

Result<std::string> from_single_bytes(std::string_view bytes) {
    const std::string name = declared_encoding(bytes);
    // Windows-1252 has all printable characters of ISO 8859-1, and senders mix the two names up.
    if (name == "ISO-8859-1" || name == "LATIN1" || name == "LATIN-1" || name == "WINDOWS-1252" ||
        name == "CP1252") {
        std::string result;
        append_cp1252_as_utf8(result, bytes);
        return result;
    }
    // Programs that build XML in memory often declare UTF-16 and then write UTF-8: the bytes win.
    if (!name.empty() && name != "UTF-8" && name != "UTF8" && name != "US-ASCII" &&
        name != "ASCII" && !name.starts_with("UTF-16")) {
        return fail("encoding", name, "UTF-8, UTF-16, ISO-8859-1, Windows-1252 or US-ASCII");
    }
    const std::size_t bad = first_bad_utf8(bytes);
    if (bad < bytes.size()) {
        Failure failure{"line " + std::to_string(line_at(bytes, bad)), "encoding",
                        "a byte that is no UTF-8", "UTF-8, as the file says that it is"};
        return tl::unexpected(std::move(failure));
    }
    return std::string(bytes);
}

} // namespace

Result<std::string> xml_as_utf8(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (bytes.starts_with("\xEF\xBB\xBF"sv)) {
        bytes.remove_prefix(3);
    } else if (bytes.starts_with("\xFF\xFE"sv)) {
        return from_utf16(bytes.substr(2), ByteOrder::Little);
    } else if (bytes.starts_with("\xFE\xFF"sv)) {
        return from_utf16(bytes.substr(2), ByteOrder::Big);
    } else if (bytes.starts_with("<\0"sv)) {
        return from_utf16(bytes, ByteOrder::Little);
    } else if (bytes.starts_with("\0<"sv)) {
        return from_utf16(bytes, ByteOrder::Big);
    }
    return from_single_bytes(bytes);
}

Result<void> refuse_document_type(std::string_view xml) {
    std::size_t at = 0;
    const auto skip_past = [&](std::string_view end) {
        const std::size_t found = xml.find(end, at);
        at = found == std::string_view::npos ? xml.size() : found + end.size();
    };
    while (at < xml.size()) {
        const std::string_view rest = xml.substr(at);
        if (text::is_space(rest.front())) {
            ++at;
        } else if (rest.starts_with("<?")) {
            skip_past("?>");
        } else if (rest.starts_with("<!--")) {
            skip_past("-->");
        } else if (rest.starts_with("<!")) {
            return tl::unexpected(Failure{"line " + std::to_string(line_at(xml, at)), "",
                                          std::string(rest.substr(0, 9)),
                                          "an XML file without a document type declaration"});
        } else {
            return {};
        }
    }
    return {};
}

int line_at(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    return 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
}

} // namespace afpunt::standalone
