/*
 * place.h - where one edition lies under a `file:` target, while its lock is
 * held. Only publish*.c and place*.c include it.
 */
#ifndef FIELDKIT_DELIVER_PLACE_H
#define FIELDKIT_DELIVER_PLACE_H

#include <time.h>

#include "fieldkit/deliver.h"

#define MAX_RELEASES 4096

struct place {
	const char *edition;
	const char *releases;		/* <root>/releases/<edition> */
	const char *docroot;		/* <root>/docroot */
	const char *served;		/* <root>/docroot/<edition> */
	const char *fresh;		/* <root>/releases/<edition>/served.new */
	bool is_folder;			/* `served` is a folder and no link */
	int32_t today_days;
	int lock_fd;
	struct arena *arena;
	struct diags *diags;
};

struct release {
	const char *id;
	struct timespec when;		/* written, or served again; copies keep it */
};

/* Reports `verb` `path` and errno; false. */
bool place_fail(const struct place *place, const char *verb,
    const char *path);

/* Makes the folders, takes the lock; false after a report that says who holds
 * it. place_close takes back what place_open began, also where it failed. */
bool place_open(struct place *place, const struct publish_options *options,
    const char *edition, struct arena *arena, struct diags *diags);
void place_close(struct place *place);

/* The id of what is served, or "". */
const char *place_served(const struct place *place);
/* Complete releases, newest first; at most MAX_RELEASES. */
size_t place_releases(const struct place *place, struct release *ret_releases);
/* Removes what a run that was killed left behind: no release, and nothing
 * that is served. */
bool place_clean(const struct place *place);
/* Removes all but the newest PUBLISH_KEPT_RELEASES and the served one. */
bool place_prune(const struct place *place, const char *served);
/* The manifest of a release; an empty one where there is none. */
bool place_manifest(const struct place *place, const char *id,
    struct manifest *ret_manifest);
/* The same of one that somebody goes back to; false after a report where it
 * has none. */
bool place_whole_manifest(const struct place *place, const char *id,
    struct manifest *ret_manifest);
/* What the files of a release were made of, for sources_read: beside it,
 * where nobody is served, read by its owner alone. */
const char *place_sources(const struct place *place, const char *id);
/* Makes `path` and every folder on the way to it. */
bool place_folder(const struct place *place, const char *path);

/* Writes the parcel as a complete release, files that the release `served_id`
 * with the manifest `served` has too as links to it. `sources`: what they are
 * made of (sources_path); carries: assets of that release as well. */
bool place_write(const struct place *place, const struct parcel *parcel,
    const char *sources, const char *served_id,
    const struct manifest *served, bool carries);
/* The release to go back to: the one wanted, or, for NULL, the one before
 * that which is served. NULL after a report. */
const char *place_earlier(const struct place *place, const char *served,
    const char *wanted);

/* Replaces what is served by a complete release, in one system call. */
bool place_switch(const struct place *place, const char *id);

/*
 * A reader's page may be older than the switch: for a while a release also
 * has the assets that only releases before it had. `<id>.carried` beside the
 * release names them; a later run, by the clock, takes them away.
 */
/* `folder` is where the files of the release `to` lie. */
bool place_carry(const struct place *place, const char *from, const char *to,
    const char *folder);
/* Those whose time is over; `is_early`: all, of a release that is not
 * served. */
bool place_drop_carried(const struct place *place, const char *id,
    bool is_early);

#endif
