// SPDX-License-Identifier: MIT
//
// Everything that a book's owner has set, read once at start.
#pragma once

#include "config/settings.hpp"
#include "document/template_set.hpp"
#include "payment/hosted_link.hpp"
#include "payment/payment_link.hpp"
#include "policy/policy.hpp"
#include "runtime/host_port.hpp"

#include <afpunt/result.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace afpunt::runtime {

struct Configuration {
    policy::Policy policy;
    config::Settings settings;
    document::TemplateSet templates = document::TemplateSet::built_in();
    // Shared because a configuration is copied into closures. Signed links are made with the model;
    // nullptr = none.
    std::shared_ptr<payment::PaymentLinkProvider> payment_links;
    // Links that a provider hosts: `link_maker` makes new ones (nullptr = none). All whose key is
    // known are asked about the links that they made, whatever the settings say today.
    std::shared_ptr<const payment::HostedLinkProvider> link_maker;
    std::vector<std::shared_ptr<const payment::HostedLinkProvider>> link_providers;
    std::string payment_key_secret; // for verify-link only; never logged, never stored
    std::string state_folder, delivery_folder;
    std::string state_mark; // what the host kept of the state that sent last; empty = nothing
    // Never logged, never stored. Where a secret cannot be had, `problem` says why: the book still
    // prepares.
    struct MailSecrets {
        std::string password, refresh_token, client_secret, problem;
    };
    MailSecrets mail_secrets;
};

// [main] Asks the host for its settings. Fails, in words, on anything that is not as it should be:
// a book with a broken setting does not start, rather than follow another policy than its owner's.
[[nodiscard]] Result<Configuration> read_configuration(const HostPort& host);

} // namespace afpunt::runtime
