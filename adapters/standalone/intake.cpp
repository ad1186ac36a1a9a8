// SPDX-License-Identifier: MIT
#include "intake.hpp"

#include "bank/bank_file.hpp"
#include "common/contacts.hpp"
#include "file_digest.hpp"
#include "invoice.hpp"

#include <afpunt/text.hpp>

#include <algorithm>

namespace afpunt::standalone {
namespace {

// One statement is held in memory until it is known to be whole, at most this much of it: some
// 400,000 lines, a year of a busy web shop. Files may be of any size, their statements may not.
constexpr std::size_t statement_bytes_max = std::size_t{256} * 1024 * 1024;

std::size_t bytes_of(const BankEntry& entry) {
    std::size_t bytes = sizeof entry;
    for (const std::string* text :
         {&entry.counterparty_name, &entry.counterparty_iban, &entry.counterparty_bic,
          &entry.structured_reference, &entry.remittance, &entry.end_to_end_id,
          &entry.bank_reference, &entry.transaction_code, &entry.return_reason,
          &entry.mandate_id}) {
        bytes += text->capacity();
    }
    return bytes;
}

// One sync of the disk for so many invoices; what was not committed is simply read again.
constexpr std::size_t invoices_per_commit = 500;
// What is odd about one file is told up to here; then only counted.
constexpr int messages_per_file_max = 100;

// The files of a folder by name, without hidden and half-written ones ("x.part", "~x").
Result<std::vector<std::filesystem::path>> files_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end;
         at.increment(error)) {
        const std::string name = at->path().filename().string();
        const bool unfinished = name.starts_with(".") || name.starts_with("~") ||
                                name.ends_with(".part") || name.ends_with(".tmp");
        if (!unfinished && at->is_regular_file(error)) files.push_back(at->path());
    }
    if (error) return fail(folder.string(), error.message(), "a folder that can be read");
    std::sort(files.begin(), files.end());
    return files;
}

// Takes one bank file apart into whole statements of accounts that are this book's.
class FileSink final : public StatementSink {
public:
    FileSink(Ledger& ledger, const BookFolder& book, std::string file, IntakeReport& report,
             const Intake::ProgressTeller& progress, bool trusted)
        : ledger_(ledger), book_(book), file_(std::move(file)), report_(report),
          progress_(progress), trusted_(trusted) {}

    void begin(const StatementHead& head) override {
        current_ = {};
        current_.head = head;
        bytes_ = 0;
        refused_ = false;
        const bool known = std::any_of(
            book_.settings().accounts.begin(), book_.settings().accounts.end(),
            [&](const LedgerAccount& account) {
                return account.iban == head.account && account.currency == head.currency;
            });
        if (known) return;
        const Failure stranger{"statement " + head.number, "account",
                               head.account + " (" + head.currency + ")",
                               "an account of this book, an [[account]] table of afpunt.toml"};
        refuse(stranger.sentence());
    }
    void entry(const BankEntry& entry) override {
        if (refused_) return;
        bytes_ += bytes_of(entry);
        if (bytes_ > statement_bytes_max) {
            refuse("statement " + current_.head.number + " was not booked: after " +
                   std::to_string(current_.entries.size()) + " lines it takes more than " +
                   std::to_string(statement_bytes_max >> 20) +
                   " MB; ask the bank for statements of a shorter period");
            current_.entries = {};
            return;
        }
        current_.entries.push_back(entry);
    }
    void end(const StatementFoot& foot, bool sound) override {
        if (!sound && !refused_) {
            refuse("statement " + current_.head.number +
                   " was not booked: half a statement would look like a whole one");
        }
        current_.foot = foot;
        if (sound && !refused_ && !trusted_ && !adds_up()) {
            refuse("statement " + current_.head.number +
                   " was not booked: its lines do not add up to its balances. Get the file from "
                   "the bank once more; if it is right, `afpunt import --trust` with this file");
        }
        if (refused_ || failure_) return;
        auto counts = ledger_.add_statement(current_, file_);
        if (!counts) {
            failure_ = counts.error();
            return;
        }
        report_.statements_new += counts->statements;
        report_.statements_known += counts->statements_known;
        report_.lines_new += counts->lines;
        report_.lines_known += counts->lines_known;
        current_ = {};
    }
    void problem(const Problem& problem) override {
        if (++messages_ > messages_per_file_max) return;
        report_.messages.push_back({problem.severity, file_, problem.failure.sentence()});
    }
    void progress(std::uint64_t read, std::uint64_t total) override {
        if (progress_) progress_(file_, read, total);
    }
    [[nodiscard]] const std::optional<Failure>& failure() const { return failure_; }
    [[nodiscard]] bool all_booked() const { return all_booked_; }

private:
    // A line is missing, or is not what the bank wrote: then nobody can say who did not pay, and
    // the wrong line must not be matched.
    [[nodiscard]] bool adds_up() const {
        const std::optional<Money>& opening = current_.head.opening;
        const std::optional<Money>& closing = current_.foot.closing;
        if (current_.head.provisional || !opening || !closing) return true;
        Result<Money> sum = *opening;
        for (const BankEntry& entry : current_.entries) {
            if (sum) sum = add(*sum, entry.amount);
        }
        return sum && *sum == *closing;
    }
    void refuse(std::string text) {
        refused_ = true;
        all_booked_ = false;
        ++report_.statements_refused;
        report_.messages.push_back({Severity::Error, file_, std::move(text)});
    }
    Ledger& ledger_;
    const BookFolder& book_;
    std::string file_;
    IntakeReport& report_;
    const Intake::ProgressTeller& progress_;
    bool trusted_; // a person has looked at the file
    Ledger::StatementIntake current_;
    std::size_t bytes_ = 0; // that current_ takes
    bool refused_ = false;
    bool all_booked_ = true;
    int messages_ = 0;
    std::optional<Failure> failure_;
};

