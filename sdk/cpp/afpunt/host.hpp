// SPDX-License-Identifier: MIT
//
// The host's side in C++: derive from Host, hand it to Plugin (plugin.hpp), done. This file turns
// virtual functions into the C tables and catches what a host throws, so that a mistake of the host
// ends in a sentence and not in a crash.
#pragma once

#include <afpunt/afpunt.h>
#include <afpunt/currency.hpp>
#include <afpunt/result.hpp>
#include <afpunt/text.hpp>

#include <cstdint>
#include <cstring>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::host {

[[nodiscard]] inline afpunt_str to_abi(std::string_view text) {
    return {text.data(), text.size()};
}
[[nodiscard]] inline std::string_view from_abi(const afpunt_str& text) {
    return text.ptr == nullptr ? std::string_view() : std::string_view(text.ptr, text.len);
}

// One consistent reading of the book. Each function fills the next record and says true, or says
// false when there are no more. A record comes zeroed: what is not filled in is absent. Text must
// stay valid until the object is destroyed. [main]
class SnapshotSource {
public:
    virtual ~SnapshotSource() = default;
    // False as soon as the book has changed since this reading began: the plugin begins again.
    [[nodiscard]] virtual bool is_current() const = 0;
    virtual void creditor(afpunt_party& out) = 0;
    [[nodiscard]] virtual bool next(afpunt_party& out) = 0;
    [[nodiscard]] virtual bool next(afpunt_account& out) = 0;
    [[nodiscard]] virtual bool next(afpunt_statement& out) = 0;
    [[nodiscard]] virtual bool next(afpunt_bank_line& out) = 0;
    [[nodiscard]] virtual bool next(afpunt_item& out) = 0;
    [[nodiscard]] virtual bool next(afpunt_allocation& out) = 0;
    [[nodiscard]] virtual bool next(afpunt_owed& out) = 0;
};

struct MatchPart {
    std::string_view item_id;
    afpunt_money amount;
};

// What a bookkeeping program must and may offer. All functions are [main] unless marked.
class Host {
public:
    Host() = default;
    virtual ~Host() = default;
    Host(const Host&) = delete;
    Host& operator=(const Host&) = delete;

    [[nodiscard]] virtual std::string_view name() const = 0;
    [[nodiscard]] virtual std::string_view version() const = 0;
    [[nodiscard]] virtual std::string_view book_id() const = 0;

    [[nodiscard]] virtual Result<std::unique_ptr<SnapshotSource>> open_snapshot() = 0;
    // Fills items[i] for item_ids[i], all of one moment.
    [[nodiscard]] virtual Result<void> permit(std::string_view party_id,
                                              std::span<const std::string_view> item_ids,
                                              std::span<afpunt_permit_item> items,
                                              afpunt_permit& out) = 0;
    // nullopt = not set.
    [[nodiscard]] virtual Result<std::optional<std::string>> setting(std::string_view key) = 0;
    [[nodiscard]] virtual Result<std::optional<std::string>> secret(std::string_view key) = 0;
    // Whether the host keeps texts for the plugin outside of the book and its backups.
    [[nodiscard]] virtual bool offers_keeping() const { return false; }
    // Durable when it returns; read again by setting(key).
    [[nodiscard]] virtual Result<void> keep(std::string_view key, std::string_view) {
        return fail(std::string(key), "a text to keep", "a host that keeps texts");
    }

    // [any] "Call Plugin::on_main() soon."
    virtual void request_callback() = 0;
    // [any]
    virtual void log(afpunt_severity, std::string_view) {}

    // [any] nullopt = the plugin takes the system's clock.
    [[nodiscard]] virtual std::optional<afpunt_moment> now() { return std::nullopt; }
    // False = matches are booked by people only.
    [[nodiscard]] virtual bool offers_matching() const { return false; }
    [[nodiscard]] virtual Result<void>
    match(std::string_view bank_line_id, std::span<const MatchPart> parts, std::string_view rule);
    [[nodiscard]] virtual Result<void> unmatch(std::string_view allocation_id);
    virtual void notice(afpunt_severity, std::string_view) {}
    // Whether revision() counts the changes of the book: <afpunt/ext/revision.h> says what that
    // promises. False = each question reads the book.
    [[nodiscard]] virtual bool offers_revision() const { return false; }
    [[nodiscard]] virtual Result<std::uint64_t> revision() {
        return fail("revision", "", "a host that counts the changes of its book");
    }
};

