/* SPDX-License-Identifier: MIT
 *
 * afpunt.settings/1, offered by the host, REQUIRED -- texts that the host keeps for the plugin.
 *
 * Keys that the plugin reads:
 *   "config"               the book's settings as TOML; absent = all defaults
 *   "state.folder"         where the plugin may keep its state: a folder on a local disk. Required
 *   "delivery.folder"      where letters are put that are delivered to a folder
 *   "template.<name>"      the book's own text in the place of a built-in template
 * Secrets: "payment-link.<key id>".
 */
#ifndef AFPUNT_EXT_SETTINGS_H
#define AFPUNT_EXT_SETTINGS_H

#include <afpunt/host.h>

AFPUNT_BEGIN_C

#define AFPUNT_EXT_SETTINGS "afpunt.settings/1"

typedef struct afpunt_host_settings {
    /* [main] The value goes into the sink. AFPUNT_E_NOT_FOUND = not set. */
    afpunt_status (*get)(const afpunt_host*, afpunt_str key, afpunt_sink, void* sink_data,
                         afpunt_error*);
    /* [main] From the host's keyring, a file that only its user can read, or the environment. */
    afpunt_status (*get_secret)(const afpunt_host*, afpunt_str key, afpunt_sink, void* sink_data,
                                afpunt_error*);
} afpunt_host_settings;

AFPUNT_END_C
#endif /* AFPUNT_EXT_SETTINGS_H */
