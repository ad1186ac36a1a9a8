// SPDX-License-Identifier: MIT
//
// Rows of a list of open items. Nothing is guessed and no row is left out in silence: an invoice
// that is missing in a list counts as settled.
#include "open_items.hpp"

#include "bank/account_number.hpp"
#include "bank/csv_value.hpp"
#include "common/text_encoding.hpp"
#include "csv_table.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>

namespace afpunt::standalone {
namespace {

// A hundred thousand open invoices of 300 bytes each; a firm with more has a package that can do
// more. The file is held in memory while it is read.
constexpr std::uintmax_t max_file_bytes = std::uintmax_t{32} * 1024 * 1024;
constexpr std::size_t max_rows = 100'000;
constexpr std::size_t beginning_bytes = std::size_t{8} * 1024;

std::string beginning_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string bytes(beginning_bytes, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    return bytes;
}

struct Match {
    const OpenItemsMapping* mapping = nullptr;
    CsvHeader header;
};
std::optional<Match> match_list(std::string_view beginning,
                                std::span<const OpenItemsMapping> mappings) {
    const std::string text = whole_text(beginning.substr(0, beginning_bytes));
    for (const OpenItemsMapping& mapping : mappings) {
        std::vector<std::string> names;
        for (const auto& [column, name] : mapping.columns)
            names.push_back(name);
        if (const auto header = find_csv_header(text, names)) return Match{&mapping, *header};
    }
    return std::nullopt;
}

class ListReader {
public:
    ListReader(const Match& match, std::string_view file_name)
        : header_(match.header), mapping_(*match.mapping), file_name_(file_name) {}

    Result<OpenItemsList> read(std::string_view bytes) {
        MemorySource raw(bytes);
        Cp1252Source western(raw);
        Utf8Source any(raw);
        ByteSource& text = mapping_.windows_1252 ? static_cast<ByteSource&>(western) : any;
        CsvRows rows(text, header_.separator, csv_table_limits);
        list_.source = mapping_.name;
        list_.every_invoice = mapping_.every_invoice;
        TableRow row;
        while (true) {
            const Result<bool> more = rows.next(row);
            if (!more) return tl::unexpected(more.error());
            if (!*more) break;
            if (row.line == header_.line) use_header(row);
            if (row.line <= header_.line) continue;
            Result<void> used = use_row(row);
            if (used && rows.row_is_open()) used = check_open_row(row);
            if (!used) {
                Failure failure = used.error();
                if (failure.where.empty()) failure.where = "line " + std::to_string(row.line);
                return tl::unexpected(std::move(failure));
            }
        }
        if (!moment_) {
            const Result<ExportMoment> named = export_moment_in(file_name_);
            if (!named) return tl::unexpected(named.error());
            moment_ = *named;
        }
        list_.made = *moment_;
        return std::move(list_);
    }

private:
    void use_header(const TableRow& row) {
        columns_ = row.fields.size();
        for (const auto& [column, name] : mapping_.columns) {
            places_[column] = place_of(row, name);
            last_ = std::max(last_, places_[column]);
        }
    }

    [[nodiscard]] std::string field(const TableRow& row, OpenItemsColumn column) const {
        const auto place = places_.find(column);
        return place == places_.end() ? std::string() : single_spaced(row.fields[place->second]);
    }
    [[nodiscard]] std::string name_of(OpenItemsColumn column) const {
        return mapping_.columns.at(column);
    }

    // A file may end without a line end. Then its last field may be cut off: a name is shorter, but
    // an amount would be another one.
    [[nodiscard]] Result<void> check_open_row(const TableRow& row) const {
        const std::size_t last = row.fields.size() - 1;
        const bool is_mapped =
            std::ranges::any_of(places_, [&](const auto& place) { return place.second == last; });
        if (row.fields.size() >= columns_ && !is_mapped) return {};
        return fail("end of the file", row.fields[last],
                    "a line end behind the last line (the file may be cut off)");
    }

