// SPDX-License-Identifier: MIT
//
// Loads libafpunt.so with Boost.DLL and holds one instance of it for a Host. Members are destroyed
// in the order instance, tables, library: the library outlives everything that was made inside it.
#pragma once

#include <afpunt/host.hpp>

#ifndef BOOST_DLL_USE_STD_FS
#error "compile with -DBOOST_DLL_USE_STD_FS: then Boost.DLL needs no compiled Boost library"
#endif
#include <boost/dll/import.hpp>
#include <boost/dll/shared_library.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace afpunt::host {

// The loaded module. Copies share it; it is closed with the last one.
class Library {
public:
    [[nodiscard]] static Result<Library> load(const std::filesystem::path& file) {
        try {
            namespace dll = boost::dll;
            dll::shared_library library(file,
                                        dll::load_mode::rtld_now | dll::load_mode::rtld_local);
            if (!library.has(AFPUNT_ENTRY_SYMBOL)) {
                return fail(file.string(), "a library without " AFPUNT_ENTRY_SYMBOL,
                            "libafpunt.so of major version 1");
            }
            Library loaded;
            loaded.entry_ =
                dll::import_symbol<const afpunt_entry>(std::move(library), AFPUNT_ENTRY_SYMBOL);
            const afpunt_entry& entry = *loaded.entry_;
            if (entry.struct_size < sizeof(afpunt_entry) || entry.create == nullptr ||
                entry.abi_major != AFPUNT_ABI_MAJOR) {
                return fail(file.string(), "version " + std::to_string(entry.abi_major),
                            "version 1 of the interface");
            }
            return loaded;
        } catch (const std::exception& error) {
            return fail(file.string(), error.what(), "a library that can be loaded");
        }
    }
    [[nodiscard]] const afpunt_entry& entry() const { return *entry_; }

private:
    Library() = default;
    boost::shared_ptr<const afpunt_entry> entry_;
};

[[nodiscard]] inline Failure failure_of(const afpunt_error& error, afpunt_status status) {
    if (error.message[0] != '\0') return Failure{{}, error.field, {}, {}, error.message};
    return Failure{"afpunt", error.field, "status " + std::to_string(status),
                   "the call to succeed"};
}

// One running instance. Made, used and destroyed on one thread, the host's [main]: destroyed on
// another one it can neither stop nor be freed.
class Plugin {
public:
    [[nodiscard]] static Result<std::unique_ptr<Plugin>> start(Library library, Host& host) {
        std::unique_ptr<Plugin> plugin(new Plugin(std::move(library), host));
        afpunt_error error = empty_error();
        afpunt_status status =
            plugin->library_.entry().create(plugin->tables_.abi(), &plugin->instance_, &error);
        if (status != AFPUNT_OK) return tl::unexpected<Failure>(failure_of(error, status));
        status = plugin->instance_->start(plugin->instance_, &error);
        if (status != AFPUNT_OK) return tl::unexpected<Failure>(failure_of(error, status));
        return plugin;
    }
    // Stops with as much patience as it takes: unmapping a library with a live thread is a crash.
    ~Plugin() {
        if (instance_ == nullptr) return;
        while (instance_->stop(instance_, 1000, nullptr) == AFPUNT_E_STILL_RUNNING) {
        }
        (void)instance_->destroy(instance_);
    }
    Plugin(const Plugin&) = delete;
    Plugin& operator=(const Plugin&) = delete;

    // [any]
    [[nodiscard]] Result<void> submit(const afpunt_event& event) {
        afpunt_error error = empty_error();
        const afpunt_status status = instance_->submit_event(instance_, &event, &error);
        // A full queue is no failure: the plugin reads the book anew.
        if (status >= 0 || status == AFPUNT_E_BUSY) return {};
        return tl::unexpected<Failure>(failure_of(error, status));
    }
    // [any] Empty = none yet, or not known yet: it is read from disk after the first question.
    [[nodiscard]] std::string durable_cursor(std::string_view source) const {
        std::string cursor(AFPUNT_EVENT_TEXT_MAX, '\0');
        std::uint64_t length = 0;
        const afpunt_status status = instance_->durable_cursor(
            instance_, to_abi(source), cursor.data(), cursor.size(), &length);
        cursor.resize(status == AFPUNT_OK ? length : 0);
        return cursor;
    }
    // True = call again soon.
    bool on_main(std::chrono::microseconds budget) {
        const auto count =
            std::clamp<std::chrono::microseconds::rep>(budget.count(), 0, 1'000'000'000);
        return instance_->on_main(instance_, static_cast<std::uint32_t>(count)) == AFPUNT_MORE;
    }
    // `answer` gets the JSON later, inside on_main().
    [[nodiscard]] Result<void> execute(std::string_view request,
                                       std::function<void(std::string)> answer) {
        const auto* commands = static_cast<const afpunt_plugin_command*>(
            instance_->get_extension(instance_, AFPUNT_EXT_COMMAND));
        if (commands == nullptr) return fail(AFPUNT_EXT_COMMAND, "", "a module with commands");
        auto owned = std::make_unique<std::function<void(std::string)>>(std::move(answer));
        afpunt_error error = empty_error();
        const afpunt_status status =
            commands->execute(instance_, to_abi(request), take_answer, owned.get(), &error);
        if (status != AFPUNT_OK) return tl::unexpected<Failure>(failure_of(error, status));
        (void)owned.release(); // take_answer owns it now; it is called exactly once
        return {};
    }

private:
    Plugin(Library library, Host& host) : library_(std::move(library)), tables_(host) {}
    static afpunt_error empty_error() {
        afpunt_error error{};
        error.struct_size = sizeof error;
        return error;
    }
    static void take_answer(void* data, const char* bytes, std::uint64_t length) {
        const std::unique_ptr<std::function<void(std::string)>> answer(
            static_cast<std::function<void(std::string)>*>(data));
        try {
            (*answer)(std::string(bytes, length));
        } catch (...) {
            // An exception of the host's must not cross the plugin's frames.
        }
    }
    Library library_;
    HostTables tables_;
    const afpunt_plugin* instance_ = nullptr;
};

// For hosts without an idle loop (a command, a script): waits for request_callback().
class CallbackFlag {
public:
    // [any]
    void raise() {
        const std::scoped_lock lock(mutex_);
        raised_ = true;
        changed_.notify_one();
    }
    // [main] True when it was raised within `patience`; lowers it.
    [[nodiscard]] bool wait(std::chrono::milliseconds patience) {
        std::unique_lock lock(mutex_);
        const bool raised = changed_.wait_for(lock, patience, [this] { return raised_; });
        raised_ = false;
        return raised;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool raised_ = false;
};

} // namespace afpunt::host
