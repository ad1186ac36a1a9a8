// SPDX-License-Identifier: MIT
//
// Fills a sentence with the facts of a decision. Facts are put in as they are, in one pass: what a
// bank or a host wrote is never read as a mark of ours.
#include "policy/explanation.hpp"

#include "book/localised.hpp"
#include "policy/sentences.hpp"

#include <afpunt/text.hpp>

#include <array>
#include <cstddef>

namespace afpunt::policy {
namespace {

[[nodiscard]] std::string localised_amount(const std::string& fact, std::string_view language) {
    const std::string_view text = fact;
    if (text.size() < 5 || text[3] != ' ') return fact;
    const Result<Currency> currency = Currency::parse(text.substr(0, 3));
    if (!currency) return fact;
    const Result<Money> amount = parse_money(text.substr(4), *currency);
    return amount ? book::localised(*amount, language) : fact;
}

[[nodiscard]] std::string localised_day(const std::string& fact, std::string_view language) {
    const Result<Date> day = Date::parse(fact);
    return day ? book::localised(*day, language) : fact;
}

class Filling {
public:
    Filling(const Decision& decision, std::string_view language)
        : decision_(decision), language_(language) {}

    [[nodiscard]] std::string fill(std::string_view sentence) {
        std::string text;
        while (!sentence.empty()) {
            if (sentence.front() == '[') {
                const std::size_t end = sentence.find(']');
                all_known_ = true;
                const std::string section = marks(sentence.substr(1, end - 1));
                if (all_known_) text += section;
                sentence.remove_prefix(end + 1);
            } else {
                const std::size_t end = std::min(sentence.find('['), sentence.size());
                text += marks(sentence.substr(0, end));
                sentence.remove_prefix(end);
            }
        }
        return text;
    }

private:
    [[nodiscard]] std::string marks(std::string_view part) {
        std::string text;
        while (!part.empty()) {
            const std::size_t open = std::min(part.find('{'), part.size());
            text += part.substr(0, open);
            part.remove_prefix(open);
            if (part.empty()) break;
            const std::size_t close = part.find('}');
            text += value(part.substr(1, close - 1));
            part.remove_prefix(close + 1);
        }
        return text;
    }

    [[nodiscard]] std::string value(std::string_view mark) {
        const std::size_t name_end = std::min(mark.find_first_of(":#"), mark.size());
        const std::string& fact = decision_.fact(mark.substr(0, name_end));
        if (fact.empty()) all_known_ = false;
        const std::string_view form = mark.substr(name_end);
        if (form == ":date") return localised_day(fact, language_);
        if (form == ":amount") return localised_amount(fact, language_);
        if (!form.starts_with('#')) return fact;
        const std::size_t bar = form.find('|');
        return std::string(fact == "1" ? form.substr(1, bar - 1) : form.substr(bar + 1));
    }