inline Result<void> Host::match(std::string_view, std::span<const MatchPart>, std::string_view) {
    return fail("match", "", "a host that books matches");
}
inline Result<void> Host::unmatch(std::string_view) {
    return fail("unmatch", "", "a host that unties matches");
}

namespace detail {

inline afpunt_status report(afpunt_error* error, afpunt_status status, const Failure& failure) {
    if (error == nullptr || error->struct_size < sizeof(afpunt_error)) return status;
    const auto copy = [](char* out, std::size_t capacity, std::string_view text) {
        const std::string_view part = text::utf8_prefix(text, capacity - 1);
        std::memcpy(out, part.data(), part.size());
        out[part.size()] = '\0';
    };
    error->status = status;
    copy(error->field, sizeof error->field, failure.field);
    copy(error->message, sizeof error->message, failure.sentence());
    return status;
}

// Runs host code; whatever it throws becomes a status.
template <typename Call>
afpunt_status guarded(afpunt_error* error, const Call& call) noexcept {
    try {
        return call();
    } catch (const std::exception& thrown) {
        return report(error, AFPUNT_E_INTERNAL, Failure{{}, "host", thrown.what(), "no exception"});
    } catch (...) {
        return report(error, AFPUNT_E_INTERNAL, Failure{{}, "host", "something thrown", "nothing"});
    }
}

// The same for functions that answer nothing: there what is thrown can only be dropped.
template <typename Call>
void guarded(const Call& call) noexcept {
    try {
        call();
    } catch (...) {
        return;
    }
}

} // namespace detail

// The C tables of one Host. Lives as long as the plugin instance that was made from it.
class HostTables {
public:
    explicit HostTables(Host& host) : host_(host) {
        table_.struct_size = sizeof table_;
        table_.abi_minor = AFPUNT_ABI_MINOR;
        table_.host_data = this;
        table_.name = to_abi(host.name());
        table_.version = to_abi(host.version());
        table_.book_id = to_abi(host.book_id());
        table_.get_extension = get_extension;
        table_.request_callback = request_callback;
        table_.log = log;
    }
    HostTables(const HostTables&) = delete;
    HostTables& operator=(const HostTables&) = delete;
    [[nodiscard]] const afpunt_host* abi() const { return &table_; }

private:
    // A snapshot as the plugin holds it.
    struct Reading {
        std::unique_ptr<SnapshotSource> source;
    };
    static HostTables& self(const afpunt_host* host) {
        return *static_cast<HostTables*>(host->host_data);
    }
    static Reading& reading(afpunt_snapshot* snapshot) {
        return *reinterpret_cast<Reading*>(snapshot);
    }

    static void request_callback(const afpunt_host* host) {
        detail::guarded([&] { self(host).host_.request_callback(); });
    }
    static void log(const afpunt_host* host, afpunt_severity severity, afpunt_str text) {
        detail::guarded([&] { self(host).host_.log(severity, from_abi(text)); });
    }

    static afpunt_status open(const afpunt_host* host, afpunt_snapshot** out, afpunt_error* error) {
        return detail::guarded(error, [&]() -> afpunt_status {
            auto source = self(host).host_.open_snapshot();
            if (!source) return detail::report(error, AFPUNT_E_IO, source.error());
            *out = reinterpret_cast<afpunt_snapshot*>(new Reading{std::move(*source)});
            return AFPUNT_OK;
        });
    }
    static afpunt_status creditor(afpunt_snapshot* snapshot, afpunt_party* out,
                                  afpunt_error* error) {
        return detail::guarded(error, [&]() -> afpunt_status {
            afpunt_party party{};
            reading(snapshot).source->creditor(party);
            hand_over(party, out);
            return AFPUNT_OK;
        });
    }
    // No more than the plugin has room for, and what was filled is written back as the size.
    template <typename Record>
    static void hand_over(Record record, Record* out) {
        const std::uint32_t room = out->struct_size;
        const std::uint32_t filled = room < sizeof(Record) ? room : std::uint32_t{sizeof(Record)};
        record.struct_size = filled;
        std::memcpy(out, &record, filled);
    }
    template <typename Record>
    static afpunt_status next(afpunt_snapshot* snapshot, Record* out, std::uint32_t stride,
                              std::uint32_t capacity, std::uint32_t* count, afpunt_error* error) {
        return detail::guarded(error, [&]() -> afpunt_status {
            SnapshotSource& source = *reading(snapshot).source;
            *count = 0;
            if (!source.is_current()) return AFPUNT_E_CHANGED;
            char* at = reinterpret_cast<char*>(out);
            for (; *count < capacity; ++*count, at += stride) {
                Record record{};
                if (!source.next(record)) return AFPUNT_END;
                hand_over(record, reinterpret_cast<Record*>(at));
            }
            return AFPUNT_MORE;
        });
    }
    static void close(afpunt_snapshot* snapshot) { delete &reading(snapshot); }

