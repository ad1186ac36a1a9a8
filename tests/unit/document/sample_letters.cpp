// SPDX-License-Identifier: MIT
#include "sample_letters.hpp"

#include <cstdio>
#include <fstream>
#include <stdexcept>

#include <sys/wait.h>

namespace afpunt::tests {

Money euro(std::int64_t cents) {
    return Money{cents, Currency::eur()};
}

namespace {

book::Party sample_creditor() {
    book::Party party;
    party.id = "firm";
    party.name = "Drukkerij Vermeulen BV";
    party.kind = book::PartyKind::Business;
    party.address = {"Kanaalweg 12", "", "9000", "Gent", "", "BE"};
    party.contacts = {
        {"dunning", "Els Vermeulen", "boekhouding@drukkerij-vermeulen.example", "09 555 01 23"}};
    party.language = "nl";
    party.vat_id = "BE0887766566";
    party.registration_id = "0887766566";
    party.endpoint_scheme = "0208";
    party.endpoint_id = "0887766566";
    return party;
}

book::Party sample_debtor(std::string id, std::string name) {
    book::Party party;
    party.id = std::move(id);
    party.name = std::move(name);
    party.kind = book::PartyKind::Business;
    party.address = {"Marktstraat 3", "bus 2", "2000", "Antwerpen", "", "BE"};
    party.contacts = {{"invoice", "", "facturen@bakkerij-peeters.example", ""}};
    party.vat_id = "BE0771234528";
    return party;
}

} // namespace

book::Snapshot sample_snapshot() {
    book::Snapshot snapshot;
    snapshot.book_id = "vermeulen";
    snapshot.creditor = sample_creditor();
    book::BankAccount account;
    account.id = "kbc";
    account.iban = "BE68539007547034";
    account.bic = "GKCCBEBB";
    account.name = "Zichtrekening";
    account.holder = "Drukkerij Vermeulen BV";
    snapshot.accounts = {account};
    snapshot.parties = {sample_debtor("C1", "Bakkerij Peeters"),
                        sample_debtor("C2", "Garage Lambrecht")};
    return snapshot;
}

book::OpenItem sample_item(std::string id, std::string number, Money open) {
    book::OpenItem item;
    item.id = std::move(id);
    item.document_id = item.id;
    item.number = std::move(number);
    item.customer_id = "C1";
    item.issued_on = Date::of(2026, 10, 1);
    item.due_on = Date::of(2026, 10, 31);
    item.total = open;
    item.open = open;
    return item;
}

book::Book sample_book(const std::vector<book::OpenItem>& items) {
    book::Snapshot snapshot = sample_snapshot();
    snapshot.items = items;
    return book::Book::build(std::move(snapshot), {});
}

policy::PlannedLetter letter_for(const std::vector<book::OpenItem>& items) {
    policy::PlannedLetter letter;
    letter.party_id = "C1";
    letter.total = Money{0, items.empty() ? Currency::eur() : items.front().open.currency};
    letter.currency = letter.total.currency;
    for (const book::OpenItem& item : items) {
        letter.items.push_back({item.id, "reminder-1", 1, 1, item.open});
        letter.total.minor += item.open.minor;
    }
    letter.tone = "friendly";
    letter.on = Date::of(2026, 11, 20);
    letter.pay_by = Date::of(2026, 11, 27);
    letter.covered_until = Date::of(2026, 11, 19);
    letter.account_id = "kbc";
    return letter;
}

document::LetterIdentity sample_identity() {
    return {"5f0c2f3e6f0d4a3c9a531f1f7f0b0a01", "H-2026-00042"};
}

document::ReminderModel sample_model(const std::vector<book::OpenItem>& items,
                                     const std::string& language, const std::string& tone,
                                     const std::string& payment_link) {
    policy::PlannedLetter letter = letter_for(items);
    letter.tone = tone;
    if (tone == "firm") {
        for (policy::PlannedItem& item : letter.items)
            item.sequence = 2;
    }
    document::PaymentOptions options;
    options.payment_link = payment_link;
    const auto model =
        document::build_reminder(sample_book(items), letter, sample_identity(), options, language);
    if (!model) throw std::runtime_error(model.error().sentence());
    return *model;
}

std::filesystem::path write_sample(const std::string& name, std::string_view bytes) {
    const auto folder = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "samples";
    std::filesystem::create_directories(folder);
    std::ofstream file(folder / name, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return folder / name;
}

CommandOutput run_command(const std::string& command) {
    CommandOutput output;
    FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    if (pipe == nullptr) return output;
    char buffer[4096];
    for (std::size_t read = 0; (read = fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
        output.text.append(buffer, read);
    }
    const int status = pclose(pipe);
    output.ok = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    return output;
}

bool has_program(const std::string& name) {
    return run_command("command -v " + name).ok;
}

} // namespace afpunt::tests
