// SPDX-License-Identifier: MIT
//
// libFuzzer on afpunt.toml: any bytes, read by the host, the settings and the policy, as one and
// the same text. Whatever is half written or mistyped is refused with its place.
#include "demand.hpp"

#include <book_folder.hpp>
#include <config/settings.hpp>
#include <policy/policy_file.hpp>

#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace afpunt;
    using namespace afpunt::fuzz;
    const std::string text(text_of(data, size));
    if (const auto book = standalone::read_book_settings(text)) {
        demand(!book->id.empty() && !book->creditor.name.empty() && !book->accounts.empty());
    } else {
        demand_sentence(book.error().sentence());
    }
    if (const auto settings = config::read_settings(text, "afpunt.toml")) {
        demand(settings->mail.per_minute > 0 && settings->mail.connections > 0);
        demand(settings->match_tolerance_minor >= 0);
    } else {
        demand_sentence(settings.error().sentence());
    }
    if (const auto policy = policy::read_policy(text, "afpunt.toml")) {
        demand(!policy->steps.empty() && policy->tolerance_minor >= 0);
        for (const auto& step : policy->steps)
            demand(!step.id.empty() && step.delay >= 0 && step.delay <= 365);
    } else {
        demand_sentence(policy.error().sentence());
    }
    return 0;
}
