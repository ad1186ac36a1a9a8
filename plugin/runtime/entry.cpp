// SPDX-License-Identifier: MIT
//
// The one exported symbol, and the guard around every function behind it: no exception leaves, a
// null pointer is refused by name, calls from a wrong thread or process change nothing.
#include "runtime/abi_text.hpp"
#include "runtime/instance.hpp"

#include <afpunt/afpunt.h>

#include <memory>
#include <new>

namespace {

using afpunt::runtime::HostPort;
using afpunt::runtime::Instance;
using afpunt::runtime::report;
using afpunt::runtime::status_of;

Instance* instance_of(const afpunt_plugin* plugin) {
    return plugin != nullptr ? static_cast<Instance*>(plugin->plugin_data) : nullptr;
}

// Runs one call of the host; whatever is thrown inside is our bug and becomes a status.
template <typename Call>
afpunt_status guarded(afpunt_error* error, const Call& call) noexcept {
    try {
        return call();
    } catch (const std::bad_alloc&) {
        return report(error, AFPUNT_E_INTERNAL, "memory", "out of memory");
    } catch (const std::exception& bug) {
        return report(error, AFPUNT_E_INTERNAL, "afpunt", bug.what());
    } catch (...) {
        return report(error, AFPUNT_E_INTERNAL, "afpunt", "an unknown exception");
    }
}

template <typename Call>
afpunt_status on_main_thread(const afpunt_plugin* plugin, afpunt_error* error, const Call& call) {
    return guarded(error, [&]() -> afpunt_status {
        Instance* instance = instance_of(plugin);
        if (instance == nullptr) return report(error, AFPUNT_E_INVALID, "plugin", "a null pointer");
        const afpunt_status allowed = instance->check_main();
        if (allowed != AFPUNT_OK) {
            return report(error, allowed, "thread",
                          "only the thread that created the instance may call this");
        }
        return call(*instance);
    });
}

afpunt_status start(const afpunt_plugin* plugin, afpunt_error* error) {
    return on_main_thread(plugin, error, [&](Instance& instance) { return instance.start(error); });
}

afpunt_status submit_event(const afpunt_plugin* plugin, const afpunt_event* event,
                           afpunt_error* error) {
    return guarded(error, [&]() -> afpunt_status {
        Instance* instance = instance_of(plugin);
        if (instance == nullptr || event == nullptr) {
            return report(error, AFPUNT_E_INVALID, instance == nullptr ? "plugin" : "event",
                          "a null pointer");
        }
        if (const afpunt_status allowed = instance->check_process(); allowed != AFPUNT_OK) {
            return report(error, allowed, "process", "the instance belongs to another process");
        }
        return instance->submit(event, error);
    });
}

afpunt_status durable_cursor(const afpunt_plugin* plugin, afpunt_str source, char* out,
                             uint64_t capacity, uint64_t* length) {
    return guarded(nullptr, [&]() -> afpunt_status {
        Instance* instance = instance_of(plugin);
        if (instance == nullptr || length == nullptr || source.ptr == nullptr) {
            return AFPUNT_E_INVALID;
        }
        if (const afpunt_status allowed = instance->check_process(); allowed != AFPUNT_OK) {
            return allowed;
        }
        if (source.len > AFPUNT_EVENT_TEXT_MAX) return AFPUNT_E_INVALID;
        return instance->durable_cursor({source.ptr, source.len}, out, capacity, length);
    });
}

afpunt_status on_main(const afpunt_plugin* plugin, uint32_t budget_us) {
    return on_main_thread(plugin, nullptr,
                          [&](Instance& instance) { return instance.on_main(budget_us); });
}

afpunt_status stop(const afpunt_plugin* plugin, uint32_t deadline_ms, afpunt_error* error) {
    return on_main_thread(plugin, error,
                          [&](Instance& instance) { return instance.stop(deadline_ms, error); });
}

afpunt_status destroy(const afpunt_plugin* plugin) {
    return on_main_thread(plugin, nullptr, [](Instance& instance) -> afpunt_status {
        if (!instance.may_be_destroyed()) return AFPUNT_E_STILL_RUNNING;
        delete &instance;
        return AFPUNT_OK;
    });
}

afpunt_status execute(const afpunt_plugin* plugin, afpunt_str request, afpunt_sink answer,
                      void* answer_data, afpunt_error* error) {
    return on_main_thread(plugin, error, [&](Instance& instance) -> afpunt_status {
        if (request.ptr == nullptr) {
            return report(error, AFPUNT_E_INVALID, "request", "a null pointer");
        }
        return instance.execute({request.ptr, request.len}, answer, answer_data, error);
    });
}

const afpunt_plugin_command command_table{execute};

const void* get_extension(const afpunt_plugin*, const char* id) {
    if (id != nullptr && std::string_view(id) == AFPUNT_EXT_COMMAND) return &command_table;
    return nullptr;
}

afpunt_status create(const afpunt_host* host, const afpunt_plugin** out, afpunt_error* error) {
    return guarded(error, [&]() -> afpunt_status {
        if (out == nullptr) return report(error, AFPUNT_E_INVALID, "out", "a null pointer");
        *out = nullptr;
        auto port = HostPort::make(host);
        if (!port) return report(error, status_of(port.error()), port.error());
        const afpunt_plugin functions{
            sizeof(afpunt_plugin), AFPUNT_ABI_MINOR, nullptr, start,   submit_event,
            durable_cursor,        on_main,          stop,    destroy, get_extension};
        *out = std::make_unique<Instance>(std::move(*port), functions).release()->abi();
        return AFPUNT_OK;
    });
}

} // namespace

extern "C" {
extern const AFPUNT_EXPORT afpunt_entry afpunt_entry_1;
const afpunt_entry afpunt_entry_1{sizeof(afpunt_entry),  AFPUNT_ABI_MAJOR,      AFPUNT_ABI_MINOR,
                                  AFPUNT_ENTRY_RESIDENT, AFPUNT_PLUGIN_VERSION, create};
}
