// SPDX-License-Identifier: MIT
//
// From TOML 1.0 to a Policy. Every value is checked here, with its range in words, so that the plan
// never meets a policy that makes no sense. Charges and interest are refused as long as there is no
// law to check them against (product rule 6): a policy that asks for more than the law allows must
// not load.
#include "policy/policy_file.hpp"

#include <afpunt/text.hpp>
#include <afpunt/toml_library.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>

namespace afpunt::policy {
namespace {

// Limits, each far above what a person would write and low enough that a wrong file costs nothing.
constexpr std::size_t most_bytes = 262'144;  // a settings file, not a data file
constexpr std::size_t most_steps = 10;       // more reminders than that is harassment
constexpr std::size_t most_quiet_days = 400; // a year and a month of single days
constexpr std::size_t most_currencies = 20;  // for minimum amounts
constexpr std::size_t most_name_bytes = 40;  // ids and versions, they travel in every record
constexpr int longest_delay = 365;           // days; a debt of a year needs a person
constexpr int longest_coverage_lag = 30;     // working days; older bank data proves nothing
constexpr int longest_days_to_pay = 90;      // days
constexpr int longest_old_balance = 3650;    // days; ten years, where most claims lapse
constexpr int most_letters = 10000;          // a day
constexpr std::int64_t highest_minimum = 100'000'000; // minor units: EUR 1 000 000
constexpr std::int64_t highest_tolerance = 1'000;     // minor units: above 10 EUR it hides debts

constexpr std::array<std::string_view, 14> policy_keys{"id",
                                                       "version",
                                                       "calendar",
                                                       "language",
                                                       "mode",
                                                       "minimum",
                                                       "tolerance",
                                                       "least_days_between_messages",
                                                       "coverage_working_days",
                                                       "quiet_days",
                                                       "send_on_weekends",
                                                       "days_to_pay",
                                                       "old_balance_after_days",
                                                       "most_letters_per_day"};
constexpr std::array<std::string_view, 5> step_keys{"id", "after", "unit", "from", "tone"};
constexpr std::array<std::string_view, 9> charge_words{
    "charge", "charges", "fee", "fees", "interest", "cost", "costs", "penalty", "damages"};

using Checked = Result<void>;

[[nodiscard]] std::string line_of(const toml::source_region& source) {
    return "line " + std::to_string(source.begin.line);
}
[[nodiscard]] std::string_view kind_of(const toml::node& node) {
    switch (node.type()) {
    case toml::node_type::string: return "a text";
    case toml::node_type::integer: return "a whole number";
    case toml::node_type::floating_point: return "a number with decimals";
    case toml::node_type::boolean: return "true or false";
    case toml::node_type::array: return "a list";
    case toml::node_type::table: return "a table";
    default: return "a date or time";
    }
}

// Only what is said here is read: a wrong kind of value, or one outside its range, stops the file.
[[nodiscard]] tl::unexpected<Failure> refuse(const toml::node& node, std::string field,
                                             std::string_view found, std::string expected) {
    return tl::unexpected<Failure>(Failure{line_of(node.source()), std::move(field),
                                           std::string(text::utf8_prefix(found, most_name_bytes)),
                                           std::move(expected)});
}

[[nodiscard]] Checked read_text(const toml::table& table, std::string_view key,
                                std::string& value) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return {};
    const auto* text = node->as_string();
    if (text == nullptr) {
        return refuse(*node, std::string(key), std::string(kind_of(*node)), "a text in quotes");
    }
    value = text->get();
    return {};
}

[[nodiscard]] Checked read_number(const toml::table& table, std::string_view key, int least,
                                  int most, int& value) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return {};
    const std::string expected =
        "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
    const auto* number = node->as_integer();
    if (number == nullptr) {
        return refuse(*node, std::string(key), std::string(kind_of(*node)), expected);
    }
    if (number->get() < least || number->get() > most) {
        return refuse(*node, std::string(key), std::to_string(number->get()), expected);
    }
    value = static_cast<int>(number->get());
    return {};
}

[[nodiscard]] Checked read_switch(const toml::table& table, std::string_view key, bool& value) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return {};
    const auto* boolean = node->as_boolean();
    if (boolean == nullptr) {
        return refuse(*node, std::string(key), std::string(kind_of(*node)), "true or false");
    }
    value = boolean->get();
    return {};
}

