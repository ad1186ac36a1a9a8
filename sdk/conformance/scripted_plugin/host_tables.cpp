// SPDX-License-Identifier: MIT
#include "conformance/scripted_plugin/host_tables.hpp"

#include "conformance/expectations.hpp"

#include <afpunt/text.hpp>

namespace afpunt::conformance {
namespace {

thread_local const char* inside = nullptr;

} // namespace

InsideHost::InsideHost(const char* function) : outer_(inside) {
    inside = function;
}
InsideHost::~InsideHost() {
    inside = outer_;
}
const char* InsideHost::current() {
    return inside;
}

HostTables tables_of(const afpunt_host* host) {
    const InsideHost call("get_extension");
    const auto table = [&](const char* id) { return host->get_extension(host, id); };
    HostTables tables;
    tables.host = host;
    tables.snapshot = static_cast<const afpunt_host_snapshot*>(table(AFPUNT_EXT_SNAPSHOT));
    tables.permit = static_cast<const afpunt_host_permit*>(table(AFPUNT_EXT_PERMIT));
    tables.settings = static_cast<const afpunt_host_settings*>(table(AFPUNT_EXT_SETTINGS));
    tables.clock = static_cast<const afpunt_host_clock*>(table(AFPUNT_EXT_CLOCK));
    tables.match = static_cast<const afpunt_host_match*>(table(AFPUNT_EXT_MATCH));
    tables.notice = static_cast<const afpunt_host_notice*>(table(AFPUNT_EXT_NOTICE));
    tables.revision = static_cast<const afpunt_host_revision*>(table(AFPUNT_EXT_REVISION));
    return tables;
}

void require_text(const afpunt_str& text, std::size_t bytes_max, const std::string& place) {
    require(text.ptr != nullptr || text.len == 0, place + " is null and has a length");
    require(text.len <= bytes_max, place + " has " + std::to_string(text.len) + " bytes, at most " +
                                       std::to_string(bytes_max) + " are allowed");
    const std::string copy = text_of(text);
    require(text::is_utf8(copy), place + " is not UTF-8");
    require(copy.find('\0') == std::string::npos, place + " has a zero byte in it");
}

void require_key(const afpunt_str& text, std::size_t bytes_max, const std::string& place) {
    require_text(text, bytes_max, place);
    require(text.ptr != nullptr && text.len > 0, place + " is empty");
}

} // namespace afpunt::conformance