std::string letters_and_digits(std::string_view text) {
    std::string kept;
    for (const char c : text) {
        if (text::is_digit(c) || text::is_letter(c)) kept += text::upper(c);
    }
    return kept;
}

// An invoice that somebody else sent (a purchase invoice in the wrong folder) must never become a
// claim. Numbers decide where both sides have one; a Belgian VAT id holds the enterprise number, so
// the longer one has to end with the shorter. Names decide otherwise.
bool is_sent_by(const InvoiceParty& supplier, const InvoiceParty& firm) {
    const auto ends_alike = [](const std::string& one, const std::string& other) {
        const std::string& longer = one.size() < other.size() ? other : one;
        const std::string& shorter = one.size() < other.size() ? one : other;
        return longer.ends_with(shorter);
    };
    bool compared = false;
    for (const std::string* ours : {&firm.vat_id, &firm.registration_id}) {
        for (const std::string* theirs : {&supplier.vat_id, &supplier.registration_id}) {
            const std::string left = letters_and_digits(*ours);
            const std::string right = letters_and_digits(*theirs);
            if (left.empty() || right.empty()) continue;
            if (ends_alike(left, right)) return true;
            compared = true;
        }
    }
    if (compared) return false;
    const std::string ours = letters_and_digits(firm.name);
    const std::string theirs = letters_and_digits(supplier.name);
    return ours.starts_with(theirs) || theirs.starts_with(ours);
}

Result<bool> add_invoice_of(const BookFolder& book, Ledger& ledger, const Invoice& invoice,
                            Date today, const std::string& file) {
    const InvoiceParty& firm = book.settings().creditor;
    if (!is_sent_by(invoice.supplier, firm)) {
        return fail("AccountingSupplierParty",
                    invoice.supplier.name + " " + invoice.supplier.vat_id,
                    "the firm of this book, " + firm.name + " " + firm.vat_id +
                        " ([creditor] in afpunt.toml)");
    }
    return ledger.add_invoice(invoice, today, file);
}

} // namespace

bool IntakeReport::has_errors() const {
    return std::any_of(messages.begin(), messages.end(), [](const IntakeMessage& message) {
        return message.severity == Severity::Error;
    });
}

void Intake::say(Severity severity, const std::string& file, std::string text) {
    report_.messages.push_back({severity, file, std::move(text)});
}

