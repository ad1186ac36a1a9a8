// SPDX-License-Identifier: MIT
#include "payment/http_address.hpp"

#include <gtest/gtest.h>

using namespace afpunt::payment;

TEST(HttpAddress, KnowsServerPortAndWhatIsAsked) {
    const auto plain = parse_http_address("https://api.example.com");
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->host, "api.example.com");
    EXPECT_EQ(plain->port, 443);
    EXPECT_EQ(plain->target, "/");
    EXPECT_EQ(plain->authority(), "api.example.com");
    const auto whole = parse_http_address("https://api.example.com:8443/v2/links?a=1&b=%20");
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->authority(), "api.example.com:8443");
    EXPECT_EQ(whole->target, "/v2/links?a=1&b=%20");
    const auto only_query = parse_http_address("https://api.example.com?a=1");
    ASSERT_TRUE(only_query);
    EXPECT_EQ(only_query->target, "/?a=1");
    const auto numbers = parse_http_address("https://[2001:db8::1]:444/x");
    ASSERT_TRUE(numbers);
    EXPECT_EQ(numbers->host, "2001:db8::1");
    EXPECT_EQ(numbers->authority(), "[2001:db8::1]:444");
}

TEST(HttpAddress, GoesWithoutEncryptionToThisMachineOnly) {
    for (const char* own : {"http://localhost:80/", "http://127.0.0.1/x", "http://[::1]:8080/"})
        EXPECT_TRUE(parse_http_address(own)) << own;
    for (const char* other :
         {"http://example.com/", "http://127.example.com/", "http://localhost.example.com/",
          "http://128.0.0.1/", "http://[::2]/", "http://192.168.1.1/"}) {
        EXPECT_FALSE(parse_http_address(other)) << other;
    }
}

TEST(HttpAddress, RefusesWhatIsNoAddress) {
    for (const char* wrong : {"",
                              "api.example.com",
                              "ftp://example.com/",
                              "https://",
                              "https:///x",
                              "https://a b/",
                              "https://user@example.com/",
                              "https://user:pw@example.com/",
                              "https://example.com:0/",
                              "https://example.com:65536/",
                              "https://example.com:8o/",
                              "https://example.com:/",
                              "https://example.com/a b",
                              "https://example.com/#part",
                              "https://example.com/a\r\nX: y",
                              "https://caf\xC3\xA9.example/",
                              "https://[::1",
                              "https://[::1]x/",
                              "https://[host]/",
                              "HTTPS://example.com/"}) {
        EXPECT_FALSE(parse_http_address(wrong)) << wrong;
    }
    EXPECT_FALSE(parse_http_address("https://example.com/" + std::string(8000, 'x')));
}
