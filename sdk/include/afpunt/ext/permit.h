/* SPDX-License-Identifier: MIT
 *
 * afpunt.permit/1, offered by the host, REQUIRED -- the last look before a letter leaves.
 *
 * One atomic reading for one letter: every figure is of the same moment. Cheap, by key.
 */
#ifndef AFPUNT_EXT_PERMIT_H
#define AFPUNT_EXT_PERMIT_H

#include <afpunt/host.h>
#include <afpunt/records.h>

AFPUNT_BEGIN_C

#define AFPUNT_EXT_PERMIT "afpunt.permit/1"

typedef struct afpunt_permit_query {
    uint32_t struct_size;
    uint32_t item_count;
    afpunt_str party_id;        /* [borrowed] */
    const afpunt_str* item_ids; /* [borrowed] */
} afpunt_permit_query;

typedef struct afpunt_permit_item {
    uint32_t struct_size;
    afpunt_document_state state; /* 0 = the host no longer knows the item */
    afpunt_money open;
} afpunt_permit_item;

typedef struct afpunt_permit {
    uint32_t struct_size;
    uint32_t flags;            /* AFPUNT_PERMIT_* */
    afpunt_date covered_until; /* AFPUNT_NO_DATE = the host leaves that to the plugin */
    uint32_t reserved;
} afpunt_permit;
enum {
    AFPUNT_PERMIT_PARTY_ON_HOLD = 1u << 0,     /* the host's reminder stop */
    AFPUNT_PERMIT_UNALLOCATED_MONEY = 1u << 1, /* money of this party that is tied to nothing */
    AFPUNT_PERMIT_IMPORT_RUNNING = 1u << 2
};

typedef struct afpunt_host_permit {
    /* [main] items[i] answers query->item_ids[i]; element i lies i * item_stride bytes on. */
    afpunt_status (*check)(const afpunt_host*, const afpunt_permit_query*,
                           afpunt_permit_item* items, uint32_t item_stride, afpunt_permit* out,
                           afpunt_error*);
} afpunt_host_permit;

AFPUNT_END_C
#endif /* AFPUNT_EXT_PERMIT_H */
