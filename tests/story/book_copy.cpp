// SPDX-License-Identifier: MIT
#include "book_copy.hpp"

#include "support/shared_data.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

namespace afpunt::tests {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::string for_the_shell(std::string_view argument) {
    std::string out = "'";
    for (const char c : argument)
        out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

std::string text_of(const json::object& object, std::string_view field) {
    const json::value* value = object.if_contains(field);
    return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}
std::string amount_of(const json::object& object, std::string_view field) {
    const json::value* value = object.if_contains(field);
    return value != nullptr && value->is_object() ? text_of(value->as_object(), "amount")
                                                  : std::string();
}

fs::path fresh_folder() {
    std::string name = (fs::temp_directory_path() / "afpunt-story-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    return name;
}

} // namespace

Outcome run_program(const std::vector<std::string>& arguments, const std::string& environment) {
    const fs::path folder = fresh_folder();
    const fs::path errors = folder / "errors";
    std::string line = environment;
    for (const std::string& argument : arguments)
        line += " " + for_the_shell(argument);
    line += " 2>" + for_the_shell(errors.string());
    Outcome run;
    if (FILE* pipe = popen(line.c_str(), "r")) {
        std::array<char, 65536> buffer{};
        for (std::size_t read = 0; (read = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
            run.output.append(buffer.data(), read);
        const int status = pclose(pipe);
        run.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    run.errors = read_file(errors);
    fs::remove_all(folder);
    return run;
}

bool has_program(const std::string& name) {
    return run_program({"which", name}).exit_code == 0;
}

BookCopy::BookCopy() : root_(fresh_folder()) {
    fs::copy(fs::path(AFPUNT_SOURCE_FOLDER) / "packaging" / "sample-book", root_,
             fs::copy_options::recursive);
}

BookCopy::~BookCopy() {
    std::error_code error;
    fs::remove_all(root_, error);
}

void BookCopy::bring(std::initializer_list<std::string_view> files) const {
    for (const std::string_view file : files)
        fs::copy_file(root_ / "later" / file, root_ / "bank" / file);
}

void BookCopy::live_until_the_first_letters() {
    set_day("2026-11-02");
    ask({"run"});
    set_day("2026-11-18");
    bring({"2026-11-13.xml", "2026-11-17.cod", "2026-11-17.xml"});
    ask({"release", "2026-0093"});
    ask({"run"});
    set_day("2026-11-19");
    bring({"2026-11-18.cod", "2026-11-18.xml"});
    ask({"run"});
    ask({"approve", "--all"});
}

void BookCopy::write(std::string_view file, std::string_view bytes) const {
    std::ofstream(root_ / file, std::ios::binary | std::ios::trunc) << bytes;
}

void BookCopy::add_payment_links() const {
    const fs::path key = root_ / "payment-link.key";
    write("payment-link.key", "0123456789abcdef0123456789abcdef");
    fs::permissions(key, fs::perms::owner_read | fs::perms::owner_write);
    std::ofstream(root_ / "afpunt.toml", std::ios::app)
        << "[payment_link]\npage = \"https://pay.example.org/betalen\"\nkey = \"sample-1\"\n"
           "[secrets]\n\"payment-link.sample-1\" = { file = \"payment-link.key\" }\n";
}

void BookCopy::add_hosted_links(const std::string& provider, const std::string& api_url,
                                const std::string& key) const {
    write("payment-link.key", key + "\n");
    fs::permissions(root_ / "payment-link.key", fs::perms::owner_read | fs::perms::owner_write);
    std::ofstream(root_ / "afpunt.toml", std::ios::app)
        << "[payment_link]\nprovider = \"" << provider << "\"\napi_url = \"" << api_url
        << "\"\n[secrets]\n\"payment-link." << provider << "\" = { file = \"payment-link.key\" }\n";
}

Outcome BookCopy::command(std::vector<std::string> arguments) const {
    std::vector<std::string> line{AFPUNT_COMMAND, "--book", root_.string(), "--language", language_,
                                  "--who",        "An",     "--on",         day_};
    line.insert(line.end(), arguments.begin(), arguments.end());
    return run_program(line, "LC_ALL=C.UTF-8 AFPUNT_MODULE=" + for_the_shell(AFPUNT_MODULE_FILE));
}

json::object BookCopy::ask(std::vector<std::string> arguments, int expected_exit) {
    arguments.insert(arguments.begin(), "--json");
    const Outcome run = command(arguments);
    EXPECT_EQ(run.exit_code, expected_exit) << arguments[1] << ": " << run.output << run.errors;
    json::error_code error;
    json::value answer = json::parse(run.output, error);
    EXPECT_FALSE(error) << arguments[1] << " answered: " << run.output << run.errors;
    return answer.is_object() ? std::move(answer.as_object()) : json::object();
}

Reasons BookCopy::reasons() {
    Reasons reasons;
    const json::object plan = ask({"plan"});
    for (const json::value& value : plan.at("decisions").as_array()) {
        const json::object& decision = value.as_object();
        reasons[text_of(decision, "number")] = {
            text_of(decision, "reason"), amount_of(decision, "open"), text_of(decision, "step")};
    }
    return reasons;
}

std::string BookCopy::reason(const std::string& invoice) {
    const json::object answer = ask({"why", invoice});
    const json::value* items = answer.if_contains("items");
    if (items == nullptr || items->as_array().size() != 1) return "not one item";
    return text_of(items->as_array()[0].as_object(), "reason");
}

std::vector<LetterSeen> BookCopy::letters(const std::string& state) {
    std::vector<std::string> arguments{"letters"};
    if (!state.empty()) arguments.insert(arguments.end(), {"--state", state});
    std::vector<LetterSeen> letters;
    const json::object answer = ask(arguments);
    for (const json::value& value : answer.at("letters").as_array()) {
        const json::object& letter = value.as_object();
        LetterSeen seen{text_of(letter, "letter"),
                        text_of(letter, "customer"),
                        text_of(letter, "state"),
                        amount_of(letter, "total"),
                        text_of(letter, "state_reason"),
                        text_of(letter, "on"),
                        {}};
        for (const json::value& item : letter.at("items").as_array()) {
            const json::object& line = item.as_object();
            seen.items.push_back(text_of(line, "number") + " " + text_of(line, "step") + " " +
                                 amount_of(line, "open"));
        }
        letters.push_back(std::move(seen));
    }
    return letters;
}

std::string BookCopy::proposed_line(std::string_view text) {
    const json::object plan = ask({"plan"});
    for (const json::value& value : plan.at("proposals").as_array()) {
        const json::object& proposal = value.as_object();
        const std::string shown = text_of(proposal, "remittance") + " " +
                                  text_of(proposal, "payer") + " " + text_of(proposal, "evidence");
        if (shown.find(text) != std::string::npos) return text_of(proposal, "bank_line");
    }
    return {};
}

} // namespace afpunt::tests
