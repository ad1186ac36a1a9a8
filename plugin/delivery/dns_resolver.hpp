// SPDX-License-Identifier: MIT
//
// Questions to the domain name system: the few records that decide whether mail is believed.
#pragma once

#include <afpunt/result.hpp>

#include <memory>
#include <string>
#include <vector>

namespace afpunt::delivery {

struct DnsAnswer {
    enum class Kind {
        Records,
        NoRecords, // the name is there, without records of that type
        NoName     // neither the name nor anything below it (RFC 8020)
    };
    Kind kind = Kind::NoName;
    std::vector<std::string> records;
};

class DnsResolver {
public:
    virtual ~DnsResolver() = default;
    // Blocks for at most some ten seconds. A Failure means that nobody answered. The texts of one
    // TXT record are joined (RFC 7208, section 3.3).
    [[nodiscard]] virtual Result<DnsAnswer> texts(const std::string& name) = 0;
    // Names of the servers that take mail for a domain; "" stands for none on purpose (RFC 7505).
    [[nodiscard]] virtual Result<DnsAnswer> mail_servers(const std::string& name) = 0;
};

// As the machine is set up (resolv.conf). One thread at a time.
[[nodiscard]] std::unique_ptr<DnsResolver> system_resolver();

// The data of one record as it comes over the wire; an empty vector when it is broken.
[[nodiscard]] std::vector<std::string> texts_of_record(std::string_view data);

} // namespace afpunt::delivery
