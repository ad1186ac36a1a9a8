// SPDX-License-Identifier: MIT
//
// Events of QOF, sent by an engine that only pretends: what is noted, what is passed over, and that
// nothing of a freed instance is read.
#include "gnucash/book_watch.hpp"

#include <cstdlib>
#include <gtest/gtest.h>
#include <new>

namespace {

// Counts what is allocated while somebody looks.
bool is_looking = false;
int allocations = 0;

} // namespace

void* operator new(std::size_t size) {
    if (is_looking) ++allocations;
    if (void* memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}

namespace afpunt::gnucash {
namespace {

// GLib's instances begin with the address of their class.
struct FakeInstance {
    const void* glib_class = nullptr;
    Guid guid;
};

EventHandler handler = nullptr;
void* handler_data = nullptr;
int classes[16];

template <GType Number>
GType type_number() {
    return Number;
}

Engine pretending_engine() {
    Engine engine;
    engine.g_type_class_ref = [](GType type) -> void* { return &classes[type]; };
    engine.gnc_split_get_type = type_number<1>;
    engine.gnc_account_get_type = type_number<2>;
    engine.gnc_lot_get_type = type_number<3>;
    engine.gnc_transaction_get_type = type_number<4>;
    engine.gnc_invoice_get_type = type_number<5>;
    engine.gnc_customer_get_type = type_number<6>;
    engine.gnc_job_get_type = type_number<7>;
    engine.qof_book_get_type = type_number<8>;
    engine.qof_instance_get_guid = [](const void* instance) {
        return &static_cast<const FakeInstance*>(instance)->guid;
    };
    engine.qof_event_register_handler = [](EventHandler given, void* data) {
        handler = given;
        handler_data = data;
        return 1;
    };
    engine.qof_event_unregister_handler = [](int) { handler = nullptr; };
    return engine;
}

class BookWatchTest : public testing::Test {
protected:
    static FakeInstance instance_of(GType type, std::uint8_t number) {
        FakeInstance instance{&classes[type], {}};
        instance.guid.bytes[0] = number;
        return instance;
    }
    static void send(FakeInstance& instance, int event) {
        handler(reinterpret_cast<QofInstance*>(&instance), event, handler_data, nullptr);
    }
    int woken = 0;
    const Engine engine = pretending_engine();
    BookState state;
    Figures figures;
    BookWatch watch{engine, state, figures, [](void* data) { ++*static_cast<int*>(data); }, &woken};
};

TEST_F(BookWatchTest, NotesInvoicesAndLotsOnceInTheirOrder) {
    FakeInstance lot = instance_of(3, 1);
    FakeInstance invoice = instance_of(5, 2);
    for (int again = 0; again < 7; ++again)
        send(lot, event_modify);
    send(invoice, event_modify);
    const auto first = watch.take();
    ASSERT_TRUE(first);
    EXPECT_EQ(first->kind, Watched::Lot);
    EXPECT_EQ(first->guid, lot.guid);
    EXPECT_EQ(watch.take()->guid, invoice.guid);
    EXPECT_FALSE(watch.take());
    EXPECT_FALSE(watch.has_news());
    EXPECT_EQ(woken, 1);
}

TEST_F(BookWatchTest, RaisesTheVersionOfTheBookForWhateverAReadingShows) {
    for (const GType type : {1U, 3U, 4U, 5U, 6U, 7U, 8U}) {
        FakeInstance instance = instance_of(type, 1);
        const std::uint64_t before = state.version;
        send(instance, event_modify);
        EXPECT_EQ(state.version, before + 1) << type;
    }
}

TEST_F(BookWatchTest, PassesOverBalancesOfAccounts) {
    FakeInstance account = instance_of(2, 1);
    send(account, event_modify);
    EXPECT_EQ(state.version, 0U);
    EXPECT_FALSE(watch.has_news());
    send(account, event_create);
    EXPECT_EQ(state.version, 1U);
}

TEST_F(BookWatchTest, ReadsNothingOfAnInstanceWhoseClassItDoesNotKnow) {
    // What a freed lot looks like: the class is gone, and what follows is somebody else's.
    struct {
        const void* glib_class = nullptr;
    } freed;
    handler(reinterpret_cast<QofInstance*>(&freed), event_modify, handler_data, nullptr);
    handler(nullptr, event_modify, handler_data, nullptr);
    EXPECT_FALSE(watch.has_news());
}

TEST_F(BookWatchTest, AllocatesNothingWhileItNotes) {
    FakeInstance instance = instance_of(5, 0);
    is_looking = true;
    for (int count = 0; count < 100'000; ++count) {
        instance.guid.bytes[0] = static_cast<std::uint8_t>(count);
        instance.guid.bytes[1] = static_cast<std::uint8_t>(count / 256);
        send(instance, event_modify);
    }
    is_looking = false;
    EXPECT_EQ(allocations, 0);
}

TEST_F(BookWatchTest, SaysThatItMissedSomethingWhenTheRingIsFull) {
    FakeInstance instance = instance_of(5, 0);
    for (std::size_t count = 0; count <= noted_changes_max; ++count) {
        instance.guid.bytes[0] = static_cast<std::uint8_t>(count);
        send(instance, event_modify);
    }
    EXPECT_TRUE(watch.take_missed());
    EXPECT_FALSE(watch.take_missed());
    EXPECT_EQ(figures.events_missed, 1U);
}

TEST_F(BookWatchTest, ForgetsWhatWasOfAnotherBook) {
    FakeInstance invoice = instance_of(5, 1);
    send(invoice, event_modify);
    watch.forget();
    EXPECT_FALSE(watch.has_news());
    EXPECT_FALSE(watch.take());
}

TEST(Figures, TellsQuantilesByTheirSteps) {
    Histogram<10, 100> durations;
    for (int count = 1; count <= 100; ++count)
        durations.add(std::chrono::nanoseconds(count));
    EXPECT_EQ(durations.quantile_ns(500), 60); // 50 lies in the step from 50 to 60
    EXPECT_EQ(durations.quantile_ns(1000), 100);
    durations.add(std::chrono::microseconds(50));
    EXPECT_EQ(durations.longest_ns(), 50'000);
}

} // namespace
} // namespace afpunt::gnucash
