/*
 * Fonts. In: the glyph runs of all pages. Out: per face a Type0 font with
 * Identity-H, a subset with exactly the glyphs shown, widths and ToUnicode.
 * Source: ISO 32000-1, sections 9.7 (composite fonts), 9.9, 9.10.3.
 *
 * A glyph has one text in ToUnicode, but may stand for several: the space for
 * U+0020 and U+00A0, a letter alone and as the base of a decomposed cluster.
 * The majority of the glyph's uses wins (Boyer and Moore's vote: one counter),
 * and a use that was the whole cluster outranks one that was a part. A glyph
 * that only ever was a later part of a cluster stands for a word joiner, since
 * an empty text is not allowed.
 */
#include "font.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "syntax.h"

enum { GIDS_MAX = 65536, CMAP_BLOCK = 100, WIDTH_DEFAULT = 1000 };

#define WORD_JOINER "\xe2\x81\xa0"

void
pdf_fonts_init(struct pdf_fonts *fonts, struct arena *arena)
{
	*fonts = (struct pdf_fonts){ .arena = arena };
}

struct pdf_font *
pdf_fonts_find(struct pdf_fonts *fonts, const struct type_face *face)
{
	uint32_t i;

	for (i = 0; i < fonts->count; i++)
		if (fonts->items[i].face == face)
			return &fonts->items[i];
	return NULL;
}

/* The array with room for one more item; arenas never give memory back, so
 * the old one is left. */
static void *
grown(struct arena *arena, void *items, uint32_t count, uint32_t *size,
    size_t item_size)
{
	void *copy;

	if (count < *size)
		return items;
	*size = *size != 0 ? 2 * *size : 16;
	copy = arena_alloc_array(arena, *size, item_size);
	if (count > 0)
		memcpy(copy, items, count * item_size);
	return copy;
}

static struct pdf_font *
font_add(struct pdf_fonts *fonts, const struct type_face *face)
{
	struct pdf_font *font;

	fonts->items = grown(fonts->arena, fonts->items, fonts->count,
	    &fonts->size, sizeof(*fonts->items));
	font = &fonts->items[fonts->count++];
	font->face = face;
	font->number = fonts->count;
	font->slots = ARENA_ARRAY(fonts->arena, uint16_t, GIDS_MAX);
	return font;
}

static struct font_glyph *
glyph_at(struct pdf_fonts *fonts, struct pdf_font *font, uint32_t gid)
{
	assert(gid < GIDS_MAX);
	if (font->slots[gid] == 0) {
		font->glyphs = grown(fonts->arena, font->glyphs, font->count,
		    &font->size, sizeof(*font->glyphs));
		font->glyphs[font->count++].gid = gid;
		font->slots[gid] = (uint16_t)font->count;
	}
	return &font->glyphs[font->slots[gid] - 1];
}

static void
glyph_vote(struct font_glyph *glyph, const char *text, uint32_t len,
    bool is_whole)
{
	if (is_whole < glyph->is_whole)
		return;
	if (is_whole == glyph->is_whole && glyph->votes > 0) {
		bool is_same = len == glyph->text_len &&
		    memcmp(text, glyph->text, len) == 0;

		glyph->votes += is_same ? 1 : -1;
		return;
	}
	glyph->text = text;
	glyph->text_len = len;
	glyph->is_whole = is_whole;
	glyph->votes = 1;
}

void
pdf_fonts_gather(struct pdf_fonts *fonts, const struct page_op *op)
{
	struct pdf_font *font = pdf_fonts_find(fonts, op->u.text.face);
	const struct page_glyph *glyphs = op->u.text.glyphs;
	uint32_t i, count = op->u.text.glyph_count;

	if (font == NULL)
		font = font_add(fonts, op->u.text.face);
	for (i = 0; i < count; i++) {
		struct font_glyph *glyph =
		    glyph_at(fonts, font, glyphs[i].gid);
		bool is_whole = (i == 0 || glyphs[i - 1].text_len > 0) &&
		    (i + 1 == count || glyphs[i + 1].text_len > 0);

		assert(glyphs[i].text_start + glyphs[i].text_len <=
		    op->u.text.text_len);
		if (glyphs[i].text_len > 0)
			glyph_vote(glyph,
			    op->u.text.text + glyphs[i].text_start,
			    glyphs[i].text_len, is_whole);
	}
}

static int
compare_gids(const void *left, const void *right)
{
	const struct font_glyph *a = left, *b = right;

	return (a->gid > b->gid) - (a->gid < b->gid);
}

/* Sorts the glyphs and asks for their subset; codes and widths are noted. */
static bool
font_subset(struct pdf_font *font, struct arena *arena, struct diags *diags,
    struct type_subset *ret_subset)
{
	uint32_t *gids = ARENA_ARRAY(arena, uint32_t, font->count);
	uint32_t i;

