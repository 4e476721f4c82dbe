/*
 * atom.h - what is new, for readers of feeds.
 *
 * Source: RFC 4287 (The Atom Syndication Format). Dates are days, written as
 * their first second in UTC; nothing else tells a time. Addresses are whole.
 */
#ifndef FIELDKIT_ATOM_H
#define FIELDKIT_ATOM_H

#include <stddef.h>
#include <stdint.h>

#include "fieldkit/strbuf.h"

struct atom_entry {
	const char *url;		/* of its page, and its id */
	const char *url_lang;		/* that page's language */
	const char *title;
	const char *title_lang;		/* NULL: the feed's */
	const char *summary;		/* NULL: none */
	const char *summary_lang;	/* NULL: the feed's */
	const char *category;		/* a word: "case-studies" */
	const char *category_label;	/* in words_lang of the feed */
	int32_t updated_days;		/* since 1970-01-01 */
};

struct atom_feed {
	const char *lang;
	const char *url;		/* its own, and its id */
	const char *home_url;
	const char *title;
	const char *words_lang;		/* of its title and labels; NULL: lang */
	const char *subtitle;		/* NULL: none */
	const char *subtitle_lang;	/* NULL: the feed's */
	const char *author;
	const char *generator;
	const struct atom_entry *entries;	/* newest first */
	size_t count;
};

/* Appends the feed. Updated on its newest entry's day; without entries on the
 * first day there is. */
void atom_write(const struct atom_feed *feed, struct strbuf *out);

#endif
