// SPDX-License-Identifier: MIT
//
// Reads MT940 (customer statement) and MT942 (interim report) of the SWIFT standards, category 9,
// field by field: in their envelope ({1:...}{4: ... -}) or bare, as banks let people download them.
//
// A statement may go over several messages (pages): 62M closes a page, 60M opens the next one. They
// are one statement here; where a page is missing the whole statement is refused.
//
// An MT940 ends with its closing balance. One that the file's end cuts off behind it cannot be told
// from a whole one by its form, so there it must add up to be believed.
#pragma once

#include "bank/bank_file.hpp"
#include "bank/mt940_field.hpp"
#include "bank/problem_log.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace afpunt::standalone {

class Mt940Reader {
public:
    explicit Mt940Reader(StatementSink& sink) : sink_(sink), log_(sink) {}
    // A Failure when there is no statement in it at all.
    [[nodiscard]] Result<BankFormat> read(ByteSource& source);

private:
    // A line has 65 characters; some programs leave out the line ends within a field.
    static constexpr std::size_t max_line_bytes = 4096;
    // Field 86 has six such lines; some banks write more of them.
    static constexpr std::size_t max_field_bytes = 16384;

    // Where the message stands: before it, before its opening balance, between the balances,
    // behind the closing balance, in one that cannot be trusted or is of another type.
    enum class Stage { Outside, Head, Open, Closed, Ignored };

    void line(std::string_view text);
    void envelope(std::string_view text);
    void start_field(std::string_view tag, std::string_view value);
    void finish_field();
    void field(std::string_view tag, std::string_view value);
    void head_field(std::string_view tag, std::string_view value);
    void body_field(std::string_view tag, std::string_view value);
    void start_message();
    void opening_balance(std::string_view tag, std::string_view value);
    void floor_limit(std::string_view value);
    void interim_day(std::string_view value);
    void interim_sum(std::string_view tag, std::string_view value);
    void statement_line(std::string_view value);
    void details(std::string_view value);
    void flush_line();
    void closing_balance(std::string_view tag, std::string_view value);
    void begin_statement(Currency currency);
    void number_statement();
    void join_page(const Mt940Balance& balance);
    void end_message(bool file_ended);
    void end_interim(bool file_ended);
    void check_sums(bool file_ended);
    [[nodiscard]] BankEntry entry_of(const Mt940Line& line, std::string_view text) const;
    void end_statement();
    void widen(Date day);
    void give_up(std::string field, std::string found, std::string expected);
    [[nodiscard]] std::string where() const { return "line " + std::to_string(field_line_); }

    StatementSink& sink_;
    ProblemLog log_;
    int line_number_ = 0;
    int statements_ = 0, interim_ = 0;
    bool long_field_told_ = false;
    std::string doubted_account_; // told of once, not with each statement

    // The field under way.
    std::string tag_, value_;
    int field_line_ = 0;

    // The message under way.
    Stage stage_ = Stage::Outside;
    bool other_type_ = false; // the envelope says that it is no statement
    bool interim_message_ = false;
    Mt940Account account_;
    std::string bank_;             // the four letters of a Dutch bank, as in its IBANs
    bool days_in_numbers_ = false; // ABN AMRO: 33001 is day 330
    Mt940Number number_;
    std::optional<Currency> floor_currency_;
    std::optional<Date> created_on_;

    // The statement under way, over all its pages.
    bool begun_ = false;
    bool page_follows_ = false;
    Currency currency_;
    StatementHead head_;
    StatementFoot foot_;
    bool days_known_ = false;
    int lines_ = 0;
    int page_ = 0;
    int debits_ = 0, credits_ = 0;
    Money debit_, credit_; // sums, both without sign
    std::optional<Mt940Line> pending_;
    std::string pending_details_, pending_where_;
};

[[nodiscard]] Result<BankFormat> read_mt940(ByteSource& source, StatementSink& sink);
// Looks for a field or an envelope in the first lines; other text may stand before, as ABN AMRO
// does. `utf8`: the beginning of a file.
[[nodiscard]] BankFormat detect_mt940(std::string_view utf8);

} // namespace afpunt::standalone
