// SPDX-License-Identifier: MIT
//
// See contacts.hpp. A row that cannot be understood in full is left out and named: half a row could
// lose the very hold that it was written for, and a person must see that.
#include "common/contacts.hpp"

#include "common/contacts_table.hpp"

#include <afpunt/iban.hpp>
#include <afpunt/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <map>

namespace afpunt {
namespace {

// A hundred thousand rows of a full line of text each.
constexpr std::uintmax_t max_contacts_bytes = std::uintmax_t{32} * 1024 * 1024;
// Nobody reminds more often; a larger number is a date or an amount in the wrong column.
constexpr int max_reminded = 99;

using Parsed = Result<void>;
using Reader = Parsed (*)(const std::string& written, ContactRow& row);

Parsed one_of(const std::string& written, std::initializer_list<std::string_view> allowed,
              std::string& into) {
    const std::string lower = text::lower(written);
    std::string listed;
    for (const std::string_view value : allowed) {
        if (lower == value) {
            into = lower;
            return {};
        }
        listed += (listed.empty() ? "" : ", ") + std::string(value);
    }
    return fail("", written, "one of " + listed);
}

Parsed read_date(const std::string& written, std::optional<Date>& into) {
    const Result<Date> day = Date::parse(written);
    if (!day) return tl::unexpected(day.error());
    into = *day;
    return {};
}

// Neither yes nor no: nullopt.
std::optional<bool> yes_or_no(const std::string& written) {
    constexpr std::array<std::string_view, 8> yes{"yes", "ja", "oui", "y", "j", "o", "true", "1"};
    constexpr std::array<std::string_view, 8> no{"no", "nee",   "nein", "non",
                                                 "n",  "false", "0",    "-"};
    const std::string lower = text::lower(written);
    if (std::find(yes.begin(), yes.end(), lower) != yes.end()) return true;
    if (std::find(no.begin(), no.end(), lower) != no.end()) return false;
    return std::nullopt;
}

Parsed read_hold(const std::string& written, ContactRow& row) {
    if (const auto answer = yes_or_no(written)) {
        row.hold = *answer;
        return {};
    }
    if (!read_date(written, row.hold_until)) {
        return fail("", written, "yes, no or the last day of the hold, written YYYY-MM-DD");
    }
    row.hold = true;
    return {};
}

Parsed read_ubl(const std::string& written, ContactRow& row) {
    const auto answer = yes_or_no(written);
    if (!answer) return fail("", written, "yes or no");
    row.wants_ubl = *answer;
    return {};
}

Parsed read_mail(const std::string& written, ContactRow& row) {
    const std::size_t at_sign = written.find('@');
    if (at_sign == 0 || at_sign == std::string::npos || at_sign + 1 == written.size() ||
        written.find_first_of(" ,;<>\"\r\n", 0) != std::string::npos ||
        written.find('@', at_sign + 1) != std::string::npos) {
        return fail("", written, "one mail address, such as klant@example.com");
    }
    row.mail = written;
    return {};
}

// Printed IBANs have spaces inside, so only a word that begins like an IBAN begins a new one.
Parsed read_ibans(const std::string& written, ContactRow& row) {
    std::vector<std::string> candidates;
    std::string_view rest = written;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find_first_of(" ,;\t\r\n"), rest.size());
        const std::string_view word = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (word.empty()) continue;
        const bool begins = word.size() >= 4 && text::is_letter(word[0]) &&
                            text::is_letter(word[1]) && text::is_digit(word[2]) &&
                            text::is_digit(word[3]);
        if (begins || candidates.empty()) candidates.emplace_back();
        candidates.back() += word;
    }
    for (const std::string& candidate : candidates) {
        const Result<Iban> iban = Iban::parse(candidate);
        if (!iban) return tl::unexpected(iban.error());
        row.ibans.push_back(iban->electronic());
    }
    return {};
}

Parsed read_owed(const std::string& written, ContactRow& row) {
    const auto refuse = [&] { return fail("", written, "an amount such as EUR 120.00"); };
    const std::string_view shown = written;
    const Result<Currency> currency = Currency::parse(shown.substr(0, 3));
    if (!currency) return refuse();
    const Result<Money> amount = parse_money(text::trim(shown.substr(3)), *currency);
    if (!amount || amount->is_negative()) return refuse();
    row.owed = *amount;
    return {};
}

Parsed read_reminded(const std::string& written, ContactRow& row) {
    const char* const end = written.data() + written.size();
    const auto [parsed_to, error] = std::from_chars(written.data(), end, row.reminded);
    if (error != std::errc{} || parsed_to != end || row.reminded < 0 ||
        row.reminded > max_reminded) {
        return fail("", written, "a number of reminders from 0 to " + std::to_string(max_reminded));
    }
    return {};
}

template <std::string ContactRow::*Field>
Parsed keep(const std::string& written, ContactRow& row) {
    row.*Field = written;
    return {};
}

