// SPDX-License-Identifier: MIT
#include "gnucash/settings_folder.hpp"

#include "common/settings_table.hpp"
#include "common/text_file.hpp"
#include "gnucash/words.hpp"

#include <afpunt/iban.hpp>

#include <cstdlib>
#include <fstream>

namespace afpunt::gnucash {
namespace {

namespace fs = std::filesystem;

// GnuCash's payment function books for the person who sits at the screen: only after she said yes.
constexpr const char* ask_before_matching = "\n[matching]\ncertain = \"ask\"\n";

Result<void> read_book(const toml::table& document, BookSettings& settings) {
    const toml::table* table = document["book"].as_table();
    if (table == nullptr) return {};
    TableReader read(*table, "book");
    std::string day;
    read.text("language", settings.language);
    read.flag("sample", settings.sample);
    read.text("sample_day", day);
    read.flag("write_back", settings.write_back);
    read.texts("unassigned", settings.unassigned);
    if (auto done = read.finish(); !done) return done;
    if (day.empty()) return {};
    auto parsed = Date::parse(day);
    if (!parsed) {
        return refuse_setting(table->get("sample_day"), "book.sample_day", day,
                              "a day, YYYY-MM-DD");
    }
    settings.sample_day = *parsed;
    return {};
}

Result<void> read_firm(const toml::table& document, BookSettings& settings) {
    const toml::table* table = document["creditor"].as_table();
    if (table == nullptr) return {};
    FirmSettings& firm = settings.firm;
    TableReader read(*table, "creditor");
    read.text("name", firm.name);
    read.text("street", firm.street);
    read.text("postal_code", firm.postal_code);
    read.text("city", firm.city);
    read.text("country", firm.country);
    read.text("vat_id", firm.vat_id);
    read.text("registration_id", firm.registration_id);
    read.text("mail", firm.mail);
    read.text("phone", firm.phone);
    read.text("contact", firm.contact);
    return read.finish();
}

Result<void> read_account(const toml::table& table, BookSettings& settings) {
    AccountSettings account;
    TableReader read(table, "account");
    read.required("account", account.account);
    read.text("iban", account.iban);
    read.text("bic", account.bic);
    read.text("holder", account.holder);
    read.flag("customers_pay_here", account.customers_pay_here);
    read.flag("in_use", account.in_use);
    if (auto done = read.finish(); !done) return done;
    if (!account.iban.empty()) {
        auto iban = Iban::parse(account.iban);
        if (!iban) {
            return refuse_setting(table.get("iban"), "account.iban", account.iban,
                                  iban.error().expected);
        }
        account.iban = iban->electronic();
    }
    settings.accounts.push_back(std::move(account));
    return {};
}

Result<void> read_accounts(const toml::table& document, BookSettings& settings) {
    const toml::node* node = document.get("account");
    if (node == nullptr) return {};
    const toml::array* accounts = node->as_array();
    if (accounts == nullptr) return refuse_setting(node, "account", "one table", "[[account]]");
    for (const toml::node& element : *accounts) {
        const toml::table* table = element.as_table();
        if (table == nullptr) return refuse_setting(&element, "account", "a value", "[[account]]");
        if (auto read = read_account(*table, settings); !read) return read;
    }
    return {};
}

bool write_new_file(const fs::path& file, const std::string& text) {
    std::error_code error;
    if (fs::exists(file, error)) return true;
    std::ofstream out(file, std::ios::binary);
    out << text;
    out.close();
    return out.good();
}

Failure cannot_write(const fs::path& folder, const std::string& why) {
    return Failure{folder.string(), "folder of afpunt", why, "a folder that can be written"};
}

} // namespace

Result<BookSettings> read_book_settings(std::string text, std::string locale_language) {
    BookSettings settings;
    auto parsed = toml_library::parse(text, settings_file_name);
    if (!parsed) return tl::unexpected<Failure>(parsed.error());
    for (const auto& step : {read_book, read_firm, read_accounts}) {
        if (auto read = step(*parsed, settings); !read) {
            return tl::unexpected<Failure>(read.error());
        }
    }
    auto secrets = read_secrets(*parsed);
    if (!secrets) return tl::unexpected<Failure>(secrets.error());
    settings.secrets = std::move(*secrets);
    if (settings.language.empty()) settings.language = std::move(locale_language);
    if (parsed->get("matching") == nullptr) text += ask_before_matching;
    settings.text = std::move(text);
    return settings;
}

std::optional<fs::path> folder_of_book(std::string_view url, const std::string& book_id) {
    constexpr std::string_view mark = "://";
    const std::size_t at = url.find(mark);
    const std::string_view scheme = at == std::string_view::npos ? "" : url.substr(0, at);
    const std::string_view place =
        at == std::string_view::npos ? url : url.substr(at + mark.size());
    if (place.empty()) return std::nullopt;
    if (scheme.empty() || scheme == "file" || scheme == "xml" || scheme == "sqlite3") {
        return fs::path(std::string(place) + ".afpunt");
    }
    fs::path data;
    if (const char* folder = std::getenv("XDG_DATA_HOME"); folder != nullptr && *folder == '/') {
        data = folder;
    } else if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/') {
        data = fs::path(home) / ".local" / "share";
    } else {
        return std::nullopt;
    }
    return data / "afpunt" / "gnucash" / book_id;
}

std::string locale_language() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value == nullptr || *value == '\0') continue;
        const std::string_view locale(value);
        if (locale.starts_with("nl_NL")) return "nl-NL";
        if (locale.starts_with("nl")) return "nl-BE";
        if (locale.starts_with("fr")) return "fr";
        if (locale.starts_with("de")) return "de";
        break;
    }
    return "en";
}

Result<void> SettingsFolder::create(const std::string& language) const {
    std::error_code error;
    for (const fs::path& part : {root_, out(), state()}) {
        fs::create_directories(part, error);
        if (error) return tl::unexpected(cannot_write(part, error.message()));
    }
    if (!write_new_file(settings(), words_in(language).settings_file) ||
        !write_new_file(contacts(), "customer;mail;language;kind;hold;hold_reason\n")) {
        return tl::unexpected(cannot_write(root_, "an error of the disk"));
    }
    return {};
}

Result<void> SettingsFolder::take_over(const fs::path& other) const {
    std::error_code error;
    if (fs::exists(root_, error) || !fs::exists(other, error)) return {};
    fs::copy(other, root_, fs::copy_options::recursive, error);
    if (error) return tl::unexpected(cannot_write(root_, error.message()));
    return {};
}

Result<BookSettings> SettingsFolder::read() const {
    std::error_code error;
    if (!fs::exists(settings(), error)) return read_book_settings({}, locale_language());
    auto text = read_text_file(settings());
    if (!text) return tl::unexpected<Failure>(text.error());
    return read_book_settings(std::move(*text), locale_language());
}

} // namespace afpunt::gnucash
