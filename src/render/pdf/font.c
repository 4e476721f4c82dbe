/*
 * Fonts. In: the glyph runs of all pages. Out: per face a Type0 font with a
 * subset with exactly the glyphs shown, widths and ToUnicode.
 * Source: ISO 32000-1, sections 9.7 (composite fonts), 9.9, 9.10.3.
 *
 * ToUnicode gives a code one text, but a glyph may stand for several: the
 * space for U+0020 and U+00A0, a bracket for itself and for its mirror image.
 * A code is therefore a glyph with a text. The first text of a glyph has the
 * glyph's own number in the font file as code, the others have codes above all
 * of those. Where a face has such codes, a TrueType font maps them to glyphs by
 * CIDToGIDMap; in a CID-keyed one, which has none, a CMap maps them to CIDs.
 */
#include "font.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "syntax.h"

enum {
	GIDS_MAX = 65536,
	CODE_MAX = 0xffff,
	CMAP_BLOCK = 100,
	WIDTH_DEFAULT = 1000,
	/* Of one glyph; the next would be read as its first. */
	TEXTS_MAX = 64
};

/* What stands for nothing: an empty text is not allowed. */
#define WORD_JOINER "\xe2\x81\xa0"
#define OWN_ENCODING "Own-H"
#define CID_SYSTEM_INFO \
	"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"

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
	return font;
}

/* 1 + index of the first of a glyph, or 0. */
static uint32_t
first_of(const struct pdf_font *font, uint32_t gid)
{
	const uint16_t *page = font->slots[gid / GIDS_ON_PAGE];

	return page != NULL ? page[gid % GIDS_ON_PAGE] : 0;
}

static void
set_first(struct pdf_font *font, struct arena *arena, uint32_t gid)
{
	uint16_t **page = &font->slots[gid / GIDS_ON_PAGE];

	if (*page == NULL)
		*page = ARENA_ARRAY(arena, uint16_t, GIDS_ON_PAGE);
	(*page)[gid % GIDS_ON_PAGE] = (uint16_t)font->count;
}

static bool
has_text(const struct font_glyph *item, const struct page_glyph *glyph)
{
	const uint32_t len = item->text_len;

	if (len != glyph->text_len)
		return false;
	return len == 0 || (item->text[0] == glyph->text[0] && (len == 1 ||
	    memcmp(item->text, glyph->text, len) == 0));
}

/* A glyph with its text; NULL where it has not been gathered. `ret_last` is
 * the last one looked at, or NULL. */
static struct font_glyph *
glyph_find(const struct pdf_font *font, const struct page_glyph *glyph,
    struct font_glyph **ret_last)
{
	uint32_t at = first_of(font, glyph->gid), tries;

	*ret_last = NULL;
	for (tries = 0; at != 0 && tries < TEXTS_MAX; tries++) {
		struct font_glyph *item = &font->glyphs[at - 1];

		if (has_text(item, glyph))
			return item;
		*ret_last = item;
		at = item->next;
	}
	return tries < TEXTS_MAX ? NULL :
	    &font->glyphs[first_of(font, glyph->gid) - 1];
}

/* Returns the index of a glyph, which is added unless it is there. */
static uint16_t
glyph_note(struct pdf_fonts *fonts, struct pdf_font *font,
    const struct page_glyph *glyph)
{
	struct font_glyph *last, *found;
	uint32_t last_index;

	assert(glyph->gid < GIDS_MAX);
	found = glyph_find(font, glyph, &last);
	if (found == NULL && font->count == CODE_MAX)
		found = last != NULL ? last : font->glyphs;
	if (found != NULL) {
		found->uses++;
		return (uint16_t)(found - font->glyphs);
	}
	last_index = last == NULL ? 0 : (uint32_t)(last - font->glyphs);
	font->glyphs = grown(fonts->arena, font->glyphs, font->count,
	    &font->size, sizeof(*font->glyphs));
	font->glyphs[font->count] = (struct font_glyph){ .gid = glyph->gid,
		.text = glyph->text, .text_len = glyph->text_len, .uses = 1,
		.shown_as = (uint16_t)font->count };
	font->count++;
	if (last == NULL)
		set_first(font, fonts->arena, glyph->gid);
	else
		font->glyphs[last_index].next = font->count;
	return (uint16_t)(font->count - 1);
}

