// SPDX-License-Identifier: MIT
//
// The tables themselves: the entry, the host's table in every size and with parts missing, errors
// in every size, null pointers.
#include "conformance/expectations.hpp"
#include "conformance/plugin_cases/guarded_memory.hpp"
#include "conformance/plugin_cases/plugin_case.hpp"
#include "conformance/plugin_cases/session.hpp"

#include <cstring>

namespace afpunt::conformance {
namespace {

constexpr std::uint32_t later_bytes = 64; // what a later revision may have added

void entry_names_itself(const PluginUnderTest& tried) {
    const afpunt_entry& entry = *tried.entry;
    require(entry.struct_size >= sizeof entry,
            "entry.struct_size is " + std::to_string(entry.struct_size));
    require(entry.abi_major == AFPUNT_ABI_MAJOR,
            "entry.abi_major is " + std::to_string(entry.abi_major));
    require(entry.plugin_version != nullptr && *entry.plugin_version != '\0',
            "entry.plugin_version is empty");
    ScriptedHost host(tried.folder);
    Session session(entry, host);
    const afpunt_plugin* plugin = session.plugin();
    require(plugin->struct_size >= sizeof *plugin,
            "plugin.struct_size is " + std::to_string(plugin->struct_size));
    require(plugin->get_extension(plugin, "afpunt.unheard-of/1") == nullptr,
            "get_extension gives a table for a name that nobody knows");
    const void* commands = plugin->get_extension(plugin, AFPUNT_EXT_COMMAND);
    require(commands != nullptr, "the plugin does not offer " AFPUNT_EXT_COMMAND);
    require(commands == plugin->get_extension(plugin, AFPUNT_EXT_COMMAND),
            "get_extension gives another table the second time; tables are [static]");
    session.destroy();
}

// Makes an instance with this table, and ends it again.
afpunt_status create_with(const PluginUnderTest& tried, const afpunt_host* table,
                          afpunt_error& error) {
    const afpunt_plugin* plugin = nullptr;
    error = empty_error();
    const afpunt_status status = tried.entry->create(table, &plugin, &error);
    require((status == AFPUNT_OK) == (plugin != nullptr),
            "create answered " + name_of(status) + (plugin ? " and gave" : " and gave no") +
                " instance");
    if (plugin != nullptr) require_status("destroy", plugin->destroy(plugin), AFPUNT_OK);
    return status;
}

void host_table_of_any_size(const PluginUnderTest& tried) {
    ScriptedHost host(tried.folder);
    afpunt_error error{};
    for (std::uint32_t size = 0; size <= sizeof(afpunt_host) + later_bytes; ++size) {
        const ResizedStruct<afpunt_host> table(host.table, size);
        const auto status = create_with(tried, table.get(), error);
        const std::string call = "create with host.struct_size " + std::to_string(size);
        if (size < sizeof(afpunt_host)) {
            require_status(call, status, AFPUNT_E_INVALID);
            require_named(call, error, "struct_size");
        } else {
            require_status(call, status, AFPUNT_OK);
        }
    }
}

void host_without_a_required_part(const PluginUnderTest& tried) {
    ScriptedHost host(tried.folder);
    afpunt_error error{};
    const auto refused = [&](const char* part) {
        const std::string call = std::string("create without ") + part;
        require_status(call, create_with(tried, &host.table, error), AFPUNT_E_INVALID);
        require_named(call, error, part);
    };
    for (const char* id : {AFPUNT_EXT_SNAPSHOT, AFPUNT_EXT_PERMIT, AFPUNT_EXT_SETTINGS}) {
        host.withheld = {id};
        refused(id);
    }
    host.withheld = {};
    const auto function_missing = [&](auto& function, const char* part) {
        const auto kept = function;
        function = nullptr;
        refused(part);
        function = kept;
    };
    function_missing(host.table.get_extension, "get_extension");
    function_missing(host.table.request_callback, "request_callback");
    function_missing(host.snapshot.open, AFPUNT_EXT_SNAPSHOT);
    function_missing(host.snapshot.next_items, AFPUNT_EXT_SNAPSHOT);
    function_missing(host.snapshot.close, AFPUNT_EXT_SNAPSHOT);
    function_missing(host.permit.check, AFPUNT_EXT_PERMIT);
    function_missing(host.settings_table.get, AFPUNT_EXT_SETTINGS);
    const afpunt_str whole = host.table.book_id;
    const std::string long_id(257, 'x');
    for (const afpunt_str wrong :
         {afpunt_str{nullptr, 0}, afpunt_str{"", 0}, afpunt_str{nullptr, 3}, afpunt_str{"\xFF", 1},
          afpunt_str{"x", UINT64_MAX}, view(long_id)}) {
        host.table.book_id = wrong;
        const auto status = create_with(tried, &host.table, error);
        require(status == AFPUNT_E_INVALID || status == AFPUNT_E_NOT_UTF8,
                "create with a book_id that breaks the rules: " + name_of(status));
        require_named("create with a book_id that breaks the rules", error, "book_id");
    }
    host.table.book_id = whole;
    require_status("create with the whole table", create_with(tried, &host.table, error),
                   AFPUNT_OK);
}

void host_without_optional_services(const PluginUnderTest& tried) {
    const auto works = [&](const char* without, const std::function<void(ScriptedHost&)>& spoil) {
        ScriptedHost host(tried.folder / without, without);
        spoil(host);
        host.book.invoice("V1", "jan");
        Session session(*tried.entry, host);
        const json::object answer = session.run();
        require(refusal(answer).empty(),
                std::string("run without ") + without + " was refused: " + refusal(answer));
        session.destroy();
    };
    works("clock", [](auto& host) { host.withheld = {AFPUNT_EXT_CLOCK}; });
    works("match", [](auto& host) { host.withheld = {AFPUNT_EXT_MATCH}; });
    works("notice", [](auto& host) { host.withheld = {AFPUNT_EXT_NOTICE}; });
    works("log", [](auto& host) { host.table.log = nullptr; });
    works("set", [](auto& host) { host.settings_table.set = nullptr; });
    works("get_secret", [](auto& host) { host.settings_table.get_secret = nullptr; });
    works("anything", [](auto& host) {
        host.withheld = {AFPUNT_EXT_CLOCK, AFPUNT_EXT_MATCH, AFPUNT_EXT_NOTICE};
        host.table.log = nullptr;
        host.settings_table.set = nullptr;
    });
}

void error_of_any_size(const PluginUnderTest& tried) {
    for (std::uint32_t size = 0; size <= sizeof(afpunt_error) + later_bytes; ++size) {
        const afpunt_error empty = empty_error();
        const ResizedStruct<afpunt_error> room(empty, size);
        const afpunt_plugin* plugin = nullptr;
        // A write behind the room ends this process.
        const auto status = tried.entry->create(nullptr, &plugin, room.get());
        const std::string call = "create with error.struct_size " + std::to_string(size);
        require_status(call, status, AFPUNT_E_INVALID);
        require(size < sizeof(afpunt_error) || room.get()->message[0] != '\0',
                call + ": there was room for a message, and none was written");
    }
    const afpunt_plugin* plugin = nullptr;
    require_status("create with no error at all", tried.entry->create(nullptr, &plugin, nullptr),
                   AFPUNT_E_INVALID);
}

void null_pointers(const PluginUnderTest& tried) {
    const afpunt_entry& entry = *tried.entry;
    ScriptedHost host(tried.folder);
    afpunt_error error = empty_error();
    require_status("create without out", entry.create(&host.table, nullptr, &error),
                   AFPUNT_E_INVALID);
    Session session(entry, host);
    const afpunt_plugin* plugin = session.plugin();
    require_status("start(NULL)", plugin->start(nullptr, nullptr), AFPUNT_E_INVALID);
    require_status("on_main(NULL)", plugin->on_main(nullptr, 0), AFPUNT_E_INVALID);
    require_status("stop(NULL)", plugin->stop(nullptr, 0, nullptr), AFPUNT_E_INVALID);
    require_status("destroy(NULL)", plugin->destroy(nullptr), AFPUNT_E_INVALID);
    require_status("submit_event(no event)", plugin->submit_event(plugin, nullptr, &error),
                   AFPUNT_E_INVALID);
    char out[4];
    std::uint64_t length = 0;
    require_status("durable_cursor(no source)",
                   plugin->durable_cursor(plugin, {nullptr, 0}, out, sizeof out, &length),
                   AFPUNT_E_INVALID);
    require_status("durable_cursor(no length)",
                   plugin->durable_cursor(plugin, view("x"), out, sizeof out, nullptr),
                   AFPUNT_E_INVALID);
    require(plugin->get_extension(plugin, nullptr) == nullptr,
            "get_extension gives a table for no name");
    const auto* commands = static_cast<const afpunt_plugin_command*>(
        plugin->get_extension(plugin, AFPUNT_EXT_COMMAND));
    bool answered = false;
    const auto note = [](void* data, const char*, std::uint64_t) {
        *static_cast<bool*>(data) = true;
    };
    require_status("execute(no request)",
                   commands->execute(plugin, {nullptr, 4}, note, &answered, &error),
                   AFPUNT_E_INVALID);
    require_status(
        "execute(no sink)",
        commands->execute(plugin, view(R"({"command": "plan"})"), nullptr, nullptr, &error),
        AFPUNT_E_INVALID);
    require_answered(session.run(), "a run after all that");
    session.destroy();
    require(!answered, "a command that was refused was answered all the same");
}

} // namespace

std::vector<PluginCase> table_cases() {
    return {
        {"entry-names-itself",
         "The entry and the instance state size, version and tables; unknown names give NULL.",
         "afpunt/entry.h, afpunt/plugin.h", entry_names_itself},
        {"host-table-of-any-size",
         "Of a host's table only struct_size bytes are read; one that is too short is refused.",
         "afpunt/values.h: AFPUNT_HAS", host_table_of_any_size},
        {"host-without-a-required-part",
         "A host that lacks a required table, function or text is refused, and the part is named.",
         "afpunt/entry.h: create", host_without_a_required_part},
        {"host-without-optional-services",
         "Clock, match, notice, log, secrets and set may each be missing.", "afpunt/host.h",
         host_without_optional_services},
        {"error-of-any-size", "Nothing is written behind an error's struct_size; NULL is allowed.",
         "afpunt/values.h: afpunt_error", error_of_any_size},
        {"null-pointers", "A null pointer is refused by status and changes nothing.",
         "afpunt/plugin.h", null_pointers},
    };
}

} // namespace afpunt::conformance
