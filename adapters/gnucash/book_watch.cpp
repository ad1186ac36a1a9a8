// SPDX-License-Identifier: MIT
#include "gnucash/book_watch.hpp"

#include <utility>

namespace afpunt::gnucash {

BookWatch::BookWatch(const Engine& engine, BookState& state, Figures& figures, void (*wake)(void*),
                     void* wake_data)
    : engine_(engine), state_(state), figures_(figures), wake_(wake), wake_data_(wake_data) {
    // GLib keeps one class structure per type, whose address stands first in every instance.
    const auto class_of = [&](GType type) { return engine.g_type_class_ref(type); };
    classes_ = {{{class_of(engine.gnc_split_get_type()), Watched::Split},
                 {class_of(engine.gnc_account_get_type()), Watched::Account},
                 {class_of(engine.gnc_lot_get_type()), Watched::Lot},
                 {class_of(engine.gnc_transaction_get_type()), Watched::Transaction},
                 {class_of(engine.gnc_invoice_get_type()), Watched::Invoice},
                 {class_of(engine.gnc_customer_get_type()), Watched::Customer},
                 {class_of(engine.gnc_job_get_type()), Watched::Job},
                 {class_of(engine.qof_book_get_type()), Watched::Book}}};
    handler_ = engine.qof_event_register_handler(on_event, this);
}

BookWatch::~BookWatch() {
    engine_.qof_event_unregister_handler(handler_);
}

void BookWatch::on_event(QofInstance* entity, int event, void* data, void*) {
    auto& self = *static_cast<BookWatch*>(data);
    const auto begin = monotonic_now();
    self.note(entity, event);
    self.figures_.handler.add(monotonic_now() - begin);
}

void BookWatch::note(const QofInstance* entity, int event) {
    if (entity == nullptr || (event & (event_create | event_modify | event_destroy)) == 0) return;
    const void* glib_class = *reinterpret_cast<const void* const*>(entity);
    const KnownClass* known = nullptr;
    for (const KnownClass& one : classes_) {
        if (one.glib_class == glib_class) known = &one;
    }
    if (known == nullptr) return;
    // Each transaction changes the balances of its accounts; the transaction itself tells.
    if (known->kind == Watched::Account && event == event_modify) return;
    ++state_.version;
    if (known->kind == Watched::Invoice || known->kind == Watched::Lot) {
        push(*engine_.qof_instance_get_guid(entity), known->kind);
    } else {
        other_ = true;
    }
    if (!std::exchange(news_, true)) wake_(wake_data_);
}

void BookWatch::push(const Guid& guid, Watched kind) {
    if (count_ > 0) {
        // The same lot changes seven times in one payment.
        const NotedChange& last = ring_[(first_ + count_ - 1) % ring_.size()];
        if (last.kind == kind && last.guid == guid) return;
    }
    if (count_ == ring_.size()) {
        missed_ = true;
        ++figures_.events_missed;
        return;
    }
    ring_[(first_ + count_) % ring_.size()] = {guid, kind};
    ++count_;
}

std::optional<NotedChange> BookWatch::take() {
    if (count_ == 0) {
        news_ = false;
        return std::nullopt;
    }
    const NotedChange change = ring_[first_];
    first_ = (first_ + 1) % ring_.size();
    --count_;
    return change;
}

bool BookWatch::take_missed() {
    return std::exchange(missed_, false);
}

bool BookWatch::take_other_news() {
    return std::exchange(other_, false);
}

void BookWatch::forget() {
    first_ = count_ = 0;
    news_ = missed_ = other_ = false;
    ++state_.version;
}

} // namespace afpunt::gnucash
