// SPDX-License-Identifier: MIT
//
// Reads CODA files (Febelfin, coded statement of account, version 2), line by line: records 0, 1,
// 2.1 to 2.3, 3.1 to 3.3, 8, 4 and 9, several files in one file.
//
// Which number is continuous: columns 126-128 of record 1, the number of the coded statement, which
// starts at 001 each year and rises by 1 with each file. Columns 3-5 hold the number of the paper
// statement, but at some banks the day of the year or zeros, so they are used only where 126-128
// are zero.
//
// A collective booking counts once: the line with detail number 0000 is what the account was booked
// for. Where its details add up to it exactly they take its place, one entry each.
#pragma once

#include "bank/coda_movement.hpp"
#include "bank/problem_log.hpp"
#include "common/byte_source.hpp"

#include <optional>
#include <string>
#include <vector>

namespace afpunt::standalone {

class CodaReader {
public:
    explicit CodaReader(StatementSink& sink) : sink_(sink), log_(sink) {}
    // A Failure when there is no statement in it at all.
    [[nodiscard]] Result<void> read(ByteSource& source);

private:
    // Four times 128 columns: an editor that makes more of a line than UTF-8 can is no editor.
    static constexpr std::size_t max_line_bytes = 512;
    // Details have four digits; more of them for one booking would need numbers twice.
    static constexpr std::size_t max_batch_details = 10000;

    enum class Expect { Header, OldBalance, Movements, AfterNewBalance, NextFile, Resume };

    void line(std::string_view bytes);
    void record(const CodaRecord& record);
    void header(const CodaRecord& record);
    void old_balance(const CodaRecord& record);
    [[nodiscard]] StatementHead head_of(const CodaRecord& record);
    void movement(const CodaRecord& record);
    void movement_start(const CodaRecord& record);
    void continuation(const CodaRecord& record);
    void information(const CodaRecord& record);
    void new_balance(const CodaRecord& record);
    void trailer(const CodaRecord& record);
    void check_totals(const CodaRecord& record);
    void flush_movement(const CodaRecord& record);
    void emit(BankEntry entry, int batch_line);
    [[nodiscard]] bool details_add_up() const;
    [[nodiscard]] CodaMovement& latest() { return details_.empty() ? *booked_ : details_.back(); }
    void count_movement(const CodaRecord& record, const Money& amount);
    void end_statement();
    // Structure that cannot be trusted: the statement is dropped, reading resumes at the next file.
    void give_up(const CodaRecord& record, std::string field, std::string found,
                 std::string expected);

    StatementSink& sink_;
    ProblemLog log_;
    Expect expect_ = Expect::Header;
    int line_number_ = 0;
    int statements_ = 0;
    bool more_announced_ = false;
    std::string bic_;

    // The statement under way.
    bool open_ = false;
    char account_structure_ = '2';
    Currency currency_;
    bool currency_known_ = false;
    StatementHead head_;
    StatementFoot foot_;
    bool days_known_ = false;
    std::optional<CodaMovement> booked_;
    std::vector<CodaMovement> details_;
    int previous_sequence_ = 0;
    char previous_part_ = '0'; // "1" of 2.1, "2" of 3.2 and so on
    char previous_type_ = '0';
    int booked_lines_ = 0;
    int records_ = 0;
    Money debit_, credit_;
};

[[nodiscard]] Result<void> read_coda(ByteSource& source, StatementSink& sink);

} // namespace afpunt::standalone
