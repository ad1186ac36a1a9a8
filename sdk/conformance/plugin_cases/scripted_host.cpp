// SPDX-License-Identifier: MIT
#include "conformance/plugin_cases/scripted_host.hpp"

#include "conformance/expectations.hpp"
#include "conformance/plugin_cases/scripted_reading.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace afpunt::conformance {

const char* name_of(Kind kind) {
    switch (kind) {
    case Kind::Creditor: return "creditor";
    case Kind::Party: return "party";
    case Kind::Account: return "account";
    case Kind::Statement: return "statement";
    case Kind::Line: return "bank line";
    case Kind::Item: return "item";
    case Kind::Allocation: return "allocation";
    case Kind::Owed: return "debt";
    }
    return "record";
}

std::uint32_t size_of(Kind kind) {
    switch (kind) {
    case Kind::Creditor:
    case Kind::Party: return sizeof(afpunt_party);
    case Kind::Account: return sizeof(afpunt_account);
    case Kind::Statement: return sizeof(afpunt_statement);
    case Kind::Line: return sizeof(afpunt_bank_line);
    case Kind::Item: return sizeof(afpunt_item);
    case Kind::Allocation: return sizeof(afpunt_allocation);
    case Kind::Owed: return sizeof(afpunt_owed);
    }
    return 0;
}

struct ScriptedHost::Reading {
    ScriptedHost& host;
    ScriptedReading records;
};

// The functions behind the tables.
struct HostFunctions {
    static ScriptedHost& self(const afpunt_host* host) {
        return *static_cast<ScriptedHost*>(host->host_data);
    }
    static ScriptedHost::Reading& reading(afpunt_snapshot* snapshot) {
        return *reinterpret_cast<ScriptedHost::Reading*>(snapshot);
    }

    static const void* get_extension(const afpunt_host* host, const char* id) {
        return self(host).extension(id);
    }
    static void request_callback(const afpunt_host* host) {
        ScriptedHost& me = self(host);
        if (me.stopped_) me.complain("request_callback was called after stop() answered AFPUNT_OK");
        {
            const std::scoped_lock lock(me.mutex_);
            me.request_ = true;
        }
        me.requested_.notify_one();
        if (me.when_asked_for_a_turn) me.when_asked_for_a_turn();
    }
    static void log(const afpunt_host* host, afpunt_severity severity, afpunt_str text) {
        ScriptedHost& me = self(host);
        if (me.stopped_) me.complain("log was called after stop() answered AFPUNT_OK");
        if (severity < AFPUNT_LOG_DEBUG || severity > AFPUNT_LOG_PLUGIN_MISBEHAVING) {
            me.complain("log was called with the severity " + std::to_string(severity));
        }
        {
            const std::scoped_lock lock(me.mutex_);
            me.log_.push_back(text_of(text));
        }
        if (me.when_logging) me.when_logging();
    }

    static afpunt_status open(const afpunt_host* host, afpunt_snapshot** out, afpunt_error*) {
        ScriptedHost& me = self(host);
        if (const auto refused = me.on_main("open"); refused != AFPUNT_OK) return refused;
        ++me.readings_opened;
        ++me.readings_open_;
        auto* made = new ScriptedHost::Reading{me, {me.book, me.day - 1}};
        *out = reinterpret_cast<afpunt_snapshot*>(made);
        return AFPUNT_OK;
    }
    static void close(afpunt_snapshot* snapshot) {
        ScriptedHost& me = reading(snapshot).host;
        (void)me.on_main("close");
        --me.readings_open_;
        delete &reading(snapshot);
    }
    template <typename Record>
    static void hand_over(ScriptedHost& me, Kind kind, Record record, Record* out) {
        if (me.distort) me.distort(kind, &record);
        const auto limit = me.filled_size.find(kind);
        const std::uint32_t mine =
            limit == me.filled_size.end() ? std::uint32_t{sizeof record} : limit->second;
        const std::uint32_t filled = std::min(mine, out->struct_size);
        // What lies behind the part that is filled is nobody's: a plugin that reads it finds this.
        constexpr int unknown_bytes = 0xA5;
        std::memset(static_cast<void*>(out), unknown_bytes, sizeof record);
        std::memcpy(out, &record, filled);
        const auto claim = me.claimed_size.find(kind);
        out->struct_size = claim == me.claimed_size.end() ? filled : claim->second;
    }
    static afpunt_status creditor(afpunt_snapshot* snapshot, afpunt_party* out, afpunt_error*) {
        ScriptedHost& me = reading(snapshot).host;
        if (const auto refused = me.on_main("creditor"); refused != AFPUNT_OK) return refused;
        if (out->struct_size < sizeof(afpunt_party)) {
            me.complain("creditor was given a record whose struct_size is " +
                        std::to_string(out->struct_size));
            return AFPUNT_E_INVALID;
        }
        afpunt_party party{};
        reading(snapshot).records.creditor(party);
        hand_over(me, Kind::Creditor, party, out);
        return AFPUNT_OK;
    }
    template <typename Record, Kind kind>
    static afpunt_status next(afpunt_snapshot* snapshot, Record* out, std::uint32_t stride,
                              std::uint32_t capacity, std::uint32_t* count, afpunt_error*) {
        ScriptedHost& me = reading(snapshot).host;
        if (const auto refused = me.on_main(name_of(kind)); refused != AFPUNT_OK) return refused;
        if (stride < sizeof(Record) || capacity == 0) {
            me.complain(std::string("the next ") + name_of(kind) + " was asked for with stride " +
                        std::to_string(stride) + " and capacity " + std::to_string(capacity));
            return AFPUNT_E_INVALID;
        }
        char* at = reinterpret_cast<char*>(out);
        for (*count = 0; *count < capacity; ++*count, at += stride) {
            auto* element = reinterpret_cast<Record*>(at);
            if (element->struct_size < sizeof(Record)) {
                me.complain(std::string("a ") + name_of(kind) + " was given with struct_size " +
                            std::to_string(element->struct_size));
                return AFPUNT_E_INVALID;
            }
            Record record{};
            if (!reading(snapshot).records.next(record)) return AFPUNT_END;
            hand_over(me, kind, record, element);
        }
        return AFPUNT_MORE;
    }

