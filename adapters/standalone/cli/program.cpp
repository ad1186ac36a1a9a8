// SPDX-License-Identifier: MIT
#include "cli/program.hpp"

#include "cli/check_file.hpp"
#include "cli/init_book.hpp"
#include "cli/mail_commands.hpp"
#include "cli/new_book_text.hpp"
#include "cli/sending_words.hpp"
#include "cli/terminal.hpp"
#include "cli/views.hpp"
#include "cli/watch.hpp"
#include "cli/words.hpp"
#include "session.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <iostream>
#include <unistd.h>

namespace afpunt::standalone::cli {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

// Everything one command needs: the session, the terminal, whom it speaks to.
class Program {
public:
    explicit Program(const CommandLine& line) : line_(line), terminal_(Terminal::standard()) {}

    Exit run();

private:
    Exit open();
    Exit import(bool show_lists);
    Exit watch();
    Exit view();
    Exit show();
    Exit report();
    Exit act(json::object request);
    Exit sending();
    [[nodiscard]] json::object request_of_action() const;
    Exit refused(const Failure& failure);
    // The answer when it is good; otherwise it was shown.
    std::optional<json::object> ask(json::object request);
    Exit write_output(const std::filesystem::path& path, const std::string& bytes);
    void print(const json::object& answer) { std::cout << json::serialize(answer) << '\n'; }

