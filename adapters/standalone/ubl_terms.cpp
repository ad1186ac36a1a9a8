// SPDX-License-Identifier: MIT
//
// When an invoice falls due: cbc:DueDate, cac:PaymentMeans/cbc:PaymentDueDate and cac:PaymentTerms
// of UBL 2 (instalments, early-payment discount). Where the sender says nothing at all, thirty days
// are taken, the default of Directive 2011/7/EU, article 3(3).
#include "ubl_parts.hpp"

#include <afpunt/text.hpp>

#include <algorithm>

namespace afpunt::standalone {
namespace {

constexpr std::int32_t default_term_days = 30;

struct DatedAmount {
    Date due_on;
    Money amount;
};

Result<Money> amount_in(const UblElement& element, Currency currency) {
    const std::string written_in = element.attribute("currencyID");
    if (!written_in.empty() && written_in != currency.code()) {
        return element.refuse(written_in,
                              "the currency of the invoice, " + std::string(currency.code()));
    }
    const std::string written = element.text();
    Result<Money> money = parse_money(written, currency);
    if (!money) return element.refuse(written, money.error().expected);
    return money;
}

bool has_discount(const UblElement& terms) {
    return !terms.text("SettlementDiscountPercent").empty() ||
           !terms.text("SettlementDiscountAmount").empty();
}

// The day that one cac:PaymentTerms names. The settlement period is that of the discount when the
// same terms give one.
Result<std::optional<Date>> day_of(const UblElement& terms) {
    std::vector<std::string_view> paths{"PaymentDueDate", "InstallmentDueDate"};
    if (!has_discount(terms)) paths.emplace_back("SettlementPeriod/EndDate");
    for (const std::string_view path : paths) {
        Result<std::optional<Date>> day = terms.date(path);
        if (!day || *day) return day;
    }
    return std::optional<Date>{};
}

Result<std::vector<DatedAmount>> dated_amounts(const UblElement& root, Invoice& invoice) {
    std::vector<DatedAmount> result;
    for (const UblElement& terms : root.all("PaymentTerms")) {
        const UblElement amount = terms.find("Amount");
        if (has_discount(terms) || amount.text().empty()) continue;
        const Result<std::optional<Date>> day = day_of(terms);
        if (!day) return tl::unexpected(day.error());
        if (!*day) continue;
        const Result<Money> money = amount_in(amount, invoice.currency);
        if (!money) {
            invoice.notices.push_back("instalments left out: " + money.error().sentence());
            return std::vector<DatedAmount>{};
        }
        result.push_back({**day, *money});
    }
    return result;
}

bool adds_up(const std::vector<DatedAmount>& parts, const Money& total) {
    Money sum{0, total.currency};
    for (const DatedAmount& part : parts) {
        const Result<Money> next = add(sum, part.amount);
        if (!next || !part.amount.is_positive()) return false;
        sum = *next;
    }
    return sum == total;
}

Result<std::vector<Date>> days_elsewhere(const UblElement& root) {
    std::vector<Date> days;
    for (const UblElement& means : root.all("PaymentMeans")) {
        const Result<std::optional<Date>> day = means.date("PaymentDueDate");
        if (!day) return tl::unexpected(day.error());
        if (*day) days.push_back(**day);
    }
    if (!days.empty()) return days;
    for (const UblElement& terms : root.all("PaymentTerms")) {
        const Result<std::optional<Date>> day = day_of(terms);
        if (!day) return tl::unexpected(day.error());
        if (*day) days.push_back(**day);
    }
    return days;
}

Result<Date> single_due_date(const UblElement& root, Invoice& invoice) {
    const Result<std::optional<Date>> stated = root.date("DueDate");
    if (!stated) return tl::unexpected(stated.error());
    if (*stated) return **stated;
    const Result<std::vector<Date>> days = days_elsewhere(root);
    if (!days) return tl::unexpected(days.error());
    if (!days->empty()) {
        const auto [first, last] = std::minmax_element(days->begin(), days->end());
        if (*first != *last) {
            invoice.notices.push_back("several due dates without amounts that add up: the last, " +
                                      last->iso() + ", taken");
        }
        return *last;
    }
    if (invoice.kind == InvoiceKind::CreditNote) return invoice.issued_on;
    const Date assumed = invoice.issued_on + default_term_days;
    invoice.notices.push_back("no due date: " + std::to_string(default_term_days) +
                              " days after the issue date taken, " + assumed.iso());
    return assumed;
}

// A percentage with at most four decimals as ten-thousandths of a percent.
std::optional<std::int64_t> parse_percent(std::string_view written) {
    std::int64_t value = 0;
    int decimals = -1;
    for (const char c : written) {
        if (c == '.' && decimals < 0) {
            decimals = 0;
        } else if (!text::is_digit(c) || decimals == 4 || value > 100'0000) {
            return std::nullopt;
        } else {
            value = value * 10 + (c - '0');
            if (decimals >= 0) ++decimals;
        }
    }
    for (int place = std::max(decimals, 0); place < 4; ++place)
        value *= 10;
    if (written.empty() || value <= 0 || value >= 100'0000) return std::nullopt;
    return value;
}

// Half a minor unit goes up: in the customer's favour, who then pays the smaller amount.
std::optional<Money> share_of(const Money& total, std::int64_t ten_thousandths) {
    std::int64_t product = 0;
    if (__builtin_mul_overflow(total.minor, ten_thousandths, &product)) return std::nullopt;
    return Money{product / 1'000'000 + (product % 1'000'000 >= 500'000 ? 1 : 0), total.currency};
}

std::optional<Money> discount_of(const UblElement& terms, const Invoice& invoice) {
    if (const UblElement amount = terms.find("SettlementDiscountAmount"); !amount.text().empty()) {
        const Result<Money> money = amount_in(amount, invoice.currency);
        return money ? std::optional<Money>(*money) : std::nullopt;
    }
    const std::optional<std::int64_t> percent =
        parse_percent(terms.text("SettlementDiscountPercent"));
    return percent ? share_of(invoice.total, *percent) : std::nullopt;
}

Result<void> read_discount(const UblElement& root, Invoice& invoice) {
    for (const UblElement& terms : root.all("PaymentTerms")) {
        if (!has_discount(terms)) continue;
        const Result<std::optional<Date>> last_day = terms.date("SettlementPeriod/EndDate");
        if (!last_day) return tl::unexpected(last_day.error());
        const std::optional<Money> discount = discount_of(terms, invoice);
        if (discount && *last_day && discount->is_positive() &&
            discount->minor < invoice.total.minor) {
            invoice.discount = discount;
            invoice.discount_until = **last_day;
            return {};
        }
        invoice.notices.push_back("early-payment discount left out: it needs an amount or a "
                                  "percentage and a last day (SettlementPeriod/EndDate)");
    }
    return {};
}

} // namespace

Result<void> read_ubl_terms(const UblElement& root, Invoice& invoice) {
    const bool is_invoice = invoice.kind == InvoiceKind::Invoice;
    if (is_invoice) {
        const Result<std::vector<DatedAmount>> parts = dated_amounts(root, invoice);
        if (!parts) return tl::unexpected(parts.error());
        if (parts->size() > 1 && adds_up(*parts, invoice.total)) {
            for (const DatedAmount& part : *parts) {
                invoice.instalments.push_back(
                    {std::to_string(invoice.instalments.size() + 1), part.due_on, part.amount});
            }
        } else if (parts->size() > 1) {
            invoice.notices.push_back("the amounts of the payment terms do not add up to the "
                                      "payable amount: no instalments taken");
        }
        if (Result<void> discount = read_discount(root, invoice); !discount) return discount;
    }
    if (!invoice.instalments.empty()) return {};
    const Result<Date> due_on = single_due_date(root, invoice);
    if (!due_on) return tl::unexpected(due_on.error());
    if (is_invoice && *due_on < invoice.issued_on) {
        invoice.notices.push_back("due on " + due_on->iso() + ", before the issue date");
    }
    invoice.instalments.push_back({"", *due_on, invoice.total});
    return {};
}

} // namespace afpunt::standalone