    static afpunt_status check(const afpunt_host* host, const afpunt_permit_query* query,
                               afpunt_permit_item* items, std::uint32_t stride, afpunt_permit* out,
                               afpunt_error*) {
        ScriptedHost& me = self(host);
        ++me.permits_asked;
        if (const auto refused = me.on_main("check"); refused != AFPUNT_OK) return refused;
        std::vector<std::string> ids;
        for (std::uint32_t i = 0; i < query->item_count; ++i)
            ids.push_back(text_of(query->item_ids[i]));
        std::vector<afpunt_permit_item> answers;
        for (const std::string& id : ids) {
            const BookItem& item = me.book.item(id);
            answers.push_back({sizeof(afpunt_permit_item), item.state, euro(item.open)});
        }
        afpunt_permit answer{sizeof answer, me.permit_flags, AFPUNT_NO_DATE, 0};
        if (me.when_permit_is_answered) me.when_permit_is_answered(ids, answers.data());
        char* at = reinterpret_cast<char*>(items);
        for (const afpunt_permit_item& one : answers) {
            auto* element = reinterpret_cast<afpunt_permit_item*>(at);
            fill(one, element, me.permit_item_filled_size);
            at += stride;
        }
        fill(answer, out, me.permit_filled_size);
        return AFPUNT_OK;
    }
    template <typename Answer>
    static void fill(Answer answer, Answer* out, std::uint32_t mine) {
        const std::uint32_t filled = std::min(mine, out->struct_size);
        std::memcpy(out, &answer, filled);
        out->struct_size = filled;
    }

    static afpunt_status get(const afpunt_host* host, afpunt_str key, afpunt_sink sink, void* data,
                             afpunt_error*) {
        ScriptedHost& me = self(host);
        if (const auto refused = me.on_main("get"); refused != AFPUNT_OK) return refused;
        const auto found = me.settings.find(text_of(key));
        if (found == me.settings.end()) return AFPUNT_E_NOT_FOUND;
        // In two pieces, as a host may that reads from somewhere.
        const std::string& text = found->second;
        const std::size_t half = text.size() / 2;
        sink(data, text.data(), half);
        sink(data, text.data() + half, text.size() - half);
        return AFPUNT_OK;
    }
    static afpunt_status get_secret(const afpunt_host* host, afpunt_str, afpunt_sink, void*,
                                    afpunt_error*) {
        const auto refused = self(host).on_main("get_secret");
        return refused != AFPUNT_OK ? refused : AFPUNT_E_NOT_FOUND;
    }
    static afpunt_status set(const afpunt_host* host, afpunt_str key, afpunt_str value,
                             afpunt_error*) {
        ScriptedHost& me = self(host);
        if (const auto refused = me.on_main("set"); refused != AFPUNT_OK) return refused;
        me.settings[text_of(key)] = text_of(value);
        return AFPUNT_OK;
    }

