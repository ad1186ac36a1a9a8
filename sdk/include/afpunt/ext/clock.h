/* SPDX-License-Identifier: MIT
 *
 * afpunt.clock/1, offered by the host, optional -- which day it is in the book.
 *
 * Absent: the system's clock, and its day in the machine's time zone.
 */
#ifndef AFPUNT_EXT_CLOCK_H
#define AFPUNT_EXT_CLOCK_H

#include <afpunt/host.h>

AFPUNT_BEGIN_C

#define AFPUNT_EXT_CLOCK "afpunt.clock/1"

typedef struct afpunt_moment {
    uint32_t struct_size;
    uint32_t flags; /* AFPUNT_MOMENT_TRIAL */
    afpunt_time_us now;
    afpunt_date today; /* the book's civil day */
    int32_t utc_offset_minutes;
} afpunt_moment;
enum {
    /* Somebody set the day by hand: letters are prepared for a look and never leave. */
    AFPUNT_MOMENT_TRIAL = 1u << 0
};

typedef struct afpunt_host_clock {
    /* [any] */
    afpunt_status (*now)(const afpunt_host*, afpunt_moment* out);
} afpunt_host_clock;

AFPUNT_END_C
#endif /* AFPUNT_EXT_CLOCK_H */
