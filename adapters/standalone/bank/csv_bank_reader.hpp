// SPDX-License-Identifier: MIT
//
// Reads bank lines from comma-separated values. Each bank has its own columns, so a mapping says
// which is which; it fits a file when all columns that it names stand in one of the first lines.
//
// Such a file says nothing about days without lines and has no proof of its own, except where it
// gives the balance behind each line: then the balances must connect. One line that cannot be read
// refuses the whole file.
#pragma once

#include "bank/problem_log.hpp"
#include "common/csv_rows.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::standalone {

enum class CsvColumn {
    Account,
    Currency,
    Date,
    ValueDate,
    Amount,
    Sign,
    Debit,
    Credit,
    Balance,
    Name,
    Iban,
    Bic,
    Reference,
    Id,
    Code
};

struct CsvMapping {
    std::string name;
    std::map<CsvColumn, std::string> columns; // names as in the file; capitals do not matter
    std::vector<std::string> text_columns;    // joined in this order
    std::string account;                      // where no column has it
    std::string currency = "EUR";             // the same
    std::string date_format = "YYYY-MM-DD";   // YYYY, YY, MM, M, DD, D and what stands between
    char decimal_mark = ',';
    std::string debit_word, credit_word; // of the sign column
    bool windows_1252 = false;           // otherwise UTF-8, and what is none as Windows-1252
};

struct CsvMatch {
    const CsvMapping* mapping = nullptr;
    char separator = ',';
    int header_line = 0; // 1-based
};
// `utf8`: the beginning of a file.
[[nodiscard]] std::optional<CsvMatch> match_csv(std::string_view utf8,
                                                std::span<const CsvMapping> mappings);

class CsvBankReader {
public:
    CsvBankReader(const CsvMatch& match, StatementSink& sink)
        : match_(match), mapping_(*match.mapping), sink_(sink), log_(sink) {}
    // A Failure when there is no line in it.
    [[nodiscard]] Result<void> read(ByteSource& source);

private:
    // The lines of several accounts may stand between each other, so they are held in memory until
    // each account is whole: some 200 MB at worst.
    static constexpr std::size_t max_lines = 200'000;

    struct Line {
        BankEntry entry;
        std::optional<Money> balance;
        int at = 0;
    };
    struct Account {
        std::string number, currency;
        std::vector<Line> lines;
    };

    void use_header(const TableRow& row);
    void use_row(const TableRow& row);
    void check_open_row(const TableRow& row);
    [[nodiscard]] Result<Line> line_of(const TableRow& row, Currency currency) const;
    [[nodiscard]] Result<Money> amount_of(const TableRow& row, Currency currency) const;
    [[nodiscard]] std::string field(const TableRow& row, CsvColumn column) const;
    [[nodiscard]] std::string text_of(const TableRow& row) const;
    [[nodiscard]] Account& account_of(std::string number, std::string currency);
    void emit(Account& account);
    void use_balances(const Account& account, StatementHead& head, StatementFoot& foot);
    void refuse(const TableRow& row, Failure failure);

    CsvMatch match_;
    const CsvMapping& mapping_;
    StatementSink& sink_;
    ProblemLog log_;
    std::map<CsvColumn, std::size_t> places_;
    std::vector<std::size_t> text_places_;
    std::size_t columns_ = 0;
    std::vector<Account> accounts_;
    std::size_t lines_ = 0;
    std::vector<Failure> errors_;
};

[[nodiscard]] Result<void> read_csv_bank(const CsvMatch& match, ByteSource& source,
                                         StatementSink& sink);

} // namespace afpunt::standalone
