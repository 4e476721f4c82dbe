/*
 * Words to glyphs. In: characters of one face, script, direction and language.
 * Out: glyphs in font units, so that every size shares them.
 *
 * The cache is a hash table of everything that shaping reads; words that take
 * their form from neighbours (Arabic letters on both sides of a change of
 * style) are shaped in their context and not kept. A full cache is emptied
 * between paragraphs: results never depend on what is in it.
 */
#include "shape.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <hb-ot.h>

#include "spoken.h"

#define CACHE_BYTES ((size_t)24 * 1024 * 1024)
#define TABLE_START 4096u
#define FEATURES_MAX 9

struct type_context *
type_context_new(struct type_faces *faces)
{
	struct type_context *context = mem_alloc(sizeof(*context));

	*context = (struct type_context){ .faces = faces };
	context->segmenter = segmenter_new();
	context->buffer = hb_buffer_create();
	return context;
}

static void
cache_release(struct type_context *context)
{
	free(context->table);
	context->table = NULL;
	context->table_size = context->word_count = 0;
	arena_release(&context->words);
	context->lang_name = NULL;
}

void
type_context_free(struct type_context *context)
{
	if (context == NULL)
		return;
	cache_release(context);
	arena_release(&context->scratch);
	segmenter_free(context->segmenter);
	hb_buffer_destroy(context->buffer);
	free(context);
}

void
shape_begin(struct type_context *context)
{
	arena_reset(&context->scratch);
	if (context->words.used > CACHE_BYTES)
		cache_release(context);
	if (context->table != NULL)
		return;
	context->table_size = TABLE_START;
	context->table = mem_alloc(TABLE_START * sizeof(*context->table));
	memset(context->table, 0, TABLE_START * sizeof(*context->table));
}

static hb_language_t
language_find(struct type_context *context, const char *lang)
{
	if (lang == NULL)
		lang = "und";
	if (context->lang_name == NULL ||
	    strcmp(context->lang_name, lang) != 0) {
		context->lang_name = arena_strdup(&context->words, lang);
		context->lang = hb_language_from_string(lang, -1);
	}
	return context->lang;
}

static bool
minds(hb_face_t *face, hb_tag_t table, uint32_t script, hb_language_t lang)
{
	hb_tag_t scripts[HB_OT_MAX_TAGS_PER_SCRIPT], chosen;
	hb_tag_t languages[HB_OT_MAX_TAGS_PER_LANGUAGE];
	unsigned int script_count = HB_OT_MAX_TAGS_PER_SCRIPT;
	unsigned int language_count = HB_OT_MAX_TAGS_PER_LANGUAGE;
	unsigned int script_index, language_index;

	hb_ot_tags_from_script_and_language((hb_script_t)script, lang,
	    &script_count, scripts, &language_count, languages);
	hb_ot_layout_table_select_script(face, table, script_count, scripts,
	    &script_index, &chosen);
	return hb_ot_layout_script_select_language(face, table, script_index,
	    language_count, languages, &language_index);
}

/* The language, where the face has forms of its own for it; else none, so that
 * a name or a number is shaped once for all languages of a run. */
static hb_language_t
language_to_tell(struct type_context *context,
    const struct shape_request *request, hb_language_t lang)
{
	hb_face_t *face = request->face->face;
	uint64_t hash = ((uintptr_t)request->face ^ (uintptr_t)lang * 31 ^
	    request->script) * 0x9e3779b97f4a7c15u;
	struct face_language *slot =
	    &context->told[hash >> 32 & (FACE_LANGUAGES - 1)];

	if (slot->face == request->face && slot->asked == lang &&
	    slot->script == request->script)
		return slot->told;
	*slot = (struct face_language){ request->face, request->script, lang,
		lang };
	if (!minds(face, HB_OT_TAG_GSUB, request->script, lang) &&
	    !minds(face, HB_OT_TAG_GPOS, request->script, lang))
		slot->told = HB_LANGUAGE_INVALID;
	return slot->told;
}

/* FNV-1a over 32-bit pieces, with a final mix for the table's low bits. */
static uint64_t
hash_word(const struct shape_request *request, hb_language_t lang)
{
	uint64_t hash = 0xcbf29ce484222325u;
	uint32_t i;

	hash = (hash ^ (uintptr_t)request->face) * 0x100000001b3u;
	hash = (hash ^ (uintptr_t)lang) * 0x100000001b3u;
	hash = (hash ^ request->script) * 0x100000001b3u;
	hash = (hash ^ (request->is_rtl | request->is_spaced << 1 |
	    request->is_trimmed << 2 | request->features << 3)) *
	    0x100000001b3u;
	for (i = 0; i < request->count; i++)
		hash = (hash ^ request->codepoints[request->start + i]) *
		    0x100000001b3u;
	return hash ^ hash >> 29;
}

