// SPDX-License-Identifier: MIT
//
// What the book's owner wants: ordered steps with their delays, and the limits around them. Data
// only; read from TOML by policy_file.hpp. This release knows courtesy reminders only: no charges,
// no legal clock.
#pragma once

#include "policy/calendar.hpp"

#include <afpunt/money.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace afpunt::policy {

enum class DelayUnit { WorkingDays, CalendarDays };

// From which day a step's delay counts.
enum class DelayFrom { DueDate, PreviousStep };

struct Step {
    std::string id; // stable: the history refers to it ("reminder-1")
    DelayFrom from = DelayFrom::DueDate;
    DelayUnit unit = DelayUnit::WorkingDays;
    int delay = 3;    // the third working day after; 0 to 365
    std::string tone; // which text: "friendly", "firm"
    friend bool operator==(const Step&, const Step&) = default;
};

enum class Mode { Prepare, Send };

struct Policy {
    std::string id = "default";
    std::string version = "1";
    CalendarId calendar = CalendarId::Belgium;
    std::string default_language = "nl";
    Mode mode = Mode::Prepare;
    std::vector<Step> steps;
    // Per currency code, minor units: a letter whose total is below is not sent. Also the
    // tolerance: an item open for `tolerance_minor` or less counts as paid.
    std::map<std::string, std::int64_t> minimum_minor{{"EUR", 500}};
    std::int64_t tolerance_minor = 5;
    int least_days_between_messages = 7; // per debtor, over all invoices
    // Newest day that bank data must reach, in working days before today: 1 = the last bank day.
    int coverage_working_days = 1;
    // Days on which nothing goes out, beside weekends and holidays ("quiet days").
    std::vector<Date> quiet_days;
    bool send_on_weekends = false;
    // Days that a customer has to pay after a reminder; the letter names the day.
    int days_to_pay = 7;
    // Days that a provider of payment links may take until its money is on the bank account; longer
    // is a case for a person. From the settings' [payment_link].
    int link_money_days = 14;
    // An invoice that was due longer ago than this when the book was first opened is "old balance,
    // look first"; 0 = everything overdue on the first day.
    int old_balance_after_days = 0;
    // Catch-up after an outage: at most so many letters on one day; 0 = no limit.
    int most_letters_per_day = 200;

    // Two steps: friendly on the third working day after the due date, firm ten working days later.
    [[nodiscard]] static Policy standard(CalendarId calendar, std::string language);
    friend bool operator==(const Policy&, const Policy&) = default;
};

} // namespace afpunt::policy