    static afpunt_status check(const afpunt_host* host, const afpunt_permit_query* query,
                               afpunt_permit_item* items, std::uint32_t stride, afpunt_permit* out,
                               afpunt_error* error) {
        return detail::guarded(error, [&]() -> afpunt_status {
            std::vector<std::string_view> ids;
            for (std::uint32_t i = 0; i < query->item_count; ++i) {
                ids.push_back(from_abi(query->item_ids[i]));
            }
            std::vector<afpunt_permit_item> answers(ids.size());
            afpunt_permit permit{};
            auto given = self(host).host_.permit(from_abi(query->party_id), ids, answers, permit);
            if (!given) return detail::report(error, AFPUNT_E_IO, given.error());
            char* at = reinterpret_cast<char*>(items);
            for (const afpunt_permit_item& answer : answers) {
                hand_over(answer, reinterpret_cast<afpunt_permit_item*>(at));
                at += stride;
            }
            hand_over(permit, out);
            return AFPUNT_OK;
        });
    }

    using TextSource = Result<std::optional<std::string>> (Host::*)(std::string_view);
    static afpunt_status give_text(const afpunt_host* host, TextSource source, afpunt_str key,
                                   afpunt_sink sink, void* data, afpunt_error* error) {
        return detail::guarded(error, [&]() -> afpunt_status {
            auto text = (self(host).host_.*source)(from_abi(key));
            if (!text) return detail::report(error, AFPUNT_E_IO, text.error());
            if (!*text) return AFPUNT_E_NOT_FOUND;
            sink(data, (*text)->data(), (*text)->size());
            return AFPUNT_OK;
        });
    }
    static afpunt_status get(const afpunt_host* host, afpunt_str key, afpunt_sink sink, void* data,
                             afpunt_error* error) {
        return give_text(host, &Host::setting, key, sink, data, error);
    }
    static afpunt_status get_secret(const afpunt_host* host, afpunt_str key, afpunt_sink sink,
                                    void* data, afpunt_error* error) {
        return give_text(host, &Host::secret, key, sink, data, error);
    }

    static afpunt_status set(const afpunt_host* host, afpunt_str key, afpunt_str value,
                             afpunt_error* error) {
        return detail::guarded(error, [&]() -> afpunt_status {
            auto kept = self(host).host_.keep(from_abi(key), from_abi(value));
            return kept ? AFPUNT_OK : detail::report(error, AFPUNT_E_IO, kept.error());
        });
    }

