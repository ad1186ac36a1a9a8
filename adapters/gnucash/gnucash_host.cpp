// SPDX-License-Identifier: MIT
#include "gnucash/gnucash_host.hpp"

#include "common/book_mark.hpp"
#include "common/text_file.hpp"
#include "gnucash/payment_booking.hpp"

#include <afpunt/text.hpp>

#include <filesystem>

namespace afpunt::gnucash {
namespace {

constexpr std::string_view mark_key = "state.mark";

} // namespace

GnucashHost::GnucashHost(const BookReader& reader, const SettingsFolder& folder,
                         BookSettings settings, BookDay day, BookState& state,
                         Surroundings surroundings)
    : reader_(reader), folder_(folder), settings_(std::move(settings)), day_(day), state_(state),
      around_(std::move(surroundings)), version_(view(reader.engine().gnc_version())),
      book_id_(reader.id(reader.book())) {
    read_contacts_again();
}

// A file of some hundred lines, which people change while GnuCash runs.
void GnucashHost::read_contacts_again() {
    std::error_code error;
    if (!std::filesystem::exists(folder_.contacts(), error)) {
        contacts_ = {};
        return;
    }
    auto contacts = read_contacts(folder_.contacts());
    std::vector<std::string> problems;
    if (contacts) {
        contacts_ = std::move(*contacts);
        for (const Failure& problem : contacts_.problems)
            problems.push_back(problem.sentence());
    } else {
        // Holds may stand in it: what was read before goes on.
        problems.push_back(contacts.error().sentence());
    }
    for (const std::string& problem : problems) {
        if (std::find(told_problems_.begin(), told_problems_.end(), problem) ==
            told_problems_.end()) {
            around_.say(AFPUNT_LOG_WARNING, problem);
        }
    }
    told_problems_ = std::move(problems);
}

Result<std::unique_ptr<host::SnapshotSource>> GnucashHost::open_snapshot() {
    if (!is_open_) return fail("book", "a book that is being closed", "an open book");
    read_contacts_again();
    return std::unique_ptr<host::SnapshotSource>(
        std::make_unique<BookSnapshot>(reader_, settings_, contacts_, state_, today()));
}

Result<void> GnucashHost::permit(std::string_view party_id,
                                 std::span<const std::string_view> item_ids,
                                 std::span<afpunt_permit_item> items, afpunt_permit& out) {
    if (!is_open_) return fail("book", "a book that is being closed", "an open book");
    for (std::size_t at = 0; at < item_ids.size(); ++at) {
        const auto guid = guid_of_hex(item_ids[at]);
        auto* invoice = guid ? reader_.find_as<GncInvoice>(invoices_of_book, *guid) : nullptr;
        const auto open = invoice == nullptr ? std::nullopt : open_amount_of(reader_, invoice);
        if (!open) continue; // state 0: no longer known, or not exact
        items[at].state = open->is_zero() ? AFPUNT_DOCUMENT_SETTLED : AFPUNT_DOCUMENT_OPEN;
        items[at].open = money_to_abi(*open);
    }
    if (is_on_hold(party_id)) out.flags |= AFPUNT_PERMIT_PARTY_ON_HOLD;
    if (around_.is_busy()) out.flags |= AFPUNT_PERMIT_IMPORT_RUNNING;
    return {};
}

bool GnucashHost::is_on_hold(std::string_view party_id) {
    read_contacts_again();
    const auto guid = guid_of_hex(party_id);
    const auto* customer = guid ? reader_.find_as<GncCustomer>(customers_of_book, *guid) : nullptr;
    if (customer == nullptr) return true; // gone: nobody to remind
    const std::string number =
        text::lower(text::trim(view(reader_.engine().gncCustomerGetID(customer))));
    const std::string name =
        text::lower(text::trim(view(reader_.engine().gncCustomerGetName(customer))));
    for (const ContactRow& row : contacts_.rows) {
        const std::string key = text::lower(row.customer);
        if (key != number && key != name) continue;
        if (row.hold_until) return today() <= *row.hold_until;
        if (row.hold) return true;
    }
    return false;
}

Result<std::optional<std::string>> GnucashHost::setting(std::string_view key) {
    constexpr std::string_view template_prefix = "template.";
    if (key == "config") return std::optional<std::string>(settings_.text);
    if (key == "state.folder") return std::optional<std::string>(folder_.state().string());
    if (key == "delivery.folder") return std::optional<std::string>(folder_.out().string());
    if (key == mark_key) {
        if (!offers_keeping()) return std::nullopt;
        return read_mark(*mark_file_of(folder_.root()));
    }
    if (key.starts_with(template_prefix)) {
        // The module asks for names of its own list; still, nothing but a file name is taken.
        const std::filesystem::path name(key.substr(template_prefix.size()));
        const std::filesystem::path file = folder_.templates() / name.filename();
        std::error_code error;
        if (!std::filesystem::exists(file, error)) return std::nullopt;
        auto text = read_text_file(file);
        if (!text) return tl::unexpected<Failure>(text.error());
        return std::optional<std::string>(std::move(*text));
    }
    return std::nullopt;
}

Result<std::optional<std::string>> GnucashHost::secret(std::string_view key) {
    return read_secret(settings_.secrets, key, folder_.root());
}

bool GnucashHost::offers_keeping() const {
    return !settings_.sample && mark_file_of(folder_.root()).has_value();
}

Result<void> GnucashHost::keep(std::string_view key, std::string_view value) {
    if (key != mark_key || !offers_keeping()) {
        return fail(std::string(key), "a text to keep", "the mark of a book that is no sample");
    }
    return write_mark(*mark_file_of(folder_.root()), std::string(value));
}

std::optional<afpunt_moment> GnucashHost::now() {
    return moment_of(day_);
}

Date GnucashHost::today() {
    return Date::from_days(now()->today);
}

Result<void> GnucashHost::match(std::string_view bank_line_id,
                                std::span<const host::MatchPart> parts, std::string_view) {
    if (!is_open_) return fail("book", "a book that is being closed", "an open book");
    return book_payment(reader_, settings_, bank_line_id, parts);
}

Result<void> GnucashHost::unmatch(std::string_view allocation_id) {
    if (!is_open_) return fail("book", "a book that is being closed", "an open book");
    return untie_payment(reader_, allocation_id);
}

} // namespace afpunt::gnucash
