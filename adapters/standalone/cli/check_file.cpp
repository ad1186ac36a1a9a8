// SPDX-License-Identifier: MIT
//
// The readers say what is wrong inside a statement; what does not fit between statements is found
// here.
#include "cli/check_file.hpp"

#include "book_folder.hpp"
#include "cli/words.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <iostream>

namespace afpunt::standalone::cli {
namespace {

namespace json = boost::json;

// Years of statements of many accounts; beyond that they are only counted.
constexpr std::size_t statements_listed_max = 10'000;
// The readers tell at most a hundred things about one file, and a zip holds many of them.
constexpr std::size_t problems_max = 1'000;

// Keeps sums, not lines.
class CheckSink final : public StatementSink {
public:
    explicit CheckSink(FileCheck& check) : check_(check) {}
    void begin(const StatementHead& head) override {
        current_ = {};
        current_.head = head;
        if (const auto currency = Currency::parse(head.currency)) {
            current_.came_in = current_.went_out = Money{0, *currency};
        }
    }
    void entry(const BankEntry& entry) override {
        const bool out = entry.amount.is_negative();
        ++(out ? current_.lines_out : current_.lines_in);
        Money& total = out ? current_.went_out : current_.came_in;
        if (const auto sum = out ? subtract(total, entry.amount) : add(total, entry.amount)) {
            total = *sum;
        }
    }
    void end(const StatementFoot& foot, bool sound) override {
        current_.foot = foot;
        current_.sound = sound;
        if (check_.statements.size() < statements_listed_max) {
            check_.statements.push_back(current_);
        } else {
            ++check_.statements_not_listed;
        }
    }
    void problem(const Problem& problem) override {
        if (check_.problems.size() < problems_max) check_.problems.push_back(problem);
    }
    void progress(std::uint64_t, std::uint64_t) override {}

private:
    FileCheck& check_;
    CheckedStatement current_;
};

std::string name_of(const CheckedStatement& statement) {
    const std::string days = statement.sound ? " of " + statement.foot.until.iso() : std::string();
    return statement.head.account + ", statement " +
           (statement.head.number.empty() ? "without number" : statement.head.number) + days;
}

class Comparison {
public:
    explicit Comparison(FileCheck& check) : check_(check) {}

    void run() {
        std::vector<const CheckedStatement*> sorted;
        for (const CheckedStatement& one : check_.statements) {
            if (one.sound && !one.head.provisional) sorted.push_back(&one);
        }
        // Files may list the newest first.
        std::ranges::stable_sort(sorted, {}, [](const CheckedStatement* one) {
            return std::tie(one->head.account, one->head.currency, one->foot.until, one->foot.from,
                            one->head.sequence);
        });
        for (std::size_t at = 1; at < sorted.size(); ++at) {
            const CheckedStatement& previous = *sorted[at - 1];
            const CheckedStatement& next = *sorted[at];
            if (previous.head.account != next.head.account ||
                previous.head.currency != next.head.currency) {
                continue;
            }
            compare_numbers(previous, next);
            compare_balances(previous, next);
        }
    }

private:
    void odd(const CheckedStatement& statement, std::string field, std::string found,
             std::string expected) {
        if (check_.problems.size() >= problems_max) return;
        check_.problems.push_back(
            {Severity::Warning,
             {name_of(statement), std::move(field), std::move(found), std::move(expected)}});
    }

    void compare_numbers(const CheckedStatement& previous, const CheckedStatement& next) {
        const int before = previous.head.sequence;
        const int number = next.head.sequence;
        if (before == 0 || number == 0 || number == before + 1) return;
        const bool new_year = next.foot.until.year() > previous.foot.until.year();
        if (new_year && number == 1) return;
        // Some banks number by the day of the year.
        if (!new_year && number - before == next.foot.until - previous.foot.until) return;
        odd(next, "number", std::to_string(number),
            std::to_string(before + 1) + ", after " + std::to_string(before));
    }

    void compare_balances(const CheckedStatement& previous, const CheckedStatement& next) {
        if (previous.foot.closing && next.head.opening) {
            if (*previous.foot.closing == *next.head.opening) return;
            odd(next, "opening balance", next.head.opening->decimal(),
                previous.foot.closing->decimal() + ", the closing balance of " + name_of(previous));
        } else if (next.foot.from > previous.foot.until + 1) {
            odd(next, "first day", next.foot.from.iso(),
                "the day after " + previous.foot.until.iso() + ", where " + name_of(previous) +
                    " ends");
        }
    }

