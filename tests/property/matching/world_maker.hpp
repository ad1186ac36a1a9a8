// SPDX-License-Identifier: MIT
//
// Makes a world: first its book, then a line for each thing that people do.
#pragma once

#include "world.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace afpunt::matching {

class WorldMaker {
public:
    explicit WorldMaker(std::uint64_t seed) : chance_(seed) {}
    [[nodiscard]] World make();

private:
    struct Customer {
        std::string id, name, iban;
        std::vector<std::size_t> unpaid; // positions in the snapshot's items
    };
    struct Payer {
        std::string name, iban;
    };
    // An account that pays for some customers, as earlier payments show.
    struct ThirdPayer {
        Payer payer;
        std::vector<std::size_t> customers;
    };

    // world_book.cpp
    void make_book();
    void make_customers();
    void make_items();
    void make_third_payers();
    [[nodiscard]] std::string number_of(int year, std::uint64_t running) const;
    [[nodiscard]] std::string reference_of(std::uint64_t running);
    [[nodiscard]] std::int64_t any_price();
    [[nodiscard]] std::string any_name();
    [[nodiscard]] std::string new_iban();

    // world_lines.cpp
    void make_lines();
    void make_line(LineKind kind);
    void pay_by_reference(LineKind kind);
    void pay_by_number(LineKind kind);
    void pay_several(LineKind kind);
    void pay_with_deduction(LineKind kind);
    void pay_part(LineKind kind);
    void pay_in_parts();
    void pay_twice();
    void pay_with_wrong_reference(LineKind kind);
    void pay_for_somebody(LineKind kind);
    void pay_without_text(LineKind kind);
    void make_other_money(LineKind kind);

    // world_tools.cpp
    [[nodiscard]] Customer* customer_who_owes(std::size_t least);
    [[nodiscard]] std::size_t take(Customer& customer);
    [[nodiscard]] Payer payer_of(const Customer& customer);
    [[nodiscard]] Payer stranger();
    [[nodiscard]] std::string name_or_reference(const book::OpenItem& item);
    [[nodiscard]] std::string written_reference(const std::string& reference);
    book::BankLine& add_line(LineKind kind, std::int64_t minor, std::string text,
                             const Payer& payer);
    void mean(const book::BankLine& line, const book::OpenItem& item, std::int64_t minor);
    [[nodiscard]] book::OpenItem& item(std::size_t at) { return world_.snapshot.items[at]; }

    Chance chance_;
    World world_;
    std::vector<Customer> customers_;
    std::vector<ThirdPayer> third_payers_;
    std::vector<std::int64_t> prices_; // empty: every amount is possible
    std::size_t number_style_ = 0, reference_style_ = 0;
    std::uint64_t first_reference_ = 0, ibans_ = 0;
    Payer own_account_, provider_;
};

} // namespace afpunt::matching
