// SPDX-License-Identifier: MIT
//
// Many questions to providers of payment links, a few at a time and within a bounded time. A
// provider that is silent, or that asks for patience, is left in peace for the rest of the run.
#pragma once

#include "delivery/http_client.hpp"
#include "payment/hosted_link.hpp"
#include "runtime/engine.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace afpunt::runtime {

struct LinkQuestion {
    std::string provider;
    std::function<std::unique_ptr<payment::LinkTalk>()> make_talk;
    std::function<void(const payment::LinkOutcome&)> answered;
    int more_tries = 0; // after silence; only for what the provider does once however often asked
};

// [worker] Each `answered` comes once, then `done`; all of them on the lane. After the lane was
// closed nothing comes any more.
void ask_all(const std::shared_ptr<delivery::HttpClient>& client, const std::shared_ptr<Lane>& lane,
             std::vector<LinkQuestion> questions, std::function<void()> done);

} // namespace afpunt::runtime
