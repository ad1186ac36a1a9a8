// SPDX-License-Identifier: MIT
#include "simulation/played_host.hpp"

#include "simulation/invariants.hpp"
#include "simulation/program.hpp"

#include <cstring>

namespace afpunt::simulation {
namespace {

using host::to_abi;

afpunt_money euro(Cents cents) {
    return {cents, {'E', 'U', 'R'}, 2, 0};
}

// Reads the books as they stand; they may change between two calls, which is_current() tells.
class Source final : public host::SnapshotSource {
public:
    Source(World& world, PlayedHost& host)
        : world_(world), host_(host), version_(world.ledger.version()),
          reading_(std::make_shared<Reading>(Reading{world.ledger.books(), ++world.moment})),
          books_(reading_->books) {
        for (const Customer& customer : books_.customers) {
            contacts_.push_back({sizeof(afpunt_contact), 0, to_abi("general"), to_abi(customer.id),
                                 to_abi(customer.mail), afpunt_str{}});
            ibans_.push_back(to_abi(customer.iban));
        }
        for (const Statement& statement : books_.statements)
            numbers_.push_back(std::to_string(statement.sequence));
        own_contact_ = {
            sizeof(afpunt_contact),           0, to_abi("general"), to_abi("Boekhouding"),
            to_abi("boekhouding@example.be"), {}};
    }
    bool is_current() const override { return version_ == world_.ledger.version(); }
    void creditor(afpunt_party& out) override;
    bool next(afpunt_party& out) override;
    bool next(afpunt_account& out) override;
    bool next(afpunt_statement& out) override;
    bool next(afpunt_bank_line& out) override;
    bool next(afpunt_item& out) override;
    bool next(afpunt_allocation& out) override;
    bool next(afpunt_owed&) override {
        host_.has_read(reading_); // the last kind that is asked for
        return false;
    }

private:
    World& world_;
    PlayedHost& host_;
    std::uint64_t version_;
    std::shared_ptr<Reading> reading_;
    const Books& books_;
    std::vector<afpunt_contact> contacts_;
    std::vector<afpunt_str> ibans_;
    afpunt_contact own_contact_{};
    std::size_t party_ = 0, account_ = 0, statement_ = 0, line_ = 0, item_ = 0, allocation_ = 0;
    std::vector<std::string> numbers_; // of statements, as text
};

void Source::creditor(afpunt_party& out) {
    out.id = to_abi("us");
    out.name = to_abi("Drukkerij De Linde");
    out.street = to_abi("Lindestraat 4");
    out.postal_code = to_abi("9000");
    out.city = to_abi("Gent");
    out.country = to_abi("BE");
    out.language = to_abi("nl-BE");
    out.contact_count = 1;
    out.contacts = &own_contact_;
    out.contact_stride = sizeof own_contact_;
}

bool Source::next(afpunt_party& out) {
    if (party_ >= books_.customers.size()) return false;
    const Customer& customer = books_.customers[party_];
    out.kind = AFPUNT_PARTY_BUSINESS;
    out.flags = customer.on_hold ? std::uint32_t{AFPUNT_PARTY_DUNNING_HOLD} : 0;
    out.id = out.name = to_abi(customer.id);
    out.street = to_abi("Kerkstraat 1");
    out.postal_code = to_abi("2000");
    out.city = to_abi("Antwerpen");
    out.country = to_abi("BE");
    out.language = to_abi("nl-BE");
    out.contact_count = 1;
    out.contacts = &contacts_[party_];
    out.contact_stride = sizeof(afpunt_contact);
    out.iban_count = 1;
    out.ibans = &ibans_[party_];
    ++party_;
    return true;
}

bool Source::next(afpunt_account& out) {
    if (account_ >= world_.ledger.accounts().size()) return false;
    const std::string& iban = world_.ledger.accounts()[account_++];
    out.flags = AFPUNT_ACCOUNT_CUSTOMERS_PAY_HERE | AFPUNT_ACCOUNT_IN_USE;
    out.id = out.iban = out.name = to_abi(iban);
    out.bic = to_abi("GEBABEBB");
    out.holder = to_abi("Drukkerij De Linde");
    std::memcpy(out.currency, "EUR", 3);
    out.exponent = 2;
    return true;
}

bool Source::next(afpunt_statement& out) {
    if (statement_ >= books_.statements.size()) return false;
    const Statement& statement = books_.statements[statement_++];
    out.id = to_abi(statement.id);
    out.account_id = to_abi(statement.account);
    out.number = to_abi(numbers_[statement_ - 1]);
    out.sequence = statement.sequence;
    out.from_on = out.until_on = statement.day.days();
    out.opening = euro(statement.opening);
    out.closing = euro(statement.closing);
    return true;
}

bool Source::next(afpunt_bank_line& out) {
    if (line_ >= books_.lines.size()) return false;
    const Line& line = books_.lines[line_++];
    out.kind = !line.is_customers ? AFPUNT_LINE_NOT_CUSTOMER_MONEY
               : line.amount < 0  ? AFPUNT_LINE_RETURNED_DEBIT
                                  : AFPUNT_LINE_CUSTOMER_PAYMENT;
    out.id = out.label = to_abi(line.id);
    out.account_id = to_abi(line.account);
    out.statement_id = to_abi(line.statement);
    out.booked_on = line.day.days();
    out.amount = euro(line.amount);
    out.unallocated = euro(line.unallocated);
    out.payer_name = out.payer_iban = to_abi(line.payer);
    out.structured_reference = to_abi(line.reference);
    out.remittance = to_abi(line.remittance);
    return true;
}

bool Source::next(afpunt_item& out) {
    if (item_ >= books_.items.size()) return false;
    const Item& item = books_.items[item_++];
    out.kind = item.is_credit ? AFPUNT_CREDIT_NOTE : AFPUNT_INVOICE;
    out.state = item.state;
    out.id = out.document_id = out.number = to_abi(item.id);
    out.customer_id = to_abi(item.customer);
    out.payment_reference = to_abi(item.reference);
    out.issued_on = out.entered_on = item.issued.days();
    out.due_on = item.due.days();
    out.total = euro(item.total);
    out.open = euro(item.open);
    if (item.disputed != 0) out.disputed = euro(item.disputed);
    return true;
}

bool Source::next(afpunt_allocation& out) {
    if (allocation_ >= books_.allocations.size()) return false;
    const Allocation& allocation = books_.allocations[allocation_++];
    out.kind = allocation.kind;
    out.id = to_abi(allocation.id);
    out.item_id = to_abi(allocation.item);
    out.source_id = to_abi(allocation.source);
    out.booked_on = allocation.day.days();
    out.amount = euro(allocation.amount);
    return true;
}

// Whether the line has what is wanted for the items, and the items are open for it.
bool fits(const Books& books, const std::string& line_id,
          const std::map<std::string, Cents>& wanted) {
    Cents left = 0;
    for (const Line& line : books.lines) {
        if (line.id == line_id) left = line.unallocated;
    }
    for (const auto& [id, amount] : wanted) {
        const Item* item = books.item(id);
        left -= amount;
        if (item == nullptr || amount <= 0 || amount > item->open) return false;
        if (!item->is_owed()) return false;
    }
    return left >= 0;
}

} // namespace

Result<std::unique_ptr<host::SnapshotSource>> PlayedHost::open_snapshot() {
    return std::unique_ptr<host::SnapshotSource>(std::make_unique<Source>(world_, *this));
}

void PlayedHost::has_read(std::shared_ptr<const Reading> reading) {
    last_ = std::move(reading);
    world_.observer->at(Stage::SnapshotRead, program_, "");
}

void PlayedHost::was_told(const HostEvent& event) {
    if (event.type != AFPUNT_EVENT_MATCHED) return;
    ++world_.moment;
    for (const std::string& item : event.items)
        told_[item] = world_.moment;
}

std::uint64_t PlayedHost::told_of_match(const std::string& item) const {
    const auto found = told_.find(item);
    return found == told_.end() ? 0 : found->second;
}

const PermitSaid* PlayedHost::permit_of(const std::string& item) const {
    const auto found = permits_.find(item);
    return found == permits_.end() ? nullptr : &found->second;
}

Result<void> PlayedHost::permit(std::string_view party_id,
                                std::span<const std::string_view> item_ids,
                                std::span<afpunt_permit_item> items, afpunt_permit& out) {
    const Books& books = world_.ledger.books();
    out.struct_size = sizeof out;
    const Customer* customer = books.customer(party_id);
    if (customer != nullptr && customer->on_hold) out.flags |= AFPUNT_PERMIT_PARTY_ON_HOLD;
    for (const Line& line : books.lines) {
        const bool is_theirs = line.is_customers && line.unallocated > 0 && customer != nullptr &&
                               line.payer == customer->iban;
        if (is_theirs && world_.rules.host_knows_payers)
            out.flags |= AFPUNT_PERMIT_UNALLOCATED_MONEY;
    }
    if (world_.import_running) out.flags |= AFPUNT_PERMIT_IMPORT_RUNNING;
    if (world_.rules.host_knows_coverage) {
        const auto until = books.covered_until(world_.ledger.accounts(), world_.confirmed_bank);
        out.covered_until = until ? until->days() : AFPUNT_NO_DATE;
    }
    ++world_.moment;
    for (std::size_t at = 0; at < item_ids.size(); ++at) {
        const Item* item = books.item(item_ids[at]);
        PermitSaid said;
        said.moment = world_.moment;
        said.import_running = world_.import_running;
        if (item != nullptr) {
            said.is_known = true;
            said.open = item->open;
            said.state = item->state;
        }
        permits_[std::string(item_ids[at])] = said;
        items[at] = {sizeof(afpunt_permit_item), said.state, euro(said.open)};
    }
    world_.observer->at(Stage::PermitAsked, program_, std::string(item_ids.front()));
    return {};
}

Result<void> PlayedHost::keep(std::string_view key, std::string_view value) {
    if (!is_off(Guard::MarkIsKept)) world_.kept[std::string(key)] = std::string(value);
    return {};
}

void PlayedHost::log(afpunt_severity severity, std::string_view text) {
    world_.observer->note("the module logs: " + std::string(text));
    if (severity == AFPUNT_LOG_PLUGIN_MISBEHAVING || severity == AFPUNT_LOG_HOST_MISBEHAVING) {
        world_.observer->broken(the_module_makes_no_mistake, std::string(text));
    }
}

std::optional<afpunt_moment> PlayedHost::now() {
    afpunt_moment moment{};
    moment.struct_size = sizeof moment;
    moment.now = world_.time.wall();
    moment.today = world_.time.today().days();
    moment.utc_offset_minutes = brussels_offset_minutes(moment.now);
    return moment;
}

// Books all or nothing, as a person would, and tells so. The books may have moved on since they
// were read, which is no fault of the module's.
Result<void> PlayedHost::match(std::string_view line_id, std::span<const host::MatchPart> parts,
                               std::string_view) {
    const std::string line(line_id);
    std::map<std::string, Cents> wanted;
    for (const host::MatchPart& part : parts)
        wanted[std::string(part.item_id)] += part.amount.minor;
    if (last_ != nullptr && !fits(last_->books, line, wanted)) {
        world_.observer->broken(no_amount_is_created_or_lost,
                                "more is to be booked from " + line + " than was read");
    }
    if (!fits(world_.ledger.books(), line, wanted)) {
        return fail("match", line, "amounts that the line and the items still have");
    }
    std::vector<std::string> items;
    for (const auto& [item, amount] : wanted) {
        if (world_.ledger.allocate(line, item, amount, world_.time.today())) items.push_back(item);
    }
    world_.observer->note("the module books " + line);
    program_.tell(AFPUNT_EVENT_MATCHED, std::move(items));
    return {};
}

} // namespace afpunt::simulation
