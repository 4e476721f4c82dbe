/*
 * deliver.h - what was built, to the intranet and to the offices.
 *
 * Both read an edition's manifest and nothing else of the build, re-hash what
 * they send, and refuse an edition whose `next_change` has come: something in
 * it started or ended since it was built.
 */
#ifndef FIELDKIT_DELIVER_H
#define FIELDKIT_DELIVER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"
#include "fieldkit/emit.h"

#define RELEASE_CHARS 16

/* Takes the rows of letters away: they are mailed, never published. */
void manifest_drop_letters(struct manifest *manifest);

/* The digest of what a manifest publishes, and the id of the release that it
 * makes: the first digits of it. Letters are no part of a release. */
void manifest_release_digest(const struct manifest *manifest,
    char ret_hex[DIGEST_HEX_CHARS + 1]);
void manifest_release(const struct manifest *manifest,
    char ret_id[RELEASE_CHARS + 1]);

/* An edition as it lies in the output folder, verified against its manifest. */
struct parcel {
	const char *name;
	const char *dir;
	struct manifest manifest;
	char release[RELEASE_CHARS + 1];	/* see manifest_release */
};

/* Reads and verifies; `today` is the one clock. False after a diagnostic. */
bool parcel_open(struct parcel *parcel, struct arena *arena,
    const char *output_dir, const char *edition, int32_t today_days,
    struct diags *diags);

/* Whether an edition with this manifest may be read today: it is not of a day
 * to come, nothing in it started or ended since it was built, and no kit of it
 * was withdrawn. False after `parcel-stale`. */
bool parcel_may_leave(const struct manifest *manifest, struct arena *arena,
    const char *output_dir, int32_t today_days, struct diags *diags);

/* Calls `visit` with every built kit of this id, in all editions. False after
 * a diagnostic. */
typedef void kit_visit(void *context, const char *edition,
    const struct manifest_file *file);
bool parcel_find_kit(const char *output_dir, const char *kit,
    struct arena *arena, kit_visit *visit, void *context,
    struct diags *diags);

/*
 * Publishing to a folder on this machine or a mount (`file:PATH`):
 *
 *	PATH/docroot/<edition>            what is served: a link to a release
 *	PATH/releases/<edition>/<id>/     releases, outside the docroot
 *
 * A release is written whole beside the others, files unchanged since the
 * last one as hard links, then the link is replaced in one rename: a reader
 * sees the old release or the new one. Where <edition> is a folder and no
 * link, a folder is exchanged with it instead. A kernel lock keeps publishers
 * apart.
 *
 * For an hour a release also has the assets that pages of the one before still
 * ask for, unless what they show may be gone; so it is on other machines and
 * WebDAV servers.
 *
 * To a program (`exec:PROGRAM`): the same under a folder of the output, which
 * remembers what the program was last told; it is told the difference, and
 * when it ends well the link is replaced.
 */
struct target;				/* target.h */

struct publish_options {
	const char *target;		/* its name, for the ledger */
	const struct target *remote;	/* of ssh:, https:; else not read */
	const char *root;		/* PATH of `file:PATH` */
	const char *program;		/* of `exec:PROGRAM`, else NULL */
	const char *output_dir;		/* for the ledger */
	const char *release;		/* rollback: NULL for the one before */
	int64_t max_deletes;		/* -1: half of what is served */
	int32_t today_days;
	int64_t time;			/* of rows of the ledger */
	bool is_dry_run;
	bool shows_progress;		/* on stderr, which is a terminal */
	FILE *out;			/* the plan, or what was done */
};

#define PUBLISH_KEPT_RELEASES 3

bool publish_file(const struct publish_options *options,
    const struct parcel *parcel, struct arena *arena, struct diags *diags);
/* Points back to an earlier release, unless it may not be read today. */
bool publish_rollback(const struct publish_options *options,
    const char *edition, struct arena *arena, struct diags *diags);
/* Prints the releases, newest first, the served one marked. */
bool publish_list(const struct publish_options *options, const char *edition,
    struct arena *arena, struct diags *diags);

/*
 * Publishing to another machine (`ssh://HOST/PATH`): the folders of `file:`
 * there, with the same lock, releases and switch. rsync carries what is
 * missing into <id>.tmp, everything in it is hashed there, then the link is
 * replaced. That machine needs a shell, coreutils, flock and rsync; this one
 * ssh and rsync.
 */
bool publish_ssh(const struct publish_options *options,
    const struct parcel *parcel, struct arena *arena, struct diags *diags);
bool publish_ssh_rollback(const struct publish_options *options,
    const char *edition, struct arena *arena, struct diags *diags);
bool publish_ssh_list(const struct publish_options *options,
    const char *edition, struct arena *arena, struct diags *diags);

/*
 * Publishing to a WebDAV server (RFC 4918), `URL/<edition>/`: there is no
 * switch, so files are put in an order in which every page finds what it
 * names, the manifest is put last, and what is gone is deleted after it. What
 * the server's manifest names as it is does not travel; an interrupted run
 * goes on where it stopped. `generation.txt` beside the manifest says who is
 * publishing and what is left to delete. Releases to go back to are kept in
 * `root` on this machine, served by nobody.
 */
bool publish_dav(const struct publish_options *options,
    const struct parcel *parcel, struct arena *arena, struct diags *diags);
bool publish_dav_rollback(const struct publish_options *options,
    const char *edition, struct arena *arena, struct diags *diags);
bool publish_dav_list(const struct publish_options *options,
    const char *edition, struct arena *arena, struct diags *diags);

#endif
