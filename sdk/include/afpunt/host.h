/* SPDX-License-Identifier: MIT
 *
 * afpunt/host.h -- the host as the plugin sees it.
 */
#ifndef AFPUNT_HOST_H
#define AFPUNT_HOST_H

#include <afpunt/values.h>

AFPUNT_BEGIN_C

typedef int32_t afpunt_severity;
enum {
    AFPUNT_LOG_DEBUG = 1,
    AFPUNT_LOG_INFO = 2,
    AFPUNT_LOG_WARNING = 3,
    AFPUNT_LOG_ERROR = 4,
    AFPUNT_LOG_HOST_MISBEHAVING = 5,  /* the host broke a rule of these headers */
    AFPUNT_LOG_PLUGIN_MISBEHAVING = 6 /* the plugin did; it has stopped sending */
};

/* Filled by the host, [static]. One instance of the plugin serves one book. */
typedef struct afpunt_host {
    uint32_t struct_size;
    uint32_t abi_minor;
    void* host_data;          /* the host's own */
    afpunt_str name, version; /* "GnuCash", "4.13" */
    afpunt_str book_id;       /* which administration; stable, at most 256 bytes */
    /* [any] A table of functions, [static], or NULL. Tables carry no size: a changed table is a new
     * revision under its own name. Required: afpunt.snapshot/1, afpunt.permit/1, afpunt.settings/1.
     * `id` is NUL-terminated. */
    const void* (*get_extension)(const struct afpunt_host*, const char* id);
    /* [any] "Please call on_main() soon": cheap, coalescing, also from plugin threads. */
    void (*request_callback)(const struct afpunt_host*);
    /* [any] May be NULL. Never holds secrets. */
    void (*log)(const struct afpunt_host*, afpunt_severity, afpunt_str text);
} afpunt_host;

AFPUNT_END_C
#endif /* AFPUNT_HOST_H */