bool Intake::is_trusted(const std::filesystem::path& path) const {
    std::error_code error;
    return !trusted_.empty() && std::filesystem::equivalent(path, trusted_, error);
}

Result<IntakeReport> Intake::run() {
    if (auto noted = ledger_.note_event("import-started", "folder"); !noted) {
        return tl::unexpected<Failure>(noted.error());
    }
    Result<void> done;
    for (const auto step : {&Intake::take_contacts, &Intake::take_invoices, &Intake::take_lists,
                            &Intake::take_bank_files}) {
        done = (this->*step)();
        if (!done) break;
    }
    if (done) {
        auto undone = ledger_.undo_returned_debits();
        if (undone) {
            report_.returned_debits = static_cast<int>(undone->size());
            for (const LedgerAllocation& one : *undone) {
                say(Severity::Warning, "bank/",
                    one.item_id + ": the payment of " + one.amount.code_and_decimal() + " of " +
                        one.booked_on.iso() + " was untied: " + one.undone_because);
            }
            auto found = ledger_.find_listed_payments();
            if (!found) done = tl::unexpected<Failure>(found.error());
        } else {
            done = tl::unexpected<Failure>(undone.error());
        }
    }
    // Also after a failure: an import that never ends would hold everything back.
    if (auto noted = ledger_.note_event("import-finished", "folder"); !noted) {
        return tl::unexpected<Failure>(noted.error());
    }
    if (!done) return tl::unexpected<Failure>(done.error());
    return std::move(report_);
}

Result<void> take_accounts(Ledger& ledger, const BookSettings& settings) {
    for (const LedgerAccount& account : settings.accounts) {
        if (auto set = ledger.set_account(account); !set) return set;
    }
    // An account that was taken out of the settings keeps its lines but holds nothing back any
    // more.
    auto known = ledger.accounts();
    if (!known) return tl::unexpected<Failure>(known.error());
    for (LedgerAccount& account : *known) {
        const bool still_there =
            std::any_of(settings.accounts.begin(), settings.accounts.end(),
                        [&](const LedgerAccount& listed) { return listed.id == account.id; });
        if (still_there || !account.in_use) continue;
        account.in_use = false;
        if (auto set = ledger.set_account(account); !set) return set;
    }
    return {};
}

Result<void> Intake::take_contacts() {
    std::error_code error;
    if (!std::filesystem::exists(book_.contacts(), error)) return ledger_.set_contacts({});
    auto contacts = read_contacts(book_.contacts());
    if (!contacts) {
        say(Severity::Error, "contacts.csv", contacts.error().sentence());
        return {}; // what was known of the customers before still holds
    }
    for (const Failure& problem : contacts->problems) {
        say(Severity::Error, "contacts.csv", problem.sentence());
    }
    return ledger_.set_contacts(contacts->rows);
}

Result<void> Intake::take_invoices() {
    auto files = files_in(book_.invoices());
    if (!files) return tl::unexpected<Failure>(files.error());
    std::size_t taken = 0;
    if (auto begun = ledger_.begin_batch(); !begun) return begun;
    for (const auto& path : *files) {
        if (auto took = take_invoice(path, "invoices/" + path.filename().string()); !took) {
            return took;
        }
        if (progress_) progress_("invoices/", taken, files->size());
        if (++taken % invoices_per_commit == 0) {
            if (auto committed = ledger_.commit_batch(); !committed) return committed;
            if (auto begun = ledger_.begin_batch(); !begun) return begun;
        }
    }
    if (progress_) progress_("invoices/", taken, files->size());
    return ledger_.commit_batch();
}

