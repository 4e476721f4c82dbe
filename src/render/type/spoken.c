/*
 * What glyphs stand for. In: a word's glyphs in visual order, each with the
 * character it comes from. Out: for each glyph the characters that a reader of
 * the file gets, such that the glyphs, read one after the other in the word's
 * direction, give back the word.
 *
 * Glyphs are walked in the word's direction and cut into groups wherever all
 * that follow come from later characters. Most groups are one glyph and say
 * all of their characters. In the others the face has moved or split letters
 * (a vowel before its consonant, Thai sara am): their characters are given to
 * the glyphs one by one, in the order of the text, the rest to the last; where
 * there are too few, a character that is drawn in two parts is said in two.
 *
 * Readers turn a line from right to left around character by character, and
 * do not agree on the characters of one glyph (a ligature of lam and alef).
 * There a glyph says one character only, and glyphs without ink and width
 * beside it say the others.
 */
#include "spoken.h"

#include <string.h>

/* The longest text of one group that is split up; a syllable has a dozen. */
#define GROUP_CHARS 32

/* Characters without ink that say nothing of the word either. The joiners do:
 * Persian and the scripts of India spell with them. */
static bool
is_silent(uint32_t c)
{
	return c == 0xad || c == 0x34f || c == 0x61c || c == 0x200b ||
	    c == 0x200e || c == 0x200f || c == 0xfeff ||
	    (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
	    (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0000 && c <= 0xe0fff);
}

/* The state of one word. */
struct speech {
	struct shaped_word *word;
	struct arena *arena;
	struct shaped_glyph *glyphs;
	uint32_t count;
	const uint32_t *spoken;		/* the word's characters, then parts */
	uint32_t *parts;		/* the same, once there are parts */
	uint32_t spoken_count, parts_size;
};

/* The k-th glyph in the word's direction. */
static struct shaped_glyph *
glyph_in_order(const struct speech *speech, uint32_t k)
{
	return &speech->glyphs[speech->word->is_rtl ?
	    speech->count - 1 - k : k];
}

/*
 * Canonical order puts an Arabic vowel mark before the shadda, HarfBuzz the
 * shadda first: where a face joins the two, their glyph names the shadda alone
 * and the vowel would be read as part of the letter before.
 */
static void
join_shaddas(const struct speech *speech)
{
	const uint32_t *codepoints = speech->word->codepoints;
	bool is_start[SHAPE_WORD_CHARS] = { false };
	uint32_t i;

	for (i = 0; i < speech->count; i++)
		is_start[speech->glyphs[i].cluster] = true;
	for (i = 0; i < speech->count; i++) {
		uint16_t at = speech->glyphs[i].cluster;

		if (at == 0 || codepoints[at] != 0x651 || is_start[at - 1] ||
		    codepoints[at - 1] < 0x64b || codepoints[at - 1] > 0x650)
			continue;
		is_start[at] = false;
		is_start[at - 1] = true;
		speech->glyphs[i].cluster--;
	}
}

/* The two parts in which a character may be drawn; false when it is one. */
static bool
parts_of(uint32_t c, uint32_t *ret_first, uint32_t *ret_second)
{
	if (c == 0xe33 || c == 0xeb3) {	/* sara am, of Thai and of Lao */
		*ret_first = c == 0xe33 ? 0xe4d : 0xecd;
		*ret_second = c - 1;
		return true;
	}
	return hb_unicode_decompose(hb_unicode_funcs_get_default(), c,
	    ret_first, ret_second) && *ret_second != 0;
}

static void
grow_parts(struct speech *speech, uint32_t more)
{
	uint32_t need = speech->spoken_count + more;

	if (need <= speech->parts_size)
		return;
	speech->parts_size = 2 * need;
	speech->parts = ARENA_ARRAY(speech->arena, uint32_t,
	    speech->parts_size);
	memcpy(speech->parts, speech->spoken,
	    speech->spoken_count * sizeof(*speech->parts));
	speech->spoken = speech->parts;
}

/* Appends the characters with those drawn in parts taken apart; returns where
 * they start. */
static uint32_t
add_parts(struct speech *speech, uint32_t from, uint32_t to)
{
	uint32_t start = speech->spoken_count, i;

	grow_parts(speech, 2 * (to - from));
	for (i = from; i < to; i++) {
		uint32_t *out = speech->parts + speech->spoken_count;

		if (parts_of(speech->spoken[i], &out[0], &out[1])) {
			speech->spoken_count += 2;
		} else {
			out[0] = speech->spoken[i];
			speech->spoken_count++;
		}
	}
	return start;
}

/* Gives the characters from `lo` to `hi` to the glyphs from `first` to `end`,
 * counted in the word's direction. */
static void
spread(struct speech *speech, uint32_t first, uint32_t end, uint32_t lo,
    uint32_t hi)
{
	uint32_t i;

	while (hi > lo && is_silent(speech->spoken[hi - 1]))
		hi--;
	while (lo < hi && is_silent(speech->spoken[lo]))
		lo++;
	if (hi - lo < end - first && hi - lo <= GROUP_CHARS) {
		lo = add_parts(speech, lo, hi);
		hi = speech->spoken_count;
	}
	for (i = first; i < end && lo < hi; i++) {
		struct shaped_glyph *glyph = glyph_in_order(speech, i);

		glyph->text_start = (uint16_t)lo;
		glyph->text_count = (uint16_t)(i + 1 == end ? hi - lo : 1);
		lo++;
	}
}

/* From the end: the earliest character of this glyph and of all behind it. */
static uint16_t *
earliest_behind(const struct speech *speech, uint16_t last)
{
	uint16_t *behind = ARENA_ARRAY(speech->arena, uint16_t,
	    (size_t)speech->count + 1);
	uint32_t k;

	behind[speech->count] = last;
	for (k = speech->count; k-- > 0; ) {
		uint16_t cluster = glyph_in_order(speech, k)->cluster;

		behind[k] = cluster < behind[k + 1] ? cluster : behind[k + 1];
	}
	return behind;
}

/* The usual case: one glyph a cluster, in the order of the text. */
static bool
is_in_order(const struct speech *speech)
{
	uint32_t k;

	for (k = 1; k < speech->count; k++)
		if (glyph_in_order(speech, k)->cluster <=
		    glyph_in_order(speech, k - 1)->cluster)
			return false;
	return true;
}

static void
give_texts(struct speech *speech)
{
	const uint32_t chars = speech->word->count;
	uint16_t *behind = NULL;
	uint32_t first, end, lo = 0, hi;

	if (!is_in_order(speech))
		behind = earliest_behind(speech, (uint16_t)chars);
	for (first = 0; first < speech->count; first = end) {
		uint16_t latest = glyph_in_order(speech, first)->cluster;

		for (end = first + 1; behind != NULL &&
		    end < speech->count && behind[end] <= latest; end++) {
			uint16_t cluster =
			    glyph_in_order(speech, end)->cluster;

			latest = cluster > latest ? cluster : latest;
		}
		hi = end == speech->count ? chars : behind != NULL ?
		    behind[end] : glyph_in_order(speech, end)->cluster;
		spread(speech, first, end, lo, hi);
		lo = hi;
	}
}

/* From right to left: one character a glyph. */
static void
expand(struct speech *speech, uint32_t blank_gid)
{
	struct shaped_glyph *expanded;
	uint32_t count = 0, filled = 0, i, j;

	for (i = 0; i < speech->count; i++)
		count += speech->glyphs[i].text_count > 1 ?
		    speech->glyphs[i].text_count : 1;
	if (count == speech->count || count > UINT16_MAX)
		return;
	expanded = ARENA_ARRAY(speech->arena, struct shaped_glyph, count);
	for (i = 0; i < speech->count; i++) {
		const struct shaped_glyph *glyph = &speech->glyphs[i];
		uint16_t last = glyph->text_count;

		expanded[filled] = *glyph;
		if (last > 1) {
			expanded[filled].text_start += last - 1;
			expanded[filled].text_count = 1;
		}
		filled++;
		for (j = 1; j < last; j++)
			expanded[filled++] = (struct shaped_glyph){
				.gid = blank_gid,
				.cluster = glyph->cluster,
				.text_start = (uint16_t)(glyph->text_start +
				    last - 1 - j),
				.text_count = 1,
				.is_unsafe = glyph->is_unsafe,
			};
	}
	speech->glyphs = expanded;
	speech->count = count;
}

void
spoken_assign(struct shaped_word *word, struct shaped_glyph *glyphs,
    uint32_t count)
{
	struct speech speech = { .word = word, .arena = word->arena,
		.glyphs = glyphs, .count = count,
		.spoken = word->codepoints, .spoken_count = word->count };

	if (count > 0) {
		join_shaddas(&speech);
		give_texts(&speech);
		if (word->is_rtl && word->face->blank_gid != 0)
			expand(&speech, word->face->blank_gid);
	}
	word->glyphs = speech.glyphs;
	word->glyph_count = (uint16_t)speech.count;
	word->spoken = speech.spoken;
}
