// SPDX-License-Identifier: MIT
#include "gnucash/book_reader.hpp"

namespace afpunt::gnucash {

std::string hex(const Guid& guid) {
    std::string text;
    text.reserve(guid.bytes.size() * 2);
    for (const std::uint8_t byte : guid.bytes) {
        text += "0123456789abcdef"[byte >> 4U];
        text += "0123456789abcdef"[byte & 15U];
    }
    return text;
}

std::optional<Guid> guid_of_hex(std::string_view text) {
    Guid guid;
    if (text.size() != guid.bytes.size() * 2) return std::nullopt;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::size_t value = std::string_view("0123456789abcdef").find(text[at]);
        if (value == std::string_view::npos) return std::nullopt;
        std::uint8_t& byte = guid.bytes[at / 2];
        byte = static_cast<std::uint8_t>((std::size_t{byte} << 4U) | value);
    }
    return guid;
}

Guid BookReader::guid(const void* instance) const {
    const Guid* guid = engine_.qof_instance_get_guid(instance);
    return guid == nullptr ? Guid{} : *guid;
}

std::vector<Guid> BookReader::all(const char* collection) const {
    struct Gathering {
        const BookReader& reader;
        std::vector<Guid> guids;
    } gathering{*this, {}};
    engine_.qof_collection_foreach(
        engine_.qof_book_get_collection(book_, collection),
        [](QofInstance* entity, void* data) {
            auto& into = *static_cast<Gathering*>(data);
            into.guids.push_back(into.reader.guid(entity));
        },
        &gathering);
    return std::move(gathering.guids);
}

QofInstance* BookReader::find(const char* collection, const Guid& guid) const {
    return engine_.qof_collection_lookup_entity(engine_.qof_book_get_collection(book_, collection),
                                                &guid);
}

std::string BookReader::kept_text(const void* instance, const char* key) const {
    GValue value;
    // It only reads. NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
    auto* const entity = static_cast<QofInstance*>(const_cast<void*>(instance));
    engine_.qof_instance_get_kvp(entity, &value, 1, key);
    if (value.type == 0) return {};
    std::string text;
    if (value.type == g_type_string) text = view(engine_.g_value_get_string(&value));
    engine_.g_value_unset(&value);
    return text;
}

std::string_view BookReader::company(const char* field) const {
    const std::string option = std::string("options/Business/") + field;
    return view(engine_.qof_book_get_string_option(book_, option.c_str()));
}

const GncOwner* BookReader::customer_of(const GncOwner* owner) const {
    if (owner == nullptr) return nullptr;
    const GncOwner* end = engine_.gncOwnerGetEndOwner(owner);
    if (end == nullptr || engine_.gncOwnerGetType(end) != owner_customer) return nullptr;
    return end;
}

std::optional<Currency> BookReader::currency_of(const Account* account) const {
    const Commodity* commodity = engine_.xaccAccountGetCommodity(account);
    if (commodity == nullptr || engine_.gnc_commodity_is_currency(commodity) == 0) {
        return std::nullopt;
    }
    auto currency = Currency::parse(view(engine_.gnc_commodity_get_mnemonic(commodity)));
    return currency ? std::optional(*currency) : std::nullopt;
}

std::string BookReader::full_name(const Account* account) const {
    char* name = engine_.gnc_account_get_full_name(account);
    std::string copy(view(name));
    engine_.g_free(name);
    return copy;
}

} // namespace afpunt::gnucash
