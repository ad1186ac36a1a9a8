// SPDX-License-Identifier: MIT
#include "runtime/configuration.hpp"

#include "policy/policy_file.hpp"

namespace afpunt::runtime {
namespace {

// The name under which the settings are known to people: hosts keep them in a file of this name.
constexpr std::string_view settings_file = "afpunt.toml";

Result<void> read_templates(const HostPort& host, document::TemplateSet& templates) {
    for (const std::string& name : document::TemplateSet::names()) {
        auto text = host.setting("template." + name);
        if (!text) return tl::unexpected<Failure>(text.error());
        if (!*text) continue;
        if (auto replaced = templates.replace(name, std::move(**text)); !replaced) {
            return tl::unexpected<Failure>(replaced.error().at("template " + name));
        }
    }
    return {};
}

Result<void> read_signed_links(const HostPort& host, Configuration& configuration) {
    const config::Settings& settings = configuration.settings;
    if (settings.payment_key_id.empty()) {
        return fail("payment_link.key", "", "the id of the key that signs payment links");
    }
    auto secret = host.secret("payment-link." + settings.payment_key_id);
    if (!secret) return tl::unexpected<Failure>(secret.error());
    if (!*secret) {
        return fail("payment_link.key", settings.payment_key_id,
                    "a key whose secret the bookkeeping program has");
    }
    configuration.payment_key_secret = **secret;
    auto provider = payment::SignedLinkProvider::make(
        settings.payment_page, {settings.payment_key_id, configuration.payment_key_secret});
    if (!provider) return tl::unexpected<Failure>(provider.error());
    configuration.payment_links =
        std::make_shared<payment::SignedLinkProvider>(std::move(*provider));
    return {};
}

void read_mail_secrets(const HostPort& host, Configuration& configuration) {
    const config::MailSettings& mail = configuration.settings.mail;
    Configuration::MailSecrets& secrets = configuration.mail_secrets;
    // Copies need a login also where the server that takes our mail asks for none.
    const bool logs_in =
        mail.login != config::MailLogin::None || mail.copy == config::MailCopy::SentFolder;
    if (mail.way != config::MailWay::Smtp || !logs_in) return;
    const auto take = [&](std::string& out, const std::string& key, bool required) {
        auto secret = host.secret(key);
        if (!secret) {
            secrets.problem = secret.error().sentence();
        } else if (*secret) {
            out = std::move(**secret);
        } else if (required) {
            secrets.problem = Failure{"", key, "nothing",
                                      "a secret that the bookkeeping program "
                                      "keeps"}
                                  .sentence();
        }
    };
    if (mail.login != config::MailLogin::XOAuth2)
        return take(secrets.password, "mail.password", true);
    take(secrets.refresh_token, "mail.refresh-token", true);
    take(secrets.client_secret, "mail.client-secret", false);
}

struct HostedProvider {
    config::LinkProvider which;
    const char* secret;
    Result<std::unique_ptr<payment::HostedLinkProvider>> (*make)(std::string key,
                                                                 std::string_view api_url);
};
constexpr HostedProvider hosted_providers[]{
    {config::LinkProvider::Mollie, "payment-link.mollie", payment::make_mollie_links},
    {config::LinkProvider::Stripe, "payment-link.stripe", payment::make_stripe_links}};

Result<void> read_hosted_links(const HostPort& host, Configuration& configuration) {
    const config::Settings& settings = configuration.settings;
    for (const HostedProvider& hosted : hosted_providers) {
        const bool chosen = hosted.which == settings.link_provider;
        auto key = host.secret(hosted.secret);
        if (!chosen && (!key || !*key)) continue;
        if (!key) return tl::unexpected<Failure>(key.error());
        if (!*key) {
            return fail("payment_link.provider", hosted.secret,
                        "a secret of this name, with the key of the provider's account");
        }
        auto made = hosted.make(std::move(**key), chosen ? settings.payment_api_url : "");
        if (!made) return tl::unexpected<Failure>(made.error());
        configuration.link_providers.emplace_back(std::move(*made));
        if (chosen) configuration.link_maker = configuration.link_providers.back();
    }
    return {};
}

Result<void> read_payment_links(const HostPort& host, Configuration& configuration) {
    configuration.policy.link_money_days = configuration.settings.payment_money_days;
    switch (configuration.settings.link_provider) {
    case config::LinkProvider::None: return {};
    case config::LinkProvider::Signed: {
        auto read = read_signed_links(host, configuration);
        return read ? read_hosted_links(host, configuration) : read;
    }
    case config::LinkProvider::Mollie:
    case config::LinkProvider::Stripe: return read_hosted_links(host, configuration);
    }
    return {};
}

} // namespace

Result<Configuration> read_configuration(const HostPort& host) {
    Configuration configuration;
    auto toml = host.setting("config");
    if (!toml) return tl::unexpected<Failure>(toml.error());
    const std::string text = toml->value_or("");
    auto policy = policy::read_policy(text, settings_file);
    if (!policy) return tl::unexpected<Failure>(policy.error());
    configuration.policy = std::move(*policy);
    auto settings = config::read_settings(text, settings_file);
    if (!settings) return tl::unexpected<Failure>(settings.error());
    configuration.settings = std::move(*settings);
    auto state = host.setting("state.folder");
    if (!state) return tl::unexpected<Failure>(state.error());
    if (!*state || (*state)->empty()) {
        return fail("state.folder", "", "a folder in which afpunt may keep its state");
    }
    configuration.state_folder = **state;
    auto folder = host.setting("delivery.folder");
    if (!folder) return tl::unexpected<Failure>(folder.error());
    configuration.delivery_folder = folder->value_or("");
    auto mark = host.setting("state.mark");
    if (!mark) return tl::unexpected<Failure>(mark.error());
    configuration.state_mark = mark->value_or("");
    read_mail_secrets(host, configuration);
    if (auto read = read_templates(host, configuration.templates); !read) {
        return tl::unexpected<Failure>(read.error());
    }
    if (auto read = read_payment_links(host, configuration); !read) {
        return tl::unexpected<Failure>(read.error());
    }
    return configuration;
}

} // namespace afpunt::runtime
