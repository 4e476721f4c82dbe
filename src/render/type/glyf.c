/*
 * Subsets of TrueType outlines. In: a font's tables and glyph numbers. Out: a
 * font file with those glyphs and no more than a PDF needs.
 *
 * hb-subset does the same from a plan that considers every table there may be,
 * which takes longer than to set the pages. Here glyphs are copied as they
 * are: only the numbers of components change, and instructions are left out.
 * Whatever is not as expected ends the work; hb-subset is asked then.
 */
#include "glyf.h"

#include <stdlib.h>
#include <string.h>

enum {
	HEAD_LEN = 54, HEAD_ADJUSTMENT = 8, HEAD_LOCA_FORMAT = 50,
	HHEA_LEN = 36, HHEA_METRICS = 34,
	MAXP_LEN = 32, MAXP_GLYPHS = 4, MAXP_ZONES = 14,
	MAXP_INSTRUCTIONS = 16,		/* to … */
	MAXP_COMPONENTS = 28,		/* … here: what hinting needs */
	GLYPH_HEAD = 10,
	DIRECTORY_LEN = 12, DIRECTORY_ROW = 16,
	SHORT_LOCA_MAX = 0x1fffe
};

enum component_flag {
	COMPONENT_WORDS = 0x1, COMPONENT_SCALE = 0x8, COMPONENT_MORE = 0x20,
	COMPONENT_TWO_SCALES = 0x40, COMPONENT_MATRIX = 0x80,
	COMPONENT_INSTRUCTIONS = 0x100
};

struct subsetter {
	const struct glyf_bytes *tables;
	uint32_t face_count;		/* glyphs that the face has */
	uint32_t metric_count;
	bool is_long_loca;
	bool *is_kept;			/* by old number */
	uint32_t *kept;			/* old numbers; sorted after closing */
	uint32_t count;
	size_t outline_len;		/* of all that are kept, as they are */
};

static uint32_t
get16(const unsigned char *at)
{
	return (uint32_t)at[0] << 8 | at[1];
}

static uint32_t
get32(const unsigned char *at)
{
	return get16(at) << 16 | get16(at + 2);
}

static void
set16(unsigned char *at, uint32_t number)
{
	at[0] = (unsigned char)(number >> 8);
	at[1] = (unsigned char)number;
}

static void
set32(unsigned char *at, uint32_t number)
{
	set16(at, number >> 16);
	set16(at + 2, number & 0xffff);
}

/* --- which glyphs --- */

static bool
subsetter_init(struct subsetter *subsetter, struct arena *arena,
    const struct glyf_bytes *tables)
{
	const struct glyf_bytes *maxp = &tables[GLYF_MAXP];
	const struct glyf_bytes *hhea = &tables[GLYF_HHEA];
	size_t row_len;

	*subsetter = (struct subsetter){ .tables = tables };
	if (tables[GLYF_HEAD].len != HEAD_LEN || hhea->len != HHEA_LEN ||
	    maxp->len != MAXP_LEN)
		return false;
	subsetter->face_count = get16(maxp->bytes + MAXP_GLYPHS);
	subsetter->metric_count = get16(hhea->bytes + HHEA_METRICS);
	subsetter->is_long_loca =
	    get16(tables[GLYF_HEAD].bytes + HEAD_LOCA_FORMAT) != 0;
	row_len = subsetter->is_long_loca ? 4 : 2;
	if (tables[GLYF_LOCA].len < row_len * (subsetter->face_count + 1) ||
	    subsetter->metric_count == 0 ||
	    subsetter->metric_count > subsetter->face_count ||
	    tables[GLYF_HMTX].len < 2 * (size_t)(subsetter->metric_count +
	    subsetter->face_count))
		return false;
	subsetter->is_kept = ARENA_ARRAY(arena, bool, subsetter->face_count);
	subsetter->kept =
	    ARENA_ARRAY(arena, uint32_t, subsetter->face_count);
	return true;
}

