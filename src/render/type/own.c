/*
 * Faces that a theme brings along. In: files of TrueType or OpenType below
 * assets/kits/ of the theme. Out: families that are taken from them alone,
 * whatever else is installed, as @font-face does on a page.
 *
 * A font that cannot be put into a kit is an error when the theme loads: one
 * that is broken, that is made for browsers, that varies (a kit embeds cuts),
 * or whose licence forbids it. What is looked at is OpenType's: the table
 * directory, the tables that a PDF needs, fvar, and fsType of OS/2.
 *
 * The bytes are copied: a preview lives on while its author exports a font
 * anew, and a file that becomes shorter under a mapping ends the program.
 */
#include "own.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <hb-ot.h>

/* OpenType 1.9, OS/2, fsType. */
#define LICENCE_RESTRICTED 0x0002
#define LICENCE_PREVIEW 0x0004
#define LICENCE_EDITABLE 0x0008
#define LICENCE_NO_SUBSETTING 0x0100
#define LICENCE_BITMAPS_ONLY 0x0200
#define OS2_FS_TYPE 8			/* byte of the table */

#define FAMILY_BYTES 128

/* A face of a file, and the names that it answers to. */
struct own_face {
	struct own_face *next;
	struct face_file *file;
	uint32_t index;
	int weight;
	bool is_italic;
	bool is_of_normal_width;
	char family[FAMILY_BYTES];	/* of its own width and weight */
	char group[FAMILY_BYTES];	/* of all its cuts; "" where the same */
};

static bool
has_ending(const char *name, const char *ending)
{
	size_t name_len = strlen(name), len = strlen(ending);

	return name_len > len &&
	    strcasecmp(name + name_len - len, ending) == 0;
}

static bool
is_for_kits(const struct theme_file *file)
{
	static const char folder[] = "assets/kits/";

	return strncmp(file->name, folder, sizeof(folder) - 1) == 0;
}

static bool
is_font(const struct theme_file *file)
{
	return is_for_kits(file) && (has_ending(file->name, ".ttf") ||
	    has_ending(file->name, ".otf") || has_ending(file->name, ".ttc") ||
	    has_ending(file->name, ".otc"));
}

/* --- what may be put into a kit --- */

static uint32_t
number_at(const char *bytes, size_t len, size_t at)
{
	const unsigned char *b = (const unsigned char *)bytes + at;

	if (at > len || len - at < 4)
		return 0;
	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 |
	    (uint32_t)b[2] << 8 | b[3];
}

/* Whether every table of the directory at `at` lies within the file, which
 * one that was cut short while it was copied does not. */
static bool
is_directory_whole(const struct theme_file *file, size_t at)
{
	uint32_t count = number_at(file->bytes, file->len, at + 4) >> 16, i;

	for (i = 0; i < count; i++) {
		size_t entry = at + 12 + 16 * (size_t)i;
		size_t start = number_at(file->bytes, file->len, entry + 8);
		size_t len = number_at(file->bytes, file->len, entry + 12);

		if (entry + 16 > file->len || start > file->len ||
		    len > file->len - start)
			return false;
	}
	return count > 0;
}

static bool
is_whole(const struct theme_file *file)
{
	const bool is_collection = number_at(file->bytes, file->len, 0) ==
	    HB_TAG('t', 't', 'c', 'f');
	uint32_t count = is_collection ?
	    number_at(file->bytes, file->len, 8) : 1, i;

	if (count == 0 || count > file->len / 16)
		return false;
	for (i = 0; i < count; i++)
		if (!is_directory_whole(file, !is_collection ? 0 :
		    number_at(file->bytes, file->len, 12 + 4 * (size_t)i)))
			return false;
	return true;
}

static unsigned int
table_len(hb_face_t *face, hb_tag_t tag)
{
	hb_blob_t *table = hb_face_reference_table(face, tag);
	unsigned int len = hb_blob_get_length(table);

	hb_blob_destroy(table);
	return len;
}

