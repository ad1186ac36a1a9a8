// SPDX-License-Identifier: MIT
//
// The host's other services: settings, clock, calls from any thread, texts for people.
#include "conformance/expectations.hpp"
#include "conformance/scripted_plugin/book_copy.hpp"
#include "conformance/scripted_plugin/probes.hpp"
#include "conformance/scripted_plugin/report.hpp"

#include <afpunt/date.hpp>

#include <atomic>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <thread>
#include <unistd.h>

namespace afpunt::conformance {
namespace {

struct Given {
    std::string text;
    int pieces = 0;
};
void gather(void* data, const char* bytes, std::uint64_t length) {
    auto& given = *static_cast<Given*>(data);
    ++given.pieces;
    if (length > 0) given.text.append(bytes, length);
}

using Getter = afpunt_status (*)(const afpunt_host*, afpunt_str, afpunt_sink, void*, afpunt_error*);

// Empty text and AFPUNT_E_NOT_FOUND for a key that is not set.
afpunt_status get(const HostTables& tables, Getter getter, const std::string& key, Given& given) {
    given = {};
    afpunt_error error = empty_error();
    const InsideHost call("settings.get");
    const auto status = getter(tables.host, view(key), gather, &given, &error);
    require(status == AFPUNT_OK || given.pieces == 0,
            "settings.get('" + key + "') answered " + name_of(status) + " and gave a text");
    require(given.text.size() <= AFPUNT_SETTING_MAX,
            "settings.get('" + key + "') gave " + std::to_string(given.text.size()) + " bytes");
    return status;
}

void require_state_folder(const HostTables& tables) {
    Given given;
    require_status("settings.get('state.folder'), which is required,",
                   get(tables, tables.settings->get, "state.folder", given), AFPUNT_OK);
    require_key(view(given.text), AFPUNT_TEXT_MAX, "the setting state.folder");
    std::error_code error;
    require(std::filesystem::path(given.text).is_absolute(),
            "state.folder is '" + given.text +
                "', expected a path from the root: a host's working directory may change");
    require(std::filesystem::is_directory(given.text, error),
            "state.folder is '" + given.text + "', and there is no such folder");
    require(access(given.text.c_str(), W_OK | X_OK) == 0,
            "state.folder is '" + given.text + "', and nothing can be written there");
}

} // namespace

void settings_that_are_absent(const HostTables& tables, Dice&) {
    require_state_folder(tables);
    Given given;
    constexpr std::size_t long_key_bytes = 5000;
    const std::string keys[] = {"",
                                "unheard-of",
                                "template.no-such-template.html",
                                "template.../../../../../../../../etc/passwd",
                                "template./etc/passwd",
                                "state.folder.",
                                std::string("config\0x", 8),
                                "\xFF\xFE",
                                std::string(long_key_bytes, 'k')};
    for (const Getter getter : {tables.settings->get, tables.settings->get_secret}) {
        for (const std::string& key : keys) {
            const auto status = get(tables, getter, key, given);
            require(status == AFPUNT_E_NOT_FOUND || status == AFPUNT_E_INVALID ||
                        status == AFPUNT_E_NOT_UTF8,
                    "the setting '" + key + "', which nobody set, answers " + name_of(status));
        }
    }
    require_status("the secret state.folder, which is a setting,",
                   get(tables, tables.settings->get_secret, "state.folder", given),
                   AFPUNT_E_NOT_FOUND);
    for (const char* key : {"config", "delivery.folder", "state.mark"}) {
        const auto status = get(tables, tables.settings->get, key, given);
        require(status == AFPUNT_OK || status == AFPUNT_E_NOT_FOUND,
                std::string("settings.get('") + key + "'): " + name_of(status));
        const std::string first = given.text;
        require(get(tables, tables.settings->get, key, given) == status && given.text == first,
                std::string("settings.get('") + key + "') says something else the second time");
    }
}

void settings_that_are_kept(const HostTables& tables, Dice& dice) {
    if (tables.settings->set == nullptr) skip_case("this host keeps nothing for the plugin");
    constexpr std::size_t mark_bytes_max = 256;
    Given before;
    const bool was_set = get(tables, tables.settings->get, "state.mark", before) == AFPUNT_OK;
    const auto set = [&](const std::string& text) {
        const InsideHost call("settings.set");
        return tables.settings->set(tables.host, view("state.mark"), view(text), nullptr);
    };
    std::string longest;
    while (longest.size() < mark_bytes_max)
        longest += static_cast<char>('a' + dice.throw_below(26));
    for (const std::string& text : {std::string("mark 1"), std::string("caf\xC3\xA9 \xE2\x82\xAC"),
                                    std::string("two\nlines"), longest}) {
        require_status("settings.set('state.mark')", set(text), AFPUNT_OK);
        Given given;
        require_status("settings.get('state.mark') after set",
                       get(tables, tables.settings->get, "state.mark", given), AFPUNT_OK);
        require(given.text == text,
                "state.mark was set to '" + text + "' and is '" + given.text + "'");
    }
    if (was_set) (void)set(before.text);
}

void clock_is_plausible(const HostTables& tables, Dice&) {
    if (tables.clock == nullptr) skip_case("this host offers no clock: the system's is taken");
    constexpr std::int64_t day_us = 86'400'000'000;
    constexpr std::int64_t minute_us = 60'000'000;
    constexpr std::int32_t offset_max = 14 * 60; // minutes, on the islands that have the most
    const auto ask = [&] {
        afpunt_moment moment{};
        moment.struct_size = sizeof moment;
        const InsideHost call("clock.now");
        require_status("clock.now", tables.clock->now(tables.host, &moment), AFPUNT_OK);
        require(moment.struct_size >= sizeof moment,
                "clock.now filled " + std::to_string(moment.struct_size) + " bytes");
        return moment;
    };
    const afpunt_moment moment = ask();
    require(moment.today >= Date::of(2000, 1, 1).days() &&
                moment.today <= Date::of(2999, 12, 31).days(),
            "clock.now: today is day " + std::to_string(moment.today));
    require(moment.utc_offset_minutes >= -offset_max && moment.utc_offset_minutes <= offset_max,
            "clock.now: utc_offset_minutes is " + std::to_string(moment.utc_offset_minutes));
    const std::int64_t local = moment.now + moment.utc_offset_minutes * minute_us;
    const std::int64_t local_day = (local - (local < 0 ? day_us - 1 : 0)) / day_us;
    require(local_day == moment.today,
            "clock.now: the moment belongs to " +
                Date::from_days(static_cast<std::int32_t>(local_day)).iso() + ", and today is " +
                Date::from_days(moment.today).iso());
    require(ask().now >= moment.now, "clock.now goes backwards");
    // It is [any]: the plugin's own thread asks as well.
    std::string wrong;
    std::thread([&] {
        try {
            require(ask().now >= moment.now, "clock.now goes backwards on another thread");
        } catch (const CaseFailed& failed) {
            wrong = failed.what();
        }
    }).join();
    require(wrong.empty(), wrong);
    for (std::uint32_t size = 0; size < sizeof(afpunt_moment) + 16; size += 4) {
        report(report_word::doing, "asks for the time into " + std::to_string(size) + " bytes");
        constexpr unsigned char untouched = 0xC7;

        alignas(8) unsigned char aligned[sizeof(afpunt_moment) + 64];
        std::memset(aligned, untouched, sizeof aligned);
        std::memcpy(aligned, &size, sizeof size);
        const InsideHost call("clock.now");
        (void)tables.clock->now(tables.host, reinterpret_cast<afpunt_moment*>(aligned));
        for (std::size_t i = std::max<std::size_t>(size, sizeof size); i < sizeof aligned; ++i)
            require(aligned[i] == untouched,
                    "clock.now wrote behind a struct_size of " + std::to_string(size));
    }
}

void callbacks_from_any_thread(const HostTables& tables, Dice&) {
    constexpr int threads = 4;
    constexpr int times = 500;
    std::atomic<std::int64_t> longest_us{0};
    std::atomic<bool> other_table{false};
    std::vector<std::thread> callers;
    for (int t = 0; t < threads; ++t) {
        callers.emplace_back([&] {
            for (int i = 0; i < times; ++i) {
                const auto began = std::chrono::steady_clock::now();
                {
                    const InsideHost call("request_callback");
                    tables.host->request_callback(tables.host);
                }
                const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
                    std::chrono::steady_clock::now() - began);
                std::int64_t before = longest_us;
                while (took.count() > before &&
                       !longest_us.compare_exchange_weak(before, took.count())) {
                }
                const InsideHost call("get_extension");
                if (tables.host->get_extension(tables.host, AFPUNT_EXT_PERMIT) != tables.permit)
                    other_table = true;
                if (tables.host->log != nullptr && i % 100 == 0) {
                    tables.host->log(tables.host, AFPUNT_LOG_DEBUG, view("from another thread"));
                }
            }
        });
    }
    for (std::thread& caller : callers)
        caller.join();
    require(!other_table, "get_extension gives another table on another thread");
    // "Cheap": a host that waits for its main loop here holds up everything, as nobody turns it
    // now.
    constexpr std::int64_t longest_allowed_us = 2'000'000;
    require(longest_us < longest_allowed_us,
            "request_callback took " + std::to_string(longest_us) + " microseconds");
}

