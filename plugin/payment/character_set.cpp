// SPDX-License-Identifier: MIT
//
// Conversion with iconv of the C library: its tables are part of the system, need no locale, and
// without "//TRANSLIT" it refuses what does not exist in the target.
#include "payment/character_set.hpp"

#include <afpunt/text.hpp>

#include <iconv.h>

#include <array>
#include <cstdint>

namespace afpunt::payment {

namespace {

// By number of line 3, less one.
constexpr std::array<const char*, 8> iconv_names{"UTF-8",       "ISO-8859-1", "ISO-8859-2",
                                                 "ISO-8859-4",  "ISO-8859-5", "ISO-8859-7",
                                                 "ISO-8859-10", "ISO-8859-15"};

const char* iconv_name(EpcCharacterSet set) {
    return iconv_names.at(static_cast<std::size_t>(set) - 1);
}

class Converter {
public:
    Converter(const char* from, const char* to) : handle_(iconv_open(to, from)) {}
    ~Converter() {
        if (is_open()) iconv_close(handle_);
    }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;
    // iconv_open reports an unknown set as the pointer value -1.
    [[nodiscard]] bool is_open() const { return reinterpret_cast<std::intptr_t>(handle_) != -1; }

    // The number of input bytes that were converted: all of them when all was well.
    [[nodiscard]] std::size_t convert(std::string input, std::string& out) const {
        // No set of ours needs more than four bytes for one.
        out.resize(input.size() * 4 + 4);
        char* read_at = input.data();
        std::size_t left = input.size();
        char* write_at = out.data();
        std::size_t room = out.size();
        // What could not be converted stays in `left`; how it failed makes no difference here.
        static_cast<void>(iconv(handle_, &read_at, &left, &write_at, &room));
        out.resize(out.size() - room);
        return input.size() - left;
    }

private:
    iconv_t handle_;
};

tl::unexpected<Failure> set_is_missing(EpcCharacterSet set) {
    return fail("character set", iconv_name(set), "a character set that this system can convert");
}

} // namespace

Result<std::string> from_utf8(std::string_view utf8, EpcCharacterSet to) {
    if (to == EpcCharacterSet::Utf8) return std::string(utf8);
    const Converter converter(iconv_name(EpcCharacterSet::Utf8), iconv_name(to));
    if (!converter.is_open()) return set_is_missing(to);
    std::string out;
    const std::size_t converted = converter.convert(std::string(utf8), out);
    if (converted != utf8.size()) {
        const std::string_view rest = utf8.substr(converted);
        return fail("character", std::string(rest.substr(0, text::utf8_length_at_front(rest))),
                    std::string("only characters that exist in ") + iconv_name(to));
    }
    return out;
}

Result<std::string> to_utf8(std::string_view bytes, EpcCharacterSet from) {
    if (from == EpcCharacterSet::Utf8) {
        if (text::is_utf8(bytes)) return std::string(bytes);
        return fail("characters", "bytes that are no UTF-8", "UTF-8, as the payload says");
    }
    const Converter converter(iconv_name(from), iconv_name(EpcCharacterSet::Utf8));
    if (!converter.is_open()) return set_is_missing(from);
    std::string out;
    const std::size_t converted = converter.convert(std::string(bytes), out);
    if (converted != bytes.size()) {
        return fail("character", "byte " + std::to_string(converted + 1) + " of '" + out + "...'",
                    std::string("only characters that exist in ") + iconv_name(from));
    }
    return out;
}

} // namespace afpunt::payment
