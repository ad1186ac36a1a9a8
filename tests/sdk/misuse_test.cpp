// SPDX-License-Identifier: MIT
//
// Hosts that break the rules of the headers, each in one way: the module refuses by name, keeps the
// process alive and works again as soon as the host does.
#include "sdk/scripted_test.hpp"

namespace afpunt::tests {
namespace {

class Misuse : public ScriptedTest {
protected:
    // The sentence with which a run is refused; afterwards the book is whole again and the run
    // must succeed.
    std::string refused_run() {
        const std::string sentence = refusal(session->run());
        host.distort_item = nullptr;
        host.distort_party = nullptr;
        EXPECT_EQ(refusal(session->run()), "") << "after: " << sentence;
        return sentence;
    }
    void expect_item_refused(const std::function<void(afpunt_item&)>& distort,
                             const std::string& word) {
        host.distort_item = distort;
        const std::string sentence = refused_run();
        EXPECT_NE(sentence.find(word), std::string::npos) << sentence;
    }
    void expect_party_refused(const std::function<void(afpunt_party&)>& distort,
                              const std::string& word) {
        host.distort_party = distort;
        const std::string sentence = refused_run();
        EXPECT_NE(sentence.find(word), std::string::npos) << sentence;
    }
};

TEST_F(Misuse, NullPointersAreRefusedByName) {
    const auto library = load_module();
    const afpunt_entry& entry = library.entry();
    const afpunt_plugin* plugin = nullptr;
    afpunt_error error = empty_error();
    EXPECT_EQ(entry.create(nullptr, &plugin, &error), AFPUNT_E_INVALID);
    EXPECT_STREQ(error.field, "host");
    host::HostTables tables(host);
    EXPECT_EQ(entry.create(tables.abi(), nullptr, &error), AFPUNT_E_INVALID);
    EXPECT_STREQ(error.field, "out");
    EXPECT_EQ(entry.create(nullptr, nullptr, nullptr), AFPUNT_E_INVALID);
    ASSERT_EQ(entry.create(tables.abi(), &plugin, nullptr), AFPUNT_OK);
    EXPECT_EQ(plugin->start(nullptr, &error), AFPUNT_E_INVALID);
    EXPECT_STREQ(error.field, "plugin");
    EXPECT_EQ(plugin->on_main(nullptr, 0), AFPUNT_E_INVALID);
    EXPECT_EQ(plugin->stop(nullptr, 0, nullptr), AFPUNT_E_INVALID);
    EXPECT_EQ(plugin->destroy(nullptr), AFPUNT_E_INVALID);
    ASSERT_EQ(plugin->start(plugin, nullptr), AFPUNT_OK);
    EXPECT_EQ(plugin->submit_event(plugin, nullptr, &error), AFPUNT_E_INVALID);
    EXPECT_STREQ(error.field, "event");
    std::uint64_t length = 0;
    char out[4];
    EXPECT_EQ(plugin->durable_cursor(plugin, {nullptr, 0}, out, 4, &length), AFPUNT_E_INVALID);
    EXPECT_EQ(plugin->durable_cursor(plugin, host::to_abi("x"), out, 4, nullptr), AFPUNT_E_INVALID);
    EXPECT_EQ(plugin->durable_cursor(plugin, {"x", UINT64_MAX}, out, 4, &length), AFPUNT_E_INVALID);
    EXPECT_EQ(plugin->get_extension(plugin, nullptr), nullptr);
    EXPECT_EQ(plugin->get_extension(plugin, "afpunt.command/2"), nullptr);
    const auto* command = static_cast<const afpunt_plugin_command*>(
        plugin->get_extension(plugin, AFPUNT_EXT_COMMAND));
    ASSERT_NE(command, nullptr);
    const auto sink = [](void*, const char*, std::uint64_t) {};
    EXPECT_EQ(command->execute(plugin, {nullptr, 4}, sink, nullptr, &error), AFPUNT_E_INVALID);
    EXPECT_STREQ(error.field, "request");
    EXPECT_EQ(
        command->execute(plugin, host::to_abi(R"({"command":"run"})"), nullptr, nullptr, &error),
        AFPUNT_E_INVALID);
    EXPECT_STREQ(error.field, "answer");
    EXPECT_EQ(plugin->stop(plugin, 10'000, nullptr), AFPUNT_OK);
    EXPECT_EQ(plugin->destroy(plugin), AFPUNT_OK);
}

TEST_F(Misuse, AHostTableThatIsNotWholeIsRefusedByName) {
    const auto library = load_module();
    host::HostTables tables(host);
    const auto refused = [&](const std::function<void(afpunt_host&)>& spoil) {
        afpunt_host spoilt = *tables.abi();
        spoil(spoilt);
        const afpunt_plugin* plugin = nullptr;
        afpunt_error error = empty_error();
        EXPECT_EQ(library.entry().create(&spoilt, &plugin, &error), AFPUNT_E_INVALID);
        EXPECT_EQ(plugin, nullptr);
        return std::string(error.field);
    };
    EXPECT_EQ(refused([](auto& table) { table.struct_size = 0; }), "host.struct_size");
    EXPECT_EQ(refused([](auto& table) { table.struct_size = 40; }), "host.struct_size");
    EXPECT_EQ(refused([](auto& table) { table.get_extension = nullptr; }), "host.get_extension");
    EXPECT_EQ(refused([](auto& table) { table.request_callback = nullptr; }),
              "host.request_callback");
    EXPECT_EQ(refused([](auto& table) { table.book_id = {nullptr, 0}; }), "host.book_id");
    EXPECT_EQ(refused([](auto& table) { table.book_id = {nullptr, 3}; }), "host.book_id");
    EXPECT_EQ(refused([](auto& table) { table.book_id = {"\xFF", 1}; }), "host.book_id");
    EXPECT_EQ(refused([](auto& table) { table.book_id.len = UINT64_MAX; }), "host.book_id");
    EXPECT_EQ(refused([](auto& table) {
                  table.get_extension = [](const afpunt_host*, const char*) -> const void* {
                      return nullptr;
                  };
              }),
              AFPUNT_EXT_SNAPSHOT);
}

TEST_F(Misuse, EventsThatBreakTheRulesAreRefusedByName) {
    open();
    const EventDraft draft(AFPUNT_EVENT_MATCHED, "e1", {"V1"});
    const std::string long_text(257, 'x');
    const auto refused = [&](const std::function<void(afpunt_event&)>& spoil) {
        afpunt_event event = draft.view();
        spoil(event);
        const auto submitted = session->plugin().submit(event);
        return submitted ? std::string("taken") : submitted.error().field;
    };
    EXPECT_EQ(refused([](auto&) {}), "taken");
    EXPECT_EQ(refused([](auto& event) { event.struct_size = 0; }), "struct_size");
    EXPECT_EQ(refused([](auto& event) { event.struct_size = sizeof event - 1; }), "struct_size");
    EXPECT_EQ(refused([](auto& event) { event.struct_size = sizeof event + 8; }), "taken");
    EXPECT_EQ(refused([](auto& event) { event.type = 0; }), "type");
    EXPECT_EQ(refused([](auto& event) { event.type = 99; }), "type");
    EXPECT_EQ(refused([](auto& event) { event.source = {nullptr, 0}; }), "source");
    EXPECT_EQ(refused([](auto& event) { event.epoch.len = 0; }), "epoch");
    EXPECT_EQ(refused([](auto& event) { event.id = {"\xC3(", 2}; }), "id");
    EXPECT_EQ(refused([](auto& event) { event.id = {"a\0b", 3}; }), "id");
    EXPECT_EQ(refused([&](auto& event) { event.id = host::to_abi(long_text); }), "id");
    EXPECT_EQ(refused([](auto& event) { event.party_id = {nullptr, 9}; }), "party_id");
    EXPECT_EQ(refused([](auto& event) { event.item_count = 1025; }), "item_count");
    EXPECT_EQ(refused([](auto& event) { event.item_count = UINT32_MAX; }), "item_count");
    EXPECT_EQ(refused([](auto& event) { event.item_ids = nullptr; }), "item_ids");
    EXPECT_EQ(refusal(session->run()), "") << "none of them reached the store";
}

TEST_F(Misuse, ErrorsAreWrittenOnlyWhereThereIsRoom) {
    open();
    const auto library = load_module();
    const afpunt_plugin* plugin = nullptr;
    afpunt_error small = empty_error();
    small.struct_size = 16;
    std::memset(small.message, 'x', sizeof small.message);
    EXPECT_EQ(library.entry().create(nullptr, &plugin, &small), AFPUNT_E_INVALID);
    EXPECT_EQ(small.message[0], 'x');
}

TEST_F(Misuse, ItemsThatBreakTheRulesAreRefusedByName) {
    open();
    host.book.invoice("V1", "jan", "2026-11-02");
    static const std::string long_id(501, 'x');
    expect_item_refused([](auto& item) { item.id = {nullptr, 0}; }, "id");
    expect_item_refused([](auto& item) { item.id = {nullptr, 7}; }, "id");
    expect_item_refused([](auto& item) { item.id = host::to_abi(long_id); }, "id");
    expect_item_refused([](auto& item) { item.number = {"\xE2\x82", 2}; }, "number");
    expect_item_refused([](auto& item) { item.number = {"a\0", 2}; }, "zero byte");
    expect_item_refused(
        [](auto& item) {
            item.description.len = UINT64_MAX;
            item.description.ptr = "x";
        },
        "description");
    expect_item_refused([](auto& item) { item.total.exponent = 3; }, "total");
    expect_item_refused([](auto& item) { item.open.currency[0] = 'e'; }, "open");
    expect_item_refused([](auto& item) { item.open.currency[2] = '\xFF'; }, "open");
    expect_item_refused([](auto& item) { item.open = {}; }, "open");
    expect_item_refused([](auto& item) { item.kind = 0; }, "kind");
    expect_item_refused([](auto& item) { item.state = 6; }, "state");
    expect_item_refused([](auto& item) { item.arrangement = -1; }, "arrangement");
    expect_item_refused([](auto& item) { item.due_on = AFPUNT_NO_DATE; }, "due_on");
    expect_item_refused([](auto& item) { item.due_on = INT32_MAX; }, "due_on");
    expect_item_refused([](auto& item) { item.issued_on = INT32_MIN + 1; }, "issued_on");
}

TEST_F(Misuse, PartiesThatBreakTheRulesAreRefusedByName) {
    open();
    host.book.invoice("V1", "jan", "2026-11-02");
    expect_party_refused([](auto& party) { party.kind = 9; }, "kind");
    expect_party_refused([](auto& party) { party.standing = -3; }, "standing");
    expect_party_refused([](auto& party) { party.contact_count = 4'000'000'000; }, "contacts");
    expect_party_refused([](auto& party) { party.contacts = nullptr; }, "contacts");
    expect_party_refused([](auto& party) { party.contact_stride = 0; }, "contacts");
    expect_party_refused([](auto& party) { party.iban_count = 101; }, "ibans");
    expect_party_refused([](auto& party) { party.iban_count = 1; }, "ibans");
}

TEST_F(Misuse, ContactsAtAnOddStrideAreRead) {
    open();
    host.book.invoice("V1", "jan", "2026-11-02");
    static char packed[2 * (sizeof(afpunt_contact) + 1)];
    host.distort_party = [](afpunt_party& party) {
        for (std::size_t i = 0; i < 2; ++i)
            std::memcpy(packed + i * (sizeof(afpunt_contact) + 1), party.contacts,
                        sizeof(afpunt_contact));
        party.contacts = reinterpret_cast<const afpunt_contact*>(packed);
        party.contact_count = 2;
        party.contact_stride = sizeof(afpunt_contact) + 1;
    };
    EXPECT_EQ(refusal(session->run()), "");
}

TEST_F(Misuse, WhatAHostThrowsBecomesASentence) {
    open();
    host.when_snapshot_opens = [] { throw std::runtime_error("no cursor \xE2\x82\xAC"); };
    EXPECT_NE(refusal(session->run()).find("no cursor"), std::string::npos);
    host.when_snapshot_opens = [] { throw 7; };
    EXPECT_NE(refusal(session->run()), "");
    host.when_snapshot_opens = nullptr;
    host.snapshot_is_current = []() -> bool { throw std::runtime_error("reading broke"); };
    EXPECT_NE(refusal(session->run()).find("reading broke"), std::string::npos);
    host.snapshot_is_current = [] { return true; };
    host.when_logging = [] { throw std::runtime_error("no log"); };
    host.snapshot_failure = Failure{"", "snapshot", "locked", "a reading"};
    session->tell(AFPUNT_EVENT_RESYNC);
    const int before = host.snapshots_opened;
    ASSERT_TRUE(session->work_until([&] { return host.snapshots_opened > before; }));
    EXPECT_NE(refusal(session->run()), "");
    host.snapshot_failure.reset();
    EXPECT_EQ(refusal(session->run()), "");
    close();
    host.when_logging = nullptr;
    host.when_setting_asked = [] { throw std::runtime_error("no settings"); };
    const auto plugin = host::Plugin::start(load_module(), host);
    ASSERT_FALSE(plugin);
    EXPECT_NE(plugin.error().sentence().find("no settings"), std::string::npos);
}

// A host written in C that answers with whatever a test wants.
struct WrongSnapshot {
    static inline std::uint32_t count = 0;
    static inline afpunt_status status = AFPUNT_END;
    static inline std::uint32_t record_size = 0; // 0 = leave as offered
    static inline int calls = 0;
    template <typename Record>
    static afpunt_status next(afpunt_snapshot*, Record* out, std::uint32_t, std::uint32_t,
                              std::uint32_t* filled, afpunt_error*) {
        ++calls;
        *filled = count;
        if (record_size != 0) out->struct_size = record_size;
        return status;
    }
};

class WrongHost : public Misuse {
protected:
    // A run over a snapshot table whose next_items answers as WrongSnapshot says.
    std::string run_with(std::uint32_t count, afpunt_status status, std::uint32_t record_size = 0) {
        WrongSnapshot::count = count;
        WrongSnapshot::status = status;
        WrongSnapshot::record_size = record_size;
        host::HostTables tables(host);
        good_host = tables.abi();
        good = static_cast<const afpunt_host_snapshot*>(
            good_host->get_extension(good_host, AFPUNT_EXT_SNAPSHOT));
        table = *good;
        table.next_items = WrongSnapshot::next<afpunt_item>;
        afpunt_host spoilt = *good_host;
        spoilt.get_extension = [](const afpunt_host*, const char* id) -> const void* {
            if (std::string_view(id) == AFPUNT_EXT_SNAPSHOT) return &table;
            return good_host->get_extension(good_host, id);
        };
        const auto library = load_module();
        const afpunt_plugin* plugin = nullptr;
        EXPECT_EQ(library.entry().create(&spoilt, &plugin, nullptr), AFPUNT_OK);
        EXPECT_EQ(plugin->start(plugin, nullptr), AFPUNT_OK);
        const auto* command = static_cast<const afpunt_plugin_command*>(
            plugin->get_extension(plugin, AFPUNT_EXT_COMMAND));
        std::string answer;
        EXPECT_EQ(command->execute(
                      plugin, host::to_abi(R"({"command":"run"})"),
                      [](void* text, const char* bytes, std::uint64_t length) {
                          static_cast<std::string*>(text)->assign(bytes, length);
                      },
                      &answer, nullptr),
                  AFPUNT_OK);
        while (answer.empty()) {
            if (host.callback.wait(std::chrono::milliseconds(20))) {
                (void)plugin->on_main(plugin, 10'000);
            }
        }
        while (plugin->stop(plugin, 1000, nullptr) == AFPUNT_E_STILL_RUNNING) {
        }
        EXPECT_EQ(plugin->destroy(plugin), AFPUNT_OK);
        return refusal(json::parse(answer).as_object());
    }
    static inline const afpunt_host* good_host = nullptr;
    static inline const afpunt_host_snapshot* good = nullptr;
    static inline afpunt_host_snapshot table{};
};

// Each record keeps the rules, and together they cannot be true: nobody is reminded of that, and the
// host's author reads which item it is.
TEST_F(Misuse, SumsThatDisagreeHoldTheItemAndAreListed) {
    open_known_book();
    host.book.invoice("V1", "jan", "2026-11-02");
    host.book.invoice("V2", "piet", "2026-11-02");
    host.distort_item = [](afpunt_item& item) {
        if (std::string_view(item.id.ptr, item.id.len) == "V1") item.open.minor += 1;
    };
    EXPECT_EQ(refusal(session->run()), "");
    EXPECT_EQ(session->reason_of("V1"), "amounts-disagree");
    EXPECT_EQ(session->states_of("V1"), "");
    EXPECT_EQ(session->states_of("V2"), "prepared");
    const json::object status = session->ask({{"command", "status"}});
    const json::array& listed = status.at("contradictions").as_array();
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0].at("item").as_string(), "V1");
}

TEST_F(WrongHost, ImpossibleCountsAndSizesAreRefusedByName) {
    EXPECT_EQ(run_with(0, AFPUNT_END), "");
    for (const std::uint32_t count : {257u, UINT32_MAX}) {
        const std::string sentence = run_with(count, AFPUNT_END);
        EXPECT_NE(sentence.find("next_items"), std::string::npos) << sentence;
    }
    EXPECT_NE(run_with(0, AFPUNT_MORE).find("next_items"), std::string::npos) << "for ever";
    EXPECT_NE(run_with(0, 42).find("unknown status"), std::string::npos);
    EXPECT_NE(run_with(0, AFPUNT_E_IO).find("IO"), std::string::npos);
    EXPECT_NE(run_with(1, AFPUNT_END, 100'000).find("struct_size"), std::string::npos);
    // A record of which the host filled only its size: required fields are missing by name.
    const std::string sentence = run_with(1, AFPUNT_END, 8);
    EXPECT_NE(sentence.find("id: found nothing"), std::string::npos) << sentence;
}

TEST_F(WrongHost, ChangingForEverIsGivenUp) {
    WrongSnapshot::calls = 0;
    EXPECT_NE(run_with(0, AFPUNT_E_CHANGED).find("CHANGED"), std::string::npos);
    EXPECT_EQ(WrongSnapshot::calls, 5);
}

} // namespace
} // namespace afpunt::tests
