// SPDX-License-Identifier: MIT
#include "book_folder.hpp"

#include <afpunt/iban.hpp>
#include <afpunt/text.hpp>
#include <afpunt/toml_library.hpp>

#include <cstdlib>
#include <fstream>
#include <sys/stat.h>

namespace afpunt::standalone {
namespace {

constexpr std::uintmax_t text_file_bytes_max = 1'000'000; // hand-written text
constexpr const char* file_name = "afpunt.toml";

tl::unexpected<Failure> refuse(const toml::node* node, std::string key, std::string found,
                               std::string expected) {
    std::string where = file_name;
    if (node != nullptr) where += ", line " + std::to_string(node->source().begin.line);
    return tl::unexpected<Failure>(
        Failure{std::move(where), std::move(key), std::move(found), std::move(expected)});
}

// Reads the known keys of one table and refuses the others: a mistyped key must not be lost.
class TableReader {
public:
    TableReader(const toml::table& table, std::string name)
        : table_(table), name_(std::move(name)) {}

    void text(const char* key, std::string& out) {
        known_.emplace_back(key);
        const toml::node* node = table_.get(key);
        if (node == nullptr || failure_) return;
        if (const auto value = node->value_exact<std::string>()) {
            out = *value;
        } else {
            fail_at(node, key, "a text in quotes");
        }
    }
    void required(const char* key, std::string& out) {
        text(key, out);
        if (!failure_ && text::trim(out).empty()) {
            failure_ = Failure{file_name, name_ + "." + key, "", "a text that is not empty"};
        }
    }
    void flag(const char* key, bool& out) {
        known_.emplace_back(key);
        const toml::node* node = table_.get(key);
        if (node == nullptr || failure_) return;
        if (const auto value = node->value_exact<bool>()) {
            out = *value;
        } else {
            fail_at(node, key, "true or false");
        }
    }
    [[nodiscard]] Result<void> finish() const {
        if (failure_) return tl::unexpected<Failure>(*failure_);
        for (const auto& [key, node] : table_) {
            bool is_known = false;
            std::string list;
            for (const std::string& known : known_) {
                is_known = is_known || known == key.str();
                list += (list.empty() ? "" : ", ") + known;
            }
            if (!is_known) {
                return refuse(&node, name_ + "." + std::string(key.str()), "an unknown setting",
                              "one of " + list);
            }
        }
        return {};
    }

private:
    void fail_at(const toml::node* node, const char* key, std::string expected) {
        failure_ =
            refuse(node, name_ + "." + key, "another kind of value", std::move(expected)).value();
    }
    const toml::table& table_;
    std::string name_;
    std::vector<std::string> known_;
    std::optional<Failure> failure_;
};

Result<void> read_book(const toml::table& document, BookSettings& settings) {
    const toml::table* table = document["book"].as_table();
    if (table == nullptr) return refuse(nullptr, "[book]", "", "a table [book] with an id");
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
            return refuse(table->get("sample_day"), "book.sample_day", day, "a day, YYYY-MM-DD");
        settings.sample_day = *parsed;
    }
    return {};
}

Result<void> read_creditor(const toml::table& document, BookSettings& settings) {
    const toml::table* table = document["creditor"].as_table();
    if (table == nullptr) {
        return refuse(nullptr, "[creditor]", "",
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
        return refuse(table.get("iban"), "account.iban", account.iban, iban.error().expected);
    if (auto currency = Currency::parse(account.currency); !currency) {
        return refuse(table.get("currency"), "account.currency", account.currency,
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
        return refuse(nullptr, "[[account]]", "", "at least one table [[account]] with an iban");
    }
    for (const toml::node& node : *accounts) {
        const toml::table* table = node.as_table();
        if (table == nullptr) return refuse(&node, "account", "a value", "tables, [[account]]");
        if (auto read = read_account(*table, settings); !read) return read;
    }
    return {};
}

Result<void> read_secrets(const toml::table& document, BookSettings& settings) {
    const toml::table* table = document["secrets"].as_table();
    if (table == nullptr) return {};
    for (const auto& [key, node] : *table) {
        const toml::table* source = node.as_table();
        std::string file;
        SecretSource secret;
        if (source == nullptr) {
            return refuse(
                &node, "secrets." + std::string(key.str()), "a value",
                "{ env = \"NAME\" } or { file = \"path\" }: a secret does not stand here");
        }
        TableReader read(*source, "secrets." + std::string(key.str()));
        read.text("env", secret.environment_variable);
        read.text("file", file);
        if (auto done = read.finish(); !done) return done;
        secret.file = file;
        settings.secrets[std::string(key.str())] = std::move(secret);
    }
    return {};
}

} // namespace

Result<std::string> read_text_file(const std::filesystem::path& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (error) return fail(path.filename().string(), error.message(), "a file that can be read");
    if (size > text_file_bytes_max) {
        return fail(path.filename().string(), std::to_string(size) + " bytes",
                    "a text of at most a million bytes");
    }
    std::ifstream file(path, std::ios::binary);
    std::string text(size, '\0');
    file.read(text.data(), static_cast<std::streamsize>(size));
    if (!file) return fail(path.filename().string(), "a read error", "a file that can be read");
    return text;
}

Result<BookSettings> read_book_settings(std::string text) {
    BookSettings settings;
    auto parsed = toml_library::parse(text, file_name);
    if (!parsed) return tl::unexpected<Failure>(parsed.error());
    const toml::table& document = *parsed;
    for (const auto& step : {read_book, read_creditor, read_accounts, read_secrets}) {
        if (auto read = step(document, settings); !read)
            return tl::unexpected<Failure>(read.error());
    }
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
    const auto found = settings_.secrets.find(key);
    if (found == settings_.secrets.end()) return std::nullopt;
    const SecretSource& source = found->second;
    if (!source.environment_variable.empty()) {
        const char* value = std::getenv(source.environment_variable.c_str());
        if (value == nullptr) {
            return fail("secrets." + std::string(key), "",
                        "the environment variable " + source.environment_variable);
        }
        return std::optional<std::string>(value);
    }
    const std::filesystem::path file = root_ / source.file;
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) {
        return fail("secrets." + std::string(key), "", "the file " + source.file.string());
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return fail("secrets." + std::string(key), "a file that others can read",
                    "a file of its owner alone: chmod 600 " + source.file.string());
    }
    auto text = read_text_file(file);
    if (!text) return tl::unexpected<Failure>(text.error());
    return std::optional<std::string>(text::trim(*text));
}

} // namespace afpunt::standalone
