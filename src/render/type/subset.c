/*
 * A subset of a face with the glyphs that a kit shows, for embedding.
 *
 * In: old glyph ids. Out: the font program, and for each id the code that
 * shows it: the new glyph id, or the CID where a CFF font is CID-keyed, for
 * readers find those glyphs by CID. Layout tables are left out, since the
 * text is shaped already, and so are names and character maps: the PDF says
 * all that. CFF is given as its bare table, TrueType as a font file.
 */
#include "face.h"

#include <hb-ot.h>
#include <hb-subset.h>

#include "cff.h"

/* All that a program in a PDF needs; `prep` and its like are hinting. */
static const hb_tag_t kept[] = {
	HB_TAG('h', 'e', 'a', 'd'), HB_TAG('h', 'h', 'e', 'a'),
	HB_TAG('h', 'm', 't', 'x'), HB_TAG('m', 'a', 'x', 'p'),
	HB_TAG('g', 'l', 'y', 'f'), HB_TAG('l', 'o', 'c', 'a'),
	HB_TAG('C', 'F', 'F', ' '),
};

static void
destroy_whole(void *whole)
{
	hb_face_destroy(whole);
}

static hb_blob_t *
reference_kept(hb_face_t *face, hb_tag_t tag, void *whole)
{
	size_t i;

	(void)face;
	for (i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (kept[i] == tag)
			return hb_face_reference_table(whole, tag);
	return NULL;
}

static bool
is_cff_face(const struct type_face *face)
{
	hb_blob_t *table = hb_face_reference_table(face->face,
	    HB_TAG('C', 'F', 'F', ' '));
	bool is_cff = hb_blob_get_length(table) > 0;

	hb_blob_destroy(table);
	return is_cff;
}

/* The face that subsets are made of: hb-subset reads all of a character map
 * and of the layout tables before it drops them, so they are not shown to it.
 * (hb_subset_preprocess is faster still, but takes 1.5 s and 330 MB for a
 * face of 65,535 ideographs.) */
static hb_face_t *
source_face(const struct type_face *face)
{
	struct face_lazy *lazy = face->lazy;
	hb_face_t *source;

	pthread_mutex_lock(&lazy->lock);
	if (lazy->subset_face == NULL) {
		lazy->subset_face = hb_face_create_for_tables(reference_kept,
		    hb_face_reference(face->face), destroy_whole);
		hb_face_make_immutable(lazy->subset_face);
	}
	source = hb_face_reference(lazy->subset_face);
	pthread_mutex_unlock(&lazy->lock);
	return source;
}

static hb_subset_input_t *
input_new(const uint32_t *gids, uint32_t count, bool is_cff)
{
	hb_subset_input_t *input = hb_subset_input_create_or_fail();
	hb_set_t *glyphs;
	uint32_t i;

	if (input == NULL)
		return NULL;
	glyphs = hb_subset_input_glyph_set(input);
	for (i = 0; i < count; i++)
		hb_set_add(glyphs, gids[i]);
	/* Without subroutines a few hundred glyphs are smaller, deflated. */
	hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING |
	    (is_cff ? HB_SUBSET_FLAGS_DESUBROUTINIZE : 0));
	return input;
}

static int32_t
per_mille(const struct type_face *face, int32_t units)
{
	return face_scale(face, units, 1000);
}

static bool
fill_codes(hb_face_t *subset, const hb_map_t *new_gids, struct arena *arena,
    const uint32_t *gids, uint32_t count, struct type_subset *ret_subset)
{
	uint32_t *codes = ARENA_ARRAY(arena, uint32_t, count);
	uint32_t glyph_count = hb_face_get_glyph_count(subset), i;
	uint16_t *cids = ARENA_ARRAY(arena, uint16_t, (size_t)glyph_count + 1);
	bool is_cid = false;

	if (ret_subset->is_cff && !cff_read_cids(ret_subset->bytes,
	    ret_subset->len, glyph_count, &is_cid, cids))
		return false;
	for (i = 0; i < count; i++) {
		hb_codepoint_t gid = hb_map_get(new_gids, gids[i]);

		if (gid >= glyph_count)
			return false;
		codes[i] = is_cid ? cids[gid] : gid;
	}
	ret_subset->codes = codes;
	return true;
}

