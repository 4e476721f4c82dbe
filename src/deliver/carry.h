/*
 * carry.h - which files outlive their release for a while, on every target
 * that serves them: assets that a reader's page of the release before still
 * asks for. Only src/deliver includes it.
 *
 * Only what pages load by a name made of its content is carried: a page of
 * the old release that a reader still has then finds it. Kits and pages are
 * not: they are gone with the switch. Nor is what may be gone because a
 * consent ended or a record was withdrawn: a picture is carried only where the
 * new release shows the same files of the content, in other bytes; an index of
 * texts only where nothing at all is gone; what does not say what it is made
 * of, never.
 *
 * What was carried before is carried on until its time is over: two switches
 * may follow each other while a page loads.
 */
#ifndef FIELDKIT_DELIVER_CARRY_H
#define FIELDKIT_DELIVER_CARRY_H

#include "fieldkit/emit.h"
#include "fieldkit/strbuf.h"

/* Longer than a reader's page takes to load, shorter than a night. */
#define CARRIED_SECONDS 3600
#define CARRIED_MAX_BYTES (16 * 1024 * 1024)

struct carried {
	long long since;		/* seconds since 1970 */
	struct manifest_file file;	/* its kind, path and sources */
};

struct carried_list {
	struct carried *items;
	size_t count;
};

/* A list as text, a line a file: `seconds TAB kind TAB path TAB source …`.
 * Reading cuts the text up, which outlives the list; lines that are none are
 * passed over. */
void carried_read(struct carried_list *list, struct arena *arena, char *text);
void carried_write(const struct carried_list *list, struct strbuf *text);

/* Cuts out what is over at `now`: *ret_over gets it. */
void carried_split(struct carried_list *list, long long now,
    struct arena *arena, struct carried_list *ret_over);

/* What the release `old`, which is served, and what it carries itself have to
 * give to the release `new`; both manifests know their sources. */
void carried_choose(struct carried_list *ret_list,
    const struct carried_list *earlier, const struct manifest *old,
    const struct manifest *new, long long now, int32_t today_days,
    struct arena *arena);

#endif
