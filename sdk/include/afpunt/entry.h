/* SPDX-License-Identifier: MIT
 *
 * afpunt/entry.h -- the one symbol that libafpunt.so exports.
 */
#ifndef AFPUNT_ENTRY_H
#define AFPUNT_ENTRY_H

#include <afpunt/host.h>
#include <afpunt/plugin.h>
#include <afpunt/values.h>

AFPUNT_BEGIN_C

enum {
    /* The library stays mapped after dlclose (-z nodelete): libraries that it uses cannot be
     * unmapped. A new file takes effect when the host's process starts again. */
    AFPUNT_ENTRY_RESIDENT = 1u << 0
};

typedef struct afpunt_entry {
    uint32_t struct_size;
    uint32_t abi_major, abi_minor;
    uint32_t flags;             /* AFPUNT_ENTRY_* */
    const char* plugin_version; /* NUL-terminated, good for ever */
    /* [main] Makes an instance for the host's book; the calling thread becomes its [main]. Refused
     * with AFPUNT_E_INVALID (a required table or field is missing: error.field). */
    afpunt_status (*create)(const afpunt_host*, const afpunt_plugin** out, afpunt_error*);
} afpunt_entry;

extern AFPUNT_EXPORT const afpunt_entry afpunt_entry_1;

AFPUNT_END_C
#endif /* AFPUNT_ENTRY_H */
