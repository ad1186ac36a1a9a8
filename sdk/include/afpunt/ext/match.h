/* SPDX-License-Identifier: MIT
 *
 * afpunt.match/1, offered by the host, optional -- books a match that the plugin found.
 *
 * The host books it as if a person had, in one transaction, and sends the events that a person's
 * booking would have sent.
 */
#ifndef AFPUNT_EXT_MATCH_H
#define AFPUNT_EXT_MATCH_H

#include <afpunt/host.h>
#include <afpunt/values.h>

AFPUNT_BEGIN_C

#define AFPUNT_EXT_MATCH "afpunt.match/1"

typedef struct afpunt_match_part {
    uint32_t struct_size;
    uint32_t reserved;
    afpunt_str item_id;  /* [borrowed] */
    afpunt_money amount; /* > 0 */
} afpunt_match_part;

typedef struct afpunt_host_match {
    /* [main] All parts or none. `rule` says why, for the host's own log: "structured-reference". */
    afpunt_status (*apply)(const afpunt_host*, afpunt_str bank_line_id,
                           const afpunt_match_part* parts, uint32_t part_count,
                           uint32_t part_stride, afpunt_str rule, afpunt_error*);
    /* [main] Unties one allocation. */
    afpunt_status (*unmatch)(const afpunt_host*, afpunt_str allocation_id, afpunt_error*);
} afpunt_host_match;

AFPUNT_END_C
#endif /* AFPUNT_EXT_MATCH_H */
