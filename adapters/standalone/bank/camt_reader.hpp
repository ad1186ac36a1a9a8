// SPDX-License-Identifier: MIT
//
// Reads the bank to customer messages of ISO 20022: camt.053 (statement), camt.052 (report of the
// day) and camt.054 (notification), all versions, any prefix. One entry is in memory at a time.
//
// Reports and notifications are provisional: they tell early of money that a statement will tell
// of again, and they never make the bank data complete.
#pragma once

#include "bank/bank_file.hpp"
#include "bank/camt_entry.hpp"
#include "bank/camt_entry_texts.hpp"
#include "bank/problem_log.hpp"
#include "bank/xml_scanner.hpp"
#include "bank/xml_tree.hpp"

#include <optional>
#include <string>

namespace afpunt::standalone {

class CamtReader final : public XmlHandler {
public:
    explicit CamtReader(StatementSink& sink) : sink_(sink), log_(sink), entries_(log_) {}
    // A Failure when the file has no CAMT message or breaks before its first statement.
    [[nodiscard]] Result<BankFormat> read(ByteSource& source);

    XmlInterest opened(std::string_view name, std::size_t depth) override;
    void cut(std::string_view name, const char* xml, std::size_t size) override;
    void closed(std::string_view name, std::size_t depth) override;
    std::size_t take(std::string_view ahead, std::size_t depth) override;

private:
    struct Balance {
        Money amount;
        std::optional<Date> day;
        std::string code; // OPBD, PRCD, CLBD
    };

    void start_statement(std::string_view name);
    void use_piece(std::string_view name, XmlNode piece);
    void use_account(XmlNode account);
    void use_balance(XmlNode balance);
    void use_period(XmlNode period);
    void use_entry();
    void use_page(XmlNode page);
    void begin_statement(const std::optional<Currency>& of_entry);
    [[nodiscard]] std::string choose_currency(const std::optional<Currency>& of_entry);
    void drop_foreign_balance(std::optional<Balance>& balance, std::string_view name);
    void number_statement();
    void push(BankEntry& entry);
    void end_statement();
    void close_days();
    void check_balance();
    void widen(Date day);

    StatementSink& sink_;
    ProblemLog log_;
    CamtEntryReader entries_;
    CamtEntryTexts entry_; // the one under way
    XmlTree piece_;        // reused: its memory serves each piece in turn
    BankFormat format_ = BankFormat::Unknown;
    std::string message_;
    std::size_t message_depth_ = 0;
    int statements_ = 0;

    // The statement under way.
    bool open_ = false;
    bool begun_ = false;
    int entry_number_ = 0;
    std::string where_, id_, electronic_number_, legal_number_, account_currency_;
    std::optional<Balance> opening_, closing_;
    std::optional<Date> from_, until_, created_on_;
    StatementHead head_;
    StatementFoot foot_;
    bool days_known_ = false;
    std::optional<Money> moved_; // nothing once it cannot be added up
};

[[nodiscard]] Result<BankFormat> read_camt(ByteSource& source, StatementSink& sink);

} // namespace afpunt::standalone