Parsed read_language(const std::string& written, ContactRow& row) {
    return one_of(written, {"nl", "nl-be", "nl-nl", "fr", "fr-be", "fr-fr", "de", "en"},
                  row.language);
}
Parsed read_kind(const std::string& written, ContactRow& row) {
    return one_of(written, {"consumer", "business", "public", "association"}, row.kind);
}
Parsed read_standing(const std::string& written, ContactRow& row) {
    return one_of(written, {"insolvent", "debt-mediation", "handed-over"}, row.standing);
}
Parsed read_last_reminder(const std::string& written, ContactRow& row) {
    return read_date(written, row.last_reminder);
}

struct KnownColumn {
    std::string_view name;
    Reader reader;
};
constexpr std::array<KnownColumn, 14> known_columns{{
    {"customer", keep<&ContactRow::customer>},
    {"mail", read_mail},
    {"name", keep<&ContactRow::name>},
    {"phone", keep<&ContactRow::phone>},
    {"language", read_language},
    {"kind", read_kind},
    {"hold", read_hold},
    {"hold_reason", keep<&ContactRow::hold_reason>},
    {"standing", read_standing},
    {"iban", read_ibans},
    {"owed", read_owed},
    {"reminded", read_reminded},
    {"last_reminder", read_last_reminder},
    {"ubl", read_ubl},
}};

Reader reader_of(std::string_view column) {
    for (const KnownColumn& known : known_columns) {
        if (known.name == column) return known.reader;
    }
    return nullptr;
}

std::string names_of_columns() {
    std::string names;
    for (const KnownColumn& known : known_columns) {
        names += (names.empty() ? "" : ", ") + std::string(known.name);
    }
    return names;
}

std::string place(int line) {
    return "line " + std::to_string(line);
}

struct Column {
    std::string name;
    Reader reader = nullptr; // unknown columns are skipped
};

// Empty when the rows cannot be read at all.
std::vector<Column> read_columns(const TableRow& header, std::vector<Failure>& problems) {
    std::vector<Column> columns;
    bool names_customers = false;
    for (const std::string& written : header.fields) {
        const std::string name = text::lower(written);
        const Reader reader = reader_of(name);
        const bool repeated = std::any_of(columns.begin(), columns.end(), [&](const Column& other) {
            return !name.empty() && other.name == name;
        });
        if (repeated) {
            problems.push_back({place(header.line), name, "the column twice", "each column once"});
            return {};
        }
        if (reader == nullptr && !name.empty()) {
            problems.push_back({place(header.line), "", "an unknown column, " + written,
                                "one of " + names_of_columns()});
        }
        names_customers = names_customers || name == "customer";
        columns.push_back({name, reader});
    }
    if (names_customers) return columns;
    problems.push_back({place(header.line), "customer", "", "a column with that name"});
    return {};
}

// nullopt when the row is left out; its problems say why.
std::optional<ContactRow> read_row(const TableRow& source, const std::vector<Column>& columns,
                                   std::vector<Failure>& problems) {
    ContactRow row;
    row.line = source.line;
    const std::size_t before = problems.size();
    if (source.fields.size() != columns.size()) {
        problems.push_back({place(source.line), "",
                            std::to_string(source.fields.size()) + " fields",
                            std::to_string(columns.size()) + " fields, as in the first line"});
        return std::nullopt;
    }
    for (std::size_t at = 0; at < columns.size(); ++at) {
        const std::string& written = source.fields[at];
        if (written.empty() || columns[at].reader == nullptr) continue;
        const Parsed parsed = columns[at].reader(written, row);
        if (parsed) continue;
        problems.push_back(
            {place(source.line), columns[at].name, written, parsed.error().expected});
    }
    if (row.customer.empty()) {
        problems.push_back({place(source.line), "customer", "",
                            "a number, VAT id, registration id or name of a customer"});
    }
    if (problems.size() > before) return std::nullopt;
    return row;
}

} // namespace

Contacts parse_contacts(std::string_view bytes) {
    Contacts contacts;
    Table table = read_table(bytes);
    contacts.problems = std::move(table.problems);
    if (table.rows.empty()) return contacts;
    const std::vector<Column> columns = read_columns(table.rows.front(), contacts.problems);
    if (columns.empty()) return contacts;
    std::map<std::string, int> first_lines;
    for (std::size_t at = 1; at < table.rows.size(); ++at) {
        std::optional<ContactRow> row = read_row(table.rows[at], columns, contacts.problems);
        if (!row) continue;
        const auto [first, is_new] = first_lines.emplace(row->customer, row->line);
        if (!is_new) {
            contacts.problems.push_back({place(row->line), "customer",
                                         row->customer + " again, after " + place(first->second),
                                         "each customer once"});
            continue;
        }
        contacts.rows.push_back(std::move(*row));
    }
    return contacts;
}

Result<Contacts> read_contacts(const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    std::ifstream file(path, std::ios::binary);
    if (error || !file) {
        return tl::unexpected(Failure{name, "", "a file that does not open", "a readable file"});
    }
    if (size > max_contacts_bytes) {
        return tl::unexpected(Failure{name, "size", std::to_string(size) + " bytes",
                                      "at most " + std::to_string(max_contacts_bytes) + " bytes"});
    }
    std::string bytes(static_cast<std::size_t>(size), '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    Contacts contacts = parse_contacts(bytes);
    for (Failure& problem : contacts.problems)
        problem = problem.at(name);
    return contacts;
}

} // namespace afpunt
