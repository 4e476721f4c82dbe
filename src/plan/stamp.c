/*
 * Stamps. In: the site's secret and an office's id. Out: the short id that the
 * office's copies of kits carry: who finds a copy somewhere and has the secret
 * can tell whose it was; nobody else can make one, or tell one office's from
 * another's.
 */
#include "fieldkit/plan.h"

#include <stdio.h>
#include <string.h>

#include "fieldkit/digest.h"
#include "index.h"

bool
office_stamp(const struct site *site, const char *office,
    char ret_id[STAMP_CHARS + 1])
{
	unsigned char bytes[DIGEST_BYTES];
	char id[KIT_ID_CHARS + 1], text[128];

	if (!site->kit.stamp.is_true || !is_given(&site->secret))
		return false;
	/* Not what the secret makes of an id elsewhere. */
	snprintf(text, sizeof(text), "kit stamp/%s", office);
	digest_keyed(site->secret.chars, text, bytes);
	digest_kit_id(bytes, id);
	memcpy(ret_id, id, STAMP_CHARS);
	ret_id[STAMP_CHARS] = '\0';
	return true;
}

const char *
edition_stamp(const struct edition *edition, struct arena *arena,
    const struct record *office)
{
	char id[STAMP_CHARS + 1];

	if (office == NULL || !office_stamp(edition->index->source->site,
	    office->id, id))
		return NULL;
	return arena_strdup(arena, id);
}
