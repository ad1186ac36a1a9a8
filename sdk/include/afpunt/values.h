/* SPDX-License-Identifier: MIT
 *
 * afpunt/values.h -- version, status codes, text, money, dates, errors.
 *
 * Pure C11 with fixed-width integers, so that C, C++, ctypes, cffi, Rust and Perl read it alike.
 *
 * Marks used in all headers of this folder. Each function carries exactly one thread mark:
 *   [main]      the GUI thread of the host, or the one thread that a server host dedicates: the
 *               thread that called afpunt_entry.create
 *   [any]       any thread, also several at once; never blocks and never calls back. A host in a
 *               language with one lock for all its threads (Python) waits for that lock in its
 *               functions, and gives it up around its calls into the plugin
 *   [borrowed]  the pointer is good until the call returns; the receiver copies what it keeps
 *   [static]    the pointer is good until destroy() has returned
 * A side that calls the other holds no lock of its own. No exception, longjmp or signal crosses.
 * Nothing is allocated on one side and freed on the other. Structs grow at their end only;
 * capabilities come by name ("afpunt.<name>/<revision>").
 */
#ifndef AFPUNT_VALUES_H
#define AFPUNT_VALUES_H

#ifdef __cplusplus
#include <cstddef>
#include <cstdint>
#define AFPUNT_STATIC_ASSERT static_assert
#define AFPUNT_BEGIN_C extern "C" {
#define AFPUNT_END_C }
#else
#include <stddef.h>
#include <stdint.h>
#define AFPUNT_STATIC_ASSERT _Static_assert
#define AFPUNT_BEGIN_C
#define AFPUNT_END_C
#endif

#if defined(__GNUC__)
#define AFPUNT_EXPORT __attribute__((visibility("default")))
#else
#define AFPUNT_EXPORT
#endif

AFPUNT_BEGIN_C

/* The major version is part of the exported symbol: a host of another major finds no symbol and can
 * say so. Minor versions append; each side states its own and both use the smaller. */
#define AFPUNT_ABI_MAJOR 1u
#define AFPUNT_ABI_MINOR 0u
#define AFPUNT_ENTRY_SYMBOL "afpunt_entry_1"

/* A field may be read only where its maker's struct is long enough to hold it. What a caller hands
 * over is never shorter than in the first revision: else AFPUNT_E_INVALID, "struct_size". A callee
 * that fills a caller's struct fills as much as there is room for, and writes back, in struct_size,
 * how much that was. */
#define AFPUNT_HAS(ptr, type, field)                                                               \
    ((ptr) != 0 && (ptr)->struct_size >= offsetof(type, field) + sizeof((ptr)->field))

/* Enumerations are int32_t with named constants: the size of a C enum is the compiler's choice.
 * Numbers begin at 1 (a zeroed struct is noticed) and are never renumbered or reused. */
typedef int32_t afpunt_status;
enum {
    AFPUNT_OK = 0,
    AFPUNT_DUPLICATE = 1, /* had it already: success for the caller */
    AFPUNT_MORE = 2,      /* the budget is used, call again */
    AFPUNT_END = 3,       /* nothing follows */
    AFPUNT_E_BUSY = -1,   /* a bounded queue is full: retry, or rely on the snapshot */
    AFPUNT_E_STOPPED = -2,
    AFPUNT_E_WRONG_THREAD = -3,
    AFPUNT_E_FORKED = -4,  /* the instance belongs to another process */
    AFPUNT_E_VERSION = -5, /* not answered in major 1: another major has another symbol */
    AFPUNT_E_INVALID = -6, /* breaks a rule of these headers; error.field says which */
    AFPUNT_E_NOT_UTF8 = -7,
    AFPUNT_E_AMOUNT = -8, /* sums, currency or exponent do not agree */
    AFPUNT_E_UNSUPPORTED = -9,
    AFPUNT_E_NOT_FOUND = -10,
    AFPUNT_E_IO = -11,
    AFPUNT_E_STILL_RUNNING = -12, /* stop() ran past its deadline: do not destroy, do not unmap */
    AFPUNT_E_INTERNAL = -13,      /* a bug of the callee, caught */
    AFPUNT_E_CHANGED = -14        /* the book changed under an open snapshot: begin again */
};

/* UTF-8, not NUL-terminated. {NULL, 0} = absent, {non-NULL, 0} = empty. [borrowed] */
typedef struct afpunt_str {
    const char* ptr;
    uint64_t len;
} afpunt_str;

/* Bytes at most: of an id that one side keeps beside its letters, and of any other text. Longer
 * ones are refused by name. */
#define AFPUNT_ID_MAX 500u
#define AFPUNT_TEXT_MAX 8192u

/* Whole minor units (euro cents). `exponent` repeats the minor-unit digits of ISO 4217, so that a
 * book that disagrees is caught and not misread. currency all zero = absent. A host converts
 * exactly or fails with AFPUNT_E_AMOUNT; it never rounds. */
typedef struct afpunt_money {
    int64_t minor;
    char currency[3]; /* "EUR", not NUL-terminated */
    uint8_t exponent;
    uint32_t reserved; /* 0 */
} afpunt_money;

/* Civil day: days since 1970-01-01 in the book's own calendar. Moment: microseconds since then,
 * UTC. 0 is absent, as with all else: a record that was zeroed says nothing by mistake. The first
 * day of 1970 itself cannot be said; in the databases of hosts it stands for "no date" as well. */
typedef int32_t afpunt_date;
typedef int64_t afpunt_time_us;
#define AFPUNT_NO_DATE 0
#define AFPUNT_NO_TIME 0

/* Error text lies in the caller's memory. Pass NULL where it is not wanted. */
typedef struct afpunt_error {
    uint32_t struct_size;
    afpunt_status status;
    char field[64];    /* "item_ids[2]", NUL-terminated */
    char message[440]; /* English, NUL-terminated, cut at a character */
} afpunt_error;

/* Receives text, once or in pieces, in order, before the function that took it returns, unless that
 * function says otherwise. Bytes are [borrowed]. */
typedef void (*afpunt_sink)(void* sink_data, const char* bytes, uint64_t length);

AFPUNT_STATIC_ASSERT(sizeof(afpunt_str) == 16, "layout");
AFPUNT_STATIC_ASSERT(sizeof(afpunt_money) == 16, "layout");
AFPUNT_STATIC_ASSERT(sizeof(afpunt_error) == 512, "layout");

AFPUNT_END_C
#endif /* AFPUNT_VALUES_H */
