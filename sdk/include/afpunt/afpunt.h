/* SPDX-License-Identifier: MIT
 *
 * afpunt/afpunt.h -- everything; read values.h first.
 */
#ifndef AFPUNT_AFPUNT_H
#define AFPUNT_AFPUNT_H

#include <afpunt/entry.h>
#include <afpunt/events.h>
#include <afpunt/ext/clock.h>
#include <afpunt/ext/command.h>
#include <afpunt/ext/match.h>
#include <afpunt/ext/notice.h>
#include <afpunt/ext/permit.h>
#include <afpunt/ext/revision.h>
#include <afpunt/ext/settings.h>
#include <afpunt/ext/snapshot.h>
#include <afpunt/host.h>
#include <afpunt/plugin.h>
#include <afpunt/records.h>
#include <afpunt/values.h>

#endif /* AFPUNT_AFPUNT_H */