// Amounts are texts: TOML's numbers with decimals are binary fractions, which hold no cents.
[[nodiscard]] Checked read_amount(const toml::node& node, std::string_view key, Currency currency,
                                  std::int64_t most, std::int64_t& value) {
    const std::string expected =
        "an amount in quotes, such as \"5.00\", from 0 to " + Money{most, currency}.decimal();
    const auto* text = node.as_string();
    if (text == nullptr) {
        return refuse(node, std::string(key), std::string(kind_of(node)), expected);
    }
    const Result<Money> amount = parse_money(text->get(), currency);
    if (!amount || amount->minor < 0 || amount->minor > most) {
        return refuse(node, std::string(key), text->get(), expected);
    }
    value = amount->minor;
    return {};
}

// One word out of a list; `choice` becomes its place.
[[nodiscard]] Checked read_choice(const toml::table& table, std::string_view key,
                                  std::span<const std::string_view> words, std::size_t& choice) {
    std::string word;
    if (const Checked read = read_text(table, key, word); !read) return read;
    const toml::node* node = table.get(key);
    if (node == nullptr) return {};
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end()) {
        std::string expected;
        for (const std::string_view known : words) {
            expected += (expected.empty() ? "\"" : " or \"") + std::string(known) + "\"";
        }
        return refuse(*node, std::string(key), word, expected);
    }
    choice = static_cast<std::size_t>(found - words.begin());
    return {};
}

// Ids and versions go into records and file names: letters, digits, dot, hyphen and underscore.
[[nodiscard]] Checked read_name(const toml::table& table, std::string_view key,
                                std::string& value) {
    if (const Checked read = read_text(table, key, value); !read) return read;
    const bool clean = std::all_of(value.begin(), value.end(), [](char c) {
        return text::is_letter(c) || text::is_digit(c) || c == '-' || c == '_' || c == '.';
    });
    if (value.empty() || value.size() > most_name_bytes || !clean) {
        const toml::node* node = table.get(key);
        return refuse(node == nullptr ? static_cast<const toml::node&>(table) : *node,
                      std::string(key), value,
                      "1 to " + std::to_string(most_name_bytes) +
                          " letters, digits, dots, hyphens or underscores");
    }
    return {};
}

[[nodiscard]] bool is_charge(std::string_view key) {
    const std::string word = text::lower(key);
    return std::any_of(charge_words.begin(), charge_words.end(), [&](std::string_view charge) {
        return word == charge || word.starts_with(std::string(charge) + "_") ||
               word.ends_with("_" + std::string(charge));
    });
}

[[nodiscard]] tl::unexpected<Failure> refuse_charge(const toml::key& key) {
    return tl::unexpected<Failure>(
        Failure{line_of(key.source()), std::string(key.str()), "a charge",
                "no charges: charges and interest need the law packs, which say what may be asked "
                "from whom, and this version does not have them"});
}

[[nodiscard]] Checked check_keys(const toml::table& table, std::string_view name,
                                 std::span<const std::string_view> known) {
    for (auto&& [key, node] : table) {
        if (is_charge(key.str())) return refuse_charge(key);
        if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
        std::string expected = "one of the settings of " + std::string(name) + ": ";
        for (const std::string_view word : known) {
            expected += (word == known.front() ? "" : ", ") + std::string(word);
        }
        return tl::unexpected<Failure>(
            Failure{line_of(key.source()), std::string(name),
                    std::string(text::utf8_prefix(key.str(), most_name_bytes)), expected});
    }
    return {};
}

[[nodiscard]] Checked read_calendar(const toml::table& table, CalendarId& calendar) {
    constexpr std::array<std::string_view, 3> words{"BE", "NL", "TARGET"};
    std::size_t choice = static_cast<std::size_t>(calendar);
    if (const Checked read = read_choice(table, "calendar", words, choice); !read) return read;
    const Result<CalendarId> parsed = parse_calendar(words[choice]);
    if (!parsed) return tl::unexpected<Failure>(parsed.error());
    calendar = *parsed;
    return {};
}

// The four languages that texts exist in, with a region where one is wanted: "nl", "nl-BE".
[[nodiscard]] Checked read_language(const toml::table& table, std::string& language) {
    if (const Checked read = read_text(table, "language", language); !read) return read;
    constexpr std::array<std::string_view, 4> known{"nl", "fr", "de", "en"};
    const std::string_view base = std::string_view(language).substr(0, 2);
    const std::string_view region = std::string_view(language).substr(base.size());
    const bool region_fits =
        region.empty() || (region.size() == 3 && region[0] == '-' && text::is_letter(region[1]) &&
                           text::is_letter(region[2]));
    if (std::find(known.begin(), known.end(), base) != known.end() && region_fits) return {};
    return refuse(*table.get("language"), "language", language,
                  "nl, fr, de or en, with a country where you wish: nl-BE");
}

