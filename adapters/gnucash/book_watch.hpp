// SPDX-License-Identifier: MIT
//
// What happens to the book, as QOF tells it. One payment makes some forty events, on GnuCash's
// thread, in the middle of its own work: so an event is only noted, in a ring of fixed size and
// without allocating, and looked at later.
//
// An event may be about an instance that was freed already (GnuCash 4.13 does so when an emptied
// lot goes): nothing of it is read unless it bears the class of a type that we know.
#pragma once

#include "gnucash/book_snapshot.hpp"
#include "gnucash/figures.hpp"

#include <array>
#include <cstddef>
#include <optional>

namespace afpunt::gnucash {

enum class Watched { Invoice, Lot, Transaction, Split, Account, Customer, Job, Book };

struct NotedChange {
    Guid guid;
    Watched kind = Watched::Invoice;
};

// As many as a bank import of a thousand matched lines makes; what is beyond is found by reading
// the book anew.
inline constexpr std::size_t noted_changes_max = 16'384;

class BookWatch {
public:
    // Registers with QOF. `wake` is called from within an event, must not allocate, and only says
    // that take() has something to give.
    BookWatch(const Engine& engine, BookState& state, Figures& figures, void (*wake)(void*),
              void* wake_data);
    ~BookWatch();
    BookWatch(const BookWatch&) = delete;
    BookWatch& operator=(const BookWatch&) = delete;

    [[nodiscard]] bool has_news() const { return news_; }
    // The oldest noted change; nullopt when there is none left.
    [[nodiscard]] std::optional<NotedChange> take();
    // More happened than the ring holds, since the last question.
    [[nodiscard]] bool take_missed();
    // Something happened that names no invoice (a bank line, a customer), since the last question.
    [[nodiscard]] bool take_other_news();
    // What was noted is about a book that is no longer open.
    void forget();

private:
    struct KnownClass {
        const void* glib_class = nullptr;
        Watched kind = Watched::Invoice;
    };
    static void on_event(QofInstance* entity, int event, void* data, void* event_data);
    void note(const QofInstance* entity, int event);
    void push(const Guid& guid, Watched kind);

    const Engine& engine_;
    BookState& state_;
    Figures& figures_;
    void (*wake_)(void*);
    void* wake_data_;
    int handler_ = 0;
    std::array<KnownClass, 8> classes_{};
    std::array<NotedChange, noted_changes_max> ring_{};
    std::size_t first_ = 0, count_ = 0;
    bool news_ = false, missed_ = false, other_ = false;
};

} // namespace afpunt::gnucash
