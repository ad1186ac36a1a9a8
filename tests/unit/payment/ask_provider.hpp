// SPDX-License-Identifier: MIT
//
// A question that would go over the network, answered by a provider in this process.
#pragma once

#include "payment/http_message.hpp"
#include "support/fake_provider.hpp"

#include <afpunt/text.hpp>

namespace afpunt::tests {

[[nodiscard]] inline payment::HttpResponse ask_provider(FakeProvider& provider,
                                                        const payment::HttpRequest& question) {
    SeenRequest seen;
    seen.method = question.method;
    seen.target = question.url.substr(question.url.find('/', question.url.find("://") + 3));
    seen.body = question.body;
    for (const auto& [name, value] : question.headers)
        seen.headers[text::lower(name)] = value;
    const FakeAnswer given = provider.answer(seen);
    payment::HttpResponse response{given.status, {}, given.body};
    std::string_view fields = given.fields;
    while (!fields.empty()) {
        const std::string_view line = fields.substr(0, fields.find("\r\n"));
        const std::size_t colon = line.find(": ");
        response.headers.emplace_back(text::lower(line.substr(0, colon)), line.substr(colon + 2));
        fields.remove_prefix(line.size() + 2);
    }
    return response;
}

} // namespace afpunt::tests