static bool
is_word(const struct shaped_word *word, const struct shape_request *request,
    hb_language_t lang, uint64_t hash)
{
	return word->hash == hash && word->face == request->face &&
	    word->lang == lang && word->script == request->script &&
	    word->is_rtl == request->is_rtl &&
	    word->is_spaced == request->is_spaced &&
	    word->is_trimmed == request->is_trimmed &&
	    word->features == request->features &&
	    word->count == request->count &&
	    memcmp(word->codepoints, request->codepoints + request->start,
	    request->count * sizeof(*word->codepoints)) == 0;
}

static void
table_grow(struct type_context *context)
{
	struct shaped_word **old = context->table;
	uint32_t old_size = context->table_size, size = 2 * old_size, i, at;

	context->table = mem_alloc(size * sizeof(*old));
	memset(context->table, 0, size * sizeof(*old));
	context->table_size = size;
	for (i = 0; i < old_size; i++) {
		if (old[i] == NULL)
			continue;
		at = (uint32_t)old[i]->hash & (size - 1);
		while (context->table[at] != NULL)
			at = (at + 1) & (size - 1);
		context->table[at] = old[i];
	}
	free(old);
}

/* --- shaping --- */

static hb_feature_t
feature(hb_tag_t tag, uint32_t value)
{
	return (hb_feature_t){ tag, value, HB_FEATURE_GLOBAL_START,
		HB_FEATURE_GLOBAL_END };
}

/* Which features to ask for; returns how many. */
static unsigned int
choose_features(const struct shape_request *request,
    hb_feature_t features[FEATURES_MAX])
{
	static const struct {
		unsigned int bit;
		hb_tag_t tag;
		uint32_t value;
	} styles[] = {
		{ TYPE_LINING_FIGURES, HB_TAG('l', 'n', 'u', 'm'), 1 },
		{ TYPE_OLDSTYLE_FIGURES, HB_TAG('o', 'n', 'u', 'm'), 1 },
		{ TYPE_PROPORTIONAL_FIGURES, HB_TAG('p', 'n', 'u', 'm'), 1 },
		{ TYPE_TABULAR_FIGURES, HB_TAG('t', 'n', 'u', 'm'), 1 },
		{ TYPE_SLASHED_ZERO, HB_TAG('z', 'e', 'r', 'o'), 1 },
		{ TYPE_NO_KERNING, HB_TAG('k', 'e', 'r', 'n'), 0 },
	};
	unsigned int count = 0;
	size_t i;

	if (request->is_spaced) {
		features[count++] = feature(HB_TAG('l', 'i', 'g', 'a'), 0);
		features[count++] = feature(HB_TAG('c', 'l', 'i', 'g'), 0);
	}
	if (request->is_trimmed)
		features[count++] = feature(HB_TAG('h', 'a', 'l', 't'), 1);
	for (i = 0; i < sizeof(styles) / sizeof(styles[0]); i++)
		if (request->features & styles[i].bit)
			features[count++] = feature(styles[i].tag,
			    styles[i].value);
	return count;
}

