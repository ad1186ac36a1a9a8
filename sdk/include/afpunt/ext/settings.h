/* SPDX-License-Identifier: MIT
 *
 * afpunt.settings/1, offered by the host, REQUIRED -- texts that the host keeps for the plugin.
 *
 * Keys that the plugin reads:
 *   "config"               the book's settings as TOML; absent = all defaults
 *   "state.folder"         where the plugin may keep its state: a folder on a local disk. Required
 *   "delivery.folder"      where letters are put that are delivered to a folder
 *   "template.<name>"      the book's own text in the place of a built-in template
 * Keys that the plugin sets, and reads again at the next start:
 *   "state.mark"           at most 256 bytes; kept outside of the book and of its backups, by the
 *                          book's place: it tells a book that was copied, moved or put back
 * Secrets: "payment-link.<key id>", "mail.password", "mail.refresh-token", "mail.client-secret".
 */
#ifndef AFPUNT_EXT_SETTINGS_H
#define AFPUNT_EXT_SETTINGS_H

#include <afpunt/host.h>

AFPUNT_BEGIN_C

#define AFPUNT_EXT_SETTINGS "afpunt.settings/1"
#define AFPUNT_SETTING_MAX 1000000u /* bytes of one setting or secret: hand-written text */

typedef struct afpunt_host_settings {
    /* [main] The value goes into the sink. AFPUNT_E_NOT_FOUND = not set. */
    afpunt_status (*get)(const afpunt_host*, afpunt_str key, afpunt_sink, void* sink_data,
                         afpunt_error*);
    /* [main] From the host's keyring, a file that only its user can read, or the environment. */
    afpunt_status (*get_secret)(const afpunt_host*, afpunt_str key, afpunt_sink, void* sink_data,
                                afpunt_error*);
    /* [main] Durable when it answers. NULL = the host keeps nothing for the plugin. */
    afpunt_status (*set)(const afpunt_host*, afpunt_str key, afpunt_str value, afpunt_error*);
} afpunt_host_settings;

AFPUNT_END_C
#endif /* AFPUNT_EXT_SETTINGS_H */
