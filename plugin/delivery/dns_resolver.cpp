// SPDX-License-Identifier: MIT
//
// By the C library's resolver with a state of our own, so that the host's is neither read nor
// changed. Answers come from anywhere: every length is checked against what was received.
#include "delivery/dns_resolver.hpp"

#include <afpunt/text.hpp>

#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>

#include <algorithm>
#include <array>

namespace afpunt::delivery {
namespace {

constexpr int answer_bytes_max = 65'535; // RFC 1035, section 4.2.2
constexpr int records_max = 100;
constexpr int wait_seconds = 3;
constexpr int attempts = 2;
constexpr std::size_t preference_bytes = 2; // before the name in MX (RFC 1035, section 3.3.9)

// RFC 2606: nobody publishes anything there, so nobody is asked.
bool is_reserved(std::string_view name) {
    constexpr std::array<std::string_view, 4> endings{".example", ".test", ".invalid",
                                                      ".localhost"};
    return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
        return text::lower(name).ends_with(ending);
    });
}

class SystemResolver final : public DnsResolver {
public:
    SystemResolver() {
        is_ready_ = res_ninit(&state_) == 0;
        state_.retrans = wait_seconds;
        state_.retry = attempts;
    }
    ~SystemResolver() override {
        if (is_ready_) res_nclose(&state_);
    }
    SystemResolver(const SystemResolver&) = delete;
    SystemResolver& operator=(const SystemResolver&) = delete;

    Result<DnsAnswer> texts(const std::string& name) override {
        return ask(name, ns_t_txt, [](const ns_msg&, const ns_rr& record) {
            return texts_of_record({reinterpret_cast<const char*>(ns_rr_rdata(record)),
                                    static_cast<std::size_t>(ns_rr_rdlen(record))});
        });
    }
    Result<DnsAnswer> mail_servers(const std::string& name) override {
        return ask(name, ns_t_mx, [](const ns_msg& message, const ns_rr& record) {
            std::array<char, NS_MAXDNAME> server{};
            if (ns_rr_rdlen(record) <= preference_bytes ||
                ns_name_uncompress(ns_msg_base(message), ns_msg_end(message),
                                   ns_rr_rdata(record) + preference_bytes, server.data(),
                                   server.size()) < 0) {
                return std::vector<std::string>{};
            }
            const std::string found = server.data();
            return std::vector<std::string>{found == "." ? "" : found};
        });
    }

private:
    template <typename Read>
    Result<DnsAnswer> ask(const std::string& name, ns_type type, const Read& read) {
        if (is_reserved(name)) return DnsAnswer{};
        std::vector<unsigned char> bytes(answer_bytes_max);
        const int size = is_ready_ ? res_nquery(&state_, name.c_str(), ns_c_in, type, bytes.data(),
                                                answer_bytes_max)
                                   : -1;
        if (size < 0 && is_ready_ && state_.res_h_errno == HOST_NOT_FOUND) return DnsAnswer{};
        if (size < 0 && is_ready_ && state_.res_h_errno == NO_DATA) {
            return DnsAnswer{DnsAnswer::Kind::NoRecords, {}};
        }
        ns_msg message;
        if (size < 0 || size > answer_bytes_max ||
            ns_initparse(bytes.data(), size, &message) != 0) {
            return fail("domain name system", "no answer about " + name,
                        "an answer, whatever it says");
        }
        DnsAnswer answer{DnsAnswer::Kind::NoRecords, {}};
        for (int at = 0; at < ns_msg_count(message, ns_s_an) && at < records_max; ++at) {
            ns_rr record;
            if (ns_parserr(&message, ns_s_an, at, &record) != 0) break;
            if (ns_rr_type(record) != type) continue; // the alias that led here
            for (std::string& found : read(message, record))
                answer.records.push_back(std::move(found));
        }
        if (!answer.records.empty()) answer.kind = DnsAnswer::Kind::Records;
        return answer;
    }

    struct __res_state state_ {};
    bool is_ready_ = false;
};

} // namespace

std::unique_ptr<DnsResolver> system_resolver() {
    return std::make_unique<SystemResolver>();
}

std::vector<std::string> texts_of_record(std::string_view data) {
    std::string joined;
    while (!data.empty()) {
        const auto length = static_cast<unsigned char>(data.front());
        if (data.size() < std::size_t{1} + length) return {};
        joined += data.substr(1, length);
        data.remove_prefix(std::size_t{1} + length);
    }
    return {joined};
}

} // namespace afpunt::delivery
