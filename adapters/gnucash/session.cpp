// SPDX-License-Identifier: MIT
#include "gnucash/session.hpp"

#include <boost/json.hpp>

#include <cstdlib>
#include <unistd.h>

namespace afpunt::gnucash {
namespace {

// Looked at in one turn: each costs a look-up of about a microsecond.
constexpr int changes_per_turn = 500;

} // namespace

Result<std::unique_ptr<Session>> Session::open(const Engine& engine, QofBook* book,
                                               std::string_view url, SessionOptions options,
                                               BookWatch& watch, BookState& state, Figures& figures,
                                               Surroundings surroundings) {
    const BookReader reader(engine, book);
    if (engine.qof_book_is_readonly(book) != 0) {
        return fail("book", "a book that is opened read-only", "a book that may be written");
    }
    const auto place = folder_of_book(url, reader.id(book));
    if (!place) return fail("book", "a book that was never saved", "a book with a place");
    SettingsFolder folder(*place);
    if (!options.moved_from.empty()) {
        if (auto taken = folder.take_over(options.moved_from); !taken) {
            return tl::unexpected<Failure>(taken.error());
        }
    }
    auto settings = folder.read();
    if (!settings) return tl::unexpected<Failure>(settings.error().at(folder.root().string()));
    BookDay day;
    day.chosen = options.day ? options.day : settings->sample ? settings->sample_day : std::nullopt;
    day.trial = options.day.has_value() && !settings->sample;
    std::unique_ptr<Session> session(new Session(engine, book, url, std::move(options),
                                                 std::move(folder), std::move(*settings), day,
                                                 watch, state, figures, std::move(surroundings)));
    if (session->has_posted_invoice()) session->begin();
    if (!session->begin_failed_.empty()) return fail("afpunt", session->begin_failed_, "a start");
    return session;
}

Session::Session(const Engine& engine, QofBook* book, std::string_view url, SessionOptions options,
                 SettingsFolder folder, BookSettings settings, BookDay day, BookWatch& watch,
                 BookState& state, Figures& figures, Surroundings surroundings)
    : reader_(engine, book), url_(url), options_(std::move(options)), folder_(std::move(folder)),
      watch_(watch), state_(state), figures_(figures), say_(surroundings.say),
      host_(reader_, folder_, std::move(settings), day, state, std::move(surroundings)) {
    const auto since_1970 = std::chrono::system_clock::now().time_since_epoch().count();
    epoch_ = std::to_string(since_1970) + "-" + std::to_string(::getpid());
}

Session::~Session() {
    host_.end_reading();
    plugin_.reset();
}

bool Session::has_posted_invoice() const {
    for (const Guid& guid : reader_.all(invoices_of_book)) {
        auto* invoice = reader_.find_as<GncInvoice>(invoices_of_book, guid);
        if (invoice != nullptr && open_amount_of(reader_, invoice)) return true;
    }
    return false;
}

// Nothing is written beside a book that has nothing to follow up.
void Session::begin() {
    opened_at_ = monotonic_now();
    const auto note_failure = [this](const Failure& failure) {
        begin_failed_ = failure.sentence();
        say_(AFPUNT_LOG_ERROR, begin_failed_);
    };
    if (auto made = folder_.create(settings().language); !made) return note_failure(made.error());
    auto library = host::Library::load(options_.module);
    if (!library) return note_failure(library.error());
    auto plugin = host::Plugin::start(std::move(*library), host_);
    if (!plugin) return note_failure(plugin.error());
    plugin_ = std::move(*plugin);
    learn_balances();
    opening_ = true;
    submit(AFPUNT_EVENT_RESYNC, {});
    auto asked = ask({{"command", "status"}, {"brief", true}}, [this](const boost::json::object&) {
        opening_ = false;
        figures_.opening = monotonic_now() - opened_at_;
    });
    if (!asked) note_failure(asked.error());
}

void Session::learn_balances() {
    balances_.clear();
    for (const Guid& guid : reader_.all(invoices_of_book)) {
        auto* invoice = reader_.find_as<GncInvoice>(invoices_of_book, guid);
        const auto open = invoice == nullptr ? std::nullopt : open_amount_of(reader_, invoice);
        if (open) balances_[guid] = open->minor;
    }
}

bool Session::turn(std::chrono::microseconds budget) {
    if (watch_.has_news()) look_at_news();
    if (plugin_ == nullptr) return watch_.has_news();
    const bool more = plugin_->on_main(budget);
    return more || watch_.has_news();
}

void Session::look_at_news() {
    for (int count = 0; count < changes_per_turn; ++count) {
        const auto change = watch_.take();
        if (!change) break;
        look_at(*change);
    }
    if (watch_.has_news()) return; // the rest in the next turn
    if (watch_.take_missed()) {
        state_.settled_long_ago.clear();
        learn_balances();
        if (plugin_ != nullptr) submit(AFPUNT_EVENT_RESYNC, {});
    }
    const bool other = watch_.take_other_news();
    if (plugin_ == nullptr) {
        const bool is_first = !matched_.empty() || !unmatched_.empty() || !changed_.empty();
        if (is_first && begin_failed_.empty() && has_posted_invoice()) begin();
    } else {
        if (!matched_.empty()) submit(AFPUNT_EVENT_MATCHED, matched_);
        if (!unmatched_.empty()) submit(AFPUNT_EVENT_UNMATCHED, unmatched_);
        if (!changed_.empty()) submit(AFPUNT_EVENT_ITEMS_CHANGED, changed_);
        const bool named = !matched_.empty() || !unmatched_.empty() || !changed_.empty();
        if (other && !named) submit(AFPUNT_EVENT_RESYNC, {});
    }
    matched_.clear();
    unmatched_.clear();
    changed_.clear();
}

// No event of GnuCash's says "paid": what is open is compared with what was.
void Session::look_at(const NotedChange& change) {
    const Engine& engine = reader_.engine();
    Guid guid = change.guid;
    GncInvoice* invoice = nullptr;
    if (change.kind == Watched::Lot) {
        auto* lot = reader_.find_as<GncLot>("Lot", change.guid);
        if (lot != nullptr) invoice = engine.gncInvoiceGetInvoiceFromLot(lot);
        if (invoice == nullptr) return;
        guid = reader_.guid(invoice);
    } else {
        invoice = reader_.find_as<GncInvoice>(invoices_of_book, change.guid);
    }
    state_.settled_long_ago.erase(guid);
    const auto open = invoice == nullptr ? std::nullopt : open_amount_of(reader_, invoice);
    const auto known = balances_.find(guid);
    const bool was_known = known != balances_.end();
    if (!open && !was_known) return; // a draft, or a vendor's
    const std::int64_t before = was_known ? known->second : 0;
    const std::int64_t now = open ? open->minor : 0;
    if (open) {
        balances_[guid] = now;
    } else {
        balances_.erase(known);
    }
    if (was_known && open && now == before) return; // its notes, or the other half of a payment
    std::string id = hex(guid);
    // Debts only: what happens to a credit note withdraws nobody's letter.
    if (was_known && open && before > 0 && now < before) {
        matched_.push_back(std::move(id));
    } else if (was_known && open && now > before && now > 0) {
        unmatched_.push_back(std::move(id));
    } else {
        changed_.push_back(std::move(id));
    }
}

void Session::submit(afpunt_event_type type, const std::vector<std::string>& items) {
    const bool fits = items.size() <= AFPUNT_EVENT_ITEMS_MAX;
    std::vector<afpunt_str> ids;
    for (const std::string& item : items)
        ids.push_back(host::to_abi(item));
    const std::string source = "gnucash:" + std::string(host_.book_id());
    const std::string id = std::to_string(++events_told_);
    afpunt_event event{};
    event.struct_size = sizeof event;
    event.type = fits ? type : AFPUNT_EVENT_RESYNC;
    event.source = host::to_abi(source);
    event.epoch = host::to_abi(epoch_);
    event.id = host::to_abi(id);
    event.occurred_at = AFPUNT_NO_TIME;
    if (fits && !ids.empty()) {
        event.item_ids = ids.data();
        event.item_count = static_cast<std::uint32_t>(ids.size());
    }
    if (auto submitted = plugin_->submit(event); !submitted) {
        say_(AFPUNT_LOG_ERROR, submitted.error().sentence());
    }
}

Result<void> Session::ask(boost::json::object request, Answer answer) {
    if (plugin_ == nullptr) return fail("book", "no posted customer invoice", "one at least");
    if (!request.contains("language")) request["language"] = settings().language;
    if (!request.contains("who")) {
        // The name stands in the journal beside what was done.
        const char* user = std::getenv("USER");
        request["who"] = user != nullptr ? user : "somebody at GnuCash";
    }
    return plugin_->execute(boost::json::serialize(request),
                            [answer = std::move(answer)](const std::string& text) {
                                boost::json::error_code error;
                                auto value = boost::json::parse(text, error);
                                if (error || !value.is_object()) value = boost::json::object();
                                answer(std::move(value.as_object()));
                            });
}

void Session::add_note(const std::string& item_id, const std::string& line) {
    const Engine& engine = reader_.engine();
    const auto guid = guid_of_hex(item_id);
    auto* invoice = guid ? reader_.find_as<GncInvoice>(invoices_of_book, *guid) : nullptr;
    if (invoice == nullptr) return;
    std::string notes(view(engine.gncInvoiceGetNotes(invoice)));
    if (notes.find(line) != std::string::npos) return;
    notes += (notes.empty() ? "" : "\n") + line;
    engine.gncInvoiceSetNotes(invoice, notes.c_str());
}

} // namespace afpunt::gnucash
