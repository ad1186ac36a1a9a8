// SPDX-License-Identifier: MIT
//
// Whether the world will believe mail from a domain, as far as its public records tell: SPF (RFC
// 7208), DKIM (RFC 6376), DMARC (RFC 7489) and the servers that take its mail (RFC 5321, section
// 5). What they do not tell is whether the firm's own server signs and is covered: only a mail that
// arrived shows that.
#pragma once

#include "delivery/dns_resolver.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace afpunt::delivery {

enum class DomainVerdict { Good, Doubtful, Missing, Unknown };

struct DomainFinding {
    std::string record; // "SPF", "DKIM", "DMARC", "MX"
    DomainVerdict verdict = DomainVerdict::Unknown;
    std::string found; // as published, one clean line of at most 300 bytes; may be empty
    std::string words; // what it means for the letters, in the reader's language
};

// One finding for each of the four, in that order. Blocks as long as the resolver does.
[[nodiscard]] std::vector<DomainFinding>
check_mail_domain(DnsResolver& resolver, const std::string& domain, std::string_view language);

} // namespace afpunt::delivery
