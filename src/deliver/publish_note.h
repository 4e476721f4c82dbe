/*
 * publish_note.h - what publishing leaves in the ledger. Only publish*.c
 * includes it.
 */
#ifndef FIELDKIT_DELIVER_PUBLISH_NOTE_H
#define FIELDKIT_DELIVER_PUBLISH_NOTE_H

#include "fieldkit/deliver.h"
#include "fieldkit/ledger.h"

/* Opens the ledger of the output folder for writing; *ret_ledger is NULL in a
 * dry run. False after a report. */
bool publish_open_ledger(const struct publish_options *options,
    struct arena *arena, struct diags *diags, struct ledger **ret_ledger);

/* Notes that the target serves a release, unless the ledger says so already:
 * a row for it, and one for each kit that comes there for the first time, all
 * of them or none. `words` say why: "publish". False after a report. */
bool publish_note(const struct publish_options *options,
    struct ledger *ledger, const struct manifest *manifest,
    const char *words, struct arena *arena, struct diags *diags);

#endif
