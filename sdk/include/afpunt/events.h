/* SPDX-License-Identifier: MIT
 *
 * afpunt/events.h -- what a host tells at once.
 *
 * Events are hints, the snapshot is the truth: an event may withdraw or hold a letter, only a
 * snapshot may create one; a lost event costs time and never a wrong letter. An event names what it
 * is about and carries no amounts, so that it cannot disagree with the book.
 *
 * (source, epoch, id) is the key under which an event is known: the host makes the id and may
 * submit the same event again. `source` is who speaks ("gnucash:<book guid>", "pg:<database>"),
 * `epoch` changes when its ids begin anew. `cursor` is opaque to the plugin, which gives the last
 * durable one back: no order across sources is assumed.
 */
#ifndef AFPUNT_EVENTS_H
#define AFPUNT_EVENTS_H

#include <afpunt/values.h>

AFPUNT_BEGIN_C

typedef int32_t afpunt_event_type;
enum {
    AFPUNT_EVENT_ITEMS_CHANGED = 1,   /* posted, edited, cancelled, written off, disputed */
    AFPUNT_EVENT_MATCHED = 2,         /* money was tied to these items */
    AFPUNT_EVENT_UNMATCHED = 3,       /* and untied again: correction, returned debit, chargeback */
    AFPUNT_EVENT_IMPORT_STARTED = 4,  /* nothing is decided until FINISHED, or until 15 minutes */
    AFPUNT_EVENT_IMPORT_FINISHED = 5, /* have passed, by the plugin's clock or by the book's */
    AFPUNT_EVENT_PARTY_CHANGED = 6,
    AFPUNT_EVENT_RESYNC = 7 /* "I may have missed something": read the snapshot */
};

typedef struct afpunt_event {
    uint32_t struct_size;
    afpunt_event_type type;
    afpunt_str source, epoch, id, cursor; /* all but cursor required; at most 256 bytes each */
    afpunt_time_us occurred_at;           /* AFPUNT_NO_TIME = unknown */
    afpunt_str party_id;                  /* may be absent */
    const afpunt_str* item_ids;           /* at most AFPUNT_EVENT_ITEMS_MAX */
    uint32_t item_count;
    uint32_t reserved;
    afpunt_str subject; /* file name of an import; allocation id; for the log */
} afpunt_event;

/* An event with more items is sent as RESYNC: reading the book is then cheaper than the list. */
#define AFPUNT_EVENT_ITEMS_MAX 1024u
#define AFPUNT_EVENT_TEXT_MAX 256u

AFPUNT_END_C
#endif /* AFPUNT_EVENTS_H */