	qsort(font->glyphs, font->count, sizeof(*font->glyphs), compare_gids);
	for (i = 0; i < font->count; i++) {
		gids[i] = font->glyphs[i].gid;
		font->slots[gids[i]] = (uint16_t)(i + 1);
	}
	if (!type_face_subset(font->face, arena, gids, font->count, diags,
	    ret_subset))
		return false;
	for (i = 0; i < font->count; i++) {
		font->glyphs[i].code = ret_subset->codes[i];
		font->glyphs[i].width = ret_subset->widths[i];
		if (font->glyphs[i].text == NULL) {
			font->glyphs[i].text = WORD_JOINER;
			font->glyphs[i].text_len = sizeof(WORD_JOINER) - 1;
		}
	}
	return true;
}

/* Glyphs by code: a subset keeps the order of gids, but need not. */
static int
compare_codes(const void *left, const void *right)
{
	const struct font_glyph *a = *(const struct font_glyph *const *)left;
	const struct font_glyph *b = *(const struct font_glyph *const *)right;

	return (a->code > b->code) - (a->code < b->code);
}

static const struct font_glyph **
glyphs_by_code(const struct pdf_font *font, struct arena *arena)
{
	const struct font_glyph **sorted =
	    arena_alloc_array(arena, font->count, sizeof(*sorted));
	uint32_t i;

	for (i = 0; i < font->count; i++)
		sorted[i] = &font->glyphs[i];
	qsort(sorted, font->count, sizeof(*sorted), compare_codes);
	return sorted;
}

/* /W[first[w w w]first last w …]; a run of equal widths takes the short form,
 * the default is left out. */
static void
put_widths(struct strbuf *out, const struct font_glyph *const *glyphs,
    uint32_t count)
{
	bool is_list = false;
	uint32_t i = 0;

	strbuf_add_string(out, "/W[");
	while (i < count) {
		uint32_t run = 1;

		while (i + run < count &&
		    glyphs[i + run]->code == glyphs[i]->code + run &&
		    glyphs[i + run]->width == glyphs[i]->width)
			run++;
		if (is_list && (run > 3 || glyphs[i]->width == WIDTH_DEFAULT ||
		    glyphs[i]->code != glyphs[i - 1]->code + 1)) {
			strbuf_add_char(out, ']');
			is_list = false;
		}
		if (glyphs[i]->width == WIDTH_DEFAULT) {
			i += run;
			continue;
		}
		if (!is_list) {
			strbuf_add_char(out, ' ');
			pdf_put_uint(out, glyphs[i]->code);
		}
		if (run > 3) {
			strbuf_add_char(out, ' ');
			pdf_put_uint(out, glyphs[i]->code + run - 1);
			strbuf_add_char(out, ' ');
			pdf_put_uint(out, glyphs[i]->width);
			i += run;
			continue;
		}
		strbuf_add_char(out, is_list ? ' ' : '[');
		pdf_put_uint(out, glyphs[i]->width);
		is_list = true;
		i++;
	}
	strbuf_add_string(out, is_list ? "]]" : "]");
}

static void
put_mapping(struct strbuf *out, const struct font_glyph *glyph)
{
	strbuf_add_char(out, '<');
	pdf_put_hex4(out, glyph->code);
	strbuf_add_string(out, "><");
	pdf_put_utf16_hex(out, glyph->text, glyph->text_len);
	strbuf_add_string(out, ">\n");
}

