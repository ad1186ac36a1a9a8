/* SPDX-License-Identifier: MIT
 *
 * afpunt.notice/1, offered by the host, optional -- a line for the person at the screen.
 */
#ifndef AFPUNT_EXT_NOTICE_H
#define AFPUNT_EXT_NOTICE_H

#include <afpunt/host.h>

AFPUNT_BEGIN_C

#define AFPUNT_EXT_NOTICE "afpunt.notice/1"

typedef struct afpunt_host_notice {
    /* [main] Never a dialog that waits: a server host has nobody to answer it. */
    void (*show)(const afpunt_host*, afpunt_severity, afpunt_str text);
} afpunt_host_notice;

AFPUNT_END_C
#endif /* AFPUNT_EXT_NOTICE_H */
