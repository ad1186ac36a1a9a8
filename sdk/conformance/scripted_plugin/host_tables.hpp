// SPDX-License-Identifier: MIT
//
// The host as the scripted plugin holds it, and the mark that it is inside a call of the host's.
#pragma once

#include <afpunt/afpunt.h>

#include <string>
#include <string_view>

namespace afpunt::conformance {

struct HostTables {
    const afpunt_host* host = nullptr;
    const afpunt_host_snapshot* snapshot = nullptr;
    const afpunt_host_permit* permit = nullptr;
    const afpunt_host_settings* settings = nullptr;
    const afpunt_host_clock* clock = nullptr; // the rest may be missing
    const afpunt_host_match* match = nullptr;
    const afpunt_host_notice* notice = nullptr;
    const afpunt_host_revision* revision = nullptr;
};

[[nodiscard]] HostTables tables_of(const afpunt_host* host);

// While one lives, its thread is inside a function of the host: a host that comes back from there
// with a call that is [main] is told so.
class InsideHost {
public:
    explicit InsideHost(const char* function);
    ~InsideHost();
    InsideHost(const InsideHost&) = delete;
    InsideHost& operator=(const InsideHost&) = delete;
    // The function that this thread is inside of; nullptr = none.
    [[nodiscard]] static const char* current();

private:
    const char* outer_;
};

[[nodiscard]] inline afpunt_str view(std::string_view text) {
    return {text.data(), text.size()};
}
[[nodiscard]] inline std::string text_of(const afpunt_str& text) {
    return text.ptr == nullptr ? std::string() : std::string(text.ptr, text.len);
}

// Ends the case unless the text is as the headers ask: a pointer where there is a length, UTF-8, no
// zero byte, at most `bytes_max` bytes. `place` names it.
void require_text(const afpunt_str& text, std::size_t bytes_max, const std::string& place);
// The same, and not empty.
void require_key(const afpunt_str& text, std::size_t bytes_max, const std::string& place);

} // namespace afpunt::conformance