    FileCheck& check_;
};

void tell_strange_accounts(FileCheck& check, std::span<const LedgerAccount> accounts) {
    std::vector<std::string> told;
    for (const CheckedStatement& one : check.statements) {
        const bool ours = std::ranges::any_of(accounts, [&](const LedgerAccount& account) {
            return account.iban == one.head.account && account.currency == one.head.currency;
        });
        const std::string name = one.head.account + " (" + one.head.currency + ")";
        if (ours || std::ranges::find(told, name) != told.end()) continue;
        told.push_back(name);
        check.problems.push_back(
            {Severity::Warning,
             {"", "account", name,
              "an account of this book, an [[account]] table of afpunt.toml"}});
    }
}

const char* word_of(Severity severity) {
    return severity == Severity::Error     ? "error"
           : severity == Severity::Warning ? "warning"
                                           : "notice";
}

json::value amount_or_null(const std::optional<Money>& money) {
    return money ? json::value(money->decimal()) : json::value(nullptr);
}

json::object json_of(const CheckedStatement& one) {
    return {{"account", one.head.account},
            {"currency", one.head.currency},
            {"holder", one.head.holder},
            {"number", one.head.number},
            {"provisional", one.head.provisional},
            {"from", one.foot.from.iso()},
            {"until", one.foot.until.iso()},
            {"opening", amount_or_null(one.head.opening)},
            {"closing", amount_or_null(one.foot.closing)},
            {"lines_in", one.lines_in},
            {"came_in", one.came_in.decimal()},
            {"lines_out", one.lines_out},
            {"went_out", one.went_out.decimal()},
            {"sound", one.sound}};
}

std::vector<std::string> row_of(const CheckedStatement& one, std::string_view language) {
    const auto text = [&](Word which) { return std::string(word(which, language)); };
    const auto balance = [](const std::optional<Money>& money) {
        return money ? money->decimal() : std::string("?");
    };
    if (!one.sound) return {one.head.account, one.head.number, text(Word::Refused), "", ""};
    std::string moved = std::to_string(one.lines_in) + " " + text(Word::CameIn) + " " +
                        one.came_in.decimal() + ", " + std::to_string(one.lines_out) + " " +
                        text(Word::WentOut) + " " + one.went_out.decimal();
    if (one.head.provisional) moved += " (" + text(Word::Provisional) + ")";
    return {one.head.account, one.head.number, one.foot.from.iso() + " - " + one.foot.until.iso(),
            text(Word::Balance) + " " + balance(one.head.opening) + " -> " +
                balance(one.foot.closing) + " " + one.head.currency,
            moved};
}

} // namespace

bool FileCheck::has_errors() const {
    return std::ranges::any_of(
        problems, [](const Problem& problem) { return problem.severity == Severity::Error; });
}

FileCheck check_bank_file(const std::filesystem::path& path, std::span<const CsvMapping> mappings,
                          std::span<const LedgerAccount> accounts) {
    FileCheck check;
    CheckSink sink(check);
    const auto format = read_bank_file(path, sink, mappings);
    if (format) {
        check.format = standalone::name_of(*format);
    } else {
        check.problems.push_back({Severity::Error, format.error()});
    }
    Comparison(check).run();
    if (!accounts.empty()) tell_strange_accounts(check, accounts);
    return check;
}

json::object json_of(const FileCheck& check) {
    json::array statements, problems;
    for (const CheckedStatement& one : check.statements)
        statements.push_back(json_of(one));
    for (const Problem& problem : check.problems) {
        problems.push_back({{"severity", word_of(problem.severity)},
                            {"where", problem.failure.where},
                            {"field", problem.failure.field},
                            {"text", problem.failure.sentence()}});
    }
    return {{"ok", !check.has_errors()},
            {"format", check.format},
            {"statements", std::move(statements)},
            {"statements_not_listed", check.statements_not_listed},
            {"problems", std::move(problems)}};
}

void show(Terminal& terminal, const FileCheck& check, std::string_view language) {
    const auto text = [&](Word which) { return std::string(word(which, language)); };
    terminal.line((check.format.empty() ? "?" : check.format) + ": " +
                      std::to_string(check.statements.size() + check.statements_not_listed) + " " +
                      text(Word::Statements),
                  Style::Bold);
    std::vector<std::vector<std::string>> rows;
    for (const CheckedStatement& one : check.statements)
        rows.push_back(row_of(one, language));
    terminal.table(rows);
    if (check.problems.empty()) {
        terminal.line(text(Word::NothingOdd), Style::Good);
    } else {
        terminal.heading(text(Word::Problems) + " (" + std::to_string(check.problems.size()) + ")");
        rows.clear();
        for (const Problem& problem : check.problems) {
            const char* mark = problem.severity == Severity::Error     ? "!!"
                               : problem.severity == Severity::Warning ? "!"
                                                                       : "-";
            rows.push_back({mark, problem.failure.sentence()});
        }
        terminal.table(rows);
    }
    terminal.line(text(Word::OnlyChecked), Style::Faint);
}

Exit check_file(const CommandLine& line) {
    BookSettings settings;
    std::error_code error;
    const std::filesystem::path file = line.book / "afpunt.toml";
    if (std::filesystem::exists(file, error)) {
        auto text = read_text_file(file);
        auto read = text ? read_book_settings(std::move(*text))
                         : Result<BookSettings>(tl::unexpected<Failure>(text.error()));
        if (!read) {
            std::cerr << "afpunt: " << safe(read.error().sentence()) << '\n';
            return Exit::CannotOpen;
        }
        settings = std::move(*read);
    }
    const FileCheck check = check_bank_file(line.check, settings.csv_mappings, settings.accounts);
    if (line.json) {
        std::cout << json::serialize(json_of(check)) << '\n';
    } else {
        Terminal terminal = Terminal::standard();
        show(terminal, check, line.language.empty() ? settings.language : line.language);
    }
    return check.has_errors() ? Exit::SomethingRefused : Exit::Fine;
}

} // namespace afpunt::standalone::cli