    Result<void> use_row(const TableRow& row) {
        // Spreadsheets leave out empty fields at the end, or add some.
        const bool longer =
            row.fields.size() > columns_ &&
            !std::ranges::all_of(row.fields.begin() + static_cast<std::ptrdiff_t>(columns_),
                                 row.fields.end(), &std::string::empty);
        if (longer || row.fields.size() <= last_) {
            return fail("columns", std::to_string(row.fields.size()),
                        std::to_string(columns_) + ", as in the line of their names");
        }
        // Sums, and money that belongs to no document.
        if (field(row, OpenItemsColumn::Number).empty()) return {};
        if (++rows_ > max_rows) {
            return fail("lines", "more than " + std::to_string(max_rows), "a shorter list");
        }
        if (Result<void> dated = use_export_date(row); !dated) return dated;
        Result<ListedItem> item = item_of(row);
        if (!item) return tl::unexpected(item.error());
        if (!item->open.is_zero()) list_.items.push_back(std::move(*item));
        return {};
    }

    Result<void> use_export_date(const TableRow& row) {
        if (!places_.contains(OpenItemsColumn::ExportDate)) return {};
        const std::string written = field(row, OpenItemsColumn::ExportDate);
        const Result<Date> day = csv_date(written, mapping_.date_format);
        if (!day) return tl::unexpected(day.error());
        if (moment_ && moment_->on != *day) {
            return fail(name_of(OpenItemsColumn::ExportDate), written,
                        "the same day in each line, " + moment_->on.iso() + " as above");
        }
        moment_ = ExportMoment{*day, 0};
        return {};
    }

    Result<ListedItem> item_of(const TableRow& row) const {
        ListedItem item;
        item.line = row.line;
        item.number = field(row, OpenItemsColumn::Number);
        const Result<Money> open = amount(row, OpenItemsColumn::Open);
        if (!open) return tl::unexpected(open.error());
        item.kind = open->is_negative() ? InvoiceKind::CreditNote : InvoiceKind::Invoice;
        item.open = open->is_negative() ? open->negated() : *open;
        if (!field(row, OpenItemsColumn::Total).empty()) {
            const Result<Money> total = amount(row, OpenItemsColumn::Total);
            if (!total) return tl::unexpected(total.error());
            item.total = total->is_negative() ? total->negated() : *total;
        }
        const Result<Date> due = day(row, OpenItemsColumn::Due);
        if (!due) return tl::unexpected(due.error());
        item.due_on = *due;
        if (!field(row, OpenItemsColumn::Issued).empty()) {
            const Result<Date> issued = day(row, OpenItemsColumn::Issued);
            if (!issued) return tl::unexpected(issued.error());
            item.issued_on = *issued;
        }
        item.payment_reference = field(row, OpenItemsColumn::Reference);
        item.payee_iban = without_blanks(field(row, OpenItemsColumn::Iban));
        item.customer = customer_of(row);
        if (item.customer.id.empty()) {
            return fail(name_of(OpenItemsColumn::Customer), "", "the customer of " + item.number);
        }
        return item;
    }

    [[nodiscard]] InvoiceParty customer_of(const TableRow& row) const {
        InvoiceParty customer;
        customer.id = field(row, OpenItemsColumn::Customer);
        customer.name = field(row, OpenItemsColumn::Name);
        if (customer.name.empty()) customer.name = customer.id;
        customer.vat_id = field(row, OpenItemsColumn::VatId);
        customer.mail = field(row, OpenItemsColumn::Mail);
        customer.street = field(row, OpenItemsColumn::Street);
        customer.postal_code = field(row, OpenItemsColumn::PostalCode);
        customer.city = field(row, OpenItemsColumn::City);
        customer.country = field(row, OpenItemsColumn::Country);
        return customer;
    }

    [[nodiscard]] Result<Money> amount(const TableRow& row, OpenItemsColumn column) const {
        std::string code = field(row, OpenItemsColumn::Currency);
        if (code.empty()) code = mapping_.currency;
        const Result<Currency> currency = Currency::parse(code);
        if (!currency) return tl::unexpected(currency.error());
        Result<Money> read = csv_amount(field(row, column), mapping_.decimal_mark, *currency);
        if (read) return read;
        Failure failure = read.error();
        failure.field = name_of(column);
        return tl::unexpected(std::move(failure));
    }

    [[nodiscard]] Result<Date> day(const TableRow& row, OpenItemsColumn column) const {
        Result<Date> read = csv_date(field(row, column), mapping_.date_format);
        if (read) return read;
        Failure failure = read.error();
        failure.field = name_of(column);
        return tl::unexpected(std::move(failure));
    }

