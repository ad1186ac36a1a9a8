/* SPDX-License-Identifier: MIT
 *
 * afpunt.revision/1, offered by the host, optional -- whether the book is still the one that was
 * read.
 *
 * A number for all that snapshots say. As soon as a snapshot opened now could say anything else
 * than an earlier one did, the number is another one than any that was given since the plugin's
 * instance was created. It may change for less, but not for a question: reading the book, a permit
 * and asking again leave it as it is. The day of the clock and the settings are no part of it. A
 * host that cannot promise this for each way in which its book changes (another program on the same
 * database, a person who edits a file) does not offer the table.
 *
 * With it, the plugin answers questions from its last reading while the number stays. Without it,
 * or where a call is refused, each question reads the book. What leaves is decided by a fresh
 * reading and the permit in either case.
 */
#ifndef AFPUNT_EXT_REVISION_H
#define AFPUNT_EXT_REVISION_H

#include <afpunt/host.h>

AFPUNT_BEGIN_C

#define AFPUNT_EXT_REVISION "afpunt.revision/1"

typedef struct afpunt_host_revision {
    /* [main] A counter, never a look at the book: it is asked for before each answer. */
    afpunt_status (*read)(const afpunt_host*, uint64_t* out, afpunt_error*);
} afpunt_host_revision;

AFPUNT_END_C
#endif /* AFPUNT_EXT_REVISION_H */
