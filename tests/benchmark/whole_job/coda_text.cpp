// SPDX-License-Identifier: MIT
//
// The payments of the invented firm as a bank in Belgium has always written them: records of 128
// columns, three for each payment.
#include "benchmark/whole_job/firm.hpp"

#include <algorithm>
#include <fstream>
#include <initializer_list>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace afpunt::benchmark {
namespace {

constexpr std::size_t payments_per_statement = 5000; // four digits count them

std::string digits(std::int64_t number, std::size_t width) {
    const std::string text = std::to_string(number);
    return std::string(width - std::min(width, text.size()), '0') + text;
}

std::string record(std::initializer_list<std::pair<std::size_t, std::string_view>> columns) {
    std::string line(128, ' ');
    for (const auto& [column, text] : columns)
        line.replace(column - 1, text.size(), text);
    return line + "\r\n";
}

std::string amount(std::int64_t cents) {
    return digits(cents * 10, 15);
}

std::string payment(const Firm& firm, const Invoice& invoice, const std::string& place) {
    const Customer& customer = firm.customers[invoice.customer];
    const bool is_structured = invoice.reference.size() == 12;
    const std::string words =
        is_structured ? "101" + invoice.reference : "Betaling factuur " + invoice.number;
    return record({{1, "21"},
                   {3, place},
                   {11, "KRED" + place},
                   {32, "0"},
                   {33, amount(invoice.total)},
                   {48, "181126"},
                   {54, "00150000"},
                   {62, is_structured ? "1" : "0"},
                   {63, words},
                   {116, "181126"},
                   {122, "101"},
                   {125, "0"},
                   {126, "1"},
                   {128, "0"}}) +
           record({{1, "22"},
                   {3, place},
                   {64, "NOTPROVIDED"},
                   {99, "KREDBEBB"},
                   {126, "1"},
                   {128, "0"}}) +
           record({{1, "23"},
                   {3, place},
                   {11, customer.iban},
                   {45, "EUR"},
                   {48, std::string_view(customer.name).substr(0, 35)},
                   {126, "0"},
                   {128, "0"}});
}

} // namespace

void write_coda_file(const Firm& firm, const std::filesystem::path& path) {
    std::ofstream file(path, std::ios::binary);
    const std::string account = std::string(firm_iban) + std::string(18, ' ') + "EUR";
    std::int64_t standing = 0;
    std::int64_t number = 100;
    for (std::size_t from = 0; from < firm.invoices.size(); from += payments_per_statement) {
        const std::size_t until = std::min(firm.invoices.size(), from + payments_per_statement);
        ++number;
        file << record({{1, "00000"},
                        {6, "181126"},
                        {12, "539"},
                        {15, "05"},
                        {35, "GROOTHANDEL VOORBEELD"},
                        {61, "KREDBEBB"},
                        {84, "00000"},
                        {128, "2"}})
             << record({{1, "12"},
                        {3, digits(number, 3)},
                        {6, account},
                        {43, "0"},
                        {44, amount(standing)},
                        {59, "171126"},
                        {65, "GROOTHANDEL VOORBEELD"},
                        {126, digits(number, 3)}});
        std::int64_t moved = 0;
        for (std::size_t at = from; at < until; ++at) {
            const auto place = digits(static_cast<std::int64_t>(at - from + 1), 4) + "0000";
            file << payment(firm, firm.invoices[at], place);
            moved += firm.invoices[at].total;
        }
        standing += moved;
        file << record({{1, "8"},
                        {2, digits(number, 3)},
                        {5, account},
                        {42, "0"},
                        {43, amount(standing)},
                        {58, "181126"},
                        {128, "0"}})
             << record({{1, "9"},
                        {17, digits(static_cast<std::int64_t>(3 * (until - from) + 2), 6)},
                        {23, amount(0)},
                        {38, amount(moved)},
                        {128, until == firm.invoices.size() ? "2" : "1"}});
    }
    if (!file.flush()) throw std::runtime_error("no room for the CODA file");
}

} // namespace afpunt::benchmark