    CsvHeader header_;
    const OpenItemsMapping& mapping_;
    std::string_view file_name_;
    std::map<OpenItemsColumn, std::size_t> places_;
    std::size_t columns_ = 0, last_ = 0, rows_ = 0;
    std::optional<ExportMoment> moment_;
    OpenItemsList list_;
};

// The digits of a file's name, and whether one run stands one sign behind the one before it.
struct DigitRun {
    std::string_view digits;
    bool follows = false;
};
std::vector<DigitRun> digit_runs(std::string_view name) {
    std::vector<DigitRun> runs;
    std::size_t end_before = name.size();
    for (std::size_t at = 0; at < name.size();) {
        std::size_t end = at;
        while (end < name.size() && text::is_digit(name[end]))
            ++end;
        if (end > at) {
            runs.push_back({name.substr(at, end - at), !runs.empty() && at == end_before + 1});
            end_before = end;
        }
        at = std::max(end, at + 1);
    }
    return runs;
}

std::optional<Date> day_of(std::string_view year, std::string_view month, std::string_view day) {
    const Result<Date> date =
        Date::parse(std::string(year) + "-" + std::string(month) + "-" + std::string(day));
    return date ? std::optional(*date) : std::nullopt;
}

// "1430", "143059": seconds since midnight.
std::optional<int> second_of_day(std::string_view digits) {
    if (digits.size() != 4 && digits.size() != 6) return std::nullopt;
    int number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (digits.size() == 4) number *= 100;
    const int hour = number / 10'000, minute = number / 100 % 100, second = number % 100;
    if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
    return (hour * 60 + minute) * 60 + second;
}

} // namespace

Result<ExportMoment> export_moment_in(std::string_view file_name) {
    const std::vector<DigitRun> runs = digit_runs(file_name);
    std::vector<ExportMoment> found;
    for (std::size_t at = 0; at < runs.size(); ++at) {
        const std::string_view digits = runs[at].digits;
        const auto next = [&](std::size_t ahead) {
            const bool there = at + ahead < runs.size() && runs[at + ahead].follows;
            return there ? runs[at + ahead].digits : std::string_view();
        };
        std::optional<Date> day;
        std::string hour;
        if (digits.size() == 8 || digits.size() == 12 || digits.size() == 14) {
            day = day_of(digits.substr(0, 4), digits.substr(4, 2), digits.substr(6, 2));
            hour = digits.size() > 8 ? digits.substr(8) : next(1);
        } else if (digits.size() == 4 && next(1).size() == 2 && next(2).size() == 2) {
            day = day_of(digits, next(1), next(2));
            hour = next(3);
            for (std::size_t ahead = 4; hour.size() == 2 || hour.size() == 4; ++ahead) {
                if (next(ahead).size() != 2) break;
                hour += next(ahead);
            }
        }
        if (day) found.push_back({*day, second_of_day(hour).value_or(0)});
    }
    if (found.size() == 1) return found.front();
    return fail("export date", std::string(file_name),
                "the day of the list in its name, as in open-items-2026-11-19.csv, or in a column "
                "export_date");
}

bool is_open_items_file(const std::filesystem::path& path,
                        std::span<const OpenItemsMapping> mappings) {
    return !mappings.empty() && looks_like_table(path) &&
           match_list(beginning_of(path), mappings).has_value();
}

bool looks_like_table(const std::filesystem::path& path) {
    const std::string text = whole_text(beginning_of(path));
    return !text.empty() && !text::trim(text).starts_with('<') &&
           text.find_first_of(";,\t") != std::string::npos;
}

Result<OpenItemsList> parse_open_items(std::string_view bytes, std::string_view file_name,
                                       std::span<const OpenItemsMapping> mappings) {
    const std::optional<Match> match = match_list(bytes, mappings);
    if (!match) {
        return fail("CSV", "other columns",
                    "those of a [[csv_open_items]] of afpunt.toml, or a UBL invoice");
    }
    return ListReader(*match, file_name).read(bytes);
}

Result<OpenItemsList> read_open_items(const std::filesystem::path& path,
                                      std::span<const OpenItemsMapping> mappings) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    if (error) return fail("file", error.message(), "a file that can be read");
    if (size > max_file_bytes) {
        return fail("file", std::to_string(size) + " bytes",
                    "at most " + std::to_string(max_file_bytes) + " bytes");
    }
    std::ifstream file(path, std::ios::binary);
    std::string bytes(size, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(size));
    if (!file) return fail("file", "a read error", "a file that can be read");
    return parse_open_items(bytes, path.filename().string(), mappings);
}

} // namespace afpunt::standalone
