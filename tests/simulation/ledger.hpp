// SPDX-License-Identifier: MIT
//
// The truth of the simulation: customers, what they owe, what they paid, what the bank has printed
// and what of it was read into the books. Invented from the story's numbers; amounts are euro
// cents. Everything that the module is told comes from here, and what it writes to customers is
// judged by it.
#pragma once

#include <afpunt/afpunt.h>
#include <afpunt/date.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace afpunt::simulation {

using Cents = std::int64_t;

struct Customer {
    std::string id, mail, iban;
    bool on_hold = false; // the host's own reminder stop
};

struct Item {
    std::string id, customer, reference;
    bool is_credit = false;
    Date issued, due;
    Cents total = 0, open = 0;
    afpunt_document_state state = AFPUNT_DOCUMENT_OPEN;
    Cents disputed = 0; // 0 = nothing
    // How often it was open again after it had been settled.
    int times_settled = 0;

    [[nodiscard]] bool is_owed() const {
        return !is_credit && (state == AFPUNT_DOCUMENT_OPEN || state == AFPUNT_DOCUMENT_DISPUTED);
    }
};

struct Line {
    std::string id, account, statement, payer, reference, remittance;
    Date day;
    Cents amount = 0, unallocated = 0;
    std::string meant_for; // the item, as only the payer knows; may be empty
    bool is_customers = true;
};

struct Allocation {
    std::string id, item, source; // a line, a credit note, or nothing (cash)
    afpunt_allocation_kind kind = AFPUNT_ALLOCATION_BANK;
    Date day;
    Cents amount = 0;
};

// A bank prints one for each day from Monday to Friday.
struct Statement {
    std::string id, account;
    int sequence = 0;
    Date day;
    Cents opening = 0, closing = 0;
    std::vector<Line> lines;
};

// What stands in the books; copied for each reading.
struct Books {
    std::vector<Customer> customers;
    std::vector<Item> items;
    std::vector<Line> lines;
    std::vector<Allocation> allocations;
    std::vector<Statement> statements; // without their lines

    [[nodiscard]] const Item* item(std::string_view id) const;
    [[nodiscard]] const Customer* customer(std::string_view id) const;
    // The last day up to which no statement of any account is missing; nullopt = some account has
    // none. `confirmed`: what a person said of an account.
    [[nodiscard]] std::optional<Date>
    covered_until(const std::vector<std::string>& accounts,
                  const std::map<std::string, Date>& confirmed) const;
};

class Ledger {
public:
    explicit Ledger(std::vector<std::string> accounts);

    [[nodiscard]] const Books& books() const { return books_; }
    [[nodiscard]] const std::vector<std::string>& accounts() const { return accounts_; }
    // Rises with each change of the books.
    [[nodiscard]] std::uint64_t version() const { return version_; }

    void add_customer(bool is_on_hold = false);
    Item& add_item(std::size_t customer, bool is_credit, Cents total, Date issued, Date due);
    [[nodiscard]] Item* item(std::string_view id);
    [[nodiscard]] Line* line(std::string_view id);
    [[nodiscard]] Customer& customer_at(std::size_t place) { return books_.customers.at(place); }
    void changed() { ++version_; }

    // --- at the bank
    // Prints the statements of all days before `today` that are not printed yet.
    void print_until(Date today);
    // Money comes in, or goes back with a negative amount; it stands on the next statement.
    void pay_at_bank(const std::string& account, Line line);
    [[nodiscard]] const std::vector<Statement>& printed() const { return printed_; }
    [[nodiscard]] bool is_read(const std::string& statement) const;
    // A statement in two steps, as hosts do it: first itself, then its lines.
    void read_statement(const Statement& statement);
    void read_lines(const Statement& statement);

    // --- in the books
    // False, and nothing is done, where the figures do not allow it.
    bool allocate(const std::string& line, const std::string& item, Cents amount, Date day);
    bool pay_in_cash(const std::string& item, Cents amount, Date day);
    bool use_credit(const std::string& credit, const std::string& item, Cents amount, Date day);
    bool undo(const std::string& allocation);
    // Money that is tied to nothing becomes nobody's, and credit that is not used is given up.
    void forget_loose_money();

    // A sentence where an amount was created or lost; empty = all is there.
    [[nodiscard]] std::string imbalance() const;

private:
    void settle(Item& item, Cents amount);
    std::string next_id(const char* kind);

    std::vector<std::string> accounts_;
    Books books_;
    std::uint64_t version_ = 0;
    std::map<std::string, int> ids_;
    std::vector<Statement> printed_;
    std::map<std::string, std::vector<Line>> coming_; // by account, for the next statement
    std::map<std::string, Cents> balances_;
    std::map<std::string, int> sequences_;
    std::optional<Date> printed_until_;
};

// "+++010/8068/17183+++" without its signs: ten digits and two that check them.
[[nodiscard]] std::string payment_reference(int number);

} // namespace afpunt::simulation
