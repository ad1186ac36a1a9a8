// SPDX-License-Identifier: MIT
//
// The GnuCash book as the module reads it. Only ids are gathered when it is opened; each record is
// read when it is asked for, so that a reading is cut into slices of some milliseconds between
// which the person types on. What changed meanwhile ends the reading, and the module begins again.
#pragma once

#include "gnucash/bank_reading.hpp"
#include "gnucash/invoice_reading.hpp"

#include "common/contacts.hpp"

#include <afpunt/host.hpp>

#include <cstdint>
#include <deque>
#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace afpunt::gnucash {

// Counts what happens to the book, and remembers what need not be read again.
struct BookState {
    std::uint64_t version = 0; // rises with each change
    // Invoices that were settled before the days that a reading shows: most of a book that is some
    // years old. An event about one of them takes it out.
    std::unordered_set<Guid, GuidHash> settled_long_ago;
};

// Rows of contacts.csv by what they name, a customer's number or name, in lower case.
using ContactsByName = std::unordered_map<std::string, const ContactRow*>;

class BookSnapshot final : public host::SnapshotSource {
public:
    BookSnapshot(const BookReader& reader, const BookSettings& settings, const Contacts& contacts,
                 BookState& state, Date today);

    [[nodiscard]] bool is_current() const override { return state_.version == version_; }
    void creditor(afpunt_party& out) override;
    [[nodiscard]] bool next(afpunt_party& out) override;
    [[nodiscard]] bool next(afpunt_account& out) override;
    [[nodiscard]] bool next(afpunt_statement& out) override;
    [[nodiscard]] bool next(afpunt_bank_line& out) override;
    [[nodiscard]] bool next(afpunt_item& out) override;
    [[nodiscard]] bool next(afpunt_allocation& out) override;
    [[nodiscard]] bool next(afpunt_owed& out) override;

private:
    // Ids, and the place of the next one.
    struct Walk {
        std::vector<Guid> guids;
        std::size_t at = 0;
        bool begun = false;
    };
    // At the end of the kind before, so that in a large book it takes a turn of its own; or when
    // the first record is asked for.
    void begin_lines();
    void begin_items();
    [[nodiscard]] const std::vector<BankAccountRecord>& accounts();
    // Keeps a text alive until the reading is closed; absent rather than empty.
    [[nodiscard]] afpunt_str keep(std::string_view text);
    [[nodiscard]] bool fill_item(GncInvoice* invoice, const Guid& guid, afpunt_item& out);
    void fill_contact(const ContactRow& row, afpunt_party& out);
    // nullptr = no row speaks of this customer.
    [[nodiscard]] const ContactRow* contact_of(std::string_view number,
                                               std::string_view name) const;

    const BookReader reader_;
    const BookSettings& settings_;
    BookState& state_;
    const std::uint64_t version_;
    const Date today_;
    FirmSettings firm_;
    BankLines bank_lines_;
    std::optional<std::vector<BankAccountRecord>> accounts_;
    Walk customers_, lines_, invoices_;
    std::size_t account_at_ = 0;
    std::size_t statement_at_ = 0;
    std::deque<InvoicePayment> payments_; // of the items that were given
    std::deque<std::string> payment_items_;
    ContactsByName contacts_;
    std::unordered_map<std::string, const ContactRow*> contact_of_customer_;
    std::vector<std::pair<std::string, Money>> owed_;
    std::size_t owed_at_ = 0;
    // All texts of the reading in a few large blocks: given back one by one they would take more of
    // an idle moment than there is.
    std::pmr::monotonic_buffer_resource texts_;
    std::deque<std::vector<afpunt_contact>> party_contacts_;
    std::deque<std::vector<afpunt_str>> party_ibans_;
};

[[nodiscard]] afpunt_money money_to_abi(const Money& money);

} // namespace afpunt::gnucash
