// SPDX-License-Identifier: MIT
#include "conformance/expectations.hpp"

#include <cstring>

namespace afpunt::conformance {

std::string name_of(afpunt_status status) {
    switch (status) {
    case AFPUNT_OK: return "AFPUNT_OK";
    case AFPUNT_DUPLICATE: return "AFPUNT_DUPLICATE";
    case AFPUNT_MORE: return "AFPUNT_MORE";
    case AFPUNT_END: return "AFPUNT_END";
    case AFPUNT_E_BUSY: return "AFPUNT_E_BUSY";
    case AFPUNT_E_STOPPED: return "AFPUNT_E_STOPPED";
    case AFPUNT_E_WRONG_THREAD: return "AFPUNT_E_WRONG_THREAD";
    case AFPUNT_E_FORKED: return "AFPUNT_E_FORKED";
    case AFPUNT_E_VERSION: return "AFPUNT_E_VERSION";
    case AFPUNT_E_INVALID: return "AFPUNT_E_INVALID";
    case AFPUNT_E_NOT_UTF8: return "AFPUNT_E_NOT_UTF8";
    case AFPUNT_E_AMOUNT: return "AFPUNT_E_AMOUNT";
    case AFPUNT_E_UNSUPPORTED: return "AFPUNT_E_UNSUPPORTED";
    case AFPUNT_E_NOT_FOUND: return "AFPUNT_E_NOT_FOUND";
    case AFPUNT_E_IO: return "AFPUNT_E_IO";
    case AFPUNT_E_STILL_RUNNING: return "AFPUNT_E_STILL_RUNNING";
    case AFPUNT_E_INTERNAL: return "AFPUNT_E_INTERNAL";
    case AFPUNT_E_CHANGED: return "AFPUNT_E_CHANGED";
    default: return "the unknown status " + std::to_string(status);
    }
}

void require_status(std::string_view call, afpunt_status found, afpunt_status expected) {
    if (found == expected) return;
    fail_case(std::string(call) + ": found " + name_of(found) + ", expected " + name_of(expected));
}

void require_named(std::string_view call, const afpunt_error& error, std::string_view field) {
    const std::string_view found(error.field, strnlen(error.field, sizeof error.field));
    if (found.find(field) != std::string_view::npos) return;
    fail_case(std::string(call) + ": error.field is '" + std::string(found) + "', expected '" +
              std::string(field) + "'");
}

} // namespace afpunt::conformance
