// SPDX-License-Identifier: MIT
//
// A question to a payment provider and its answer, as plain data: providers say what to ask, the
// delivery asks it, so providers can be tested without a network.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace afpunt::payment {

struct HttpRequest {
    std::string method;                                       // "GET", "POST", "PATCH", "DELETE"
    std::string url;                                          // https, or http to this machine
    std::vector<std::pair<std::string, std::string>> headers; // may hold secrets: never logged
    std::string body;
};

struct HttpResponse {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers; // names in lower case
    std::string body;                                         // at most http_body_bytes_max
};

} // namespace afpunt::payment