[[nodiscard]] Checked read_minimum(const toml::table& table,
                                   std::map<std::string, std::int64_t>& minimum) {
    const toml::node* node = table.get("minimum");
    if (node == nullptr) return {};
    const toml::table* amounts = node->as_table();
    if (amounts == nullptr || amounts->size() > most_currencies) {
        return refuse(*node, "minimum",
                      amounts == nullptr ? std::string(kind_of(*node))
                                         : std::to_string(amounts->size()) + " currencies",
                      "at most " + std::to_string(most_currencies) +
                          " amounts by currency, such as { EUR = \"5.00\" }");
    }
    minimum.clear();
    for (auto&& [key, amount] : *amounts) {
        const Result<Currency> currency = Currency::parse(key.str());
        if (!currency) {
            return tl::unexpected<Failure>(currency.error().at(line_of(key.source())));
        }
        std::int64_t& minor = minimum[std::string(key.str())];
        const Checked read = read_amount(amount, "minimum", *currency, highest_minimum, minor);
        if (!read) return read;
    }
    return {};
}

[[nodiscard]] Checked read_quiet_days(const toml::table& table, std::vector<Date>& days) {
    const toml::node* node = table.get("quiet_days");
    if (node == nullptr) return {};
    const toml::array* list = node->as_array();
    if (list == nullptr || list->size() > most_quiet_days) {
        return refuse(*node, "quiet_days",
                      list == nullptr ? std::string(kind_of(*node))
                                      : std::to_string(list->size()) + " days",
                      "a list of at most " + std::to_string(most_quiet_days) +
                          " days, such as [\"2026-12-24\"]");
    }
    for (const toml::node& entry : *list) {
        const auto* text = entry.as_string();
        const Result<Date> day = Date::parse(text == nullptr ? std::string() : text->get());
        if (!day) {
            return refuse(entry, "quiet_days",
                          text == nullptr ? std::string(kind_of(entry)) : text->get(),
                          "a day in quotes that exists, written \"YYYY-MM-DD\"");
        }
        days.push_back(*day);
    }
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    return {};
}

[[nodiscard]] Checked read_limits(const toml::table& table, Policy& policy) {
    struct Setting {
        std::string_view key;
        int least, most;
        int Policy::*value;
    };
    const std::array settings{
        Setting{"least_days_between_messages", 0, longest_delay,
                &Policy::least_days_between_messages},
        Setting{"coverage_working_days", 0, longest_coverage_lag, &Policy::coverage_working_days},
        Setting{"days_to_pay", 1, longest_days_to_pay, &Policy::days_to_pay},
        Setting{"old_balance_after_days", 0, longest_old_balance, &Policy::old_balance_after_days},
        Setting{"most_letters_per_day", 0, most_letters, &Policy::most_letters_per_day},
    };
    for (const Setting& setting : settings) {
        const Checked read =
            read_number(table, setting.key, setting.least, setting.most, policy.*setting.value);
        if (!read) return read;
    }
    return {};
}

[[nodiscard]] Checked read_policy_table(const toml::table& table, Policy& policy) {
    if (const Checked ok = check_keys(table, "[policy]", policy_keys); !ok) return ok;
    if (const Checked ok = read_name(table, "id", policy.id); !ok) return ok;
    if (const Checked ok = read_name(table, "version", policy.version); !ok) return ok;
    if (const Checked ok = read_calendar(table, policy.calendar); !ok) return ok;
    if (const Checked ok = read_language(table, policy.default_language); !ok) return ok;
    constexpr std::array<std::string_view, 2> modes{"prepare", "send"};
    std::size_t mode = 0;
    if (const Checked ok = read_choice(table, "mode", modes, mode); !ok) return ok;
    policy.mode = mode == 0 ? Mode::Prepare : Mode::Send;
    if (const Checked ok = read_minimum(table, policy.minimum_minor); !ok) return ok;
    if (const toml::node* tolerance = table.get("tolerance")) {
        const Checked ok = read_amount(*tolerance, "tolerance", Currency::eur(), highest_tolerance,
                                       policy.tolerance_minor);
        if (!ok) return ok;
    }
    if (const Checked ok = read_quiet_days(table, policy.quiet_days); !ok) return ok;
    if (const Checked ok = read_switch(table, "send_on_weekends", policy.send_on_weekends); !ok) {
        return ok;
    }
    return read_limits(table, policy);
}