    const CommandLine& line_;
    Terminal terminal_;
    Reader reader_;
    std::unique_ptr<Session> session_;
};

// A moving line on the error output, for files that take longer than a moment.
Intake::ProgressTeller progress_teller(const CommandLine& line) {
    if (line.json || isatty(STDERR_FILENO) != 1) return {};
    return [last = std::chrono::steady_clock::now(), shown = false](
               const std::string& file, std::uint64_t read, std::uint64_t total) mutable {
        const auto now = std::chrono::steady_clock::now();
        if (total > 0 && read < total && now - last > milliseconds(300)) {
            last = now;
            shown = true;
            std::cerr << '\r' << safe(file) << ": " << read * 100 / total << " %   " << std::flush;
        } else if (shown && read >= total) {
            shown = false;
            std::cerr << '\r' << std::string(file.size() + 12, ' ') << '\r' << std::flush;
        }
    };
}

// "... 3 s" on the error output when the module works for longer than a second.
std::function<void(milliseconds)> waiting_teller(const CommandLine& line) {
    if (line.json || isatty(STDERR_FILENO) != 1) return {};
    return [](milliseconds waited) {
        if (waited < std::chrono::seconds(1)) return;
        std::cerr << "\r... " << waited.count() / 1000 << " s\r" << std::flush;
    };
}

Exit Program::refused(const Failure& failure) {
    if (line_.json) {
        print({{"ok", false}, {"error", {{"message", failure.sentence()}}}});
    } else {
        std::cerr << "afpunt: " << safe(failure.sentence()) << '\n';
    }
    return Exit::Refused;
}

Exit Program::open() {
    SessionOptions options;
    options.book = line_.book;
    if (!line_.on.empty()) {
        auto day = Date::parse(line_.on);
        if (!day) {
            std::cerr << "afpunt: --on: " << day.error().sentence() << '\n';
            return Exit::WrongUse;
        }
        options.on = *day;
    }
    options.progress = progress_teller(line_);
    options.waiting = waiting_teller(line_);
    options.say = [](afpunt_severity severity, std::string_view text) {
        // Standard output is for the answer; warnings must not break a program that reads JSON.
        if (severity >= AFPUNT_LOG_WARNING) std::cerr << "afpunt: " << safe(text) << '\n';
    };
    auto session = Session::open(std::move(options));
    if (!session) {
        (void)refused(session.error());
        return Exit::CannotOpen;
    }
    session_ = std::move(*session);
    const BookSettings& settings = session_->book().settings();
    reader_.language = line_.language.empty() ? settings.language : line_.language;
    reader_.sample = settings.sample;
    return Exit::Fine;
}

std::optional<json::object> Program::ask(json::object request) {
    request["language"] = reader_.language;
    if (!line_.who.empty()) request["who"] = line_.who;
    auto answer = session_->ask(std::move(request));
    if (!answer) {
        (void)refused(answer.error());
        return std::nullopt;
    }
    if (!answer->at("ok").as_bool()) {
        if (line_.json) {
            print(*answer);
        } else {
            const auto& error = answer->at("error").as_object();
            std::cerr << "afpunt: " << safe(error.at("message").as_string()) << '\n';
        }
        return std::nullopt;
    }
    return std::move(*answer);
}

json::object intake_json(const IntakeReport& report) {
    json::array messages;
    for (const IntakeMessage& message : report.messages) {
        const char* severity = message.severity == Severity::Error     ? "error"
                               : message.severity == Severity::Warning ? "warning"
                                                                       : "notice";
        messages.push_back(
            {{"severity", severity}, {"file", message.file}, {"text", message.text}});
    }
    return {{"invoices_new", report.invoices_new},
            {"invoices_known", report.invoices_known},
            {"invoices_refused", report.invoices_refused},
            {"bank_files_new", report.bank_files_new},
            {"bank_files_known", report.bank_files_known},
            {"bank_files_refused", report.bank_files_refused},
            {"statements_new", report.statements_new},
            {"statements_known", report.statements_known},
            {"statements_refused", report.statements_refused},
            {"lines_new", report.lines_new},
            {"lines_known", report.lines_known},
            {"returned_debits", report.returned_debits},
            {"open_item_lists_new", report.lists_new},
            {"open_item_lists_known", report.lists_known},
            {"open_item_lists_refused", report.lists_refused},
            {"settled_elsewhere", report.settled_elsewhere},
            {"reopened", report.reopened},
            {"messages", std::move(messages)}};
}

Exit Program::import(bool show_lists) {
    auto intake = session_->import_files(line_.trust);
    if (!intake) return refused(intake.error());
    auto answer = ask({{"command", "run"}});
    if (!answer) return Exit::Refused;
    if (line_.json) {
        (*answer)["intake"] = intake_json(*intake);
        print(*answer);
    } else {
        show_intake(terminal_, *intake, reader_);
        show_changes(terminal_, *answer, reader_);
        show_standing(terminal_, *answer, reader_);
        if (show_lists) {
            terminal_.line();
            show_plan(terminal_, *answer, reader_, line_.waiting);
        }
    }
    const bool some_refused = intake->has_errors() ||
                              !answer->at("not_prepared").as_array().empty() ||
                              !answer->at("not_delivered").as_array().empty();
    return some_refused ? Exit::SomethingRefused : Exit::Fine;
}

Exit Program::watch() {
    auto watch = FolderWatch::open({session_->book().bank(), session_->book().invoices()});
    if (!watch) return refused(watch.error());
    end_on_signals();
    Exit last = import(false);
    while (!was_told_to_end()) {
        if (!watch->wait(milliseconds(500))) {
            session_->idle(milliseconds(1));
            continue;
        }
        // A bank download often is several files: the last one decides when to begin.
        while (watch->wait(milliseconds(500))) {
        }
        last = import(false);
        std::cout << std::flush;
    }
    return last;
}

Exit Program::view() {
    json::object request{{"command", line_.command}};
    if (!line_.names.empty()) request["item"] = line_.names[0];
    if (line_.command == "verify-link") request["link"] = line_.names[0];
    if (!line_.state.empty()) request["state"] = line_.state;
    request["newest"] = line_.newest;
    // What people read has no lists.
    if (line_.command == "status" && !line_.json) request["brief"] = true;
    auto answer = ask(std::move(request));
    if (!answer) return Exit::Refused;
    if (line_.json || line_.command == "verify-link") {
        print(*answer);
    } else if (line_.command == "plan") {
        show_plan(terminal_, *answer, reader_, line_.waiting);
    } else if (line_.command == "why") {
        show_why(terminal_, *answer, reader_);
    } else if (line_.command == "letters") {
        show_letters(terminal_, *answer, reader_);
    } else if (line_.command == "status") {
        show_status(terminal_, *answer, reader_);
        show_sending_state(terminal_, *answer, reader_);
        show_standing(terminal_, *answer, reader_);
    } else {
        show_journal(terminal_, *answer);
    }
    return Exit::Fine;
}

Exit Program::write_output(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << bytes;
    file.flush();
    if (!file) return refused(Failure{{}, "output", path.string(), "a file that can be written"});
    terminal_.line(std::string(word(Word::Written, reader_.language)) + ": " + path.string());
    return Exit::Fine;
}

Exit Program::show() {
    const std::string form = line_.form.empty() ? "mail.txt" : line_.form;
    json::object request{{"command", "show"}, {"letter", line_.names[0]}};
    if (!line_.json || !line_.form.empty()) request["form"] = form;
    auto answer = ask(std::move(request));
    if (!answer) return Exit::Refused;
    if (line_.json) {
        print(*answer);
        return Exit::Fine;
    }
    const std::string bytes(answer->at("forms").at(form).as_string());
    if (!line_.output.empty()) return write_output(line_.output, bytes);
    std::cout << bytes;
    return Exit::Fine;
}

Exit Program::report() {
    auto answer = ask({{"command", "report"}});
    if (!answer) return Exit::Refused;
    if (line_.json) {
        print(*answer);
        return Exit::Fine;
    }
    std::filesystem::path path = line_.output;
    if (path.empty()) {
        auto status = ask({{"command", "status"}, {"brief", true}});
        if (!status) return Exit::Refused;
        path = session_->book().out() /
               ("report-" + std::string(status->at("on").as_string()) + ".html");
    }
    return write_output(path, std::string(answer->at("html").as_string()));
}

json::object Program::request_of_action() const {
    json::object request{{"command", line_.command}};
    const std::string first = line_.names.empty() ? std::string() : line_.names[0];
    if (line_.command == "approve") {
        json::array letters;
        for (const std::string& letter : line_.names)
            letters.push_back(json::value(letter));
        request["letters"] = std::move(letters);
        request["all"] = line_.all;
    } else if (line_.command == "match") {
        if (line_.not_his) request["command"] = "refuse-match";
        request["bank_line"] = first;
        if (line_.names.size() > 1) request["item"] = line_.names[1];
    } else if (line_.command == "unmatch") {
        request["allocation"] = first;
    } else if (line_.command == "settle") {
        request["letter"] = first;
        request["outcome"] = line_.names[1];
    } else if (line_.command == "book") {
        request["is"] = first;
        request["sent_folder"] = line_.sent_folder;
        if (!line_.from_copy.empty()) {
            request["from"] = std::filesystem::absolute(line_.from_copy).string();
        }
    } else if (line_.command == "confirm-bank") {
        request["account"] = first;
        request["until"] = line_.until;
    } else {
        request["item"] = first;
        request["customer"] = line_.customer;
        // A day that was not given is left to the module: today, and without end.
        if (!line_.from.empty()) request["from"] = line_.from;
        if (!line_.until.empty()) request["until"] = line_.until;
        request["reason"] = line_.reason;
        request["all_old_balances"] = line_.old_balances;
    }
    return request;
}

Exit Program::act(json::object request) {
    auto answer = ask(std::move(request));
    if (!answer) return Exit::Refused;
    if (line_.json) {
        print(*answer);
    } else {
        show_changes(terminal_, *answer, reader_);
        if (line_.command == "book" || line_.command == "settle") {
            terminal_.line("OK: " + line_.names.back());
        }
        if (line_.command == "match" || line_.command == "unmatch") {
            show_plan(terminal_, *answer, reader_, false);
        }
    }
    const json::value* not_delivered = answer->if_contains("not_delivered");
    const bool some_refused = not_delivered != nullptr && !not_delivered->as_array().empty();
    return some_refused ? Exit::SomethingRefused : Exit::Fine;
}

// Nobody switches sending on without having seen what would leave.
Exit Program::sending() {
    const std::string wanted = line_.names.empty() ? "" : line_.names[0];
    if (wanted.empty()) {
        auto status = ask({{"command", "status"}, {"brief", true}});
        if (!status) return Exit::Refused;
        if (line_.json) {
            print(status->at("sending").as_object());
        } else {
            show_sending_state(terminal_, *status, reader_);
        }
        return Exit::Fine;
    }
    json::object request{{"command", "sending"}, {"on", wanted == "on"}};
    if (!line_.seen.empty()) request["seen"] = line_.seen;
    if (wanted == "off" || line_.json || !line_.seen.empty()) return act(std::move(request));
    auto preview = ask(request);
    if (!preview) return Exit::Refused;
    if (preview->if_contains("would_send") == nullptr) return act(std::move(request));
    show_sending_preview(terminal_, *preview, reader_);
    if (!line_.yes) {
        std::cout << sending_question(reader_) << std::flush;
        std::string typed;
        std::getline(std::cin, typed);
        if (!is_yes(typed)) return Exit::Fine;
    }
    request["seen"] = preview->at("seen");
    const Exit switched = act(std::move(request));
    if (auto status = ask({{"command", "status"}, {"brief", true}}))
        show_sending_state(terminal_, *status, reader_);
    return switched;
}

Exit Program::run() {
    if (const Exit opened = open(); opened != Exit::Fine) return opened;
    const std::string& command = line_.command;
    if (command == "import") return import(false);
    if (command == "run") return import(true);
    if (command == "watch") return watch();
    if (command == "show") return show();
    if (command == "sending") return sending();
    if (command == "report") return report();
    const auto to_module = [this](json::object request) { return ask(std::move(request)); };
    if (command == "bounce") return take_bounces(line_, terminal_, reader_, to_module);
    if (command == "mail") return test_mail(line_, terminal_, reader_, to_module);
    for (const char* name : {"plan", "why", "letters", "status", "journal", "verify-link"}) {
        if (command == name) return view();
    }
    return act(request_of_action());
}

} // namespace

Exit carry_out(const CommandLine& line) {
    if (line.command == "import" && !line.check.empty()) return check_file(line);
    if (line.command != "init") return Program(line).run();
    auto folder = init_book(line, std::cin, std::cout);
    if (!folder) {
        std::cerr << "afpunt: " << safe(folder.error().sentence()) << '\n';
        return Exit::Refused;
    }
    auto made = read_book_settings(read_text_file(*folder / "afpunt.toml").value_or(""));
    std::cout << next_steps(folder->string(), made ? made->language : "en") << '\n';
    return Exit::Fine;
}

} // namespace afpunt::standalone::cli