/* The whole face's box and angle, from head and post. */
static void
fill_metrics(const struct type_face *face, struct type_subset *ret_subset)
{
	hb_blob_t *head = hb_face_reference_table(face->face,
	    HB_TAG('h', 'e', 'a', 'd'));
	unsigned int len;
	const char *bytes = hb_blob_get_data(head, &len);
	int16_t box[4] = { 0, 0, 0, 0 };
	float slant = hb_style_get_value(face->font, HB_STYLE_TAG_SLANT_ANGLE);
	int i;

	for (i = 0; len >= 44 && i < 4; i++)
		box[i] = (int16_t)((unsigned char)bytes[36 + 2 * i] << 8 |
		    (unsigned char)bytes[37 + 2 * i]);
	hb_blob_destroy(head);
	ret_subset->x_min = per_mille(face, box[0]);
	ret_subset->y_min = per_mille(face, box[1]);
	ret_subset->x_max = per_mille(face, box[2]);
	ret_subset->y_max = per_mille(face, box[3]);
	ret_subset->ascent = per_mille(face, face->ascent);
	ret_subset->descent = per_mille(face, -face->descent);
	ret_subset->cap_height = per_mille(face, face->cap_height);
	ret_subset->italic_angle = (int32_t)(slant < 0 ? slant - 0.5f :
	    slant + 0.5f);
	ret_subset->weight = face->weight;
}

static void
fill_bytes(hb_face_t *subset, struct arena *arena,
    struct type_subset *ret_subset)
{
	hb_blob_t *blob = ret_subset->is_cff ?
	    hb_face_reference_table(subset, HB_TAG('C', 'F', 'F', ' ')) :
	    hb_face_reference_blob(subset);
	unsigned int len;
	const char *bytes = hb_blob_get_data(blob, &len);

	ret_subset->bytes = (const unsigned char *)arena_copy(arena, bytes,
	    len);
	ret_subset->len = len;
	hb_blob_destroy(blob);
}

static void
fill_widths(const struct type_face *face, struct arena *arena,
    const uint32_t *gids, uint32_t count, struct type_subset *ret_subset)
{
	uint16_t *widths = ARENA_ARRAY(arena, uint16_t, count);
	uint32_t i;

	for (i = 0; i < count; i++)
		widths[i] = (uint16_t)per_mille(face,
		    hb_font_get_glyph_h_advance(face->font, gids[i]));
	ret_subset->widths = widths;
}

static bool
subset_outlines(const struct type_face *face, struct arena *arena,
    const uint32_t *gids, uint32_t count, struct type_subset *ret_subset)
{
	hb_subset_input_t *input = input_new(gids, count, ret_subset->is_cff);
	hb_face_t *source = source_face(face), *subset = NULL;
	hb_subset_plan_t *plan = NULL;
	bool is_done = false;

	if (input != NULL)
		plan = hb_subset_plan_create_or_fail(source, input);
	if (plan != NULL)
		subset = hb_subset_plan_execute_or_fail(plan);
	if (subset != NULL) {
		fill_bytes(subset, arena, ret_subset);
		is_done = fill_codes(subset,
		    hb_subset_plan_old_to_new_glyph_mapping(plan), arena, gids,
		    count, ret_subset);
	}
	hb_face_destroy(subset);
	hb_subset_plan_destroy(plan);
	hb_subset_input_destroy(input);
	hb_face_destroy(source);
	return is_done;
}

bool
type_face_subset(const struct type_face *face, struct arena *arena,
    const uint32_t *gids, uint32_t count, struct diags *diags,
    struct type_subset *ret_subset)
{
	*ret_subset = (struct type_subset){ .is_cff = is_cff_face(face) };
	if (!subset_outlines(face, arena, gids, count, ret_subset)) {
		diag_report(diags, DIAG_IO_FAILED, SOURCE_NOWHERE,
		    "the typeface '%s' cannot be made smaller for embedding; "
		    "its file %s is damaged", face->name, face->file->path);
		return false;
	}
	fill_widths(face, arena, gids, count, ret_subset);
	fill_metrics(face, ret_subset);
	return true;
}