const uint16_t *
pdf_fonts_gather(struct pdf_fonts *fonts, const struct page_op *op)
{
	struct pdf_font *font = pdf_fonts_find(fonts, op->u.text.face);
	uint16_t *indexes = ARENA_ARRAY(fonts->arena, uint16_t,
	    op->u.text.glyph_count);
	uint32_t i;

	if (font == NULL)
		font = font_add(fonts, op->u.text.face);
	for (i = 0; i < op->u.text.glyph_count; i++)
		indexes[i] = glyph_note(fonts, font, &op->u.text.glyphs[i]);
	return indexes;
}

/* mupdf knows one text of each CID, that of its highest code: of a CID-keyed
 * face this is to be the commonest one. */
static void
put_commonest_last(struct pdf_font *font, uint32_t first)
{
	struct font_glyph *commonest = &font->glyphs[first - 1];
	struct font_glyph *last = commonest, swapped;

	while (last->next != 0) {
		last = &font->glyphs[last->next - 1];
		if (last->uses > commonest->uses)
			commonest = last;
	}
	swapped = *last;
	last->text = commonest->text;
	last->text_len = commonest->text_len;
	commonest->text = swapped.text;
	commonest->text_len = swapped.text_len;
	last->shown_as = (uint16_t)(commonest - font->glyphs);
	commonest->shown_as = (uint16_t)(last - font->glyphs);
}

/* Gives the first text of each glyph its number as code, the others the codes
 * above. The last of 65,535 find none left, and share the first's. */
static void
number_codes(struct pdf_font *font)
{
	uint32_t next = 0, i;

	for (i = 0; i < font->count; i++)
		if (font->glyphs[i].number >= next)
			next = font->glyphs[i].number + 1;
	for (i = 0; i < font->count; i++) {
		struct font_glyph *glyph = &font->glyphs[i];

		glyph->code = glyph->number;
		if (first_of(font, glyph->gid) != i + 1 && next <= CODE_MAX)
			glyph->code = next++;
	}
}

/* Asks for the subset; codes and widths are noted. */
static bool
font_subset(struct pdf_font *font, struct arena *arena, struct diags *diags,
    struct type_subset *ret_subset)
{
	uint32_t *gids = ARENA_ARRAY(arena, uint32_t, font->count);
	uint32_t count = 0, gid, i, at;

	for (gid = 0; gid < GIDS_MAX; gid++)
		if (font->slots[gid / GIDS_ON_PAGE] == NULL)
			gid += GIDS_ON_PAGE - 1;
		else if (first_of(font, gid) != 0)
			gids[count++] = gid;
	if (!type_face_subset(font->face, arena, gids, count, diags,
	    ret_subset))
		return false;
	for (i = 0; i < count; i++) {
		if (ret_subset->is_cff)
			put_commonest_last(font, first_of(font, gids[i]));
		for (at = first_of(font, gids[i]); at != 0;
		    at = font->glyphs[at - 1].next) {
			font->glyphs[at - 1].number = ret_subset->codes[i];
			font->glyphs[at - 1].width = ret_subset->widths[i];
		}
	}
	number_codes(font);
	return true;
}

static int
compare_codes(const void *left, const void *right)
{
	const struct font_glyph *a = *(const struct font_glyph *const *)left;
	const struct font_glyph *b = *(const struct font_glyph *const *)right;

	return (a->code > b->code) - (a->code < b->code);
}

/* The codes of a font in order: those that are glyph numbers first. */
struct codes {
	const struct font_glyph **glyphs;
	uint32_t count, own_count;	/* all; the glyph numbers */
};

