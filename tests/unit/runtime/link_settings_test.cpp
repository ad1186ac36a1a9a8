// SPDX-License-Identifier: MIT
//
// The settings of payment links: one provider, and nothing that would silently do nothing.
#include "config/settings.hpp"

#include <gtest/gtest.h>

namespace afpunt::config {
namespace {

Result<Settings> read(const std::string& table) {
    return read_settings("[payment_link]\n" + table, "afpunt.toml");
}

TEST(LinkSettings, ChooseAProvider) {
    EXPECT_EQ(read_settings("", "afpunt.toml")->link_provider, LinkProvider::None);
    EXPECT_EQ(read("provider = \"mollie\"")->link_provider, LinkProvider::Mollie);
    EXPECT_EQ(read("provider = \"stripe\"\nmoney_days = 5")->payment_money_days, 5);
    EXPECT_EQ(read("page = \"https://pay.example.be/\"\nkey = \"1\"")->link_provider,
              LinkProvider::Signed)
        << "books of earlier versions name a page only";
    EXPECT_EQ(read("provider = \"mollie\"\napi_url = \"https://gate.example.be\"")->payment_api_url,
              "https://gate.example.be");
}

TEST(LinkSettings, RefuseWhatWouldDoNothing) {
    for (const char* wrong : {"provider = \"paypal\"", "provider = \"signed\"",
                              "provider = \"mollie\"\npage = \"https://pay.example.be/\"",
                              "provider = \"signed\"\npage = \"https://pay.example.be/\"\napi_url "
                              "= \"https://x.example\"",
                              "money_days = 0", "money_days = 1000", "secret = \"live_x\""}) {
        const auto refused = read(wrong);
        ASSERT_FALSE(refused) << wrong;
        EXPECT_NE(refused.error().sentence().find("payment_link."), std::string::npos)
            << refused.error().sentence();
    }
}

} // namespace
} // namespace afpunt::config