void texts_for_people(const HostTables& tables, Dice&) {
    constexpr std::size_t long_bytes = 1'000'000;
    const std::string long_text(long_bytes, 'x');
    const std::string texts[] = {"", "a %s %n %1 {} line", "caf\xC3\xA9 \xE2\x82\xAC", "two\nlines",
                                 long_text};
    constexpr afpunt_severity unheard_of = 99;
    for (const afpunt_severity severity : std::initializer_list<afpunt_severity>{
             AFPUNT_LOG_DEBUG, AFPUNT_LOG_INFO, AFPUNT_LOG_WARNING, AFPUNT_LOG_ERROR,
             AFPUNT_LOG_HOST_MISBEHAVING, AFPUNT_LOG_PLUGIN_MISBEHAVING, unheard_of}) {
        for (const std::string& text : texts) {
            report(report_word::doing, "says " + std::to_string(text.size()) +
                                           " bytes with severity " + std::to_string(severity));
            if (tables.host->log != nullptr) {
                const InsideHost call("log");
                tables.host->log(tables.host, severity, view(text));
                tables.host->log(tables.host, severity, {nullptr, 0});
            }
            if (tables.notice != nullptr) {
                const InsideHost call("notice.show");
                tables.notice->show(tables.host, severity, view(text));
                tables.notice->show(tables.host, severity, {nullptr, 0});
            }
        }
    }
}

} // namespace afpunt::conformance
