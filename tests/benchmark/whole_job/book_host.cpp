// SPDX-License-Identifier: MIT
#include "benchmark/whole_job/book_host.hpp"

#include "bank/bank_file.hpp"

#include <charconv>
#include <iostream>

namespace afpunt::benchmark {
namespace {

afpunt_money euro(std::int64_t cents) {
    return {cents, {'E', 'U', 'R'}, 2, 0};
}

// "D17" is the seventeenth: ids of this host are positions.
std::uint32_t position_of(std::string_view id) {
    std::uint32_t position = 0;
    std::from_chars(id.data() + 1, id.data() + id.size(), position);
    return position;
}

afpunt_bank_line_kind kind_of(standalone::EntryKind kind) {
    switch (kind) {
    case standalone::EntryKind::CustomerPayment: return AFPUNT_LINE_CUSTOMER_PAYMENT;
    case standalone::EntryKind::ReturnedDebit: return AFPUNT_LINE_RETURNED_DEBIT;
    case standalone::EntryKind::OwnTransfer: return AFPUNT_LINE_OWN_TRANSFER;
    case standalone::EntryKind::ProviderPayout: return AFPUNT_LINE_PROVIDER_PAYOUT;
    case standalone::EntryKind::NotCustomerMoney: return AFPUNT_LINE_NOT_CUSTOMER_MONEY;
    case standalone::EntryKind::Unknown: break;
    }
    return 0;
}

class Importer final : public standalone::StatementSink {
public:
    Importer(std::vector<Line>& lines, std::vector<Statement>& statements)
        : lines_(lines), statements_(statements) {}
    void begin(const standalone::StatementHead& head) override {
        Statement statement;
        statement.id = "S" + std::to_string(statements_.size());
        statement.sequence = head.sequence;
        statement.opening = head.opening ? head.opening->minor : 0;
        statements_.push_back(std::move(statement));
    }
    void entry(const standalone::BankEntry& entry) override {
        Line line;
        line.id = "L" + std::to_string(lines_.size());
        line.label = "line " + std::to_string(entry.line);
        line.payer_name = entry.counterparty_name;
        line.payer_iban = entry.counterparty_iban;
        line.structured = entry.structured_reference;
        line.remittance = entry.remittance;
        line.end_to_end_id = entry.end_to_end_id;
        line.kind = entry.kind;
        line.statement = static_cast<std::uint32_t>(statements_.size() - 1);
        line.booked = entry.booked_on;
        line.amount = line.unallocated = entry.amount.minor;
        lines_.push_back(std::move(line));
    }
    void end(const standalone::StatementFoot& foot, bool) override {
        statements_.back().from = foot.from;
        statements_.back().until = foot.until;
        statements_.back().closing = foot.closing ? foot.closing->minor : 0;
    }
    void problem(const standalone::Problem& problem) override {
        std::cerr << problem.failure.sentence() << '\n';
    }
    void progress(std::uint64_t, std::uint64_t) override {}

private:
    std::vector<Line>& lines_;
    std::vector<Statement>& statements_;
};

} // namespace

// One reading. The benchmark changes nothing while one is under way, so it copies nothing.
class BookReading final : public host::SnapshotSource {
public:
    explicit BookReading(const BookHost& host) : host_(host) {}
    [[nodiscard]] bool is_current() const override { return true; }
    void creditor(afpunt_party& out) override {
        own_contact_ = {sizeof(afpunt_contact),
                        0,
                        host::to_abi("general"),
                        host::to_abi("Boekhouding"),
                        host::to_abi("boekhouding@example.be"),
                        {}};
        out.id = host::to_abi("us");
        fill(out, "Groothandel Voorbeeld BV", own_contact_);
    }
    [[nodiscard]] bool next(afpunt_party& out) override {
        if (!host_.shown_ || party_ == host_.firm_.customers.size()) return false;
        const Customer& customer = host_.firm_.customers[party_];
        afpunt_contact& contact = contacts_[party_ % contacts_.size()];
        afpunt_str& iban = ibans_[party_ % ibans_.size()];
        contact = {sizeof(afpunt_contact),      0,
                   host::to_abi("invoice"),     host::to_abi(customer.name),
                   host::to_abi(customer.mail), {}};
        iban = host::to_abi(customer.iban);
        out.kind = AFPUNT_PARTY_BUSINESS;
        out.id = host::to_abi(customer.id);
        out.ibans = &iban;
        out.iban_count = 1;
        fill(out, customer.name, contact);
        ++party_;
        return true;
    }
    [[nodiscard]] bool next(afpunt_account& out) override {
        if (account_++ > 0) return false;
        out.flags = AFPUNT_ACCOUNT_CUSTOMERS_PAY_HERE | AFPUNT_ACCOUNT_IN_USE;
        out.id = out.iban = host::to_abi(firm_iban);
        out.bic = host::to_abi("KREDBEBB");
        out.name = host::to_abi("Zichtrekening");
        out.holder = host::to_abi("Groothandel Voorbeeld BV");
        std::memcpy(out.currency, "EUR", 3);
        out.exponent = 2;
        return true;
    }
    [[nodiscard]] bool next(afpunt_statement& out) override {
        if (statement_ == host_.statements_.size()) return false;
        const Statement& statement = host_.statements_[statement_++];
        out.id = host::to_abi(statement.id);
        out.account_id = host::to_abi(firm_iban);
        out.sequence = statement.sequence;
        out.from_on = statement.from.days();
        out.until_on = statement.until.days();
        out.opening = euro(statement.opening);
        out.closing = euro(statement.closing);
        return true;
    }
    [[nodiscard]] bool next(afpunt_bank_line& out) override {
        if (line_ == host_.lines_.size()) return false;
        const Line& line = host_.lines_[line_++];
        out.kind = kind_of(line.kind);
        out.id = host::to_abi(line.id);
        out.account_id = host::to_abi(firm_iban);
        out.statement_id = host::to_abi(host_.statements_[line.statement].id);
        out.label = host::to_abi(line.label);
        out.booked_on = line.booked.days();
        out.amount = euro(line.amount);
        out.unallocated = euro(line.unallocated);
        out.payer_name = host::to_abi(line.payer_name);
        out.payer_iban = host::to_abi(line.payer_iban);
        out.structured_reference = host::to_abi(line.structured);
        out.remittance = host::to_abi(line.remittance);
        out.end_to_end_id = host::to_abi(line.end_to_end_id);
        return true;
    }
    [[nodiscard]] bool next(afpunt_item& out) override {
        if (!host_.shown_ || item_ == host_.firm_.invoices.size()) return false;
        const Invoice& invoice = host_.firm_.invoices[item_++];
        out.kind = AFPUNT_INVOICE;
        out.state = invoice.open == 0 ? AFPUNT_DOCUMENT_SETTLED : AFPUNT_DOCUMENT_OPEN;
        out.id = out.document_id = host::to_abi(invoice.id);
        out.number = host::to_abi(invoice.number);
        out.customer_id = host::to_abi(host_.firm_.customers[invoice.customer].id);
        out.payment_reference = host::to_abi(invoice.reference);
        out.issued_on = invoice.issued.days();
        out.due_on = invoice.due.days();
        out.total = euro(invoice.total);
        out.open = euro(invoice.open);
        return true;
    }
    [[nodiscard]] bool next(afpunt_allocation& out) override {
        if (allocation_ == host_.allocations_.size()) return false;
        const Allocation& allocation = host_.allocations_[allocation_++];
        const bool is_bank = allocation.line != no_line;
        out.kind = is_bank ? AFPUNT_ALLOCATION_BANK : AFPUNT_ALLOCATION_CASH;
        out.id = host::to_abi(allocation.id);
        out.item_id = host::to_abi(host_.firm_.invoices[allocation.invoice].id);
        if (is_bank) out.source_id = host::to_abi(host_.lines_[allocation.line].id);
        out.booked_on = allocation.booked.days();
        out.amount = euro(allocation.amount);
        return true;
    }
    [[nodiscard]] bool next(afpunt_owed&) override { return false; }

