// SPDX-License-Identifier: MIT
//
// Reads the bank statements (STMTRS) of OFX files, version 1.0.2 to 2.3. Those of cards and of
// securities are passed over: no customer pays there.
//
// The end date is when the bank was asked, not a closed day: what is booked later on that day is
// not in. So the last day that counts as complete is the one before, unless entries stand on it.
#pragma once

#include "bank/ofx_scanner.hpp"
#include "bank/problem_log.hpp"

#include <optional>
#include <string>
#include <vector>

namespace afpunt::standalone {

class OfxReader {
public:
    explicit OfxReader(StatementSink& sink) : sink_(sink), log_(sink) {}
    // A Failure when there is no bank statement in it, or it breaks before the first one.
    [[nodiscard]] Result<void> read(ByteSource& source);

private:
    // Texts that are kept: names have 32 characters in the standard, memos 255.
    static constexpr std::size_t max_text_bytes = 4096;

    // The fields of one STMTTRN as written.
    struct Transaction {
        std::string type, posted_on, value_on, amount, id, reference, name, payee, memo, account;
        std::string currency, correction;
    };

    void take(const OfxToken& token);
    void open(const std::string& name);
    void close(const std::string& name);
    void leaf(std::string_view text);
    void transaction_leaf(std::string_view text);
    void account_leaf(std::string_view text);
    void start_statement();
    void begin_statement();
    void finish_transaction();
    [[nodiscard]] std::optional<BankEntry> entry_of(const Transaction& one);
    void end_statement();
    void close_days();
    [[nodiscard]] std::optional<Date> day(std::string_view field, std::string_view text);
    [[nodiscard]] std::string_view inside() const {
        return open_.empty() ? std::string_view() : std::string_view(open_.back());
    }
    [[nodiscard]] std::string where() const { return "line " + std::to_string(line_); }

    StatementSink& sink_;
    ProblemLog log_;
    int line_ = 0;
    int statements_ = 0;
    std::vector<std::string> open_; // elements that hold others, as far as they matter here
    std::string leaf_;              // the element that text belongs to
    std::string passed_over_;       // statements of another kind, until their end tag
    std::optional<Date> asked_on_;

    // The statement under way.
    bool in_statement_ = false;
    bool begun_ = false;
    std::string bank_id_, account_id_, currency_code_, balance_amount_;
    std::optional<Date> from_, until_, balance_on_;
    Currency currency_;
    bool currency_known_ = false;
    Transaction transaction_;
    int lines_ = 0;
    StatementHead head_;
    StatementFoot foot_;
    bool days_known_ = false;
};

[[nodiscard]] Result<void> read_ofx(ByteSource& source, StatementSink& sink);
[[nodiscard]] bool is_ofx(std::string_view utf8);

} // namespace afpunt::standalone