static void
run_harfbuzz(struct type_context *context,
    const struct shape_request *request, hb_language_t lang)
{
	hb_feature_t features[FEATURES_MAX];
	unsigned int count = choose_features(request, features);
	hb_buffer_t *buffer = context->buffer;

	hb_buffer_reset(buffer);
	hb_buffer_set_cluster_level(buffer,
	    HB_BUFFER_CLUSTER_LEVEL_CHARACTERS);
	hb_buffer_set_flags(buffer, HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
	hb_buffer_set_direction(buffer, request->is_rtl ?
	    HB_DIRECTION_RTL : HB_DIRECTION_LTR);
	hb_buffer_set_script(buffer, (hb_script_t)request->script);
	hb_buffer_set_language(buffer, lang);
	if (request->has_context)
		hb_buffer_add_codepoints(buffer, request->codepoints,
		    (int)request->text_count, request->start,
		    (int)request->count);
	else
		hb_buffer_add_codepoints(buffer,
		    request->codepoints + request->start,
		    (int)request->count, 0, (int)request->count);
	hb_shape(request->face->font, buffer, features, count);
}

static struct shaped_word *
word_new(struct type_context *context, struct arena *arena,
    const struct shape_request *request, hb_language_t lang, uint64_t hash)
{
	struct shaped_word *word = ARENA_NEW(arena, struct shaped_word);
	uint32_t base = request->has_context ? request->start : 0;
	const hb_glyph_position_t *positions;
	const hb_glyph_info_t *infos;
	struct shaped_glyph *glyphs;
	unsigned int count, i;
	uint16_t kept = 0;

	assert(request->count <= SHAPE_WORD_CHARS);
	run_harfbuzz(context, request, lang);
	infos = hb_buffer_get_glyph_infos(context->buffer, &count);
	positions = hb_buffer_get_glyph_positions(context->buffer, &count);
	/* A face cannot make a word longer than this; the counts are 16 bits. */
	if (count > UINT16_MAX)
		count = UINT16_MAX;
	glyphs = ARENA_ARRAY(arena, struct shaped_glyph, count);
	for (i = 0; i < count; i++) {
		if (infos[i].codepoint == 0)
			continue;	/* .notdef must never be shown */
		glyphs[kept++] = (struct shaped_glyph){
			.gid = infos[i].codepoint,
			.x_advance = positions[i].x_advance,
			.x_offset = positions[i].x_offset,
			.y_offset = positions[i].y_offset,
			.cluster = (uint16_t)(infos[i].cluster - base),
			.is_unsafe = (hb_glyph_info_get_glyph_flags(&infos[i])
			    & HB_GLYPH_FLAG_UNSAFE_TO_BREAK) != 0,
		};
	}
	*word = (struct shaped_word){ .hash = hash, .face = request->face,
		.lang = lang, .script = request->script,
		.is_rtl = request->is_rtl, .is_spaced = request->is_spaced,
		.is_trimmed = request->is_trimmed,
		.features = request->features,
		.count = (uint16_t)request->count, .arena = arena };
	word->codepoints = memcpy(ARENA_ARRAY(arena, uint32_t,
	    request->count), request->codepoints + request->start,
	    request->count * sizeof(uint32_t));
	spoken_assign(word, glyphs, kept);
	return word;
}

struct shaped_word *
shape_word(struct type_context *context, const struct shape_request *request)
{
	hb_language_t lang = language_to_tell(context, request,
	    language_find(context, request->lang));
	struct shaped_word *word;
	uint64_t hash;
	uint32_t at;

	if (request->has_context)
		return word_new(context, &context->scratch, request, lang, 0);
	hash = hash_word(request, lang);
	at = (uint32_t)hash & (context->table_size - 1);
	for (; context->table[at] != NULL;
	    at = (at + 1) & (context->table_size - 1))
		if (is_word(context->table[at], request, lang, hash))
			return context->table[at];
	word = word_new(context, &context->words, request, lang, hash);
	context->table[at] = word;
	if (++context->word_count > context->table_size / 2)
		table_grow(context);
	return word;
}

bool
shaped_ends_cluster(const struct shaped_word *word, uint32_t glyph)
{
	hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
	uint32_t next = word->is_rtl ? glyph : glyph + 1;
	hb_unicode_general_category_t category;

	/* In visual order a mark follows its base from left to right, and
	 * comes before it from right to left. */
	if (next >= word->glyph_count)
		return true;
	if (word->glyphs[next].text_count == 0)
		return false;
	category = hb_unicode_general_category(unicode,
	    word->spoken[word->glyphs[next].text_start]);
	return category != HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK &&
	    category != HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK &&
	    category != HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK;
}

const struct scaled_word *
shaped_word_scale(struct shaped_word *word, fixed size)
{
	struct scaled_word *scaled;
	uint32_t i;

	for (scaled = word->scaled; scaled != NULL; scaled = scaled->next)
		if (scaled->size == size)
			return scaled;
	scaled = arena_alloc(word->arena, sizeof(*scaled) +
	    word->glyph_count * sizeof(scaled->advances[0]));
	scaled->size = size;
	for (i = 0; i < word->glyph_count; i++) {
		scaled->advances[i] = face_scale(word->face,
		    word->glyphs[i].x_advance, size);
		scaled->width += scaled->advances[i];
	}
	scaled->next = word->scaled;
	word->scaled = scaled;
	return scaled;
}

int64_t
shaped_word_width(struct shaped_word *word, fixed size, fixed spacing)
{
	int64_t width = shaped_word_scale(word, size)->width;
	uint32_t i;

	for (i = 0; spacing != 0 && i < word->glyph_count; i++)
		if (shaped_ends_cluster(word, i))
			width += spacing;
	return width;
}
