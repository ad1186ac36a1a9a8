// SPDX-License-Identifier: MIT
#include "ledger_snapshot.hpp"

#include "common/contact_codes.hpp"

#include <algorithm>
#include <unordered_map>

namespace afpunt::standalone {
namespace {

using host::to_abi;

// Absent rather than empty: the module tells the two apart.
afpunt_str optional_text(const std::string& text) {
    return text.empty() ? afpunt_str{nullptr, 0} : to_abi(text);
}
afpunt_date optional_date(const std::optional<Date>& date) {
    return date ? date->days() : AFPUNT_NO_DATE;
}
afpunt_money optional_money(const std::optional<Money>& money) {
    return money ? money_to_abi(*money) : afpunt_money{};
}

afpunt_bank_line_kind kind_of(EntryKind kind) {
    switch (kind) {
    case EntryKind::Unknown: return 0;
    case EntryKind::CustomerPayment: return AFPUNT_LINE_CUSTOMER_PAYMENT;
    case EntryKind::ReturnedDebit: return AFPUNT_LINE_RETURNED_DEBIT;
    case EntryKind::OwnTransfer: return AFPUNT_LINE_OWN_TRANSFER;
    case EntryKind::ProviderPayout: return AFPUNT_LINE_PROVIDER_PAYOUT;
    case EntryKind::NotCustomerMoney: return AFPUNT_LINE_NOT_CUSTOMER_MONEY;
    }
    return 0;
}
afpunt_arrangement arrangement_of(InvoiceArrangement arrangement) {
    switch (arrangement) {
    case InvoiceArrangement::CreditTransfer: return AFPUNT_ARRANGEMENT_TRANSFER;
    case InvoiceArrangement::DirectDebit: return AFPUNT_ARRANGEMENT_DIRECT_DEBIT;
    case InvoiceArrangement::Card: return AFPUNT_ARRANGEMENT_CARD;
    case InvoiceArrangement::Cash: return AFPUNT_ARRANGEMENT_CASH;
    case InvoiceArrangement::Other: return AFPUNT_ARRANGEMENT_OTHER;
    }
    return AFPUNT_ARRANGEMENT_OTHER;
}

afpunt_allocation_kind kind_of(LedgerAllocationKind kind) {
    switch (kind) {
    case LedgerAllocationKind::Bank: return AFPUNT_ALLOCATION_BANK;
    case LedgerAllocationKind::CreditNote: return AFPUNT_ALLOCATION_CREDIT_NOTE;
    case LedgerAllocationKind::Elsewhere: return AFPUNT_ALLOCATION_OTHER;
    }
    return AFPUNT_ALLOCATION_OTHER;
}

void fill_details(const InvoiceParty& party, afpunt_party& out) {
    out.id = to_abi(party.id);
    out.name = to_abi(party.name);
    out.street = optional_text(party.street);
    out.street_extra = optional_text(party.street_extra);
    out.postal_code = optional_text(party.postal_code);
    out.city = optional_text(party.city);
    out.region = optional_text(party.region);
    out.country = optional_text(party.country);
    out.vat_id = optional_text(party.vat_id);
    out.registration_id = optional_text(party.registration_id);
    out.endpoint_scheme = optional_text(party.endpoint_scheme);
    out.endpoint_id = optional_text(party.endpoint_id);
}

afpunt_contact contact(const char* role, const std::string& name, const std::string& mail,
                       const std::string& phone) {
    return {sizeof(afpunt_contact), 0, to_abi(role), optional_text(name), optional_text(mail),
            optional_text(phone)};
}

// A batch of direct debits that came as one sum: their invoices are under way anyhow, and nobody
// who pays by transfer is in it.
bool is_sum_of_collections(const BankEntry& entry) {
    const std::string& code = entry.transaction_code;
    const bool collected =
        code.starts_with("PMNT/IDDT") || (code.size() == 8 && code.substr(1, 2) == "05");
    return collected && entry.amount.is_positive() && entry.counterparty_name.empty() &&
           entry.counterparty_iban.empty() && entry.structured_reference.empty() &&
           entry.remittance.empty();
}

std::string two_digits(unsigned value) {
    return (value < 10 ? "0" : "") + std::to_string(value);
}

// How people of each language write a day in figures.
std::string day_in_figures(Date day, std::string_view language) {
    const std::string_view base = language.substr(0, 2);
    const char* mark = base == "de"                   ? "."
                       : language == "nl-NL"          ? "-"
                       : base == "nl" || base == "fr" ? "/"
                                                      : "";
    if (*mark == '\0') return day.iso();
    return two_digits(day.day()) + mark + two_digits(day.month()) + mark +
           std::to_string(day.year());
}

// "lijn 17 van 19/11/2026 (uittreksel 102)": stands in the sentences of the book's own people.
std::string line_label(const BankEntry& entry, const std::string& statement,
                       std::string_view language) {
    struct Words {
        const char *line, *payment, *of, *statement;
    };
    const std::string_view base = language.substr(0, 2);
    const Words words = language == "nl-NL" ? Words{"regel ", ", betaling ", " van ", "afschrift "}
                        : base == "nl"      ? Words{"lijn ", ", betaling ", " van ", "uittreksel "}
                        : base == "fr"      ? Words{"ligne ", ", paiement ", " du ", "extrait "}
                        : base == "de"      ? Words{"Zeile ", ", Zahlung ", " vom ", "Auszug "}
                                            : Words{"line ", ", payment ", " of ", "statement "};
    std::string label = words.line + std::to_string(entry.line);
    if (entry.batch_line > 0) label += words.payment + std::to_string(entry.batch_line);
    label += words.of + day_in_figures(entry.booked_on, language);
    if (!statement.empty()) label += std::string(" (") + words.statement + statement + ")";
    return label;
}

} // namespace

afpunt_money money_to_abi(const Money& money) {
    afpunt_money out{};
    out.minor = money.minor;
    money.currency.code().copy(out.currency, 3);
    out.exponent = static_cast<std::uint8_t>(money.currency.exponent());
    return out;
}

Result<std::unique_ptr<LedgerSnapshot>> LedgerSnapshot::read(Ledger& ledger,
                                                             const BookFolder& book) {
    std::unique_ptr<LedgerSnapshot> snapshot(new LedgerSnapshot(ledger));
    const auto take = [](auto& walk, auto records) -> Result<void> {
        if (!records) return tl::unexpected<Failure>(records.error());
        walk.records = std::move(*records);
        return {};
    };
    for (const auto& taken :
         {take(snapshot->parties_, ledger.parties()), take(snapshot->accounts_, ledger.accounts()),
          take(snapshot->statements_, ledger.statements()),
          take(snapshot->lines_, ledger.bank_lines()), take(snapshot->items_, ledger.items()),
          take(snapshot->allocations_, ledger.allocations())}) {
        if (!taken) return tl::unexpected<Failure>(taken.error());
    }
    if (auto added = snapshot->add_listed_days(book.settings()); !added) {
        return tl::unexpected<Failure>(added.error());
    }
    snapshot->put_accounts_in_order(book.settings().accounts);
    snapshot->creditor_.details = book.settings().creditor;
    snapshot->language_ = book.settings().language;
    std::unordered_map<std::string, const ContactRow*> contact_of;
    snapshot->party_parts_.resize(snapshot->parties_.records.size() + 1);
    for (const LedgerParty& party : snapshot->parties_.records) {
        if (party.contact.owed) snapshot->owed_.records.push_back(party);
        contact_of[party.id] = &party.contact;
    }
    std::unordered_map<std::string, std::string> statement_numbers;
    for (const LedgerStatement& statement : snapshot->statements_.records) {
        statement_numbers[statement.id] = statement.number;
    }
    for (LedgerBankLine& line : snapshot->lines_.records) {
        line.label =
            line_label(line.entry, statement_numbers[line.statement_id], snapshot->language_);
    }
    for (const LedgerItem& item : snapshot->items_.records) {
        const auto found = contact_of.find(item.customer_id);
        snapshot->contact_of_item_.push_back(found == contact_of.end() ? nullptr : found->second);
    }
    return snapshot;
}

// Where the package books the bank before it makes its list, an account of which no bank file comes
// here is up to date until the day of the list.
Result<void> LedgerSnapshot::add_listed_days(const BookSettings& settings) {
    for (const OpenItemsMapping& mapping : settings.open_items_mappings) {
        if (!mapping.bank_is_booked) continue;
        auto day = ledger_.listed_on(mapping.name);
        if (!day) return tl::unexpected<Failure>(day.error());
        if (!*day) continue;
        for (const LedgerAccount& account : accounts_.records) {
            const bool has_files = std::any_of(
                statements_.records.begin(), statements_.records.end(),
                [&](const LedgerStatement& one) { return one.account_id == account.id; });
            if (has_files) continue;
            LedgerStatement listed;
            listed.id = "list:" + mapping.name + ":" + account.id;
            listed.account_id = account.id;
            listed.from = listed.until = **day;
            statements_.records.push_back(std::move(listed));
        }
    }
    return {};
}

// Letters ask for payment into the first account of their currency: the order is that in which the
// person wrote the accounts down. Those that are no longer listed come last.
void LedgerSnapshot::put_accounts_in_order(const std::vector<LedgerAccount>& listed) {
    const auto place_of = [&](const LedgerAccount& account) {
        return std::find_if(listed.begin(), listed.end(),
                            [&](const LedgerAccount& other) { return other.id == account.id; }) -
               listed.begin();
    };
    std::stable_sort(accounts_.records.begin(), accounts_.records.end(),
                     [&](const LedgerAccount& one, const LedgerAccount& other) {
                         return place_of(one) < place_of(other);
                     });
}

void LedgerSnapshot::creditor(afpunt_party& out) {
    const InvoiceParty& firm = creditor_.details;
    PartyParts& parts = party_parts_.back();
    parts.contacts = {contact("general", firm.contact_name, firm.mail, firm.phone)};
    fill_details(firm, out);
    out.kind = AFPUNT_PARTY_BUSINESS;
    out.language = optional_text(language_);
    out.contacts = parts.contacts.data();
    out.contact_count = 1;
    out.contact_stride = sizeof(afpunt_contact);
}

bool LedgerSnapshot::next(afpunt_party& out) {
    const std::size_t at = parties_.at;
    const LedgerParty* party = parties_.next();
    if (party == nullptr) return false;
    PartyParts& parts = party_parts_[at];
    const ContactRow& row = party->contact;
    fill_details(party->details, out);
    out.id = to_abi(party->id);
    out.kind = party_kind_of(row.kind);
    // An enterprise or VAT number on the invoice says business, unless contacts.csv knows better.
    if (row.kind.empty() &&
        !(party->details.vat_id.empty() && party->details.registration_id.empty())) {
        out.kind = AFPUNT_PARTY_BUSINESS;
    }
    out.standing = standing_of(row.standing);
    out.language = optional_text(row.language);
    if (row.hold || row.hold_until) out.flags = AFPUNT_PARTY_DUNNING_HOLD;
    out.hold_reason = optional_text(row.hold_reason);
    out.hold_until = optional_date(row.hold_until);
    if (!row.mail.empty()) {
        parts.contacts.push_back(contact("dunning", row.name, row.mail, row.phone));
    }
    const InvoiceParty& details = party->details;
    if (!details.mail.empty()) {
        parts.contacts.push_back(
            contact("invoice", details.contact_name, details.mail, details.phone));
    }
    // The file speaks of the customer, whichever of his addresses is used.
    for (afpunt_contact& each : parts.contacts) {
        if (row.wants_ubl) each.flags = AFPUNT_CONTACT_WANTS_UBL;
    }
    for (const std::string& iban : row.ibans)
        parts.ibans.push_back(to_abi(iban));
    out.contacts = parts.contacts.data();
    out.contact_count = static_cast<std::uint32_t>(parts.contacts.size());
    out.contact_stride = sizeof(afpunt_contact);
    out.ibans = parts.ibans.data();
    out.iban_count = static_cast<std::uint32_t>(parts.ibans.size());
    return true;
}

bool LedgerSnapshot::next(afpunt_account& out) {
    const LedgerAccount* account = accounts_.next();
    if (account == nullptr) return false;
    out.id = to_abi(account->id);
    out.iban = optional_text(account->iban);
    out.bic = optional_text(account->bic);
    out.name = optional_text(account->name);
    out.holder = optional_text(account->holder);
    const auto currency = Currency::parse(account->currency).value_or(Currency::eur());
    currency.code().copy(out.currency, 3);
    out.exponent = static_cast<std::uint8_t>(currency.exponent());
    if (account->customers_pay_here) out.flags |= AFPUNT_ACCOUNT_CUSTOMERS_PAY_HERE;
    if (account->in_use) out.flags |= AFPUNT_ACCOUNT_IN_USE;
    return true;
}

bool LedgerSnapshot::next(afpunt_statement& out) {
    const LedgerStatement* statement = statements_.next();
    if (statement == nullptr) return false;
    out.id = to_abi(statement->id);
    out.account_id = to_abi(statement->account_id);
    out.number = optional_text(statement->number);
    out.sequence = statement->sequence;
    out.from_on = statement->from.days();
    out.until_on = statement->until.days();
    out.opening = optional_money(statement->opening);
    out.closing = optional_money(statement->closing);
    if (statement->provisional) out.flags |= AFPUNT_STATEMENT_PROVISIONAL;
    return true;
}

bool LedgerSnapshot::next(afpunt_bank_line& out) {
    const LedgerBankLine* line = lines_.next();
    if (line == nullptr) return false;
    const BankEntry& entry = line->entry;
    out.id = to_abi(line->id);
    out.account_id = to_abi(line->account_id);
    out.statement_id = optional_text(line->statement_id);
    out.label = optional_text(line->label);
    out.kind = is_sum_of_collections(entry) ? AFPUNT_LINE_PROVIDER_PAYOUT : kind_of(entry.kind);
    out.booked_on = entry.booked_on.days();
    out.value_on = optional_date(entry.value_on);
    out.amount = money_to_abi(entry.amount);
    out.unallocated = money_to_abi(line->unallocated);
    out.payer_name = optional_text(entry.counterparty_name);
    out.payer_iban = optional_text(entry.counterparty_iban);
    out.structured_reference = optional_text(entry.structured_reference);
    out.remittance = optional_text(entry.remittance);
    out.end_to_end_id = optional_text(entry.end_to_end_id);
    return true;
}

bool LedgerSnapshot::next(afpunt_item& out) {
    const std::size_t at = items_.at;
    const LedgerItem* item = items_.next();
    if (item == nullptr) return false;
    out.kind = item->kind == InvoiceKind::Invoice ? AFPUNT_INVOICE : AFPUNT_CREDIT_NOTE;
    out.state = item->open.is_zero() ? AFPUNT_DOCUMENT_SETTLED : AFPUNT_DOCUMENT_OPEN;
    // A collection that came back is no longer under way: the money has to come by transfer.
    out.arrangement =
        item->debit_returned ? AFPUNT_ARRANGEMENT_TRANSFER : arrangement_of(item->arrangement);
    out.id = to_abi(item->id);
    out.document_id = optional_text(item->document_id);
    out.instalment_id = optional_text(item->instalment_id);
    out.number = to_abi(item->number);
    out.customer_id = to_abi(item->customer_id);
    out.order_reference = optional_text(item->order_reference);
    out.payment_reference = optional_text(item->payment_reference);
    out.description = optional_text(item->description);
    out.issued_on = item->issued_on.days();
    out.due_on = item->due_on.days();
    out.entered_on = item->entered_on.days();
    out.total = money_to_abi(item->total);
    out.open = money_to_abi(item->open);
    out.payee_iban = optional_text(item->payee_iban);
    out.payee_bic = optional_text(item->payee_bic);
    out.payee_name = optional_text(item->payee_name);
    out.mandate_id = optional_text(item->mandate_id);
    out.assigned_to = optional_text(item->assigned_to);
    out.discount = optional_money(item->discount);
    out.discount_until = optional_date(item->discount_until);
    // contacts.csv speaks of the customer: it counts for what was due when he was last reminded.
    const ContactRow* row = contact_of_item_[at];
    if (row != nullptr && row->reminded > 0 && row->last_reminder &&
        item->due_on < *row->last_reminder) {
        out.reminders_before = row->reminded;
        out.last_reminder_before = row->last_reminder->days();
    }
    return true;
}

bool LedgerSnapshot::next(afpunt_allocation& out) {
    const LedgerAllocation* allocation = allocations_.next();
    if (allocation == nullptr) return false;
    out.id = to_abi(allocation->id);
    out.item_id = to_abi(allocation->item_id);
    out.source_id = optional_text(allocation->source_id);
    out.kind = kind_of(allocation->kind);
    out.booked_on = allocation->booked_on.days();
    out.value_on = optional_date(allocation->value_on);
    out.amount = money_to_abi(allocation->amount);
    out.rule = optional_text(allocation->rule);
    return true;
}

bool LedgerSnapshot::next(afpunt_owed& out) {
    const LedgerParty* party = owed_.next();
    if (party == nullptr) return false;
    out.party_id = to_abi(party->id);
    out.amount = money_to_abi(*party->contact.owed);
    return true;
}

} // namespace afpunt::standalone
