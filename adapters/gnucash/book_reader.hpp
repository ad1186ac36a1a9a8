// SPDX-License-Identifier: MIT
//
// Small questions to the open book, asked everywhere in this adapter: ids, texts, collections.
#pragma once

#include "gnucash/engine_functions.hpp"

#include <afpunt/currency.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::gnucash {

// GnuCash's types by the names under which QOF keeps their collections (gnc-engine.h).
inline constexpr const char* invoices_of_book = "gncInvoice";
inline constexpr const char* customers_of_book = "gncCustomer";
inline constexpr const char* accounts_of_book = "Account";
inline constexpr const char* splits_of_book = "Split";

// 32 hexadecimal digits, as GnuCash writes them into its files.
[[nodiscard]] std::string hex(const Guid& guid);
[[nodiscard]] std::optional<Guid> guid_of_hex(std::string_view text);
// Text of GnuCash's, never a null pointer.
[[nodiscard]] inline std::string_view view(const char* text) {
    return text == nullptr ? std::string_view() : std::string_view(text);
}

class BookReader {
public:
    BookReader(const Engine& engine, QofBook* book) : engine_(engine), book_(book) {}

    [[nodiscard]] const Engine& engine() const { return engine_; }
    [[nodiscard]] QofBook* book() const { return book_; }

    [[nodiscard]] Guid guid(const void* instance) const;
    [[nodiscard]] std::string id(const void* instance) const { return hex(guid(instance)); }
    // All of a kind, in no order.
    [[nodiscard]] std::vector<Guid> all(const char* collection) const;
    // nullptr when the book has none of that id (any more).
    [[nodiscard]] QofInstance* find(const char* collection, const Guid& guid) const;
    template <typename Type>
    [[nodiscard]] Type* find_as(const char* collection, const Guid& guid) const {
        return reinterpret_cast<Type*>(find(collection, guid));
    }
    // A text in the entity's own key-value store; empty when there is none.
    [[nodiscard]] std::string kept_text(const void* instance, const char* key) const;
    // A field of File > Properties > Business.
    [[nodiscard]] std::string_view company(const char* field) const;

    // The customer behind an owner (a job's too); nullptr for vendors, employees and nobody.
    [[nodiscard]] const GncOwner* customer_of(const GncOwner* owner) const;
    // nullopt: no currency of ISO 4217 (a share, a fund).
    [[nodiscard]] std::optional<Currency> currency_of(const Account* account) const;
    [[nodiscard]] std::string full_name(const Account* account) const;

private:
    const Engine& engine_;
    QofBook* book_;
};

// Walks one of GLib's lists.
template <typename Type, typename Call>
void each(const GList* list, const Call& call) {
    for (; list != nullptr; list = list->next)
        call(static_cast<Type*>(list->data));
}

} // namespace afpunt::gnucash
