// SPDX-License-Identifier: MIT
//
// Commands that no person would type: text that is no JSON, JSON that is no command, too much of
// it, and answers that come when the host is about to leave.
#include "conformance/dice.hpp"
#include "conformance/expectations.hpp"
#include "conformance/plugin_cases/plugin_case.hpp"
#include "conformance/plugin_cases/session.hpp"

namespace afpunt::conformance {
namespace {

// A request is refused by status, or answered with "ok": false. `answer` stays empty in the first.
void require_not_ok(Session& session, const std::string& request, const std::string& what) {
    std::string& answer = session.room_for_answer();
    const afpunt_status status = session.execute(request, answer);
    if (status != AFPUNT_OK) {
        session.work_for(std::chrono::milliseconds(1));
        require(answer.empty(), what + " was refused, and answered all the same");
        return;
    }
    session.work_until([&] { return !answer.empty(); }, what.c_str());
    json::error_code wrong;
    const json::value parsed = json::parse(answer, wrong);
    require(!wrong && parsed.is_object(), what + " was answered with what is no JSON: " + answer);
    require(!refusal(parsed.as_object()).empty(), what + " was answered with \"ok\": true");
}

void commands_of_any_text(const PluginUnderTest& tried) {
    ScriptedHost host(tried.folder);
    Session session(*tried.entry, host);
    require_not_ok(session, "", "an empty request");
    require_not_ok(session, "run", "a word");
    require_not_ok(session, "[]", "a list");
    require_not_ok(session, "{}", "an object without a command");
    require_not_ok(session, R"({"command": 7})", "a command that is a number");
    require_not_ok(session, R"({"command": "no-such-command"})", "an unknown command");
    require_not_ok(session, R"({"command": "why"})", "a command without its required field");
    require_not_ok(session, R"({"command": "why", "item": [1, 2]})", "a field of the wrong type");
    require_not_ok(session, "{\"command\": \"why\", \"item\": \"\xFF\"}", "a request not in UTF-8");
    require_not_ok(session, std::string(60'000, '['), "sixty thousand brackets");
    std::string long_one = R"({"command": "why", "item": ")";
    long_one += std::string(AFPUNT_COMMAND_REQUEST_MAX, 'x') + "\"}";
    require_not_ok(session, long_one, "a request of more bytes than AFPUNT_COMMAND_REQUEST_MAX");
    // Whole requests with bytes that fell over.
    Dice dice(tried.seed);
    const std::string whole = R"({"command": "why", "item": "V1", "language": "en", "who": "An"})";
    constexpr int tries = 200;
    for (int i = 0; i < tries; ++i) {
        std::string broken = whole;
        for (std::uint64_t k = 1 + dice.throw_below(3); k > 0; --k)
            broken[dice.throw_below(broken.size())] = static_cast<char>(dice.throw_below(256));
        std::string& answer = session.room_for_answer();
        if (session.execute(broken, answer) == AFPUNT_OK)
            session.work_until([&] { return !answer.empty(); }, "the answer to a broken request");
    }
    require_answered(session.run(), "a run after all that");
    session.destroy();
}

void requests_are_copied(const PluginUnderTest& tried) {
    ScriptedHost host(tried.folder);
    Session session(*tried.entry, host);
    std::string request = R"({"command": "status", "language": "en"})";
    std::string& answer = session.room_for_answer();
    require_status("execute", session.execute(request, answer), AFPUNT_OK);
    // [borrowed]: from here on the bytes are the host's again.
    request.assign(request.size(), '!');
    require(answer.empty(), "execute answered before it returned");
    session.work_until([&] { return !answer.empty(); }, "the answer to a command");
    require(answer.find(R"("ok":true)") != std::string::npos,
            "the request was read after execute had returned: " + answer);
    session.destroy();
}

// Counts how often each command was answered.
struct Answered {
    int times = 0;
};
void count(void* answered, const char*, std::uint64_t) {
    ++static_cast<Answered*>(answered)->times;
}

void each_command_is_answered_once(const PluginUnderTest& tried) {
    constexpr std::size_t many = 40;
    std::vector<Answered> answered(many);
    ScriptedHost host(tried.folder);
    Session session(*tried.entry, host);
    const afpunt_plugin* plugin = session.plugin();
    const auto* commands = static_cast<const afpunt_plugin_command*>(
        plugin->get_extension(plugin, AFPUNT_EXT_COMMAND));
    require(commands != nullptr, "the plugin does not offer " AFPUNT_EXT_COMMAND);
    constexpr const char* requests[] = {R"({"command": "run"})", R"({"command": "plan"})",
                                        R"({"command": "nothing"})"};
    std::size_t asked = 0;
    for (std::size_t i = 0; i < many; ++i) {
        const auto status =
            commands->execute(plugin, view(requests[i % 3]), count, &answered[i], nullptr);
        if (status == AFPUNT_E_BUSY) break;
        require_status("execute", status, AFPUNT_OK);
        asked = i + 1;
    }
    session.work_until([&] { return answered[asked / 2].times > 0; }, "half of the answers");
    session.stop();
    for (std::size_t i = 0; i < asked; ++i) {
        require(answered[i].times == 1, "command " + std::to_string(i + 1) + " was answered " +
                                            std::to_string(answered[i].times) +
                                            " times when stop() had ended");
    }
    session.destroy();
}

} // namespace

std::vector<PluginCase> command_cases() {
    return {
        {"commands-of-any-text", "What is no command is refused, by status or in the answer.",
         "afpunt/ext/command.h", commands_of_any_text},
        {"requests-are-copied", "A request is good until execute returns, and no longer.",
         "afpunt/values.h: [borrowed]", requests_are_copied},
        {"each-command-is-answered-once", "Each command is answered exactly once, or by stop().",
         "afpunt/ext/command.h", each_command_is_answered_once},
    };
}

} // namespace afpunt::conformance