    const Decision& decision_;
    std::string_view language_;
    bool all_known_ = true;
};

[[nodiscard]] std::string_view sentence_for(ReasonCode reason, std::string_view language) {
    const std::string_view base = book::base_language(language);
    if (base == "fr") return french_sentence(reason);
    if (base == "de") return german_sentence(reason);
    if (base != "nl") return english_sentence(reason);
    const std::string_view dutch = text::upper(language) == "NL-NL"
                                       ? dutch_sentence_of_the_netherlands(reason)
                                       : std::string_view();
    return dutch.empty() ? dutch_sentence(reason) : dutch;
}

template <std::size_t count>
using Names = std::array<std::string_view, count>;

// Facts, reason by reason: what a host finds in Decision::facts. "why", "who", "payer", "evidence",
// "line", "factor", "customer", "address", "field" and "found" are words of people, hosts and
// banks; amounts are "EUR 12.34", days ISO dates, the rest numbers.
constexpr Names<5> of_step_due{"sequence", "amount", "due", "disputed", "retained"};
constexpr Names<1> of_letter{"on"};
constexpr Names<1> of_not_due{"due"};
constexpr Names<2> of_first_step{"due", "next"};
constexpr Names<2> of_next_step{"last", "next"};
constexpr Names<3> of_days_between{"last", "days", "next"};
constexpr Names<2> of_quiet_day{"day", "next"};
constexpr Names<2> of_daily_limit{"limit", "next"};
constexpr Names<2> of_minimum{"total", "minimum"};
constexpr Names<3> of_person{"who", "why", "until"};
constexpr Names<2> of_host{"why", "until"};
constexpr Names<3> of_coverage{"account", "until", "needed"};
constexpr Names<6> of_gap{"account", "statements", "after", "before", "closing", "opening"};
constexpr Names<5> of_payment{"line", "booked", "amount", "payer", "evidence"};
constexpr Names<2> of_credit{"number", "amount"};
constexpr Names<1> of_amount{"amount"};
constexpr Names<1> of_factor{"factor"};
constexpr Names<2> of_ibans{"invoice_iban", "reminder_iban"};
constexpr Names<2> of_debit{"collection", "until"};
constexpr Names<2> of_link{"paid", "until"};
constexpr Names<1> of_unknown_link{"why"};
constexpr Names<2> of_discount{"amount", "last_day"};
constexpr Names<4> of_old_balance{"due", "first_day", "reminders", "last"};
constexpr Names<1> of_customer{"customer"};
constexpr Names<3> of_returned_mail{"address", "why", "customer"};
constexpr Names<1> of_currency{"currency"};
constexpr Names<5> of_contradiction{"total", "open", "allocated", "field", "found"};
constexpr Names<2> of_last_step{"reminders", "last"};

} // namespace

std::span<const std::string_view> fact_names(ReasonCode reason) {
    switch (reason) {
    case ReasonCode::StepDue: return of_step_due;
    case ReasonCode::LetterPrepared:
    case ReasonCode::LetterApproved:
    case ReasonCode::LetterUncertain: return of_letter;
    case ReasonCode::NotDue: return of_not_due;
    case ReasonCode::BeforeFirstStep: return of_first_step;
    case ReasonCode::BeforeNextStep: return of_next_step;
    case ReasonCode::DaysBetweenMessages: return of_days_between;
    case ReasonCode::QuietDay: return of_quiet_day;
    case ReasonCode::DailyLimit: return of_daily_limit;
    case ReasonCode::BelowMinimum: return of_minimum;
    case ReasonCode::HeldByPerson: return of_person;
    case ReasonCode::HeldByHost: return of_host;
    case ReasonCode::BankNotUpToDate: return of_coverage;
    case ReasonCode::StatementMissing: return of_gap;
    case ReasonCode::ProbablyPaid: return of_payment;
    case ReasonCode::UnallocatedCredit: return of_credit;
    case ReasonCode::Disputed:
    case ReasonCode::Retention:
    case ReasonCode::WeOweThem:
    case ReasonCode::WithinTolerance:
    case ReasonCode::CreditNote: return of_amount;
    case ReasonCode::AssignedToFactor: return of_factor;
    case ReasonCode::OtherIban: return of_ibans;
    case ReasonCode::DirectDebitUnderWay: return of_debit;
    case ReasonCode::PaidByLink:
    case ReasonCode::LinkMoneyMissing: return of_link;
    case ReasonCode::LinkStateUnknown: return of_unknown_link;
    case ReasonCode::DiscountTaken: return of_discount;
    case ReasonCode::OldBalance: return of_old_balance;
    case ReasonCode::NoMailAddress:
    case ReasonCode::CustomerUnknown: return of_customer;
    case ReasonCode::MailReturned: return of_returned_mail;
    case ReasonCode::NoAccountForCurrency: return of_currency;
    case ReasonCode::AmountsDisagree: return of_contradiction;
    case ReasonCode::LastStepSent: return of_last_step;
    case ReasonCode::PaidByCard:
    case ReasonCode::Insolvent:
    case ReasonCode::DebtMediation:
    case ReasonCode::HandedOver:
    case ReasonCode::OpeningBalance:
    case ReasonCode::Settled:
    case ReasonCode::Cancelled:
    case ReasonCode::WrittenOff: break;
    }
    return {};
}

std::string explain(const Decision& decision, std::string_view language) {
    return Filling(decision, language).fill(sentence_for(decision.reason, language));
}

std::string outcome_label(Outcome outcome, std::string_view language) {
    constexpr std::array<std::array<std::string_view, 4>, 4> labels{{
        {"Klaar", "Wacht", "Aangehouden", "Afgehandeld"},
        {"Prêt", "En attente", "Retenu", "Terminé"},
        {"Bereit", "Wartet", "Angehalten", "Erledigt"},
        {"Ready", "Waiting", "Held", "Done"},
    }};
    const std::string_view base = book::base_language(language);
    const std::size_t row = base == "nl" ? 0 : base == "fr" ? 1 : base == "de" ? 2 : 3;
    return std::string(labels[row][static_cast<std::size_t>(outcome)]);
}

} // namespace afpunt::policy
