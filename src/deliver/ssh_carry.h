/*
 * ssh_carry.h - assets that outlive their release (carry.h) on another
 * machine. Only publish_ssh.c and ssh_carry.c include it.
 *
 * Beside the releases there lie, as under a `file:` target, <id>.sources and
 * <id>.carried, which nobody is served and only their owner reads.
 */
#ifndef FIELDKIT_DELIVER_SSH_CARRY_H
#define FIELDKIT_DELIVER_SSH_CARRY_H

#include "ssh.h"

/* Keeps there what a release is made of, from a file here; nothing where that
 * is absent. */
bool ssh_keep_sources(struct ssh *ssh, const char *id, const char *path);
/* Carries what the release `from`, by its manifest, has to give over to
 * `into`, the folder of the release `to`. False after a report. */
bool ssh_carry(struct ssh *ssh, const char *from,
    const struct manifest *old, const char *to, const char *into,
    const struct manifest *new, int32_t today_days);
/* Takes away what a release carries, of the served one what is over. */
bool ssh_drop_carried(struct ssh *ssh, const char *id, bool is_served);

#endif
