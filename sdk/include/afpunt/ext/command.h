/* SPDX-License-Identifier: MIT
 *
 * afpunt.command/1, offered by the plugin -- everything that a person does, as JSON in and JSON
 * out.
 *
 * Request: {"command": "why", "item": "V26-0107", "language": "nl-BE", "who": "An"}. Answer:
 * {"ok": true, ...} or {"ok": false, "error": {"message": "...", "code": "..."}}. The commands and
 * their fields stand in sdk/docs/commands.md.
 */
#ifndef AFPUNT_EXT_COMMAND_H
#define AFPUNT_EXT_COMMAND_H

#include <afpunt/plugin.h>
#include <afpunt/values.h>

AFPUNT_BEGIN_C

#define AFPUNT_EXT_COMMAND "afpunt.command/1"
#define AFPUNT_COMMAND_REQUEST_MAX 65536u /* bytes of one request */

typedef struct afpunt_plugin_command {
    /* [main] AFPUNT_OK: `answer` is called exactly once with the whole JSON, on [main], inside a
     * later on_main() or stop(). Any other status: it is not called. */
    afpunt_status (*execute)(const afpunt_plugin*, afpunt_str request, afpunt_sink answer,
                             void* answer_data, afpunt_error*);
} afpunt_plugin_command;

AFPUNT_END_C
#endif /* AFPUNT_EXT_COMMAND_H */
