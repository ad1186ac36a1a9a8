// SPDX-License-Identifier: MIT
//
// Text and errors across the ABI: everything that comes in is checked (pointer, length, UTF-8) and
// copied; what goes out is cut at a character.
#pragma once

#include "config/limits.hpp"

#include <afpunt/result.hpp>
#include <afpunt/text.hpp>
#include <afpunt/values.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

namespace afpunt::runtime {

[[nodiscard]] inline afpunt_str to_abi(std::string_view text) {
    return {text.data(), text.size()};
}

inline constexpr const char* not_utf8 = "bytes that are not UTF-8";

[[nodiscard]] inline Result<std::string> from_abi(const afpunt_str& text, const char* field,
                                                  std::size_t bytes_max) {
    if (text.ptr == nullptr) {
        if (text.len == 0) return std::string();
        return fail(field, "a null pointer with a length", "text, or {NULL, 0}");
    }
    if (text.len > bytes_max) {
        return fail(field, std::to_string(text.len) + " bytes",
                    "at most " + std::to_string(bytes_max) + " bytes");
    }
    std::string copy(text.ptr, text.len);
    if (!text::is_utf8(copy)) return fail(field, not_utf8, "UTF-8 text");
    // What databases and file systems on the way would cut short.
    if (copy.find('\0') != std::string::npos) {
        return fail(field, "a text with a zero byte in it", "a text without one");
    }
    return copy;
}

inline void copy_cut(char* out, std::size_t capacity, std::string_view text) {
    const std::string_view part = text::utf8_prefix(text, capacity - 1);
    std::memcpy(out, part.data(), part.size());
    out[part.size()] = '\0';
}

// Fills as much of the caller's struct as the caller has, and returns the status.
inline afpunt_status report(afpunt_error* error, afpunt_status status, std::string_view field,
                            std::string_view message) {
    if (error != nullptr && error->struct_size >= sizeof(afpunt_error)) {
        error->status = status;
        copy_cut(error->field, sizeof error->field, field);
        copy_cut(error->message, sizeof error->message, message);
    }
    return status;
}
// The status that goes with what from_abi() found wrong.
[[nodiscard]] inline afpunt_status status_of(const Failure& failure) {
    return failure.found == not_utf8 ? AFPUNT_E_NOT_UTF8 : AFPUNT_E_INVALID;
}
inline afpunt_status report(afpunt_error* error, afpunt_status status, const Failure& failure) {
    return report(error, status, failure.field, failure.sentence());
}

// One text of an error that a host filled in. Bytes that are not UTF-8 become question marks: a
// mistake in words about a mistake must not spoil the answer that they end up in.
template <std::size_t size>
[[nodiscard]] std::string text_of(const char (&bytes)[size]) {
    const char* end = std::find(bytes, bytes + size, '\0');
    std::string_view rest(bytes, static_cast<std::size_t>(end - bytes));
    std::string repaired;
    while (!rest.empty()) {
        const std::size_t length = text::utf8_length_at_front(rest);
        repaired += length == 0 ? std::string_view("?") : rest.substr(0, length);
        rest.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return repaired;
}

[[nodiscard]] inline std::string_view name_of(afpunt_status status) {
    switch (status) {
    case AFPUNT_OK: return "OK";
    case AFPUNT_DUPLICATE: return "DUPLICATE";
    case AFPUNT_MORE: return "MORE";
    case AFPUNT_END: return "END";
    case AFPUNT_E_BUSY: return "BUSY";
    case AFPUNT_E_STOPPED: return "STOPPED";
    case AFPUNT_E_WRONG_THREAD: return "WRONG_THREAD";
    case AFPUNT_E_FORKED: return "FORKED";
    case AFPUNT_E_VERSION: return "VERSION";
    case AFPUNT_E_INVALID: return "INVALID";
    case AFPUNT_E_NOT_UTF8: return "NOT_UTF8";
    case AFPUNT_E_AMOUNT: return "AMOUNT";
    case AFPUNT_E_UNSUPPORTED: return "UNSUPPORTED";
    case AFPUNT_E_NOT_FOUND: return "NOT_FOUND";
    case AFPUNT_E_IO: return "IO";
    case AFPUNT_E_STILL_RUNNING: return "STILL_RUNNING";
    case AFPUNT_E_INTERNAL: return "INTERNAL";
    case AFPUNT_E_CHANGED: return "CHANGED";
    default: return "unknown status";
    }
}

// "IO: database is locked", "INVALID: due_on: a text": how a host refused, in its own words.
[[nodiscard]] inline std::string refusal_of(afpunt_status status, const afpunt_error& error) {
    std::string words(name_of(status));
    const std::string field = text_of(error.field), message = text_of(error.message);
    // Most hosts name the field in their sentence as well.
    if (!field.empty() && message.find(field) == std::string::npos) words += ": " + field;
    if (!message.empty()) words += ": " + message;
    return words;
}

} // namespace afpunt::runtime
