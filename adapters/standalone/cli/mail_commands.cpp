// SPDX-License-Identifier: MIT
#include "cli/mail_commands.hpp"

#include "cli/words.hpp"

#include <boost/json.hpp>

#include <map>

namespace afpunt::standalone::cli {
namespace {

namespace json = boost::json;

std::string text_of(const json::object& object, const char* field) {
    const json::value* value = object.if_contains(field);
    return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

Style style_of_outcome(std::string_view outcome) {
    if (outcome == "returned" || outcome == "returned-for-now" || outcome == "complaint") {
        return Style::Warning;
    }
    return outcome == "unreadable" ? Style::Bad : Style::Plain;
}

// Mails that change nothing can be many: each kind is counted, and said once.
bool is_said_once(std::string_view outcome) {
    return outcome == "unknown-letter" || outcome == "no-notice" || outcome == "known-already";
}

class BounceView {
public:
    explicit BounceView(Terminal& terminal) : terminal_(terminal) {}
    void add(const json::object& mail) {
        const std::string outcome = text_of(mail, "outcome");
        const std::string text = text_of(mail, "text");
        if (is_said_once(outcome)) {
            auto& [count, words] = silent_[outcome];
            ++count;
            words = text;
            return;
        }
        terminal_.line(text_of(mail, "mail") + ": " + text, style_of_outcome(outcome));
    }
    void end() {
        for (const auto& [outcome, said] : silent_) {
            terminal_.line(std::to_string(said.first) + "x " + said.second, Style::Faint);
        }
    }

private:
    Terminal& terminal_;
    std::map<std::string, std::pair<int, std::string>> silent_;
};

} // namespace

Exit take_bounces(const CommandLine& line, Terminal& terminal, const Reader& reader,
                  const Ask& ask) {
    const std::string path = std::filesystem::absolute(line.names.at(0)).string();
    BounceView view(terminal);
    json::array mails;
    std::string after;
    bool some_unreadable = false;
    while (true) {
        auto answer = ask({{"command", "bounce"}, {"path", path}, {"after", after}});
        if (!answer) return Exit::Refused;
        for (json::value& mail : answer->at("mails").as_array()) {
            some_unreadable =
                some_unreadable || text_of(mail.as_object(), "outcome") == "unreadable";
            if (!line.json) view.add(mail.as_object());
            mails.push_back(std::move(mail));
        }
        after = text_of(*answer, "next");
        if (!line.json) show_changes(terminal, *answer, reader);
        if (!after.empty()) continue;
        if (line.json) {
            (*answer)["mails"] = std::move(mails);
            terminal.stream() << json::serialize(*answer) << '\n';
        } else {
            view.end();
        }
        return some_unreadable ? Exit::SomethingRefused : Exit::Fine;
    }
}

Exit test_mail(const CommandLine& line, Terminal& terminal, const Reader&, const Ask& ask) {
    auto answer = ask({{"command", "mail-test"}, {"send_to", line.send_to}});
    if (!answer) return Exit::Refused;
    bool some_failed = false;
    std::vector<std::vector<std::string>> rows;
    for (const json::value& value : answer->at("checks").as_array()) {
        const json::object& check = value.as_object();
        const std::string verdict = text_of(check, "verdict");
        some_failed = some_failed || verdict == "failed";
        const std::string found = text_of(check, "found");
        const char* mark = verdict == "good"       ? "+"
                           : verdict == "failed"   ? "!"
                           : verdict == "doubtful" ? "?"
                           : verdict == "missing"  ? "-"
                                                   : " ";
        rows.push_back({mark, text_of(check, "check"),
                        text_of(check, "text") + (found.empty() ? "" : " [" + found + "]")});
    }
    if (line.json) {
        terminal.stream() << json::serialize(*answer) << '\n';
    } else {
        terminal.table(rows);
    }
    return some_failed ? Exit::SomethingRefused : Exit::Fine;
}

} // namespace afpunt::standalone::cli
