/* SPDX-License-Identifier: MIT
 *
 * afpunt/plugin.h -- one instance of the plugin: the follow-up of one book.
 *
 * Life: create -> start -> (submit_event | on_main | ...)* -> stop -> destroy. After stop()
 * answered AFPUNT_OK no host function is called again for this instance. Calls out of order, from a
 * wrong thread or in a forked child are refused by status and change nothing. A child may make an
 * instance of its own; start() answers AFPUNT_E_FORKED there when the plugin of its parent was in
 * the middle of something at the moment of the fork.
 */
#ifndef AFPUNT_PLUGIN_H
#define AFPUNT_PLUGIN_H

#include <afpunt/events.h>
#include <afpunt/values.h>

AFPUNT_BEGIN_C

typedef struct afpunt_plugin {
    uint32_t struct_size;
    uint32_t abi_minor;
    void* plugin_data;
    /* [main] Reads the settings and has the state opened; what is wrong with that is logged and
     * answered to each command. The book is read with the first event or command: a host that
     * keeps no log of events submits AFPUNT_EVENT_RESYNC. */
    afpunt_status (*start)(const struct afpunt_plugin*, afpunt_error*);
    /* [any] Copies the event whole and returns: no I/O, no waiting, no call into the host but
     * request_callback. Voids every permit that was given. AFPUNT_E_BUSY: the queue is full, the
     * book is read anew as soon as it empties. */
    afpunt_status (*submit_event)(const struct afpunt_plugin*, const afpunt_event*, afpunt_error*);
    /* [any] The cursor of the newest event of this source that is on the plugin's disk: a host that
     * keeps a log resumes after it. AFPUNT_E_NOT_FOUND = none yet. AFPUNT_E_BUSY: it is read from
     * disk, ask again after the next request_callback. `capacity` 0 asks the length;
     * too little room is AFPUNT_E_INVALID, and the length is told. */
    afpunt_status (*durable_cursor)(const struct afpunt_plugin*, afpunt_str source, char* out,
                                    uint64_t capacity, uint64_t* length);
    /* [main] Does the plugin's work on the host's thread, for about budget_us microseconds.
     * AFPUNT_MORE = call again soon. */
    afpunt_status (*on_main)(const struct afpunt_plugin*, uint32_t budget_us);
    /* [main] At most deadline_ms. AFPUNT_E_STILL_RUNNING: call again; until AFPUNT_OK neither
     * destroy nor unmap. */
    afpunt_status (*stop)(const struct afpunt_plugin*, uint32_t deadline_ms, afpunt_error*);
    /* [main] After a stop() that answered AFPUNT_OK, or without start(). */
    afpunt_status (*destroy)(const struct afpunt_plugin*);
    /* [any] The plugin's own tables: "afpunt.command/1". `id` is NUL-terminated. */
    const void* (*get_extension)(const struct afpunt_plugin*, const char* id);
} afpunt_plugin;

AFPUNT_END_C
#endif /* AFPUNT_PLUGIN_H */
