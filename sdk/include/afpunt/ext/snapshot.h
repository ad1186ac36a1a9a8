/* SPDX-License-Identifier: MIT
 *
 * afpunt.snapshot/1, offered by the host, REQUIRED -- one consistent reading of the book.
 *
 * The plugin walks it over one or several on_main() calls. A host whose book changed meanwhile
 * answers AFPUNT_E_CHANGED and the plugin begins again. The plugin sets struct_size in each element
 * to what it can take; the host writes back what it filled. Text inside is [borrowed] until the
 * next call on the same snapshot.
 */
#ifndef AFPUNT_EXT_SNAPSHOT_H
#define AFPUNT_EXT_SNAPSHOT_H

#include <afpunt/host.h>
#include <afpunt/records.h>

AFPUNT_BEGIN_C

#define AFPUNT_EXT_SNAPSHOT "afpunt.snapshot/1"

/* The host's own: an address or a number, anything but NULL. The plugin only hands it back. */
typedef struct afpunt_snapshot afpunt_snapshot;

typedef struct afpunt_host_snapshot {
    /* [main] */
    afpunt_status (*open)(const afpunt_host*, afpunt_snapshot** out, afpunt_error*);
    /* [main] The firm in whose name letters go out. */
    afpunt_status (*creditor)(afpunt_snapshot*, afpunt_party* out, afpunt_error*);
    /* [main] Each fills up to `capacity` elements, `stride` bytes apart, and sets *count.
     * AFPUNT_MORE, or AFPUNT_END with *count possibly > 0. */
    afpunt_status (*next_parties)(afpunt_snapshot*, afpunt_party* out, uint32_t stride,
                                  uint32_t capacity, uint32_t* count, afpunt_error*);
    afpunt_status (*next_accounts)(afpunt_snapshot*, afpunt_account* out, uint32_t stride,
                                   uint32_t capacity, uint32_t* count, afpunt_error*);
    afpunt_status (*next_statements)(afpunt_snapshot*, afpunt_statement* out, uint32_t stride,
                                     uint32_t capacity, uint32_t* count, afpunt_error*);
    /* Lines that are not allocated whole, and those that allocations of this snapshot name. */
    afpunt_status (*next_bank_lines)(afpunt_snapshot*, afpunt_bank_line* out, uint32_t stride,
                                     uint32_t capacity, uint32_t* count, afpunt_error*);
    /* Items that are open, and those settled within the last 60 days. */
    afpunt_status (*next_items)(afpunt_snapshot*, afpunt_item* out, uint32_t stride,
                                uint32_t capacity, uint32_t* count, afpunt_error*);
    afpunt_status (*next_allocations)(afpunt_snapshot*, afpunt_allocation* out, uint32_t stride,
                                      uint32_t capacity, uint32_t* count, afpunt_error*);
    afpunt_status (*next_owed)(afpunt_snapshot*, afpunt_owed* out, uint32_t stride,
                               uint32_t capacity, uint32_t* count, afpunt_error*);
    /* [main] */
    void (*close)(afpunt_snapshot*);
} afpunt_host_snapshot;

AFPUNT_END_C
#endif /* AFPUNT_EXT_SNAPSHOT_H */
