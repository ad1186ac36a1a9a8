// SPDX-License-Identifier: MIT
#include "simulation/ledger.hpp"

#include <algorithm>

namespace afpunt::simulation {

std::string payment_reference(int number) {
    const std::string digits = std::to_string(2'026'000'000LL + number);
    const long long rest = std::stoll(digits) % 97;
    const std::string check = std::to_string(rest == 0 ? 97 : rest);
    return digits + (check.size() < 2 ? "0" : "") + check;
}

// ---- reading the books -------------------------------------------------------------------------

const Item* Books::item(std::string_view id) const {
    const auto found =
        std::find_if(items.begin(), items.end(), [&](const Item& one) { return one.id == id; });
    return found == items.end() ? nullptr : &*found;
}

const Customer* Books::customer(std::string_view id) const {
    const auto found = std::find_if(customers.begin(), customers.end(),
                                    [&](const Customer& one) { return one.id == id; });
    return found == customers.end() ? nullptr : &*found;
}

// The bank prints one on each day of the week, so the run of days says everything, and no numbers
// are looked at here. Only where they begin anew in January, the last of December may be missing
// without a trace, if its balance did not change.
std::optional<Date> Books::covered_until(const std::vector<std::string>& accounts,
                                         const std::map<std::string, Date>& confirmed) const {
    std::optional<Date> all;
    for (const std::string& account : accounts) {
        std::map<Date, const Statement*> days;
        for (const Statement& statement : statements) {
            if (statement.account == account) days.emplace(statement.day, &statement);
        }
        const auto said = confirmed.find(account);
        std::optional<Date> until;
        Cents closing = 0;
        for (const auto& [day, statement] : days) {
            const auto follows = [&](Date before) {
                return day - before <= (day.weekday() == std::chrono::Monday ? 3 : 1);
            };
            const bool is_bridged = said != confirmed.end() && follows(said->second);
            const bool begins_anew = statement->sequence == 1 && statement->opening == closing;
            if (until && !follows(*until) && !is_bridged && !begins_anew) break;
            until = day;
            closing = statement->closing;
        }
        if (said != confirmed.end()) until = until ? std::max(*until, said->second) : said->second;
        if (!until) return std::nullopt;
        all = all ? std::min(*all, *until) : *until;
    }
    return all;
}

// ---- the firm ----------------------------------------------------------------------------------

Ledger::Ledger(std::vector<std::string> accounts) : accounts_(std::move(accounts)) {}

std::string Ledger::next_id(const char* kind) {
    return kind + std::to_string(++ids_[kind]);
}

void Ledger::add_customer(bool is_on_hold) {
    Customer customer;
    customer.id = next_id("C");
    customer.mail = customer.id + "@example.com";
    customer.iban = "BE" + std::to_string(71'000'000'000'000LL + ids_["C"]);
    customer.on_hold = is_on_hold;
    books_.customers.push_back(std::move(customer));
    changed();
}

Item& Ledger::add_item(std::size_t customer, bool is_credit, Cents total, Date issued, Date due) {
    Item item;
    item.id = next_id(is_credit ? "K" : "V");
    item.customer = books_.customers.at(customer).id;
    item.is_credit = is_credit;
    if (!is_credit) item.reference = payment_reference(ids_["V"]);
    item.issued = issued;
    item.due = due;
    item.total = item.open = total;
    books_.items.push_back(std::move(item));
    changed();
    return books_.items.back();
}

Item* Ledger::item(std::string_view id) {
    return const_cast<Item*>(books_.item(id));
}

Line* Ledger::line(std::string_view id) {
    const auto found = std::find_if(books_.lines.begin(), books_.lines.end(),
                                    [&](const Line& one) { return one.id == id; });
    return found == books_.lines.end() ? nullptr : &*found;
}

// ---- the bank ----------------------------------------------------------------------------------

void Ledger::print_until(Date today) {
    Date day = printed_until_ ? *printed_until_ + 1 : today - 8;
    for (; day < today; day = day + 1) {
        printed_until_ = day;
        if (day.weekday() == std::chrono::Saturday || day.weekday() == std::chrono::Sunday) {
            continue;
        }
        for (const std::string& account : accounts_) {
            Statement statement;
            const std::string year = account + std::to_string(day.year());
            statement.sequence = ++sequences_[year];
            statement.id = account + "/" + day.iso();
            statement.account = account;
            statement.day = day;
            statement.opening = balances_[account];
            for (Line& line : coming_[account]) {
                line.id = next_id("L");
                line.account = account;
                line.statement = statement.id;
                line.day = day;
                balances_[account] += line.amount;
                statement.lines.push_back(std::move(line));
            }
            coming_[account].clear();
            statement.closing = balances_[account];
            printed_.push_back(std::move(statement));
        }
    }
}

void Ledger::pay_at_bank(const std::string& account, Line line) {
    line.unallocated = line.amount;
    coming_[account].push_back(std::move(line));
}

bool Ledger::is_read(const std::string& statement) const {
    return std::any_of(books_.statements.begin(), books_.statements.end(),
                       [&](const Statement& one) { return one.id == statement; });
}

void Ledger::read_statement(const Statement& statement) {
    books_.statements.push_back(statement);
    books_.statements.back().lines.clear();
    changed();
}

void Ledger::read_lines(const Statement& statement) {
    for (const Line& printed : statement.lines) {
        if (line(printed.id) == nullptr) books_.lines.push_back(printed);
    }
    changed();
}

// ---- bookings ----------------------------------------------------------------------------------

void Ledger::settle(Item& item, Cents amount) {
    item.open -= amount;
    if (item.is_owed() && item.open == 0) {
        item.state = AFPUNT_DOCUMENT_SETTLED;
        ++item.times_settled;
    } else if (item.state == AFPUNT_DOCUMENT_SETTLED && item.open > 0) {
        item.state = AFPUNT_DOCUMENT_OPEN;
    }
    item.disputed = std::min(item.disputed, item.open);
}

bool Ledger::allocate(const std::string& line_id, const std::string& item_id, Cents amount,
                      Date day) {
    Line* from = line(line_id);
    Item* to = item(item_id);
    if (from == nullptr || to == nullptr || to->is_credit || amount <= 0) return false;
    if (!to->is_owed()) return false;
    if (amount > from->unallocated || amount > to->open) return false;
    from->unallocated -= amount;
    settle(*to, amount);
    books_.allocations.push_back(
        {next_id("A"), item_id, line_id, AFPUNT_ALLOCATION_BANK, day, amount});
    changed();
    return true;
}

bool Ledger::pay_in_cash(const std::string& item_id, Cents amount, Date day) {
    Item* to = item(item_id);
    if (to == nullptr || to->is_credit || amount <= 0 || amount > to->open) return false;
    if (!to->is_owed()) return false;
    settle(*to, amount);
    books_.allocations.push_back({next_id("A"), item_id, "", AFPUNT_ALLOCATION_CASH, day, amount});
    changed();
    return true;
}

bool Ledger::use_credit(const std::string& credit_id, const std::string& item_id, Cents amount,
                        Date day) {
    Item* from = item(credit_id);
    Item* to = item(item_id);
    if (from == nullptr || to == nullptr || !from->is_credit || to->is_credit) return false;
    if (amount <= 0 || amount > from->open || amount > to->open) return false;
    if (!to->is_owed()) return false;
    settle(*from, amount);
    settle(*to, amount);
    books_.allocations.push_back(
        {next_id("A"), item_id, credit_id, AFPUNT_ALLOCATION_CREDIT_NOTE, day, amount});
    changed();
    return true;
}

bool Ledger::undo(const std::string& id) {
    const auto found = std::find_if(books_.allocations.begin(), books_.allocations.end(),
                                    [&](const Allocation& one) { return one.id == id; });
    if (found == books_.allocations.end()) return false;
    if (Item* to = item(found->item)) settle(*to, -found->amount);
    if (Line* from = line(found->source)) from->unallocated += found->amount;
    if (Item* from = item(found->source)) settle(*from, -found->amount);
    books_.allocations.erase(found);
    changed();
    return true;
}

void Ledger::forget_loose_money() {
    for (Line& line : books_.lines)
        line.is_customers = line.is_customers && line.unallocated == 0;
    for (Item& item : books_.items) {
        if (!item.is_credit) continue;
        item.total -= item.open;
        item.open = 0;
    }
    changed();
}

std::string Ledger::imbalance() const {
    std::map<std::string_view, Cents> to, from;
    for (const Allocation& one : books_.allocations) {
        to[one.item] += one.amount;
        from[one.source] += one.amount;
    }
    for (const Item& item : books_.items) {
        const Cents used = item.is_credit ? from[item.id] : to[item.id];
        if (item.open < 0 || item.total != item.open + used) {
            return item.id + ": " + std::to_string(item.total) + " in all, " +
                   std::to_string(used) + " allocated and " + std::to_string(item.open) + " open";
        }
    }
    for (const Line& line : books_.lines) {
        if (line.amount == line.unallocated + from[line.id]) continue;
        return line.id + ": " + std::to_string(line.amount) + " came in, " +
               std::to_string(from[line.id]) + " allocated and " +
               std::to_string(line.unallocated) + " left";
    }
    return {};
}

} // namespace afpunt::simulation
