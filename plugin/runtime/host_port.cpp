// SPDX-License-Identifier: MIT
#include "runtime/host_port.hpp"

#include "runtime/abi_text.hpp"
#include "runtime/from_abi.hpp"

namespace afpunt::runtime {
namespace {

afpunt_error empty_error() {
    afpunt_error error{};
    error.struct_size = sizeof error;
    return error;
}

tl::unexpected<Failure> refused(const char* call, afpunt_status status, const afpunt_error& error,
                                std::string expected) {
    return tl::unexpected<Failure>(
        Failure{"the bookkeeping program", call, refusal_of(status, error), std::move(expected)});
}

// Gathers what a host writes into a sink, up to the limit for one setting.
struct Gathering {
    std::string text;
    bool too_long = false;
};
void gather(void* data, const char* bytes, std::uint64_t length) {
    auto& gathering = *static_cast<Gathering*>(data);
    if (bytes == nullptr || length > config::setting_bytes_max - gathering.text.size()) {
        gathering.too_long = bytes != nullptr || length > 0;
        return;
    }
    gathering.text.append(bytes, length);
}

using Getter = afpunt_status (*)(const afpunt_host*, afpunt_str, afpunt_sink, void*, afpunt_error*);

Result<std::optional<std::string>> get(const afpunt_host* host, Getter getter, const char* call,
                                       std::string_view key) {
    if (getter == nullptr) return std::nullopt;
    Gathering gathering;
    afpunt_error error = empty_error();
    const afpunt_status status = getter(host, to_abi(key), &gather, &gathering, &error);
    if (status == AFPUNT_E_NOT_FOUND) return std::nullopt;
    if (status != AFPUNT_OK) return refused(call, status, error, "the setting " + std::string(key));
    if (gathering.too_long) {
        return fail(std::string(key), "a setting of more than a million bytes",
                    "hand-written text");
    }
    if (!text::is_utf8(gathering.text)) {
        return fail(std::string(key), "bytes that are not UTF-8", "UTF-8 text");
    }
    return std::optional<std::string>(std::move(gathering.text));
}

afpunt_money money_to_abi(const Money& money) {
    afpunt_money out{};
    out.minor = money.minor;
    money.currency.code().copy(out.currency, 3);
    out.exponent = static_cast<std::uint8_t>(money.currency.exponent());
    return out;
}

// Half a table would be found out in the middle of a reading; now is better.
bool is_whole(const afpunt_host_snapshot* table) {
    return table != nullptr && table->open != nullptr && table->creditor != nullptr &&
           table->next_parties != nullptr && table->next_accounts != nullptr &&
           table->next_statements != nullptr && table->next_bank_lines != nullptr &&
           table->next_items != nullptr && table->next_allocations != nullptr &&
           table->next_owed != nullptr && table->close != nullptr;
}

} // namespace

Result<HostPort> HostPort::make(const afpunt_host* host) {
    if (host == nullptr) return fail("host", "a null pointer", "a filled afpunt_host");
    if (!AFPUNT_HAS(host, afpunt_host, log)) {
        return fail("host.struct_size", std::to_string(host->struct_size),
                    "at least " + std::to_string(sizeof(afpunt_host)));
    }
    if (host->get_extension == nullptr || host->request_callback == nullptr) {
        return fail(host->get_extension == nullptr ? "host.get_extension" : "host.request_callback",
                    "a null pointer", "the functions of afpunt_host");
    }
    HostPort port(host);
    auto book_id = from_abi(host->book_id, "host.book_id", 256);
    if (!book_id) return tl::unexpected<Failure>(book_id.error());
    if (book_id->empty()) return fail("host.book_id", "", "which administration this is");
    auto name = from_abi(host->name, "host.name", 256);
    if (!name) return tl::unexpected<Failure>(name.error());
    port.book_id_ = std::move(*book_id);
    port.name_ = std::move(*name);
    const auto table = [&](const char* id) { return host->get_extension(host, id); };
    port.snapshot_ = static_cast<const afpunt_host_snapshot*>(table(AFPUNT_EXT_SNAPSHOT));
    port.permit_ = static_cast<const afpunt_host_permit*>(table(AFPUNT_EXT_PERMIT));
    port.settings_ = static_cast<const afpunt_host_settings*>(table(AFPUNT_EXT_SETTINGS));
    port.match_ = static_cast<const afpunt_host_match*>(table(AFPUNT_EXT_MATCH));
    port.clock_ = static_cast<const afpunt_host_clock*>(table(AFPUNT_EXT_CLOCK));
    port.notice_ = static_cast<const afpunt_host_notice*>(table(AFPUNT_EXT_NOTICE));
    port.revision_ = static_cast<const afpunt_host_revision*>(table(AFPUNT_EXT_REVISION));
    const auto missing = [](const char* id) {
        return fail(id, "", "a table with all its functions, which every host must offer");
    };
    if (!is_whole(port.snapshot_)) return missing(AFPUNT_EXT_SNAPSHOT);
    if (port.permit_ == nullptr || port.permit_->check == nullptr)
        return missing(AFPUNT_EXT_PERMIT);
    if (port.settings_ == nullptr || port.settings_->get == nullptr) {
        return missing(AFPUNT_EXT_SETTINGS);
    }
    return port;
}

void HostPort::log(afpunt_severity severity, std::string_view text) const {
    if (host_->log != nullptr) host_->log(host_, severity, to_abi(text));
}

Moment HostPort::now() const {
    if (clock_ != nullptr && clock_->now != nullptr) {
        afpunt_moment moment{};
        moment.struct_size = sizeof moment;
        if (clock_->now(host_, &moment) == AFPUNT_OK) {
            if (const auto day = date_from_abi(moment.today, "today"); day && *day) {
                return {moment.now, **day, (moment.flags & AFPUNT_MOMENT_TRIAL) != 0};
            }
        }
        log(AFPUNT_LOG_HOST_MISBEHAVING,
            "afpunt.clock/1 gave no usable day; the system's is taken");
    }
    return SystemClock().now();
}

Result<std::optional<std::string>> HostPort::setting(std::string_view key) const {
    return get(host_, settings_->get, "settings.get", key);
}
Result<std::optional<std::string>> HostPort::secret(std::string_view key) const {
    return get(host_, settings_->get_secret, "settings.get_secret", key);
}

Result<void> HostPort::keep(std::string_view key, std::string_view value) const {
    if (settings_->set == nullptr) return {};
    afpunt_error error = empty_error();
    const afpunt_status status = settings_->set(host_, to_abi(key), to_abi(value), &error);
    if (status == AFPUNT_OK) return {};
    return refused("settings.set", status, error, "a place for the text " + std::string(key));
}
Result<PermitAnswer> HostPort::permit(const std::string& party_id,
                                      const std::vector<std::string>& item_ids) const {
    std::vector<afpunt_str> ids;
    ids.reserve(item_ids.size());
    for (const std::string& id : item_ids)
        ids.push_back(to_abi(id));
    std::vector<afpunt_permit_item> items(item_ids.size());
    for (auto& item : items)
        item.struct_size = sizeof item;
    const afpunt_permit_query query{sizeof(afpunt_permit_query),
                                    static_cast<std::uint32_t>(ids.size()), to_abi(party_id),
                                    ids.data()};
    afpunt_permit permit{};
    permit.struct_size = sizeof permit;
    afpunt_error error = empty_error();
    const afpunt_status status =
        permit_->check(host_, &query, items.data(), sizeof(afpunt_permit_item), &permit, &error);
    if (status != AFPUNT_OK) {
        return refused("permit.check", status, error, "what is still owed on the letter's items");
    }
    // A field that an older host did not fill would read as "nothing against it".
    if (permit.struct_size < offsetof(afpunt_permit, flags) + sizeof permit.flags) {
        return fail("permit", "a struct without flags", "a permit with its flags");
    }
    PermitAnswer answer;
    answer.party_on_hold = (permit.flags & AFPUNT_PERMIT_PARTY_ON_HOLD) != 0;
    answer.unallocated_money = (permit.flags & AFPUNT_PERMIT_UNALLOCATED_MONEY) != 0;
    answer.import_running = (permit.flags & AFPUNT_PERMIT_IMPORT_RUNNING) != 0;
    if (AFPUNT_HAS(&permit, afpunt_permit, covered_until)) {
        auto covered = date_from_abi(permit.covered_until, "permit.covered_until");
        if (!covered) return tl::unexpected<Failure>(covered.error());
        answer.covered_until = *covered;
    }
    for (const auto& item : items) {
        if (item.struct_size < offsetof(afpunt_permit_item, open) + sizeof item.open) {
            return fail("permit.items", "an item without its open amount", "the open amount");
        }
        auto& out = answer.items.emplace_back();
        out.known = item.state != 0;
        if (!out.known) continue;
        if (item.state < AFPUNT_DOCUMENT_OPEN || item.state > AFPUNT_DOCUMENT_DISPUTED) {
            return fail("permit.items.state", std::to_string(item.state),
                        "one of 1 to " + std::to_string(AFPUNT_DOCUMENT_DISPUTED));
        }
        out.state = static_cast<book::DocumentState>(item.state - AFPUNT_DOCUMENT_OPEN);
        auto open = money_from_abi(item.open, "permit.items.open");
        if (!open) return tl::unexpected<Failure>(open.error());
        if (*open)
            out.open = **open;
        else
            out.known = false;
    }
    return answer;
}

Result<void> HostPort::match(const matching::Proposal& proposal) const {
    if (match_ == nullptr || match_->apply == nullptr) {
        return fail("match", "", "a bookkeeping program that lets afpunt book matches");
    }
    std::vector<afpunt_match_part> parts;
    for (const auto& allocation : proposal.allocations) {
        parts.push_back({sizeof(afpunt_match_part), 0, to_abi(allocation.item_id),
                         money_to_abi(allocation.amount)});
    }
    afpunt_error error = empty_error();
    const afpunt_status status =
        match_->apply(host_, to_abi(proposal.bank_line_id), parts.data(),
                      static_cast<std::uint32_t>(parts.size()), sizeof(afpunt_match_part),
                      to_abi(code_of(proposal.rule)), &error);
    if (status != AFPUNT_OK && status != AFPUNT_DUPLICATE) {
        return refused("match.apply", status, error, "the match to be booked");
    }
    return {};
}

Result<void> HostPort::unmatch(const std::string& allocation_id) const {
    if (match_ == nullptr || match_->unmatch == nullptr) {
        return fail("unmatch", "", "a bookkeeping program that lets afpunt untie matches");
    }
    afpunt_error error = empty_error();
    const afpunt_status status = match_->unmatch(host_, to_abi(allocation_id), &error);
    if (status != AFPUNT_OK) {
        return refused("match.unmatch", status, error, "the match to be untied");
    }
    return {};
}

void HostPort::notice(afpunt_severity severity, std::string_view text) const {
    if (notice_ != nullptr && notice_->show != nullptr)
        notice_->show(host_, severity, to_abi(text));
}

std::optional<std::uint64_t> HostPort::revision() const {
    if (revision_ == nullptr || revision_->read == nullptr) return std::nullopt;
    std::uint64_t revision = 0;
    afpunt_error error = empty_error();
    if (revision_->read(host_, &revision, &error) != AFPUNT_OK) return std::nullopt;
    return revision;
}

std::string_view code_of(matching::MatchRule rule) {
    switch (rule) {
    case matching::MatchRule::StructuredReference: return "structured-reference";
    case matching::MatchRule::InvoiceNumber: return "invoice-number";
    case matching::MatchRule::SeveralNumbers: return "several-numbers";
    case matching::MatchRule::PayerAndAmount: return "payer-and-amount";
    case matching::MatchRule::PayerOnly: return "payer-only";
    case matching::MatchRule::AmountOnly: return "amount-only";
    case matching::MatchRule::ReferenceTypo: return "reference-typo";
    case matching::MatchRule::WholeBalance: return "whole-balance";
    case matching::MatchRule::Combination: return "combination";
    case matching::MatchRule::AmbiguousCombination: return "ambiguous-combination";
    case matching::MatchRule::DiscountTaken: return "discount-taken";
    case matching::MatchRule::NumberTypo: return "number-typo";
    case matching::MatchRule::SeveralPayments: return "several-payments";
    case matching::MatchRule::Person: return "person";
    }
    return "unknown";
}

} // namespace afpunt::runtime
