// SPDX-License-Identifier: MIT
#include "conformance/command_line.hpp"

#include <charconv>
#include <string_view>

namespace afpunt::conformance {
namespace {

constexpr const char* help =
    R"(afpunt-conformance: does a plugin, or a host, keep to the headers of afpunt?

  afpunt-conformance plugin [OPTIONS] FILE.so
  afpunt-conformance host [OPTIONS] PROGRAM [ARGUMENT...]

plugin  Loads the library as a host does and tries it with a scripted host: structs of every size,
        services that are missing, events twice and in disorder, threads, forks, mail servers that
        hang, payments in the instant before a letter leaves.
host    Runs the program, which loads a scripted plugin in the place of libafpunt.so. That one reads
        its book in every way that the headers allow, asks for permits, calls back from other
        threads, and minds its manners. Nothing leaves, and nothing is booked without --may-book;
        still, give it a book that you can miss.

Each case runs in a process of its own. What it found is printed as TAP; a case that fails says which
rule of which header was broken, and how to see it again.

A host is told what to load in one of these ways, whichever suits it:
  {plugin}       in an argument becomes the path of the scripted plugin
  {folder}       becomes an empty folder of the case's own, for state
  AFPUNT_MODULE  in the environment holds the path as well
For example:
  afpunt-conformance host ./minimal_host {plugin} {folder}
  afpunt-conformance host --before 'cp -r sample-book {folder}/book' afpunt --book {folder}/book status
  afpunt-conformance host python3 my_host.py --module {plugin} --state {folder}

Options:
  --case NAME       only this case; may be given several times
  --seed N          throw the dice of an earlier run; the seed of each run is printed
  --limit SECONDS   for one case, by default 60
  --json            one JSON object instead of TAP
  --list            print the cases and their rules, and run none

Options for hosts:
  --before COMMAND  for the shell, before each case: prepares a book in {folder}
  --change COMMAND  for the shell, in the middle of a reading: changes the host's book
  --may-book        match a line of the bank with an item of the book, and untie it again
  --stays           the program does not end by itself: ask it to (SIGTERM) when the case is over
  --scripted-plugin FILE   instead of the libafpunt-conformance-plugin.so that lies with this program

Exit codes: 0 all passed or skipped, 1 a case failed, 2 wrong use, 3 nothing to try (no such library
or program, no entry in it), 70 a mistake of the kit's own.
)";

template <typename Number>
bool read_number(const std::string& text, Number& out) {
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, out);
    return read.ec == std::errc() && read.ptr == end;
}

// As the shell takes it for one word.
std::string quoted(const std::string& word) {
    constexpr const char* plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  "/._-+=:,@{}";
    if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
    std::string text = "'";
    for (const char c : word)
        text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

// Takes the options one by one; what is left is the subject.
class Reader {
public:
    explicit Reader(const std::vector<std::string>& arguments) : arguments_(arguments) {}

    bool read(Options& options) {
        while (at_ < arguments_.size() && wrong_.empty()) {
            const std::string& word = arguments_[at_];
            if (word == "--") {
                ++at_;
                break;
            }
            if (word.rfind("--", 0) != 0) break;
            const std::size_t began = at_++;
            if (!read_for_all(options, word) &&
                !(options.tried == Options::Tried::Host && read_for_hosts(options, word))) {
                wrong_ = "there is no option " + word;
            }
            const bool chooses =
                word == "--case" || word == "--seed" || word == "--json" || word == "--list";
            for (std::size_t i = began; i < at_ && !chooses; ++i)
                options.given += " " + quoted(arguments_[i]);
        }
        options.subject.assign(arguments_.begin() + static_cast<std::ptrdiff_t>(at_),
                               arguments_.end());
        for (const std::string& word : options.subject)
            options.given += " " + quoted(word);
        if (wrong_.empty() && options.subject.empty() && !options.list) {
            wrong_ = options.tried == Options::Tried::Plugin ? "which library? name its file"
                                                             : "which program? name it";
        }
        if (wrong_.empty() && options.tried == Options::Tried::Plugin &&
            options.subject.size() > 1) {
            wrong_ = "one library at a time; options stand before it";
        }
        return wrong_.empty();
    }
    [[nodiscard]] const std::string& wrong() const { return wrong_; }

private:
    bool read_for_all(Options& options, const std::string& word) {
        if (word == "--json") {
            options.json = true;
        } else if (word == "--list") {
            options.list = true;
        } else if (word == "--case") {
            options.cases.push_back(value_of(word));
        } else if (word == "--seed") {
            options.seed = number_of<std::uint64_t>(word);
        } else if (word == "--limit") {
            options.limit = std::chrono::seconds(number_of<std::uint32_t>(word));
        } else {
            return false;
        }
        return true;
    }
    bool read_for_hosts(Options& options, const std::string& word) {
        if (word == "--before") {
            options.before = value_of(word);
        } else if (word == "--change") {
            options.change = value_of(word);
        } else if (word == "--may-book") {
            options.may_book = true;
        } else if (word == "--stays") {
            options.stays = true;
        } else if (word == "--scripted-plugin") {
            options.scripted_plugin = value_of(word);
        } else {
            return false;
        }
        return true;
    }
    std::string value_of(const std::string& word) {
        if (at_ < arguments_.size()) return arguments_[at_++];
        wrong_ = word + " needs a value";
        return {};
    }
    template <typename Number>
    Number number_of(const std::string& word) {
        const std::string value = value_of(word);
        Number number{};
        if (wrong_.empty() && !read_number(value, number)) {
            wrong_ = word + ": found '" + value + "', expected a whole number";
        }
        return number;
    }
    const std::vector<std::string>& arguments_;
    std::size_t at_ = 1; // behind "plugin" or "host"
    std::string wrong_;
};

} // namespace

CommandLine read_command_line(const std::vector<std::string>& arguments) {
    CommandLine line;
    const std::string first = arguments.empty() ? "" : arguments.front();
    if (first == "--help" || first == "-h" || first == "help") {
        line.out = help;
        return line;
    }
    if (first == "--version") {
        line.out = "afpunt-conformance " AFPUNT_CONFORMANCE_VERSION "\n";
        return line;
    }
    line.exit = Exit::WrongUse;
    if (first != "plugin" && first != "host") {
        line.err = "Usage: afpunt-conformance plugin|host [OPTIONS] ...; --help tells more\n";
        return line;
    }
    for (const std::string& word : arguments) {
        if (word == "--") break;
        if (word != "--help") continue;
        line.exit = Exit::Passed;
        line.out = help;
        return line;
    }
    Options options;
    options.tried = first == "plugin" ? Options::Tried::Plugin : Options::Tried::Host;
    Reader reader(arguments);
    if (!reader.read(options)) {
        line.err = "afpunt-conformance: " + reader.wrong() + "; --help tells more\n";
        return line;
    }
    line.exit = Exit::Passed;
    line.options = std::move(options);
    return line;
}

} // namespace afpunt::conformance