// A step counts from the due date when it is the first, from the step before it otherwise: the
// usual wish, so that `from` need not be written.
[[nodiscard]] Result<Step> read_step(const toml::table& table, bool first) {
    Step step;
    const auto failed = [](const Checked& ok) { return tl::unexpected<Failure>(ok.error()); };
    constexpr std::string_view name = "[[step]]";
    if (const Checked ok = check_keys(table, name, step_keys); !ok) return failed(ok);
    if (const Checked ok = read_name(table, "id", step.id); !ok) return failed(ok);
    if (table.get("after") == nullptr) {
        return refuse(table, "after", "", "the number of days of this step");
    }
    if (const Checked ok = read_number(table, "after", 0, longest_delay, step.delay); !ok) {
        return failed(ok);
    }
    constexpr std::array<std::string_view, 2> units{"working-days", "calendar-days"};
    constexpr std::array<std::string_view, 2> starts{"due-date", "previous-step"};
    constexpr std::array<std::string_view, 2> tones{"friendly", "firm"};
    std::size_t unit = 0;
    std::size_t start = first ? 0 : 1;
    std::size_t tone = 0;
    if (const Checked ok = read_choice(table, "unit", units, unit); !ok) return failed(ok);
    if (const Checked ok = read_choice(table, "from", starts, start); !ok) return failed(ok);
    if (const Checked ok = read_choice(table, "tone", tones, tone); !ok) return failed(ok);
    if (first && start == 1) {
        return refuse(*table.get("from"), "from", "previous-step",
                      "\"due-date\": no step comes before the first one");
    }
    step.unit = unit == 0 ? DelayUnit::WorkingDays : DelayUnit::CalendarDays;
    step.from = start == 0 ? DelayFrom::DueDate : DelayFrom::PreviousStep;
    step.tone = tones[tone];
    return step;
}

[[nodiscard]] Checked read_steps(const toml::node& node, std::vector<Step>& steps) {
    const toml::array* list = node.as_array();
    if (list == nullptr || list->size() > most_steps) {
        return refuse(
            node, "step",
            list == nullptr ? std::string(kind_of(node)) : std::to_string(list->size()) + " steps",
            "at most " + std::to_string(most_steps) + " steps, each under its own [[step]]");
    }
    if (!list->empty()) steps.clear();
    std::set<std::string> ids;
    for (const toml::node& entry : *list) {
        const toml::table* table = entry.as_table();
        if (table == nullptr) {
            return refuse(entry, "step", std::string(kind_of(entry)), "settings under [[step]]");
        }
        Result<Step> step = read_step(*table, steps.empty());
        if (!step) return tl::unexpected<Failure>(step.error());
        if (!ids.insert(step->id).second) {
            return refuse(*table->get("id"), "id", step->id, "another id than the steps before it");
        }
        steps.push_back(std::move(*step));
    }
    return {};
}

[[nodiscard]] Result<Policy> read_tables(const toml::table& file) {
    Policy policy = Policy::standard(CalendarId::Belgium, "nl");
    const auto failed = [](const Checked& ok) { return tl::unexpected<Failure>(ok.error()); };
    for (auto&& [key, node] : file) {
        // A charge in a table of its own is as unlawful as one in a step.
        if (is_charge(key.str())) return refuse_charge(key);
        if (key.str() == "policy") {
            const toml::table* table = node.as_table();
            if (table == nullptr) {
                return refuse(node, "policy", std::string(kind_of(node)),
                              "settings under [policy]");
            }
            if (const Checked ok = read_policy_table(*table, policy); !ok) return failed(ok);
        } else if (key.str() == "step") {
            if (const Checked ok = read_steps(node, policy.steps); !ok) return failed(ok);
        }
    }
    return policy;
}

} // namespace

Result<Policy> read_policy(std::string_view toml, std::string_view file_name) {
    const std::string place(file_name);
    if (toml.size() > most_bytes) {
        return tl::unexpected<Failure>(
            Failure{place, "size", std::to_string(toml.size()) + " bytes",
                    "at most " + std::to_string(most_bytes) + " bytes of settings"});
    }
    const Result<toml::table> table = toml_library::parse(toml, place);
    if (!table) return tl::unexpected<Failure>(table.error());
    Result<Policy> policy = read_tables(*table);
    if (!policy) return tl::unexpected<Failure>(policy.error().at(place));
    return policy;
}

} // namespace afpunt::policy
