// SPDX-License-Identifier: MIT
//
// A plugin with one fault, for afpunt-conformance to find: everything goes through to the real
// module but what AFPUNT_BAD_FAULT names, which is done wrong on the way. Without a fault it is as
// good as the module.
#include <afpunt/afpunt.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <unistd.h>
#include <vector>

namespace {

bool has_fault(std::string_view name) {
    static const char* const fault = std::getenv("AFPUNT_BAD_FAULT");
    return fault != nullptr && name == fault;
}

const afpunt_entry& module_entry() {
    static const auto* const entry = [] {
        const char* file = std::getenv("AFPUNT_BAD_INNER");
        void* library = file == nullptr ? nullptr : dlopen(file, RTLD_NOW | RTLD_LOCAL);
        if (library == nullptr) std::abort();
        return static_cast<const afpunt_entry*>(dlsym(library, AFPUNT_ENTRY_SYMBOL));
    }();
    return *entry;
}

struct Command {
    afpunt_sink sink = nullptr;
    void* data = nullptr;
};

// An instance between the host and the module.
struct Proxy {
    afpunt_host host{}; // what the module sees; first, so that its address is that of all
    afpunt_plugin plugin{};
    const afpunt_host* real_host = nullptr;
    const afpunt_plugin* real_plugin = nullptr;
    const afpunt_host_snapshot* snapshot = nullptr;
    const afpunt_host_permit* permit = nullptr;
    const afpunt_host_revision* revision = nullptr;
    std::uint64_t first_revision = 0, last_revision = 0;
    std::thread::id main = std::this_thread::get_id();
    bool stopping = false, in_check = false;
    std::string late_request_bytes;
    afpunt_str late_request{};
    Command late_command;
    std::unique_ptr<std::thread> thread;
    std::atomic<bool> thread_ends{false};
};

// A snapshot's functions get no host: the kit has one instance at a time in the cases of readings.
Proxy* newest = nullptr;

// The host's own data stays as it is: its other tables go to the module untouched.
Proxy& of(const afpunt_host* host) {
    return *reinterpret_cast<Proxy*>(const_cast<afpunt_host*>(host));
}
Proxy& of(const afpunt_plugin* plugin) {
    return *static_cast<Proxy*>(plugin->plugin_data);
}

// ---- faults in reading the host -----------------------------------------------------------------

bool is_utf8_start(unsigned char c) {
    return c < 0x80 || (c >= 0xC2 && c < 0xF5);
}
void mend_text(afpunt_str& text) {
    if (text.ptr == nullptr || text.len > AFPUNT_TEXT_MAX ||
        (text.len > 0 && !is_utf8_start(static_cast<unsigned char>(*text.ptr))))
        text = {"?", 1};
}
void spoil(afpunt_party& party) {
    if (has_fault("cuts-bad-texts")) mend_text(party.id);
    if (has_fault("assumes-its-own-stride")) party.contact_stride = sizeof(afpunt_contact);
}
void spoil(afpunt_item& item) {
    if (has_fault("believes-events")) {
        item.state = AFPUNT_DOCUMENT_OPEN;
        item.open = item.total;
    }
    if (has_fault("mends-sums") && item.open.minor > item.total.minor) item.total = item.open;
    if (has_fault("rounds-odd-numbers")) item.total.exponent = item.open.exponent = 2;
}
template <typename Record>
void spoil(Record&) {}

template <typename Record>
using Next = afpunt_status (*)(afpunt_snapshot*, Record*, std::uint32_t, std::uint32_t,
                               std::uint32_t*, afpunt_error*);

template <typename Record>
afpunt_status next(Next<Record> real, afpunt_snapshot* snapshot, Record* out, std::uint32_t stride,
                   std::uint32_t capacity, std::uint32_t* count, afpunt_error* error) {
    afpunt_status status = real(snapshot, out, stride, capacity, count, error);
    constexpr int long_patience = 2000;
    for (int i = 0; has_fault("tries-for-ever") && status == AFPUNT_E_CHANGED && i < long_patience;
         ++i)
        status = real(snapshot, out, stride, capacity, count, error);
    // Without their payments the items that it keeps open contradict nothing.
    const bool is_payment = std::is_same_v<Record, afpunt_allocation>;
    const bool taken_for_an_end =
        (has_fault("believes-events") && is_payment) ||
        (has_fault("reads-on-when-changed") && status == AFPUNT_E_CHANGED) ||
        (has_fault("takes-failure-for-an-end") && status < 0);
    if (taken_for_an_end) {
        *count = 0;
        return AFPUNT_END;
    }
    if (has_fault("believes-any-count") && *count > capacity) {
        *count = 0;
        return AFPUNT_END;
    }
    if (status < 0 || *count > capacity) return status;
    char* at = reinterpret_cast<char*>(out);
    for (std::uint32_t i = 0; i < *count; ++i, at += stride) {
        auto& record = *reinterpret_cast<Record*>(at);
        if (has_fault("believes-any-size") && record.struct_size > sizeof record)
            record.struct_size = sizeof record;
        if (record.struct_size == sizeof record) spoil(record);
    }
    return status;
}

#define NEXT(function, Record)                                                                     \
    [](afpunt_snapshot* snapshot, Record* out, std::uint32_t stride, std::uint32_t capacity,       \
       std::uint32_t* count, afpunt_error* error) {                                                \
        return next<Record>(newest->snapshot->function, snapshot, out, stride, capacity, count,    \
                            error);                                                                \
    }

const afpunt_host_snapshot snapshot_table{
    [](const afpunt_host* host, afpunt_snapshot** out, afpunt_error* error) {
        newest = &of(host);
        return of(host).snapshot->open(of(host).real_host, out, error);
    },
    [](afpunt_snapshot* snapshot, afpunt_party* out, afpunt_error* error) {
        return newest->snapshot->creditor(snapshot, out, error);
    },
    NEXT(next_parties, afpunt_party),
    NEXT(next_accounts, afpunt_account),
    NEXT(next_statements, afpunt_statement),
    NEXT(next_bank_lines, afpunt_bank_line),
    NEXT(next_items, afpunt_item),
    NEXT(next_allocations, afpunt_allocation),
    NEXT(next_owed, afpunt_owed),
    [](afpunt_snapshot* snapshot) {
        if (has_fault("leaves-readings-open") && newest->stopping) return;
        newest->snapshot->close(snapshot);
    }};
#undef NEXT

afpunt_status check(const afpunt_host* host, const afpunt_permit_query* query,
                    afpunt_permit_item* items, std::uint32_t stride, afpunt_permit* out,
                    afpunt_error* error) {
    Proxy& proxy = of(host);
    proxy.in_check = true;
    const afpunt_status status =
        proxy.permit->check(proxy.real_host, query, items, stride, out, error);
    proxy.in_check = false;
    if (has_fault("overlooks-flags")) out->flags = 0;
    if (has_fault("believes-short-permits") && out->struct_size < sizeof *out)
        *out = {sizeof *out, 0, AFPUNT_NO_DATE, 0};
    return status;
}
const afpunt_host_permit permit_table{check};

// What the module is told here, it believes: so a plugin behaves that does not ask.
afpunt_status read_revision(const afpunt_host* host, std::uint64_t* out, afpunt_error* error) {
    Proxy& proxy = of(host);
    const afpunt_status status = proxy.revision->read(proxy.real_host, out, error);
    if (status == AFPUNT_OK) proxy.last_revision = *out;
    if (proxy.first_revision == 0) proxy.first_revision = *out;
    if (has_fault("answers-from-memory")) *out = proxy.first_revision;
    if (has_fault("guesses-the-revision") && status != AFPUNT_OK) {
        *out = proxy.last_revision;
        return AFPUNT_OK;
    }
    return status;
}
const afpunt_host_revision revision_table{read_revision};

const void* host_extension(const afpunt_host* host, const char* id) {
    Proxy& proxy = of(host);
    const void* real = proxy.real_host->get_extension(proxy.real_host, id);
    const std::string_view wanted(id);
    if (wanted == AFPUNT_EXT_PERMIT && (real != nullptr || has_fault("needs-no-permit"))) {
        proxy.permit = static_cast<const afpunt_host_permit*>(real);
        return proxy.permit != nullptr && proxy.permit->check == nullptr ? real : &permit_table;
    }
    if (wanted == AFPUNT_EXT_REVISION && real != nullptr) {
        proxy.revision = static_cast<const afpunt_host_revision*>(real);
        return &revision_table;
    }
    if (wanted == AFPUNT_EXT_SNAPSHOT && real != nullptr) {
        proxy.snapshot = static_cast<const afpunt_host_snapshot*>(real);
        const bool whole =
            proxy.snapshot->open && proxy.snapshot->next_items && proxy.snapshot->close;
        return whole ? &snapshot_table : real;
    }
    return real;
}

// ---- faults towards the host --------------------------------------------------------------------

afpunt_status start(const afpunt_plugin* plugin, afpunt_error* error) {
    if (plugin == nullptr) return module_entry().create(nullptr, nullptr, error);
    Proxy& proxy = of(plugin);
    if (has_fault("has-a-thread-for-each-book")) {
        proxy.thread = std::make_unique<std::thread>([&proxy] {
            while (!proxy.thread_ends)
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
        });
    }
    const auto status = proxy.real_plugin->start(proxy.real_plugin, error);
    return has_fault("starts-twice") && status == AFPUNT_E_INVALID ? AFPUNT_OK : status;
}

afpunt_status submit_event(const afpunt_plugin* plugin, const afpunt_event* event,
                           afpunt_error* error) {
    Proxy& proxy = of(plugin);
    if (has_fault("reads-whole-events") && event != nullptr) {
        afpunt_event copy = *event;
        copy.struct_size = sizeof copy;
        return proxy.real_plugin->submit_event(proxy.real_plugin, &copy, error);
    }
    if (has_fault("crashes-on-null") && event->type == 0) return AFPUNT_E_INVALID;
    if (has_fault("has-one-thread") && std::this_thread::get_id() != proxy.main)
        return AFPUNT_E_WRONG_THREAD;
    if (event != nullptr && event->struct_size >= sizeof *event) {
        const bool dropped =
            (has_fault("decides-during-imports") && event->type == AFPUNT_EVENT_IMPORT_STARTED) ||
            (has_fault("looks-once") && event->type == AFPUNT_EVENT_MATCHED) ||
            (has_fault("keeps-permits") && proxy.in_check);
        if (dropped) return AFPUNT_OK;
    }
    const auto status = proxy.real_plugin->submit_event(proxy.real_plugin, event, error);
    if (has_fault("takes-any-text") && status < 0) return AFPUNT_OK;
    if (has_fault("fails-when-full") && status == AFPUNT_E_BUSY) return AFPUNT_E_INTERNAL;
    if (has_fault("ignores-forks") && status == AFPUNT_E_FORKED) return AFPUNT_OK;
    return status;
}

afpunt_status durable_cursor(const afpunt_plugin* plugin, afpunt_str source, char* out,
                             std::uint64_t capacity, std::uint64_t* length) {
    if (has_fault("writes-long-cursors") && capacity > 0)
        std::memset(out, 0, AFPUNT_EVENT_TEXT_MAX);
    const Proxy& proxy = of(plugin);
    return proxy.real_plugin->durable_cursor(proxy.real_plugin, source, out, capacity, length);
}

afpunt_status execute_now(Proxy& proxy, afpunt_str request, Command command, afpunt_error* error) {
    const auto* table = static_cast<const afpunt_plugin_command*>(
        proxy.real_plugin->get_extension(proxy.real_plugin, AFPUNT_EXT_COMMAND));
    struct Answer {
        Proxy& proxy;
        Command command;
    };
    auto answer = std::make_unique<Answer>(Answer{proxy, command});
    const auto relay = [](void* data, const char* bytes, std::uint64_t length) {
        const std::unique_ptr<Answer> owned(static_cast<Answer*>(data));
        if (has_fault("forgets-answers") && owned->proxy.stopping) return;
        std::string text(bytes, length);
        constexpr std::string_view before = R"("state":"withdrawn")";
        const auto at = text.find(before);
        if (has_fault("counts-what-did-not-leave") && at != std::string::npos)
            text.replace(at, before.size(), R"("state":"accepted")");
        owned->command.sink(owned->command.data, text.data(), text.size());
        if (has_fault("answers-twice"))
            owned->command.sink(owned->command.data, text.data(), text.size());
    };
    const auto status =
        table->execute(proxy.real_plugin, request, command.sink == nullptr ? nullptr : +relay,
                       answer.get(), error);
    if (status == AFPUNT_OK) (void)answer.release(); // relay owns it
    return status;
}

afpunt_status execute(const afpunt_plugin* plugin, afpunt_str request, afpunt_sink sink, void* data,
                      afpunt_error* error) {
    Proxy& proxy = of(plugin);
    if (has_fault("reads-requests-late") && proxy.late_command.sink == nullptr) {
        proxy.late_request = request;
        proxy.late_command = {sink, data};
        proxy.real_host->request_callback(proxy.real_host);
        return AFPUNT_OK;
    }
    const auto status = execute_now(proxy, request, {sink, data}, error);
    if (has_fault("takes-any-command") && status == AFPUNT_E_INVALID) {
        constexpr std::string_view other = R"({"command": "status"})";
        return execute_now(proxy, {other.data(), other.size()}, {sink, data}, error);
    }
    return status;
}
const afpunt_plugin_command command_table{execute};

afpunt_status on_main(const afpunt_plugin* plugin, std::uint32_t budget_us) {
    if (plugin == nullptr) return AFPUNT_E_INVALID;
    Proxy& proxy = of(plugin);
    if (proxy.late_command.sink != nullptr && proxy.late_request.ptr != nullptr) {
        // By now the bytes are no longer the request's; the answer says so.
        const std::string text(proxy.late_request.ptr, proxy.late_request.len);
        proxy.late_request = {};
        if (execute_now(proxy, {text.data(), text.size()}, proxy.late_command, nullptr) !=
            AFPUNT_OK) {
            constexpr std::string_view unread = R"({"ok":false})";
            proxy.late_command.sink(proxy.late_command.data, unread.data(), unread.size());
        }
    }
    if (has_fault("calls-the-host-from-a-thread") && proxy.snapshot != nullptr) {
        std::thread([&proxy] {
            const auto* settings = static_cast<const afpunt_host_settings*>(
                proxy.real_host->get_extension(proxy.real_host, AFPUNT_EXT_SETTINGS));
            const auto ignore = [](void*, const char*, std::uint64_t) {};
            (void)settings->get(proxy.real_host, {"config", 6}, ignore, nullptr, nullptr);
        }).join();
    }
    const auto status = proxy.real_plugin->on_main(proxy.real_plugin, budget_us);
    if (has_fault("works-twice") && status == AFPUNT_E_INVALID) return AFPUNT_OK;
    if (has_fault("works-on-any-thread") && status == AFPUNT_E_WRONG_THREAD) return AFPUNT_OK;
    return status;
}

afpunt_status stop(const afpunt_plugin* plugin, std::uint32_t deadline_ms, afpunt_error* error) {
    if (plugin == nullptr) return AFPUNT_E_INVALID;
    Proxy& proxy = of(plugin);
    proxy.stopping = true;
    if (has_fault("stops-slowly")) std::this_thread::sleep_for(std::chrono::seconds(1));
    return proxy.real_plugin->stop(proxy.real_plugin, deadline_ms, error);
}

afpunt_status destroy(const afpunt_plugin* plugin) {
    if (plugin == nullptr) return AFPUNT_E_INVALID;
    Proxy& proxy = of(plugin);
    const auto status = proxy.real_plugin->destroy(proxy.real_plugin);
    if (status != AFPUNT_OK) return status;
    if (has_fault("calls-after-its-end")) proxy.real_host->request_callback(proxy.real_host);
    proxy.thread_ends = true;
    if (proxy.thread != nullptr) proxy.thread->join();
    delete &proxy;
    return AFPUNT_OK;
}

const void* get_extension(const afpunt_plugin*, const char* id) {
    if (has_fault("gives-any-table")) return &command_table;
    return id != nullptr && std::string_view(id) == AFPUNT_EXT_COMMAND ? &command_table : nullptr;
}

afpunt_status create(const afpunt_host* host, const afpunt_plugin** out, afpunt_error* error) {
    if (has_fault("fills-whole-errors") && error != nullptr) {
        std::memset(error->field, 'x', sizeof error->field);
        std::memset(error->message, 'x', sizeof error->message);
    }
    const bool whole = host != nullptr && host->struct_size >= sizeof *host;
    if (host == nullptr || out == nullptr || (!whole && !has_fault("reads-whole-tables")) ||
        host->get_extension == nullptr || host->request_callback == nullptr)
        return module_entry().create(host, out, error);
    if (has_fault("needs-a-clock") && host->get_extension(host, AFPUNT_EXT_CLOCK) == nullptr)
        return AFPUNT_E_INVALID;
    if (has_fault("leaves-threads")) {
        std::thread([] { std::this_thread::sleep_for(std::chrono::minutes(1)); }).detach();
    }
    if (has_fault("leaves-files")) (void)dup(STDERR_FILENO);
    auto proxy = std::make_unique<Proxy>();
    proxy->real_host = host;
    proxy->host = *host;
    proxy->host.struct_size = sizeof proxy->host;
    proxy->host.get_extension = host_extension;
    newest = proxy.get();
    const auto status = module_entry().create(&proxy->host, &proxy->real_plugin, error);
    if (status != AFPUNT_OK) {
        *out = nullptr;
        return status;
    }
    proxy->plugin = {sizeof(afpunt_plugin), AFPUNT_ABI_MINOR, proxy.get(), start,   submit_event,
                     durable_cursor,        on_main,          stop,        destroy, get_extension};
    *out = &proxy.release()->plugin;
    return AFPUNT_OK;
}

} // namespace

extern "C" {
extern const AFPUNT_EXPORT afpunt_entry afpunt_entry_1;
const afpunt_entry afpunt_entry_1{
    sizeof(afpunt_entry), AFPUNT_ABI_MAJOR, AFPUNT_ABI_MINOR, AFPUNT_ENTRY_RESIDENT, "bad", create};
}
