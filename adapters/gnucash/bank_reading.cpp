// SPDX-License-Identifier: MIT
#include "gnucash/bank_reading.hpp"

#include "gnucash/civil_day.hpp"
#include "gnucash/exact_amount.hpp"
#include "gnucash/iban_in_text.hpp"
#include "gnucash/words.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <libintl.h>

namespace afpunt::gnucash {
namespace {

bool is_reconciled(char reconciled) {
    return reconciled == split_reconciled || reconciled == split_frozen;
}

bool was_imported(const BookReader& reader, const Split* split) {
    return !reader.kept_text(split, "online_id").empty() ||
           !reader.kept_text(reader.engine().xaccSplitGetParent(split), "online_id").empty();
}

std::vector<const Account*> accounts_of(const BookReader& reader) {
    const Engine& engine = reader.engine();
    std::vector<const Account*> accounts;
    GList* list =
        engine.gnc_account_get_descendants(engine.gnc_book_get_root_account(reader.book()));
    each<Account>(list, [&](const Account* account) { accounts.push_back(account); });
    engine.g_list_free(list);
    return accounts;
}

std::optional<Iban> written_iban(const Engine& engine, const Account* account) {
    for (const char* text :
         {engine.xaccAccountGetCode(account), engine.xaccAccountGetDescription(account),
          engine.xaccAccountGetNotes(account), engine.xaccAccountGetName(account)}) {
        if (auto iban = iban_in_text(view(text))) return iban;
    }
    return std::nullopt;
}

// The last of a list; GnuCash keeps the splits of an account in the order of their days.
const GList* last_of(const GList* list) {
    while (list != nullptr && list->next != nullptr)
        list = list->next;
    return list;
}

// The newest line that is known to be of the bank's own; of its day more may still come. Older than
// `oldest` nobody asks: the bank is not up to date anyhow.
std::optional<Date> newest_line_of_bank(const BookReader& reader, const GList* splits,
                                        Time64 oldest) {
    const Engine& engine = reader.engine();
    for (const GList* at = last_of(splits); at != nullptr; at = at->prev) {
        const auto* split = static_cast<const Split*>(at->data);
        const Time64 posted = engine.xaccTransRetDatePosted(engine.xaccSplitGetParent(split));
        if (posted < oldest) break;
        if (is_reconciled(engine.xaccSplitGetReconcile(split)) || was_imported(reader, split)) {
            return civil_day(posted);
        }
    }
    return std::nullopt;
}

void read_coverage(const BookReader& reader, const Account* account, Time64 oldest,
                   BankAccountRecord& record) {
    const Engine& engine = reader.engine();
    const GList* splits = engine.xaccAccountGetSplitList(account);
    if (splits != nullptr) {
        const auto* first = static_cast<const Split*>(splits->data);
        record.from = civil_day(engine.xaccTransRetDatePosted(engine.xaccSplitGetParent(first)));
    }
    Time64 reconciled = 0;
    if (engine.xaccAccountGetReconcileLastDate(account, &reconciled) != 0) {
        record.until = civil_day(reconciled);
    }
    const auto newest = newest_line_of_bank(reader, splits, oldest);
    if (newest && (!record.until || *record.until < *newest - 1)) record.until = *newest - 1;
    if (record.until && (!record.from || *record.until < *record.from)) record.from = record.until;
}

// Some customer's payment was booked here lately.
bool has_customers_payment(const Engine& engine, const Account* account, Time64 oldest) {
    for (const GList* at = last_of(engine.xaccAccountGetSplitList(account)); at != nullptr;
         at = at->prev) {
        const auto* split = static_cast<const Split*>(at->data);
        const Transaction* transaction = engine.xaccSplitGetParent(split);
        if (engine.xaccTransRetDatePosted(transaction) < oldest) return false;
        if (engine.xaccSplitGetAmount(split).num <= 0) continue;
        bool found = false;
        each<Split>(engine.xaccTransGetSplitList(transaction), [&](const Split* other) {
            const Account* counter = engine.xaccSplitGetAccount(other);
            found = found || (counter != nullptr &&
                              engine.xaccAccountGetType(counter) == account_receivable);
        });
        if (found) return true;
    }
    return false;
}

Time64 oldest_read(Date today) {
    return Time64{(today - bank_days_read).days()} * 86'400;
}

} // namespace

AccountSet read_unassigned_accounts(const BookReader& reader, const BookSettings& settings) {
    // "Imbalance-EUR" and "Orphan-EUR", in the language in which GnuCash made them.
    std::vector<std::string> beginnings;
    for (const char* english : {"Imbalance", "Orphan"}) {
        beginnings.push_back(std::string(english) + "-");
        beginnings.push_back(std::string(::dgettext("gnucash", english)) + "-");
    }
    AccountSet unassigned;
    for (const Account* account : accounts_of(reader)) {
        const std::string_view name = view(reader.engine().xaccAccountGetName(account));
        const std::string full_name = reader.full_name(account);
        const bool is_made_by_gnucash =
            full_name == name &&
            std::any_of(beginnings.begin(), beginnings.end(),
                        [&](const auto& one) { return name.starts_with(one); });
        const bool is_listed = std::find(settings.unassigned.begin(), settings.unassigned.end(),
                                         full_name) != settings.unassigned.end();
        if (is_made_by_gnucash || is_listed) unassigned.insert(reader.guid(account));
    }
    return unassigned;
}

namespace {

BankAccountRecord read_bank_account(const BookReader& reader, const Account* account,
                                    Currency currency, std::string_view firm_name, Time64 oldest) {
    const Engine& engine = reader.engine();
    BankAccountRecord record;
    record.guid = reader.guid(account);
    record.id = hex(record.guid);
    record.name = view(engine.xaccAccountGetName(account));
    record.holder = firm_name;
    record.currency = currency;
    if (const auto iban = written_iban(engine, account)) record.iban = iban->electronic();
    read_coverage(reader, account, oldest, record);
    // An account that nothing was ever booked on says nothing about payments.
    record.in_use = engine.xaccAccountGetHidden(account) == 0 && (record.from || record.until);
    record.customers_pay_here = has_customers_payment(engine, account, oldest);
    return record;
}

void take_settings(const BookReader& reader, const Account* account, const BookSettings& settings,
                   BankAccountRecord& record) {
    const std::string full_name = reader.full_name(account);
    const auto listed =
        std::find_if(settings.accounts.begin(), settings.accounts.end(),
                     [&](const AccountSettings& one) { return one.account == full_name; });
    record.place = static_cast<std::size_t>(listed - settings.accounts.begin());
    if (listed == settings.accounts.end()) return;
    if (!listed->iban.empty()) record.iban = listed->iban;
    if (!listed->holder.empty()) record.holder = listed->holder;
    record.bic = listed->bic;
    record.customers_pay_here = listed->customers_pay_here;
    record.in_use = listed->in_use;
}

} // namespace

std::vector<BankAccountRecord> read_bank_accounts(const BookReader& reader,
                                                  const BookSettings& settings,
                                                  const AccountSet& unassigned,
                                                  std::string_view firm_name, Date today) {
    const Engine& engine = reader.engine();
    const Time64 oldest = oldest_read(today);
    std::vector<BankAccountRecord> records;
    std::vector<const Account*> accounts;
    for (const Account* account : accounts_of(reader)) {
        const auto currency = reader.currency_of(account);
        if (engine.xaccAccountGetType(account) != account_bank || !currency) continue;
        if (engine.xaccAccountGetPlaceholder(account) != 0) continue;
        // GnuCash gives Imbalance-EUR the type Bank.
        if (unassigned.contains(reader.guid(account))) continue;
        records.push_back(read_bank_account(reader, account, *currency, firm_name, oldest));
        accounts.push_back(account);
    }
    // A savings account that no customer ever paid into holds nobody's letter; where none was paid
    // into yet, it may become any of them.
    const bool any_is_known =
        std::any_of(records.begin(), records.end(),
                    [](const BankAccountRecord& one) { return one.customers_pay_here; });
    for (std::size_t at = 0; at < records.size(); ++at) {
        if (!any_is_known) records[at].customers_pay_here = true;
        take_settings(reader, accounts[at], settings, records[at]);
    }
    // Letters ask for payment into the first account of their currency.
    std::sort(records.begin(), records.end(), [](const auto& one, const auto& other) {
        const auto key = [](const BankAccountRecord& record) {
            return std::tuple(record.place, record.iban.empty(), std::string_view(record.name),
                              std::string_view(record.id));
        };
        return key(one) < key(other);
    });
    return records;
}

// ---- money -------------------------------------------------------------------------------------

BankLines::BankLines(const BookReader& reader, const BookSettings& settings)
    : reader_(reader), settings_(settings),
      unassigned_(read_unassigned_accounts(reader, settings)) {
    const Engine& engine = reader.engine();
    for (const Account* account : accounts_of(reader)) {
        if (engine.xaccAccountGetType(account) == account_receivable) {
            receivables_.push_back(account);
        }
    }
}

bool BankLines::is_unassigned(const Account* account) const {
    return unassigned_.contains(reader_.guid(account));
}

std::vector<Guid> BankLines::candidates(const std::vector<BankAccountRecord>& accounts,
                                        Date today) const {
    const Engine& engine = reader_.engine();
    // Few, so these are remembered, and not all lines of a year.
    std::unordered_set<Guid, GuidHash> advances = find_advances();
    std::vector<Guid> found;
    const Time64 oldest = oldest_read(today);
    for (const BankAccountRecord& record : accounts) {
        const auto* account = reader_.find_as<Account>(accounts_of_book, record.guid);
        if (account == nullptr) continue;
        for (const GList* at = last_of(engine.xaccAccountGetSplitList(account)); at != nullptr;
             at = at->prev) {
            const auto* split = static_cast<const Split*>(at->data);
            if (engine.xaccTransRetDatePosted(engine.xaccSplitGetParent(split)) < oldest) break;
            if (engine.xaccSplitGetAmount(split).num <= 0) continue;
            found.push_back(reader_.guid(split));
            advances.erase(found.back());
        }
    }
    found.insert(found.end(), advances.begin(), advances.end());
    return found;
}

// Money that stands on receivables and in no invoice: advances, overpayments, payments that were
// booked there by hand. Found by the split that brought it, wherever that stands.
std::unordered_set<Guid, GuidHash> BankLines::find_advances() const {
    const Engine& engine = reader_.engine();
    std::unordered_set<Guid, GuidHash> found;
    for (const Account* account : receivables_) {
        each<Split>(engine.xaccAccountGetSplitList(account), [&](const Split* split) {
            if (engine.xaccSplitGetAmount(split).num >= 0) return;
            GncLot* lot = engine.xaccSplitGetLot(split);
            // Most of a book is paid and closed, which GnuCash remembers; the other takes a search.
            if (lot != nullptr && engine.gnc_lot_is_closed(lot) != 0) return;
            if (lot != nullptr && engine.gncInvoiceGetInvoiceFromLot(lot) != nullptr) return;
            each<Split>(engine.xaccTransGetSplitList(engine.xaccSplitGetParent(split)),
                        [&](const Split* other) {
                            if (engine.xaccSplitGetAmount(other).num > 0) {
                                found.insert(reader_.guid(other));
                            }
                        });
        });
    }
    return found;
}

struct BankLines::OtherSide {
    std::int64_t unassigned = 0; // minor units that wait for somebody to say whose they are
    bool is_exact = true;
    bool is_receivable = false;
    std::string customer_id;
};

// What the other splits of the transaction say about this money.
BankLines::OtherSide BankLines::look_at_other_side(const Split* split, Currency currency) const {
    const Engine& engine = reader_.engine();
    OtherSide side;
    each<Split>(engine.xaccTransGetSplitList(engine.xaccSplitGetParent(split)), [&](Split* other) {
        if (other == split) return;
        const Account* account = engine.xaccSplitGetAccount(other);
        if (account == nullptr) return;
        const bool is_receivable = engine.xaccAccountGetType(account) == account_receivable;
        GncLot* lot = is_receivable ? engine.xaccSplitGetLot(other) : nullptr;
        side.is_receivable = side.is_receivable || is_receivable;
        const bool is_tied = lot != nullptr && engine.gncInvoiceGetInvoiceFromLot(lot) != nullptr;
        if (lot != nullptr && !is_tied) {
            GncOwner* owner = engine.gncOwnerNew();
            if (engine.gncOwnerGetOwnerFromLot(lot, owner) != 0) {
                if (const GncOwner* customer = reader_.customer_of(owner)) {
                    side.customer_id = hex(*engine.gncOwnerGetGUID(customer));
                }
            }
            engine.gncOwnerFree(owner);
        }
        if (is_tied || (!is_receivable && !is_unassigned(account))) return;
        const auto amount = exact_amount(engine.xaccSplitGetAmount(other), currency);
        const bool same_currency = reader_.currency_of(account) == currency;
        side.is_exact = side.is_exact && same_currency && amount.has_value();
        if (amount) side.unassigned -= amount->minor;
    });
    return side;
}

std::string BankLines::label_of(const Split* split, Date on) const {
    const Engine& engine = reader_.engine();
    const Account* account = engine.xaccSplitGetAccount(split);
    return line_label(view(engine.xaccAccountGetName(account)), on, settings_.language);
}

std::optional<BankLineRecord> BankLines::read(const Split* split) const {
    const Engine& engine = reader_.engine();
    const Transaction* transaction = engine.xaccSplitGetParent(split);
    const Account* account = engine.xaccSplitGetAccount(split);
    if (transaction == nullptr || account == nullptr) return std::nullopt;
    // A line in the import window is not booked, and goes again when the person cancels.
    if (engine.xaccTransIsOpen(transaction) != 0) return std::nullopt;
    if (engine.xaccSplitGetReconcile(split) == split_voided) return std::nullopt;
    const auto currency = reader_.currency_of(account);
    const auto on = civil_day(engine.xaccTransRetDatePosted(transaction));
    if (!currency || !on) return std::nullopt;
    const auto amount = exact_amount(engine.xaccSplitGetAmount(split), *currency);
    if (!amount || !amount->is_positive()) return std::nullopt;
    const OtherSide side = look_at_other_side(split, *currency);
    BankLineRecord line;
    line.id = reader_.id(split);
    line.account_id = reader_.id(account);
    line.label = label_of(split, *on);
    line.on = *on;
    line.amount = *amount;
    // Where an amount is not exact, or in another currency, all of the money counts.
    line.unallocated = *amount;
    if (side.is_exact) {
        line.unallocated.minor = std::clamp<std::int64_t>(side.unassigned, 0, amount->minor);
    }
    if (!side.is_receivable && line.unallocated.is_zero()) line.is = LineIs::BookedElsewhere;
    line.customer_id = side.customer_id;
    line.payer_name = text::trim(view(engine.xaccTransGetDescription(transaction)));
    line.remittance = text::trim(view(engine.xaccSplitGetMemo(split)));
    for (const std::string_view more :
         {view(engine.xaccTransGetNotes(transaction)), view(engine.xaccTransGetNum(transaction))}) {
        if (text::trim(more).empty()) continue;
        line.remittance += (line.remittance.empty() ? "" : " | ") + std::string(text::trim(more));
    }
    if (const auto iban = iban_in_text(line.remittance)) line.payer_iban = iban->electronic();
    return line;
}

} // namespace afpunt::gnucash
