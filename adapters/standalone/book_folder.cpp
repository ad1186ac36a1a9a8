// SPDX-License-Identifier: MIT
#include "book_folder.hpp"

#include "common/settings_table.hpp"

#include <afpunt/iban.hpp>
#include <afpunt/text.hpp>
#include <afpunt/toml_library.hpp>

#include <algorithm>
#include <array>

namespace afpunt::standalone {
namespace {

constexpr const char* file_name = settings_file_name;

Result<void> read_book(const toml::table& document, BookSettings& settings) {
    const toml::table* table = document["book"].as_table();
    if (table == nullptr) return refuse_setting(nullptr, "[book]", "", "a table [book] with an id");
    TableReader read(*table, "book");
    std::string day;
    read.required("id", settings.id);
    read.text("language", settings.language);
    read.text("country", settings.country);
    read.flag("sample", settings.sample);
    read.text("sample_day", day);
    if (auto done = read.finish(); !done) return done;
    if (!day.empty()) {
        auto parsed = Date::parse(day);
        if (!parsed)
            return refuse_setting(table->get("sample_day"), "book.sample_day", day,
                                  "a day, YYYY-MM-DD");
        settings.sample_day = *parsed;
    }
    return {};
}

Result<void> read_creditor(const toml::table& document, BookSettings& settings) {
    const toml::table* table = document["creditor"].as_table();
    if (table == nullptr) {
        return refuse_setting(nullptr, "[creditor]", "",
                              "a table [creditor]: the firm that sends the invoices");
    }
    InvoiceParty& firm = settings.creditor;
    TableReader read(*table, "creditor");
    read.required("name", firm.name);
    read.text("street", firm.street);
    read.text("postal_code", firm.postal_code);
    read.text("city", firm.city);
    read.text("country", firm.country);
    read.text("vat_id", firm.vat_id);
    read.text("registration_id", firm.registration_id);
    read.text("endpoint_scheme", firm.endpoint_scheme);
    read.text("endpoint_id", firm.endpoint_id);
    read.required("mail", firm.mail);
    read.text("phone", firm.phone);
    read.text("contact", firm.contact_name);
    firm.id = "creditor";
    if (firm.country.empty()) firm.country = settings.country;
    return read.finish();
}

Result<void> read_account(const toml::table& table, BookSettings& settings) {
    LedgerAccount account;
    account.currency = "EUR";
    TableReader read(table, "account");
    read.required("iban", account.iban);
    read.text("bic", account.bic);
    read.text("name", account.name);
    read.text("holder", account.holder);
    read.text("currency", account.currency);
    read.flag("customers_pay_here", account.customers_pay_here);
    read.flag("in_use", account.in_use);
    if (auto done = read.finish(); !done) return done;
    auto iban = Iban::parse(account.iban);
    if (!iban)
        return refuse_setting(table.get("iban"), "account.iban", account.iban,
                              iban.error().expected);
    if (auto currency = Currency::parse(account.currency); !currency) {
        return refuse_setting(table.get("currency"), "account.currency", account.currency,
                              currency.error().expected);
    }
    account.iban = iban->electronic();
    account.id = account.iban;
    if (account.holder.empty()) account.holder = settings.creditor.name;
    if (account.name.empty()) account.name = iban->print();
    settings.accounts.push_back(std::move(account));
    return {};
}

Result<void> read_accounts(const toml::table& document, BookSettings& settings) {
    const toml::array* accounts = document["account"].as_array();
    if (accounts == nullptr || accounts->empty()) {
        return refuse_setting(nullptr, "[[account]]", "",
                              "at least one table [[account]] with an iban");
    }
    for (const toml::node& node : *accounts) {
        const toml::table* table = node.as_table();
        if (table == nullptr)
            return refuse_setting(&node, "account", "a value", "tables, [[account]]");
        if (auto read = read_account(*table, settings); !read) return read;
    }
    return {};
}

// A table whose name is mistyped would be lost without a word: the host reads some, the module the
// others, and each passes over what is not its own.
Result<void> check_tables(const toml::table& document) {
    constexpr std::array known{"account", "book",    "creditor", "csv_bank",     "csv_open_items",
                               "letters", "mail",    "matching", "payment_link", "policy",
                               "qr",      "secrets", "step"};
    for (const auto& [key, node] : document) {
        if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
        std::string list;
        for (const std::string_view name : known)
            list += (list.empty() ? "" : ", ") + std::string(name);
        return refuse_setting(&node, std::string(key.str()), "an unknown table or setting",
                              "one of the tables " + list);
    }
    return {};
}

} // namespace

Result<BookSettings> read_book_settings(std::string text) {
    BookSettings settings;
    auto parsed = toml_library::parse(text, file_name);
    if (!parsed) return tl::unexpected<Failure>(parsed.error());
    const toml::table& document = *parsed;
    if (auto tables = check_tables(document); !tables) {
        return tl::unexpected<Failure>(tables.error());
    }
    for (const auto& step : {read_book, read_creditor, read_accounts}) {
        if (auto read = step(document, settings); !read)
            return tl::unexpected<Failure>(read.error());
    }
    auto secrets = read_secrets(document);
    if (!secrets) return tl::unexpected<Failure>(secrets.error());
    settings.secrets = std::move(*secrets);
    auto mappings = read_csv_mappings(text);
    if (!mappings) return tl::unexpected<Failure>(mappings.error());
    settings.csv_mappings = std::move(*mappings);
    auto lists = read_open_items_mappings(text);
    if (!lists) return tl::unexpected<Failure>(lists.error());
    settings.open_items_mappings = std::move(*lists);
    settings.text = std::move(text);
    return settings;
}

Result<BookFolder> BookFolder::open(const std::filesystem::path& root) {
    std::error_code error;
    if (!std::filesystem::exists(root / file_name, error)) {
        return fail("book", root.string(), "a folder with an afpunt.toml; `afpunt init` makes one");
    }
    auto text = read_text_file(root / file_name);
    if (!text) return tl::unexpected<Failure>(text.error());
    auto settings = read_book_settings(std::move(*text));
    if (!settings) return tl::unexpected<Failure>(settings.error());
    BookFolder folder;
    folder.root_ = std::filesystem::absolute(root, error);
    folder.settings_ = std::move(*settings);
    for (const auto& part : {folder.invoices(), folder.bank(), folder.out(), folder.state()}) {
        std::filesystem::create_directories(part, error);
        if (error) return fail(part.string(), error.message(), "a folder that can be written");
    }
    return folder;
}

Result<std::optional<std::string>> BookFolder::secret(std::string_view key) const {
    return read_secret(settings_.secrets, key, root_);
}

} // namespace afpunt::standalone
