// SPDX-License-Identifier: MIT
#include "runtime/commands.hpp"

#include "runtime/command_actions.hpp"
#include "runtime/command_views.hpp"

#include <afpunt/ext/command.h>
#include <afpunt/text.hpp>

#include <boost/json.hpp>

namespace afpunt::runtime {

namespace json = boost::json;

std::string error_answer(std::string_view code, std::string_view message) {
    return json::serialize(
        json::object{{"ok", false}, {"error", {{"code", code}, {"message", message}}}});
}

std::string error_answer(const Failure& failure) {
    return json::serialize(json::object{{"ok", false},
                                        {"error",
                                         {{"code", "refused"},
                                          {"message", failure.sentence()},
                                          {"where", failure.where},
                                          {"field", failure.field},
                                          {"found", failure.found},
                                          {"expected", failure.expected}}}});
}

Result<json::object> parse_request(std::string_view text) {
    if (text.size() > AFPUNT_COMMAND_REQUEST_MAX) {
        return fail("request", std::to_string(text.size()) + " bytes", "at most 65536 bytes");
    }
    if (!text::is_utf8(text)) return fail("request", "bytes that are not UTF-8", "UTF-8 text");
    json::error_code error;
    json::parse_options options;
    options.max_depth = 8; // requests are flat; depth is somebody's attack
    json::value value = json::parse(text, error, {}, options);
    if (error || !value.is_object()) {
        return fail("request", std::string(text::utf8_prefix(text, 80)), "a JSON object");
    }
    if (const auto* command = value.as_object().if_contains("command");
        command == nullptr || !command->is_string()) {
        return fail("command", "", "the name of a command");
    }
    return std::move(value.as_object());
}

void execute(FollowUp& follow_up, const json::object& request_json, const Answer& answer) {
    const Request request(request_json);
    const std::string command = request.text("command");
    std::string language = request.text("language");
    if (language.empty()) language = follow_up.configuration().policy.default_language;
    if (const Action action = find_action(command)) {
        return action(follow_up, request, language, answer);
    }
    const View view = find_view(command);
    if (!view) {
        return answer(
            error_answer("unknown-command",
                         "'" + command +
                             "' is no command; there are: plan, why, letters, show, "
                             "report, status, journal, verify-link, run, approve, hold, release, "
                             "confirm-bank, match, unmatch, refuse-match, sending, settle, book, "
                             "bounce, mail-test"));
    }
    // The request outlives this call: the view runs when the book has been read.
    follow_up.show([&follow_up, request_json, language, view,
                    answer](const Result<const Assessment*>& assessment) {
        if (!assessment) return answer(error_answer(assessment.error()));
        auto fields = view(follow_up, **assessment, Request(request_json), language);
        answer(fields ? ok_answer(std::move(*fields)) : error_answer(fields.error()));
    });
}

} // namespace afpunt::runtime