Result<void> Intake::take_invoice(const std::filesystem::path& path, const std::string& name) {
    auto digest = sha256_of_file(path);
    auto known = digest ? ledger_.file_is_known(*digest) : Result<bool>(false);
    if (!known) return tl::unexpected<Failure>(known.error());
    if (*known) {
        ++report_.invoices_known;
        return {};
    }
    if (is_open_items_file(path, book_.settings().open_items_mappings)) {
        lists_.push_back(path);
        return {};
    }
    if (digest && looks_like_table(path)) {
        ++report_.lists_refused;
        say(Severity::Error, name,
            Failure{"", "format", "a table with other columns",
                    "a UBL invoice, or a list of open items that a [[csv_open_items]] of "
                    "afpunt.toml describes"}
                .sentence());
        return {};
    }
    auto invoice =
        digest ? read_ubl_invoice(path) : Result<Invoice>(tl::unexpected<Failure>(digest.error()));
    auto added = invoice ? add_invoice_of(book_, ledger_, *invoice, today_, name)
                         : Result<bool>(tl::unexpected<Failure>(invoice.error()));
    if (!added) {
        ++report_.invoices_refused;
        say(Severity::Error, name, added.error().sentence());
        return {};
    }
    ++(*added ? report_.invoices_new : report_.invoices_known);
    for (const std::string& notice : invoice->notices)
        say(Severity::Notice, name, notice);
    return ledger_.remember_file(*digest, name);
}

// The oldest list first, whatever the files are called: then each changes what the one before it
// said, and the watermark keeps out those that were read late.
Result<void> Intake::take_lists() {
    struct Read {
        std::filesystem::path path;
        std::string name;
        OpenItemsList list;
    };
    std::vector<Read> lists;
    for (const auto& path : lists_) {
        const std::string name = "invoices/" + path.filename().string();
        auto list = read_open_items(path, book_.settings().open_items_mappings);
        if (!list) {
            ++report_.lists_refused;
            say(Severity::Error, name, list.error().sentence());
            continue;
        }
        lists.push_back({path, name, std::move(*list)});
    }
    std::stable_sort(lists.begin(), lists.end(), [](const Read& one, const Read& other) {
        return one.list.made < other.list.made;
    });
    for (const Read& read : lists) {
        if (auto taken = take_list(read.path, read.name, read.list); !taken) return taken;
    }
    return {};
}

Result<void> Intake::take_list(const std::filesystem::path& path, const std::string& name,
                               const OpenItemsList& list) {
    auto counts = ledger_.take_open_items(
        list, today_, is_trusted(path) ? ListTrust::Checked : ListTrust::Usual, name);
    if (!counts) {
        ++report_.lists_refused;
        say(Severity::Error, name, counts.error().sentence());
        return {};
    }
    if (counts->is_older) {
        ++report_.lists_known;
        say(Severity::Notice, name,
            "the list of " + list.made.on.iso() + " is older than one that was read: it changes " +
                "nothing");
    } else {
        ++report_.lists_new;
    }
    report_.invoices_new += counts->added;
    report_.settled_elsewhere += counts->settled;
    report_.reopened += counts->reopened;
    auto digest = sha256_of_file(path);
    if (!digest) return {}; // read again next time, which changes nothing
    return ledger_.remember_file(*digest, name);
}

Result<void> Intake::take_bank_files() {
    auto files = files_in(book_.bank());
    if (!files) return tl::unexpected<Failure>(files.error());
    for (const auto& path : *files) {
        if (auto taken = take_bank_file(path, "bank/" + path.filename().string()); !taken) {
            return taken;
        }
    }
    return {};
}

Result<void> Intake::take_bank_file(const std::filesystem::path& path, const std::string& name) {
    auto digest = sha256_of_file(path);
    if (!digest) {
        ++report_.bank_files_refused;
        say(Severity::Error, name, digest.error().sentence());
        return {};
    }
    auto known = ledger_.file_is_known(*digest);
    if (!known) return tl::unexpected<Failure>(known.error());
    if (*known) {
        ++report_.bank_files_known;
        return {};
    }
    FileSink sink(ledger_, book_, name, report_, progress_, is_trusted(path));
    auto format = read_bank_file(path, sink, book_.settings().csv_mappings);
    if (sink.failure()) return tl::unexpected<Failure>(*sink.failure());
    if (!format) {
        ++report_.bank_files_refused;
        say(Severity::Error, name, format.error().sentence());
        return {};
    }
    // A file of which a part was refused is read again next time: it may have been mended, or the
    // account may have been added to the settings.
    if (!sink.all_booked()) {
        ++report_.bank_files_refused;
        return {};
    }
    ++report_.bank_files_new;
    return ledger_.remember_file(*digest, name);
}

} // namespace afpunt::standalone