/* Empty where the font is damaged, too: `ret_is_sound`. */
static struct glyf_bytes
outline_of(const struct subsetter *subsetter, uint32_t gid,
    bool *ret_is_sound)
{
	const struct glyf_bytes *glyf = &subsetter->tables[GLYF_GLYF];
	const unsigned char *loca = subsetter->tables[GLYF_LOCA].bytes;
	size_t start, end;

	if (subsetter->is_long_loca) {
		start = get32(loca + 4 * gid);
		end = get32(loca + 4 * gid + 4);
	} else {
		start = 2 * get16(loca + 2 * gid);
		end = 2 * get16(loca + 2 * gid + 2);
	}
	*ret_is_sound = start == end || (start < end && end <= glyf->len &&
	    end - start >= GLYPH_HEAD);
	if (!*ret_is_sound || start == end)
		return (struct glyf_bytes){ NULL, 0 };
	return (struct glyf_bytes){ glyf->bytes + start, end - start };
}

static bool
is_composite(struct glyf_bytes outline)
{
	return outline.len > 0 && outline.bytes[0] & 0x80;
}

/* Where the component behind the one at `at` starts; 0: outside. */
static size_t
component_end(struct glyf_bytes outline, size_t at)
{
	uint32_t flags;
	size_t len = 6;

	if (outline.len - at < 4)
		return 0;
	flags = get16(outline.bytes + at);
	if (flags & COMPONENT_WORDS)
		len += 2;
	if (flags & COMPONENT_SCALE)
		len += 2;
	else if (flags & COMPONENT_TWO_SCALES)
		len += 4;
	else if (flags & COMPONENT_MATRIX)
		len += 8;
	return len <= outline.len - at ? at + len : 0;
}

static bool
keep(struct subsetter *subsetter, uint32_t gid)
{
	if (gid >= subsetter->face_count)
		return false;
	if (!subsetter->is_kept[gid])
		subsetter->kept[subsetter->count++] = gid;
	subsetter->is_kept[gid] = true;
	return true;
}

static bool
keep_components(struct subsetter *subsetter, struct glyf_bytes outline)
{
	size_t at = GLYPH_HEAD, end;
	uint32_t flags;

	do {
		end = component_end(outline, at);
		if (end == 0 ||
		    !keep(subsetter, get16(outline.bytes + at + 2)))
			return false;
		flags = get16(outline.bytes + at);
		at = end;
	} while (flags & COMPONENT_MORE);
	return true;
}

static int
compare_gids(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

	return (a > b) - (a < b);
}

/* All that is to be kept, in order. */
static bool
choose(struct subsetter *subsetter, const uint32_t *gids, uint32_t count)
{
	uint32_t i;
	bool is_sound;

	if (!keep(subsetter, 0))
		return false;
	for (i = 0; i < count; i++)
		if (!keep(subsetter, gids[i]))
			return false;
	for (i = 0; i < subsetter->count; i++) {
		struct glyf_bytes outline = outline_of(subsetter,
		    subsetter->kept[i], &is_sound);

		if (!is_sound || (is_composite(outline) &&
		    !keep_components(subsetter, outline)))
			return false;
		subsetter->outline_len += outline.len;
	}
	qsort(subsetter->kept, subsetter->count, sizeof(*subsetter->kept),
	    compare_gids);
	return true;
}

/* Of one that is kept. */
static uint32_t
new_gid(const struct subsetter *subsetter, uint32_t gid)
{
	const uint32_t *found = bsearch(&gid, subsetter->kept,
	    subsetter->count, sizeof(gid), compare_gids);

	return (uint32_t)(found - subsetter->kept);
}

/* --- writing them --- */

/* Contours without instructions; returns the end, NULL when they are
 * damaged. */
