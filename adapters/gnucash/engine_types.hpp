// SPDX-License-Identifier: MIT
//
// GnuCash's and GLib's types as their C interfaces have had them since GnuCash 3, declared here so
// that afpunt builds without their headers and links none of their libraries. Structs stay opaque:
// every field is read through an accessor of GnuCash's own, so no offset can be wrong.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>

namespace afpunt::gnucash {

// ---- GLib -----------------------------------------------------------------------------------

struct GList {
    void* data;
    GList* next;
    GList* prev;
};
// GValue of gobject/gvalue.h: public, its size is part of GLib's ABI.
struct GValue {
    std::size_t type = 0;
    std::array<std::uint64_t, 2> data{};
};
using GType = std::size_t;
inline constexpr GType g_type_string = 16U << 2U; // G_TYPE_STRING
using GSourceFunc = int (*)(void* data);
using GFunc = void (*)(void* hook_data, void* data);
using GDestroyNotify = void (*)(void* data);
inline constexpr int priority_low = 300; // G_PRIORITY_LOW: behind drawing and typing
struct GHashTable;
struct GMainContext;
struct GSource; // gmain.h: 96 bytes where pointers have 64 bits
// What the main loop asks of a source of its own kind; public, as g_source_new() wants it.
struct GSourceFuncs {
    int (*prepare)(GSource*, int* timeout_ms);
    int (*check)(GSource*);
    int (*dispatch)(GSource*, GSourceFunc, void*);
    void (*finalize)(GSource*);
    GSourceFunc closure_callback;
    void (*closure_marshal)();
};

// ---- QOF and the engine ---------------------------------------------------------------------

struct QofInstance;
struct QofBook;
struct QofSession;
struct QofCollection;
struct GncInvoice;
struct GncEntry;
struct GncOwner;
struct GncCustomer;
struct GncAddress;
struct GncLot;
struct Commodity;
struct Account;
struct Transaction;
struct Split;

// gnc_numeric: a fraction, handed over by value.
struct Numeric {
    std::int64_t num = 0;
    std::int64_t denom = 1;
};
// Seconds since 1970, UTC. INT64_MAX = none.
using Time64 = std::int64_t;
inline constexpr Time64 no_time = INT64_MAX;

struct Guid {
    std::array<std::uint8_t, 16> bytes{};
    friend auto operator<=>(const Guid&, const Guid&) = default;
};
struct GuidHash {
    std::size_t operator()(const Guid& guid) const {
        // Random by nature: any eight bytes are a hash.
        std::size_t hash = 0;
        for (std::size_t at = 0; at < sizeof hash; ++at)
            hash = hash << 8U | guid.bytes[at];
        return hash;
    }
};

using EventHandler = void (*)(QofInstance* entity, int event, void* data, void* event_data);
using ForeachCall = void (*)(QofInstance* entity, void* data);
using RefreshHandler = void (*)(GHashTable* changes, void* data);
using CloseHandler = void (*)(void* data);

// qofevent.h
inline constexpr int event_create = 1;
inline constexpr int event_modify = 2;
inline constexpr int event_destroy = 4;

// gncOwner.h
inline constexpr int owner_customer = 2;

// Account.h
inline constexpr int account_bank = 0;
inline constexpr int account_cash = 1;
inline constexpr int account_asset = 2;
inline constexpr int account_expense = 9;
inline constexpr int account_receivable = 11;

// Transaction.h
inline constexpr char type_payment = 'P';
inline constexpr char type_link = 'L';

// Split.h: the letters of the column "R".
inline constexpr char split_reconciled = 'y';
inline constexpr char split_frozen = 'f';
inline constexpr char split_voided = 'v';

} // namespace afpunt::gnucash
