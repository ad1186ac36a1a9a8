// SPDX-License-Identifier: MIT
//
// Life and end of the module's instances where it does more than the headers ask for, or says more;
// the rules that hold for every plugin are the conformance kit's (sdk/conformance).
#include "sdk/scripted_test.hpp"

#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace afpunt::tests {
namespace {

// Tasks of this process, one per thread.
std::size_t thread_count() {
    std::size_t count = 0;
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
        (void)task;
        ++count;
    }
    return count;
}

// The plain C side, for calls that the C++ wrapper would not make.
class RawInstance {
public:
    explicit RawInstance(ScriptedHost& host) : library_(load_module()), tables_(host) {
        afpunt_error error = empty_error();
        if (library_.entry().create(tables_.abi(), &plugin_, &error) != AFPUNT_OK) {
            throw std::runtime_error(error.message);
        }
    }
    ~RawInstance() {
        if (plugin_ == nullptr) return;
        while (plugin_->stop(plugin_, 1000, nullptr) == AFPUNT_E_STILL_RUNNING) {
        }
        (void)plugin_->destroy(plugin_);
    }
    RawInstance(const RawInstance&) = delete;
    RawInstance& operator=(const RawInstance&) = delete;
    [[nodiscard]] const afpunt_plugin* get() const { return plugin_; }
    afpunt_status execute(std::string_view request, afpunt_sink sink, void* data) {
        const auto* table = static_cast<const afpunt_plugin_command*>(
            plugin_->get_extension(plugin_, AFPUNT_EXT_COMMAND));
        return table->execute(plugin_, host::to_abi(request), sink, data, nullptr);
    }
    void forget() { plugin_ = nullptr; }

private:
    host::Library library_;
    host::HostTables tables_;
    const afpunt_plugin* plugin_ = nullptr;
};

void append(void* text, const char* bytes, std::uint64_t length) {
    static_cast<std::string*>(text)->append(bytes, length);
}

class HostLifeCycle : public ScriptedTest {
protected:
    [[nodiscard]] static afpunt_status submit(const afpunt_plugin* plugin) {
        const EventDraft draft(AFPUNT_EVENT_RESYNC, "e");
        const afpunt_event event = draft.view();
        return plugin->submit_event(plugin, &event, nullptr);
    }
};

TEST_F(HostLifeCycle, OneWorkerServesAllBooks) {
    const std::size_t threads = thread_count();
    std::vector<std::unique_ptr<ScratchFolder>> folders;
    std::vector<std::unique_ptr<ScriptedHost>> hosts;
    std::vector<std::unique_ptr<ModuleSession>> sessions;
    for (int i = 0; i < 5; ++i) {
        folders.push_back(std::make_unique<ScratchFolder>());
        hosts.push_back(
            std::make_unique<ScriptedHost>(folders.back()->path(), "book-" + std::to_string(i)));
        sessions.push_back(std::make_unique<ModuleSession>(*hosts.back()));
    }
    EXPECT_EQ(thread_count(), threads + 1);
    for (auto& one : sessions)
        EXPECT_EQ(refusal(one->run()), "");
    sessions.clear();
    EXPECT_EQ(thread_count(), threads);
}

