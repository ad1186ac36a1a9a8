// SPDX-License-Identifier: MIT
//
// How far the bank data reach, account by account, and what is missing, by name: "statement 103".
#include "document/report_view.hpp"

#include "book/localised.hpp"
#include "document/clean_text.hpp"
#include "document/labels.hpp"

#include <afpunt/iban.hpp>

namespace afpunt::document {
namespace {

std::string gap_sentence(const book::CoverageGap& gap, const std::string& language) {
    const auto text = [&](std::string_view name) { return label(report_labels(), name, language); };
    const std::string after = book::localised(gap.after, language);
    const std::string before = book::localised(gap.before, language);
    switch (gap.kind) {
    case book::GapKind::MissingNumber:
        if (gap.first_missing == gap.last_missing) {
            return filled(text("gap_one"), {std::to_string(gap.first_missing), after});
        }
        return filled(text("gap_several"),
                      {std::to_string(gap.first_missing), std::to_string(gap.last_missing), after});
    case book::GapKind::BalanceJump:
        return filled(text("gap_balance"),
                      {gap.closing ? book::localised(*gap.closing, language) : "?", after,
                       gap.opening ? book::localised(*gap.opening, language) : "?", before});
    case book::GapKind::MissingDays: return filled(text("gap_days"), {after, before});
    }
    return {};
}

View remark(std::string_view text) {
    View view;
    view.texts["remark"] = text;
    return view;
}

View bank_row(const book::AccountCoverage& account, const std::string& language) {
    const auto text = [&](std::string_view name) { return label(report_labels(), name, language); };
    View view;
    const Result<Iban> iban = Iban::parse(account.iban);
    view.texts["account_name"] = clean_line(account.name);
    view.texts["account_iban"] = iban ? iban->print() : clean_line(account.iban);
    view.flags["counts"] = account.counts;
    view.texts["account_until"] =
        account.until ? book::localised(*account.until, language) : std::string(text("none_until"));
    std::vector<View>& remarks = view.lists["account_remarks"];
    if (!account.counts) remarks.push_back(remark(text("not_counted")));
    if (!account.last_statement_day) remarks.push_back(remark(text("no_statement")));
    for (const book::CoverageGap& gap : account.gaps) {
        if (remarks.size() == most_report_rows) break;
        remarks.push_back(remark(gap_sentence(gap, language)));
    }
    view.flags["has_gap"] = account.counts && (!account.gaps.empty() || !account.until);
    if (account.confirmation) {
        const std::string who = clean_line(account.confirmation->who);
        remarks.push_back(remark(filled(text("confirmed"), {who})));
    }
    if (remarks.empty()) remarks.push_back(remark(text("complete")));
    return view;
}

} // namespace

std::vector<View> bank_rows(const ReportInput& input) {
    std::vector<View> rows;
    for (const book::AccountCoverage& account : input.book.coverage().accounts) {
        if (rows.size() == most_report_rows) break;
        rows.push_back(bank_row(account, input.language));
    }
    return rows;
}

} // namespace afpunt::document
