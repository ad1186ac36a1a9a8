// SPDX-License-Identifier: MIT
//
// Who a payer is: by the account he pays from, or by his name. The account is known where the host
// lists it with the customer, or where an earlier payment from it was allocated to his invoice.
#pragma once

#include "book/book.hpp"
#include "matching/key_index.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::matching {

// Words of a name that tell people and firms apart: capitals, accents folded, without legal forms
// (NV, SRL, GmbH) and titles; each once, sorted.
[[nodiscard]] std::vector<std::string> telling_words(std::string_view name);

// True when two names are probably one payer: "JANSSENS J" and "Jan Janssens", "Klant NV" and
// "KLANT". One common word of several is not enough.
[[nodiscard]] bool are_names_alike(const std::vector<std::string>& left,
                                   const std::vector<std::string>& right);

class PayerIndex {
public:
    // The book outlives its index.
    explicit PayerIndex(const book::Book& book);
    // Positions in the snapshot's parties, ascending; empty = nobody known.
    // Listed by the host with the customer.
    [[nodiscard]] std::vector<std::uint32_t> listed(std::string_view iban) const;
    // Listed, or seen on an earlier payment that was allocated to the customer. Nobody for the
    // firm's own accounts and for those that pass on other people's money.
    [[nodiscard]] std::vector<std::uint32_t> by_iban(std::string_view iban) const;
    // The customer of this id, where the host says whose the money is.
    [[nodiscard]] std::vector<std::uint32_t> by_id(std::string_view party_id) const;
    // All customers with a name like this, however many.
    [[nodiscard]] std::vector<std::uint32_t> namesakes(std::string_view name) const;
    // A customer is called exactly so, even where every word of it is a common one.
    [[nodiscard]] bool is_whole_name(std::string_view name) const;
    [[nodiscard]] bool is_name_of(std::string_view name, std::uint32_t party) const;
    // One of the firm's own accounts.
    [[nodiscard]] bool is_own(std::string_view iban) const;
    // An account from which a payment provider paid out: whose money it is, it does not say.
    [[nodiscard]] bool passes_money_on(std::string_view iban) const;

private:
    void learn_from_allocations();
    [[nodiscard]] std::uint32_t position_of(const book::Party& party) const;

    const book::Book* book_;
    KeyIndex own_, providers_, listed_, by_iban_, by_word_, by_whole_name_;
    std::vector<std::vector<std::string>> words_; // per party
    std::vector<bool> has_initial_;               // one of its words is a single letter
};

} // namespace afpunt::matching
