// SPDX-License-Identifier: MIT
//
// A book that grows while its program is killed: customers, invoices, and statements of the bank
// that pay some of them. It knows what a bookkeeper would know without the program: what is owed,
// since when, and what is paid.
#pragma once

#include "fire/chance.hpp"

#include <afpunt/date.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

namespace afpunt::tests {

struct CampaignInvoice {
    std::string number; // "F26-00017": eight digits that stand nowhere else
    int customer = 0;
    Date due;
    std::int64_t cents = 0;
    bool is_paid = false; // in a statement that lies in the book's folder
    // How many letters the mail server had when a program began that was to read of the payment.
    std::size_t letters_before = std::numeric_limits<std::size_t>::max();
};

class CampaignBook {
public:
    // An invented firm whose letters leave through a mail server on this machine.
    CampaignBook(std::filesystem::path root, std::uint16_t mail_port);

    [[nodiscard]] const std::filesystem::path& root() const { return root_; }
    [[nodiscard]] Date day() const { return day_; }
    [[nodiscard]] const std::vector<CampaignInvoice>& invoices() const { return invoices_; }
    [[nodiscard]] std::size_t statements() const { return statements_; }

    // Monday to Friday, no holiday of a fixed day; the bank's statement until the day before comes
    // with it.
    void next_day();
    // Some invoices, most of them due long enough to be reminded at once, and now and then a
    // customer who pays.
    void grow(Chance& chance);
    // A statement of the day itself, with what was paid; once a day.
    void bring_statement_of_today();
    // A program begins that will read all files: no letter may ask for what they show paid.
    void note_payments(std::size_t letters_at_the_server);
    // Nothing new but the bank's statements, for so many days.
    void live_quietly(int days);

private:
    void write_statement(Date until);
    void add_invoice(Chance& chance);

    std::filesystem::path root_;
    Date day_, covered_until_;
    std::size_t statements_ = 0;
    int customers_ = 0;
    std::int64_t balance_cents_ = 0;
    std::vector<CampaignInvoice> invoices_;
    std::vector<std::size_t> paying_; // in the next statement
};

} // namespace afpunt::tests