    static afpunt_status now(const afpunt_host* host, afpunt_moment* out) {
        ScriptedHost& me = self(host);
        if (me.stopped_) me.complain("now was called after stop() answered AFPUNT_OK");
        constexpr std::int64_t hour_us = 3'600'000'000;
        constexpr std::int64_t nine = 9;
        const afpunt_date day = me.day;
        const afpunt_moment moment{sizeof moment, 0, (std::int64_t{day} * 24 + nine) * hour_us, day,
                                   60};
        fill(moment, out, sizeof moment);
        return AFPUNT_OK;
    }
    static afpunt_status apply(const afpunt_host* host, afpunt_str line,
                               const afpunt_match_part* parts, std::uint32_t count,
                               std::uint32_t stride, afpunt_str, afpunt_error*) {
        ScriptedHost& me = self(host);
        if (const auto refused = me.on_main("apply"); refused != AFPUNT_OK) return refused;
        const char* at = reinterpret_cast<const char*>(parts);
        for (std::uint32_t i = 0; i < count; ++i, at += stride) {
            me.book.pay(text_of(reinterpret_cast<const afpunt_match_part*>(at)->item_id));
        }
        std::erase_if(me.book.lines, [&](const auto& one) { return one.id == text_of(line); });
        return AFPUNT_OK;
    }
    static afpunt_status unmatch(const afpunt_host* host, afpunt_str, afpunt_error*) {
        return self(host).on_main("unmatch");
    }
    static afpunt_status read_revision(const afpunt_host* host, std::uint64_t* out, afpunt_error*) {
        ScriptedHost& me = self(host);
        if (const auto refused = me.on_main("revision"); refused != AFPUNT_OK) return refused;
        *out = me.book_revision.value_or(0);
        return AFPUNT_OK;
    }
    static void show(const afpunt_host* host, afpunt_severity, afpunt_str) {
        (void)self(host).on_main("show");
    }
};

ScriptedHost::ScriptedHost(const std::filesystem::path& folder, std::string book_id)
    : book_id_(std::move(book_id)) {
    std::filesystem::create_directories(folder / "state");
    settings["state.folder"] = (folder / "state").string();
    settings["delivery.folder"] = (folder / "out").string();
    table = {sizeof table,
             AFPUNT_ABI_MINOR,
             this,
             view("afpunt-conformance"),
             view("1"),
             view(book_id_),
             HostFunctions::get_extension,
             HostFunctions::request_callback,
             HostFunctions::log};
    snapshot = {HostFunctions::open,
                HostFunctions::creditor,
                HostFunctions::next<afpunt_party, Kind::Party>,
                HostFunctions::next<afpunt_account, Kind::Account>,
                HostFunctions::next<afpunt_statement, Kind::Statement>,
                HostFunctions::next<afpunt_bank_line, Kind::Line>,
                HostFunctions::next<afpunt_item, Kind::Item>,
                HostFunctions::next<afpunt_allocation, Kind::Allocation>,
                HostFunctions::next<afpunt_owed, Kind::Owed>,
                HostFunctions::close};
    permit = {HostFunctions::check};
    settings_table = {HostFunctions::get, HostFunctions::get_secret, HostFunctions::set};
    clock = {HostFunctions::now};
    match = {HostFunctions::apply, HostFunctions::unmatch};
    notice = {HostFunctions::show};
    revision = {HostFunctions::read_revision};
}

const void* ScriptedHost::extension(std::string_view id) {
    if (stopped_) complain("get_extension was called after stop() answered AFPUNT_OK");
    if (withheld.contains(std::string(id))) return nullptr;
    if (id == AFPUNT_EXT_SNAPSHOT) return &snapshot;
    if (id == AFPUNT_EXT_PERMIT) return &permit;
    if (id == AFPUNT_EXT_SETTINGS) return &settings_table;
    if (id == AFPUNT_EXT_CLOCK) return &clock;
    if (id == AFPUNT_EXT_MATCH) return &match;
    if (id == AFPUNT_EXT_NOTICE) return &notice;
    if (id == AFPUNT_EXT_REVISION) return book_revision ? &revision : nullptr;
    return nullptr;
}

afpunt_status ScriptedHost::on_main(const char* function) {
    if (std::this_thread::get_id() != main_) {
        complain(std::string(function) + " is [main] and was called on another thread");
    }
    if (stopped_) complain(std::string(function) + " was called after stop() answered AFPUNT_OK");
    return before_call ? before_call(function) : AFPUNT_OK;
}

void ScriptedHost::complain(const std::string& rule) {
    const std::scoped_lock lock(mutex_);
    if (std::find(broken_.begin(), broken_.end(), rule) == broken_.end()) broken_.push_back(rule);
}

std::string ScriptedHost::broken_rules() {
    const std::scoped_lock lock(mutex_);
    std::string all;
    for (const std::string& rule : broken_)
        all += (all.empty() ? "" : "; ") + rule;
    return all;
}

std::string ScriptedHost::logged() {
    const std::scoped_lock lock(mutex_);
    std::string all;
    for (const std::string& line : log_)
        all += line + "\n";
    return all;
}

bool ScriptedHost::wait_for_request(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    const bool asked = requested_.wait_for(lock, patience, [this] { return request_; });
    request_ = false;
    return asked;
}

void ScriptedHost::instance_is_stopped() {
    if (readings_open_ != 0) {
        complain(std::to_string(readings_open_) + " readings were opened and never closed");
    }
    stopped_ = true;
}

} // namespace afpunt::conformance