static struct codes
codes_of(const struct pdf_font *font, struct arena *arena)
{
	struct codes codes = { .glyphs =
	    arena_alloc_array(arena, font->count, sizeof(*codes.glyphs)) };
	uint32_t i;

	for (i = 0; i < font->count; i++) {
		const struct font_glyph *glyph = &font->glyphs[i];
		bool is_first = first_of(font, glyph->gid) == i + 1;

		if (!is_first && glyph->code == glyph->number)
			continue;
		codes.glyphs[codes.count++] = glyph;
		codes.own_count += is_first;
	}
	qsort(codes.glyphs, codes.count, sizeof(*codes.glyphs),
	    compare_codes);
	return codes;
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
put_code(struct strbuf *out, uint32_t code)
{
	strbuf_add_char(out, '<');
	pdf_put_hex4(out, code);
	strbuf_add_char(out, '>');
}

static void
put_mapping(struct strbuf *out, const struct font_glyph *glyph)
{
	put_code(out, glyph->code);
	strbuf_add_char(out, '<');
	if (glyph->text_len > 0)
		pdf_put_utf16_hex(out, glyph->text, glyph->text_len);
	else
		pdf_put_utf16_hex(out, WORD_JOINER, sizeof(WORD_JOINER) - 1);
	strbuf_add_string(out, ">\n");
}

static void
put_cmap_start(struct strbuf *out, const char *ordering, const char *name,
    int type)
{
	strbuf_printf(out,
	    "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
	    "/CIDSystemInfo<</Registry(Adobe)/Ordering(%s)/Supplement 0>>def\n"
	    "/CMapName/%s def\n/CMapType %d def\n"
	    "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n",
	    ordering, name, type);
}

static void
put_cmap_end(struct strbuf *out)
{
	strbuf_add_string(out, "endcmap\n"
	    "CMapName currentdict/CMap defineresource pop\nend\nend\n");
}

/* Opens and closes the blocks of a CMap, of at most 100 lines each: call
 * before line `i` of `count`, and after it. */
static void
open_block(struct strbuf *out, uint32_t i, uint32_t count, const char *kind)
{
	if (i % CMAP_BLOCK != 0)
		return;
	pdf_put_uint(out, count - i < CMAP_BLOCK ? count - i : CMAP_BLOCK);
	strbuf_printf(out, " begin%s\n", kind);
}

static void
close_block(struct strbuf *out, uint32_t i, uint32_t count, const char *kind)
{
	if (i % CMAP_BLOCK == CMAP_BLOCK - 1 || i + 1 == count)
		strbuf_printf(out, "end%s\n", kind);
}

/* ISO 32000-1, 9.10.3. */
static struct pdf_object *
add_to_unicode(struct pdf_file *file, const struct codes *codes)
{
	struct pdf_object *object;
	struct strbuf out;
	uint32_t i;

	strbuf_init(&out);
	put_cmap_start(&out, "UCS", "Adobe-Identity-UCS", 2);
	for (i = 0; i < codes->count; i++) {
		open_block(&out, i, codes->count, "bfchar");
		put_mapping(&out, codes->glyphs[i]);
		close_block(&out, i, codes->count, "bfchar");
	}
	put_cmap_end(&out);
	object = pdf_stream_add(file, "", out.bytes, out.len, PACK_FAST);
	strbuf_release(&out);
	return object;
}

/* ISO 32000-1, 9.7.5.4: CIDs for themselves, by ranges of one first byte, and
 * the codes above for the CIDs of their glyphs. */
static void
put_encoding(struct strbuf *out, const struct codes *codes)
{
	uint32_t highest = codes->glyphs[codes->own_count - 1]->code, i;
	uint32_t ranges = highest / 256 + 1;
	uint32_t chars = codes->count - codes->own_count;

	put_cmap_start(out, "Identity", OWN_ENCODING, 1);
	strbuf_add_string(out, "/WMode 0 def\n");
	for (i = 0; i < ranges; i++) {
		open_block(out, i, ranges, "cidrange");
		put_code(out, i * 256);
		put_code(out, i + 1 == ranges ? highest : i * 256 + 255);
		strbuf_add_char(out, ' ');
		pdf_put_uint(out, i * 256);
		strbuf_add_char(out, '\n');
		close_block(out, i, ranges, "cidrange");
	}
	for (i = 0; i < chars; i++) {
		open_block(out, i, chars, "cidchar");
		put_code(out, codes->glyphs[codes->own_count + i]->code);
		strbuf_add_char(out, ' ');
		pdf_put_uint(out, codes->glyphs[codes->own_count + i]->number);
		strbuf_add_char(out, '\n');
		close_block(out, i, chars, "cidchar");
	}
	put_cmap_end(out);
}

static struct pdf_object *
add_encoding(struct pdf_file *file, const struct codes *codes)
{
	struct pdf_object *object;
	struct strbuf out;

	strbuf_init(&out);
	put_encoding(&out, codes);
	object = pdf_stream_add(file, "/Type/CMap/WMode 0/CMapName/"
	    OWN_ENCODING "/CIDSystemInfo" CID_SYSTEM_INFO, out.bytes, out.len,
	    PACK_FAST);
	strbuf_release(&out);
	return object;
}

/* ISO 32000-1, table 117: two bytes for each code from 0. */
static struct pdf_object *
add_glyph_map(struct pdf_file *file, const struct codes *codes)
{
	size_t len = 2 * ((size_t)codes->glyphs[codes->count - 1]->code + 1);
	char *bytes = arena_alloc(file->arena, len);
	uint32_t i;

	memset(bytes, 0, len);
	for (i = 0; i < codes->count; i++) {
		const struct font_glyph *glyph = codes->glyphs[i];

		bytes[2 * glyph->code] = (char)(glyph->number >> 8);
		bytes[2 * glyph->code + 1] = (char)(glyph->number & 255);
	}
	return pdf_stream_add(file, "", bytes, len, PACK_FAST);
}

/* "ABCDEF+Name": six letters that differ between subsets, made of the subset
 * itself. */
static const char *
subset_name(const struct pdf_font *font, struct arena *arena,
    const struct type_subset *subset)
{
	uint64_t number = checksum_of(subset->bytes, subset->len);
	char tag[7];
	size_t i;

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

	return pdf_stream_add(file, entries, subset->bytes, subset->len,
	    PACK_FAST);
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
add_descendant(struct pdf_file *file, const char *name,
    const struct type_subset *subset, const struct codes *codes)
{
	struct pdf_object *descriptor = add_descriptor(file, name, subset);
	struct pdf_object *descendant;
	struct strbuf out;

	strbuf_init(&out);
	strbuf_add_string(&out, subset->is_cff ?
	    "/Type/Font/Subtype/CIDFontType0/BaseFont" :
	    "/Type/Font/Subtype/CIDFontType2/BaseFont");
	pdf_put_name(&out, name);
	if (!subset->is_cff) {
		strbuf_add_string(&out, "/CIDToGIDMap");
		if (codes->count == codes->own_count)
			strbuf_add_string(&out, "/Identity");
		else
			pdf_put_ref(&out, add_glyph_map(file, codes));
	}
	strbuf_add_string(&out, "/CIDSystemInfo" CID_SYSTEM_INFO
	    "/FontDescriptor");
	pdf_put_ref(&out, descriptor);
	put_widths(&out, codes->glyphs, subset->is_cff ? codes->own_count :
	    codes->count);
	descendant = pdf_object_add(file, &out);
	strbuf_release(&out);
	return descendant;
}

static bool
font_embed(struct pdf_font *font, struct pdf_file *file, struct diags *diags)
{
	struct pdf_object *descendant, *to_unicode, *encoding = NULL;
	struct type_subset subset;
	struct codes codes;
	struct strbuf out;
	const char *name;

	if (!font_subset(font, file->arena, diags, &subset))
		return false;
	codes = codes_of(font, file->arena);
	name = subset_name(font, file->arena, &subset);
	descendant = add_descendant(file, name, &subset, &codes);
	to_unicode = add_to_unicode(file, &codes);
	if (subset.is_cff && codes.count > codes.own_count)
		encoding = add_encoding(file, &codes);
	strbuf_init(&out);
	strbuf_add_string(&out, "/Type/Font/Subtype/Type0/BaseFont");
	pdf_put_name(&out, name);
	if (subset.is_cff)
		strbuf_add_string(&out, encoding == NULL ? "-Identity-H" :
		    "-" OWN_ENCODING);
	strbuf_add_string(&out, "/Encoding");
	if (encoding != NULL)
		pdf_put_ref(&out, encoding);
	else
		strbuf_add_string(&out, "/Identity-H");
	strbuf_add_string(&out, "/DescendantFonts[");
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