static unsigned char *
put_contours(unsigned char *to, struct glyf_bytes outline)
{
	size_t head = GLYPH_HEAD + 2 * (size_t)get16(outline.bytes), rest;

	if (outline.len < head + 2)
		return NULL;
	rest = head + 2 + get16(outline.bytes + head);
	if (rest > outline.len)
		return NULL;
	memcpy(to, outline.bytes, head);
	set16(to + head, 0);
	memcpy(to + head + 2, outline.bytes + rest, outline.len - rest);
	return to + head + 2 + (outline.len - rest);
}

/* Components by their new numbers. They were walked through once. */
static unsigned char *
put_components(const struct subsetter *subsetter, unsigned char *to,
    struct glyf_bytes outline)
{
	size_t at = GLYPH_HEAD, next = at;
	uint32_t flags;

	do {
		at = next;
		next = component_end(outline, at);
		flags = get16(outline.bytes + at);
		memcpy(to + at, outline.bytes + at, next - at);
		set16(to + at, flags & ~(uint32_t)COMPONENT_INSTRUCTIONS);
		set16(to + at + 2, new_gid(subsetter,
		    get16(outline.bytes + at + 2)));
	} while (flags & COMPONENT_MORE);
	memcpy(to, outline.bytes, GLYPH_HEAD);
	return to + next;
}

/* Outlines at even offsets; returns the end, NULL when one is damaged. */
static unsigned char *
put_outlines(const struct subsetter *subsetter, unsigned char *to,
    uint32_t *ret_offsets)
{
	const unsigned char *start = to;
	uint32_t i;
	bool is_sound;

	for (i = 0; i < subsetter->count; i++) {
		struct glyf_bytes outline = outline_of(subsetter,
		    subsetter->kept[i], &is_sound);

		ret_offsets[i] = (uint32_t)(to - start);
		if (outline.len == 0)
			continue;
		to = is_composite(outline) ?
		    put_components(subsetter, to, outline) :
		    put_contours(to, outline);
		if (to == NULL)
			return NULL;
		if ((to - start) % 2 != 0)
			*to++ = 0;
	}
	ret_offsets[i] = (uint32_t)(to - start);
	return to;
}

static unsigned char *
put_metrics(const struct subsetter *subsetter, unsigned char *to)
{
	const unsigned char *hmtx = subsetter->tables[GLYF_HMTX].bytes;
	const uint32_t full = subsetter->metric_count;
	uint32_t i;

	for (i = 0; i < subsetter->count; i++, to += 4) {
		const uint32_t gid = subsetter->kept[i];

		/* Those behind the last full one have its advance. */
		memcpy(to, hmtx + 4 * (gid < full ? gid : full - 1), 2);
		memcpy(to + 2, gid < full ? hmtx + 4 * gid + 2 :
		    hmtx + 4 * full + 2 * (gid - full), 2);
	}
	return to;
}

static unsigned char *
put_offsets(unsigned char *to, const uint32_t *offsets, uint32_t count,
    bool is_long)
{
	uint32_t i;

	for (i = 0; i < count; i++, to += is_long ? 4 : 2)
		if (is_long)
			set32(to, offsets[i]);
		else
			set16(to, offsets[i] / 2);
	return to;
}

static unsigned char *
put_copy(unsigned char *to, struct glyf_bytes table)
{
	memcpy(to, table.bytes, table.len);
	return to + table.len;
}

/* A table; returns its end, NULL when it cannot be written. */
static unsigned char *
put_table(const struct subsetter *subsetter, enum glyf_table table,
    unsigned char *to, uint32_t *offsets)
{
	const bool is_long =
	    offsets[subsetter->count] > SHORT_LOCA_MAX;
	unsigned char *end;

	if (table == GLYF_GLYF)
		return put_outlines(subsetter, to, offsets);
	if (table == GLYF_HMTX)
		return put_metrics(subsetter, to);
	if (table == GLYF_LOCA)
		return put_offsets(to, offsets, subsetter->count + 1, is_long);
	end = put_copy(to, subsetter->tables[table]);
	if (table == GLYF_HEAD) {
		set32(to + HEAD_ADJUSTMENT, 0);
		set16(to + HEAD_LOCA_FORMAT, is_long);
	} else if (table == GLYF_HHEA) {
		set16(to + HHEA_METRICS, subsetter->count);
	} else {
		set16(to + MAXP_GLYPHS, subsetter->count);
		set16(to + MAXP_ZONES, 1);
		memset(to + MAXP_INSTRUCTIONS, 0,
		    MAXP_COMPONENTS - MAXP_INSTRUCTIONS);
	}
	return end;
}