    static afpunt_status now(const afpunt_host* host, afpunt_moment* out) {
        return detail::guarded(nullptr, [&]() -> afpunt_status {
            const auto moment = self(host).host_.now();
            if (!moment) return AFPUNT_E_UNSUPPORTED;
            hand_over(*moment, out);
            return AFPUNT_OK;
        });
    }
    // What no host can book, whatever its book holds.
    static Result<void> check_amount(const afpunt_money& amount) {
        const auto currency = Currency::parse(std::string_view(amount.currency, 3));
        if (!currency) return tl::unexpected<Failure>(currency.error());
        if (amount.exponent != currency->exponent()) {
            return fail("amount.exponent", std::to_string(amount.exponent),
                        "the decimals of " + std::string(currency->code()));
        }
        if (amount.minor <= 0) {
            return fail("amount", std::to_string(amount.minor), "an amount above zero");
        }
        return {};
    }
    static afpunt_status apply(const afpunt_host* host, afpunt_str bank_line,
                               const afpunt_match_part* parts, std::uint32_t count,
                               std::uint32_t stride, afpunt_str rule, afpunt_error* error) {
        return detail::guarded(error, [&]() -> afpunt_status {
            std::vector<MatchPart> views;
            const char* at = reinterpret_cast<const char*>(parts);
            for (std::uint32_t i = 0; i < count; ++i, at += stride) {
                const auto& part = *reinterpret_cast<const afpunt_match_part*>(at);
                if (auto sound = check_amount(part.amount); !sound) {
                    return detail::report(error, AFPUNT_E_AMOUNT, sound.error());
                }
                views.push_back({from_abi(part.item_id), part.amount});
            }
            if (views.empty()) {
                const Failure nothing{{}, "parts", "", "at least one item"};
                return detail::report(error, AFPUNT_E_INVALID, nothing);
            }
            auto done = self(host).host_.match(from_abi(bank_line), views, from_abi(rule));
            return done ? AFPUNT_OK : detail::report(error, AFPUNT_E_INVALID, done.error());
        });
    }
    static afpunt_status unmatch(const afpunt_host* host, afpunt_str allocation,
                                 afpunt_error* error) {
        return detail::guarded(error, [&]() -> afpunt_status {
            auto done = self(host).host_.unmatch(from_abi(allocation));
            return done ? AFPUNT_OK : detail::report(error, AFPUNT_E_INVALID, done.error());
        });
    }
    static afpunt_status read_revision(const afpunt_host* host, std::uint64_t* out,
                                       afpunt_error* error) {
        return detail::guarded(error, [&]() -> afpunt_status {
            const auto revision = self(host).host_.revision();
            if (!revision) return detail::report(error, AFPUNT_E_IO, revision.error());
            *out = *revision;
            return AFPUNT_OK;
        });
    }
    static void show(const afpunt_host* host, afpunt_severity severity, afpunt_str text) {
        detail::guarded([&] { self(host).host_.notice(severity, from_abi(text)); });
    }

    // Whether the host offers an optional table; one that throws here does not.
    template <typename Question>
    static bool offers(const Question& question) noexcept {
        try {
            return question();
        } catch (...) {
            return false;
        }
    }
    static const void* get_extension(const afpunt_host* host, const char* id) {
        static constexpr afpunt_host_snapshot snapshot{open,
                                                       creditor,
                                                       next<afpunt_party>,
                                                       next<afpunt_account>,
                                                       next<afpunt_statement>,
                                                       next<afpunt_bank_line>,
                                                       next<afpunt_item>,
                                                       next<afpunt_allocation>,
                                                       next<afpunt_owed>,
                                                       close};
        static constexpr afpunt_host_permit permit{check};
        static constexpr afpunt_host_settings settings{get, get_secret, nullptr};
        static constexpr afpunt_host_settings keeping_settings{get, get_secret, set};
        static constexpr afpunt_host_clock clock{now};
        static constexpr afpunt_host_match match{apply, unmatch};
        static constexpr afpunt_host_notice notice{show};
        static constexpr afpunt_host_revision revision{read_revision};
        const std::string_view wanted(id);
        if (wanted == AFPUNT_EXT_SNAPSHOT) return &snapshot;
        if (wanted == AFPUNT_EXT_PERMIT) return &permit;
        if (wanted == AFPUNT_EXT_SETTINGS) {
            const bool keeps = offers([&] { return self(host).host_.offers_keeping(); });
            return keeps ? &keeping_settings : &settings;
        }
        if (wanted == AFPUNT_EXT_CLOCK) {
            const bool offered = offers([&] { return self(host).host_.now().has_value(); });
            return offered ? &clock : nullptr;
        }
        if (wanted == AFPUNT_EXT_MATCH) {
            return offers([&] { return self(host).host_.offers_matching(); }) ? &match : nullptr;
        }
        if (wanted == AFPUNT_EXT_NOTICE) return &notice;
        if (wanted == AFPUNT_EXT_REVISION) {
            return offers([&] { return self(host).host_.offers_revision(); }) ? &revision : nullptr;
        }
        return nullptr;
    }

    Host& host_;
    afpunt_host table_{};
};

} // namespace afpunt::host