/* ISO 32000-1, 9.10.3; blocks of at most 100 mappings. */
static void
put_cmap(struct strbuf *out, const struct font_glyph *const *glyphs,
    uint32_t count)
{
	uint32_t i, block;

	strbuf_add_string(out,
	    "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
	    "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
	    "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
	    "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
	for (i = 0; i < count; i++) {
		block = count - i < CMAP_BLOCK ? count - i : CMAP_BLOCK;
		if (i % CMAP_BLOCK == 0) {
			pdf_put_uint(out, block);
			strbuf_add_string(out, " beginbfchar\n");
		}
		put_mapping(out, glyphs[i]);
		if (i % CMAP_BLOCK == CMAP_BLOCK - 1 || i + 1 == count)
			strbuf_add_string(out, "endbfchar\n");
	}
	strbuf_add_string(out, "endcmap\n"
	    "CMapName currentdict/CMap defineresource pop\nend\nend\n");
}

/* "ABCDEF+Name": six letters that differ between subsets, made of the subset
 * itself. */
static const char *
subset_name(const struct pdf_font *font, struct arena *arena,
    const struct type_subset *subset)
{
	char tag[7], hex[DIGEST_HEX_CHARS + 1];
	uint64_t number;
	size_t i;

	digest_of(subset->bytes, subset->len, hex);
	hex[12] = '\0';
	number = strtoull(hex, NULL, 16);
	for (i = 0; i < 6; i++) {
		tag[i] = (char)('A' + number % 26);
		number /= 26;
	}
	tag[6] = '\0';
	return arena_printf(arena, "%s+%s", tag, type_face_name(font->face));
}

static struct pdf_object *
add_program(struct pdf_file *file, const struct type_subset *subset)
{
	const char *entries = subset->is_cff ? "/Subtype/CIDFontType0C" :
	    arena_printf(file->arena, "/Length1 %zu", subset->len);

	return pdf_stream_add(file, entries, subset->bytes, subset->len, true);
}

/* StemV is not in the file; this is the usual estimate from the weight. */
static int32_t
stem_width(uint16_t weight)
{
	return 50 + weight * weight / (65 * 65);
}

static struct pdf_object *
add_descriptor(struct pdf_file *file, const char *name,
    const struct type_subset *subset)
{
	const int32_t numbers[] = { subset->x_min, subset->y_min,
		subset->x_max, subset->y_max };
	const struct {
		const char *key;
		int32_t number;
	} entries[] = {
		{ "]/ItalicAngle ", subset->italic_angle },
		{ "/Ascent ", subset->ascent },
		{ "/Descent ", subset->descent },
		{ "/CapHeight ", subset->cap_height },
		{ "/StemV ", stem_width(subset->weight) },
	};
	struct pdf_object *program = add_program(file, subset);
	struct pdf_object *descriptor;
	struct strbuf out;
	size_t i;

	strbuf_init(&out);
	strbuf_add_string(&out, "/Type/FontDescriptor/FontName");
	pdf_put_name(&out, name);
	/* Symbolic: the codes are no standard encoding's. */
	strbuf_add_string(&out, "/Flags 4/FontBBox[");
	for (i = 0; i < 4; i++) {
		if (i > 0)
			strbuf_add_char(&out, ' ');
		pdf_put_int(&out, numbers[i]);
	}
	for (i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
		strbuf_add_string(&out, entries[i].key);
		pdf_put_int(&out, entries[i].number);
	}
	strbuf_add_string(&out, subset->is_cff ? "/FontFile3" : "/FontFile2");
	pdf_put_ref(&out, program);
	descriptor = pdf_object_add(file, &out);
	strbuf_release(&out);
	return descriptor;
}

static struct pdf_object *
add_descendant(struct pdf_file *file, const struct pdf_font *font,
    const char *name, const struct type_subset *subset,
    const struct font_glyph *const *glyphs)
{
	struct pdf_object *descriptor = add_descriptor(file, name, subset);
	struct pdf_object *descendant;
	struct strbuf out;

	strbuf_init(&out);
	strbuf_add_string(&out, subset->is_cff ?
	    "/Type/Font/Subtype/CIDFontType0/BaseFont" :
	    "/Type/Font/Subtype/CIDFontType2/CIDToGIDMap/Identity/BaseFont");
	pdf_put_name(&out, name);
	strbuf_add_string(&out, "/CIDSystemInfo"
	    "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
	    "/FontDescriptor");
	pdf_put_ref(&out, descriptor);
	put_widths(&out, glyphs, font->count);
	descendant = pdf_object_add(file, &out);
	strbuf_release(&out);
	return descendant;
}

static bool
font_embed(struct pdf_font *font, struct pdf_file *file, struct diags *diags)
{
	const struct font_glyph **glyphs;
	struct pdf_object *descendant, *to_unicode;
	struct type_subset subset;
	struct strbuf out;
	const char *name;

	if (!font_subset(font, file->arena, diags, &subset))
		return false;
	strbuf_init(&out);
	glyphs = glyphs_by_code(font, file->arena);
	name = subset_name(font, file->arena, &subset);
	descendant = add_descendant(file, font, name, &subset, glyphs);
	put_cmap(&out, glyphs, font->count);
	to_unicode = pdf_stream_add(file, "", out.bytes, out.len, true);
	strbuf_clear(&out);
	strbuf_add_string(&out, "/Type/Font/Subtype/Type0/BaseFont");
	pdf_put_name(&out, name);
	if (subset.is_cff)
		strbuf_add_string(&out, "-Identity-H");
	strbuf_add_string(&out, "/Encoding/Identity-H/DescendantFonts[");
	pdf_put_ref(&out, descendant);
	strbuf_add_string(&out, "]/ToUnicode");
	pdf_put_ref(&out, to_unicode);
	font->object = pdf_object_add(file, &out);
	strbuf_release(&out);
	return true;
}

bool
pdf_fonts_embed(struct pdf_fonts *fonts, struct pdf_file *file,
    struct diags *diags)
{
	bool is_embedded = true;
	uint32_t i;

	for (i = 0; i < fonts->count; i++) {
		pdf_parts_open(&file->parts, PDF_PART_FACE,
		    type_face_name(fonts->items[i].face))->count +=
		    fonts->items[i].count;
		is_embedded = font_embed(&fonts->items[i], file, diags) &&
		    is_embedded;
	}
	return is_embedded;
}