    static constexpr std::uint32_t no_line = UINT32_MAX;

private:
    static void fill(afpunt_party& out, std::string_view name, const afpunt_contact& contact) {
        out.name = host::to_abi(name);
        out.street = host::to_abi("Stationsstraat 26");
        out.postal_code = host::to_abi("9000");
        out.city = host::to_abi("Gent");
        out.country = host::to_abi("BE");
        out.language = host::to_abi("nl-BE");
        out.contacts = &contact;
        out.contact_count = 1;
        out.contact_stride = sizeof contact;
    }
    const BookHost& host_;
    afpunt_contact own_contact_{};
    // As many as the module takes in one call at most: they live until the next.
    std::vector<afpunt_contact> contacts_ = std::vector<afpunt_contact>(4096);
    std::vector<afpunt_str> ibans_ = std::vector<afpunt_str>(4096);
    std::size_t party_ = 0, account_ = 0, statement_ = 0, line_ = 0, item_ = 0, allocation_ = 0;
};

BookHost::BookHost(Firm firm, std::filesystem::path folder, Changes changes)
    : firm_(std::move(firm)), changes_(changes) {
    std::filesystem::create_directories(folder / "state");
    settings_["state.folder"] = (folder / "state").string();
    settings_["config"] = "[policy]\nmost_letters_per_day = 0\n"; // as many as are due
    settings_["delivery.folder"] = (folder / "out").string();
}

std::size_t BookHost::import(const std::filesystem::path& bank_file) {
    ++revision_;
    const std::size_t before = lines_.size();
    Importer importer(lines_, statements_);
    auto read = standalone::read_bank_file(bank_file, importer);
    if (!read) throw std::runtime_error(read.error().sentence());
    return lines_.size() - before;
}

void BookHost::pay(std::size_t invoice) {
    ++revision_;
    Invoice& paid = firm_.invoices.at(invoice);
    allocations_.push_back({"A" + std::to_string(allocations_.size()),
                            static_cast<std::uint32_t>(invoice), BookReading::no_line,
                            Date::from_days(today_), paid.open});
    paid.open = 0;
}

Result<std::unique_ptr<host::SnapshotSource>> BookHost::open_snapshot() {
    return std::unique_ptr<host::SnapshotSource>(std::make_unique<BookReading>(*this));
}

Result<void> BookHost::permit(std::string_view, std::span<const std::string_view> ids,
                              std::span<afpunt_permit_item> items, afpunt_permit& out) {
    out.struct_size = sizeof out;
    for (std::size_t at = 0; at < ids.size(); ++at) {
        const Invoice& invoice = firm_.invoices.at(position_of(ids[at]));
        items[at] = {sizeof(afpunt_permit_item),
                     invoice.open == 0 ? AFPUNT_DOCUMENT_SETTLED : AFPUNT_DOCUMENT_OPEN,
                     euro(invoice.open)};
    }
    return {};
}

Result<std::optional<std::string>> BookHost::setting(std::string_view key) {
    const auto found = settings_.find(key);
    if (found == settings_.end()) return std::nullopt;
    return std::optional<std::string>(found->second);
}

void BookHost::log(afpunt_severity severity, std::string_view text) {
    if (severity != AFPUNT_LOG_INFO) std::cerr << text << '\n';
}

std::optional<afpunt_moment> BookHost::now() {
    afpunt_moment moment{};
    moment.struct_size = sizeof moment;
    moment.today = today_;
    moment.now = (std::int64_t{moment.today} * 24 + 9) * 3'600'000'000;
    return moment;
}

Result<void> BookHost::match(std::string_view line, std::span<const host::MatchPart> parts,
                             std::string_view) {
    ++revision_;
    Line& paid_with = lines_.at(position_of(line));
    for (const host::MatchPart& part : parts) {
        const std::uint32_t invoice = position_of(part.item_id);
        firm_.invoices.at(invoice).open -= part.amount.minor;
        paid_with.unallocated -= part.amount.minor;
        allocations_.push_back({"A" + std::to_string(allocations_.size()), invoice,
                                position_of(line), paid_with.booked, part.amount.minor});
    }
    return {};
}

bool run_until(host::Plugin& plugin, BookHost& host, const std::function<bool()>& done) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(15);
    while (!done()) {
        if (std::chrono::steady_clock::now() > end) return false;
        if (!host.callback.wait(std::chrono::milliseconds(100))) continue;
        while (plugin.on_main(std::chrono::milliseconds(5)) && !done()) {
        }
    }
    return true;
}

std::string ask(host::Plugin& plugin, BookHost& host, std::string_view request) {
    std::optional<std::string> answer;
    auto asked = plugin.execute(request, [&](std::string json) { answer = std::move(json); });
    if (!asked) throw std::runtime_error(asked.error().sentence());
    if (!run_until(plugin, host, [&] { return answer.has_value(); })) return {};
    return *answer;
}

} // namespace afpunt::benchmark