static bool
is_readable(hb_face_t *face)
{
	static const hb_tag_t needed[] = {
		HB_TAG('c', 'm', 'a', 'p'), HB_TAG('h', 'e', 'a', 'd'),
		HB_TAG('h', 'h', 'e', 'a'), HB_TAG('h', 'm', 't', 'x'),
		HB_TAG('m', 'a', 'x', 'p'), HB_TAG('n', 'a', 'm', 'e'),
	};
	size_t i;

	for (i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		if (table_len(face, needed[i]) == 0)
			return false;
	return hb_face_get_glyph_count(face) > 0 &&
	    (table_len(face, HB_TAG('g', 'l', 'y', 'f')) > 0 ||
	    table_len(face, HB_TAG('C', 'F', 'F', ' ')) > 0);
}

static unsigned int
licence_of(hb_face_t *face)
{
	hb_blob_t *table = hb_face_reference_table(face,
	    HB_TAG('O', 'S', '/', '2'));
	unsigned int len, licence = 0;
	const char *bytes = hb_blob_get_data(table, &len);

	if (len >= OS2_FS_TYPE + 2)
		licence = (unsigned int)(unsigned char)bytes[OS2_FS_TYPE] << 8 |
		    (unsigned char)bytes[OS2_FS_TYPE + 1];
	hb_blob_destroy(table);
	return licence;
}

/* What the licence forbids of what a kit does, or NULL. Where it says several
 * things of embedding, as before version 3 of the table, the mildest holds. */
static const char *
forbidden_by(unsigned int licence)
{
	if ((licence & LICENCE_RESTRICTED) != 0 &&
	    (licence & (LICENCE_PREVIEW | LICENCE_EDITABLE)) == 0)
		return "to embed it";
	if ((licence & LICENCE_NO_SUBSETTING) != 0)
		return "to embed a part of its characters";
	if ((licence & LICENCE_BITMAPS_ONLY) != 0)
		return "to embed its outlines";
	return NULL;
}

static void
check_face(hb_face_t *face, struct source_pos pos, struct diags *diags)
{
	unsigned int licence = licence_of(face);

	if (hb_ot_var_has_data(face))
		diag_report(diags, DIAG_FACE_INVALID, pos,
		    "this is a variable font, and a kit holds single cuts; "
		    "export each weight that print.yaml asks for as a file "
		    "of its own");
	else if (!is_readable(face))
		diag_report(diags, DIAG_FACE_INVALID, pos,
		    "this font lacks tables that a kit needs; export it "
		    "again as TTF or OTF");
	else if (forbidden_by(licence) != NULL)
		diag_report(diags, DIAG_FACE_INVALID, pos,
		    "the licence in this font forbids %s, as a kit does "
		    "(OS/2 fsType is 0x%04x); ask its foundry for a file "
		    "that allows it, or name another face",
		    forbidden_by(licence), licence);
}

static void
check_font(const struct theme_file *file, struct diags *diags)
{
	struct source_pos pos = { file->file, 0, 0 };
	hb_blob_t *blob = hb_blob_create(file->bytes, (unsigned int)file->len,
	    HB_MEMORY_MODE_READONLY, NULL, NULL);
	unsigned int count = hb_face_count(blob), i;

	if (count == 0 || !is_whole(file))
		diag_report(diags, DIAG_FACE_INVALID, pos,
		    "this is no whole TTF or OTF font; copy or export it "
		    "again");
	for (i = 0; is_whole(file) && i < count; i++) {
		hb_face_t *face = hb_face_create(blob, i);

		check_face(face, pos, diags);
		hb_face_destroy(face);
	}
	hb_blob_destroy(blob);
}

void
type_faces_check_theme(const struct theme *theme, struct diags *diags)
{
	uint32_t i;

	for (i = 0; i < theme->file_count; i++) {
		const struct theme_file *file = &theme->files[i];

		if (is_font(file))
			check_font(file, diags);
		else if (is_for_kits(file) &&
		    (has_ending(file->name, ".woff2") ||
		    has_ending(file->name, ".woff")))
			diag_report(diags, DIAG_FACE_INVALID,
			    (struct source_pos){ file->file, 0, 0 },
			    "this font is for browsers: put it into assets/ "
			    "itself, and the same face as TTF or OTF here");
	}
}

/* --- what a family is --- */

static void
read_family(hb_face_t *face, hb_ot_name_id_t id, char *ret_name)
{
	unsigned int size = FAMILY_BYTES;

	ret_name[0] = '\0';
	hb_ot_name_get_utf8(face, id, hb_language_from_string("en", -1),
	    &size, ret_name);
}

static void
add_face(struct type_faces *faces, struct face_file *file, uint32_t index)
{
	struct own_face *own = mem_alloc(sizeof(*own));
	hb_face_t *face = hb_face_create(file->blob, index);
	hb_font_t *font = hb_font_create(face);

	*own = (struct own_face){
		.next = faces->own, .file = file, .index = index,
		.weight = (int)hb_style_get_value(font, HB_STYLE_TAG_WEIGHT),
		.is_italic =
		    hb_style_get_value(font, HB_STYLE_TAG_ITALIC) > 0 ||
		    hb_style_get_value(font, HB_STYLE_TAG_SLANT_ANGLE) != 0,
		.is_of_normal_width = (int)hb_style_get_value(font,
		    HB_STYLE_TAG_WIDTH) == 100,
	};
	read_family(face, HB_OT_NAME_ID_FONT_FAMILY, own->family);
	read_family(face, HB_OT_NAME_ID_TYPOGRAPHIC_FAMILY, own->group);
	faces->own = own;
	hb_font_destroy(font);
	hb_face_destroy(face);
}

static void
add_font(struct type_faces *faces, const struct theme_file *source)
{
	struct face_file *file = mem_alloc(sizeof(*file));
	unsigned int count, i;

	*file = (struct face_file){
		.next = faces->files,
		.path = strdup(source->path),
		.blob = hb_blob_create(source->bytes,
		    (unsigned int)source->len, HB_MEMORY_MODE_DUPLICATE, NULL,
		    NULL),
	};
	if (file->path == NULL)
		mem_exhausted();
	pthread_mutex_init(&file->lock, NULL);
	hb_blob_make_immutable(file->blob);
	faces->files = file;
	count = hb_face_count(file->blob);
	for (i = 0; i < count; i++)
		add_face(faces, file, i);
}

static void
digest_fonts(const struct theme *theme, char ret_hex[DIGEST_HEX_CHARS + 1])
{
	struct digest *digest = digest_new();
	uint32_t i;

	for (i = 0; i < theme->file_count; i++) {
		const struct theme_file *file = &theme->files[i];

		if (!is_font(file))
			continue;
		digest_add_string(digest, file->path);
		digest_add_framed(digest, file->bytes, file->len);
	}
	digest_finish_hex(digest, ret_hex);
	digest_free(digest);
}

void
own_faces_release(struct type_faces *faces)
{
	while (faces->own != NULL) {
		struct own_face *own = faces->own;

		faces->own = own->next;
		free(own);
	}
}

/* Faces that were found stay until the end, for pages may still be made with
 * them; only what is asked for from now on is looked for anew. */
void
type_faces_take_theme(struct type_faces *faces, const struct theme *theme)
{
	char hex[DIGEST_HEX_CHARS + 1];
	uint32_t i;

	digest_fonts(theme, hex);
	pthread_mutex_lock(&faces->lock);
	if (strcmp(hex, faces->own_digest) != 0) {
		strcpy(faces->own_digest, hex);
		own_faces_release(faces);
		faces_forget_requests(faces);
		for (i = 0; i < theme->file_count; i++)
			if (is_font(&theme->files[i]))
				add_font(faces, &theme->files[i]);
	}
	pthread_mutex_unlock(&faces->lock);
}

/* --- what is asked for --- */

static bool
answers_to(const struct own_face *own, const char *family)
{
	return strcasecmp(own->family, family) == 0 ||
	    (own->is_of_normal_width && strcasecmp(own->group, family) == 0);
}

/* As for installed faces: slant before weight, then the path. */
static bool
is_better(const struct own_face *a, const struct own_face *b, int weight,
    bool is_italic)
{
	int a_off = abs(a->weight - weight), b_off = abs(b->weight - weight);
	int order;

	if (a->is_italic != b->is_italic)
		return a->is_italic == is_italic;
	if (a_off != b_off)
		return a_off < b_off;
	order = strcmp(a->file->path, b->file->path);
	return order != 0 ? order < 0 : a->index < b->index;
}

bool
own_face_find(const struct type_faces *faces, const char *family,
    uint16_t weight, bool is_italic, struct own_choice *ret_choice)
{
	const struct own_face *own, *best = NULL;

	for (own = faces->own; own != NULL; own = own->next)
		if (answers_to(own, family) && (best == NULL ||
		    is_better(own, best, weight, is_italic)))
			best = own;
	if (best != NULL)
		*ret_choice = (struct own_choice){ best->file, best->index,
			best->weight };
	return best != NULL;
}

void
own_faces_suggest(const struct type_faces *faces, const char *family,
    struct diags *diags)
{
	const struct own_face *own;
	const char **names;
	size_t count = 0;

	for (own = faces->own; own != NULL; own = own->next)
		count += 2;
	names = mem_alloc((count + 1) * sizeof(*names));
	count = 0;
	for (own = faces->own; own != NULL; own = own->next) {
		names[count++] = own->family;
		if (own->group[0] != '\0')
			names[count++] = own->group;
	}
	diag_suggest(diags, family, names, count);
	free(names);
}