TEST_F(HostLifeCycle, StopAnswersEveryCommandThatWaits) {
    RawInstance instance(host);
    const afpunt_plugin* plugin = instance.get();
    ASSERT_EQ(plugin->start(plugin, nullptr), AFPUNT_OK);
    std::string answers[3];
    for (std::string& answer : answers) {
        ASSERT_EQ(instance.execute(R"({"command":"run"})", append, &answer), AFPUNT_OK);
    }
    afpunt_status stopped = plugin->stop(plugin, 10'000, nullptr);
    EXPECT_EQ(stopped, AFPUNT_OK);
    for (const std::string& answer : answers) {
        EXPECT_EQ(json::parse(answer).at("error").at("code").as_string(), "stopped") << answer;
    }
    const int logged_and_read = host.snapshots_opened;
    EXPECT_EQ(plugin->on_main(plugin, 1000), AFPUNT_E_STOPPED);
    EXPECT_EQ(host.snapshots_opened, logged_and_read) << "no call into the host after stop()";
}

TEST_F(HostLifeCycle, AForkedChildIsRefusedAndMayMakeItsOwn) {
#if defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "a sanitizer does not follow threads into a forked child";
#endif
    open();
    ASSERT_EQ(refusal(session->run()), "");
    const ScratchFolder idle_folder;
    ScriptedHost idle_host(idle_folder.path(), "book-idle");
    RawInstance instance(idle_host);
    const afpunt_plugin* plugin = instance.get();
    ASSERT_EQ(plugin->start(plugin, nullptr), AFPUNT_OK);
    // Its worker has opened the state of both, and rests.
    ASSERT_EQ(refusal(session->run()), "");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    const ScratchFolder child_folder;
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        alarm(60);
        int wrong = 0;
        std::string answer;
        wrong += submit(plugin) != AFPUNT_E_FORKED;
        wrong += plugin->on_main(plugin, 1000) != AFPUNT_E_FORKED;
        wrong += plugin->stop(plugin, 1000, nullptr) != AFPUNT_E_FORKED;
        wrong += plugin->destroy(plugin) != AFPUNT_E_FORKED;
        wrong += instance.execute("{}", append, &answer) != AFPUNT_E_FORKED;
        {
            ScriptedHost own_host(child_folder.path(), "book-of-child");
            ModuleSession own(own_host);
            wrong += refusal(own.run()) != "";
        }
        _exit(wrong);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status)) << "signal " << WTERMSIG(status);
    EXPECT_EQ(WEXITSTATUS(status), 0);
    EXPECT_EQ(refusal(session->run()), "") << "the parent goes on";
}

TEST_F(HostLifeCycle, AChildForkedInTheMiddleOfATaskIsRefusedAndDoesNotHang) {
#if defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "a sanitizer does not follow threads into a forked child";
#endif
    open();
    std::atomic<bool> worker_is_inside{false};
    std::atomic<bool> may_go_on{false};
    host.when_logging = [&] {
        worker_is_inside = true;
        while (!may_go_on)
            std::this_thread::yield();
    };
    host.snapshot_failure = Failure{"", "snapshot", "locked", "a reading"};
    session->tell(AFPUNT_EVENT_RESYNC); // the settling fails, which the worker logs
    ASSERT_TRUE(session->work_until([&] { return worker_is_inside.load(); }));
    const ScratchFolder child_folder;
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        alarm(60);
        ScriptedHost own_host(child_folder.path(), "book-of-child");
        const auto own = host::Plugin::start(load_module(), own_host);
        _exit(!own && own.error().field == "process" ? 0 : 1);
    }
    may_go_on = true;
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status)) << "signal " << WTERMSIG(status);
    EXPECT_EQ(WEXITSTATUS(status), 0);
    host.snapshot_failure.reset();
    EXPECT_EQ(refusal(session->run()), "");
}

TEST_F(HostLifeCycle, ABrokenSettingStopsTheStartInWords) {
    configure("[policy]\nmode = \"always\"\n");
    const auto plugin = host::Plugin::start(load_module(), host);
    ASSERT_FALSE(plugin);
    // The module's own sentence, not a sentence about it.
    EXPECT_TRUE(plugin.error().sentence().starts_with("afpunt.toml, line 2: mode: found 'always'"))
        << plugin.error().sentence();
    host.settings.erase("config");
    host.settings.erase("state.folder");
    const auto homeless = host::Plugin::start(load_module(), host);
    ASSERT_FALSE(homeless);
    EXPECT_NE(homeless.error().sentence().find("state.folder"), std::string::npos);
}

TEST_F(HostLifeCycle, AFolderThatIsNotThereIsToldWithEachCommand) {
    host.settings["state.folder"] = (folder.path() / "missing").string();
    open();
    EXPECT_NE(refusal(session->run()).find("missing"), std::string::npos);
    EXPECT_EQ(session->plugin().durable_cursor("scripted"), "");
}

} // namespace
} // namespace afpunt::tests