/* The sum of its 32-bit numbers; `len` is a multiple of 4. */
static uint32_t
sum_of(const unsigned char *bytes, size_t len)
{
	uint32_t sum = 0;
	size_t i;

	for (i = 0; i < len; i += 4)
		sum += get32(bytes + i);
	return sum;
}

static void
put_directory_head(unsigned char *to)
{
	set32(to, 0x00010000);
	set16(to + 4, GLYF_TABLE_COUNT);
	set16(to + 6, 4 * DIRECTORY_ROW);	/* the power of two below it */
	set16(to + 8, 2);
	set16(to + 10, (GLYF_TABLE_COUNT - 4) * DIRECTORY_ROW);
}

static bool
put_file(const struct subsetter *subsetter, struct arena *arena,
    unsigned char *bytes, size_t *ret_len)
{
	static const char tags[][5] = { "glyf", "head", "hhea", "hmtx", "loca",
		"maxp" };
	uint32_t *offsets =
	    ARENA_ARRAY(arena, uint32_t, (size_t)subsetter->count + 1);
	unsigned char *to, *head = bytes, *start;
	enum glyf_table table;

	put_directory_head(bytes);
	to = bytes + DIRECTORY_LEN + GLYF_TABLE_COUNT * DIRECTORY_ROW;
	for (table = GLYF_GLYF; table < GLYF_TABLE_COUNT; table++) {
		unsigned char *row = bytes + DIRECTORY_LEN +
		    (size_t)table * DIRECTORY_ROW;

		start = to;
		if (table == GLYF_HEAD)
			head = start;
		to = put_table(subsetter, table, start, offsets);
		if (to == NULL)
			return false;
		memcpy(row, tags[table], 4);
		set32(row + 8, (uint32_t)(start - bytes));
		set32(row + 12, (uint32_t)(to - start));
		while ((to - bytes) % 4 != 0)
			*to++ = 0;
		set32(row + 4, sum_of(start, (size_t)(to - start)));
	}
	*ret_len = (size_t)(to - bytes);
	set32(head + HEAD_ADJUSTMENT, 0xb1b0afba - sum_of(bytes, *ret_len));
	return true;
}

bool
glyf_subset(const struct glyf_bytes tables[GLYF_TABLE_COUNT],
    struct arena *arena, const uint32_t *gids, uint32_t count,
    uint32_t *ret_codes, struct glyf_bytes *ret_font)
{
	struct subsetter subsetter;
	unsigned char *bytes;
	uint32_t i;

	if (!subsetter_init(&subsetter, arena, tables) ||
	    !choose(&subsetter, gids, count))
		return false;
	/* Nothing grows but by what makes it even, and a full row of metrics
	 * and offsets for each glyph. */
	bytes = arena_alloc(arena, DIRECTORY_LEN +
	    GLYF_TABLE_COUNT * (DIRECTORY_ROW + 3) + HEAD_LEN + HHEA_LEN +
	    MAXP_LEN + subsetter.outline_len +
	    (size_t)subsetter.count * (1 + 4 + 4) + 4);
	if (!put_file(&subsetter, arena, bytes, &ret_font->len))
		return false;
	ret_font->bytes = bytes;
	for (i = 0; i < count; i++)
		ret_codes[i] = new_gid(&subsetter, gids[i]);
	return true;
}
